"""`run` on a real Kafka: two instances, killed, stopped past their session, with the broker restarted, a partition
added and the group's offsets overwritten under load; an independent reader finds each input exactly once.

--long does it as often as the promise says; without it less, for every day.
"""
import collections
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

from kafka_cluster import Cluster, Daemon, check_exactly_once, check_journal, configure, feed, inputs, make_topics, quiet
from support import stream

program = sys.argv[1]
LONG = "--long" in sys.argv
KILLS, STOPS, EARLY_STOPS, RESTARTS = (10, 5, 3, 2) if LONG else (3, 1, 1, 1)
TAKE_OVER = 15  # seconds
ARTICLES = 20_000 if LONG else 3_000
SESSION = 6


class Pair:
    """Two instances of one name: a leader and a standby."""

    def __init__(self, config, folder):
        self.config, self.folder = config, folder
        self.daemons = [self.start(i) for i in range(2)]

    def start(self, i):
        return Daemon(program, self.config, f"{self.folder}/daemon-{i}.log")

    def leader(self):
        """Which of the two said last that it leads; None while that is open."""
        last = [(daemon.words().rfind("] leading: "), i) for i, daemon in enumerate(self.daemons)]
        times = {}
        for at, i in last:
            if at >= 0:
                times[self.daemons[i].words()[:at].splitlines()[-1][1:24]] = i
        return times[max(times)] if times else None

    def leads(self):
        return sum(daemon.words().count("] leading: ") for daemon in self.daemons)

    def wait_for_new_lead(self, before, what):
        begun = time.monotonic()
        while self.leads() == before:
            assert time.monotonic() - begun < 45, f"nobody leads 45 s after {what}\n{self.words()}"
            time.sleep(0.1)
        taken = time.monotonic() - begun
        if taken > 15:
            print(f"{taken:.1f} s after {what}:\n{self.words()}", flush=True)
        return taken

    def words(self):
        return "\n\n".join(daemon.words()[-3000:] for daemon in self.daemons)


def overwrite_group(cluster):
    """A stray consumer of the pipeline's own group names."""
    subprocess.run(["kcat", "-b", cluster.brokers, "-G", "newsroom", "-c", "5", "-X", "auto.offset.reset=earliest",
                    "-X", "session.timeout.ms=6000", "news.raw"], capture_output=True, timeout=60)


def kill(pair, _):
    i = pair.leader() or 0
    before = pair.leads()
    pair.daemons[i].end(signal.SIGKILL)
    pair.daemons[i] = pair.start(i)
    return pair.wait_for_new_lead(before, "SIGKILL")


def stop(pair, random_source):
    i = pair.leader() or 0
    before = pair.leads()
    pair.daemons[i].send(signal.SIGSTOP)
    taken = pair.wait_for_new_lead(before, "SIGSTOP")
    time.sleep(random_source.uniform(0, 3))
    pair.daemons[i].send(signal.SIGCONT)
    time.sleep(2)
    return taken


def stop_early(pair, random_source):
    """Stopped at a random moment of its taking over, election and init_transactions among them."""
    i = pair.leader() or 0
    pair.daemons[i].end(signal.SIGKILL)
    other = pair.daemons[1 - i]
    before = other.words().count("taking the lead")
    until = time.monotonic() + 30
    while other.words().count("taking the lead") == before and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(random_source.uniform(0, 0.05))
    other.send(signal.SIGSTOP)
    pair.daemons[i] = pair.start(i)
    before = pair.leads()
    taken = pair.wait_for_new_lead(before, "SIGSTOP while taking over")
    other.send(signal.SIGCONT)
    time.sleep(2)
    return taken


def restart_broker(cluster):
    cluster.do("stop")
    time.sleep(1)
    cluster.do("up")


with Cluster() as cluster, tempfile.TemporaryDirectory() as folder:
    config = configure(folder, cluster)
    make_topics(program, config)
    lines = stream(ARTICLES)
    pair = Pair(config, folder)
    fed = threading.Event()
    feeder = threading.Thread(target=feed, args=(cluster, lines, fed, 0.05 if LONG else 0.1))
    feeder.start()
    moments = random.Random(11)
    faults = [kill] * KILLS + [stop] * STOPS + [stop_early] * EARLY_STOPS
    moments.shuffle(faults)
    pair.wait_for_new_lead(0, "the start")
    taken = collections.defaultdict(list)
    for number, fault in enumerate(faults):
        time.sleep(moments.uniform(1, 3))
        taken[fault.__name__].append(fault(pair, moments))
        if number == 0:
            cluster.tool("TopicCommand", "--alter", "--topic", "news.raw", "--partitions", "5")
        if number < RESTARTS:
            restart_broker(cluster)
        if number == 1:
            overwrite_group(cluster)
    feeder.join()
    more = lines[:200]  # and onto the partition that was added
    cluster.produce("news.raw", more, partition=4)
    try:
        quiet(cluster, 180)
    except AssertionError:
        print(pair.words())
        raise
    for daemon in pair.daemons:
        code, seconds = daemon.end(signal.SIGTERM)
        assert code == 0 and seconds < 10, (code, seconds, daemon.words()[-2000:])
    kinds = check_exactly_once(cluster)
    check_journal(cluster, program)
    total = inputs(cluster)
    assert len(kinds) == len(total) >= len(lines) + len(more)
    assert {partition for _, partition, _ in total} == set(range(5))
    for fault, seconds in sorted(taken.items()):
        print(f"{fault}: {len(seconds)} times, another leads after {', '.join(f'{s:.1f}' for s in seconds)} s")
    print(f"{len(total)} inputs, {RESTARTS} restarts of the broker: each exactly once")
    # A stop while taking over adds what the one that was stopped had waited for.
    slowest = max(max(taken["kill"]), max(taken["stop"]))
    print(f"the slowest take-over {slowest:.1f} s")
    assert slowest < TAKE_OVER, slowest
