"""Each line of the sample wire becomes what tests/end_to_end/sample_wire_expected.tsv says, copies of what it says."""
import json
import pathlib
import subprocess
import sys
import tempfile

program, tree = sys.argv[1], pathlib.Path(sys.argv[2])
wire = tree / "deploy" / "sample-wire.jsonl"
# The files count lines from 1, the program's offsets from 0.
expected = {}
for row in (tree / "tests" / "end_to_end" / "sample_wire_expected.tsv").read_text().splitlines():
    if not row.startswith("#"):
        number, kind, of = row.split("\t")
        expected[int(number) - 1] = (kind, of)
assert sorted(expected) == list(range(len(wire.read_bytes().splitlines()))), "one expectation for each line"

with tempfile.TemporaryDirectory() as name:
    dead = pathlib.Path(name) / "dead.jsonl"
    records = subprocess.run([program, "enrich", str(wire), "--dead-letters", str(dead)], capture_output=True,
                             check=True).stdout.splitlines()
    letters = dead.read_text().splitlines()

# Reports of one event by several desks, which are no copies of each other.
TOGETHER = [{"NO-101", "NO-102", "HA-101", "ME-104", "LA-102"}, {"NO-121", "ME-112"}, {"NO-108", "LA-104"}]

got = {}
stories = {}
for record in map(json.loads, records):
    verdict = record["copytaster"]["verdict"]
    offset = record["copytaster"]["origin"]["offset"]
    assert offset not in got, f"line {offset + 1} came out twice"
    if verdict["kind"] == "new":
        stories.setdefault(record["copytaster"]["story"]["id"], set()).add(record["uri"].rsplit(":", 1)[1])
    got[offset] = (verdict["kind"], verdict.get("of", {}).get("uri", ""))
for letter in map(json.loads, letters):
    headers = letter["headers"]
    got[int(headers["copytaster.errors.offset"])] = ("rejected:" + headers["copytaster.errors.reason"], "")

joined = [items for items in stories.values() if len(items) > 1]
for items in TOGETHER:
    assert items in joined, f"{sorted(items)} are one story, and nothing else is in it: {joined}"

wrong = [f"line {line + 1}: {got.get(line)}, not {what}" for line, what in expected.items() if got.get(line) != what]
print("\n".join(wrong) or f"{len(expected)} lines as expected")
sys.exit(1 if wrong else 0)
