"""`explain` of an article on one line or on many, and its exit codes."""
import json
import pathlib
import subprocess
import sys
import tempfile

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
    print("explain reads one line or a whole file")
