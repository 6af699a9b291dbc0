"""What the surface tests share: the program under test, a folder to work in, short checks.

Run as: NAME_test.py PROGRAM. Prints one line a failure and exits 1 on any.
"""
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = sys.argv[1]
FAILURES = []


def run(*arguments, stdin=None, env=None, timeout=300, binary=False):
    """Runs the program; stdout and stderr as text."""
    data = stdin if isinstance(stdin, bytes) or stdin is None else stdin.encode()
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=data, capture_output=True, env=env, timeout=timeout,
                          stdin=subprocess.DEVNULL if data is None else None)
    if not binary:
        done.stdout = done.stdout.decode("utf-8")
        done.stderr = done.stderr.decode("utf-8")
    return done


def check(condition, what):
    if not condition:
        FAILURES.append(what)
        print("FAILED:", what, flush=True)


def check_run(what, done, code, in_stderr=None, lines=None):
    check(done.returncode == code, f"{what}: exit {done.returncode}, expected {code}; stderr: {done.stderr[-400:]}")
    if in_stderr is not None:
        check(in_stderr in done.stderr, f"{what}: stderr lacks '{in_stderr}': {done.stderr[-400:]}")
    if lines is not None:
        got = len(done.stderr.splitlines())
        check(got == lines, f"{what}: {got} lines on stderr, expected {lines}: {done.stderr[-400:]}")


def workplace():
    return tempfile.TemporaryDirectory(prefix="chancery-test-")


def finish():
    print("failures:", len(FAILURES))
    sys.exit(1 if FAILURES else 0)
