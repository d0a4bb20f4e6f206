"""Output that a full device refuses ends every command with 69; an unknown command is named."""
import json
import pathlib
import subprocess
import sys
import tempfile

program = sys.argv[1]


def call(*arguments, **options):
    return subprocess.run([program, *map(str, arguments)], stderr=subprocess.PIPE, text=True, timeout=120, **options)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "in").mkdir()
    config = folder / "c.yaml"
    config.write_text(f"input: {{files: {folder}/in}}\noutput: {{files: {folder}/out}}\n")
    short, long = folder / "short.json", folder / "long.json"
    short.write_text(json.dumps({"title": "Barge hits bridge", "body": "A barge hit the bridge on Monday."}))
    # More than the stream buffers, so that printing itself fails.
    long.write_text(json.dumps({"title": "Barge hits bridge " * 227, "body": "A barge hit the bridge on Monday. " * 900}))
    commands = (["--version"], ["--help"], ["demo"], ["demo", "--wire", long], ["check", "--config", config],
                ["bench", short], ["explain", short], ["explain", long], ["explain", long, "--json"],
                ["explain", long, "--against", short], ["enrich", short])
    for command in commands:
        done = call(*command, stdout=subprocess.DEVNULL)
        assert done.returncode == 0 and "can't be written" not in done.stderr, (command, done)
        with open("/dev/full", "w") as full:
            done = call(*command, stdout=full)
        assert done.returncode == 69, (command, done)
        assert done.stderr.count("standard output: can't be written: No space left on device") == 1, (command, done)
    with open("/dev/full", "w") as full:
        done = subprocess.run([program, "explain", folder / "none.json"], stderr=full, timeout=60)
        assert done.returncode == 69, done

    for command in (["bench", "/dev/null"], ["bench", folder / "in"]):
        done = call(*command, stdout=subprocess.PIPE)
        assert done.returncode == 65 and not done.stdout and "holds no article" in done.stderr, (command, done)
    short.write_text(short.read_text() + "\nno json\n")
    done = call("bench", short, stdout=subprocess.PIPE)
    assert done.stdout.startswith("2 articles, 1 of them dead letters, "), done
    assert "\n1 remembered, " in done.stdout and "give 1000 or more" in done.stdout, done
    figures = json.loads(call("bench", short, "--json", stdout=subprocess.PIPE).stdout)
    assert (figures["articles"], figures["dead_letters"]) == (2, 1), figures

    done = call("run", "--config", config, stdout=subprocess.PIPE)
    assert done.returncode == 0 and "no file there ends in .jsonl or .jsonl.zst; the folder is empty" in done.stderr
    assert "(setting input.files)" in done.stderr, done

for command in (["run"], ["topics"], ["positions"], ["check"], ["enrich"], ["explain"], ["train", "entities"], ["bench"],
                ["demo"]):
    done = call(*command, "--help", stdout=subprocess.PIPE)
    assert done.returncode == 0 and "Exits with 0" in done.stdout and "Example" in done.stdout, (command, done)

for word, nearest in (("enrcih", "enrich"), ("Run", "run"), ("nosuch", None), ("x" * 100_000, None)):
    done = call(word, "a.jsonl", stdout=subprocess.PIPE)
    assert done.returncode == 64 and not done.stdout, done
    assert word[:60] in done.stderr and "is no command" in done.stderr and len(done.stderr) < 300, done.stderr
    assert ("did you mean" in done.stderr) == (nearest is not None), done.stderr
    assert nearest is None or f"did you mean {nearest}?" in done.stderr, done.stderr
none = call(stdout=subprocess.PIPE)
assert none.returncode == 64 and "A subcommand is required" in none.stderr, none
option = call("--nosuch", stdout=subprocess.PIPE)
assert option.returncode == 64 and "--nosuch" in option.stderr and "did you mean" not in option.stderr, option
print("full devices and unknown commands: as promised")
