"""Every figure in /metrics against an independent count of the output topics, after bad input and SIGKILLs.

Two instances, of which one leads; a reader scrapes both all the time and holds each answer to what must always be
true. promtool (of Debian's package prometheus) checks the format.
"""
import collections
import json
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

import hostile
from kafka_cluster import (EVENTS, TOPICS, Cluster, Daemon, check_exactly_once, configure, feed, make_topics, quiet,
                           wait_until, watermark)
from support import stream

program = sys.argv[1]
ARTICLES, KILLS = 2500, 4
SAMPLE = re.compile(r'([a-z_]+)(?:\{(.*)\})? (\S+)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')


def get(port, path):
    """Status and text; the status is 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def samples(text):
    """By name, the values by labels: a tuple of pairs."""
    found = collections.defaultdict(dict)
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, labels, value = SAMPLE.fullmatch(line).groups()
        key = tuple(LABEL.findall(labels or ""))
        assert key not in found[name], f"twice: {line}"
        found[name][key] = float(value)
    return found


def by(found, name):
    """Values by the only label."""
    return {key[0][1]: int(value) for key, value in found[name].items()}


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Scraper(threading.Thread):
    """Reads /metrics of all instances as fast as they answer, and notes what is wrong with any answer."""

    def __init__(self, ports):
        super().__init__(daemon=True)
        self.ports, self.done = ports, threading.Event()
        self.wrong, self.answers, self.last = [], 0, {}

    def run(self):
        while not self.done.is_set():
            for port in self.ports:
                status, text = get(port, "/metrics")
                if status == 200:
                    self.look(port, samples(text))
            time.sleep(0.02)

    def look(self, port, found):
        self.answers += 1
        if "copytaster_inputs_total" not in found:
            return  # the journal is being folded
        total = int(found["copytaster_inputs_total"][()])
        outcomes = by(found, "copytaster_decisions_total")
        kinds = by(found, "copytaster_verdicts_total")
        dead = by(found, "copytaster_dead_letters_total")
        copies = sum(kinds[kind] for kind in ("exact", "near", "spun", "rewrite", "excerpt"))
        true = (sum(outcomes.values()) == total and copies == outcomes["copy"] and
                sum(dead.values()) == outcomes["dead_letter"] and
                all(kinds[kind] == outcomes[kind] for kind in ("new", "update", "kill", "stale")) and
                by(found, "copytaster_output_records_total").get("news.dead", 0) == outcomes["dead_letter"])
        if not true:
            self.wrong.append((port, total, outcomes, kinds, dead))
        if total < self.last.get(port, 0):
            self.wrong.append((port, "went back", total, self.last[port]))
        self.last[port] = total


def role(port):
    status, text = get(port, "/readyz")
    return (status, text.strip().split(": ")[-1])


def leader(ports):
    return next((i for i, port in enumerate(ports) if role(port) == (200, "leader")), None)


def run_with_kills(cluster, configs, ports, folder):
    """Feeds everything while the leader is killed again and again; both instances are up at the end."""
    lines = stream(ARTICLES)
    lines[1000:1000] = [line for _, line, _ in hostile.cases() if b"\n" not in line]
    daemons = [Daemon(program, config, f"{folder}/{i}.log") for i, config in enumerate(configs)]
    scraper = Scraper(ports)
    scraper.start()
    fed = threading.Event()
    threading.Thread(target=feed, args=(cluster, lines, fed, 0.2), daemon=True).start()
    source = random.Random(4)
    for n in range(KILLS):
        wait_until(lambda: leader(ports) is not None, 60, "a leader")
        time.sleep(source.uniform(0.5, 3))
        i = leader(ports)
        if i is None:
            continue
        daemons[i].send(signal.SIGKILL)
        daemons[i].process.wait()
        daemons[i] = Daemon(program, configs[i], f"{folder}/{i}-{n}.log")
    assert fed.wait(300)
    quiet(cluster, 120)
    wait_until(lambda: sorted(role(port)[1] for port in ports) == ["leader", "standby"], 60, "a leader and a standby")
    time.sleep(7)  # librdkafka reports every five seconds, a standby looks once a second
    scraper.done.set()
    scraper.join()
    assert not scraper.wrong, scraper.wrong[:3]
    assert scraper.answers > 100, scraper.answers
    print(f"{scraper.answers} scrapes under load and {KILLS} kills: in is always the sum of what became of it")
    return daemons


def compare(found, cluster, kinds):
    """One instance's figures with what is in the topics."""
    count = collections.Counter(kinds.values())
    reasons = {kind.removeprefix("rejected:"): n for kind, n in count.items() if kind.startswith("rejected:")}
    copies = sum(count[kind] for kind in ("exact", "near", "spun", "rewrite", "excerpt"))
    assert found["copytaster_inputs_total"][()] == len(kinds)
    assert by(found, "copytaster_decisions_total") == {
        "new": count["new"], "copy": copies, "update": count["update"], "stale": count["stale"],
        "kill": count["kill"], "dead_letter": sum(reasons.values()), "override": 0}
    shown = by(found, "copytaster_verdicts_total")
    assert shown == {kind: count[kind] for kind in shown}, (shown, count)
    shown = by(found, "copytaster_dead_letters_total")
    assert {reason: n for reason, n in shown.items() if n} == reasons, (shown, reasons)
    records = {topic: len(cluster.read(topic, "%o")) for topic in TOPICS + EVENTS}
    shown = by(found, "copytaster_output_records_total")
    assert shown == {topic: n for topic, n in records.items() if n}, (shown, records)
    for key, position in found["copytaster_input_position"].items():
        labels = dict(key)
        assert position == watermark(cluster, labels["topic"], labels["partition"]), (key, position)
    assert len(found["copytaster_input_position"]) == 4
    assert not found["copytaster_lost_inputs_total"]


def check_leader(found):
    """What only the leader has."""
    assert all(lag == 0 for lag in found["copytaster_input_lag"].values()) and len(found["copytaster_input_lag"]) == 4
    assert found["copytaster_kafka_brokers_up"][(("client", "consumer"),)] == 1
    assert found["copytaster_kafka_brokers_up"][(("client", "producer"),)] == 1
    assert found["copytaster_kafka_requests_total"][(("client", "producer"),)] > 0
    assert found["copytaster_take_over_seconds"][()] > 0 and found["copytaster_take_overs_total"][()] >= 1
    committed = found["copytaster_transactions_total"][(("outcome", "committed"),)]
    assert committed == found["copytaster_batch_seconds_count"][(("stage", "whole"),)] > 0
    inputs = found["copytaster_transaction_inputs_sum"][()]
    assert inputs == found["copytaster_latency_seconds_count"][()] > 0
    assert inputs == found["copytaster_article_seconds_count"][(("stage", "encode"),)]
    assert time.time() - found["copytaster_last_commit_timestamp_seconds"][()] < 120


def check_format(text, checked_by):
    """The catalogue's families, all of them and no other; and promtool has nothing to say."""
    named = subprocess.run([program, "names", "metrics"], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^# TYPE (\S+)", text, re.MULTILINE) == [line.split("\t")[0] for line in named.splitlines()]
    events = subprocess.run([program, "names", "events"], capture_output=True, text=True, check=True).stdout
    assert list(by(samples(text), "copytaster_events_total")) == [line.split("\t")[0] for line in events.splitlines()]
    if checked_by is None:
        return print("promtool is not there: the format was not checked by it")
    done = subprocess.run([checked_by, "check", "metrics"], input=text, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stdout + done.stderr, done.stdout + done.stderr
    print("promtool finds nothing to complain of")


def check_status(port, kinds):
    status = json.loads(get(port, "/status.json")[1])
    dead = sorted((topic, partition, offset) for (topic, partition, offset), kind in kinds.items()
                  if kind.startswith("rejected:"))
    assert status["ledger"]["in"] == len(kinds) and status["ledger"]["dead_letters"] == len(dead)
    assert len(status["last_dead_letters"]) == 10
    for letter in status["last_dead_letters"]:
        key = (letter["topic"], letter["partition"], letter["offset"])
        assert kinds[key] == "rejected:" + letter["reason"], letter
    code, page = get(port, "/status")
    assert code == 200 and "<script" not in page and str(len(kinds)) in page
    assert "Tormouth" not in page, "a page has text of an article"


def main():
    promtool = shutil.which("promtool")
    ports = free_ports(2)
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster:
        configs = []
        for i, port in enumerate(ports):
            inner = pathlib.Path(folder, str(i))
            inner.mkdir()
            configs.append(configure(inner, cluster, f"http: {{listen: '127.0.0.1:{port}'}}\n"
                                                     "log: {format: json}\n"))
        make_topics(program, configs[0])
        daemons = run_with_kills(cluster, configs, ports, folder)
        kinds = check_exactly_once(cluster)
        assert any(kind.startswith("rejected:") for kind in kinds.values())
        texts = [get(port, "/metrics")[1] for port in ports]
        for text in texts:
            compare(samples(text), cluster, kinds)
        first = leader(ports)
        check_leader(samples(texts[first]))
        assert not samples(texts[1 - first])["copytaster_input_lag"]
        check_format(texts[first], promtool)
        check_status(ports[first], kinds)
        for daemon in daemons:
            code, _ = daemon.end(signal.SIGTERM)
            assert code == 0, daemon.words()
        for file in pathlib.Path(folder).glob("*.log"):
            for line in file.read_text().splitlines():
                entry = json.loads(line)
                assert {"time", "level", "event", "message", "name"} <= set(entry), line
        print(f"{len(kinds)} inputs: every figure of leader and standby is what kcat counts: "
              f"{dict(collections.Counter(kinds.values()))}")


main()
