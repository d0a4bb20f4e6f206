"""Whatever comes in ends as a record or as a dead letter with its reason, soon, and the stream goes on."""
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import hostile

program, seconds = sys.argv[1], float(sys.argv[2])  # of CPU, that one message may cost
MEMORY_GROWTH = 1.15
INNOCENT = hostile.article(hostile.PROSE + "Nobody was hurt, and the ferries go on.", id="innocent")


def enrich(folder, lines, *options):
    """(records, dead letters, CPU seconds, peak of memory in KB) of one run over the lines."""
    source, out, dead = folder / "in.jsonl", folder / "out.jsonl", folder / "dead.jsonl"
    with source.open("wb") as file:
        file.writelines(line + b"\n" for line in lines)
    with out.open("wb") as stdout, (folder / "words").open("wb") as words:
        process = subprocess.Popen([program, "enrich", str(source), "--dead-letters", str(dead), *options],
                                   stdout=stdout, stderr=words)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, (process.returncode, (folder / "words").read_bytes())
    read = lambda file: [json.loads(line) for line in file.read_bytes().splitlines()]
    return read(out), read(dead), used.ru_utime + used.ru_stime, used.ru_maxrss


def original(letter):
    """The bytes that a dead letter keeps."""
    return base64.b64decode(letter["value_base64"]) if "value_base64" in letter else letter["value"].encode()


def outcomes(records, dead):
    """What became of each offset; every offset once."""
    found = [(record["copytaster"]["origin"]["offset"], "record") for record in records]
    for letter in dead:
        headers = letter["headers"]
        assert headers["copytaster.errors.message"], headers
        found.append((int(headers["copytaster.errors.offset"]), headers["copytaster.errors.reason"]))
    by_offset = dict(found)
    assert len(by_offset) == len(found), "an input is accounted for twice"
    return by_offset


def check_record(record):
    """Its ranges lie within its texts, and its texts hold no control characters."""
    body = "".join(part["value"] for part in record.get("bodies", []))
    headline = "".join(part["value"] for part in record.get("headlines", []))
    own = record["copytaster"]
    for entity in own["entities"]:
        for text, ranges in ((body, entity["mentions"]), (headline, entity.get("in_headline", []))):
            assert all(0 <= begin < end <= len(text) for begin, end in ranges), (entity, len(text))
    for quote in own["quotes"]:
        assert body[quote["at"][0]:quote["at"][1]] == quote["text"], quote
    for text in (body, headline):
        assert not any(ord(c) < 32 and c != "\n" or 0xd800 <= ord(c) < 0xe000 for c in text), "control characters"


def each_has_its_outcome(folder):
    cases = list(hostile.cases())
    lines = [line for _, line, _ in cases] + [INNOCENT]
    records, dead, _, _ = enrich(folder, lines)
    found = outcomes(records, dead)
    for offset, (name, line, expected) in enumerate(cases):
        got = found.get(offset)
        assert got is not None, f"{name}: lost"
        assert expected in (None, got), f"{name}: {got}, not {expected}"
    assert found[len(cases)] == "record", "the stream goes on"
    for record in records:
        check_record(record)
    for letter in dead:
        offset = int(letter["headers"]["copytaster.errors.offset"])
        assert original(letter) == lines[offset].removesuffix(b"\r"), f"{cases[offset][0]}: the original is not kept"
    other_records, other_dead, _, _ = enrich(folder, lines, "--threads", "3", "--batch", "2")
    assert (other_records, other_dead) == (records, dead), "other threads, other batches: other bytes"
    return len(cases)


def each_is_soon_over(folder):
    alone = min(enrich(folder, [INNOCENT])[2] for _ in range(3))
    slow = []
    worst = 0.0
    for name, line, expected in hostile.large():
        records, dead, used, _ = enrich(folder, [line, INNOCENT], "--threads", "1")
        found = outcomes(records, dead)
        assert set(found) == {0, 1} and found[1] == "record", (name, found)
        assert expected in (None, found[0]), f"{name}: {found[0]}, not {expected}"
        for record in records:
            check_record(record)
        worst = max(worst, used - alone)
        if used - alone > seconds:
            slow.append(f"{name}: {used - alone:.1f} s")
    assert not slow, slow
    return worst


def memory_is_flat(folder):
    # The same messages again and again: what is remembered stays the same, so memory must.
    # Those of many megabytes are left out: how many of them are under way at once is chance.
    lines = [line for _, line, _ in hostile.large(60_000) if len(line) < 1_000_000]
    once = enrich(folder, lines * 4, "--threads", "2")[3]
    often = enrich(folder, lines * 16, "--threads", "2")[3]
    assert often <= once * MEMORY_GROWTH, f"{once} KB, {often} KB with four times the input"
    return once // 1024, often // 1024


with tempfile.TemporaryDirectory() as temporary:
    work = pathlib.Path(temporary)
    print(each_has_its_outcome(work), "hostile messages, each with its outcome")
    print(f"{each_is_soon_over(work):.2f} s of CPU for the worst of the large ones")
    print("%d MB at the peak, %d MB with four times the input" % memory_is_flat(work))
