"""`run` on a real Kafka: all inputs once and in order, SIGTERM at any time, a topic made anew, what an operator reads."""
import collections
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from kafka_cluster import (Cluster, Daemon, check_exactly_once, check_journal, configure, inputs, make_topics, quiet,
                           wait_until, watermark)
from support import corpus, stream

program = sys.argv[1]
ARTICLES = 20_000 if corpus() else 3_000  # every article of the corpus


def refused(config, *arguments):
    return subprocess.run([program, "run", "--config", str(config), *arguments], capture_output=True, text=True,
                          timeout=60)


def leads(daemon, times=1):
    wait_until(lambda: daemon.words().count("] leading: ") >= times, 60, "a lead")


def stops_under_load_and_goes_on(cluster, config, folder):
    lines = stream(ARTICLES)
    cluster.produce("news.raw", lines)
    for _ in range(2):
        daemon = Daemon(program, config, f"{folder}/load.log")
        leads(daemon, daemon.words().count("] leading: ") + 1)
        time.sleep(0.5)
        code, seconds = daemon.end(signal.SIGTERM)
        assert code == 0 and seconds < 10, (code, seconds, daemon.words())
    daemon = Daemon(program, config, f"{folder}/rest.log")
    quiet(cluster, 300)
    time.sleep(1)
    code, seconds = daemon.end(signal.SIGTERM)
    assert code == 0 and seconds < 10, ("idle", code, seconds)
    kinds = collections.Counter(check_exactly_once(cluster).values())
    assert kinds["new"] > 0 and kinds["exact"] > 0 and kinds["rejected:invalid_json"] > 0, kinds
    assert sum(kinds.values()) == len(lines)
    check_journal(cluster, program)
    print(f"{len(lines)} inputs, each once and in order within its partition: {dict(kinds)}")


def stops_at_any_moment_of_its_start(cluster, config, folder):
    """While it loads, folds, joins the group, takes over."""
    ends = []
    for i in range(6):
        daemon = Daemon(program, config, f"{folder}/start-{i}.log")
        wait_until(lambda: catches(daemon, signal.SIGTERM), 30, "the first moment")
        time.sleep(0.4 * i)
        code, seconds = daemon.end(signal.SIGTERM)
        assert code == 0, (i, code, daemon.words())
        ends.append(seconds)
    assert max(ends) < 10, ends
    print(f"SIGTERM at six moments of its start: ended after {', '.join(f'{each:.1f}' for each in ends)} s")


def catches(daemon, number):
    """Whether the signal is kept for a thread that waits for it; before that it ends the process outright."""
    status = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text()
    blocked = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:"))
    return int(blocked, 16) >> (number - 1) & 1 == 1


def cpu_seconds(daemon):
    fields = pathlib.Path(f"/proc/{daemon.process.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def says_once_that_the_broker_is_away(cluster, config, folder):
    """A leader and a standby, for half a minute."""
    daemons = [Daemon(program, config, f"{folder}/patient-{i}.log") for i in range(2)]
    wait_until(lambda: any("] leading: " in daemon.words() for daemon in daemons), 60, "a lead")
    wait_until(lambda: any("] standing by" in daemon.words() for daemon in daemons), 60, "a standby")
    cluster.do("stop")
    time.sleep(30)
    for daemon in daemons:
        said = [line for line in daemon.words().splitlines() if "[warning]" in line]
        away = [line for line in said if "kafka.brokers" in line]
        assert len(away) == 1 and len(said) <= 2 and "disk" in away[0], daemon.words()  # and that the lead is lost
    before = [cpu_seconds(daemon) for daemon in daemons]
    time.sleep(5)
    busy = [cpu_seconds(daemon) - used for daemon, used in zip(daemons, before)]
    assert max(busy) < 1, f"{busy} s of CPU in 5 s: a hot loop"
    code, seconds = daemons[0].end(signal.SIGTERM)
    assert code == 0 and seconds < 10, (code, seconds)
    cluster.do("up")
    cluster.produce("news.raw", stream(30, seed=8))
    quiet(cluster, 60)
    daemons[1].end(signal.SIGTERM)
    print("a broker that is away: one line, no hot loop, and it goes on afterwards")


def stops_without_a_broker(cluster, config, folder):
    daemon = Daemon(program, config, f"{folder}/away.log")
    leads(daemon)
    cluster.produce("news.raw", stream(300, seed=7))
    cluster.do("pause")
    time.sleep(3)
    code, seconds = daemon.end(signal.SIGTERM, patience=15)
    assert code == 0 and seconds < 10, ("the broker away", code, seconds, daemon.words())
    cluster.do("resume")
    daemon = Daemon(program, config, f"{folder}/back.log")
    quiet(cluster, 120)
    daemon.end(signal.SIGTERM)
    check_exactly_once(cluster)
    print(f"SIGTERM with the broker away: ended after {seconds:.1f} s, the next start went on")


def overwrite_group(cluster):
    """What a stray consumer of the pipeline's own group may do to its offsets, at its worst."""
    reset = ("consumer.group.ConsumerGroupCommand", "--group", "newsroom")
    cluster.tool(*reset, "--reset-offsets", "--topic", "news.raw", "--to-earliest", "--execute")
    cluster.tool(*reset, "--delete")


def group_offsets_have_no_effect(cluster, config, folder):
    overwrite_group(cluster)
    before = len(check_exactly_once(cluster))
    daemon = Daemon(program, config, f"{folder}/stray.log")
    leads(daemon)
    overwrite_group(cluster)
    cluster.produce("news.raw", stream(50, seed=9))
    quiet(cluster, 60)
    daemon.end(signal.SIGTERM)
    assert len(check_exactly_once(cluster)) > before
    print("group offsets overwritten and deleted, while it was stopped and while it ran: no effect")


def a_topic_made_anew_is_read_from_its_beginning(cluster, folder):
    config = configure(folder, cluster, name="anew", topics="wire",
                       extra="output: {enriched: w.enriched, duplicates: w.duplicates, dead_letters: w.dead, "
                             "verdicts: w.verdicts, stories: w.stories}\n")
    make_topics(program, config, partitions=1)
    article = lambda i: json.dumps({"id": f"w{i}", "title": f"Title {i}", "body": f"Body number {i} of this."}).encode()
    cluster.produce("wire", [article(i) for i in range(5)])
    daemon = Daemon(program, config, f"{folder}/anew.log")
    count = lambda: len(cluster.read("w.enriched", "%o")) + len(cluster.read("w.duplicates", "%o"))
    wait_until(lambda: count() == 5, 60, "the old topic")
    daemon.end(signal.SIGTERM)
    cluster.tool("TopicCommand", "--delete", "--topic", "wire")
    # The broker deletes in its own time, and makes no topic of that name before.
    wait_until(lambda: watermark(cluster, "wire") < 0, 60, "the topic's end")
    make_topics(program, config, partitions=1)
    cluster.produce("wire", [article(i) for i in range(100, 112)])
    daemon = Daemon(program, config, f"{folder}/anew2.log")
    wait_until(lambda: count() == 17, 60, "the new topic from its beginning")
    time.sleep(2)
    assert count() == 17
    daemon.end(signal.SIGTERM)
    assert "made anew" in daemon.words()
    print("a topic deleted and made anew: read from its beginning")


def delete_before(cluster, folder, topic, offset):
    file = f"{folder}/delete.json"
    with open(file, "w") as stream_:
        json.dump({"version": 1, "partitions": [{"topic": topic, "partition": 0, "offset": offset}]}, stream_)
    cluster.tool("DeleteRecordsCommand", "--offset-json-file", file)


def retention_passes_the_position(cluster, folder):
    """Ten are read and ten are lost while it is stopped, then ten more while it is suspended."""
    outputs = ("output: {enriched: r.enriched, duplicates: r.duplicates, dead_letters: r.dead, verdicts: r.verdicts, "
               "stories: r.stories}\n")
    config = configure(folder, cluster, name="retention", topics="short", extra=outputs)
    words = config.read_text()
    on_gap = lambda what: config.write_text(words.replace('["short"]', f'["short"], on_gap: {what}'))
    on_gap("continue")
    make_topics(program, config, partitions=1)
    article = lambda i: json.dumps({"id": f"r{i}", "title": f"Title {i}", "body": f"Body number {i} of this."}).encode()
    some = lambda begin, end: cluster.produce("short", [article(i) for i in range(begin, end)])
    read = lambda: len(cluster.read("r.enriched", "%o")) + len(cluster.read("r.duplicates", "%o"))
    some(0, 10)
    daemon = Daemon(program, config, f"{folder}/retention.log")
    wait_until(lambda: read() == 10, 60, "the first ten")
    daemon.end(signal.SIGTERM)
    some(10, 25)
    delete_before(cluster, folder, "short", 20)
    on_gap("stop")
    done = refused(config)
    assert done.returncode == 69 and "input.on_gap" in done.stderr and "10 to 19" in done.stderr, done.stderr
    on_gap("continue")
    daemon = Daemon(program, config, f"{folder}/retention2.log")
    wait_until(lambda: read() == 15, 60, "what was left")
    daemon.send(signal.SIGSTOP)
    time.sleep(3)  # what it has asked for is answered by now, with nothing
    some(25, 40)
    delete_before(cluster, folder, "short", 35)
    daemon.send(signal.SIGCONT)
    wait_until(lambda: read() == 20, 60, "what was left the second time")
    daemon.end(signal.SIGTERM)
    assert "10 to 19 are gone" in daemon.words() and "25 to 34 are gone" in daemon.words(), daemon.words()
    daemon = Daemon(program, config, f"{folder}/retention3.log")
    leads(daemon)  # folds the gaps
    some(40, 43)
    wait_until(lambda: read() == 23, 60, "what came after the gaps")
    daemon.end(signal.SIGTERM)
    assert "are gone" not in daemon.words() and "23 inputs" not in daemon.words(), daemon.words()
    print("retention passed the position: refused or said, as input.on_gap has it")


def an_empty_journal_is_refused(cluster, folder):
    config = f"{folder}/anew.yaml"
    cluster.tool("TopicCommand", "--delete", "--topic", "anew.journal")
    time.sleep(1)
    subprocess.run([program, "topics", "--config", config, "--create"], check=True, capture_output=True)
    done = refused(config)
    assert done.returncode == 69 and "--accept-empty-journal" in done.stderr, done.stderr
    print("an empty journal where there was one: refused")


def operators_are_told(cluster, folder):
    missing = configure(folder, cluster, name="missing")
    done = refused(missing)
    assert done.returncode == 69 and "missing.journal" in done.stderr and "topics --create" in done.stderr, done.stderr
    absent = configure(folder, cluster, name="newsroom", topics="news.absent")
    done = refused(absent)
    assert done.returncode == 69 and "input.topics" in done.stderr, done.stderr
    property_ = configure(folder, cluster, name="newsroom")
    property_.write_text(property_.read_text().replace("kafka: {", "kafka: {properties: {acks: 1}, "))
    done = refused(property_)
    assert done.returncode == 78 and "exactly once rests on it" in done.stderr, done.stderr
    nobody = f"{folder}/nobody.yaml"
    with open(nobody, "w") as file:
        file.write('kafka: {brokers: "127.0.0.1:9"}\ninput: {topics: [news.raw]}\n')
    daemon = Daemon(program, nobody, f"{folder}/nobody.log")
    time.sleep(8)
    code, seconds = daemon.end(signal.SIGTERM)
    words = [line for line in daemon.words().splitlines() if "kafka.brokers" in line]
    assert code == 0 and seconds < 10 and len(words) == 1, daemon.words()
    print("missing topics, a refused property, no broker: said with the setting's name")


with Cluster() as cluster, tempfile.TemporaryDirectory() as folder:
    config = configure(folder, cluster)
    make_topics(program, config)
    stops_under_load_and_goes_on(cluster, config, folder)
    stops_at_any_moment_of_its_start(cluster, config, folder)
    stops_without_a_broker(cluster, config, folder)
    says_once_that_the_broker_is_away(cluster, config, folder)
    group_offsets_have_no_effect(cluster, config, folder)
    a_topic_made_anew_is_read_from_its_beginning(cluster, folder)
    retention_passes_the_position(cluster, folder)
    an_empty_journal_is_refused(cluster, folder)
    operators_are_told(cluster, folder)
    assert len(inputs(cluster)) > 0
