"""`--version` names what records name; a program without its lexicons says where it looked."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

program = sys.argv[1]


def call(*arguments, text=""):
    done = subprocess.run([str(each) for each in arguments], input=text, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


code, said, _ = call(program, "--version")
assert code == 0, code
versions = dict(line.split(" ", 1) for line in said.splitlines())
for library in ("CLD2", "CLI11", "fmt", "lexbor", "librdkafka", "RapidJSON", "simdjson", "spdlog", "utf8proc", "xxHash",
                "yaml-cpp", "zstd"):
    assert re.search(r"\d", versions[library]), (library, said)
assert re.fullmatch(r"\d+\.\d+\.\d+", versions["fmt"]), versions["fmt"]
_, record, _ = call(program, "enrich", text=json.dumps({"title": "T", "body": "A barge hit a bridge on Monday."}))
made_by = json.loads(record)["copytaster"]["made_by"]
assert made_by["version"] == versions["copytaster"]
assert made_by["models"] == {name: versions[f"models.{name}"] for name in ("entities", "topics")}, (made_by, versions)

with tempfile.TemporaryDirectory() as name:
    root = pathlib.Path(name).resolve()
    moved = root / "opt" / "bin" / "copytaster"
    moved.parent.mkdir(parents=True)
    shutil.copy(program, moved)
    installed, in_source = root / "opt/share/copytaster/lexicons", root / "config/lexicons"
    for command in (["enrich"], ["demo"], ["bench", "-"], ["explain", moved]):
        code, _, complaint = call(moved, *command)
        assert code == 78, (command, code)
        for part in (installed, in_source, "annotate.lexicons"):
            assert str(part) in complaint, (command, part, complaint)
    code, said, _ = call(moved, "--version")
    assert code == 0 and str(installed) in said and "models.entities" not in said, said
    shutil.copytree(pathlib.Path(__file__).resolve().parents[2] / "config" / "lexicons", installed)
    assert call(moved, "--version")[1].splitlines()[-2:] == call(program, "--version")[1].splitlines()[-2:]
    code, _, complaint = call(moved, "demo")
    assert code == 69 and "sample-wire.jsonl" in complaint and "--wire" in complaint, complaint
    (installed / "topics.tsv").write_text("")
    code, _, complaint = call(moved, "enrich")
    assert code == 78 and f"{installed}/topics.tsv" in complaint and "setting annotate" not in complaint, complaint
print("the versions of the program, its libraries and its models")
