"""Bad input is normal: one clear line each, the documented exit code, the rest done, nothing lost."""
import json
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import sys
import time

from harness import PROGRAM, check, check_run, finish, run, workplace

GOOD = "GENEVA, May 6 (Agency) -- Trade between Peru and Chile reached 5 billion dollars in 2023.\n"


def ledger_ids(path):
    with sqlite3.connect(path) as db:
        return [row[0] for row in db.execute("SELECT report_id FROM report ORDER BY report_id")]


def inputs(folder):
    (folder / "good.txt").write_text(GOOD)
    cases = {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\n ", "empty"),
        "binary.txt": (bytes(range(256)) * 4, ""),
        "cut.txt": ("Trade of Per\u00fa".encode() + b"\xe2\x82", "UTF-8"),
        "latin.txt": ("Trade of Per\u00fa rose".encode("latin-1"), "UTF-8"),
        "odd16.txt": b"\xff\xfe" + "Trade".encode("utf-16-le") + b"\x00",
        "page.txt": (b"<!DOCTYPE html><html><body>Trade</body></html>", "HTML"),
        "cut.txt.gz": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b", ""),
    }
    for name, case in cases.items():
        data, words = case if isinstance(case, tuple) else (case, "")
        (folder / name).write_bytes(data)
        db = folder / (name + ".db")
        done = run("read", folder / name, folder / "good.txt", "--ledger", db, "--quiet")
        check_run(name, done, 1, name, lines=1)
        if words:
            check(words in done.stderr, f"{name}: the message says '{words}': {done.stderr}")
        check(len(ledger_ids(db)) == 1, f"{name}: the rest is read")

    done = run("read", folder / "missing.txt", folder / "good.txt", "--ledger", folder / "m.db", "--quiet")
    check_run("missing file", done, 1, "missing.txt", lines=1)
    (folder / "hollow").mkdir()
    done = run("read", folder / "hollow", folder / "good.txt", "--ledger", folder / "h.db", "--quiet")
    check_run("folder without reports", done, 1, "hollow", lines=1)


def json_lines(folder):
    lines = [
        b'{"id": "a", "date": "2024-05-06", "text": "Exports of Peru reached 5 billion dollars."}',
        b'{"id": "b", "text": "lone \\ud800 surrogate"}',
        b'{"id": "c", "title": "no text"}',
        b'{"id": "d", "date": "2024-02-30", "text": "An impossible date."}',
        b'{"id": "e", "text": "cut off',
        b'{"id": "f", "text": "bad \xff byte"}',
        b"",
        b'{"id": "a", "date": "2024-05-06", "text": "Another text under the same id."}',
        b'{"id": "a", "date": "2024-05-06", "text": "Exports of Peru reached 5 billion dollars."}',
        b'{"id": "g", "text": 7}',
        b'not json',
        b'{"id": "h", "date": "2024-05-07", "text": "Imports of Chile reached 2 billion dollars."}',
    ]
    path = folder / "mixed.jsonl"
    path.write_bytes(b"\n".join(lines))
    db = folder / "mixed.db"
    done = run("read", path, "--ledger", db, "--quiet")
    check_run("mixed.jsonl", done, 1, lines=8)
    for number in (2, 3, 4, 5, 6, 8, 10, 11):
        check(f"mixed.jsonl:{number}:" in done.stderr, f"mixed.jsonl: line {number} is named: {done.stderr}")
    check(ledger_ids(db) == ["a", "h"], "mixed.jsonl: the good records are there")
    before = run("export", "jsonl", "--ledger", db, "--include-text").stdout
    run("read", path, "--ledger", db, "--quiet")
    check(run("export", "jsonl", "--ledger", db, "--include-text").stdout == before, "reading again changes nothing")

    # The same id with another text: refused, and replaced with --revise.
    other = folder / "other.jsonl"
    other.write_text('{"id": "a", "date": "2024-05-06", "text": "Exports of Peru reached 6 billion dollars."}\n')
    check_run("same id", run("read", other, "--ledger", db, "--quiet"), 1, "'a'", lines=1)
    check_run("revise", run("read", other, "--ledger", db, "--quiet", "--revise"), 0, lines=0)
    check("6 billion" in run("export", "jsonl", "--ledger", db, "--include-text").stdout, "the revision is there")
    check_run("verify after revise", run("verify", "--ledger", db), 0)
    check_run("remove", run("remove", "a", "--ledger", db), 0)
    check(ledger_ids(db) == ["h"], "the report is gone")
    check_run("remove again", run("remove", "a", "--ledger", db), 1, "a")
    check_run("verify after remove", run("verify", "--ledger", db), 0)


def one_long_line(folder):
    """A gigabyte in one line, by way of a pipe: refused in bounded memory."""
    size = 1 << 30
    for name, first in (("text", b""), ("json", b'{"id":"x","text":"')):
        process = subprocess.Popen(["/bin/bash", "-c", "ulimit -v 1500000; exec \"$@\"", "bash", PROGRAM, "extract", "-"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            process.stdin.write(first)
            block = b"a" * (1 << 20)
            for _ in range(size >> 20):
                process.stdin.write(block)
        except BrokenPipeError:
            pass
        _, err = process.communicate()
        check(process.returncode == 1, f"1 GiB of one line ({name}): exit {process.returncode}: {err[-300:]}")
        check(len(err.splitlines()) == 1, f"1 GiB of one line ({name}): one line on stderr: {err[-300:]}")


def ledgers(folder):
    good = folder / "good.txt"
    other = folder / "other-program.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t(x)")
    bytes_before = other.read_bytes()
    check_run("another SQLite file", run("read", good, "--ledger", other, "--quiet"), 4, "other-program.db", lines=1)
    check(other.read_bytes() == bytes_before, "another SQLite file is left alone")
    text = folder / "text.db"
    text.write_text("not a database, but some words that are long enough to be read as a header of one" * 9)
    check_run("no SQLite file", run("read", good, "--ledger", text, "--quiet"), 4, "text.db", lines=1)
    check_run("no SQLite file, show", run("show", "timeline", "--ledger", text), 4, "text.db", lines=1)

    db = folder / "ledger.db"
    check_run("read", run("read", good, "--ledger", db, "--quiet"), 0, lines=0)
    newer = folder / "newer.db"
    shutil.copy(db, newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 9999")
    check_run("a newer ledger", run("read", good, "--ledger", newer, "--quiet"), 4, "newer", lines=1)

    damaged = folder / "damaged.db"
    data = bytearray(db.read_bytes())
    data[4096:12288] = b"\xa5" * 8192
    damaged.write_bytes(data)
    done = run("verify", "--ledger", damaged)
    check(done.returncode in (1, 4), f"damaged: exit {done.returncode}")
    check(done.stderr or done.stdout, "damaged: something is said")

    check_run("missing ledger", run("show", "timeline", "--ledger", folder / "none.db"), 1, "none.db", lines=1)
    check(not (folder / "none.db").exists(), "looking makes no ledger")
    check_run("no such folder", run("read", good, "--ledger", folder / "no" / "such.db", "--quiet"), 4, lines=1)

    # Another writer holds it longer than our patience.
    holder = sqlite3.connect(db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    (folder / "more.txt").write_text(GOOD.replace("5 billion", "7 billion"))
    start = time.monotonic()
    check_run("busy", run("read", folder / "more.txt", "--ledger", db, "--quiet"), 4, lines=1)
    check(time.monotonic() - start < 60, "busy: the wait is bounded")
    holder.execute("ROLLBACK")
    holder.close()
    check_run("after busy", run("read", folder / "more.txt", "--ledger", db, "--quiet"), 0)

    # Two writers at once, each with half of the reports, some shared.
    halves = []
    for half in range(2):
        path = folder / f"half{half}.jsonl"
        with open(path, "w") as file:
            for i in range(half * 700, half * 700 + 1000):
                file.write(json.dumps({"id": f"r{i}", "date": "2024-05-06", "text": f"Exports of Peru reached {i + 2} million dollars."}) + "\n")
        halves.append(path)
    both = folder / "both.db"
    writers = [subprocess.Popen([PROGRAM, "read", str(path), "--ledger", str(both), "--quiet"], stderr=subprocess.PIPE) for path in halves]
    codes = [(writer.wait(), writer.stderr.read()) for writer in writers]
    check(all(code == 0 for code, _ in codes), f"two writers at once: {codes}")
    check(len(ledger_ids(both)) == 1700, "two writers at once: every report once")
    check_run("two writers, verify", run("verify", "--ledger", both), 0)

    # A full disk: files may not grow past a limit. What was committed stays.
    full = folder / "full.db"
    big = folder / "big.jsonl"
    with open(big, "w") as file:
        for i in range(4000):
            file.write(json.dumps({"id": f"f{i}", "text": f"Exports of Peru reached {i + 2} million dollars. " * 20}) + "\n")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, 3 << 20))

    done = subprocess.run([PROGRAM, "read", str(big), "--ledger", str(full), "--quiet"], capture_output=True, preexec_fn=limit)
    check(done.returncode == 4, f"full disk: exit {done.returncode}: {done.stderr[-300:]}")
    check(len(done.stderr.splitlines()) == 1, f"full disk: one line: {done.stderr[-300:]}")
    check_run("full disk, verify", run("verify", "--ledger", full), 0)
    check_run("full disk, once there is room", run("read", big, "--ledger", full, "--quiet"), 0)
    check(len(ledger_ids(full)) == 4000, "full disk: nothing lost")

    if os.geteuid() != 0:
        locked = folder / "locked.db"
        shutil.copy(db, locked)
        locked.chmod(0o444)
        check_run("a read-only ledger", run("read", good, "--ledger", locked, "--quiet"), 4, "locked.db", lines=1)
        check_run("a read-only ledger, show", run("show", "timeline", "--ledger", locked), 0)
    else:
        # Root may write anywhere; as another user the file is read-only.
        folder.chmod(0o755)
        locked_folder = folder / "locked"
        locked_folder.mkdir()
        shutil.copy(db, locked_folder / "l.db")
        shutil.copy(good, locked_folder / "good.txt")
        (locked_folder / "l.db").chmod(0o444)
        locked_folder.chmod(0o555)
        program = locked_folder.parent / "chancery-copy"
        shutil.copy(PROGRAM, program)
        program.chmod(0o755)

        def nobody():
            os.setgid(65534)
            os.setuid(65534)

        def as_nobody(*arguments):
            return subprocess.run([str(program), *map(str, arguments)], capture_output=True, preexec_fn=nobody, text=True)

        (locked_folder / "good.txt").chmod(0o444)
        check_run("a read-only ledger", as_nobody("read", locked_folder / "good.txt", "--ledger", locked_folder / "l.db", "--quiet"), 4, "l.db", lines=1)
        check_run("a read-only ledger, show", as_nobody("show", "timeline", "--ledger", locked_folder / "l.db"), 0)


def surfaces(folder):
    db = folder / "ledger.db"
    process = subprocess.Popen([PROGRAM, "export", "jsonl", "--ledger", str(folder / "both.db")], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(10)
    process.stdout.close()
    check(process.wait() in (0, 1) and process.stderr.read() == b"", "a closed pipe is no error and says nothing")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "export", "jsonl", "--ledger", str(folder / "both.db")], stdout=full, stderr=subprocess.PIPE)
        check(done.returncode == 1 and len(done.stderr.splitlines()) == 1, f"a full standard output: {done}")
    check_run("no command", run(), 2)
    check_run("unknown command", run("raed", "x"), 2, "did you mean 'read'", lines=1)
    check_run("unknown option", run("read", "--nonsense"), 2, lines=1)
    check_run("bad day", run("show", "timeline", "--ledger", db, "--from", "2024-13-01"), 2, "2024-13-01", lines=1)
    check_run("unknown view", run("show", "nonsense", "--ledger", db), 2, lines=1)
    check_run("no such report", run("show", "report", "zzz", "--ledger", db), 1, "zzz", lines=1)
    check_run("nothing found", run("show", "figures", "--ledger", db, "--state", "ZZZ"), 1, lines=1)
    check_run("no such entry", run("explain", "ffffffffffff", "--ledger", db), 1, lines=1)
    hostile = folder / "hostile.txt"
    hostile.write_text("\x1b[2J\x1b]0;title\x07Exports of Peru reached 5 billion \x1b[31mdollars in 2023.\n")
    for command in (("explain", hostile),):
        out = run(*command).stdout
        check("\x1b" not in out, f"{command[0]}: a report cannot steer the terminal")


def main():
    with workplace() as name:
        folder = pathlib.Path(name)
        inputs(folder)
        json_lines(folder)
        ledgers(folder)
        surfaces(folder)
        if "--slow" in sys.argv:
            one_long_line(folder)
    finish()


main()
