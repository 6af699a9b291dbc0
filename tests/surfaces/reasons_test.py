"""Every reason for not coding that the program gives is one that docs/ledger.md lists."""
import json
import pathlib

from harness import ROOT, check, finish, run, workplace

TEXT = """Aged 45, the envoy of Peru said trade had doubled; a third of it is copper. "Peace formula" is a name. The two countries of
resolution 2758 met for three years in 2024. By 12 votes to 3 the sixth round ended. Hundreds of lorries, 6,000 of them new, paid 50 cents
or 5 million francs, 500 million rupees ($6 million). "We will sign the treaty tomorrow morning in the old town hall." F-16 jets flew.
"""


def main():
    listed = set()
    for line in (ROOT / "docs" / "ledger.md").read_text().split("What was seen and not coded")[1].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3:
            listed.add((cells[0], cells[1]))
    given = set()
    with workplace() as name:
        path = pathlib.Path(name) / "reasons.txt"
        path.write_text(TEXT)
        for source in (path, ROOT / "examples"):
            for line in run("extract", source, "--uncoded").stdout.splitlines():
                given |= {(item["kind"], item["reason"]) for item in json.loads(line)["uncoded"]}
    check(len(given) >= 8, f"the text brings out reasons: {given}")
    for kind, reason in sorted(given):
        check((kind, reason) in listed, f"docs/ledger.md does not list: {kind}: {reason}")
    finish()


main()
