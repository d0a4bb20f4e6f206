"""What the program says of itself, taken apart: for the manual page and the completions, so that neither lists by hand
what --help knows."""
import dataclasses
import re
import subprocess

OPTION = re.compile(r"^  (-\S+)( (?!REQUIRED)\S.*?)??( REQUIRED)?(?:  +(\S.*))?$")
ENTRY = re.compile(r"^  (\S+)(?: (.*?))??(?:  +(\S.*))?$")


@dataclasses.dataclass
class Option:
    names: list      # of one option, the short one first
    value: str       # what it takes, such as TEXT; empty for a flag
    words: str


@dataclasses.dataclass
class Command:
    path: list       # ["train", "entities"]; empty for the program itself
    usage: str
    words: str       # the lines before the usage
    positionals: list
    options: list
    subcommands: dict
    footer: list     # lines


def ask(program, path):
    done = subprocess.run(["copytaster", *path, "--help"], executable=program, capture_output=True, text=True,
                          check=True)
    return done.stdout.rstrip("\n").split("\n")


def entries(lines):
    """Each entry of a section with the lines that go on with it joined to it."""
    joined = []
    for line in lines:
        if line.startswith(" " * 10):
            joined[-1] += ("  " if not re.search(r"\S  +\S", joined[-1].strip()) else " ") + line.strip()
        else:
            joined.append(line)
    return joined


def option_of(line):
    names, value, required, words = OPTION.match(line).groups()
    kind, default = re.match(r"([^=]*)=?(.*)$", (value or "").strip()).groups()
    limits = re.search(r"in \[(\S+) - (\S+)\]", kind)
    notes = [f"{limits[1]} to {limits[2]}"] if limits else []
    notes += [f"default {default}"] if default else []
    notes += ["required"] if required else []
    shown = re.sub(r"^U?INT\b.*", "N", kind)
    return Option(names.split(","), shown, (words or "") + (f" ({', '.join(notes)})" if notes else ""))


def read(program, path=()):
    """The command and all below it."""
    lines = ask(program, path)
    usage = next(i for i, line in enumerate(lines) if line.startswith("Usage: "))
    sections, footer, name = {}, [], None
    for i, line in enumerate(lines[usage + 1:], usage + 1):
        if re.match(r"^(Positionals|Options|Subcommands):$", line):
            name = line[:-1]
            sections[name] = []
        elif name and line.startswith("  "):
            sections[name].append(line)
        elif line and not line.startswith("  "):
            footer = lines[i:]
            break
    words = "\n".join(lines[:usage])
    positionals = [ENTRY.match(line).groups() for line in entries(sections.get("Positionals", []))]
    below = {}
    for line in entries(sections.get("Subcommands", [])):
        found = ENTRY.match(line)[1]
        below[found] = read(program, (*path, found))
    return Command(list(path), lines[usage][len("Usage: "):], words, positionals,
                   [option_of(line) for line in entries(sections.get("Options", []))], below, footer)


def walk(command):
    yield command
    for below in command.subcommands.values():
        yield from walk(below)
