"""Real output of extract answers docs/extract.schema.json, and every entry's words are where it says."""
import json

import jsonschema

from harness import ROOT, check, check_run, finish, run


def main():
    schema = json.loads((ROOT / "docs" / "extract.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    done = run("extract", ROOT / "examples", "--uncoded")
    check_run("extract examples", done, 0, lines=0)
    kinds = set()
    for line in done.stdout.splitlines():
        record = json.loads(line)
        name = record["report"]["id"]
        for error in validator.iter_errors(record):
            check(False, f"{name}: {error.json_path}: {error.message[:200]}")
        text = record["report"]["text"]
        for entry in record["entries"]:
            kinds.add(entry["kind"])
            cut = [text[span["begin"]:span["end"]] for span in entry["spans"]]
            check(cut == entry["evidence"], f"{name}: {entry['id']}: evidence is not the text at its spans")
            for slot, value in entry.items():
                for actor in value if isinstance(value, list) else [value]:
                    if isinstance(actor, dict) and actor.get("how") and actor.get("span"):
                        words = text[actor["span"]["begin"]:actor["span"]["end"]]
                        check(words == actor["text"], f"{name}: {entry['id']}: {slot} is not where it says")
    kinds_of_schema = set(schema["$defs"]["entry"]["properties"]["kind"]["enum"])
    check(kinds <= kinds_of_schema and {"event", "figure", "statement"} <= kinds, f"kinds in the examples: {kinds}")

    # A schema that accepts anything would prove nothing: each of these must be refused.
    record = json.loads(done.stdout.splitlines()[0])
    for spoil in (lambda r: r.pop("report"), lambda r: r["report"].update(date="May"),
                  lambda r: r["entries"][0].update(kind="rumour"), lambda r: r["entries"][0].update(confidence=2),
                  lambda r: r["entries"][0].update(spans=[])):
        broken = json.loads(json.dumps(record))
        spoil(broken)
        check(not validator.is_valid(broken), "a broken record is refused")
    finish()


main()
