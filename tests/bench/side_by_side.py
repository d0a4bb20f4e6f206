"""A bare transactional copy by librdkafka and `copytaster run` on the same generated articles, on one broker of their
own: the rate of both, and the time from an article's append to its record's being visible.

Neither is watched while it is at full speed: an article's time is when the broker appended its record, and the rate is
that of the last nine tenths, so that starting up counts for neither. The copy's rate is taken twice: in transactions of
5,000 articles, and in those of `run`, which has 1,000. Latency is read by kcat as it becomes visible.
Nothing is printed unless every article of every part stands in the output exactly once.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "end_to_end"))

from kafka_cluster import Cluster, make_topics  # noqa: E402

PARTITIONS = 4
WARM_SECONDS = 8  # a group takes some seconds to agree on its leader
WRONG_RESULT = 70
COPIES = {"copy": 5000, "copy_1000": 1000}  # most articles in one transaction
NUMBER = re.compile(rb"generated-(\d+)$")


class WrongResult(Exception):
    pass


class Side:
    """One of the two: what it writes, and the process while it runs."""

    def __init__(self, cluster, name, outputs, command):
        self.cluster, self.name, self.outputs, self.command = cluster, name, outputs, command

    def __enter__(self):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)
        return self

    def __exit__(self, kind, *_):
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.log.seek(0)
        if kind is None and code != 0:
            raise WrongResult(f"{self.name} ended with {code}: {self.log.read().decode(errors='replace')[-2000:]}")

    def ends(self):
        """Sum of the ends of all partitions of its output; -1 while a busy broker does not say."""
        query = [word for topic in self.outputs for i in range(PARTITIONS) for word in ("-t", f"{topic}:{i}:-1")]
        done = subprocess.run(["kcat", "-b", self.cluster.brokers, "-Q", *query], capture_output=True)
        if done.returncode != 0:
            return -1
        return sum(int(line.split()[-1]) for line in done.stdout.splitlines())

    def wait_for(self, articles, patience=600):
        """Until at least so many records are there and nothing moves any more."""
        until, before = time.monotonic() + patience, -1
        while (now := self.ends()) < articles or now != before:
            if time.monotonic() > until or self.process.poll() is not None:
                raise WrongResult(f"{self.name}: {now} records of {articles} articles, and no more")
            before = now
            time.sleep(1)

    def appended(self):
        """Milliseconds when each article's record was appended, by the article's number; each exactly once."""
        times = {}
        for topic in self.outputs:
            for line in self.cluster.read(topic, "%T %k"):
                at, key = line.split(b" ", 1)
                number = int(NUMBER.search(key)[1])
                if number in times:
                    raise WrongResult(f"{self.name}: article {number} is there twice")
                times[number] = int(at)
        return times


def generate(cluster, program, topic, *arguments):
    """Generated articles into a topic; waits for the last."""
    source = subprocess.Popen([program, *map(str, arguments)], stdout=subprocess.PIPE)
    subprocess.run(["kcat", "-b", cluster.brokers, "-P", "-t", topic, "-K", "\t", "-X", "acks=all", "-X", "linger.ms=1"],
                   stdin=source.stdout, check=True, stderr=subprocess.DEVNULL)
    source.stdout.close()
    if source.wait() != 0:
        raise WrongResult("no articles were generated")


def side_of(kind, cluster, folder, build, part, source):
    """Makes what one side needs for one part, with names of its own."""
    name = f"{kind}-{part}"
    if kind in COPIES:
        cluster.tool("TopicCommand", "--create", "--topic", name, "--partitions", str(PARTITIONS))
        return Side(cluster, kind, [name],
                    [build / "tests" / "bench" / "bench_transactional_copy", "--brokers", cluster.brokers, "--from",
                     source, "--to", name, "--partitions", str(PARTITIONS), "--batch", str(COPIES[kind])])
    config = pathlib.Path(folder) / f"{name}.yaml"
    topics = {key: f"{name}.{key}" for key in ("enriched", "duplicates", "dead_letters", "verdicts", "stories")}
    config.write_text(f'name: {name}\nkafka: {{brokers: "{cluster.brokers}"}}\ninput: {{topics: [{source}]}}\n'
                      f"output: {json.dumps(topics)}\n")
    make_topics(build / "copytaster", config, PARTITIONS)
    return Side(cluster, kind, [topics["enriched"], topics["duplicates"], topics["dead_letters"]],
                [build / "copytaster", "run", "--config", config])


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def full_speed(side, articles):
    """Articles a second over the last nine tenths of a topic that was full before it began; microseconds of CPU an
    article of the process itself, its start included, and of the broker."""
    broker = int(pathlib.Path(side.cluster.folder.name, "node-1", "pid").read_text())
    before = cpu_seconds(broker)
    with side:
        side.wait_for(articles)
        own, broker = cpu_seconds(side.process.pid), cpu_seconds(broker) - before
    times = sorted(side.appended().values())
    if len(times) != articles:
        raise WrongResult(f"{side.name}: {len(times)} of {articles} articles")
    tenth = articles // 10
    rate = (articles - tenth) / max(times[-1] - times[tenth], 1) * 1000
    return {"articles_per_second": rate, "cpu_us": own / articles * 1e6, "broker_cpu_us": broker / articles * 1e6}


class Watcher:
    """An independent reader of committed records: when each article's became visible, by its number."""

    def __init__(self, cluster, topics):
        self.seen = collections.defaultdict(list)
        self.processes = [subprocess.Popen(
            ["kcat", "-b", cluster.brokers, "-C", "-t", topic, "-o", "beginning", "-u", "-q", "-X",
             "isolation.level=read_committed", "-f", "%k\n"], stdout=subprocess.PIPE) for topic in topics]
        self.threads = [threading.Thread(target=self.watch, args=(process.stdout,)) for process in self.processes]
        for thread in self.threads:
            thread.start()

    def watch(self, lines):
        for line in lines:
            self.seen[int(NUMBER.search(line.rstrip(b"\n"))[1])].append(time.time() * 1000)

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()
        for thread in self.threads:
            thread.join()


def latencies(side, source, feed, warm, count):
    """Milliseconds from append to visible of `count` articles, after the first `warm` ones."""
    with side:
        watcher = Watcher(side.cluster, side.outputs)
        try:
            feed()
            side.wait_for(warm + count)
        finally:
            watcher.stop()
    appended = {int(NUMBER.search(key)[1]): int(at) for at, key in
                (line.split(b" ", 1) for line in side.cluster.read(source, "%T %k"))}
    if set(watcher.seen) != set(appended) or any(len(times) != 1 for times in watcher.seen.values()):
        raise WrongResult(f"{side.name}: not every article was seen exactly once")
    return [watcher.seen[number][0] - at for number, at in appended.items() if number >= warm]


def percentile(values, share):
    return sorted(values)[int(share * (len(values) - 1))]


def measure(options):
    build = options.build
    generator = build / "tests" / "bench" / "bench_generate"
    fast = {"copy": [], "copy_1000": [], "run": []}
    waits = {"copy": [], "run": []}
    with Cluster(settings=["log.message.timestamp.type=LogAppendTime"]) as cluster, \
            tempfile.TemporaryDirectory() as folder:
        make = lambda kind, part, source: side_of(kind, cluster, folder, build, part, source)
        new = lambda topic: cluster.tool("TopicCommand", "--create", "--topic", topic, "--partitions", str(PARTITIONS))
        new("full")
        generate(cluster, generator, "full", "--count", options.articles, "--bytes", options.bytes)
        for part in range(options.rounds):
            for kind in fast:
                fast[kind].append(full_speed(make(kind, f"fast{part}", "full"), options.articles))
        warm, count = WARM_SECONDS * options.per_second, options.seconds * options.per_second
        for part in range(options.rounds):
            for kind in waits:
                source = f"slow-{kind}-{part}"
                new(source)
                feed = lambda: generate(cluster, generator, source, "--count", warm + count, "--bytes", options.bytes,
                                        "--rate", options.per_second)
                waits[kind] += latencies(make(kind, f"slow{part}", source), source, feed, warm, count)
    return {"articles": options.articles, "bytes": options.bytes, "rounds": fast,
            "articles_per_second": {kind: max(each["articles_per_second"] for each in fast[kind]) for kind in fast},
            "cpu_us": {kind: min(each["cpu_us"] for each in fast[kind]) for kind in fast},
            "broker_cpu_us": {kind: min(each["broker_cpu_us"] for each in fast[kind]) for kind in fast},
            "to_visible_ms_p50": {kind: percentile(waits[kind], 0.5) for kind in waits},
            "to_visible_ms_p99": {kind: percentile(waits[kind], 0.99) for kind in waits}}


ROWS = {"articles_per_second": "articles/s, best round", "cpu_us": "µs of CPU an article, least",
        "broker_cpu_us": "of the broker, least", "to_visible_ms_p50": "ms to visible, p50",
        "to_visible_ms_p99": "ms to visible, p99"}


def print_table(report):
    print(f"{'':<26}{'copy':>10}{'of 1,000':>10}{'run':>10}{'run / copy':>12}{'/ of 1,000':>12}")
    rounds = zip(*(report["rounds"][kind] for kind in ("copy", "copy_1000", "run")))
    rows = [(f"articles/s, round {part + 1}", *(each["articles_per_second"] for each in sides))
            for part, sides in enumerate(rounds)]
    rows += [(words, report[key]["copy"], report[key].get("copy_1000"), report[key]["run"])
             for key, words in ROWS.items()]
    number = lambda value, width, digits: " " * width if value is None else f"{value:>{width},.{digits}f}"
    for words, copy, small, run in rows:
        print(f"{words:<26}{copy:>10,.1f}{number(small, 10, 1)}{run:>10,.1f}{run / copy:>12.2f}"
              f"{number(small and run / small, 12, 2)}")


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run side_by_side", description=__doc__.split("\n\n")[0])
    parser.add_argument("--articles", type=int, default=40_000, help="for the rate (default %(default)s)")
    parser.add_argument("--bytes", type=int, default=5000, help="of JSON an article (default %(default)s)")
    parser.add_argument("--per-second", type=int, default=100, help="articles, for the latency (default %(default)s)")
    parser.add_argument("--seconds", type=int, default=20, help="of measured latency a round (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="of each, one side after the other (default %(default)s)")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release",
                        help="where the programs are (default: the release preset's)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    try:
        report = measure(options)
    except WrongResult as problem:
        print(f"side_by_side: {problem}", file=sys.stderr)
        return WRONG_RESULT
    if options.json:
        print(json.dumps(report))
    else:
        print_table(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
