"""Messages that should never come and do: each with what must become of it.

`cases()` yields (name, line, outcome): "record" or the reason of the dead letter. None of the lines has a
line end. `large()` are those that are there to cost time or memory, at the size of the default limits.
"""
import json

PROSE = ("The harbour council of Tormouth voted on Tuesday to rebuild the north quay, which a barge struck in "
         "March. Work begins in May and will cost 12 million crowns, its chair Ilse Varga said. ")


def article(body, **others):
    return json.dumps({"id": "x", "source": "hostile", "body": body, **others}, ensure_ascii=False).encode()


def raw(body):
    """An article whose body is JSON text as it stands."""
    return b'{"id": "x", "source": "hostile", "body": ' + body + b"}"


def cases():
    prose = PROSE.encode()
    yield "truncated JSON", b'{"id": "cut", "body": "The harbour', "invalid_json"
    yield "no JSON at all", b"<html><p>The harbour council</p></html>", "invalid_json"
    yield "an array", b'["The harbour council"]', "wrong_type"
    yield "a string", b'"The harbour council"', "wrong_type"
    yield "two values on a line", article(PROSE) + article(PROSE), "invalid_json"
    yield "invalid UTF-8", raw(b'"The \xff\xfe harbour"'), "invalid_utf8"
    yield "overlong UTF-8", raw(b'"The \xc0\xaf harbour"'), "invalid_utf8"
    yield "a surrogate as UTF-8", raw(b'"The \xed\xa0\x80 harbour"'), "invalid_utf8"
    yield "a lone surrogate escaped", raw(b'"The \\ud800 harbour"'), "invalid_json"
    yield "a pair of surrogates", raw(b'"\\ud83d\\ude00 ' + prose + b'"'), "record"
    yield "raw NUL bytes", raw(b'"The \x00 harbour"'), "invalid_json"
    yield "escaped NUL bytes", raw(b'"\\u0000' + prose + b'\\u0000"'), "record"
    yield "control characters", raw(b'"\\u0001\\u0007\\u001b[31m' + prose + b'"'), "record"
    yield "a byte order mark", b"\xef\xbb\xbf" + article(PROSE), "record"
    yield "a carriage return at the end", article(PROSE) + b"\r", "record"
    yield "JSON 10,000 deep", b'{"body": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "too_deep"
    yield "JSON 10,000 deep, unclosed", b'{"body": ' + b"[" * 10_000, "invalid_json"
    yield "a number for a body", raw(b"7"), "wrong_type"
    yield "an object for a body", raw(b'{"text": "The harbour"}'), "wrong_type"
    yield "a number for a title", article(PROSE, title=7), "wrong_type"
    yield "a list for a title", article(PROSE, title=["a"]), "wrong_type"
    yield "an empty body", article(""), "empty_text"
    yield "a body of blanks", article(" \n\t\u00a0\u2003 "), "empty_text"
    yield "a body of invisible characters", article("\u200b\u200e\u202e\ufeff"), "empty_text"
    yield "an empty object", b"{}", "empty_text"
    yield "null everywhere", b'{"id": null, "source": null, "title": null, "body": null}', "empty_text"
    yield "a title only", b'{"id": "t", "source": "hostile", "title": "Barge hits Tormouth bridge"}', "record"
    yield "a body only", raw(b'"' + prose + b'"'), "record"
    yield "no id and no source", b'{"body": "' + prose + b'"}', "record"
    yield "the year 2099", article(PROSE, timestamp="2099-01-01T00:00:00Z", published_at="2099-01-01T00:00:00Z"), "record"
    yield "the year 300,000", article(PROSE, timestamp=9_404_800_000_000_000, published_at="300000-01-01T00:00:00Z"), None
    yield "before 1970", article(PROSE, timestamp=-62_135_596_800_000, published_at="0001-01-01T00:00:00Z"), "record"
    yield "a date that is none", article(PROSE, published_at="next Tuesday"), None
    yield "a huge number", article(PROSE, timestamp=10**18, urgency=10**18), None
    yield "a number beyond all types", raw(b'"' + prose + b'", "urgency": 1' + b"0" * 400), None
    yield "a number in a field of its own", raw(b'"' + prose + b'", "score": 1e999'), None
    yield "duplicate keys", raw(b'"' + prose + b'", "body": 7, "body": ""'), None
    yield "an empty key", raw(b'"' + prose + b'", "": "x"'), "record"
    yield "right to left", article("\u202e\u05d4\u05de\u05d5\u05e2\u05e6\u05d4 \u05d4\u05d7\u05dc\u05d9\u05d8\u05d4. " + PROSE + "\u0645\u062c\u0644\u0633 \u0627\u0644\u0645\u062f\u064a\u0646\u0629."), "record"
    yield "combining characters", article("Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f a\u0301\u0302\u0303 " * 50 + PROSE), "record"
    yield "an emoji family", article("\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 20 + PROSE), "record"
    yield "noncharacters", article("\ufffe\uffff\U0010ffff " + PROSE), "record"
    yield "HTML 100,000 deep", article("<div>" * 100_000 + PROSE), "record"
    yield "HTML never closed", article("<p>" + PROSE + "<b><i><a href='" + PROSE * 3), "record"
    yield "less-than signs in prose", article("<p>Ice < 3 cm " + PROSE * 100), "record"
    yield "a million laughs", article(laughs() + f"<p>&lol9; {PROSE}</p>"), "record"
    yield "a script alone", article("<script>alert('The harbour')</script><p></p>"), "empty_text"
    yield "entities that are none", article("<p>&#xD800; &#0; &#x110000; &nosuch; &#99999999999999; " + PROSE), "record"
    yield "CRLF within", article((PROSE + "\r\n\r\n") * 3), "record"
    yield "canceled without text", b'{"id": "k", "source": "hostile", "status": "canceled"}', "record"
    yield "a path for an id", article(PROSE, id="../../etc/passwd\u0000", source="a/../b"), "record"
    yield "a URL that is none", article(PROSE, url="http://[::1]:99999/%zz?\u202e#"), None
    yield "an id of 100 KB", article(PROSE, id="x" * 100_000), "field_too_large"
    yield "ten thousand fields", article(PROSE, **{f"field{i}": i for i in range(10_000)}), "record"
    yield "ten thousand authors", article(PROSE, authors=[f"Person {i}" for i in range(10_000)]), None


def laughs():
    lines = ['<!DOCTYPE lolz [<!ENTITY lol0 "lol">']
    lines += [f'<!ENTITY lol{i} "{f"&lol{i - 1};" * 10}">' for i in range(1, 10)]
    return "".join(lines) + "]>"


def fill(piece, size):
    return (piece * (size // len(piece.encode()) + 1))[:size]


def large(size=1_900_000):
    """(name, line, outcome); outcome None: a record or a dead letter, whichever, but soon."""
    mega = 1_000_000
    yield "a 50 MB message", raw(b'"' + b"The harbour council. " * 2_500_000 + b'"'), "message_too_large"
    yield "20 MB of one word", raw(b'"' + b"a" * 20_000_000 + b'"'), "message_too_large"
    yield "9 MB of prose", article(fill(PROSE, 9 * mega)), "text_too_large"
    yield "a million open tags", article("<b>" * mega + PROSE), None
    yield "a million nested quotes", article("<q>" * mega + "</q>" * mega + PROSE), None
    yield "a million closing tags", article("</p>" * mega + PROSE), None
    yield "misnested formatting", article("<a><b><i><div><p>" * 100_000 + PROSE), None
    yield "tables in tables", article("<table><tr><td>" * 100_000 + PROSE), None
    yield "unclosed tags", article("<p " * mega), None
    yield "one tag, many attributes", article("<p " + "".join(f"a{i}=1 " for i in range(100_000)) + f">{PROSE}</p>"), None
    yield "comments unclosed", article("<p>" + "<!-- " * mega + PROSE), None
    yield "many entities of HTML", article("<p>" + "&amp;&eacute;&#x1F600;" * 200_000 + "</p>"), None
    for name, piece in PIECES.items():
        yield name, article(fill(piece, size)), None
    yield "names, all different", article(fill_numbered("Jan%s Dor%s met Ilse Var%s of Ministry Kel%s. ", size)), None
    yield "capitals, all different", article(fill_numbered("TOR%s MOUTH%s ", size)), None
    yield "lines, all different", article(fill_numbered("Line %s of %s.\n", size)), None
    yield "paragraphs, all different", article(fill_numbered("Word%s and more%s\n\n", size)), None
    yield "names of people, then said", article(fill_numbered('"We go on," said Mr Pol%s. "It is so," Anna Kor%s added. ', size)), None
    yield "a title of 4 MB", article(PROSE, title=fill("Barge ", 4 * mega)), None
    yield "a million fields", b"{" + b",".join(b'"f%d":1' % i for i in range(600_000)) + b', "body": "The harbour council."}', None
    yield "a million authors", article(PROSE, authors=["A B"] * 500_000), None
    yield "a URL of 1 MB", article(PROSE, url="https://example.invalid/" + "a/../" * 200_000), None
    yield "a million escapes", raw(b'"' + b"\\u00e9" * mega + b'"'), None


PIECES = {
    "capitals": "HARBOUR COUNCIL ",
    "one word": "a",
    "one capital word": "A",
    "capitalised words": "Tormouth ",
    "one name": "Ilse Varga ",
    "names joined": "Varga of ",
    "initials": "A. B. ",
    "places": "Lisbon, Portugal, ",
    "titles": "President Secretary of State ",
    "organisations": "Ministry of the Bank of the ",
    "numbers": "1,234.56 ",
    "digits": "7",
    "numbers joined": "1.",
    "hyphens": "-",
    "words with hyphens": "a-",
    "apostrophes": "a'",
    "dots": ".",
    "sentence ends": "A. ",
    "unclosed quotes": '" ',
    "unclosed curly quotes": "\u201cHe ",
    "closing quotes only": "He\u201d ",
    "quotes": '"We go on," said Ilse Varga. ',
    "quotes without a speaker": '"We go on" ',
    "brackets": "(",
    "lines": "x\n",
    "short lines": "Share\n",
    "short paragraphs": "One.\n\n",
    "furniture": "Share this\n\nSign up for our newsletter\n\n",
    "blank lines": "\n \n",
    "blanks then a word": " " * 1000 + "x",
    "indents": "x\n     ",
    "wrapped lines": "the harbour council of the town voted on a day to build the quay that it had\n",
    "datelines": "LISBON, May 3 (Northwire) - ",
    "credits": "(Northwire)\n\n",
    "bylines": "By Ilse Varga\n",
    "addresses": "http://a.b/c?d=e@f.g ",
    "slashes": "a/",
    "at signs": "@a",
    "combining marks": "a\u0301\u0302\u0303",
    "one letter, many marks": "\u0301",
    "marks out of order": "\u0323\u0307\u0301\u0316",
    "Hangul jamo": "\u1112\u1161\u11ab",
    "right to left": "\u0645\u062c\u0644\u0633 ",
    "Chinese": "\u6e2f\u53e3",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "invisible characters": "\u200b\u00ad\u2060",
    "ligatures": "\ufdfa",
    "less-than signs": "<",
    "ampersands": "&",
    "updates": "UPDATE 2-",
}


def fill_numbered(pattern, size):
    parts = []
    total = 0
    for i in range(10_000_000):
        word = "".join(chr(97 + int(digit)) for digit in str(i))
        parts.append(pattern.replace("%s", word))
        total += len(parts[-1])
        if total > size:
            return "".join(parts)[:size]
