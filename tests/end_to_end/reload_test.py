"""Settings changed while folders are followed: what came before keeps its settings, what comes after has the new ones,
also when the process is killed just after the signal; a bad file changes nothing.
Usage: reload_test.py PROGRAM"""
import json
import pathlib
import signal
import sys
import tempfile

from kafka_cluster import Daemon, wait_until
from support import stream


class Followed:
    """A folder that is followed, and what comes of it."""

    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        (self.folder / "in").mkdir()
        self.file = self.folder / "c.yaml"
        self.lines = stream(900)
        self.fed = 0
        self.configure()

    def configure(self, routes="[]", more=""):
        self.file.write_text(f"input: {{files: {self.folder}/in, follow: true}}\n"
                             f"output: {{files: {self.folder}/out, routes: {routes}}}\n{more}")

    def start(self):
        return Daemon(self.program, self.file, self.folder / "log")

    def feed(self):
        part = len(self.lines) // 3
        lines = self.lines[self.fed * part:(self.fed + 1) * part]
        temporary = self.folder / "next"
        temporary.write_bytes(b"\n".join(lines) + b"\n")
        self.fed += 1
        temporary.rename(self.folder / "in" / f"{self.fed}.jsonl")

    def records(self, topic):
        file = self.folder / "out" / f"{topic}.jsonl"
        lines = file.read_text().split("\n")[:-1] if file.exists() else []
        return [json.loads(line)["copytaster"] for line in lines]

    def hashes(self):
        """By input file, the settings that made its records."""
        found = {}
        for record in self.records("news.enriched") + self.records("news.duplicates"):
            if not record.get("routed_out"):
                part = record["origin"]["offset"] // (len(self.lines) // 3)
                found.setdefault(part, set()).add(record["made_by"]["settings"])
        return found

    def wait_for(self, parts):
        """Until the last article of the last part is out."""
        last = max(i for i, line in enumerate(self.lines[:parts * (len(self.lines) // 3)]) if b'"timestamp"' in line)
        out = lambda: {record["origin"]["offset"] for topic in ("news.enriched", "news.duplicates")
                       for record in self.records(topic)}
        wait_until(lambda: last in out(), 60, f"line {last}")


def reload(daemon, words):
    before = len(daemon.words())
    daemon.send(signal.SIGHUP)
    wait_until(lambda: words in daemon.words()[before:], 30, f"`{words}`")
    return daemon.words()[before:]


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        followed = Followed(program, folder)
        daemon = followed.start()
        followed.feed()
        followed.wait_for(1)
        followed.configure(more="dedup: {windw: 7d}\nlog: {level: loud}\n")
        said = reload(daemon, "reload refused")
        assert "did you mean dedup.window?" in said and "log.level" in said, said
        followed.configure("[{topic: desk.all, kinds: [new, update, exact, near]}]", "pipeline: {threads: 3}\n")
        said = reload(daemon, "in force from the next batch on")
        assert "pipeline.threads takes effect at the next start" in said and "changed: output.routes" in said, said
        followed.feed()
        followed.wait_for(2)
        first, second = followed.hashes()[0], followed.hashes()[1]
        assert len(first) == len(second) == 1 and first != second, (first, second)
        assert followed.records("desk.all") and all({each["made_by"]["settings"]} == second
                                                     for each in followed.records("desk.all"))
        followed.configure(more="stories: {join_cosine: 0.3}\n")
        daemon.send(signal.SIGHUP)
        daemon.end(signal.SIGKILL)
        daemon = followed.start()
        followed.feed()
        followed.wait_for(3)
        third = followed.hashes()[2]
        assert len(third) == 1 and third not in (first, second), third
        assert followed.hashes()[0] == first and followed.hashes()[1] == second
        for _ in range(100):
            daemon.send(signal.SIGHUP)
        reload(daemon, "nothing to take over")
        assert daemon.words().count("reload: reading") < 20, "a storm of signals is a few readings"
        code, seconds = daemon.end(signal.SIGTERM)
        assert code == 0 and seconds < 10, (code, seconds)
        print(f"three settings, each for what came while it was in force: {first | second | third}")


if __name__ == "__main__":
    main(sys.argv[1])
