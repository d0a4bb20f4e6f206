"""`check` refuses what `run` would refuse: what the settings name and this machine does not have."""
import pathlib
import subprocess
import sys
import tempfile

program = sys.argv[1]


def check(folder, text):
    file = folder / "c.yaml"
    file.write_text(text)
    done = subprocess.run([program, "check", "--config", str(file)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "in").mkdir()
    (folder / "file").touch()
    good = f"input: {{files: {folder}/in}}\noutput: {{files: {folder}/out}}\n"
    code, said, _ = check(folder, good)
    assert code == 0 and "no problem found" in said, said
    assert not (folder / "out").exists(), "check writes nothing"
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
    print("check agrees with run")
