"""A broker that is away for minutes: a leader and a standby say so once a minute at most, take next to no CPU, and go
on by themselves. Usage: kafka_away_test.py PROGRAM [--minutes N]"""
import collections
import re
import signal
import sys
import tempfile
import time

from kafka_cluster import Cluster, Daemon, check_exactly_once, configure, make_topics, quiet, wait_until
from support import stream

MOST_CPU = 0.02  # of one core
LINE = re.compile(r"\[(\d{4}-\d\d-\d\d (\d\d):(\d\d):(\d\d)\.\d+)\] \[copytaster\] \[(warning|error)\] (.*)")


def cpu_seconds(daemon):
    with open(f"/proc/{daemon.process.pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / 100


def said(daemon, skip):
    """Seconds of the day by words, of warnings after the first `skip` characters of the log."""
    times = collections.defaultdict(list)
    for line in daemon.words()[skip:].splitlines():
        found = LINE.match(line)
        if found:
            hours, minutes, seconds = map(int, found.group(2, 3, 4))
            times[found[6]].append(hours * 3600 + minutes * 60 + seconds)
    return times


def check_words(daemon, skip, minutes):
    times = said(daemon, skip)
    away = {words: at for words, at in times.items() if "kafka.brokers" in words}
    assert away, daemon.words()
    for words, at in times.items():
        gaps = [later - earlier for earlier, later in zip(at, at[1:])]
        assert all(gap >= 59 for gap in gaps), (words, gaps)
    count = sum(map(len, times.values()))
    assert count <= 2 * minutes + 3, daemon.words()  # one a minute, and what the end and the lead's loss say once
    if minutes >= 2:
        assert max(len(at) for at in away.values()) >= minutes - 1, "it is said again, as long as it lasts"
    return count


def main(program, minutes):
    with Cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        config = configure(folder, cluster)
        make_topics(program, config)
        daemons = [Daemon(program, config, f"{folder}/away-{i}.log") for i in range(2)]
        wait_until(lambda: any("] leading: " in daemon.words() for daemon in daemons), 60, "a lead")
        wait_until(lambda: any("] standing by" in daemon.words() for daemon in daemons), 60, "a standby")
        cluster.produce("news.raw", stream(100, seed=1))
        quiet(cluster, 60)
        skips = [len(daemon.words()) for daemon in daemons]
        cluster.do("stop")
        time.sleep(10)
        before = [cpu_seconds(daemon) for daemon in daemons]
        begun = time.monotonic()
        time.sleep(minutes * 60 - 10)
        shares = [(cpu_seconds(daemon) - used) / (time.monotonic() - begun) for daemon, used in zip(daemons, before)]
        assert all(daemon.process.poll() is None for daemon in daemons), [daemon.words() for daemon in daemons]
        lines = [check_words(daemon, skip, minutes) for daemon, skip in zip(daemons, skips)]
        assert max(shares) < MOST_CPU, f"{shares} of a core while the broker is away"
        cluster.do("up")
        cluster.produce("news.raw", stream(100, seed=2))
        begun = time.monotonic()
        quiet(cluster, 90)
        print(f"the broker away for {minutes:g} minutes: {lines} warnings, {[round(each, 4) for each in shares]} of a core, "
              f"and all there {time.monotonic() - begun:.0f} s after it came back")
        for daemon in daemons:
            code, seconds = daemon.end(signal.SIGTERM)
            assert code == 0 and seconds < 10, (code, seconds, daemon.words())
        check_exactly_once(cluster)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[sys.argv.index("--minutes") + 1]) if "--minutes" in sys.argv else 2.2)
