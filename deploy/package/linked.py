"""What the program is linked from, as found, not as listed: static archives from the linker's map, shared libraries
from the program itself, headers from the compiler's own dependency files. Writes a software bill of materials
(SPDX 2.3, JSON) and the copyright file with the notice of everything whose code is in the program.

Usage: linked.py --program P --map M --build BUILD_FOLDER --version V --date EPOCH_SECONDS --sbom FILE --copyright FILE
"""
import argparse
import collections
import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
# What Debian doesn't have new enough and is built from source; its notices are in licences/. A library that is not
# here and of no package stops the build: its licence must be looked up first.
OURS = {"librdkafka": ("BSD-2-Clause", "pkg:github/confluentinc/librdkafka@v{}"),
        "lexbor": ("Apache-2.0", "pkg:github/lexbor/lexbor@v{}")}
ROOMS = ("pipeline/", "config/", "daemon/")

Part = collections.namedtuple("Part", "name version licence origin notice how")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def static_archives(map_file):
    """Archives of which the linker took a member."""
    text = pathlib.Path(map_file).read_text(errors="replace").split("Memory Configuration")[0]
    return sorted(set(re.findall(r"^(/\S+\.a)\(", text, re.M)))


def shared_libraries(program):
    needed = re.findall(r"NEEDED.*\[(.*)\]", run("readelf", "--dynamic", "--wide", program))
    places = dict(re.findall(r"^\s*(\S+) => (/\S+)", run("ldd", program), re.M))
    return [places[name] for name in needed if name in places]


def headers(build):
    """Of the system, that an object of the program was compiled with."""
    found, wanted = set(), False
    for line in run("ninja", "-C", build, "-t", "deps").split("\n"):
        if line and not line[0].isspace():
            wanted = line.startswith(ROOMS)
        elif wanted and line.strip().startswith("/"):
            found.add(line.strip())
    return sorted(path for path in found if path.startswith("/usr/"))


def packages_of(files):
    """Debian's package of each file, by dpkg; files of no package are left out."""
    candidates = {}
    for file in files:
        path = str(pathlib.Path(file).resolve())
        for known in {file, path, path.removeprefix("/usr")}:
            candidates[known] = file
    done = subprocess.run(["dpkg-query", "--search", *candidates], capture_output=True, text=True)
    found = {}
    for line in done.stdout.split("\n"):
        owner, _, path = line.partition(": ")
        if path in candidates:
            found[candidates[path]] = owner.split(",")[0].split(":")[0]
    return found


def version_of(package):
    return run("dpkg-query", "--show", "--showformat=${Version}\n", package).split("\n")[0]


def notice_of(package):
    return pathlib.Path("/usr/share/doc", package, "copyright").read_text(encoding="utf-8", errors="replace")


def debian_part(package, how):
    names = sorted({name.strip() for name in re.findall(r"(?m)^License: *(\S.*)$", notice_of(package))})
    version = version_of(package)
    return Part(package, version, "; ".join(names), f"pkg:deb/debian/{package}@{version}", notice_of(package), how)


def built_part(archive):
    match = re.search(r"/([^/]+)-(\d[\d.]*)/lib/[^/]*\.a$", archive)
    if not match or match[1] not in OURS:
        sys.exit(f"linked.py: {archive} is of no package and its licence is not known: see OURS")
    name, version = match.groups()
    licence, origin = OURS[name]
    return Part(name, version, licence, origin.format(version), (HERE / "licences" / name).read_text(encoding="utf-8"),
                "STATIC_LINK")


def parts_of(program, map_file, build):
    archives = [path for path in static_archives(map_file) if not path.startswith(build)]
    shared, included = shared_libraries(program), headers(build)
    owners = packages_of(archives + shared + included)
    nobodys = [path for path in shared + included if path not in owners]
    if nobodys:
        sys.exit(f"linked.py: of no package: {', '.join(nobodys[:5])}")
    parts = {built_part(path) for path in archives if path not in owners}
    for files, how in ((archives, "STATIC_LINK"), (included, "CONTAINS"), (shared, "DYNAMIC_LINK")):
        parts |= {debian_part(package, how) for package in {owners[path] for path in files if path in owners}}
    return sorted(parts, key=lambda part: (part.how != "STATIC_LINK", part.how, part.name))


def sbom(parts, version, moment):
    def package(name, number, licence, origin, **more):
        spdx = re.sub(r"[^A-Za-z0-9.-]", "-", f"SPDXRef-{name}-{number}")
        known = licence in {"BSD-2-Clause", "Apache-2.0"}
        entry = {"SPDXID": spdx, "name": name, "versionInfo": number, "downloadLocation": "NOASSERTION",
                 "filesAnalyzed": False, "licenseConcluded": licence if known else "NOASSERTION",
                 "licenseDeclared": licence if known else "NOASSERTION", "copyrightText": "NOASSERTION", **more}
        if licence and not known:
            entry["licenseComments"] = f"as Debian's copyright file names them: {licence}"
        if origin:
            entry["externalRefs"] = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                      "referenceLocator": origin}]
        return entry

    own = package("copytaster", version, "", "", primaryPackagePurpose="APPLICATION")
    entries, relations = {own["SPDXID"]: own}, [("SPDXRef-DOCUMENT", "DESCRIBES", own["SPDXID"])]
    for part in parts:
        entry = package(part.name, part.version, part.licence, part.origin, primaryPackagePurpose="LIBRARY")
        entries.setdefault(entry["SPDXID"], entry)
        relations.append((own["SPDXID"], part.how, entry["SPDXID"]))
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"copytaster-{version}", "creationInfo": {"created": moment, "creators": ["Tool: copytaster-linked.py"]},
        "packages": list(entries.values()),
        "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b}
                          for a, kind, b in relations]}
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    document["documentNamespace"] = f"urn:copytaster:spdx:{digest}"
    return document


def copyright_text(parts):
    text = (HERE / "copyright").read_text(encoding="utf-8")
    toolchain = re.compile(r"^(libc6|libgcc|libstdc\+\+|linux-libc)")
    inside = {part.name: part for part in parts if part.how != "DYNAMIC_LINK"}
    for part in inside.values():
        title = f"{part.name} {part.version}"
        if toolchain.match(part.name):
            notice = (f"Parts that the compiler and the C library put into every program; on Debian the notice is\n"
                      f"/usr/share/doc/{part.name}/copyright.\n")
        else:
            notice = part.notice
        text += f"\n\n{'=' * 78}\n{title}\n{'=' * 78}\n{notice.strip()}\n"
    return text


def main():
    arguments = argparse.ArgumentParser()
    for name in ("program", "map", "build", "version", "date", "sbom", "copyright"):
        arguments.add_argument(f"--{name}", required=True)
    given = arguments.parse_args()
    parts = parts_of(given.program, given.map, given.build)
    moment = datetime.datetime.fromtimestamp(int(given.date), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    pathlib.Path(given.sbom).write_text(json.dumps(sbom(parts, given.version, moment), indent=1) + "\n", encoding="utf-8")
    pathlib.Path(given.copyright).write_text(copyright_text(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
