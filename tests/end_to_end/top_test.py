"""`copytaster top` against a running instance and without one, on a terminal and without one."""
import fcntl
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time
import urllib.request

program = pathlib.Path(sys.argv[1]).resolve()
wire = pathlib.Path(__file__).parent.parent.parent / "deploy" / "sample-wire.jsonl"


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def wait_for(condition, seconds=30):
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("waited for nothing")


def top(*arguments):
    return subprocess.run([program, "top", *map(str, arguments)], capture_output=True, text=True, timeout=60,
                          stdin=subprocess.DEVNULL)


def is_up(url):
    try:
        return json.loads(get(url + "/status.json")).get("ledger", {}).get("in") == 69
    except OSError:
        return False


class OnTerminal:
    """`top` on a terminal of its own."""

    def __init__(self, url, columns, rows):
        self.process, self.side = pty.fork()
        if self.process == 0:
            os.execv(program, [str(program), "top", "--url", url])
        self.resize(columns, rows)
        self.seen = ""

    def resize(self, columns, rows):
        fcntl.ioctl(self.side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """What it draws meanwhile."""
        drawn, until = "", time.monotonic() + seconds
        while time.monotonic() < until:
            if select.select([self.side], [], [], 0.1)[0]:
                try:
                    drawn += os.read(self.side, 65536).decode(errors="replace")
                except OSError:  # the other side is closed
                    break
        self.seen += drawn
        return drawn

    def ended(self):
        for _ in range(100):
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                self.read(0.5)
                return os.waitstatus_to_exitcode(status)
            self.read(0.1)
            time.sleep(0.1)  # once the terminal is closed, reading no longer waits
        raise AssertionError("top did not end")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "in").mkdir()
    shutil.copy(wire, folder / "in")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    config = folder / "config.yaml"
    config.write_text(f"input: {{files: {folder}/in, follow: true}}\noutput: {{files: {folder}/out}}\n"
                      f"http: {{listen: '127.0.0.1:{port}'}}\n")

    # Nobody there: the address and the setting are named.
    none = top("--url", url)
    assert none.returncode == 69 and url in none.stderr and "http.listen" in none.stderr, none
    assert top("--url", "nonsense").returncode == 64
    assert top("--config", folder / "none.yaml").returncode == 78

    daemon = subprocess.Popen([program, "run", "--config", str(config)], stderr=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: is_up(url))

        # Without a terminal it is printed once.
        once = top("--config", config)
        assert once.returncode == 0 and "newsroom  leader, ready" in once.stdout, once
        for part in ("69", "copies", "spun", "dead_letters", "invalid_json", "news.raw/0", "commit"):
            assert part in once.stdout, (part, once.stdout)
        assert "\033" not in once.stdout, once.stdout
        status = json.loads(top("--url", url, "--json").stdout)
        assert status["ledger"]["in"] == 69 and status["role"] == "leader", status

        # A second instance on the same address, which was asked for by name.
        other = folder / "other.yaml"
        other.write_text(config.read_text().replace("/out", "/other"))
        second = subprocess.run([program, "run", "--config", str(other)], capture_output=True, text=True, timeout=60)
        assert second.returncode == 69 and "http.listen" in second.stderr and str(port) in second.stderr, second

        # On a terminal: drawn each second, in another size when it has one, as it was when it ends.
        for end in ("q", "\x03", signal.SIGTERM):
            screen = OnTerminal(url, 100, 40)
            wait_for(lambda: "newsroom" in screen.read(0.3) or "newsroom" in screen.seen)
            assert "\033[?1049h" in screen.seen and "The last dead letters" in screen.seen, screen.seen
            screen.read(0.5)
            screen.resize(30, 5)
            small = screen.read(2.5).split("\033[H")[-1]
            assert small.count("\n") <= 4 and "The last" not in small, repr(small)
            if isinstance(end, str):
                os.write(screen.side, end.encode())
            else:
                os.kill(screen.process, end)
            assert screen.ended() == 0, end
            assert "\033[?1049l" in screen.seen and "\033[?25h" in screen.seen, screen.seen[-200:]

        # The instance goes away meanwhile: that is said, and it goes on trying.
        screen = OnTerminal(url, 120, 40)
        wait_for(lambda: "newsroom" in screen.read(0.3) or "newsroom" in screen.seen)
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(15) == 0, daemon.stderr.read()
        wait_for(lambda: "refused" in screen.read(0.5), 15)
        os.write(screen.side, b"q")
        assert screen.ended() == 0
    finally:
        daemon.kill()
        daemon.wait()

    # Off means off, and what is wrong is said with the setting.
    config.write_text(config.read_text().replace(f"127.0.0.1:{port}", "off").replace("follow: true", "follow: false"))
    done = subprocess.run([program, "run", "--config", str(config)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done
    off = top("--config", config)
    assert off.returncode == 69 and "http.listen is off" in off.stderr, off
    config.write_text(config.read_text().replace("off", "9464"))
    wrong = subprocess.run([program, "check", "--config", str(config)], capture_output=True, text=True, timeout=60)
    assert wrong.returncode == 78 and "http.listen" in wrong.stdout + wrong.stderr, wrong

print("top: rates, sizes, ends, and what is said when nobody answers: as promised")
