"""Equal input gives equal bytes: for any number of threads, through a ledger or not, killed and resumed or not."""
import json
import pathlib
import random
import signal
import subprocess
import sys
import time

from harness import PROGRAM, ROOT, check, check_run, finish, run, workplace

REPORTS = 20000 if "--slow" in sys.argv else 1500
KILLS = 50 if "--slow" in sys.argv else 6


def main():
    with workplace() as name:
        folder = pathlib.Path(name)
        archive = folder / "archive.jsonl"
        subprocess.run([sys.executable, str(ROOT / "bench" / "make_archive"), str(REPORTS), str(archive)], check=True)

        small = folder / "small.jsonl"
        small.write_text("".join(archive.read_text(encoding="utf-8").splitlines(keepends=True)[:300]), encoding="utf-8")
        outputs = [run("extract", small, "--uncoded", "--threads", threads, binary=True).stdout for threads in (1, 2, 8)]
        check(len(outputs[0]) > 1000, "extract gives something")
        check(outputs[0] == outputs[1] == outputs[2], "extract: equal bytes for 1, 2 and 8 threads")

        exports = []
        for threads in (1, 2, 8):
            db = folder / f"t{threads}.db"
            check_run(f"read with {threads} threads", run("read", small, "--ledger", db, "--threads", threads, "--quiet"), 0)
            exports.append(run("export", "jsonl", "--ledger", db, "--include-text", binary=True).stdout)
        check(exports[0] == exports[1] == exports[2], "export jsonl: equal bytes for 1, 2 and 8 threads")

        whole = folder / "whole.db"
        start = time.monotonic()
        check_run("undisturbed", run("read", archive, "--ledger", whole, "--quiet", timeout=3600), 0)
        length = time.monotonic() - start
        expected = run("export", "jsonl", "--ledger", whole, "--include-text", binary=True).stdout

        db = folder / "killed.db"
        generator = random.Random(2025)
        killed = 0
        for attempt in range(KILLS):
            process = subprocess.Popen([PROGRAM, "read", str(archive), "--ledger", str(db), "--quiet"], stderr=subprocess.PIPE)
            time.sleep(generator.uniform(0, length / 25))
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += process.returncode == -signal.SIGKILL
            if db.exists() and db.stat().st_size > 0:
                done = run("verify", "--ledger", db, timeout=3600)
                # A kill before the first commit leaves a file that is no ledger yet, or an empty one.
                check(done.returncode == 0, f"verify after kill {attempt}: {done.returncode} {done.stderr[-300:]}")
        check(killed >= KILLS * 3 // 4, f"most runs were killed in flight: {killed} of {KILLS}")
        check_run("the rest", run("read", archive, "--ledger", db, "--quiet", timeout=3600), 0)
        check(run("export", "jsonl", "--ledger", db, "--include-text", binary=True).stdout == expected,
              "killed and resumed: the export equals that of an undisturbed run")
        check_run("verify at the end", run("verify", "--ledger", db, timeout=3600), 0)
        check(run("read", archive, "--ledger", db, "--quiet").returncode == 0, "reading again")
        check(run("export", "jsonl", "--ledger", db, "--include-text", binary=True).stdout == expected, "reading again adds nothing")
    print(f"{killed} of {KILLS} runs killed in flight over {REPORTS} reports")
    finish()


main()
