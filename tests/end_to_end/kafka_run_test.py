"""`run` on a real Kafka: all inputs once and in order, SIGTERM at any time, a topic made anew, what an operator reads."""
import collections
import json
import signal
import subprocess
import sys
import tempfile
import time

from kafka_cluster import Cluster, Daemon, check_exactly_once, configure, inputs, make_topics, quiet, wait_until, watermark
from support import stream

program = sys.argv[1]
LONG = "--long" in sys.argv
ARTICLES = 20_000 if LONG else 2_000


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
    print(f"{len(lines)} inputs, each once and in order within its partition: {dict(kinds)}")


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


def group_offsets_have_no_effect(cluster, config, folder):
    cluster.tool("consumer.group.ConsumerGroupCommand", "--delete", "--group", "newsroom")
    cluster.tool("consumer.group.ConsumerGroupCommand", "--reset-offsets", "--group", "newsroom", "--topic", "news.raw",
                 "--to-earliest", "--execute")
    before = len(check_exactly_once(cluster))
    daemon = Daemon(program, config, f"{folder}/stray.log")
    leads(daemon)
    time.sleep(2)
    cluster.produce("news.raw", stream(50, seed=9))
    quiet(cluster, 60)
    daemon.end(signal.SIGTERM)
    assert len(check_exactly_once(cluster)) > before
    print("group offsets deleted and overwritten: no effect")


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
    assert code == 0 and seconds < 10 and 1 <= len(words) <= 3, daemon.words()
    print("missing topics, a refused property, no broker: said with the setting's name")


with Cluster() as cluster, tempfile.TemporaryDirectory() as folder:
    config = configure(folder, cluster)
    make_topics(program, config)
    stops_under_load_and_goes_on(cluster, config, folder)
    stops_without_a_broker(cluster, config, folder)
    group_offsets_have_no_effect(cluster, config, folder)
    a_topic_made_anew_is_read_from_its_beginning(cluster, folder)
    an_empty_journal_is_refused(cluster, folder)
    operators_are_told(cluster, folder)
    assert len(inputs(cluster)) > 0
