"""`enrich` gives the same bytes whatever the threads and batches, and one line for every input."""
import gzip
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from support import stream

program = sys.argv[1]


def enrich(folder, source, *options):
    dead = folder / "dead.jsonl"
    done = subprocess.run([program, "enrich", str(source), "--dead-letters", str(dead), *options],
                          capture_output=True, check=True, timeout=600)
    return done.stdout, dead.read_bytes()


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    lines = stream(1500)
    source = folder / "in.jsonl"
    source.write_bytes(b"\n".join(lines) + b"\n")
    expected = enrich(folder, source, "--threads", "1", "--batch", "1000")
    records, dead = (output.splitlines() for output in expected)
    assert len(records) + len(dead) == len(lines), (len(records), len(dead), len(lines))
    offsets = [json.loads(record)["copytaster"]["origin"]["offset"] for record in records]
    assert offsets == sorted(set(offsets)), "records are in input order, each once"
    kinds = {json.loads(record)["copytaster"]["verdict"]["kind"] for record in records}
    assert {"new", "near", "update", "kill"} <= kinds or {"new", "exact", "update", "kill"} <= kinds, kinds
    assert {json.loads(letter)["headers"]["copytaster.errors.reason"] for letter in dead} == {
        "invalid_json", "invalid_utf8", "wrong_type"}
    for threads, batch in ((1, 1), (2, 1), (2, 100), (8, 100), (8, 5000), (2, 5000)):
        got = enrich(folder, source, "--threads", str(threads), "--batch", str(batch))
        assert got == expected, f"{threads} threads, batches of {batch}: other bytes"

    article = {"id": "1", "source": "wire", "title": "Barge hits bridge", "body": "A barge hit the bridge on Monday."}
    source.write_text(json.dumps(article))
    line = enrich(folder, source)
    source.write_text(json.dumps(article, indent=2) + "\n")
    assert enrich(folder, source) == line and line[0], "one article on many lines"
    piped = subprocess.run([program, "enrich"], input=source.read_bytes(), capture_output=True, check=True)
    assert piped.stdout == line[0], piped

    kill = {"id": "1", "source": "wire", "status": "canceled"}
    source.write_text("\n".join(map(json.dumps, (article, dict(article, id="2"), kill))) + "\nno json\n")
    told = subprocess.run([program, "enrich", str(source)], capture_output=True, text=True, check=True)
    assert "4 in = 1 new + 1 copy + 0 updates + 0 stale + 1 kill + 1 dead letter;" in told.stderr, told.stderr

    given = source.read_bytes()
    (folder / "link.jsonl").symlink_to(source)
    (folder / "hard.jsonl").hardlink_to(source)
    for dead in (source, folder / "link.jsonl", folder / "hard.jsonl", f"{folder}/../{folder.name}/{source.name}"):
        for file in (source, "-", "/dev/stdin"):
            with source.open() as stdin:
                refused = subprocess.run([program, "enrich", str(file), "--dead-letters", str(dead)],
                                         stdin=stdin, capture_output=True, text=True, timeout=60)
            assert refused.returncode == 64 and not refused.stdout, refused
            assert str(dead) in refused.stderr, refused
            assert ("standard input" if file == "-" else str(file)) in refused.stderr, refused
            assert source.read_bytes() == given, "what is read is not written over"
    many = folder / "many"
    many.mkdir()
    (many / "2.jsonl").write_text(json.dumps(dict(article, id="2")) + "\n")
    (many / "1.jsonl").write_text(json.dumps(article) + "\n")
    (many / "0.json").write_text("not looked at")
    read = subprocess.run([program, "enrich", str(many)], capture_output=True, text=True, check=True)
    kinds = [json.loads(line)["copytaster"]["verdict"]["kind"] for line in read.stdout.splitlines()]
    assert kinds == ["new", "exact"] and "2 in = 1 new + 1 copy" in read.stderr, read
    refused = subprocess.run([program, "enrich", str(many), "--dead-letters", str(many / "2.jsonl")],
                             capture_output=True, text=True)
    assert refused.returncode == 64 and "2.jsonl" in refused.stderr and (many / "2.jsonl").stat().st_size, refused
    for file in ("1.jsonl", "2.jsonl"):
        (many / file).unlink()
    empty = subprocess.run([program, "enrich", str(many)], capture_output=True, text=True)
    assert empty.returncode == 0 and "no file there ends in .jsonl or .jsonl.zst" in empty.stderr, empty
    assert "1 other, such as 0.json" in empty.stderr and "0 in" in empty.stderr, empty

    for suffix in (".gz", ""):
        file = folder / ("packed.jsonl" + suffix)
        file.write_bytes(gzip.compress(source.read_bytes()))
        with file.open() as stdin:
            packed = subprocess.run([program, "enrich", str(file) if suffix else "-"], stdin=stdin,
                                    capture_output=True, text=True)
        assert packed.returncode == 69 and "is compressed by gzip; unpack it first" in packed.stderr, packed
        assert not packed.stdout, packed

    nothing = subprocess.run([program, "enrich", "/dev/null", "--dead-letters", "/dev/null"], capture_output=True)
    assert nothing.returncode == 0, nothing

    for sent in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen([program, "enrich", "--batch", "1"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdin.write(json.dumps(article) + "\n")
        process.stdin.flush()
        first = process.stdout.readline()
        process.send_signal(sent)
        process.wait(timeout=60)  # its input stays open: what has read all of it is not stopped
        more, words = process.communicate()
        assert json.loads(first) and not more, (first, more)
        assert process.returncode == 128 + sent and "stopped after 1 in = 1 new" in words, (process.returncode, words)

    def stops(sent, exits, *options, **streams):
        process = subprocess.Popen([program, "enrich", *options], stderr=subprocess.DEVNULL, **streams)
        time.sleep(1)
        for each in sent:
            process.send_signal(each)
            time.sleep(0.2)
        assert process.wait(timeout=30) == exits, (options, process.returncode)

    pipe = folder / "pipe"
    os.mkfifo(pipe)
    for sent in (signal.SIGINT, signal.SIGTERM):
        stops([sent], -sent, str(pipe))  # which nobody opens to write
        stops([sent], -sent, "/dev/null", "--dead-letters", str(pipe))
    source.write_text("".join(json.dumps(dict(article, id=str(number))) + "\n" for number in range(2000)))
    reader, writer = os.pipe()  # nobody reads it
    stops([signal.SIGTERM], 128 + signal.SIGTERM, str(source), stdout=writer)
    stops([signal.SIGTERM, signal.SIGINT], 128 + signal.SIGINT, str(source), stdout=writer)
    os.close(reader)
    os.close(writer)

    missing = subprocess.run([program, "enrich", str(folder / "none.jsonl")], capture_output=True)
    assert missing.returncode == 69 and b"none.jsonl" in missing.stderr, missing
    usage = subprocess.run([program, "enrich", "--no-such-option"], capture_output=True)
    assert usage.returncode == 64, usage
print("7 ways to run, the same bytes")
