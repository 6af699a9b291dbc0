"""One fact in many writings gives one figure: texts of one label give equal entries, those of other labels do not.

figures.agreement.tsv holds the texts; no expected value is written anywhere.
"""
import json

from harness import ROOT, check, finish, run

FIELDS = ("measure", "value", "low", "high", "unit", "approximate", "period", "trend", "comparison", "stage")


def ids(actors):
    if actors is None:
        return None
    if isinstance(actors, dict):
        return actors["id"]
    return sorted(actor["id"] for actor in actors)


def facts(entries):
    """What a reader would compare, without words, places in the text and ids."""
    out = []
    for entry in entries:
        if entry["kind"] != "figure":
            continue
        fact = {field: entry[field] for field in FIELDS}
        fact.update({slot: ids(entry[slot]) for slot in ("subject", "from", "to")})
        out.append(fact)
    return json.dumps(sorted(out, key=json.dumps))


def main():
    rows = []
    table = ROOT / "tests" / "surfaces" / "figures.agreement.tsv"
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#") and line != "label\ttext":
            label, text = line.split("\t")
            rows.append((label, text))
    reports = [json.dumps({"id": str(i), "date": "2025-03-14", "text": text}) for i, (_, text) in enumerate(rows)]
    done = run("extract", "-", stdin="\n".join(reports) + "\n")
    check(done.returncode == 0, f"extract: {done.stderr[-300:]}")
    lines = done.stdout.splitlines()
    check(len(lines) == len(rows), f"{len(lines)} answers to {len(rows)} texts")
    first = {}
    agree = set()
    for (label, text), line in zip(rows, lines):
        found = facts(json.loads(line)["entries"])
        check(found != "[]", f"{label}: no figure in: {text}")
        if label not in first:
            first[label] = (found, text)
            agree.add(label)
        elif found != first[label][0]:
            agree.discard(label)
            check(False, f"{label}: {text}\n  gives    {found}\n  but      {first[label][1]}\n  gives    {first[label][0]}")
    check(len(first) >= 60, f"only {len(first)} groups")
    seen = {}
    for label, (found, text) in first.items():
        check(found not in seen, f"{label} and {seen.get(found)} give one entry: {text}")
        seen[found] = label
    finish()


main()
