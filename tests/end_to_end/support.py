"""Streams for the end-to-end tests: invented prose with copies, updates and bad input among it."""
import json
import os
import pathlib
import random

SYLLABLES = "ba ren to mil ka dor se lin fa gur ne pol va tis ho ram qui zel mo cha".split()
FUNCTION = "the of and to in that was for on with as by at from after which had would its were".split()
ROOT = pathlib.Path(__file__).resolve().parents[2]


def prose(seed, words):
    source = random.Random(seed)
    text = []
    for i in range(words):
        draw = source.random()
        word = "".join(source.choice(SYLLABLES) for _ in range(3))
        if draw < 0.42:
            word = source.choice(FUNCTION)
        elif draw < 0.56:
            word = word.capitalize()
        elif draw < 0.6:
            word = str(source.randrange(5000))
        text.append(word + (". " if i % 17 == 16 else " "))
    return "".join(text).strip() + "."


def corpus():
    """The folder with the larger corpora, or None."""
    folder = pathlib.Path(os.environ.get("COPYTASTER_DATA", ROOT.parent / "shared" / "data"))
    return folder if (folder / "reuters21578").is_dir() else None


def articles(count):
    """(title, body) pairs: Reuters where it is at hand, else invented."""
    folder = corpus()
    if folder is None:
        return [(f"Headline {i}", prose(i, 150)) for i in range(count)]
    found = []
    for file in sorted((folder / "reuters21578").glob("*.jsonl")):
        for line in file.open(encoding="utf-8"):
            article = json.loads(line)
            if len(article.get("body") or "") >= 200:
                found.append((article["title"], article["body"]))
    return found[:count]


def stream(count, seed=1):
    """Raw lines, as bytes: the articles, with copies, updates, kills and bad input among them."""
    source = random.Random(seed)
    lines = []
    for i, (title, body) in enumerate(articles(count)):
        at = 1_700_000_000_000 + i * 60_000
        record = {"id": str(i), "source": "wire", "title": title, "body": body, "timestamp": at}
        lines.append(json.dumps(record).encode())
        draw = source.random()
        if draw < 0.05:
            copy = dict(record, source="mirror", body=body + "\n\nShare this\n\nSign up for our newsletter\n")
            lines.append(json.dumps(copy).encode())
        elif draw < 0.07:
            update = dict(record, body=body + "\n\n" + prose(i, 40))
            lines.append(json.dumps(update).encode())
        elif draw < 0.075:
            lines.append(json.dumps({"id": str(i), "source": "wire", "status": "canceled"}).encode())
        elif draw < 0.085:
            lines.append(b'{"id": "cut", "body": ')
        elif draw < 0.09:
            lines.append(b'{"id": "bytes", "body": "a\xff"}')
        elif draw < 0.095:
            lines.append(b'{"id": "type", "body": 7}')
    return lines
