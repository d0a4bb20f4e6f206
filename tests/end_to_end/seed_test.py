"""The seed article, raw as it was scraped, through `enrich`: clean text, its names, and a spun copy of it.

Its text is not the project's: it is read from COPYTASTER_DATA, and without it the test is skipped.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from support import ROOT

SKIPPED = 77
FORM = "Leave a Comment"
EXPECTED = {
    ("people", "Jake Sullivan"): None,
    ("people", "Yang Jiechi"): None,
    ("people", "Joe Biden"): "http://www.wikidata.org/entity/Q6279",
    ("people", "Antony Blinken"): None,
    ("people", "Park Jin"): None,
    ("people", "Wang Wenbin"): None,
    ("places", "Luxembourg"): "urn:iso:std:iso:3166:LU",
    ("places", "China"): "urn:iso:std:iso:3166:CN",
    ("places", "North Korea"): "urn:iso:std:iso:3166:KP",
    ("places", "United States"): "urn:iso:std:iso:3166:US",
    ("organisations", "UN Security Council"): None,
}


def spun(text):
    """A machine's rewording: most plain words exchanged, function words, names and numbers kept."""
    kept = set("the of and to in that was for on with as by at from after which had would its were is a an has it "
               "this be are have will but been their not said".split())

    def exchange(match):
        word = match.group()
        return word if word in kept or len(word) < 4 or len(word) % 3 == 0 else word[::-1] + "o"
    return re.sub(r"\b[a-z]+\b", exchange, text)


def squeezed(text):
    return " ".join(text.split())


data = pathlib.Path(os.environ.get("COPYTASTER_DATA", ROOT.parent / "shared" / "data"))
seed = data / "seed" / "raw_article.txt"
if not seed.exists():
    print("skipped: no seed article under COPYTASTER_DATA")
    sys.exit(SKIPPED)
title, _, body = seed.read_text(encoding="utf-8").partition("\n")
article = [squeezed(paragraph) for paragraph in body[:body.index(FORM)].split("\n") if paragraph.strip()]
with tempfile.TemporaryDirectory() as folder:
    raw = pathlib.Path(folder) / "in.jsonl"
    with raw.open("w", encoding="utf-8") as file:
        for number, (headline, text) in enumerate([(title, body), (spun(title), spun(body))]):
            record = {"id": str(number), "source": f"site{number}", "title": headline, "body": text,
                      "timestamp": 1_700_000_000_000 + number * 3_600_000}
            file.write(json.dumps(record) + "\n")
    done = subprocess.run([sys.argv[1], "enrich", str(raw)], capture_output=True, check=True, timeout=120)
first, second = (json.loads(line) for line in done.stdout.splitlines())

sent = first["bodies"][0]["value"]
got = [squeezed(paragraph) for paragraph in sent.split("\n") if paragraph.strip()]
assert got == article, "the article's paragraphs, each once, and nothing of the form"
assert first["language"] == "en", first["language"]
assert first["copytaster"]["verdict"]["kind"] == "new", first["copytaster"]["verdict"]

for (kind, name), uri in EXPECTED.items():
    found = [entity for entity in first[kind] if entity["name"] == name]
    assert len(found) == 1, f"{name} stands once among {kind}: {[entity['name'] for entity in first[kind]]}"
    assert uri is None or found[0].get("uri") == uri, found
for entity in first["copytaster"]["entities"]:
    for begin, end in entity["mentions"]:
        assert 0 <= begin < end <= len(sent) and "\n" not in sent[begin:end], (entity["name"], begin, end)

quotes = first["copytaster"]["quotes"]
for quote in quotes:
    assert sent[quote["at"][0]:quote["at"][1]] == quote["text"], quote
speakers = [quote.get("speaker") for quote in quotes]
assert speakers.count("Antony Blinken") == 3 and speakers.count("Park Jin") == 4, speakers
assert speakers.count("Wang Wenbin") == 1 and "Joe Biden" not in speakers, speakers

verdict = second["copytaster"]["verdict"]
assert verdict["kind"] == "spun" and verdict["copy"] == "spun", verdict
assert verdict["of"]["uri"] == first["uri"], verdict
print(len(article), "paragraphs,", len(quotes), "quotes, and the spun copy is", verdict["kind"], verdict["score"])
