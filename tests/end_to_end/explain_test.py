"""`explain` of an article on one line or on many, and its exit codes."""
import fcntl
import json
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios

program = sys.argv[1]
ARTICLE = {"id": "1", "source": "northwire", "title": "Barge hits Tormouth bridge",
           "body": "A barge hit the bridge at Tormouth on Monday, the police said, and the span was closed."}


def explain(file):
    done = subprocess.run([program, "explain", str(file)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    line, pretty, broken = folder / "line.json", folder / "pretty.json", folder / "broken.jsonl"
    line.write_text(json.dumps(ARTICLE) + "\n")
    pretty.write_text(json.dumps(ARTICLE, indent=2) + "\n")
    broken.write_text("{\n" + json.dumps(ARTICLE) + "\n")
    assert explain(line)[0] == 0 and ARTICLE["title"] in explain(line)[1]
    assert explain(pretty) == explain(line), explain(pretty)
    code, said, complaint = explain(broken)
    assert code == 65 and not said and "invalid_json" in complaint, (code, said, complaint)
    code, said, complaint = explain(folder / "nowhere.json")
    assert code == 69 and not said and "nowhere.json" in complaint, (code, said, complaint)

    original, copy = folder / "original.json", folder / "copy.json"
    words = ("The harbour master said that divers had found no crack in the piers of the bridge, which carries "
             "nine thousand cars a day between the two halves of Tormouth. Engineers from the ministry will look at "
             "the steel on Tuesday, and the ferry runs every twenty minutes until they have reported.")
    original.write_text(json.dumps({"id": "1", "source": "wire", "title": "Bridge", "body": words}))
    copy.write_text(json.dumps({"id": "2", "source": "post", "title": "Bridge", "body": "Good morning. " + words}))

    def against(*more, **options):
        return subprocess.run([program, "explain", str(copy), "--against", str(original), *more],
                              capture_output=True, text=True, timeout=60, **options)

    done = against()
    assert done.returncode == 0 and not done.stderr, done
    assert "\033" not in done.stdout, "colour only on a terminal"
    assert "Good morning. [The harbour" in done.stdout, done.stdout
    assert "near: " in done.stdout and "near from 0.70, excerpt from 0.80" in done.stdout, done.stdout
    assert all(len(line) <= 120 for line in done.stdout.split("\n") if "│" in line), "120 columns"

    found = json.loads(against("--json").stdout)
    verdict = found["record"]["copytaster"]["verdict"]
    assert verdict["kind"] == "near" and found["reason"].startswith("near: "), found
    assert found["other"]["record"]["copytaster"]["verdict"]["kind"] == "new"
    features = {each["name"]: each for each in found["comparison"]["features"]}
    assert features["containment"]["value"] == verdict["evidence"]["containment"], found["comparison"]
    assert features["containment"]["from"] == {"near": 0.7, "excerpt": 0.8}
    (passage,) = found["shared"]["passages"]
    texts = [found["record"]["bodies"][0]["value"], found["other"]["record"]["bodies"][0]["value"]]
    pieces = [text[slice(*passage[side])] for text, side in zip(texts, ("article", "other"))]
    assert pieces[0] == pieces[1] and len(pieces[0].split()) == passage["words"], pieces
    assert "record" in json.loads(subprocess.run([program, "explain", str(copy), "--json"], capture_output=True,
                                                 timeout=60).stdout)

    # On a terminal: as wide as it is, and in colour unless NO_COLOR asks for none.
    def on_terminal(columns, environment):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        with subprocess.Popen([program, "explain", str(copy), "--against", str(original)], stdout=slave,
                              env={**os.environ, **environment}):
            os.close(slave)
            said = b""
            try:
                while piece := os.read(master, 65536):
                    said += piece
            except OSError:
                pass  # the other end is closed
        os.close(master)
        return said.decode()

    shown = on_terminal(60, {})
    plain = re.sub("\033\\[[0-9;]*m", "", shown)
    assert shown != plain and "[The" not in plain, shown
    assert max(len(line) for line in plain.split("\r\n") if "│" in line) in range(50, 61), plain
    assert "\033" not in on_terminal(60, {"NO_COLOR": "1"})
    print("explain reads one line or a whole file")
