"""`run` from a folder of archives: each input once, also under SIGKILL; SIGTERM, damage, a pipe, a full disk."""
import json
import os
import pathlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time

from support import corpus, stream

program = sys.argv[1]
KILLS = 20


def configure(folder, source, out):
    file = folder / f"{out.name}.yaml"
    file.write_text(f"input: {{files: {source}}}\noutput: {{files: {out}}}\n"
                    "pipeline: {batch_articles: 200}\njournal: {checkpoint_every: 2000}\n")
    return file


def run(config, **options):
    return subprocess.run([program, "run", "--config", str(config)], capture_output=True, timeout=600, **options)


def outputs(out):
    return {file.name: file.read_bytes() for file in sorted(out.glob("*.jsonl"))}


def offsets(out):
    """The input offsets that the output accounts for, in any order, repeats kept."""
    seen = []
    for topic in ("news.enriched", "news.duplicates"):
        for line in (out / f"{topic}.jsonl").open("rb"):
            own = json.loads(line)["copytaster"]
            if not own.get("routed_out") and not own.get("partial"):
                seen.append(own["origin"]["offset"])
    for line in (out / "news.dead.jsonl").open("rb"):
        seen.append(int(json.loads(line)["headers"]["copytaster.errors.offset"]))
    return seen


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    source = folder / "in"
    source.mkdir()
    lines = stream(20_000 if corpus() else 3_000)
    third = len(lines) // 3 + 1
    for i in range(3):
        part = source / f"part-{i}.jsonl"
        part.write_bytes(b"\n".join(lines[i * third:(i + 1) * third]) + b"\n")
        subprocess.run(["zstd", "-q", "--rm", str(part)], check=True)

    whole = folder / "whole"
    begun = time.monotonic()
    done = run(configure(folder, source, whole))
    taken = time.monotonic() - begun
    assert done.returncode == 0, done.stderr
    assert sorted(offsets(whole)) == list(range(len(lines))), "each input is accounted for exactly once"

    killed = folder / "killed"
    config = configure(folder, source, killed)
    moments = random.Random(5)
    kills = 0
    for _ in range(KILLS):
        process = subprocess.Popen([program, "run", "--config", str(config)], stderr=subprocess.DEVNULL)
        try:
            process.wait(moments.uniform(0.02, 0.1 + taken / 8))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            kills += 1
            process.wait()
    assert run(config).returncode == 0
    assert outputs(killed) == outputs(whole), f"other bytes after {kills} kills"
    print(f"{len(lines)} inputs, {taken:.1f} s, {kills} kills: the same bytes")
    assert kills >= 5, kills

    stopped = folder / "stopped"
    config = configure(folder, source, stopped)
    process = subprocess.Popen([program, "run", "--config", str(config)], stderr=subprocess.DEVNULL)
    time.sleep(taken / 4)
    begun = time.monotonic()
    process.terminate()
    assert process.wait(timeout=10) == 0, "SIGTERM ends cleanly"
    assert run(config).returncode == 0
    assert outputs(stopped) == outputs(whole), "other bytes after a stop"

    again = run(config)
    assert again.returncode == 0 and outputs(stopped) == outputs(whole), "nothing is read twice"

    damaged = folder / "damaged"
    damaged.mkdir()
    archive = (source / "part-0.jsonl.zst").read_bytes()
    (damaged / "part-0.jsonl.zst").write_bytes(archive[:len(archive) // 2])
    done = run(configure(folder, damaged, folder / "damaged-out"))
    assert done.returncode == 69 and b"cut off" in done.stderr and b"part-0" in done.stderr, done.stderr

    odd = folder / "odd"
    odd.mkdir()
    os.mkfifo(odd / "a.jsonl")
    done = run(configure(folder, odd, folder / "odd-out"))
    assert done.returncode == 69 and b"a.jsonl: is no regular file" in done.stderr, done.stderr

    full = folder / "full"
    config = configure(folder, source, full)
    limit = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                     resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY)))
    done = run(config, preexec_fn=limit)
    assert done.returncode == 69 and b"make room" in done.stderr, done.stderr
    assert run(config).returncode == 0
    assert outputs(full) == outputs(whole), "other bytes after a full disk"

    nowhere = run(configure(folder, folder / "absent", folder / "x"))
    assert nowhere.returncode == 69 and b"input.files" in nowhere.stderr, nowhere.stderr
    wrong = folder / "wrong.yaml"
    wrong.write_text("dedup: {windw: 7d}\n")
    done = run(wrong)
    assert done.returncode == 78 and b"did you mean dedup.window" in done.stderr, done.stderr
print("accounted for, killed, stopped, damaged, full: as promised")
