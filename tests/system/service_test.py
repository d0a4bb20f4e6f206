"""The package as its operator meets it: installed in a clean Debian with a real systemd, run on a real Kafka, killed,
stuck, stopped, upgraded and removed.

Usage: service_test.py BUILD_FOLDER POISON_LIBRARY
"""
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
from kafka_cluster import Cluster, check_exactly_once, inputs, lag
from machine import Machine
from support import stream

UNIT = "copytaster.service"
CONFIG = "/etc/copytaster/copytaster.yaml"
AWAY = "copytaster@away.service"
PASSWORD = "correct horse battery staple"
build = pathlib.Path(sys.argv[1]).resolve()
poison = pathlib.Path(sys.argv[2]).resolve()
begun = time.monotonic()


def say(words):
    print(f"{time.monotonic() - begun:5.0f} s  {words}", flush=True)


def pack(folder, revision, compression="xz"):
    """A package of what is built; another revision is a newer build."""
    subprocess.run(["cpack", "--config", build / "CPackConfig.cmake", "-G", "DEB", "-B", folder,
                    "-D", f"CPACK_DEBIAN_PACKAGE_RELEASE={revision}",
                    "-D", f"CPACK_DEBIAN_COMPRESSION_TYPE={compression}"], cwd=folder, check=True, capture_output=True)
    (deb,) = pathlib.Path(folder).glob(f"*-{revision}_*.deb")
    return deb


def traces(machine):
    """Everything of the package in the file system but dpkg's own notes and logs."""
    words = machine.run("find", "/etc", "/usr", "/var/lib", "/run/systemd", "-xdev", "-name", "*copytaster*")
    return sorted(line for line in words.split() if not line.startswith(("/var/lib/dpkg/", "/var/lib/apt/")))


def settings(cluster, extra=""):
    return f'name: newsroom\nkafka: {{brokers: "{cluster.brokers}"}}\ninput: {{topics: [news.raw]}}\n{extra}'


def with_password(cluster):
    """The same newsroom by the port that asks for a password, with its log as fields of the journal."""
    return (f'name: newsroom\nkafka:\n  brokers: "{cluster.address("SASL_PLAINTEXT")}"\n'
            "  sasl: {mechanism: PLAIN, username: desk, password_file: kafka-password}\ninput: {topics: [news.raw]}\nlog: {format: journald}\n")


def listener():
    """Of the broker, for PLAIN."""
    return ["sasl.enabled.mechanisms=PLAIN", "listener.name.sasl_plaintext.plain.sasl.jaas.config="
            f'org.apache.kafka.common.security.plain.PlainLoginModule required user_desk="{PASSWORD}";']


def drop_in(machine, words):
    machine.write(f"/etc/systemd/system/{UNIT}.d/test.conf", words)
    machine.run("systemctl", "daemon-reload")


def all_out(machine, cluster, patience=60):
    machine.wait(lambda: lag(cluster) == 0, patience, "every input in the outputs")


class Load:
    """Input that keeps coming, 25 at a time, while something is done to the service."""

    def __init__(self, cluster, lines):
        self.enough = threading.Event()
        self.thread = threading.Thread(target=self.feed, args=(cluster, lines))

    def feed(self, cluster, lines):
        chunks = itertools.cycle(lines[i:i + 25] for i in range(0, len(lines), 25))
        while not self.enough.is_set():
            cluster.produce("news.raw", next(chunks))

    def __enter__(self):
        self.thread.start()
        time.sleep(1)
        return self

    def __exit__(self, *_):
        self.enough.set()
        self.thread.join(60)


def main_pid(machine, unit=UNIT):
    return int(machine.show(unit, "MainPID"))


def installs(machine, deb):
    seconds, _ = machine.install(deb)
    assert machine.run("systemctl", "is-enabled", UNIT, check=False).strip() == "disabled"
    assert machine.show(UNIT, "ActiveState") == "inactive", "not started before it is configured"
    assert machine.run("copytaster", "--version").startswith("copytaster ")
    assert " in = " in machine.run("copytaster", "demo", "--pause", "0")
    assert "the settings of copytaster" in machine.run("man", "5", "copytaster.yaml")
    assert machine.run("stat", "--format=%U %a", "/etc/copytaster/secrets").strip() == "root 700"
    say(f"installed by apt in {seconds:.1f} s, {deb.stat().st_size / 1e6:.1f} MB")


def is_locked_down(machine):
    for unit in (UNIT, "copytaster@desk.service"):
        words = machine.run("systemd-analyze", "verify", f"/usr/lib/systemd/system/{unit}".replace("@desk", "@"), check=False)
        assert "copytaster" not in words, words
        words = machine.run("systemd-analyze", "security", "--no-pager", unit, check=False)
        exposure = float(re.search(r"Overall exposure level for \S+: (\S+)", words)[1])
        assert exposure <= 1.5, words
    say(f"systemd-analyze security: {exposure}")


def refuses_to_start_unconfigured(machine):
    """As installed the file names no input: said, and not tried for ever."""
    code, _ = machine.attempt("systemctl", "start", UNIT)
    assert code != 0
    time.sleep(3)
    state, status, restarts = machine.show(UNIT, "ActiveState", "ExecMainStatus", "NRestarts")
    assert (state, status, restarts) == ("failed", "78", "0"), (state, status, restarts)
    assert "input" in machine.journal(UNIT)
    say("not configured: failed at once with 78, once")


def runs(machine, cluster, lines):
    machine.write(CONFIG, settings(cluster))
    machine.run("copytaster", "topics", "--config", CONFIG, "--create", "--partitions", "2")
    # Ready is a matter of the cluster alone: what is folded or led takes longer.
    machine.run("systemctl", "enable", "--now", UNIT, patience=60)
    assert machine.show(UNIT, "Type") == "notify"
    machine.wait(lambda: machine.show(UNIT, "StatusText").startswith("leading"), 40, "a lead")
    cluster.produce("news.raw", lines)
    all_out(machine, cluster)
    machine.wait(lambda: re.match(r"leading: \d+ inputs so far, the newest out -?\d+\.\d s after it came",
                                  machine.show(UNIT, "StatusText")), 10, "a status with the lag")
    assert machine.run("stat", "--format=%U", f"/proc/{main_pid(machine)}").strip() == "copytaster"
    assert len(inputs(cluster)) == len(lines)
    say(f"{len(lines)} inputs processed, each exactly once: {machine.show(UNIT, 'StatusText')}")


def starts_without_a_broker(machine):
    """In the background: it takes as long as the service's patience."""
    machine.write("/etc/copytaster/away.yaml", 'name: away\nkafka: {brokers: "127.0.0.1:1"}\ninput: {topics: [x]}\n')
    machine.run("systemctl", "start", "--no-block", AWAY)
    machine.wait(lambda: machine.show(AWAY, "StatusText") == "waiting for 127.0.0.1:1", 10, "a status", AWAY)
    assert machine.show(AWAY, "ActiveState") == "activating"


def waits_for_the_broker(machine):
    machine.wait(lambda: machine.show(AWAY, "ActiveState") == "active", 40, "a start that is over", AWAY)
    state, restarts, status = machine.show(AWAY, "ActiveState", "NRestarts", "StatusText")
    assert (restarts, status) == ("0", "waiting for 127.0.0.1:1"), (restarts, status)
    words = machine.journal(AWAY)
    assert words.count("127.0.0.1:1") < 10, words
    since = time.monotonic()
    machine.run("systemctl", "stop", AWAY)
    assert time.monotonic() - since < 10 and machine.show(AWAY, "Result") == "success"
    say("no broker: started all the same after half a minute, waits, stops")


def reloads(machine, cluster, lines):
    pid = main_pid(machine)
    made_under = lambda: json.loads(cluster.read("news.enriched")[-1])["copytaster"]["made_by"]["settings"]
    before = made_under()
    machine.write(CONFIG, settings(cluster, "dedup: {near_containment: 0.8}\n"))
    with Load(cluster, lines):
        machine.run("systemctl", "reload", UNIT)
        taken = r"the settings (\S+) are in force from the next batch on; changed: dedup.near_containment\n"
        machine.wait(lambda: re.search(taken, machine.journal(UNIT)), 20, "other settings")
        time.sleep(1)
    all_out(machine, cluster)
    assert made_under() == re.search(taken, machine.journal(UNIT))[1] != before
    # A bad file is refused by systemctl already; and by the program, where somebody sends the signal by hand.
    machine.write(CONFIG, settings(cluster, "dedup: {near_containmnt: 0.8}\n"))
    code, _ = machine.attempt("systemctl", "reload", UNIT)
    assert code != 0 and "reload refused" not in machine.journal(UNIT)
    machine.run("systemctl", "kill", "--signal=HUP", "--kill-who=main", UNIT)
    machine.wait(lambda: "reload refused" in machine.journal(UNIT), 20, "a refusal")
    assert machine.journal(UNIT).count("did you mean dedup.near_containment") >= 2, machine.journal(UNIT)[-2000:]
    machine.write(CONFIG, settings(cluster))
    machine.run("systemctl", "reload", UNIT)
    machine.wait(lambda: re.search(rf"the settings {before} are in force", machine.journal(UNIT)), 20, "the old ones")
    assert main_pid(machine) == pid and machine.show(UNIT, "ActiveState") == "active"
    check_exactly_once(cluster)
    say("reloaded under load: a good file taken over, a bad one refused, the process is the same")


def survives_a_kill(machine, cluster, lines):
    drop_in(machine, "[Service]\nRestartSec=1\n")
    pid = main_pid(machine)
    with Load(cluster, lines):
        machine.run("systemctl", "kill", "--signal=KILL", "--kill-who=main", UNIT)
    machine.wait(lambda: main_pid(machine) not in (0, pid), 30, "another process")
    all_out(machine, cluster)
    assert machine.show(UNIT, "NRestarts") == "1"
    check_exactly_once(cluster)
    say("SIGKILL under load: restarted, and every input out exactly once")


def survives_a_stuck_pipeline(machine, cluster, lines):
    """An article on which a worker never returns: the watchdog ends it, the next start sets the article aside."""
    shutil.copy(poison, machine.root / "usr/lib/poison.so")
    drop_in(machine, "[Service]\nRestartSec=1\nWatchdogSec=20\nEnvironment=LD_PRELOAD=/usr/lib/poison.so\n")
    machine.run("systemctl", "restart", UNIT)
    pid = main_pid(machine)
    stuck = {"id": "stuck", "source": "wire", "title": "POISON hang", "body": "A barge struck the bridge at Tormouth."}
    cluster.produce("news.raw", [*lines[:20], json.dumps(stuck).encode(), *lines[20:]])
    since = time.monotonic()
    machine.wait(lambda: main_pid(machine) not in (0, pid), 60, "an end by the watchdog")
    seconds = time.monotonic() - since
    words = machine.journal(UNIT)
    assert "analysing has held work" in words and "Watchdog timeout" in words, words[-3000:]
    all_out(machine, cluster, 90)
    kinds = check_exactly_once(cluster)
    assert list(kinds.values()).count("rejected:crashes_analysis") == 1
    drop_in(machine, "[Service]\nRestartSec=1\n")
    machine.run("systemctl", "restart", UNIT)
    machine.wait(lambda: machine.show(UNIT, "StatusText").startswith("leading"), 40, "a lead")
    say(f"stuck: ended by the watchdog after {seconds:.0f} s of WatchdogSec=20, the article set aside, the rest out")


def stops_in_time(machine, cluster, lines):
    """While it has its hands full."""
    with Load(cluster, lines):
        since = time.monotonic()
        machine.run("systemctl", "stop", UNIT)
        seconds = time.monotonic() - since
    assert seconds < 10, seconds
    assert machine.show(UNIT, "Result", "ExecMainStatus") == ["success", "0"]
    machine.run("systemctl", "start", UNIT)
    all_out(machine, cluster)
    check_exactly_once(cluster)
    say(f"stopped under load in {seconds:.1f} s, and went on where it was")


def upgrades(machine, cluster, deb, lines):
    pid = main_pid(machine)
    with Load(cluster, lines):
        seconds, words = machine.install(deb)
    assert machine.run("dpkg-query", "--show", "--showformat=${Version}", "copytaster").endswith("-2"), words
    assert main_pid(machine) not in (0, pid), "the new program runs"
    assert machine.run("cat", CONFIG) == settings(cluster), "the administrator's file"
    all_out(machine, cluster)
    check_exactly_once(cluster)
    say(f"upgraded under load in {seconds:.1f} s: the new one went on where the old one was")


def several(machine, cluster):
    """Another newsroom on this machine, from folders; and a standby of the first."""
    article = {"id": "1", "source": "wire", "title": "Barge hits bridge", "body": "A barge struck the bridge. " * 9}
    # Folders of its own are relative; another is writable once a drop-in says so.
    machine.write("/etc/copytaster/desk.yaml", "name: desk\ninput: {files: wire, follow: true}\noutput: {files: /srv/out}\n")
    machine.write("/var/lib/copytaster/desk/wire/1.jsonl", json.dumps(article) + "\n")
    machine.run("install", "--directory", "--owner=copytaster", "/srv/out")
    code, _ = machine.attempt("systemctl", "start", "copytaster@desk.service")
    assert code != 0 and "Read-only file system" in machine.journal("copytaster@desk.service")
    machine.write("/etc/systemd/system/copytaster@desk.service.d/out.conf", "[Service]\nReadWritePaths=/srv/out\n")
    machine.run("systemctl", "daemon-reload")
    machine.write("/etc/copytaster/second.yaml", with_password(cluster))
    machine.write("/etc/copytaster/secrets/second/kafka-password", PASSWORD + "\n", 0o600)
    machine.run("systemctl", "start", "copytaster@desk.service", "copytaster@second.service")
    enriched = machine.root / "srv/out/news.enriched.jsonl"
    machine.wait(lambda: enriched.exists() and enriched.read_text().count("\n") == 1, 20, "a record",
                 "copytaster@desk.service")
    machine.wait(lambda: machine.show("copytaster@second.service", "StatusText") == "standing by", 40, "a standby",
                 "copytaster@second.service")
    machine.run("systemctl", "stop", UNIT)
    machine.wait(lambda: machine.show("copytaster@second.service", "StatusText").startswith("leading"), 30, "its lead",
                 "copytaster@second.service")
    assert PASSWORD not in machine.journal("copytaster@second.service")
    events = machine.run("journalctl", "--no-pager", "--output=json", "--unit=copytaster@second.service").splitlines()
    assert any(json.loads(line).get("COPYTASTER_NAME") == "newsroom" for line in events), events[-3:]
    say("a second newsroom from folders; a standby, with a password, took over when the first was stopped")


def goes(machine, before):
    machine.run("apt-get", "remove", "-y", "-q", "copytaster", patience=120)
    units = machine.run("systemctl", "list-units", "--no-legend", "copytaster*", "--state=active,activating")
    assert not units.strip(), units
    assert machine.run("cat", CONFIG), "what the administrator wrote stays until a purge"
    assert (machine.root / "var/lib/copytaster").exists()
    for file in ("away.yaml", "desk.yaml", "second.yaml"):
        (machine.root / "etc/copytaster" / file).unlink()
    shutil.rmtree(machine.root / "etc/copytaster/secrets/second")
    for unit in (UNIT, "copytaster@desk.service"):
        shutil.rmtree(machine.root / f"etc/systemd/system/{unit}.d")
    machine.run("apt-get", "purge", "-y", "-q", "copytaster", patience=120)
    assert traces(machine) == before, traces(machine)
    assert "copytaster" in machine.run("getent", "passwd", "copytaster"), "its files elsewhere keep an owner"
    say("removed and purged: nothing is left but the user")


with tempfile.TemporaryDirectory() as folder, Machine() as machine, \
        Cluster(settings=listener(), listen=["SASL_PLAINTEXT"]) as cluster:
    say(f"booted: {machine.run('systemctl', '--version').splitlines()[0]}")
    before = traces(machine)
    first, second = pack(folder, 1), pack(folder, 2, "gzip")
    lines = stream(3000)
    part = len(lines) // 6
    take = [lines[i * part:(i + 1) * part] for i in range(6)]
    installs(machine, first)
    is_locked_down(machine)
    refuses_to_start_unconfigured(machine)
    runs(machine, cluster, take[0])
    reloads(machine, cluster, take[5])
    survives_a_kill(machine, cluster, take[1])
    starts_without_a_broker(machine)
    survives_a_stuck_pipeline(machine, cluster, take[2])
    waits_for_the_broker(machine)
    stops_in_time(machine, cluster, take[3])
    upgrades(machine, cluster, second, take[4])
    several(machine, cluster)
    cluster.produce("news.raw", take[5])
    machine.wait(lambda: lag(cluster) == 0, 60, "every input in the outputs", "copytaster@second.service")
    check_exactly_once(cluster)
    goes(machine, before)
say("done")
