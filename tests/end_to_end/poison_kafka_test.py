"""An article that crashes the program costs itself alone, on a real Kafka. poison.cc makes the crashes."""
import collections
import json
import signal
import sys
import tempfile
import time

from kafka_cluster import Cluster, Daemon, check_exactly_once, configure, inputs, lag, make_topics
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
