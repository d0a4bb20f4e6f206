"""The broker's disk fills up under load: what an operator reads, and that the stream goes on, each input exactly once,
when there is room again. The disk is a small one in memory, which only root may make."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from kafka_cluster import (Cluster, Daemon, check_exactly_once, check_journal, configure, inputs, make_topics, quiet,
                           wait_until)
from support import stream

program = sys.argv[1]
SKIPPED = 77
ROOM = 96  # megabytes
LEFT = 300_000  # bytes, when it is filled
SETTINGS = ("log.segment.bytes=1048576", "log.index.size.max.bytes=65536")


def fill(disk):
    state = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(state.f_bavail * state.f_frsize - LEFT))


def run_out_of_room(cluster, disk, folder):
    config = configure(folder, cluster)
    make_topics(program, config)
    daemon = Daemon(program, config, f"{folder}/daemon.log")
    cluster.produce("news.raw", stream(100))
    quiet(cluster, 60)
    fill(disk)
    for seed in range(2, 40):  # what is acknowledged counts, wherever the room ends
        subprocess.run(["kcat", "-E", "-b", cluster.brokers, "-P", "-t", "news.raw", "-X", "acks=all", "-X",
                        "message.timeout.ms=2000"], input=b"\n".join(stream(25, seed=seed)) + b"\n",
                       stderr=subprocess.DEVNULL)
        if "kafka.brokers" in daemon.words():
            break
    wait_until(lambda: "kafka.brokers" in daemon.words(), 30, "a word about it")
    time.sleep(5)
    said = [line for line in daemon.words().splitlines() if "[warning]" in line]
    assert "disk" in said[0] and len(said) <= 2 and daemon.process.poll() is None, daemon.words()
    (disk / "filler").unlink()
    cluster.do("up")  # Kafka itself ends when it can't write
    cluster.produce("news.raw", stream(25, seed=99))
    begun = time.monotonic()
    quiet(cluster, 90)
    taken = time.monotonic() - begun
    code, seconds = daemon.end(signal.SIGTERM)
    assert code == 0 and seconds < 10, (code, seconds, daemon.words())
    check_exactly_once(cluster)
    check_journal(cluster, program)
    print(f"the broker's disk was full: {len(inputs(cluster))} inputs, each once; {taken:.0f} s after there was room")


with tempfile.TemporaryDirectory() as folder:
    disk = pathlib.Path(folder, "disk")
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(disk)],
                      capture_output=True).returncode != 0:
        print("skipped: no permission to mount a small disk")
        sys.exit(SKIPPED)
    try:
        with Cluster(settings=SETTINGS, inside=disk) as cluster:
            run_out_of_room(cluster, disk, folder)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)  # the broker may be ending still
