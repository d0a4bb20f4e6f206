"""Settings changed under load: each transaction is of one kind of settings, the journal holds them whole, and whoever
decides again under those writes the same bytes. A file with problems changes nothing; a leader that is killed just
after a reload loses nothing, and the standby leads under what it read itself.
Usage: kafka_reload_test.py PROGRAM"""
import collections
import json
import pathlib
import shutil
import signal
import sys
import tempfile
import threading

from kafka_cluster import (Cluster, Daemon, check_exactly_once, check_journal, configure, feed, make_topics,
                           quiet, wait_until, watermark)
from support import ROOT, stream

ROUTED, COPIES = "desk.wire", "desk.copies"


def settings(folder, cluster, routes=(), extra=""):
    """The file for other settings; lexicons of its own, so that they can be damaged."""
    listed = ", ".join(f"{{topic: {topic}, {rule}}}" for topic, rule in routes)
    return configure(folder, cluster, extra=f"output: {{routes: [{listed}]}}\n"
                     f"annotate: {{lexicons: {folder}/lexicons}}\n{extra}")


def reload(daemon, words, patience=30):
    """Sends the signal; what is said from then on, once `words` are among it."""
    before = len(daemon.words())
    daemon.send(signal.SIGHUP)
    wait_until(lambda: words in daemon.words()[before:], patience, f"`{words}`, after:\n{daemon.words()[-2000:]}")
    return daemon.words()[before:]


def hashes(cluster, topic):
    """How many records each settings hash made, in the order in which it came first."""
    found = collections.Counter()
    for value in cluster.read(topic):
        found[json.loads(value)["copytaster"]["made_by"]["settings"]] += 1
    return found


def changes_under_load(cluster, folder, leader):
    wire, copies = (ROUTED, "sources: [wire]"), (COPIES, "kinds: [near, exact]")
    settings(folder, cluster, [wire])
    said = reload(leader, "reload refused")
    assert f"{ROUTED} (setting output.routes" in said and "topics --create" in said, said
    for topic in (ROUTED, COPIES):
        cluster.tool("TopicCommand", "--create", "--topic", topic, "--partitions", "2")
    said = reload(leader, "are in force from the next batch on")
    assert "changed: output.routes\n" in said, said
    wait_until(lambda: max(watermark(cluster, ROUTED, i) for i in range(2)) > 0, 30, "what is routed")
    file = settings(folder, cluster, [wire, copies], "dedup: {near_containment: 0.9, memory: 64MiB}\n"
                    "log: {level: debug}\n")
    file.write_text(file.read_text().replace("pipeline: {", "pipeline: {threads: 3, "))
    said = reload(leader, "are in force from the next batch on")
    assert "changed: output.routes, dedup.memory, dedup.near_containment, log.level" in said, said
    assert "pipeline.threads takes effect at the next start" in said, said
    wait_until(lambda: "[debug] committed batch" in leader.words(), 30, f"the log's new level:\n{leader.words()}")
    return [wire, copies]


def bad_files_are_refused(cluster, folder, leader, routes):
    people = pathlib.Path(folder, "lexicons", "people.tsv")
    whole = people.read_bytes()
    people.write_bytes(whole[:len(whole) // 2])
    settings(folder, cluster, routes, "dedup: {windw: 7d, near_containment: 7}\nstories: {memory: lots}\n")
    said = reload(leader, "reload refused")
    for problem in ("did you mean dedup.window?", "dedup.near_containment", "stories.memory", "people.tsv"):
        assert problem in said, said
    people.write_bytes(whole)
    model = pathlib.Path(folder, "entities.model")
    shipped = (ROOT / "config" / "models" / "entities-en.model").read_bytes()
    for bytes_, reason in ((shipped[:len(shipped) // 3], "entities.model"),
                           (shipped.replace(b" 1\n", b" 99\n", 1), "upgrade the program")):
        model.write_bytes(bytes_)
        file = settings(folder, cluster, routes)
        file.write_text(file.read_text().replace("annotate: {", f"annotate: {{entity_model: {model}, "))
        said = reload(leader, "reload refused")
        assert "annotate.entity_model" in said and reason in said, said


def main(program):
    with Cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "config" / "lexicons", pathlib.Path(folder, "lexicons"))
        config = settings(folder, cluster)
        make_topics(program, config)
        leader = Daemon(program, config, f"{folder}/leader.log")
        wait_until(lambda: "] leading: " in leader.words(), 60, "a lead")
        standby = Daemon(program, config, f"{folder}/standby.log")
        wait_until(lambda: "] standing by" in standby.words(), 60, "a standby")
        fed = threading.Event()
        feeding = threading.Thread(target=feed, args=(cluster, stream(4000), fed, 0.25))
        feeding.start()
        routes = changes_under_load(cluster, folder, leader)
        bad_files_are_refused(cluster, folder, leader, routes)
        settings(folder, cluster, routes, "stories: {join_cosine: 0.3}\n")
        for _ in range(50):  # a storm
            standby.send(signal.SIGHUP)
        reload(standby, "are in force from the next batch on")
        leader.send(signal.SIGHUP)
        leader.end(signal.SIGKILL)
        wait_until(lambda: "] leading: " in standby.words(), 60, "the standby's lead")
        assert standby.words().count("reload: reading") <= 5, standby.words()
        fed.wait()
        feeding.join()
        quiet(cluster, 120)
        made = hashes(cluster, "news.enriched")
        assert len(made) == 4 and min(made.values()) > 0, made
        assert list(hashes(cluster, COPIES)) == list(made)[2:], "the second route came with the third settings"
        standby.end(signal.SIGTERM)
        check_exactly_once(cluster)
        check_journal(cluster, program, routes=(ROUTED, COPIES))
        print(f"settings changed under load: {dict(made)} records")


if __name__ == "__main__":
    main(sys.argv[1])
