"""`train entities`: the same bytes twice, a card beside them, a model that `enrich` uses and names, and refusals."""
import json
import pathlib
import subprocess
import sys
import tempfile

program = sys.argv[1]


def run(*arguments, said=None):
    return subprocess.run([program, *map(str, arguments)], input=said, capture_output=True, text=True, timeout=240)


def sentences():
    people, places = ["Zorblat", "Quenser", "Brimolo", "Tavuntar"], ["Mirrovale", "Ghastin", "Plumedor"]
    lines = []
    for i in range(60):
        person, place = people[i % 4], places[i % 3]
        lines += ["Yesterday O", f"{person} B-PER", "spoke O", "near O", f"{place} B-LOC", ". O", ""]
    return "\n".join(lines) + "\n"


def train(folder, name, *more):
    done = run("train", "entities", "--out", folder / name, "--passes", "4", "--text", folder / "plain.txt",
               "--licence", "invented", *more, folder / "labelled.conll")
    assert done.returncode == 0 and "held out" in done.stdout, (done.returncode, done.stderr)
    return (folder / name).read_bytes()


def enrich(folder, model):
    (folder / "c.yaml").write_text(f"annotate: {{entity_model: {model}}}\n")
    article = json.dumps({"id": "1", "source": "s", "title": "t", "body": "Yesterday Quenser spoke near Plumedor. " * 3})
    return run("enrich", "--config", folder / "c.yaml", "-", said=article + "\n")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "labelled.conll").write_text(sentences())
    (folder / "plain.txt").write_text("Plain words about plain things. " * 50)
    model = train(folder, "a.model")
    assert model == train(folder, "b.model"), "the same texts give the same bytes"
    card = json.loads((folder / "a.model.card.json").read_text())
    assert [f["name"] for f in card["labelled"]] == ["labelled.conll"] and card["licence"] == "invented", card
    assert card["held_out"]["all"]["f1"] > 0.9, card

    done = enrich(folder, folder / "a.model")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert [p["name"] for p in record["people"]] == ["Quenser"], record["people"]
    assert [p["name"] for p in record["places"]] == ["Plumedor"], record["places"]
    assert record["copytaster"]["made_by"]["models"]["entities"].endswith("+" + card["model"])
    record = json.loads(enrich(folder, "none").stdout)
    assert "+" not in record["copytaster"]["made_by"]["models"]["entities"]

    newer = model.replace(b"copytaster-entities 1\n", b"copytaster-entities 9\n")
    for name, bytes_, reason in [("cut", model[:-5], "cut short"), ("newer", newer, "upgrade"),
                                 ("flipped", model[:200] + bytes([model[200] ^ 1]) + model[201:], "damaged"),
                                 ("text", b"hello", "no model")]:
        (folder / name).write_bytes(bytes_)
        done = enrich(folder, folder / name)
        complaint = done.stderr
        assert done.returncode == 78 and name in complaint and reason in complaint, (name, done.returncode, complaint)
        assert "annotate.entity_model" in complaint and not done.stdout, complaint
    done = enrich(folder, folder / "nowhere")
    assert done.returncode == 78 and "nowhere" in done.stderr, done.stderr

    (folder / "no_tags.txt").write_text("one two\nthree four\n")
    for arguments, code, reason in [
        (["--out", folder / "x", folder / "no_tags.txt"], 65, "no_tags.txt"),
        (["--out", folder / "x", folder / "missing"], 65, "missing"),
        (["--out", folder / "x", folder], 65, "Is a directory"),
        (["--out", folder / "no/x", "--passes", "1", folder / "labelled.conll"], 69, "--out"),
        (["--out", folder / "x", "--lexicons", folder, folder / "labelled.conll"], 78, "--lexicons"),
        (["--out", folder / "x"], 64, "files"),
    ]:
        done = run("train", "entities", *arguments)
        assert done.returncode == code and reason in done.stderr, (arguments, done.returncode, done.stderr)
    assert not (folder / "x").exists()
    print("train entities: deterministic, and what it made is used and checked")
