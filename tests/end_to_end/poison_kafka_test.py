"""An article that crashes the program costs itself alone, on a real Kafka. poison.cc makes the crashes."""
import collections
import json
import os
import pathlib
import signal
import sys
import tempfile
import time

from kafka_cluster import Cluster, Daemon, check_exactly_once, configure, inputs, lag, make_topics, wait_until
from support import stream

program, poison = sys.argv[1:3]
KINDS = ("segv", "overflow", "abort")

with Cluster() as cluster, tempfile.TemporaryDirectory() as folder:
    config = configure(folder, cluster)
    make_topics(program, config)
    lines = stream(300)
    for i, kind in enumerate(KINDS):
        lines.insert(50 + 80 * i, json.dumps({"id": kind, "source": "wire", "title": f"POISON {kind}", "body":
                                              "A barge struck the bridge at Tormouth on Monday."}).encode())
    cluster.produce("news.raw", lines)
    crashes = 0
    while True:
        daemon = Daemon(program, config, f"{folder}/{crashes}.log", preload=poison)
        while daemon.process.poll() is None and lag(cluster) > 0:
            time.sleep(0.5)
        if daemon.process.poll() is None:
            break
        crashes += 1
        assert daemon.process.returncode in (-signal.SIGSEGV, -signal.SIGABRT), daemon.words()
        assert crashes <= len(KINDS), daemon.words()
    assert crashes > 0
    code, _ = daemon.end(signal.SIGTERM)
    assert code == 0, daemon.words()
    kinds = collections.Counter(check_exactly_once(cluster).values())
    assert kinds["rejected:crashes_analysis"] == len(KINDS), kinds
    assert len(inputs(cluster)) == len(lines)
    journal = cluster.read("newsroom.journal")
    assert sum(b"rejected:crashes_analysis" in entry for entry in journal) == len(KINDS), "journalled"
    print(f"{crashes} crashes: {len(KINDS)} dead letters, the other {len(lines) - len(KINDS)} inputs once")

    # One that takes for ever when it is tried out: a stop doesn't wait for that.
    once = pathlib.Path(folder, "once")
    once.touch()
    os.environ["POISON_ONCE"] = str(once)
    hanging = {"id": "hang", "source": "wire", "title": "POISON hang", "body": "A barge struck the bridge at Tormouth."}
    cluster.produce("news.raw", [json.dumps(hanging).encode(), *stream(20, seed=3)])
    daemon = Daemon(program, config, f"{folder}/hang-0.log", preload=poison)
    assert daemon.process.wait(60) == -signal.SIGABRT, daemon.words()
    daemon = Daemon(program, config, f"{folder}/hang-1.log", preload=poison)
    wait_until(lambda: "] leading: " in daemon.words(), 60, "a lead")
    time.sleep(1.5)
    code, seconds = daemon.end(signal.SIGTERM)
    assert code == 0 and seconds < 5 and "broker" not in daemon.words(), (code, seconds, daemon.words())
    daemon = Daemon(program, config, f"{folder}/hang-2.log", preload=poison)
    wait_until(lambda: lag(cluster) == 0, 60, "the rest")
    code, _ = daemon.end(signal.SIGTERM)
    assert code == 0 and "time limit" in daemon.words(), daemon.words()
    kinds = collections.Counter(check_exactly_once(cluster).values())
    assert kinds["rejected:crashes_analysis"] == len(KINDS) + 1, kinds
    print(f"SIGTERM while an article was tried out that takes for ever: ended after {seconds:.1f} s, set aside later")
