"""`copytaster run` on a real Kafka, idle and then under a steady load, as long as you like: whether anything grows.

A backlog comes first: it fills the memory of articles, which is set small, and has batches as large as they get, so that
nothing of that counts as growth later. Then memory, threads, open files and the log are looked at every few seconds. The
first third of each half is for settling; of the rest the growth by the line that fits best is held to limits, which don't
grow with the minutes: the longer, the stricter. Every article must stand in the output once.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "end_to_end"))

from kafka_cluster import Cluster, Daemon, make_topics, wait_until  # noqa: E402
from side_by_side import cpu_seconds  # noqa: E402

PARTITIONS = 4
WRONG_RESULT = 70
OUTPUTS = ("news.enriched", "news.duplicates", "news.dead")
# What a phase may grow by; of the log, bytes a minute.
LIMITS = {"idle": {"memory_mib": 4, "threads": 0, "files": 2, "log_bytes": 400},
          "load": {"threads": 0, "files": 2, "log_bytes": 400}}
IDLE_CPU = 0.05  # of one core


def status(pid, log):
    """Resident MiB, threads, open files, bytes of log, seconds of CPU."""
    fields = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
    return {"at": time.monotonic(), "memory_mib": int(fields["VmRSS"].split()[0]) / 1024,
            "threads": int(fields["Threads"]), "files": len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir())),
            "log_bytes": log.stat().st_size, "cpu": cpu_seconds(pid)}


def growth(samples, what):
    """Over all samples, by the line of least squares: one peak at the end makes no slope."""
    line = statistics.linear_regression([each["at"] for each in samples], [each[what] for each in samples])
    return line.slope * (samples[-1]["at"] - samples[0]["at"])


def watch(daemon, seconds, every):
    samples, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        if daemon.process.poll() is not None:
            raise SystemExit(f"the daemon ended:\n{daemon.words()}")
        samples.append(status(daemon.process.pid, daemon.log))
        time.sleep(every)
    return samples


def judge(samples):
    settled = samples[len(samples) // 3:]
    minutes = (settled[-1]["at"] - settled[0]["at"]) / 60
    spent = settled[-1]["cpu"] - settled[0]["cpu"]
    return {"minutes": minutes, "memory_mib": growth(settled, "memory_mib"), "threads": growth(settled, "threads"),
            "files": growth(settled, "files"),
            "log_bytes": (settled[-1]["log_bytes"] - settled[0]["log_bytes"]) / minutes,
            "cores": spent / (minutes * 60), "resident_mib": settled[-1]["memory_mib"],
            "open_files": settled[-1]["files"], "running_threads": settled[-1]["threads"]}


def beyond(phase, found, growth_mib):
    limits = {**LIMITS[phase], **({"memory_mib": growth_mib} if phase == "load" else {})}
    wrong = [f"{phase}: {what} grows by {found[what]:.1f}, more than {most}"
             for what, most in limits.items() if found[what] > most + 0.5]
    if phase == "idle" and found["cores"] > IDLE_CPU:
        wrong.append(f"idle: takes {found['cores']:.3f} of a core, more than {IDLE_CPU}")
    return wrong


def sent(cluster):
    """Records in the outputs; commit markers have offsets too, so they are read."""
    read = lambda topic: subprocess.run(["kcat", "-b", cluster.brokers, "-C", "-t", topic, "-e", "-q", "-X",
                                         "isolation.level=read_committed", "-f", "."], capture_output=True, check=True)
    return sum(len(read(topic).stdout) for topic in OUTPUTS)


def configure(folder, cluster, memory):
    file = pathlib.Path(folder) / "soak.yaml"
    file.write_text(f'kafka: {{brokers: "{cluster.brokers}"}}\ninput: {{topics: [news.raw]}}\n'
                    f"dedup: {{memory: {memory}MiB}}\nstories: {{memory: {max(1, memory // 8)}MiB}}\n"
                    f"pipeline: {{state: {folder}}}\n")
    return file


def feeding(options, cluster, first, count, rate, meanwhile):
    """What `meanwhile` gives while these articles come; all of them have come then."""
    generator = options.build / "tests" / "bench" / "bench_generate"
    source = subprocess.Popen([generator, "--first", str(first), "--count", str(count), "--rate", str(rate)],
                              stdout=subprocess.PIPE)
    feed = subprocess.Popen(["kcat", "-b", cluster.brokers, "-P", "-t", "news.raw", "-K", "\t", "-X", "acks=all", "-X",
                             "linger.ms=5"], stdin=source.stdout, stderr=subprocess.DEVNULL)
    source.stdout.close()
    try:
        found = meanwhile()
        if feed.wait(timeout=600) != 0:
            raise SystemExit("the articles could not be produced")
        return found
    finally:
        source.kill()
        feed.kill()


def measure(options):
    with Cluster(inside=options.inside) as cluster, tempfile.TemporaryDirectory() as folder:
        config = configure(folder, cluster, options.memory)
        make_topics(options.program, config, PARTITIONS)
        feeding(options, cluster, 0, options.backlog, 0, lambda: None)
        daemon = Daemon(options.program, config, f"{folder}/soak.log")
        wait_until(lambda: "] leading: " in daemon.words(), 60, "a lead")
        caught_up = lambda: wait_until(lambda: lag(options, config) == 0, 900, "the end of what there is to read")
        caught_up()
        look = lambda: watch(daemon, options.minutes * 60, options.every)
        report = {"idle": judge(look())}
        count = int(options.minutes * 60 * options.per_second)
        report["load"] = judge(feeding(options, cluster, options.backlog, count, options.per_second, look))
        begun = time.monotonic()
        caught_up()
        report["behind_seconds"] = time.monotonic() - begun
        code, seconds = daemon.end(15)
        wrong = [words for phase in LIMITS for words in beyond(phase, report[phase], options.growth)]
        if code != 0 or seconds >= 10:
            wrong.append(f"ended with {code} after {seconds:.1f} s")
        report["articles"], report["records"] = options.backlog + count, sent(cluster)
        if report["records"] != report["articles"]:
            wrong.append(f"{report['records']} records of {report['articles']} articles")
        return report, wrong + ([daemon.words()] if wrong else [])


def lag(options, config):
    """Inputs that are not committed yet."""
    done = subprocess.run([options.program, "positions", "--config", config, "--json"], capture_output=True, check=True)
    return sum(each["lag"] for each in json.loads(done.stdout)["partitions"])


def print_table(report):
    words = {"resident_mib": "MiB resident at the end", "memory_mib": "grown by", "running_threads": "threads at the end",
             "threads": "grown by", "open_files": "open files at the end", "files": "grown by",
             "log_bytes": "bytes of log a minute", "cores": "cores"}
    print(f"{'':<26}{'idle':>10}{'load':>10}")
    for key, name in words.items():
        print(f"{name:<26}{report['idle'][key]:>10.2f}{report['load'][key]:>10.2f}")
    print(f"{report['records']} records of {report['articles']} articles, the last {report['behind_seconds']:.0f} s "
          f"after the last article at most")


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run soak", description=__doc__.split("\n\n")[0])
    parser.add_argument("--minutes", type=float, default=15, help="idle, and as many under load (default %(default)s)")
    parser.add_argument("--per-second", type=int, default=500, help="articles (default %(default)s)")
    parser.add_argument("--backlog", type=int, default=60_000, help="articles before that (default %(default)s)")
    parser.add_argument("--memory", type=int, default=64, help="MiB for articles remembered (default %(default)s)")
    parser.add_argument("--growth", type=float, default=16, help="MiB of memory allowed under load (default %(default)s)")
    parser.add_argument("--every", type=float, default=5, help="seconds between two looks (default %(default)s)")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release",
                        help="where the programs are (default: the release preset's)")
    parser.add_argument("--program", type=pathlib.Path, help="the daemon (default: that of --build)")
    parser.add_argument("--inside", help="folder for the broker's data (default: that for temporary files)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    options.program = options.program or options.build / "copytaster"
    report, wrong = measure(options)
    print(json.dumps(report)) if options.json else print_table(report)
    for words in wrong:
        print(f"soak: {words}", file=sys.stderr)
    return WRONG_RESULT if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
