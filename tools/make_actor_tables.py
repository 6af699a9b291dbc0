#!/usr/bin/env python3
"""Writes the derived tables of src/actors/ from the facts in ../shared/data.

Run from the repository root where the data exist:  python3 tools/make_actor_tables.py
Written: states.tsv, officials.tsv, organisations.tsv, heads.tsv, metonyms.tsv, membership.tsv.
The other tables of the room (offices, bodies, cues, cautions) are written by hand.
"""
import csv
import datetime
import pathlib
import re
import sys

DATA = pathlib.Path("../shared/data")
OUT = pathlib.Path("src/actors")

CURATED = "Facts written by hand for the project from general knowledge."
WIKIDATA = (
    "Facts of Wikidata (CC0 1.0) by way of the every-politician-scrapers mirrors, "
    "and facts written by hand for the project."
)

# Names of one word that two states share: a reader decides by the rest of the report.
SHARED = {
    "PRK": {"other_names": ["Korea"], "adjectives": ["Korean"], "demonym_plural": ["Koreans"]},
    "KOR": {"other_names": ["Korea"]},
    "COD": {"other_names": ["Congo"]},
    "SSD": {"adjectives": ["Sudanese"], "demonym_singular": ["Sudanese"], "demonym_plural": ["Sudanese"]},
    "GNB": {"adjectives": ["Guinean"], "demonym_plural": ["Guineans"]},
    "GNQ": {"adjectives": ["Guinean"], "demonym_plural": ["Guineans"]},
}

# Names of the data that are no names in a text: offices, groups of persons, descriptions.
NO_NAMES = {
    "UN Secretary-General", "Secretary-General of the United Nations", "the world body", "trade body",
    "the Fund", "the bloc", "EU leaders", "EU summit", "EU foreign ministers", "eurozone finance ministers",
    "MEPs", "EU lawmakers", "COP", "Gulf Arab states", "six world powers", "the Alliance", "the Quad",
    "five permanent members of the UN Security Council", "coalition of the willing", "oil cartel",
    "chemical weapons watchdog", "the States", "the states", "People's Republic",
    "China-Japan-South Korea trilateral", "China+Central Asia", "Coalition of the Willing (Ukraine)", "Myanmar national",
    "Myanmar nationals", "27-nation bloc", "European bloc", "Gulf bloc", "Lett", "Letts", "the mainland",
}


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(name, columns, rows, comments):
    lines = [f"# {line}" for line in comments]
    lines.append("\t".join(columns))
    for row in rows:
        fields = [row[column].strip() for column in columns]
        assert not any("\t" in field or "\n" in field for field in fields), row
        lines.append("\t".join(fields))
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def names_only(field):
    parts = [part.strip() for part in field.split("|")]
    return [part for part in parts if part and part not in NO_NAMES]


def kept_by_hand(name, rows, key, lists=(), fields=()):
    """Rows, names in lists and fields that were edited in the table by hand stay."""
    old = {tuple(row[column] for column in key): row for row in rows_of(OUT / name)}
    made = set()
    for row in rows:
        made.add(tuple(row[column] for column in key))
        known = old.get(tuple(row[column] for column in key))
        if known is None:
            continue
        for column in fields:
            row[column] = known[column]
        for column in lists:
            bare = {re.sub(r" \[.*\]$", "", part): part for part in row[column].split("|") if part}
            for part in known[column].split("|"):
                if part:
                    bare[re.sub(r" \[.*\]$", "", part)] = part
            row[column] = "|".join(bare.values())
    rows += [row for at, row in old.items() if at not in made]
    return rows


def first_day(date):
    return {4: date + "-01-01", 7: date + "-01"}.get(len(date), date)


def next_day(date):
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days=1)).isoformat()


def closed(row):
    """A spell whose two days are one day lasts that day."""
    if row["to"] and len(row["from"]) == 10 and row["from"] == row["to"]:
        row["to"] = next_day(row["to"])
    return row


def make_states():
    columns = ["iso3", "status", "short_name", "official_name", "other_names", "historical_names",
               "adjectives", "demonym_singular", "demonym_plural", "capitals"]
    rows = rows_of(DATA / "organisations/demonyms.tsv")
    for row in rows:
        for column in columns[4:]:
            parts = names_only(row[column]) + SHARED.get(row["iso3"], {}).get(column, [])
            kept = []
            for part in parts:
                bare = re.sub(r"^[Tt]he ", "", part)
                # "The Bahamas" says no more than "Bahamas"; "The Hague" has no other form.
                if bare != part and (bare in (row["short_name"], *parts) or column == "other_names"):
                    part = bare
                if part not in kept and part not in NO_NAMES:
                    if not (column == "other_names" and part == row["short_name"]):
                        kept.append(part)
            row[column] = "|".join(kept)
    for row in rows:
        if row["iso3"] == "EUU":
            row["capitals"] = ""  # Brussels acts for the Union by metonyms.tsv, as a place it is in Belgium
    kept_by_hand("states.tsv", rows, ["iso3"],
                 ["other_names", "historical_names", "adjectives", "demonym_plural"])
    rows.sort(key=lambda row: row["iso3"])
    write("states.tsv", columns, rows, [
        "States, territories and the European Union (EUU), with their names. Lists inside a field use a bar;",
        "[from..to] after a name bounds it in time, an open side is left empty, and \"1991+\" is a name that is",
        "still understood after its end. A name that stands at several states is decided by the rest of the report.",
        CURATED, "Made by tools/make_actor_tables.py, which keeps names added here by hand."])


def make_officials():
    columns = ["country", "role", "role_title", "name", "family_name", "aliases", "from", "to"]
    rows = rows_of(DATA / "officials/officials.tsv")
    kept = {}
    dropped = 0
    for row in rows:
        row["family_name"] = row["family_name"].rstrip(".,")
        row["role_title"] = row["role_title"].replace("di_pertuan", "di-Pertuan")
        sources = row["source"].split("+")
        if not row["to"] and "curated" not in sources:
            late = row["country"] in ("SYR", "TWN", "TKM", "YEM") or "every-politician-scrapers/world" in sources
            row["to"] = "2023-01" if late else "2022-08"
            if first_day(row["from"])[:7] > row["to"]:
                dropped += 1
                continue
        closed(row)
        aliases = names_only(row["aliases"])
        # Initials and suffixes are left out as often as not.
        plain = re.sub(r",? (Jr|Sr)\.?$", "", row["name"])
        plain = re.sub(r"(?<= )(?:[A-Z]\. ?)+(?=[A-Z])", "", plain)
        if plain != row["name"] and " " in plain:
            aliases.append(plain)
        row["aliases"] = "|".join(dict.fromkeys(alias for alias in aliases if alias != row["name"]))
        key = (row["country"], row["name"], row["role"], row["from"], row["role_title"])
        kept.setdefault(key, row)
    rows = [{column: kept[key][column] for column in columns} for key in sorted(kept)]
    kept_by_hand("officials.tsv", rows, ["country", "name", "role", "from", "role_title"], ["aliases"])
    rows.sort(key=lambda row: (row["country"], row["name"].encode(), row["role"], row["from"]))
    write("officials.tsv", columns, rows, [
        "Who held which office, when. `from` is the first day, `to` the day after the last one; a month or a year",
        "stands for its first day. An empty `to`: in office when the facts were gathered (end of 2025).",
        "Spells known only from a mirror, without an end, are closed at the mirror's date (2022-08 or 2023-01).",
        "Sorted by country and name: the rows of one person follow one another.",
        WIKIDATA, "Made by tools/make_actor_tables.py, which keeps rows and aliases added here by hand."])
    return {(row["country"], row["name"]) for row in rows}, dropped


def make_organisations():
    columns = ["id", "name", "abbreviation", "aliases", "kind", "subtype", "members"]
    rows = [row for row in rows_of(DATA / "organisations/organisations.tsv") if row["name"] not in NO_NAMES]
    for row in rows:
        row["aliases"] = "|".join(names_only(row["aliases"]))
        row["members"] = " ".join(sorted(row["members"].split()))
    kept_by_hand("organisations.tsv", rows, ["id"], ["aliases"])
    rows.sort(key=lambda row: row["id"])
    write("organisations.tsv", columns, rows, [
        "International organisations and their bodies, with members at the end of 2025 where listed.",
        CURATED, "Made by tools/make_actor_tables.py, which keeps names added here by hand."])


def make_heads(officials):
    columns = ["org", "title", "name", "family_name", "aliases", "from", "to", "official_of"]
    rows = rows_of(DATA / "organisations/heads.tsv")
    starts = {}
    for row in rows:
        starts.setdefault((row["org"], row["title"]), set()).add(row["from"])
    for row in rows:
        to = row["to"]
        # The source counts the last day in where the next head begins a day later, or where a month ends.
        if len(to) == 10:
            after = next_day(to)
            begins = starts[(row["org"], row["title"])]
            if to not in begins and (after in begins or after.endswith("-01")):
                row["to"] = after
        row["official_of"] = "EUU" if ("EUU", row["name"]) in officials else ""
    kept_by_hand("heads.tsv", rows, ["org", "name", "from"], ["aliases"], ["official_of"])
    rows.sort(key=lambda row: (row["org"], row["name"].encode(), row["from"]))
    write("heads.tsv", columns, rows, [
        "Heads of organisations, dates as in officials.tsv. official_of: the state under which officials.tsv has",
        "the same person, who keeps that id.",
        CURATED, "Made by tools/make_actor_tables.py, which keeps rows added here by hand."])


def make_metonyms():
    columns = ["metonym", "country", "sector", "refers_to", "kind", "from", "to"]
    rows = []
    every = rows_of(DATA / "organisations/metonyms.tsv")
    forms = {(row["metonym"], row["country"]) for row in every}
    for row in every:
        form = row["metonym"]
        if "(" in form or form in NO_NAMES:  # a sense, not a string to match
            continue
        if form.startswith("the ") and (form[4:], row["country"]) in forms:
            continue
        rows.append(row)
    # Rows that were added to the table by hand stay.
    names = {row["metonym"] for row in every}
    rows += [row for row in rows_of(OUT / "metonyms.tsv") if row["metonym"] not in names]
    kinds = {(row["metonym"], row["country"]): row["kind"] for row in rows_of(OUT / "metonyms.tsv")}
    for row in rows:
        row["kind"] = kinds.get((row["metonym"], row["country"]), row["kind"])
    rows.sort(key=lambda row: (row["metonym"], row["country"], row["from"]))
    write("metonyms.tsv", columns, rows, [
        "Seats and institutions that stand for a state, an organisation or one of its bodies.",
        "sector: PLOVER. refers_to: the body meant. kind: seat, institution (a body by its own name), or",
        "capital (stands for the government).",
        CURATED, "Made by tools/make_actor_tables.py, which keeps rows added here by hand."])


def make_membership():
    columns = ["org", "country", "status", "from", "to"]
    rows = rows_of(DATA / "organisations/membership.tsv")
    rows.sort(key=lambda row: tuple(row[column] for column in columns))
    write("membership.tsv", columns, rows, [
        "Changes of membership since 2000 that matter; dates as in officials.tsv.",
        CURATED, "Made by tools/make_actor_tables.py."])


def main():
    if not DATA.is_dir():
        sys.exit("make_actor_tables: no ../shared/data here; the committed tables stay as they are")
    make_states()
    officials, dropped = make_officials()
    make_organisations()
    make_heads(officials)
    make_metonyms()
    make_membership()
    print(f"{len(officials)} officials; {dropped} open rows that begin after their mirror left out")


if __name__ == "__main__":
    main()
