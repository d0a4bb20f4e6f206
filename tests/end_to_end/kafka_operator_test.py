"""What an operator does and meets on a real Kafka: positions shown and set, records too large for their topic, a
journal of a newer program, a damaged batch, a topic made anew under the reader, a journal cut off at its head."""
import collections
import json
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import time

from kafka_cluster import Cluster, Daemon, configure, make_topics, wait_until, watermark
from support import prose

program = sys.argv[1]


class Pipeline:
    """One name with topics of its own: NAME.raw in, NAME.enriched and so on out."""

    def __init__(self, cluster, folder, name, partitions=1, extra=""):
        self.cluster, self.folder, self.name = cluster, folder, name
        outputs = ", ".join(f"{use}: {name}.{use}" for use in
                            ("enriched", "duplicates", "dead_letters", "verdicts", "stories"))
        self.config = configure(folder, cluster, name=name, topics=self.topic("raw"),
                                extra=f"output: {{{outputs}}}\n{extra}")
        make_topics(program, self.config, partitions)
        self.runs = 0

    def topic(self, use):
        return f"{self.name}.{use}"

    def daemon(self, *arguments):
        self.runs += 1
        return Daemon(program, self.config, f"{self.folder}/{self.name}-{self.runs}.log", *arguments)

    def leader(self, *arguments):
        daemon = self.daemon(*arguments)
        wait_until(lambda: "] leading: " in daemon.words(), 60, "a lead")
        return daemon

    def produce(self, *articles):
        self.cluster.produce(self.topic("raw"), [json.dumps(each).encode() for each in articles])

    def limit(self, use, size):
        alter(self.cluster, self.topic(use), f"max.message.bytes={size}")

    def sent(self):
        """Counts of the input offsets that the enriched and duplicate records speak for."""
        found = collections.Counter()
        for use in ("enriched", "duplicates"):
            for value in self.cluster.read(self.topic(use)):
                found[json.loads(value)["copytaster"]["origin"]["offset"]] += 1
        return found

    def dead_letters(self):
        """By input offset: headers, key and value."""
        found = {}
        for line in self.cluster.read(self.topic("dead_letters"), "%h\x1f%K\x1f%s"):
            headers, key, value = line.split(b"\x1f", 2)
            named = dict(part.split("=", 1) for part in headers.decode(errors="replace").split(",") if "=" in part)
            found[int(named["copytaster.errors.offset"])] = (named, int(key), value)
        return found

    def command(self, name, *arguments):
        return subprocess.run([program, name, "--config", str(self.config), *arguments], capture_output=True,
                              text=True, timeout=60)

    def positions(self, *arguments):
        return self.command("positions", *arguments)


def alter(cluster, topic, *settings):
    subprocess.run([str(pathlib.Path(__file__).resolve().parents[2] / "deploy" / "kafka"), "tool", cluster.folder.name,
                    "kafka.admin.ConfigCommand", "--alter", "--entity-type", "topics", "--entity-name", topic,
                    "--add-config", ",".join(settings)], check=True, capture_output=True)


def article(i, words=40):
    return {"id": f"a{i}", "source": "wire", "title": f"Title {i}", "body": prose(i, words)}


def end(daemon):
    code, seconds = daemon.end(signal.SIGTERM)
    assert code == 0 and seconds < 10, (code, seconds, daemon.words())


def positions_are_shown_and_set(cluster, folder):
    pipeline = Pipeline(cluster, folder, "stand", partitions=2)
    told = pipeline.positions()
    assert told.returncode == 0 and told.stdout.count("nothing is journalled yet") == 2, told
    early = pipeline.positions("--set", "stand.raw=latest")
    assert early.returncode == 69 and "input.start" in early.stderr, early
    pipeline.produce(*(article(i) for i in range(30)))
    daemon = pipeline.leader()
    wait_until(lambda: len(list(pipeline.sent().elements())) == 30, 60, "thirty records")
    shown = json.loads(pipeline.positions("--json").stdout)
    assert [each["lag"] for each in shown["partitions"]] == [0, 0], shown
    before = {each["partition"]: each["position"] for each in shown["partitions"]}
    assert sum(before.values()) == 30 and {each["state"] for each in shown["partitions"]} == {"reading"}, shown
    refused = pipeline.positions("--set", "stand.raw/0=0")
    assert refused.returncode == 69 and "an instance leads stand" in refused.stderr, refused
    assert daemon.process.poll() is None
    for what in (("--reset-offsets", "--topic", "stand.raw", "--to-earliest", "--execute"), ("--delete",)):
        cluster.tool("consumer.group.ConsumerGroupCommand", "--group", "stand", *what)  # a mirror: never read
    pipeline.produce(article(30))
    wait_until(lambda: len(list(pipeline.sent().elements())) == 31, 60, "the leader went on")
    end(daemon)

    for wrong, code, word in (("stand.raw/0=999", 65, "there is no offset 999"), ("stand.raw/7=0", 65, "input.topics"),
                              ("other=0", 65, "input.topics"), ("stand.raw/0=soon", 64, "TOPIC/PARTITION")):
        told = pipeline.positions("--set", wrong)
        assert told.returncode == code and word in told.stderr, told
    back = pipeline.positions("--set", "stand.raw/0=0", "--set", "stand.raw/1=latest", "--json")
    assert back.returncode == 0 and "are read again" in back.stderr, back
    again = json.loads(back.stdout)["partitions"]
    assert again[0]["position"] == 0 and again[0]["lag"] == again[0]["end"] > 0 and again[1]["lag"] == 0, again
    daemon = pipeline.leader()
    wait_until(lambda: len(list(pipeline.sent().elements())) == 31 + again[0]["end"], 60, "partition 0 once more")
    end(daemon)
    pipeline.produce(*(article(i) for i in range(40, 50)))
    forward = pipeline.positions("--set", "stand.raw=latest")
    assert forward.returncode == 0 and "are passed over" in forward.stderr, forward
    daemon = pipeline.leader()
    pipeline.produce(article(99))
    wait_until(lambda: len(list(pipeline.sent().elements())) == 32 + again[0]["end"], 60, "what came after the jump")
    end(daemon)
    print("positions: shown, refused while an instance leads, set back (read again) and forward (passed over)")


def records_too_large_for_their_topic(cluster, folder):
    pipeline = Pipeline(cluster, folder, "large")
    pipeline.limit("enriched", 20_000)
    pipeline.limit("duplicates", 20_000)
    daemon = pipeline.leader()
    pipeline.produce(article(0), article(1, 6000), article(2))
    wait_until(lambda: set(pipeline.sent()) == {0, 2}, 60, "its neighbours")
    dead = pipeline.dead_letters()
    assert set(dead) == {1} and dead[1][0]["copytaster.errors.reason"] == "record_too_large", dead
    assert json.loads(dead[1][2])["id"] == "a1" and dead[1][1] == -1, "the original, its key none as it was"
    assert "trying again" not in daemon.words(), "it was found before it was decided:\n" + daemon.words()

    # Lowered at run time: at most one transaction is refused, nobody innocent pays.
    pipeline.limit("enriched", 8_000)
    pipeline.limit("duplicates", 8_000)
    pipeline.limit("dead_letters", 8_000)
    pipeline.produce(article(3), article(4, 1800), article(5))
    wait_until(lambda: set(pipeline.sent()) == {0, 2, 3, 5}, 90, "its neighbours again")
    dead = pipeline.dead_letters()
    assert set(dead) == {1, 4}, dead
    named, key, value = dead[4]
    assert value == b"" and int(named["copytaster.errors.original_bytes"]) == len(json.dumps(article(4, 1800)))
    assert len(named["copytaster.errors.original_xxh3"]) == 16, named
    assert daemon.words().count("trying again") <= 1, daemon.words()

    # Raised at run time: seen with the next look at the topics.
    pipeline.limit("enriched", 1_000_000)
    pipeline.limit("duplicates", 1_000_000)
    wait_until(lambda: "takes records of" in daemon.words()[daemon.words().rfind("leading"):], 60, "the new limit")
    pipeline.produce(article(6, 6000))
    wait_until(lambda: 6 in pipeline.sent(), 60, "what fits now")
    assert set(pipeline.dead_letters()) == {1, 4}
    end(daemon)
    print("too large for its topic: one dead letter, found before deciding; limits changed at run time are followed")


def a_newer_journal_is_left_alone(cluster, folder):
    pipeline = Pipeline(cluster, folder, "newer")
    cluster.produce("newer.journal", [b"\xf0what a later version wrote"])
    daemon = pipeline.daemon()
    wait_until(lambda: "standing aside" in daemon.words(), 30, "standing aside")
    time.sleep(3)
    assert daemon.process.poll() is None and daemon.words().count("newer than") == 1, daemon.words()
    members = cluster.tool("consumer.group.ConsumerGroupCommand", "--describe", "--all-groups", "--members")
    assert "newer.leader" not in members, members
    told = pipeline.positions()
    assert told.returncode == 69 and "upgrade" in told.stderr, told
    end(daemon)
    print("a journal of a newer program: stands aside, says so, doesn't run for the lead")


def crc32c(data):
    table = []
    for i in range(256):
        for _ in range(8):
            i = (i >> 1) ^ (0x82F63B78 if i & 1 else 0)
        table.append(i)
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def damage(log, number, mend_checksum):
    """Overwrites the records of one batch of a segment; returns its first and last offset."""
    data = bytearray(log.read_bytes())
    at = 0
    for _ in range(number):
        at += 12 + struct.unpack_from(">i", data, at + 8)[0]
    base, length = struct.unpack_from(">qi", data, at)
    last = struct.unpack_from(">i", data, at + 23)[0]
    stop = at + 12 + length
    data[at + 61:stop] = b"\xff" * (stop - at - 61)
    if mend_checksum:
        struct.pack_into(">I", data, at + 17, crc32c(data[at + 21:stop]))
    log.write_bytes(data)
    return base, base + last


def damaged_batches_are_passed_over(cluster, folder):
    pipeline = Pipeline(cluster, folder, "hurt")
    batches = 5
    for batch in range(batches):
        subprocess.run(["kcat", "-b", cluster.brokers, "-P", "-t", "hurt.raw", "-z", "lz4", "-X", "linger.ms=500"],
                       input=b"\n".join(json.dumps(article(batch * 10 + i)).encode() for i in range(10)) + b"\n",
                       check=True, stderr=subprocess.DEVNULL)
    cluster.do("stop")
    log = pathlib.Path(cluster.folder.name) / "node-1" / "data" / "hurt.raw-0" / "00000000000000000000.log"
    lost = [damage(log, 1, mend_checksum=False), damage(log, 3, mend_checksum=True)]
    cluster.do("up")
    daemon = pipeline.leader()
    gone = {offset for first, last in lost for offset in range(first, last + 1)}
    wanted = set(range(batches * 10)) - gone
    wait_until(lambda: set(pipeline.sent()) == wanted, 60, "everything that can be read")
    for first, last in lost:
        assert f"hurt.raw/0: the offsets {first} to {last} are damaged" in daemon.words(), daemon.words()
    pipeline.produce(article(77))
    wait_until(lambda: set(pipeline.sent()) == wanted | {50}, 60, "what comes after")
    assert max(pipeline.sent().values()) == 1
    end(daemon)
    # What the journal says of the gaps is read back: nothing is passed over, told or sent twice.
    daemon = pipeline.leader()
    pipeline.produce(article(78))
    wait_until(lambda: set(pipeline.sent()) == wanted | {50, 51}, 60, "the next start goes on")
    assert max(pipeline.sent().values()) == 1 and "damaged" not in daemon.words(), daemon.words()
    shown = json.loads(pipeline.positions("--json").stdout)["partitions"][0]
    assert shown["position"] == 52 and shown["lag"] == 0, shown
    end(daemon)
    strict = pathlib.Path(folder) / "strict.yaml"
    strict.write_text(pipeline.config.read_text().replace("name: hurt", "name: strict")
                      .replace("input: {", "input: {on_gap: stop, "))
    make_topics(program, strict, 1)
    done = subprocess.run([program, "run", "--config", str(strict), "--accept-empty-journal"], capture_output=True,
                          text=True, timeout=60)
    assert done.returncode == 69 and "input.on_gap" in done.stderr and "damaged" in done.stderr, done
    print(f"damaged batches (checksum, compression): {len(gone)} offsets are a gap, the rest is read")


def a_topic_outgrows_its_old_position(cluster, folder):
    pipeline = Pipeline(cluster, folder, "anew")
    daemon = pipeline.leader()
    pipeline.produce(*(article(i) for i in range(20)))
    wait_until(lambda: sum(pipeline.sent().values()) == 20, 60, "the old topic")
    made_anew(cluster, "anew.raw", 1)
    pipeline.produce(*(article(5000 + i) for i in range(60)))
    # The new topic reaches past the old position at once: its first records are no less wanted for that.
    wait_until(lambda: sum(pipeline.sent().values()) >= 80, 90, "the new topic from its beginning")
    time.sleep(2)
    seen = pipeline.sent()
    assert sum(seen.values()) == 80, sum(seen.values())
    assert all(seen[i] == (2 if i < 20 else 1) for i in range(60)), seen
    assert "made anew" in daemon.words(), daemon.words()
    end(daemon)
    print("a topic made anew that outgrew the old position at once: each of its records once, from its beginning")


def made_anew(cluster, topic, partitions):
    cluster.tool("TopicCommand", "--delete", "--topic", topic)
    wait_until(lambda: watermark(cluster, topic) < 0, 60, "the topic's end")
    cluster.tool("TopicCommand", "--create", "--topic", topic, "--partitions", str(partitions))


def topics_made_anew_are_said_once(cluster, folder):
    pipeline = Pipeline(cluster, folder, "fewer", partitions=4)
    text = pipeline.config.read_text()
    pipeline.config.write_text(text.replace("kafka: {", "kafka: {session_timeout: 40s, "))
    daemon = pipeline.leader()
    pipeline.produce(article(0))
    wait_until(lambda: sum(pipeline.sent().values()) == 1, 60, "a record")
    made_anew(cluster, pipeline.topic("raw"), 2)
    wait_until(lambda: "made anew" in daemon.words(), 60, "the input made anew")
    assert "topics --create" not in daemon.words(), daemon.words()
    pipeline.produce(article(1))
    wait_until(lambda: sum(pipeline.sent().values()) == 2, 60, "what came to the new topic")
    # An instance that looks while an output is away ends, as it must: this one sleeps, short of its session's end.
    daemon.process.send_signal(signal.SIGSTOP)
    made_anew(cluster, pipeline.topic("stories"), 1)
    daemon.process.send_signal(signal.SIGCONT)
    pipeline.produce(*(article(i) for i in range(2, 9)))
    wait_until(lambda: sum(pipeline.sent().values()) == 9, 60, "what came after the output was made anew")
    wait_until(lambda: "output topic fewer.stories was deleted and made anew" in daemon.words(), 60, "the output")
    time.sleep(2)
    assert daemon.words().count("output topic fewer.stories") == 1, daemon.words()
    end(daemon)
    print("topics made anew under a leader: an input of fewer partitions and an output, each named for what it is")


def a_session_that_the_broker_refuses(cluster, folder):
    pipeline = Pipeline(cluster, folder, "brief")
    text = pipeline.config.read_text()
    pipeline.config.write_text(text.replace("kafka: {", "kafka: {session_timeout: 1s, "))
    refused(pipeline, "kafka.session_timeout is outside", "group.min.session.timeout.ms")
    told = pipeline.positions("--set", "brief.raw=latest")
    assert told.returncode == 69 and "kafka.session_timeout" in told.stderr, told
    print("a session timeout that the broker refuses: named, and the end")


def the_journals_head_is_cut_off(cluster, folder):
    pipeline = Pipeline(cluster, folder, "trim", extra="dedup: {window: 1s, first_seen_window: 1s}\n")
    text = pipeline.config.read_text()
    pipeline.config.write_text(text.replace("checkpoint_every: 5000", "checkpoint_every: 100, keep: 1s"))
    pipeline.produce(*(article(i) for i in range(400)))
    daemon = pipeline.leader()
    wait_until(lambda: sum(pipeline.sent().values()) == 400, 60, "the first four hundred")
    end(daemon)
    before = start_of(cluster, "trim.journal")  # more than none where this took longer than a second
    time.sleep(2)
    daemon = pipeline.leader()
    wait_until(lambda: start_of(cluster, "trim.journal") > before, 30, "the cut")
    cut = start_of(cluster, "trim.journal")
    end(daemon)
    daemon = pipeline.leader()  # folds what is left
    assert "400 inputs so far" in daemon.words(), daemon.words()
    pipeline.produce(article(400))
    wait_until(lambda: sum(pipeline.sent().values()) == 401, 60, "it goes on")
    end(daemon)
    print(f"the journal's first {cut} offsets are cut off, the rest folds to the same")


def a_head_that_is_lost_is_said_while_it_can_be_mended(cluster, folder):
    """By the leader, which has everything in memory and writes it once more, and by a standby."""
    pipeline = Pipeline(cluster, folder, "behead", extra="log: {level: debug}\n")
    text = pipeline.config.read_text()
    pipeline.config.write_text(text.replace("checkpoint_every: 5000", "checkpoint_every: 100"))
    alter(cluster, "behead.journal", "retention.bytes=100000000")
    leader = pipeline.leader()
    standby = pipeline.daemon()
    for daemon in (leader, standby):
        wait_until(lambda: "topic behead.journal is cut off by retention" in daemon.words(), 30, "the danger")
    pipeline.produce(*(article(i) for i in range(30)))
    wait_until(lambda: sum(pipeline.sent().values()) == 30, 60, "thirty records")
    cut_before(cluster, folder, "behead.journal", 10)
    for daemon in (standby, leader):
        wait_until(lambda: "behead.journal has lost its head: the offsets 0 to 9" in daemon.words(), 90, "the loss")
    pipeline.produce(*(article(i) for i in range(30, 400)))
    wait_until(lambda: sum(pipeline.sent().values()) == 400, 60, "two rounds more")
    end(standby)
    end(leader)
    daemon = pipeline.leader()
    assert "400 inputs so far" in daemon.words(), daemon.words()
    end(daemon)
    print("a journal's head that is lost: said by leader and standby, and mended by the next round")


def a_journal_with_a_hole_is_refused(cluster, folder):
    """One that has lost its head, and one that lacks an entry in the middle."""
    pipeline = Pipeline(cluster, folder, "torn")
    pipeline.produce(*(article(i) for i in range(30)))
    daemon = pipeline.leader()
    wait_until(lambda: sum(pipeline.sent().values()) == 30, 60, "thirty records")
    end(daemon)
    entries = cluster.read("torn.journal")
    cut_before(cluster, folder, "torn.journal", 10)
    refused(pipeline, "torn.journal", "lost its head", "--accept-empty-journal")
    cluster.tool("TopicCommand", "--delete", "--topic", "torn.journal")
    wait_until(lambda: watermark(cluster, "torn.journal") < 0, 60, "the topic's end")
    make_topics(program, pipeline.config, 1)
    files = [pathlib.Path(folder, f"entry-{i}") for i in range(len(entries))]
    for file, entry in zip(files, entries):
        file.write_bytes(entry)
    subprocess.run(["kcat", "-b", cluster.brokers, "-P", "-t", "torn.journal", "-X", "enable.idempotence=true",
                    *map(str, files[:12] + files[13:])], check=True, stderr=subprocess.DEVNULL)
    refused(pipeline, "torn.journal", "entry 13 follows entry 11", "--accept-empty-journal")
    print("a journal without its head, or with a hole: refused, with what to do")


def the_journal_is_made_anew(cluster, folder):
    """Under a leader and its standby: both end with what to do, and nobody takes the new one for a first start."""
    pipeline = Pipeline(cluster, folder, "lost")
    leader, standby = pipeline.leader(), pipeline.daemon()
    wait_until(lambda: "standing by" in standby.words(), 30, "a standby")
    pipeline.produce(article(0))
    wait_until(lambda: pipeline.sent() == {0: 1}, 60, "a record")
    cluster.tool("TopicCommand", "--delete", "--topic", "lost.journal")
    make_topics(program, pipeline.config)
    pipeline.produce(article(1))
    for daemon in (leader, standby):
        wait_until(lambda: daemon.process.poll() is not None, 60, "an end")
        said = [line for line in daemon.words().splitlines() if "[error]" in line]
        assert daemon.process.returncode == 69 and len(said) == 1, daemon.words()
        assert all(word in said[0] for word in ("lost.journal", "--accept-empty-journal")), daemon.words()
    assert "made anew while" in leader.words() + standby.words(), leader.words() + standby.words()
    for _ in range(2):  # what the first of them aborts makes no beginning of the journal
        refused(pipeline, "lost.journal is empty", "was written before", "--accept-empty-journal")
    assert pipeline.sent() == {0: 1}, "nothing more was committed"
    daemon = pipeline.leader("--accept-empty-journal")
    wait_until(lambda: pipeline.sent() == {0: 2, 1: 1}, 60, "everything once more, as was asked for")
    end(daemon)
    print("a journal made anew: leader and standby end, a start is refused until --accept-empty-journal")


def a_journal_that_takes_too_little(cluster, folder):
    pipeline = Pipeline(cluster, folder, "small")
    pipeline.limit("journal", 20_000)
    alter(cluster, "small.raw", "cleanup.policy=compact")
    alter(cluster, "small.enriched", "retention.ms=3600000")
    refused(pipeline, "topic small.journal takes 20000 bytes", "max.message.bytes=11534336")
    told = pipeline.command("topics")
    assert told.returncode == 69 and "error: takes 20000 bytes" in told.stdout, told
    assert "warning: is compacted" in told.stdout and "retention.ms=604800000" in told.stdout, told
    alter(cluster, "small.raw", "cleanup.policy=delete")
    pipeline.limit("journal", 2_000_000)
    daemon = pipeline.leader()
    pipeline.limit("journal", 300)
    pipeline.produce(article(0))
    assert daemon.process.wait(timeout=60) == 69, daemon.words()
    assert "topic small.journal takes 2000000 bytes" in daemon.words(), "a danger to the journal is said at the start"
    led = daemon.words()[daemon.words().index("] leading: "):]
    said = [line for line in led.splitlines() if "[error]" in line or "[warning]" in line]
    assert len(said) <= 2 and "topic small.journal takes 300 bytes" in said[-1], daemon.words()
    pipeline.limit("journal", 2_000_000)
    daemon = pipeline.leader()
    wait_until(lambda: pipeline.sent() == {0: 1}, 60, "the record, once its entry fits")
    end(daemon)
    print("a journal that takes too little: refused at the start and while running, with the size it needs")


def ended(daemon):
    try:
        return daemon.process.wait(timeout=90)
    except subprocess.TimeoutExpired:
        return None


def missing_inputs_are_said(cluster, folder):
    """By the leader and by a standby, which would be refused the lead for it; by `topics` and `positions` too."""
    pipeline = Pipeline(cluster, folder, "void")
    text = pipeline.config.read_text()
    pipeline.config.write_text(text.replace('["void.raw"]', '["void.raw", "^void[.]wire[.].*", void.none]'))
    refused(pipeline, "no input topic void.none exists", "input.topics")
    told = pipeline.command("topics").stdout
    assert "^void[.]wire[.].*                a pattern, matches no topic" in told, told
    stands = {each["topic"]: each["state"] for each in json.loads(pipeline.positions("--json").stdout)["partitions"]}
    assert stands == {"void.raw": "not_yet", "void.none": "missing", "^void[.]wire[.].*": "missing"}, stands
    pipeline.config.write_text(text.replace('["void.raw"]', '["void.raw", "^void[.]wire[.].*"]'))
    leader, standby = pipeline.leader(), pipeline.daemon()
    pipeline.produce(article(0))
    wait_until(lambda: pipeline.sent() == {0: 1}, 60, "a record")
    for daemon in (leader, standby):
        wait_until(lambda: "no topic matches the pattern ^void[.]wire[.].*" in daemon.words(), 30, "the pattern")
    cluster.tool("TopicCommand", "--delete", "--topic", "void.raw")
    wait_until(lambda: "the input topic void.raw is gone" in leader.words(), 60, "the leader's word")
    wait_until(lambda: "no input topic void.raw exists" in standby.words(), 60, "the standby's word")
    stands = {each["topic"]: each["state"] for each in json.loads(pipeline.positions("--json").stdout)["partitions"]}
    assert stands == {"void.raw": "gone", "^void[.]wire[.].*": "missing"}, stands
    cluster.tool("TopicCommand", "--create", "--topic", "void.wire.a", "--partitions", "2")
    cluster.produce("void.wire.a", [json.dumps(article(1)).encode()])
    wait_until(lambda: sum(pipeline.sent().values()) == 2, 60, "the topic that is found")
    assert "void.wire.a" in pipeline.command("topics").stdout
    for daemon in (standby, leader):
        said = [line for line in daemon.words().splitlines() if "[warning]" in line and "input.topics" in line]
        assert len(said) < 8, said
    # What is written is another matter: each ends, the standby once the lead falls to it.
    cluster.tool("TopicCommand", "--delete", "--topic", "void.stories")
    wait_until(lambda: watermark(cluster, "void.stories") == -1, 60, "a topic less")  # deleted by and by
    cluster.produce("void.wire.a", [json.dumps(article(2)).encode()])
    for daemon in (leader, standby):
        assert ended(daemon) == 69, daemon.words()
        assert "these topics do not exist: void.stories (setting output.stories)" in daemon.words().splitlines()[-1]
        assert "can't be committed" not in daemon.words(), daemon.words()
    make_topics(program, pipeline.config)
    daemon = pipeline.leader()
    wait_until(lambda: sum(pipeline.sent().values()) == 3, 60, "the rest, once there is a topic for all of it")
    end(daemon)
    print("input topics that are missing: said by leader, standby, topics and positions, and read once they are there")


def refused(pipeline, *words):
    done = subprocess.run([program, "run", "--config", str(pipeline.config)], capture_output=True, text=True, timeout=60)
    said = [line for line in done.stderr.splitlines() if "[error]" in line]
    assert done.returncode == 69 and len(said) == 1 and all(word in said[0] for word in words), done


def cut_before(cluster, folder, topic, offset):
    cut = pathlib.Path(folder, "cut.json")
    cut.write_text(json.dumps({"version": 1, "partitions": [{"topic": topic, "partition": 0, "offset": offset}]}))
    cluster.tool("DeleteRecordsCommand", "--offset-json-file", str(cut))


def start_of(cluster, topic):
    done = subprocess.run(["kcat", "-b", cluster.brokers, "-Q", "-t", f"{topic}:0:-2"], capture_output=True, text=True,
                          check=True)
    return int(done.stdout.split()[-1])


def no_permission_is_said(cluster, folder):
    """Each permission that is taken away is named, with what to grant; nobody tries in a hot loop."""
    pipeline = Pipeline(cluster, folder, "acl")

    def acl(change, *resource):
        cluster.tool("AclCommand", f"--{change}", "--force", "--deny-principal", "User:ANONYMOUS", *resource)

    for resource, word in ((("--group", "acl.leader", "--operation", "Read"), "NAME.leader"),
                           (("--transactional-id", "acl", "--operation", "Write"), "transactional id NAME"),
                           (("--topic", "acl.raw", "--operation", "Read"), "acl.raw"),
                           (("--topic", "acl.journal", "--operation", "Read"), "acl.journal")):
        acl("add", *resource)
        done = subprocess.run([program, "run", "--config", str(pipeline.config)], capture_output=True, text=True,
                              timeout=60)
        assert done.returncode == 69 and word in done.stderr and "grant" in done.stderr, (resource, done)
        acl("remove", *resource)
    # What forbids something on a topic ends what everybody may do there.
    daemon = pipeline.leader()
    enriched = ("--topic", "acl.enriched", "--operation")
    cluster.tool("AclCommand", "--add", "--allow-principal", "User:ANONYMOUS", *enriched, "Describe",
                 "--operation", "DescribeConfigs", "--operation", "Read")
    pipeline.produce(article(0))
    wait_until(lambda: "a transaction on acl.enriched, acl.journal" in daemon.words(), 60, "what is missing")
    time.sleep(10)
    words = [line for line in daemon.words().splitlines() if "grant" in line]
    assert 1 <= len(words) <= 2 and daemon.process.poll() is None, daemon.words()
    assert len(daemon.words().splitlines()) < 10, "each try says no more than the last:\n" + daemon.words()
    cluster.tool("AclCommand", "--add", "--allow-principal", "User:ANONYMOUS", *enriched, "Write")
    wait_until(lambda: pipeline.sent() == {0: 1}, 60, "the record, once it may be written")
    acl("add", "--group", "acl", "--operation", "Read")
    pipeline.produce(article(1))
    wait_until(lambda: sum(pipeline.sent().values()) == 2, 60, "a record without the group's offsets")
    wait_until(lambda: "can't be shown to lag tools" in daemon.words(), 30, "that the group isn't written")
    acl("remove", "--group", "acl", "--operation", "Read")
    end(daemon)
    print("a permission that is missing: named with what to grant; ends with 69, or goes on once it is given")


def people_overrule(cluster, folder):
    pipeline = Pipeline(cluster, folder, "over", partitions=2)
    text = pipeline.config.read_text()
    pipeline.config.write_text(text.replace('input: {topics: ["over.raw"]}', 'input: {topics: ["over.raw"], overrides: over.said}'))
    assert pipeline.config.read_text() != text
    make_topics(program, pipeline.config, 2)
    shown = subprocess.run([program, "topics", "--config", str(pipeline.config)], capture_output=True, text=True).stdout
    assert "override over.said" in shown and "over.said                        1 partitions" in shown, shown

    def verdicts(uri):
        found = [json.loads(value) for use in ("enriched", "duplicates") for value in cluster.read(pipeline.topic(use))]
        return [(each["copytaster"]["origin"]["offset"], each["copytaster"]["verdict"]["kind"]) for each in found
                if each["uri"] == uri and "routed_out" not in each["copytaster"]]

    copy = {**article(0, 200), "id": "c", "source": "post"}
    uri = "urn:article:post:c"
    daemon = pipeline.leader()
    pipeline.produce(article(0, 200))
    wait_until(lambda: len(pipeline.sent()) >= 1, 60, "the original")
    pipeline.produce(copy)
    wait_until(lambda: [kind for _, kind in verdicts(uri)] == ["exact"], 60, "its copy")
    said = {"override": "not_copy", "item": uri, "of": "urn:article:wire:a0", "by": "Ada", "why": "seen both"}
    cluster.produce("over.said", [json.dumps(said).encode(), b'{"override": "undo", "by": "Ada"}'])
    wait_until(lambda: sorted(kind for _, kind in verdicts(uri)) == ["exact", "new"], 60, "the word of a person")
    (event,) = [json.loads(value) for value in cluster.read(pipeline.topic("verdicts")) if b"old_kind" in value]
    assert (event["old_kind"], event["new_kind"], event["by"], event["cause"]["topic"]) == ("exact", "new", "Ada", "over.said")
    wait_until(lambda: len(cluster.read(pipeline.topic("dead_letters"))) == 1, 60, "the other word, which says nothing")
    daemon.end(signal.SIGKILL)

    pipeline.produce({**copy, "body": copy["body"] + " " + prose(7, 30)})
    daemon = pipeline.leader()
    wait_until(lambda: "update" in [kind for _, kind in verdicts(uri)], 60, "the next version, no copy after a crash either")
    end(daemon)
    stands = {(each["topic"], each["partition"]): each for each in json.loads(pipeline.positions("--json").stdout)["partitions"]}
    assert stands[("over.said", 0)]["position"] == 2 and stands[("over.said", 0)]["lag"] == 0, stands
    print("people overrule on a topic of their own, once each, and after a crash their word still holds")


TESTS = (positions_are_shown_and_set, records_too_large_for_their_topic, a_newer_journal_is_left_alone,
         damaged_batches_are_passed_over, a_topic_outgrows_its_old_position, topics_made_anew_are_said_once,
         a_session_that_the_broker_refuses, the_journals_head_is_cut_off,
         a_head_that_is_lost_is_said_while_it_can_be_mended,
         a_journal_with_a_hole_is_refused, the_journal_is_made_anew,
         a_journal_that_takes_too_little, missing_inputs_are_said, no_permission_is_said, people_overrule)
# Everybody may do what nothing forbids: permissions are taken away by name.
ACLS = ("authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found=true")

with Cluster(settings=ACLS) as cluster, tempfile.TemporaryDirectory() as folder:
    for test in TESTS:
        if len(sys.argv) < 3 or test.__name__ in sys.argv[2:]:
            test(cluster, folder)
