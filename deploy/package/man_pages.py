"""Writes copytaster.1 from the program's own --help and copytaster.yaml.5 from config/defaults.yaml.

Usage: man_pages.py PROGRAM DEFAULTS VERSION DATE FOLDER
"""
import pathlib
import re
import sys

import program_help


def roff(text):
    """Text as it is to be read, for roff: nothing in it is a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", text)


def tagged(tag, words):
    return f".TP\n{tag}\n{roff(words) or '.'}\n"


def bold(text):
    return f"\\fB{roff(text)}\\fR"


def paragraphs(lines):
    """Lines as the footers have them: an empty one ends a paragraph, an example stands by itself."""
    out = []
    for line in lines:
        if not line:
            out.append(".PP\n")
        elif re.match(r"Examples?: |Try: |Exits with | {2,}", line):
            out.append(f".br\n{roff(line.strip())}\n.br\n")
        else:
            out.append(roff(line) + "\n")
    return "".join(out)


def options(command):
    return "".join(tagged(", ".join(map(bold, option.names)) + (f" \\fI{roff(option.value)}\\fR" if option.value else ""),
                          option.words) for option in command.options if option.names != ["-h", "--help"])


def section_of(command):
    positionals = "".join(tagged(f"\\fI{roff(name)}\\fR", words or "") for name, _, words in command.positionals)
    name = " ".join(command.path)
    return (f".SS {roff(name)}\n{bold(command.usage)}\n.PP\n{roff(command.words)}\n" + positionals + options(command)
            + ".PP\n" + paragraphs(command.footer))


def header(name, section, version, date, title):
    return f'.TH {name.upper()} {section} "{date}" "copytaster {version}" "{title}"\n'


def program_page(program, version, date):
    whole = program_help.read(program)
    page = header("copytaster", 1, version, date, "User Commands")
    page += ".SH NAME\ncopytaster \\- tells new articles of a news stream from copies and updates\n"
    page += f".SH SYNOPSIS\n{bold('copytaster')} \\fICOMMAND\\fR [\\fIOPTION\\fR]...\n"
    page += f".SH DESCRIPTION\n{roff(whole.words)}\n.SH OPTIONS\n{options(whole)}"
    page += tagged(bold("-h") + ", " + bold("--help"), "Print what this page says of a command, and exit")
    page += ".SH COMMANDS\n" + "".join(section_of(command) for command in program_help.walk(whole)
                                        if command.path and not command.subcommands)
    page += (".SH FILES\n" + tagged("\\fI/etc/copytaster/copytaster.yaml\\fR", "what copytaster.service runs with")
             + tagged("\\fI/etc/copytaster/NAME.yaml\\fR", "what copytaster@NAME.service runs with")
             + tagged("\\fI/usr/share/copytaster\\fR", "lexicons and models"))
    page += ".SH EXIT STATUS\nAs of sysexits: 0, 64 usage, 65 data, 69 a service is unavailable, 70 a bug, 78 configuration.\n"
    return page + ".SH SEE ALSO\n.BR copytaster.yaml (5)\n"


def split_comment(line):
    """A line of YAML as its value and its comment; a # within quotes begins none."""
    quoted = None
    for i, char in enumerate(line):
        if char in "\"'":
            quoted = None if quoted == char else quoted or char
        elif char == "#" and not quoted and (i == 0 or line[i - 1].isspace()):
            return line[:i].rstrip(), line[i + 1:].strip()
    return line.rstrip(), ""


def settings_of(text):
    """What stands before the first key, and [path, default, words] of each key in order; a part has no default."""
    preface, found, above = [], [], []
    for line in text.split("\n"):
        value, comment = split_comment(line)
        key = re.match(r"^( *)([A-Za-z_]+):\s*(.*)$", value)
        if key:
            above = [name for name in above if name[0] < len(key[1])] + [(len(key[1]), key[2])]
            found.append([[name for _, name in above], key[3], [comment] if comment else []])
        elif comment and found:
            found[-1][2].append(comment)
        elif comment:
            preface.append(comment)
    return preface, found


def settings_page(defaults, version, date):
    preface, settings = settings_of(pathlib.Path(defaults).read_text(encoding="utf-8"))
    page = header("copytaster.yaml", 5, version, date, "File Formats")
    page += ".SH NAME\ncopytaster.yaml \\- the settings of copytaster\n"
    page += f".SH DESCRIPTION\n{roff(chr(10).join(preface))}\n.SH SETTINGS\n"
    for i, (path, default, words) in enumerate(settings):
        text = " ".join(words)
        is_part = not default and i + 1 < len(settings) and settings[i + 1][0][:-1] == path
        if is_part and len(path) == 1:
            page += f".SS {path[0]}\n" + (f"{roff(text)}\n" if text else "")
        elif not is_part:
            page += tagged(bold(".".join(path)) + f": {roff(default)}", text)
    page += ".SH SEE ALSO\n.BR copytaster (1):\n"
    return page + "the command check reports every problem of a file, with its line.\n"


def main(program, defaults, version, date, folder):
    folder = pathlib.Path(folder)
    (folder / "copytaster.1").write_text(program_page(program, version, date), encoding="utf-8")
    (folder / "copytaster.yaml.5").write_text(settings_page(defaults, version, date), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
