"""The shipped lexicons are what config/lexicons/build makes: byte for byte, and each names its sources. No spelling of a
city is given to a smaller one than another that is written so."""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

SKIPPED = 77
ROOT = pathlib.Path(__file__).resolve().parents[2]
LEXICONS = ROOT / "config" / "lexicons"

shipped = sorted(path.name for path in LEXICONS.glob("*.tsv"))
readme = (LEXICONS / "README.md").read_text(encoding="utf-8")
for name in shipped:
    head = (LEXICONS / name).read_text(encoding="utf-8").splitlines()[1]
    assert head.startswith("# ") and len(head) > 20, f"{name} does not name its sources"
    assert f"| {name} |" in readme, f"the README says nothing of {name}"



def smaller_namesakes(gazetteers):
    """Spellings of places.tsv that lead to another city than the most populous one that is written so."""
    def written(name):
        marks = unicodedata.normalize("NFKD", name)
        plain = "".join(c for c in marks if not unicodedata.combining(c))
        return {name.replace("’", "'"), plain.replace("’", "'")}

    people, most = {}, {}
    with (gazetteers / "cities.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            population = int(row["population"] or 0)
            people["https://sws.geonames.org/%s/" % row["geonameid"]] = population
            listed = population >= 15000 or row["feature"] == "PPLC"
            if not listed or row["feature"] == "PPLX":  # a village, or a part of a city
                continue
            for spelling in written(row["name"]):
                most[spelling] = max(population, most.get(spelling, 0))
    entries = [line.split("\t") for line in (LEXICONS / "places.tsv").read_text(encoding="utf-8").splitlines()]
    linked = [(fields[0], people[fields[1]]) for fields in entries if len(fields) > 1 and fields[1] in people]
    assert len(linked) > 20000, len(linked)
    return [spelling for spelling, population in linked if population < most.get(spelling, 0)]


data = pathlib.Path(os.environ.get("COPYTASTER_DATA", ROOT.parent / "shared" / "data"))
inputs = [data / "gazetteers", data / "iptc_mediatopics" / "mediatopics.tsv"]
if not all(path.exists() for path in inputs):
    print("skipped: no gazetteers under COPYTASTER_DATA")
    sys.exit(SKIPPED)
smaller = smaller_namesakes(inputs[0])
assert not smaller, smaller
with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, LEXICONS / "build", *inputs, folder], check=True)
    made = sorted(path.name for path in pathlib.Path(folder).iterdir())
    assert made == shipped, (made, shipped)
    for name in shipped:
        assert (pathlib.Path(folder) / name).read_bytes() == (LEXICONS / name).read_bytes(), \
            f"{name} is not what build makes: run config/lexicons/build and commit what it writes"
print(len(shipped), "files, the same bytes")
