"""Entries of each kind keep their bars on the open gold.

Actors and places keep theirs on the mention gold, the syntax engine on the treebanks, where these are on this machine. Of
the paraphrased traps all of the first report hold, and 0.88 of those of the examples (aim: nine in ten).
"""
import json

from harness import ROOT, check, finish, run

# Precision and recall that must not be lost. Where a kind is not yet as good as it is meant to be, the guard stands at what holds
# and the aim behind it; docs/accuracy.md has the measured figures, also of reports that nobody who writes rules has seen.
BARS = {
    "figure": (0.95, 0.90),
    "statement (direct)": (0.94, 0.90),    # aim 0.97, 0.93
    "statement (indirect)": (0.90, 0.80),
    "event": (0.90, 0.65),                 # aim 0.85, 0.70
    "instrument": (0.90, 0.80),
    "office": (0.90, 0.80),
    "visit": (0.90, 0.70),                 # aim 0.90, 0.80
    "meeting": (0.90, 0.70),               # aim 0.90, 0.80
    "post": (0.90, 0.55),                  # aim 0.90, 0.80
    "regime": (0.85, 0.65),                # aim 0.85, 0.75
    "commitment": (0.90, 0.65),            # aim 0.90, 0.80
    "position": (0.80, 0.35),              # aim 0.85, 0.70
    "plan": (0.85, 0.35),                  # aim 0.85, 0.70
}
SEED = ROOT.parent / "shared" / "data" / "seed" / "report.gold.json"


def score(path):
    done = run("evaluate", "entries", path, "--format", "json")
    check(done.returncode == 0, f"evaluate {path}: {done.stderr[-300:]}")
    return json.loads(done.stdout)


def percent(result, words, measure):
    return result[words]["all"][measure]["f1"] * 100


def check_syntax():
    data = SEED.parent.parent
    ewt, gum = data / "ud" / "en_ewt-dev.conllu", data / "gum" / "gum-dev.conllu"
    if not ewt.exists() or not gum.exists():
        print("skipped: the treebanks are not on this machine")
        return
    results = json.loads(run("evaluate", "conllu", ewt, gum, "--format", "json").stdout)
    bars = [(0, "gold_words", "upos", 95.8), (0, "gold_words", "lemmas", 97.0), (0, "gold_words", "uas", 87.5),
            (0, "gold_words", "las_full", 85.0), (0, "raw_text", "words", 98.8), (0, "raw_text", "sentences", 84.0),
            (0, "raw_text", "las_full", 81.5), (1, "gold_words", "las_full", 84.0)]
    for number, words, measure, bar in bars:
        value = percent(results[number], words, measure)
        check(value >= bar, f"{(ewt, gum)[number].name}, {words}: {measure} {value:.2f}, bar {bar}")


def check_mentions():
    """Actors and places, precision and recall, on the sentences by phenomenon, the first report and real documents."""
    sets = [("phenomena", [ROOT / "evaluate" / "phenomena"], {"actors": (0.95, 0.90), "places": (0.93, 0.88)})]
    if SEED.exists():
        documents = sorted(path for path in (ROOT / "evaluate" / "mentions").glob("*.mentions.tsv") if not path.name.startswith("seed"))
        sets.append(("documents", documents, {"actors": (0.88, 0.80), "places": (0.88, 0.80)}))
    else:
        print("skipped: the documents of the mention gold are not on this machine")
    for name, files, bars in sets:
        for layer, (precision, recall) in bars.items():
            result = json.loads(run("evaluate", layer, *files, "--format", "json").stdout)
            row = result["all"]
            check(row["precision"] >= precision, f"{layer}, {name}: precision {row['precision']:.3f}, bar {precision}")
            check(row["recall"] >= recall, f"{layer}, {name}: recall {row['recall']:.3f}, bar {recall}")
            if (name, layer) == ("phenomena", "actors"):
                for file, one in result["files"].items():
                    check(one["f1"] >= 0.85, f"{file}: {layer}: F1 {one['f1']:.3f}")


def main():
    check_syntax()
    check_mentions()
    sets = [ROOT / "examples"]
    if SEED.exists():
        sets.append(SEED)
    else:
        print("skipped: the first report is not on this machine")
    for path in sets:
        result = score(path)
        for kind, (precision, recall) in BARS.items():
            row = result["kinds"].get(kind)
            if row is None or (path == SEED and row["gold"] < 3):
                continue
            check(row["precision"] >= precision, f"{path.name}: {kind}: precision {row['precision']:.3f}, bar {precision}")
            check(row["recall"] >= recall, f"{path.name}: {kind}: recall {row['recall']:.3f}, bar {recall}")
        traps = result["traps"]
        needed = traps["total"] if path == SEED else 0.88 * traps["total"]
        check(traps["right"] >= needed, f"{path.name}: traps {traps['right']} of {traps['total']}")
        check(traps["total"] > 0, f"{path.name}: some traps are tried")
    if SEED.exists():
        entries = [json.loads(line) for line in run("extract", SEED.parent / "report.txt").stdout.splitlines()][0]
        figures = {(e["value"], e["unit"], e["period"], e["trend"], e["approximate"]) for e in entries["entries"] if e["kind"] == "figure"}
        check(figures == {(43800000000, "USD", "2024", "record high", False), (224, "projects", None, None, False),
                          (66400000000, "USD", None, None, True)}, f"figures of the first report: {figures}")
    finish()


main()
