"""`run` on three brokers with three copies of everything: the broker that leads the journal is killed under load and
comes back, then the one that took over from it; an independent reader finds each input exactly once."""
import signal
import sys
import tempfile
import threading
import time

from kafka_cluster import (Cluster, Daemon, check_exactly_once, check_journal, configure, feed, inputs, make_topics,
                           quiet, wait_until, watermark)
from support import stream

program = sys.argv[1]
ARTICLES = 20_000 if "--long" in sys.argv else 2_500
KILLS = 2


def kill_leader(cluster):
    """Kills the journal's leader; the seconds until the journal grows again, led by another."""
    old, _ = cluster.leader("newsroom.journal")
    cluster.do("kill", old)
    killed = time.monotonic()
    wait_until(lambda: cluster.leader("newsroom.journal")[0] not in (old, -1), 60, "another leader of the journal")
    before = watermark(cluster, "newsroom.journal")
    wait_until(lambda: watermark(cluster, "newsroom.journal") > max(before, 0), 90, "a commit with a broker less")
    return old, time.monotonic() - killed


with Cluster(nodes=3) as cluster, tempfile.TemporaryDirectory() as folder:
    config = configure(folder, cluster)
    make_topics(program, config)
    lines = stream(ARTICLES)
    daemon = Daemon(program, config, f"{folder}/daemon.log")
    fed = threading.Event()
    feeder = threading.Thread(target=feed, args=(cluster, lines, fed, 0.1))
    feeder.start()
    wait_until(lambda: watermark(cluster, "newsroom.journal") > 0, 60, "the first commit")
    for _ in range(KILLS):
        assert not fed.is_set(), "the load ended before the faults"
        node, seconds = kill_leader(cluster)
        print(f"node {node} killed, which led the journal: the next commit after {seconds:.1f} s")
        cluster.do("up", node)
        wait_until(lambda: cluster.leader("newsroom.journal")[1] == 3, 60, "three copies in sync")
    feeder.join()
    try:
        quiet(cluster, 180)
    except AssertionError:
        print(daemon.words()[-4000:])
        raise
    code, seconds = daemon.end(signal.SIGTERM)
    assert code == 0 and seconds < 10, (code, seconds, daemon.words()[-2000:])
    check_exactly_once(cluster)
    check_journal(cluster, program)
    assert len(inputs(cluster)) >= len(lines)
    print(f"{len(inputs(cluster))} inputs on three brokers, one of them killed {KILLS} times: each exactly once")
