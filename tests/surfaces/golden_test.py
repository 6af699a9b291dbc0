"""Whole reports: what `explain` says of each example is what tests/golden/ holds. tools/accept_golden rewrites it."""
import difflib

from harness import ROOT, check, finish, run


def main():
    names = sorted(path.stem for path in (ROOT / "examples").glob("*.txt"))
    golden = ROOT / "tests" / "golden"
    check(sorted(path.stem for path in golden.glob("*.txt")) == names, "one golden file an example (tools/accept_golden)")
    for name in names:
        expected = (golden / f"{name}.txt").read_text(encoding="utf-8") if (golden / f"{name}.txt").exists() else ""
        given = run("explain", ROOT / "examples" / f"{name}.txt", "--color", "never").stdout
        if given != expected:
            diff = difflib.unified_diff(expected.splitlines(), given.splitlines(), "expected", "given", lineterm="", n=1)
            check(False, f"{name} differs (tools/accept_golden takes it over, to be reviewed as code):\n" + "\n".join(list(diff)[:30]))
    finish()


main()
