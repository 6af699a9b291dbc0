"""The help fits 80 columns, shows examples first, and every example in it is a command line that the program accepts."""
import re
import shlex

from harness import check, finish, run


def main():
    root = run("--help")
    check(root.returncode == 0 and root.stderr == "", "--help exits 0 and writes to standard output")
    commands = re.findall(r"^  ([a-z]+) {2,}", root.stdout.split("Commands")[1], re.M)
    check(len(commands) >= 8, f"commands in the help: {commands}")
    for name in ["", *commands]:
        page = run(*([name] if name else []), "--help").stdout
        label = name or "chancery"
        check(page.index("Examples:") < page.index("Usage:"), f"{label}: examples stand first")
        for line in page.splitlines():
            check(len(line) <= 90, f"{label}: wider than the page: {line}")
        for line in re.findall(r"^  (?:[^|\n]* \| )?(chancery .*)$", page.split("Usage:")[0], re.M):
            command = re.split(r"\s{3,}|[>|]", line)[0]
            words = shlex.split(command)[1:]
            check(run(*words, "--help").returncode == 0, f"{label}: example is not accepted: {command}")
    check(run("--version").stdout.startswith("chancery "), "--version")
    finish()


main()
