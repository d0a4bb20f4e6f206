"""The Debian package: what is in it agrees with what the program says and with what is linked into it.

Usage: package_test.py BUILD_FOLDER
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
build = pathlib.Path(sys.argv[1]).resolve()


def run(*command, **more):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True, **more).stdout


def pack(into):
    run("cpack", "--config", build / "CPackConfig.cmake", "-G", "DEB", "-B", into, cwd=into)
    (deb,) = pathlib.Path(into).glob("*.deb")
    return deb


def commands_of(program, path=()):
    """Every command with its options, read from --help without the code that makes the pages."""
    lines = run(program, *path, "--help").split("\n")
    names = re.findall(r"(?<![\w-])--[a-z][a-z-]*", "\n".join(line[:29].rstrip() + " " for line in lines if line.startswith("  -")))
    yield path, sorted(set(names))
    if "Subcommands:" in lines:
        for line in lines[lines.index("Subcommands:") + 1:]:
            if not line:
                break
            if line[2:3].strip():
                yield from commands_of(program, (*path, line.split()[0]))


def check_pages(tree, commands):
    def page(name, section):
        text = run("gzip", "-dc", tree / f"usr/share/man/man{section}/{name}.{section}.gz")
        if shutil.which("man"):
            done = subprocess.run(["man", "--warnings", "-l", "-"], input=text, capture_output=True, text=True,
                                  env={**os.environ, "LC_ALL": "C.UTF-8", "MANROFFOPT": "", "MANWIDTH": "80"})
            assert not done.stderr, done.stderr
        return text.replace("\\-", "-")

    text = page("copytaster", 1)
    for path, options in commands:
        for option in options:
            assert option in text, f"copytaster(1) has no {option} of {path}"
        is_group = any(other[:-1] == path for other, _ in commands if other)
        assert is_group or re.search(rf"^\.SS {' '.join(path)}$", text, re.M), path
    text = page("copytaster.yaml", 5)
    keys = [line for line in (ROOT / "config/defaults.yaml").read_text().split("\n") if re.match(r"^ *[a-z_]+:", line)]
    assert len(keys) > 50
    for line in keys:
        assert re.search(rf"\b{line.split(':')[0].strip()}\b", text), f"copytaster.yaml(5) has no {line}"
    parts = sum(1 for line in keys if re.match(r"^ *[a-z_]+:\s*(#.*)?$", line))
    assert text.count("\n.TP\n") == len(keys) - parts, (text.count("\n.TP\n"), len(keys), parts)


def check_completion(tree, commands):
    script = tree / "usr/share/bash-completion/completions/copytaster"
    for path, options in commands:
        words = ["copytaster", *path, "--"]
        offered = run("bash", "-c", f'source "{script}"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _copytaster; '
                      'printf "%s\\n" "${COMPREPLY[@]}"', "bash", *words).split()
        assert sorted(offered) == options, (path, offered, options)
    first = run("bash", "-c", f'source "{script}"; COMP_WORDS=(copytaster ""); COMP_CWORD=1; _copytaster; '
                'printf "%s\\n" "${COMPREPLY[@]}"').split()
    wanted = {path[0] for path, _ in commands if path}
    assert wanted <= set(first), (wanted, first)
    zsh = (tree / "usr/share/zsh/vendor-completions/_copytaster").read_text()
    assert zsh.startswith("#compdef copytaster\n")
    for path, options in commands:
        body = re.search(rf"^{'_'.join(('_copytaster', *path))}\(\) {{\n(.*?)^}}", zsh, re.M | re.S)[1]
        assert all(f"{option}[" in body for option in options), path
    if shutil.which("zsh"):
        run("zsh", "-n", tree / "usr/share/zsh/vendor-completions/_copytaster")


def check_lintian():
    """Nothing but what the overrides explain; installed by root where it is missing."""
    if not shutil.which("lintian") and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "lintian"], capture_output=True,
                       timeout=200, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if not shutil.which("lintian"):
        print("lintian is not installed: not asked")
        return
    done = subprocess.run(["lintian", "--fail-on", "error,warning", "--allow-root", deb], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stdout, done.stdout + done.stderr


def check_linked(tree, program):
    document = json.loads((tree / "usr/share/doc/copytaster/copytaster.spdx.json").read_text())
    names = {entry["SPDXID"]: entry["name"] for entry in document["packages"]}
    how = {kind: {names[each["relatedSpdxElement"]] for each in document["relationships"]
                  if each["relationshipType"] == kind} for kind in ("STATIC_LINK", "DYNAMIC_LINK", "CONTAINS")}
    assert {"librdkafka", "lexbor"} <= how["STATIC_LINK"], how
    assert {"libcli11-dev", "rapidjson-dev", "libexpected-dev"} <= how["CONTAINS"], how
    needed = re.findall(r"NEEDED.*\[(.*)\]", run("readelf", "--dynamic", "--wide", program))
    depends = run("dpkg-deb", "--field", deb, "Depends")
    linked = {name.split(".so")[0] for name in needed if not name.startswith("ld-linux")}
    assert len(linked) > 8
    for package in how["DYNAMIC_LINK"]:
        assert re.search(rf"(^|, ){re.escape(package)}\b", depends), f"{package} is linked, and no dependency"
    versions = run(program, "--version")
    for entry in document["packages"]:
        if entry["name"] in ("librdkafka", "lexbor"):
            assert f"{entry['name']} {entry['versionInfo']}" in versions, entry
    notices = (tree / "usr/share/doc/copytaster/copyright").read_text()
    for name in how["STATIC_LINK"] | how["CONTAINS"]:
        assert re.search(rf"^{re.escape(name)} \S+$", notices, re.M), f"no notice of {name}"
    for words in ("Magnus Edenhill", "Alexander Borisov", "Henry Schreiner", "Milo Yip", "GeoNames", "Open Database"):
        assert words in notices, words


with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
    deb = pack(one)
    digest = hashlib.sha256(deb.read_bytes()).hexdigest()
    assert digest == hashlib.sha256(pack(two).read_bytes()).hexdigest(), "the same tree, other bytes"
    tree = pathlib.Path(one, "tree")
    run("dpkg-deb", "--extract", deb, tree)
    program = tree / "usr/bin/copytaster"
    # Where it is unpacked it finds what came with it, and no build beside it.
    assert "models.entities" in run(program, "--version") and "neither" not in run(program, "--version")
    assert "in = " in run(program, "demo", "--pause", "0")
    every = list(commands_of(program))
    assert {("run",), ("check",), ("train", "entities")} <= {path for path, _ in every}
    check_pages(tree, every)
    check_completion(tree, every)
    check_linked(tree, program)
    assert run("dpkg-deb", "--info", deb, "conffiles").split() == ["/etc/copytaster/copytaster.yaml"]
    check_lintian()
    print(f"{deb.name}: {deb.stat().st_size / 1e6:.1f} MB, {len(every)} commands, the same bytes twice")
