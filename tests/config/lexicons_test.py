"""The shipped lexicons are what config/lexicons/build makes: byte for byte, and each names its sources."""
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
ROOT = pathlib.Path(__file__).resolve().parents[2]
LEXICONS = ROOT / "config" / "lexicons"

shipped = sorted(path.name for path in LEXICONS.glob("*.tsv"))
readme = (LEXICONS / "README.md").read_text(encoding="utf-8")
for name in shipped:
    head = (LEXICONS / name).read_text(encoding="utf-8").splitlines()[1]
    assert head.startswith("# ") and len(head) > 20, f"{name} does not name its sources"
    assert f"| {name} |" in readme, f"the README says nothing of {name}"

data = pathlib.Path(os.environ.get("COPYTASTER_DATA", ROOT.parent / "shared" / "data"))
inputs = [data / "gazetteers", data / "iptc_mediatopics" / "mediatopics.tsv"]
if not all(path.exists() for path in inputs):
    print("skipped: no gazetteers under COPYTASTER_DATA")
    sys.exit(SKIPPED)
with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, LEXICONS / "build", *inputs, folder], check=True)
    made = sorted(path.name for path in pathlib.Path(folder).iterdir())
    assert made == shipped, (made, shipped)
    for name in shipped:
        assert (pathlib.Path(folder) / name).read_bytes() == (LEXICONS / name).read_bytes(), \
            f"{name} is not what build makes: run config/lexicons/build and commit what it writes"
print(len(shipped), "files, the same bytes")
