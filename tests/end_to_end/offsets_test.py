"""Ranges of records, through `enrich`, in texts of odd characters: they hit the words in exactly the `value` sent out.

2,000 texts drawn from a seed: letters of one to four bytes, right-to-left, emoji of several code points, combining
marks that compose, invisible characters, mojibake, references, wire lines; around names that must be found whole.
"""
import json
import random
import subprocess
import sys
import unicodedata

NAMES = ["Jane Doe", "Angela Merkel", "Microsoft", "Luxembourg", "Paris"]
PIECES = [" said on Monday that ", " left. ", " left.\n\n", " é ", " e\u0301 ", " 漢字。", " שלום עולם. ", " مرحبا! ", "👩🏽\u200d🚀 ",
          "🇫🇷", " \u202bשלום\u202c ", "\u200b", "\ufeff", " \u00ad", " \u0000", "\u0007 ", " donâ€™t ", " &amp; ", " &eacute;t&eacute; ",
          " « Non. » ", " “It is over.” ", " —", "\r\n", "\u2028", "\x0b", "\x0c", "\t", "\u00a0\u00a0", " 3.5 ", " U.S. ", " 𝒳 ",
          " \ufdd0", " \uffff ", " می\u200cخواهم ", " क्\u200dया। ", "...", "…", "\"", "(", ")", " Facebook Twitter ", "\n\nShare\n\n"]
HEADS = ["", "", "EMBARGOED UNTIL 00:01 GMT, 5 March 2026\n\n", "PARIS (AP) — ", "By Erika Mustermann\n\nBERLIN, 13. Juni (dpa) – ",
         "Eds: Updates.\n\n"]


def text_of(draw):
    parts = [draw.choice(HEADS)]
    for _ in range(draw.randrange(1, 25)):
        parts += [draw.choice(NAMES) if draw.random() < 0.3 else draw.choice(PIECES), draw.choice(PIECES + [" "] * 20)]
    return "".join(parts)


def check(record):
    ours = record["copytaster"]
    body = next((each for each in record.get("bodies", []) if each["role"] == "main"), {"value": "", "charCount": 0})
    value = body["value"]
    assert body["charCount"] == len(value), "charCount"
    assert unicodedata.is_normalized("NFC", value), "not NFC"
    at = 0
    for begin, end in ours["sentences"]:
        assert at <= begin < end <= len(value) and not value[at:begin].strip(), ("sentence", begin, end)
        assert value[begin:end] == value[begin:end].strip(), ("blanks round a sentence", value[begin:end])
        at = end
    assert not value[at:].strip(), "text behind the last sentence"
    found = 0
    for entity in ours["entities"]:
        for begin, end in entity["mentions"]:
            mention = value[begin:end]
            assert mention and mention[0].isalnum() and (mention[-1].isalnum() or mention[-1] == "."), ("mention", mention)
            before, after = value[begin - 1:begin] if begin else "", value[end:end + 1]
            assert not before.isalnum() and not after.isalnum(), ("within a word", before, mention, after)
            found += mention in NAMES
    for quote in ours["quotes"]:
        begin, end = quote["at"]
        assert quote["text"] in value[begin:end], ("quote", quote["text"], value[begin:end])
    for kind, ranges in ours["ranges"].items():
        for begin, end in ranges:
            assert 0 <= begin < end <= len(value), (kind, begin, end)
        if kind == "dateline":
            assert value[ranges[0][0]:].startswith(record.get("located", "")), value[ranges[0][0]:ranges[0][1]]
    return found


def main():
    draw = random.Random(7)
    lines = [json.dumps({"id": str(i), "source": "odd", "title": "", "body": text_of(draw)}) for i in range(2000)]
    made = subprocess.run([sys.argv[1], "enrich", "--dead-letters", "/dev/null"], input="\n".join(lines).encode(),
                          capture_output=True, check=True).stdout.decode()
    found = 0
    records = [json.loads(line) for line in made.splitlines()]
    for record in records:
        try:
            found += check(record)
        except AssertionError as error:
            raise AssertionError(record["uri"], lines[int(record["uri"].rsplit(":", 1)[1])], error.args) from error
    assert len(records) > 1900, len(records)
    assert found > 3000, f"{found} names found: the test sees too little"
    print(f"{len(records)} records, {found} names where they stand")


main()
