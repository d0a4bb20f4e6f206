"""An article that crashes the program costs itself alone, over files. poison.cc makes the crashes."""
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile

from support import stream

program, poison = sys.argv[1:3]
KINDS = {"segv": signal.SIGSEGV, "overflow": signal.SIGSEGV, "trap": signal.SIGILL, "abort": signal.SIGABRT,
         "bus": signal.SIGBUS, "fpe": signal.SIGFPE}


def poisoned(kind, at):
    return json.dumps({"id": f"poison-{kind}", "source": "wire", "title": f"POISON {kind}", "timestamp": at,
                       "body": "A barge struck the bridge at Tormouth on Monday, and the span was closed."}).encode()


def start(config, **environment):
    """One start of the program: exit status, what it said."""
    done = subprocess.run([program, "run", "--config", str(config)], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "LD_PRELOAD": poison, **environment},
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
    return done.returncode, done.stderr


def records(out, topic):
    file = out / f"{topic}.jsonl"
    return [json.loads(line) for line in file.open("rb")] if file.exists() else []


def configure(folder, lines):
    """A folder of its own for each case."""
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "a.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    config = folder / "c.yaml"
    config.write_text(f"input: {{files: {folder}/in}}\noutput: {{files: {folder}/out}}\n"
                      "pipeline: {threads: 3, batch_articles: 20}\n")
    return config


def each_crash_costs_one_article(folder):
    lines = stream(120)
    innocent = len(lines)
    at = json.loads(lines[0])["timestamp"]
    for i, kind in enumerate(KINDS):
        lines.insert(7 + 20 * i, poisoned(kind, at))
    config = configure(folder, lines)
    ends = []
    while not ends or (ends[-1] != 0 and len(ends) < 20):
        code, said = start(config)
        ends.append(code)
        assert code in (0, *(-number for number in KINDS.values())), (ends, said)
        assert ("tried alone" in said) == (len(ends) > 1), said
    assert ends[-1] == 0 and set(ends[:-1]) == {-number for number in KINDS.values()}, ends
    # What was under way beside another was a suspect too, and perhaps set aside before it crashed the program.
    assert 5 <= len(ends) <= len(KINDS) + 1, ends
    out = folder / "out"
    dead = [letter for letter in records(out, "news.dead")
            if letter["headers"]["copytaster.errors.reason"] == "crashes_analysis"]
    assert {json.loads(letter["value"])["id"] for letter in dead} == {f"poison-{kind}" for kind in KINDS}, dead
    assert all(letter["value"].encode() in lines for letter in dead), "the original bytes"
    assert {letter["headers"]["copytaster.errors.stage"] for letter in dead} == {"analyse"}
    assert any("signal 11 (Segmentation fault)" in letter["headers"]["copytaster.errors.message"] for letter in dead)
    others = [own["copytaster"]["origin"]["offset"] for topic in ("news.enriched", "news.duplicates")
              for own in records(out, topic) if not own["copytaster"].get("partial")]
    rejected = len(records(out, "news.dead")) - len(dead)
    assert len(others) == len(set(others)) and len(others) + rejected == innocent, (len(others), rejected, innocent)
    code, said = start(config)
    assert code == 0 and "tried alone" not in said and "0 inputs" in said, said
    print(f"{len(KINDS)} ways to crash, {len(ends) - 1} crashes: {len(KINDS)} dead letters, {innocent} others once")


def an_innocent_is_not_blamed(folder):
    lines = [poisoned("once", 1_700_000_000_000), *stream(30)]
    config = configure(folder, lines)
    once = folder / "once"
    once.touch()
    code, _ = start(config, POISON_ONCE=str(once))
    assert code == -signal.SIGABRT, code
    code, said = start(config, POISON_ONCE=str(once))
    assert code == 0 and "does no harm alone" in said, said
    assert "poison-once" in "".join(own["uri"] for own in records(folder / "out", "news.enriched"))
    assert not any(letter["headers"]["copytaster.errors.reason"] == "crashes_analysis"
                   for letter in records(folder / "out", "news.dead"))
    print("what crashes once and not again is worked on as usual")


def one_that_never_ends_alone_is_set_aside(folder):
    config = configure(folder, [poisoned("hang", 1_700_000_000_000), *stream(5)])
    once = folder / "once"
    once.touch()
    assert start(config, POISON_ONCE=str(once))[0] == -signal.SIGABRT
    code, said = start(config, POISON_ONCE=str(once))
    assert code == 0 and "time limit" in said, said
    assert records(folder / "out", "news.dead")[0]["headers"]["copytaster.errors.reason"] == "crashes_analysis"
    print("what then takes for ever is ended and set aside")


def without_notes_it_runs_and_says_so(folder):
    config = configure(folder, stream(5))
    config.write_text(config.read_text().replace("threads: 3", f"threads: 3, state: {folder}/nowhere"))
    code, said = start(config)
    assert code == 0 and "setting pipeline.state" in said and "nowhere" in said, said


with tempfile.TemporaryDirectory() as name:
    root = pathlib.Path(name)
    each_crash_costs_one_article(root / "each")
    an_innocent_is_not_blamed(root / "innocent")
    one_that_never_ends_alone_is_set_aside(root / "hang")
    without_notes_it_runs_and_says_so(root / "without")
