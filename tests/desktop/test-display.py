#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The session that desktop tests run in: apart from the one of the person, and gone without a trace."""

import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_tap  # noqa: E402

WITH_DISPLAY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "with-display")


def run(script, *options):
    command = [sys.executable, WITH_DISPLAY, *options, "/bin/sh", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode == 77:
        raise karne_tap.Skip(done.stdout.split("SKIP ")[-1].strip())
    return done


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_status():
    assert run("exit 0").returncode == 0
    assert run("exit 3").returncode == 3


def test_apart():
    said = run("echo $HOME $XDG_CONFIG_HOME $XDG_RUNTIME_DIR $DBUS_SESSION_BUS_ADDRESS; stat -c %a $XDG_RUNTIME_DIR")
    words = said.stdout.split()
    assert all("/tmp/karne-desk-" in word for word in words[:4]), words
    assert words[4] == "700"


def test_no_trace():
    # One child that outlives its parent, and one that does not want to end.
    said = run(
        "setsid sleep 300 & echo $!; setsid sh -c 'trap \"\" TERM; sleep 301' & echo $!;"
        "pgrep -P $PPID; echo $KARNE_TEST_SCRATCH"
    ).stdout.split()
    *pids, scratch = said
    assert len(pids) >= 6, said
    assert not [pid for pid in pids if is_alive(pid)], pids
    assert not os.path.exists(scratch)


def test_limit():
    began = time.monotonic()
    done = run("sleep 300", "--limit", "1")
    assert done.returncode == 124 and "the time is up" in done.stderr
    assert time.monotonic() - began < 30


def test_stopped():
    """As meson stops a test that takes too long: everything goes with it."""
    command = [sys.executable, WITH_DISPLAY, "/bin/sh", "-c", "pgrep -P $PPID; echo $KARNE_TEST_SCRATCH; sleep 300"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said = []
    for line in process.stdout:
        said.append(line.strip())
        if line.startswith(("/", "1..0")):
            break
    if said[-1].startswith("1..0"):
        raise karne_tap.Skip(said[-1])
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    wait_until(lambda: not [pid for pid in said[:-1] if is_alive(pid)])
    assert not os.path.exists(said[-1])


karne_tap.run(
    [
        ("/desktop/display/status", test_status),
        ("/desktop/display/apart", test_apart),
        ("/desktop/display/no-trace", test_no_trace),
        ("/desktop/display/limit", test_limit),
        ("/desktop/display/stopped", test_stopped),
    ]
)
