"""`check` refuses what `run` would refuse, all of it at once and each with its place, and changes nothing."""
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

program = pathlib.Path(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
NOBODY = 65534


def call(command, folder, text):
    """As a user whom permissions hold back: root's program is copied to where any user finds it."""
    file = folder / "c.yaml"
    file.write_text(text)
    options, runs = {}, program
    if os.geteuid() == 0:
        options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        runs = folder / "bin" / "copytaster"
        if not runs.exists():
            runs.parent.mkdir()
            shutil.copy(program, runs)
            shutil.copytree(ROOT / "config" / "lexicons", folder / "share" / "copytaster" / "lexicons")
    done = subprocess.run([runs, command, "--config", str(file)], capture_output=True, text=True, timeout=60, **options)
    return done.returncode, done.stdout, done.stderr


def check(folder, text):
    return call("check", folder, text)


def found(complaint):
    """{setting: (line, column)} of what was complained about; each has a place."""
    places = {}
    for line in complaint.splitlines():
        place = re.match(r"\S+: line (\d+), column (\d+): (\S+) ", line)
        assert place, line
        places[place.group(3)] = (int(place.group(1)), int(place.group(2)))
    return places


def both_refuse(folder, text, setting, words):
    """`check` with 78 and the setting's place, `run` with 69; both for the same reason."""
    before = sorted(path for path in folder.rglob("*") if "share" not in path.parts)
    code, said, complaint = check(folder, text)
    assert code == 78 and not said and setting in found(complaint) and words in complaint, (code, said, complaint)
    assert before == sorted(path for path in folder.rglob("*") if "share" not in path.parts), "check writes nothing"
    code, _, complaint = call("run", folder, text)
    assert code == 69 and words in complaint and f"(setting {setting})" in complaint, (code, complaint)


def permissions(folder):
    taken, out, archive = folder / "in", folder / "out", folder / "in" / "a.jsonl"
    text = f"input: {{files: {taken}}}\noutput: {{files: {out}}}\n"
    out.mkdir()
    shutil.chown(out, *((NOBODY, NOBODY) if os.geteuid() == 0 else (os.geteuid(), os.getegid())))
    archive.touch()

    def refused(path, mode, setting, words):
        kept = path.stat().st_mode
        path.chmod(mode)
        both_refuse(folder, text, setting, words)
        path.chmod(kept)

    refused(taken, 0o000, "input.files", "can't be listed: Permission denied")
    refused(taken, 0o444, "input.files", "a.jsonl: can't be read: Permission denied")
    refused(archive, 0o000, "input.files", "a.jsonl: can't be read: Permission denied")
    refused(out, 0o555, "output.files", "Permission denied")
    out.rmdir()
    refused(folder, 0o555, "output.files", "can't be made: Permission denied")
    both_refuse(folder, text.replace("/out}", "/no/out}"), "output.files", "can't be made: No such file")
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    (out / "news.enriched.jsonl").touch()
    both_refuse(folder, text, "output.files", "news.enriched.jsonl: is there, but newsroom.commit is not")
    (out / "news.enriched.jsonl").unlink()
    (out / "newsroom.commit").write_text("cut")
    both_refuse(folder, text, "output.files", "newsroom.commit: damaged")
    (out / "newsroom.commit").unlink()
    archive.write_text('{"id": "1", "title": "Barge hits bridge"}\n')
    code, _, complaint = call("run", folder, text)
    assert code == 0, complaint
    refused(out / "news.enriched.jsonl", 0o000, "output.files", "news.enriched.jsonl: can't be opened: Permission")
    refused(out / "newsroom.commit", 0o000, "output.files", "newsroom.commit: can't be read: Permission denied")
    refused(out / "newsroom.lock", 0o444, "output.files", "newsroom.lock: can't be opened: Permission denied")
    with (out / "newsroom.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, _, complaint = check(folder, text)
        assert code == 0, ("a daemon that runs is no problem of its configuration", complaint)
    (out / "news.enriched.jsonl").write_text("")
    both_refuse(folder, text, "output.files", "news.enriched.jsonl: shorter than")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    folder.chmod(0o777)
    (folder / "in").mkdir()
    (folder / "file").touch()
    good = f"input: {{files: {folder}/in}}\noutput: {{files: {folder}/out}}\n"
    code, said, complaint = check(folder, good)
    assert code == 0 and "no problem found" in said, (said, complaint)
    assert "warning: " in complaint and "the folder is empty (setting input.files)" in complaint, complaint
    assert not (folder / "out").exists(), "check writes nothing"
    code, said, complaint = check(folder, good + f"pipeline: {{state: {folder}/nowhere}}\n")
    assert code == 0 and "nowhere: No such file or directory (setting pipeline.state)" in complaint, (code, complaint)
    for line, (setting, text) in {
        3: ("annotate.lexicons", good + f"annotate: {{lexicons: {folder}/nowhere}}\n"),
        4: ("annotate.entity_model", good + f"\nannotate: {{entity_model: {folder}/file}}\n"),
        1: ("input.files", f"input: {{files: {folder}/nowhere}}\noutput: {{files: {folder}/out}}\n"),
        2: ("output.files", f"input: {{files: {folder}/in}}\noutput: {{files: {folder}/file}}\n"),
    }.items():
        code, said, complaint = check(folder, text)
        assert code == 78 and not said and setting in complaint, (setting, code, said, complaint)
        assert f"line {line}, column " in complaint, complaint
    code, _, complaint = check(folder, "name: desk\n" + good.replace("out}", "in}"))
    assert code == 78 and "line 3, column 17: output.files is input.files too" in complaint, complaint
    code, _, complaint = check(folder, f"input:\n  files: {folder}/in\noutput:\n  stories: s\n")
    assert code == 78 and "line 4, column 3: output.files is not set" in complaint, complaint
    code, _, complaint = check(folder, good.replace("in}", "in, start: latest}"))
    assert code == 78 and f"column {len(str(folder)) + 28}: input.start is for Kafka" in complaint, complaint

    everything = f"""# a first try
dedupe: {{window: 7d}}
input:
  files: {folder}/nowhere
  fields: {{titel: headline}}
output:
  files: {folder}/file
  enriched: news.duplicates
  routes:
    - {{topic: desk.asia, kinds: [nwe]}}
    - places: [China]
dedup: {{window: 40d}}
annotate:
  lexicons: {folder}/nowhere
  entity_model: {folder}/nowhere.model
sources: [{{rank: 1}}]
log: {{level: loud}}
"""
    code, said, complaint = check(folder, everything)
    assert code == 78 and not said, (code, said, complaint)
    assert {setting: line for setting, (line, _) in found(complaint).items()} == {
        "dedupe": 2, "input.files": 4, "input.fields.titel": 5, "output.files": 7, "output.duplicates": 8,
        "output.routes[0].kinds": 10, "output.routes[1].topic": 11, "dedup.first_seen_window": 12,
        "annotate.lexicons": 14, "annotate.entity_model": 15, "sources[0].name": 16, "log.level": 17}, complaint

    # What no cluster is asked for: `run` reads it before it begins, so `check` does.
    (folder / "empty").write_text("\n")
    (folder / "secret").write_text("guess\n")
    cluster = 'kafka:\n  brokers: "127.0.0.1:9"\ninput: {topics: [raw]}\n'

    def on_kafka(line):
        return cluster.replace("kafka:\n", f"kafka:\n  {line}\n")

    for setting, line in (
            ("kafka.properties.lingre.ms", "properties: {lingre.ms: 5}"),
            ("kafka.properties.linger.ms", "properties: {linger.ms: 900000}"),
            ("kafka.tls.ca_file", f"tls: {{enabled: true, ca_file: {folder}/nowhere.pem}}"),
            ("kafka.tls.key_password_file", f"tls: {{enabled: true, key_password_file: {folder}/nowhere}}"),
            ("kafka.sasl.password_file", f"sasl: {{mechanism: PLAIN, username: a, password_file: {folder}/nowhere}}"),
            ("kafka.sasl.password_file", f"sasl: {{mechanism: PLAIN, username: a, password_file: {folder}/empty}}")):
        code, said, complaint = check(folder, on_kafka(line))
        assert code == 78 and not said and "line 2, column" in complaint and setting in complaint, (line, code, complaint)
        for command in ("run", "topics", "positions"):
            done = subprocess.run([program, command, "--config", str(folder / "c.yaml")], capture_output=True, text=True,
                                  timeout=60)
            assert (done.returncode, done.stderr) == (78, complaint), (command, done, complaint)
    for setting, line in (
            ("enable.ssl.certificate.verification",
             "{tls: {enabled: true}, properties: {enable.ssl.certificate.verification: false}"),
            ("ssl.endpoint.identification.algorithm",
             "{tls: {enabled: true}, properties: {ssl.endpoint.identification.algorithm: none}"),
            ("kafka.sasl.mechanism", f"{{sasl: {{mechanism: PLAIN, username: a, password_file: {folder}/secret}}")):
        code, said, complaint = check(folder, f'kafka: {line}, brokers: "127.0.0.1:9"}}\ninput: {{topics: [raw]}}\n')
        assert code == 0 and "no problem found" in said, (said, complaint)
        assert complaint.count("warning: ") == 1 and setting in complaint, complaint
    permissions(folder)
    print("check agrees with run")
