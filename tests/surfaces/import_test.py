"""Dictionaries of PETRARCH become tables that the program reads: dated codes, synonyms, plurals, substitution sets."""
import json
import pathlib
import subprocess
import sys

from harness import ROOT, check, check_run, finish, run, workplace

ACTORS = """# ours
ZEMBLA_PEACE_CORPS_
+ZPC
+PEACE_HOUSE # its seat
\t[KENMIL <091231] [KENGOV]
NAJMA_BOARD_\t[IGOUNO 970101-061231]
RED_DAWN_FRONT_\t[PERREB]
NOWHERE_\t[QQQGOV]
SAND_CLUB_\t[KENGOV 9913]
"""
AGENTS = """!PERSON! = MAN, WOMEN
HARBOUR_!PERSON! [~BUS]
TOWN_CRIER {TOWN_CRIERS_} [~GOV]
LAST_UNION [NGO~]
"""


def rows(path):
    lines = path.read_text().splitlines()
    return [tuple(line.split("\t")) for line in lines[1:]]


def main():
    with workplace() as name:
        folder = pathlib.Path(name)
        (folder / "actors.txt").write_text(ACTORS)
        (folder / "agents.txt").write_text(AGENTS)
        done = subprocess.run([sys.executable, ROOT / "tools" / "import_petrarch", "--actors", folder / "actors.txt", "--agents",
                               folder / "agents.txt", "--out", folder / "out"], capture_output=True, text=True)
        check(done.returncode == 0, f"the import: {done.stderr}")
        metonyms = rows(folder / "out" / "actors" / "metonyms.add.tsv")
        for form in ("Zembla Peace Corps", "ZPC", "Peace House"):
            check((form, "KEN", "MIL", "armed forces", "institution", "", "2010-01-01") in metonyms, f"{form} until 2009: {metonyms}")
            check((form, "KEN", "GOV", "government", "institution", "2010-01-01", "") in metonyms, f"{form}: the default holds after: {metonyms}")
        check(("Najma Board", "UN", "IGO", "UN", "institution", "1997-01-01", "2007-01-01") in metonyms, f"an organisation: {metonyms}")
        check(rows(folder / "out" / "actors" / "nonstate.add.tsv") == [("Red Dawn Front", "", "REB", "PER")], "an armed group")
        offices = {(row[0], row[5]) for row in rows(folder / "out" / "actors" / "offices.add.tsv")}
        check(offices == {("harbour man", "BUS"), ("harbour women", "BUS"), ("town crier", "GOV"), ("town criers", "GOV")}, f"agents: {offices}")
        for where in ("actors.txt:8", "actors.txt:9", "agents.txt:4"):
            check(where in done.stderr, f"what is left out is named: {where}: {done.stderr}")
        check_run("the program reads them", run("lexicon", "check", "--lexicon", folder / "out"), 0)
        found = json.loads(run("lexicon", "what", "ZPC", "--on", "2008-05-05", "--format", "json", "--lexicon", folder / "out").stdout)
        check([(one["id"], one["note"]) for one in found] == [("KEN", "armed forces")], f"who the ZPC was: {found}")
    finish()


main()
