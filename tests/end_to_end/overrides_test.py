"""People overrule verdicts of `run`, from files: each word decided once, in its place, also under SIGKILL."""
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

program = sys.argv[1]
WORDS = ("harbour council river engine market storm valley captain bridge tariff glacier museum orchard signal "
         "furnace ledger quarry senate turbine meadow").split()


FRAME = "the of and in to with for on at by from after before under while because".split()


def prose(seed, count=150):
    """Sentences that have a skeleton of their own."""
    chance = random.Random(seed)
    return " ".join(f"{chance.choice(WORDS)} {chance.choice(FRAME)} {chance.choice(FRAME)}" for _ in range(count // 3))


def article(source, ident, body, at):
    return {"id": ident, "source": source, "title": f"Report {source} {ident}", "body": body, "timestamp": at}


def write(folder, name, messages):
    (folder / name).write_text("".join(json.dumps(each) + "\n" if isinstance(each, dict) else each + "\n"
                                       for each in messages))


def configure(folder, source, out, more=""):
    file = folder / f"{out.name}.yaml"
    file.write_text(f"input: {{files: {source}, overrides: said}}\noutput: {{files: {out}}}\n"
                    f"pipeline: {{batch_articles: 7}}\njournal: {{checkpoint_every: 100}}\n{more}")
    return file


def run(config):
    return subprocess.run([program, "run", "--config", str(config)], capture_output=True, timeout=300, text=True)


def records(out, topic):
    file = out / f"news.{topic}.jsonl"
    return [json.loads(line) for line in file.open()] if file.exists() else []


def outputs(out):
    return {file.name: file.read_bytes() for file in sorted(out.glob("*.jsonl"))}


def written(out):
    return sum(file.stat().st_size for file in out.glob("*.jsonl")) if out.exists() else 0


def last(out, topic, uri):
    return [each for each in records(out, topic) if each.get("uri") == uri][-1]["copytaster"]


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    source = folder / "in"
    source.mkdir()
    start = 1_700_000_000_000
    first = [article("a", str(i), prose(i), start + i) for i in range(200)]
    copies = [article("b", str(i), prose(i) + " " + prose(1000 + i, 24), start + 1000 + i) for i in range(0, 200, 5)]
    write(source, "1.jsonl", first + copies)
    a, b = "urn:article:a:{}".format, "urn:article:b:{}".format
    by = {"by": "Ada", "why": "read both", "timestamp": start + 5000}
    write(source, "2.overrides.jsonl", [
        {"override": "not_copy", "item": b(0), "of": a(0), **by},
        {"override": "copy_of", "item": a(1), "of": a(2), "kind": "rewrite", **by},
        {"override": "split", "items": [b(5)], **by},
        {"override": "merge", "items": [a(3), b(5)], **by},
        {"override": "same_source", "source": "a wire", "same_as": "a", **by},
        {"override": "copy_of", "item": a(6), "of": "urn:article:a:9999", **by},
        {"override": "not_copy", "itm": b(0), **by},
        "not JSON"])
    write(source, "3.jsonl", [article("b", "0", prose(0) + " " + prose(2000, 24), start + 6000),
                              article("a", "1", prose(1) + " " + prose(2001, 24), start + 6001),
                              article("c", "1", prose(0), start + 6002)])

    whole = folder / "whole"
    done = run(configure(folder, source, whole))
    assert done.returncode == 0, done.stderr
    assert "5 overrides" in done.stderr, done.stderr

    verdict = last(whole, "enriched", b(0))["verdict"]
    assert verdict["kind"] == "update" and verdict["overruled"]["by"] == "Ada", verdict
    again = [each["copytaster"] for each in records(whole, "enriched") if each["uri"] == b(0)]
    assert [each.get("partial", False) for each in again] == [True, False], "sent again, then its next version"
    assert again[0]["verdict"]["kind"] == "new", again[0]
    verdict = last(whole, "duplicates", a(1))["verdict"]
    assert verdict["kind"] == "rewrite" and verdict["of"]["uri"] == a(2), verdict
    assert last(whole, "duplicates", "urn:article:c:1")["verdict"]["of"]["uri"] == a(0), "others stay what they are"

    events = records(whole, "verdicts")
    said = [each["override"] for each in events if "override" in each]
    assert said == ["not_copy", "copy_of", "split", "merge", "same_source"], said
    revised = [(each["uri"], each["old_kind"], each["new_kind"], each["by"]) for each in events if "old_kind" in each]
    assert revised == [(b(0), "near", "new", "Ada"), (a(1), "new", "rewrite", "Ada")], revised
    stories = [each["event"] for each in records(whole, "stories")]
    assert stories.count("merged") == 1, stories

    dead = [(each["headers"]["copytaster.errors.topic"], each["headers"]["copytaster.errors.offset"],
             each["headers"]["copytaster.errors.reason"]) for each in records(whole, "dead")]
    assert dead == [("said", "5", "unknown_item"), ("said", "6", "bad_override"), ("said", "7", "invalid_json")], dead

    # Killed again and again, it writes the same bytes; started once more, nothing.
    killed = folder / "killed"
    config = configure(folder, source, killed)
    all_of_it = written(whole)
    kills = 0
    for part in range(1, 8):  # when so many eighths are written, however fast the machine is
        process = subprocess.Popen([program, "run", "--config", str(config)], stderr=subprocess.DEVNULL)
        while process.poll() is None and written(killed) < all_of_it * part // 8:
            time.sleep(0.0005)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    assert run(config).returncode == 0
    assert run(config).returncode == 0
    assert outputs(killed) == outputs(whole), f"other bytes after {kills} kills"
    assert kills >= 3, kills
    print(f"{kills} kills: the same bytes")

    # The word of a person that comes later, in a file of its own.
    write(source, "4.overrides.jsonl", [{"override": "not_copy", "item": "urn:article:c:1", **by}])
    assert run(config).returncode == 0
    assert last(killed, "enriched", "urn:article:c:1")["verdict"]["kind"] == "new"

    # Without the setting the journal's place in the overrides has no meaning: refused by name.
    without = folder / "without.yaml"
    without.write_text(config.read_text().replace(", overrides: said", ""))
    refused = run(without)
    assert refused.returncode == 69 and "input.overrides" in refused.stderr, refused
