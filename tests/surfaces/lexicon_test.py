"""The tables as their keepers meet them: who, what, check, and one edit that changes the reading."""
import json
import pathlib

from harness import check, check_run, finish, run, workplace

OFFICIALS = "country\trole\trole_title\tname\tfamily_name\taliases\tfrom\tto"
REPORT = '{"id": "r", "date": "2026-04-02", "text": "The Kenyan foreign minister told reporters: \\"We shall sign on Friday.\\""}\n'


def speaker(*options):
    done = run("extract", "-", *options, stdin=REPORT)
    check(done.returncode == 0, f"extract {options}: {done.stderr[-300:]}")
    entries = json.loads(done.stdout)["entries"]
    return [entry["speaker"]["id"] for entry in entries if entry["kind"] == "statement"]


def questions():
    done = run("lexicon", "who", "KAZ", "foreign_minister", "2025-04-26", "--format", "json")
    check_run("who", done, 0)
    check([one["id"] for one in json.loads(done.stdout)] == ["person:KAZ-murat-nurtleu"], f"who: {done.stdout}")
    check("Murat Nurtleu" in run("lexicon", "who", "KAZ", "foreign_minister").stdout, "who without a day: all holders")
    check_run("who, nobody", run("lexicon", "who", "KAZ", "foreign_minister", "1700-01-01"), 1, "nobody", 1)
    check_run("who, no day", run("lexicon", "who", "KAZ", "foreign_minister", "soon"), 2, "soon", 1)
    check_run("who, too few words", run("lexicon", "who", "KAZ"), 2, "an office", 1)
    done = run("lexicon", "what", "Akorda", "--format", "json")
    check([(one["kind"], one["id"]) for one in json.loads(done.stdout)] == [("metonym", "KAZ")], f"what: {done.stdout}")
    found = json.loads(run("lexicon", "what", "Georgia", "--format", "json").stdout)
    check({one["id"] for one in found} >= {"GEO", "USA/Georgia"}, f"what Georgia: {found}")
    check_run("what, unknown", run("lexicon", "what", "qwertyx"), 1, "qwertyx", 1)
    check_run("check", run("lexicon", "check"), 0)


def main():
    questions()
    with workplace() as name:
        folder = pathlib.Path(name)
        tables = folder / "actors"
        tables.mkdir()
        before = speaker()
        old = json.loads(run("lexicon", "who", "KEN", "foreign_minister", "2026-04-02", "--format", "json").stdout)
        check(len(old) == 1 and before == [old[0]["id"]], f"the speaker is who holds the office: {before}, {old}")
        (tables / "officials.withdraw.tsv").write_text(f"country\trole\tname\tfrom\nKEN\tforeign_minister\t{old[0]['name']}\t{old[0]['from']}\n")
        (tables / "officials.add.tsv").write_text(
            OFFICIALS + "\nKEN\tforeign_minister\tCabinet Secretary for Foreign Affairs\tJane Mwangi\tMwangi\t\t2026-03-01\t\n")
        after = speaker("--lexicon", folder)
        check(after == ["person:KEN-jane-mwangi"], f"one edit changes the reading: {before} to {after}")
        done = run("lexicon", "check", "--lexicon", folder)
        check_run("check with own tables", done, 0)
        check("2 of them yours" in done.stdout, f"check names the own tables: {done.stdout}")

        (tables / "oficials.add.tsv").write_text("x\n")
        check_run("a file that no table has", run("lexicon", "check", "--lexicon", folder), 1, "oficials.add.tsv", 1)
        (tables / "oficials.add.tsv").unlink()

        (tables / "officials.add.tsv").write_text(OFFICIALS + "\nKEN\tforeign_minister\tX\tJane Mwangi\tMwangi\t\t2026-13-01\t\n")
        done = run("lexicon", "check", "--lexicon", folder)
        check_run("a bad row", done, 1, "officials.add.tsv:2: column from", 1)
        check("2026-13-01" in done.stderr, f"a bad row: the reason: {done.stderr}")
        check_run("extract with a bad row", run("extract", "-", "--lexicon", folder, stdin=REPORT), 1, "officials.add.tsv:2", 1)
    finish()


main()
