# SPDX-License-Identifier: GPL-3.0-or-later
"""The longest time that the main loop stands still while somebody goes through the window: no key and no
click is answered in it. The drawing of frames is not in it, since here it is done by the processor. What
is waited for is asked from inside: a screen reader’s questions would be measured, too."""

import os
import statistics
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_data  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

GOAL = "<= 50"
N_RUNS = 3
MANY = 20000
AS_JSON = "--json" in sys.argv


class Watch:
    """Remembers the longest stall, and in which step it was."""

    def __init__(self, program):
        self.program = program
        self.longest, self.cpu, self.step, self.paint = 0, 0, "none", 0

    def do(self, step, keys, text):
        """Presses keys, or types, and waits until a line is there."""
        for key in keys:
            if key.startswith("type "):
                self.program.type(key[5:])
            else:
                self.program.press(key)
        self.wait(step, text)

    def wait(self, step, text):
        wait_for(lambda: self.program.look.ask("text " + text)["found"], f"“{text}” in {step}", 120)
        self.program.stand_still()
        stall = self.program.look.ask("stall")
        self.program.look.ask("stall-reset")
        self.paint = max(self.paint, stall["paint"])
        self.cpu = max(self.cpu, stall["cpu"])
        if stall["longest"] > self.longest:
            self.longest, self.step = stall["longest"], step


def go_through_demonstration():
    with Karne("--demo") as program:
        watch = Watch(program)
        program.look.ask("stall-reset")
        watch.wait("the first copy", "À jour")
        for number, page in enumerate(program.page_names()[1:], 2):
            program.look.ask("stall-reset")
            watch.do(page, [f"alt+{number}"], page)
        watch.do("a search", ["ctrl+f", "type echographie"], "chographie du deuxième")
        watch.do("a document", ["Tab", "Tab", "Return"], "Démonstration")
        watch.do("back", ["Escape"], "chographie du deuxième")
        return watch


def go_through_many(data):
    with Karne("--demo", data=data) as program:
        watch = Watch(program)
        program.look.ask("stall-reset")
        watch.wait("the first copy", "À jour")
        watch.do("the documents", ["alt+4"], "Compte rendu de biologie")
        watch.do("a search", ["ctrl+f", "type lagon"], "Certificat de plongée")
        return watch


def say(name, watches, is_first):
    watch = sorted(watches, key=lambda one: one.longest)[len(watches) // 2]
    value = statistics.median(one.longest for one in watches)
    cpu, paint = max(one.cpu for one in watches), max(one.paint for one in watches)
    note = f"in {watch.step}; computes for {cpu:.0f} ms at most, draws a frame in {paint:.0f} ms at most"
    if AS_JSON:
        comma = "" if is_first else ","
        print(f'{comma}{{"name": "{name}", "value": {value:.3f}, "unit": "ms", "goal": "{GOAL}", "note": "{note}"}}')
    else:
        print(f"{name:<24} {value:>10.3f} {'ms':<10} goal {GOAL:<8} {note}", flush=True)


def main():
    data = karne_data.make_many(os.environ["KARNE_TEST_SCRATCH"], MANY)
    say("loop_stall", [go_through_demonstration() for _ in range(N_RUNS)], True)
    say("loop_stall_many", [go_through_many(data) for _ in range(N_RUNS)], False)


main()
