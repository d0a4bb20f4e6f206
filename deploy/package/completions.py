"""Writes completions for bash and zsh from the program's own --help: commands and options by name, files for values.

Usage: completions.py PROGRAM BASH_FILE ZSH_FILE
"""
import pathlib
import sys

import program_help

BASH = """# Completion of copytaster for bash; made from its --help.
_copytaster() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path='' word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
%(paths)s    esac
  done
  COMPREPLY=()
  case "$path $previous" in
    %(valued)s) return ;;  # a file, or what only the user knows
  esac
  case $path in
%(words)s  esac
}
complete -o default -F _copytaster copytaster
"""


def bash(whole):
    paths, valued, words = "", [], ""
    for command in program_help.walk(whole):
        path = "".join(f" {word}" for word in command.path)
        if command.path:
            paths += f'      "{path}") path=\'{path}\' ;;\n'
        for option in command.options:
            if option.value:
                valued += [f'"{path} {name}"' for name in option.names]
        names = [*command.subcommands, *(name for option in command.options for name in option.names)]
        guard = "" if command.subcommands else "[[ $current != -* ]] || "
        words += f"    '{path}') {guard}mapfile -t COMPREPLY < <(compgen -W '{' '.join(names)}' -- \"$current\") ;;\n"
    return BASH % {"paths": paths, "valued": " | ".join(valued), "words": words}


def quoted(text):
    for char in "\\[]:":
        text = text.replace(char, "\\" + char)
    return text.replace("'", "'\\''")


def zsh_function(command):
    name = "_copytaster" + "".join(f"_{word}" for word in command.path)
    lines = []
    for option in command.options:
        others = f"({' '.join(option.names)})"
        again = "*" if option.value.endswith("...") else others
        value = f":{quoted(option.value)}:_files" if option.value else ""
        lines += [f"    '{again}{each}[{quoted(option.words)}]{value}' \\\n" for each in option.names]
    if not command.subcommands:
        lines += [f"    '{'*' if '...' in (kind or '') else ''}:{quoted(word)}:_files' \\\n"
                  for word, kind, _ in command.positionals]
        return f"{name}() {{\n  _arguments -s -S \\\n{''.join(lines)[:-3]}\n}}\n"
    listed = "".join(f"    '{quoted(word)}:{quoted(below.words.splitlines()[0])}'\n"
                     for word, below in command.subcommands.items())
    cases = "".join(f"      {word}) {name}_{word} ;;\n" for word in command.subcommands)
    return (f"{name}() {{\n  local curcontext=$curcontext state line\n  local -a commands=(\n{listed}  )\n"
            f"  _arguments -C \\\n{''.join(lines)}    '1:command:->command' \\\n    '*::argument:->arguments'\n"
            f"  case $state in\n    command) _describe command commands ;;\n    arguments)\n"
            f"      case $words[1] in\n{cases}      esac\n      ;;\n  esac\n}}\n")


def zsh(whole):
    functions = "".join(zsh_function(command) for command in program_help.walk(whole))
    return f"#compdef copytaster\n# Completion of copytaster for zsh; made from its --help.\n{functions}_copytaster \"$@\"\n"


def main(program, bash_file, zsh_file):
    whole = program_help.read(program)
    pathlib.Path(bash_file).write_text(bash(whole), encoding="utf-8")
    pathlib.Path(zsh_file).write_text(zsh(whole), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
