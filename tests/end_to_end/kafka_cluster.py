"""A Kafka of deploy/kafka, and an independent reader (kcat) of what is committed there."""
import collections
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

from support import ROOT

SCRIPT = str(ROOT / "deploy" / "kafka")
TOPICS = ("news.enriched", "news.duplicates", "news.dead")
EVENTS = ("news.verdicts", "news.stories")


class Cluster:
    """Brokers of their own in a temporary folder, gone with everything at the end of the scope."""

    def __init__(self, nodes=1, settings=(), listen=(), inside=None):
        self.folder = tempfile.TemporaryDirectory(prefix="copytaster-kafka-", dir=inside)
        arguments = [SCRIPT, "start", self.folder.name, "--nodes", str(nodes)]
        for protocol in listen:
            arguments += ["--listen", protocol]
        for setting in settings:
            arguments += ["--set", setting]
        done = subprocess.run(arguments, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        self.brokers = done.stdout.strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run([SCRIPT, "kill", self.folder.name], check=True)
        self.folder.cleanup()

    def do(self, *arguments):
        """One of the script's commands for this cluster: up, stop, kill, pause, resume."""
        subprocess.run([SCRIPT, arguments[0], self.folder.name, *map(str, arguments[1:])], check=True,
                       capture_output=True)

    def address(self, protocol):
        """Where a further listener of that protocol is."""
        return pathlib.Path(self.folder.name, f"brokers.{protocol}").read_text().strip()

    def tool(self, program, *arguments, stdin=None):
        name = program if program.startswith("kafka.") else f"org.apache.kafka.tools.{program}"
        done = subprocess.run([SCRIPT, "tool", self.folder.name, name, *arguments],
                              input=stdin, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def produce(self, topic, lines, partition=-1):
        """Lines (bytes without a line end) as messages, in order; waits for a broker that is away."""
        subprocess.run(["kcat", "-E", "-b", self.brokers, "-P", "-t", topic, "-p", str(partition), "-X", "acks=all",
                        "-X", "enable.idempotence=true", "-X", "linger.ms=5"],
                       input=b"\n".join(lines) + b"\n", check=True, stderr=subprocess.DEVNULL)

    def leader(self, topic):
        """The node that leads partition 0, and how many copies are in sync."""
        done = subprocess.run(["kcat", "-b", self.brokers, "-L", "-J", "-t", topic], capture_output=True, timeout=60)
        partitions = json.loads(done.stdout)["topics"][0]["partitions"] if done.returncode == 0 else []
        return (partitions[0]["leader"], len(partitions[0]["isrs"])) if partitions else (-1, 0)

    def dump(self, topic, folder):
        """Every committed message of a topic in a file, as journal_check reads it."""
        file = pathlib.Path(folder) / f"{topic}.dump"
        with file.open("wb") as stream:
            subprocess.run(["kcat", "-b", self.brokers, "-C", "-t", topic, "-e", "-q", "-X",
                            "isolation.level=read_committed", "-f", "%p %o %T %K %S\n%k%s\n"],
                           stdout=stream, check=True, timeout=300)
        return file

    def read(self, topic, what="%s", isolation="read_committed"):
        """Every message of a topic, in order within each partition, in kcat's format, as bytes."""
        end = b"\x1e\x1d\x1e\n"
        done = subprocess.run(["kcat", "-b", self.brokers, "-C", "-t", topic, "-e", "-q", "-X",
                               f"isolation.level={isolation}", "-f", what + end.decode()],
                              check=True, capture_output=True, timeout=300)
        return done.stdout.split(end)[:-1]


def configure(folder, cluster, extra="", name="newsroom", topics="news.raw"):
    file = pathlib.Path(folder) / f"{name}.yaml"
    file.write_text(f'name: {name}\nkafka: {{brokers: "{cluster.brokers}"}}\ninput: {{topics: ["{topics}"]}}\n'
                    f"journal: {{checkpoint_every: 5000}}\npipeline: {{state: {folder}}}\n{extra}")
    return file


class Daemon:
    """One running copytaster; its log goes to a file."""

    def __init__(self, program, config, log, *arguments, preload=None):
        self.log = pathlib.Path(log)
        self.begun = time.monotonic()
        self.stream = self.log.open("ab")
        self.process = subprocess.Popen([program, "run", "--config", str(config), *arguments],
                                        stderr=self.stream, stdout=self.stream,
                                        env={**os.environ, **({"LD_PRELOAD": preload} if preload else {})},
                                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))

    def send(self, number):
        self.process.send_signal(number)

    def end(self, number, patience=10):
        """Sends a signal and waits for the end: the exit code and the seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=patience)
        self.stream.close()
        return code, time.monotonic() - begun

    def words(self):
        return self.log.read_text(errors="replace")


def accounted(cluster):
    """Counts by (topic, partition, offset) of each input that the outputs speak for, and the order in which each
    input partition's records stand in each output partition."""
    seen = collections.Counter()
    kinds = {}
    order = collections.defaultdict(list)
    for topic in TOPICS[:2]:
        for line in cluster.read(topic, "%p %s"):
            partition, value = line.split(b" ", 1)
            own = json.loads(value)["copytaster"]
            if own.get("routed_out"):
                continue
            origin = own["origin"]
            key = (origin["topic"], origin["partition"], origin["offset"])
            kind = own["verdict"]["kind"]
            if kind == "kill":  # goes to every topic that the item went to
                kinds[key] = kind
                seen[key] = 1
                continue
            seen[key] += 1
            kinds[key] = kind
            order[topic, partition, origin["topic"], origin["partition"]].append(origin["offset"])
    for line in cluster.read(TOPICS[2], "%h"):
        headers = dict(part.split("=", 1) for part in line.decode(errors="replace").split(",") if "=" in part)
        key = (headers["copytaster.errors.topic"], int(headers["copytaster.errors.partition"]),
               int(headers["copytaster.errors.offset"]))
        seen[key] += 1
        kinds[key] = "rejected:" + headers["copytaster.errors.reason"]
    return seen, kinds, order


def inputs(cluster, topic="news.raw"):
    return {(topic, *map(int, line.split())) for line in cluster.read(topic, "%p %o")}


def check_exactly_once(cluster, topic="news.raw"):
    seen, kinds, order = accounted(cluster)
    wanted = inputs(cluster, topic)
    lost = wanted - set(seen)
    assert not lost, f"{len(lost)} inputs are lost: {sorted(lost)[:5]}"
    strange = set(seen) - wanted
    assert not strange, f"{len(strange)} inputs that never were: {sorted(strange)[:5]}"
    twice = [key for key, count in seen.items() if count != 1]
    assert not twice, f"{len(twice)} inputs twice: {sorted(twice)[:5]}"
    for place, offsets in order.items():
        assert offsets == sorted(offsets), f"out of order: {place}"
    return kinds


def check_journal(cluster, program, name="newsroom", topic="news.raw", routes=()):
    """The journal agrees with what kcat finds, record for record, and deciding again gives the same journal."""
    with tempfile.TemporaryDirectory() as folder:
        dumps = {output: cluster.dump(output, folder) for output in TOPICS + EVENTS + tuple(routes)}
        common = [pathlib.Path(program).with_name("journal_check"), "--journal",
                  cluster.dump(f"{name}.journal", folder), f"--input={topic}={cluster.dump(topic, folder)}"]
        check = lambda: subprocess.run([*common, *(f"--output={output}={file}" for output, file in dumps.items())],
                                       capture_output=True, text=True)
        done = check()
        assert done.returncode == 0, done.stderr
        # A check that finds nothing where something is missing would be none.
        dumps["news.enriched"].write_bytes(b"")
        assert check().returncode == 1
    print(done.stdout.strip())


def feed(cluster, lines, fed, pause):
    """A few lines at a time, so that something is always under way; `fed` (an Event) says when all are there."""
    try:
        for i in range(0, len(lines), 25):
            cluster.produce("news.raw", lines[i:i + 25])
            time.sleep(pause)
    finally:
        fed.set()


def wait_until(condition, patience, what):
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, f"{what}: not within {patience} s"
        time.sleep(0.1)


def lag(cluster, topic="news.raw"):
    """How many inputs no output speaks for yet."""
    return len(inputs(cluster, topic)) - len(accounted(cluster)[0])


def watermark(cluster, topic, partition=0):
    """The end of a partition; -1 while nobody leads it (kcat then names the error in the offset's place and exits with
    0)."""
    done = subprocess.run(["kcat", "-b", cluster.brokers, "-Q", "-t", f"{topic}:{partition}:-1"], capture_output=True,
                          text=True, timeout=60)
    words = done.stdout.split()
    return int(words[-1]) if done.returncode == 0 and words and words[-1].isdigit() else -1


def quiet(cluster, patience=90, still=2, alive=None):
    """Waits until nothing was written for a while and every input is accounted for; or a daemon has ended."""
    until = time.monotonic() + patience
    ends = lambda: [watermark(cluster, topic) for topic in TOPICS]
    while time.monotonic() < until and (alive is None or alive.process.poll() is None):
        before = ends()
        time.sleep(still)
        if min(before) >= 0 and before == ends() and lag(cluster) == 0:
            return
    raise AssertionError(f"{lag(cluster)} inputs are left")


def make_topics(program, config, partitions=4):
    done = subprocess.run([program, "topics", "--config", str(config), "--create", "--partitions", str(partitions)],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
