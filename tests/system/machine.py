"""A clean Debian with a real systemd, booted in a container of systemd-nspawn on this machine's network."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
# What is in the bare system: an init, and what systemctl talks over. Whatever else is needed is the package's to ask for.
INCLUDED = "systemd,systemd-sysv,dbus,man-db"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "copytaster"


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def suite():
    """This machine's release: a package fits the one that it was built on."""
    words = dict(line.strip().split("=", 1) for line in open("/etc/os-release") if "=" in line)
    if words.get("ID") != "debian":
        skip("this is not Debian, so its libraries are not those of a Debian root")
    return words["VERSION_CODENAME"]


def install_tools():
    """What makes machines and boots them; by apt where it is missing."""
    if os.geteuid() != 0:
        skip("only root can boot a machine in a container")
    wanted = [package for tool, package in (("mmdebstrap", "mmdebstrap"), ("systemd-nspawn", "systemd-container"))
              if not shutil.which(tool)]
    if not wanted:
        return
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, capture_output=True, timeout=120)
    done = subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], env=env,
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        skip(f"apt-get can't install {' '.join(wanted)}: {done.stderr.strip()[-300:]}")


def base_image():
    """The bare system as a tarball, made once."""
    name = suite()
    mark = hashlib.sha256(f"{name} {INCLUDED} 1".encode()).hexdigest()[:8]
    image = CACHE / f"machine-{name}-{mark}.tar"
    if not image.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            made = pathlib.Path(folder, "machine.tar")
            # The lists of packages stay, so that apt need not fetch them each time.
            done = subprocess.run(["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", f"--include={INCLUDED}",
                                   "--skip=cleanup/apt/lists", name, made], capture_output=True, text=True, timeout=400)
            if done.returncode != 0:
                skip(f"mmdebstrap can't make a Debian (is the network there?): {done.stderr.strip()[-300:]}")
            made.rename(image)
    return image


def children(pid):
    """Of a process, as the kernel lists them: a bare machine may have no pgrep."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if fields[1] == str(pid):
            found.append(stat.parent.name)
    return found


class Machine:
    """Booted on entry, gone on exit, whatever happens: it dies with this process."""

    def __init__(self):
        install_tools()
        image = base_image()
        self.scratch = tempfile.TemporaryDirectory(prefix="copytaster-machine-")
        self.root = pathlib.Path(self.scratch.name, "root")
        self.root.mkdir()
        subprocess.run(["tar", "-xf", image, "-C", self.root], check=True, timeout=120)
        proxies = {key: value for key, value in os.environ.items() if key.lower() in ("http_proxy", "https_proxy")}
        lines = [f'Acquire::{key.lower().removesuffix("_proxy")}::Proxy "{value}";' for key, value in proxies.items()]
        (self.root / "etc/apt/apt.conf.d/99test").write_text(
            "\n".join([*lines, 'APT::Keep-Downloaded-Packages "true";', 'APT::Install-Recommends "false";']) + "\n")
        self.process = self.leader = None

    def __enter__(self):
        archives = CACHE / "machine-archives"
        (archives / "partial").mkdir(parents=True, exist_ok=True)
        self.console = open(pathlib.Path(self.scratch.name, "console"), "wb")
        # In a process namespace whose first process dies with this one, by whatever: the kernel takes the rest with it.
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--pid", "--fork", "--kill-child=KILL", "--mount-proc",
             "systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit",
             f"--machine=copytaster-{os.getpid()}", "--console=pipe", "--resolv-conf=copy-host", "--timezone=off",
             "--link-journal=no", f"--bind={archives}:/var/cache/apt/archives", f"--directory={self.root}"],
            stdin=subprocess.DEVNULL, stdout=self.console, stderr=self.console)
        state = self.wait_for_boot(60)
        if state not in ("running", "degraded"):
            words = pathlib.Path(self.console.name).read_text(errors="replace").strip()[-500:]
            self.__exit__()
            skip(f"systemd-nspawn can't boot a machine here: {state}: {words}")
        return self

    def wait_for_boot(self, patience):
        until = time.monotonic() + patience
        state = "no init was started"
        while time.monotonic() < until and self.process.poll() is None:
            inits = [child for nspawn in children(self.process.pid) for child in children(nspawn)]
            if inits:
                self.leader = inits[-1]
                state = self.run("systemctl", "is-system-running", check=False).strip() or state
                if state in ("running", "degraded"):
                    break
            time.sleep(0.2)
        return state

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        until = time.monotonic() + 10
        while self.leader and pathlib.Path("/proc", self.leader).exists() and time.monotonic() < until:
            time.sleep(0.05)
        self.console.close()
        self.scratch.cleanup()

    def attempt(self, *command, patience=60):
        """A command in the machine: exit code, and both its outputs together."""
        done = subprocess.run(["nsenter", "--target", str(self.leader), "--all", "env", "-i", "PATH=/usr/sbin:/usr/bin",
                               "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", "SYSTEMD_PAGER=", *map(str, command)],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=patience)
        return done.returncode, done.stdout

    def run(self, *command, patience=60, check=True):
        code, words = self.attempt(*command, patience=patience)
        if check and code != 0:
            logged = self.run("journalctl", "--no-pager", "--lines=30", check=False) if command[0] == "systemctl" else ""
            raise AssertionError(f"{' '.join(map(str, command))}: exit {code}: {words}{logged}")
        return words

    def write(self, path, text, mode=0o644):
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def install(self, deb):
        """By apt, which fetches what the package depends on; the seconds that it took."""
        shutil.copy(deb, self.root / "srv")
        begun = time.monotonic()
        command = ("apt-get", "install", "-y", "-q", f"/srv/{pathlib.Path(deb).name}")
        code, words = self.attempt(*command, patience=240)
        if code != 0:  # the lists are as old as the image
            self.run("apt-get", "update", "-q", patience=120)
            begun = time.monotonic()
            words = self.run(*command, patience=240)
        return time.monotonic() - begun, words

    def show(self, unit, *names):
        """Properties of a unit."""
        words = self.run("systemctl", "show", unit, *(f"--property={name}" for name in names))
        found = dict(line.split("=", 1) for line in words.splitlines() if "=" in line)
        return found[names[0]] if len(names) == 1 else [found[name] for name in names]

    def journal(self, unit):
        return self.run("journalctl", "--no-pager", "--output=cat", f"--unit={unit}")

    def wait(self, condition, patience, what, unit="copytaster.service"):
        until = time.monotonic() + patience
        while not condition():
            assert time.monotonic() < until, (f"{what}: not within {patience} s\n"
                                              f"{self.run('systemctl', 'status', unit, check=False)}\n"
                                              f"{self.journal(unit)[-4000:]}")
            time.sleep(0.2)
