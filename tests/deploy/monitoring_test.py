"""Alerts, dashboard and runbook against what the program has: every metric, label and event that they name exists, every
alert has its heading in the runbook and a test where it fires and one where it doesn't, and every event that needs
somebody is explained. promtool (of Debian's package prometheus) checks the rules and runs their tests.
Usage: monitoring_test.py PROGRAM"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "monitoring"
METRIC = re.compile(r"\b((?:copytaster|process)_[a-z_]+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)\s*(?:=~|!=|!~|=)\s*"([^"]*)"')
GROUPED = re.compile(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")
OF_PROMETHEUS = {"job", "instance"}  # labels that a scrape adds
SEVERITIES = {"page", "ticket", "note"}
SKIPPED = 77


def names(program, what):
    done = subprocess.run([program, "names", what], capture_output=True, text=True, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


class Catalogue:
    def __init__(self, program):
        self.families = {name: (kind, set(labels.split()), text) for name, kind, labels, text in names(program, "metrics")}
        self.events = {name: level for name, level, _ in names(program, "events")}
        assert self.families and self.events

    def family(self, metric, where, asked=True):
        """Its labels and its help; a histogram that is asked, and not just named, has its suffixes."""
        for suffix in ("", "_bucket", "_sum", "_count"):
            name = metric.removesuffix(suffix)
            if name not in self.families or (suffix and self.families[name][0] != "histogram"):
                continue
            kind, labels, text = self.families[name]
            assert kind != "histogram" or suffix or not asked, f"{where}: {metric} is a histogram: ask its buckets, sum or count"
            return labels | ({"le"} if suffix == "_bucket" else set()), text
        raise AssertionError(f"{where}: there is no metric {metric}")

    def check_matcher(self, metric, label, value, where, asked=True):
        labels, text = self.family(metric, where, asked)
        assert label in labels | OF_PROMETHEUS, f"{where}: {metric} has no label {label}"
        if label in OF_PROMETHEUS or "$" in value:
            return
        for word in value.split("|"):
            known = word in self.events if label == "event" else re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", text)
            assert known, f"{where}: {metric} has no {label} {word}"

    def check(self, expression, where):
        found = METRIC.findall(expression)
        allowed = set(OF_PROMETHEUS)
        for metric, matchers in found:
            allowed |= self.family(metric, where)[0]
            for label, value in MATCHER.findall(matchers):
                self.check_matcher(metric, label, value, where)
        for group in GROUPED.findall(expression):
            for label in filter(None, map(str.strip, group.split(","))):
                assert label in allowed, f"{where}: no metric there has a label {label}"
        return {metric for metric, _ in found}


def alerts():
    """Name, expression, everything else; the file is written so that this needs no YAML."""
    for block in (FOLDER / "alerts.yaml").read_text().split("- alert: ")[1:]:
        name, _, rest = block.partition("\n")
        expression = re.search(r"expr:(.*?)\n\s+(?:for|labels):", rest, re.S)[1]
        yield name.strip(), expression, rest


def check_alerts(catalogue):
    headings = re.findall(r"^## (\w+)$", (FOLDER / "runbook.md").read_text(), re.M)
    tests = (FOLDER / "alerts_test.yaml").read_text()
    for name, expression, rest in alerts():
        assert catalogue.check(expression, name) or "up{" in expression, f"{name} asks nothing of copytaster"
        assert name in headings, f"the runbook has nothing about {name}"
        assert f"runbook: runbook.md#{name.lower()}\n" in rest, f"{name} has no link to its heading"
        assert re.search(r"severity: (\w+)", rest)[1] in SEVERITIES and "summary: " in rest, name
        verdicts = re.findall(rf"alertname: {name}\n\s+exp_alerts:(.*)\n", tests)
        assert "" in verdicts and " []" in verdicts, f"{name} is not tried where it fires and where it doesn't"
    known = [name for name, *_ in alerts()]
    assert sorted(known) == sorted(headings), set(headings) ^ set(known)
    return len(known)


def expressions(node):
    """Each query anywhere in the dashboard."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("expr", "query") and isinstance(value, str):
                yield value
            yield from expressions(value)
    elif isinstance(node, list):
        for each in node:
            yield from expressions(each)


def check_dashboard(catalogue):
    dashboard = json.loads((FOLDER / "dashboard.json").read_text())
    panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    for panel in panels:
        assert panel["targets"] and all(catalogue.check(target["expr"], panel["title"]) for target in panel["targets"])
        for target in panel["targets"]:
            shown = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
            labels = set().union(OF_PROMETHEUS, *(catalogue.family(metric, panel["title"])[0]
                                                  for metric in catalogue.check(target["expr"], panel["title"])))
            assert shown <= labels, (panel["title"], shown - labels)
    for query in expressions(dashboard):
        catalogue.check(query, "dashboard")
    return len(panels)


def check_runbook(catalogue):
    text = (FOLDER / "runbook.md").read_text()
    for metric, matchers in METRIC.findall(text):
        catalogue.family(metric, "runbook", asked=False)
        for label, value in MATCHER.findall(matchers):
            catalogue.check_matcher(metric, label, value, "runbook", asked=False)
    rows = re.findall(r"^\| `(\w+)` \|", text, re.M)
    for event in rows:
        assert event in catalogue.events, f"runbook: there is no event {event}"
    silent = {name for name, level in catalogue.events.items() if level in ("warning", "error")} - set(rows)
    assert not silent, f"the runbook doesn't say what to do about {sorted(silent)}"
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", text))
    reasons = {"invalid_json", "wrong_type", "record_too_large", "too_large", "crashes_analysis"}
    unknown = named - set(catalogue.events) - reasons - set(catalogue.families)
    assert not unknown, f"runbook: {sorted(unknown)} are no events"
    settings = (ROOT / "config" / "defaults.yaml").read_text()
    for section, key in re.findall(r"`((?:kafka|input|output|pipeline|dedup|stories|annotate|journal|http|log))\.(\w+)", text):
        assert re.search(rf"^{section}:.*?^\s+{key}:", settings, re.M | re.S), f"runbook: no setting {section}.{key}"
    return len(rows)


def check_checks(catalogue):
    """The checks above can fail."""
    for wrong in ("copytaster_inputs", "copytaster_inputs_total{kind=\"new\"}", "copytaster_batch_seconds",
                  "copytaster_inputs_total_count", "copytaster_events_total{event=\"nothing\"}",
                  "copytaster_role{role=\"king\"}", "sum by (topic) (copytaster_ready)"):
        try:
            catalogue.check(wrong, "a wrong one")
        except AssertionError:
            continue
        raise AssertionError(f"{wrong} was let pass")


def main(program):
    catalogue = Catalogue(program)
    check_checks(catalogue)
    print(f"{check_alerts(catalogue)} alerts, {check_dashboard(catalogue)} panels and {check_runbook(catalogue)} events of "
          "the runbook name what is there")
    if shutil.which("promtool") is None:
        print("promtool is not there (Debian's package prometheus): the rules are not tried")
        return SKIPPED
    for arguments in (("check", "rules", "alerts.yaml"), ("test", "rules", "alerts_test.yaml")):
        done = subprocess.run(["promtool", *arguments], cwd=FOLDER, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    print("promtool: the rules are valid and their tests pass")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
