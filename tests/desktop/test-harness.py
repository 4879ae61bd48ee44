#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests of the tests: a window as it should be stands all checks; each deliberate fault is found."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_desk  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402

SAMPLE = os.environ["KARNE_SAMPLE_PATH"]


def sample(*faults):
    return karne_desk.Program([SAMPLE, *faults])


def need_look(program):
    if program.look is None:
        raise karne_tap.Skip("nothing is loaded into programs here")


def expect(faults, words):
    karne_tap.say("\n".join(faults))
    assert len(faults) == 1 and words in faults[0], f"{words!r} expected, found {faults}"


def test_sound():
    with sample() as program:
        assert karne_gate.check_names(program) == []
        assert karne_gate.check_labels(program) == []
        assert program.resize(360, 720)
        need_look(program)
        faults, stops = karne_gate.check_keyboard(program)
        karne_tap.say("\n".join(map(str, stops)))
        assert faults == [], faults
        assert [stop.name for stop in stops if stop.role == "list item"] == ["Alpha", "Beta", "Gamma"]
        assert len(stops) == 6


def test_mouse():
    with sample() as program:
        program.click(program.find("push button", "^Save$"))
        program.find("label", "^Saved$")
        program.click(program.find("list item", "^Beta$"))
        wait_for_outcome(program, "Beta")
        assert program.acts.count == 2


def wait_for_outcome(program, text):
    karne_desk.wait_for(
        lambda: [n for n in program.find_all("label", f"^{text}$") if n.get_extents()[1] < 70], text
    )


def test_keyboard():
    with sample() as program:
        program.move_focus_to("text", "^Word$")
        program.type("mots")
        entry = program.find("text", "^Word$")
        karne_desk.wait_for(lambda: entry.get_text() == "mots", "the text")
        program.move_focus_to("list item", "^Gamma$")
        program.key("Return")
        wait_for_outcome(program, "Gamma")
        assert program.acts.count == 2
        assert program.acts.aims > 2


def test_names():
    for fault, words in (
        ("nameless-button", "has no proper name"),
        ("nameless-row", "has no proper name"),
        ("doubled-name", "says its name twice"),
    ):
        with sample(fault) as program:
            expect(karne_gate.check_names(program), words)


def test_labels():
    for fault, words in (("ellipsis", "is shortened"), ("clipped", "reaches out")):
        with sample(fault) as program:
            need_look(program)
            expect(karne_gate.check_labels(program), words)


def test_focus():
    for fault, words in (
        ("mouse-only", "“For the mouse only”"),
        ("mouse-only-box", "“A box for the mouse only”"),
    ):
        with sample(fault) as program:
            need_look(program)
            expect(karne_gate.check_keyboard(program)[0], words)


def test_silence():
    with sample("silent-focus") as program:
        need_look(program)
        faults = karne_gate.check_keyboard(program)[0]
        karne_tap.say("\n".join(faults))
        assert any("in silence" in fault for fault in faults)


def test_width():
    with sample("too-wide") as program:
        faults = karne_gate.check_width(program)
        karne_tap.say("\n".join(faults))
        assert "does not become 360 wide" in faults[0]
        if program.look is not None:
            assert "A line that makes the window wider" in faults[1]
        assert program.resize(1280, 800)


def test_stall():
    with sample("stall") as program:
        need_look(program)
        program.look.ask("stall-reset")
        program.click(program.find("push button", "^Stall$"))
        expect(karne_gate.check_stall(program), "the main loop stood still for ")


def test_complaints():
    try:
        with sample("warning") as program:
            program.click(program.find("push button", "^Warn$"))
    except karne_desk.Failure as failure:
        assert "A deliberate warning" in str(failure)
    else:
        raise AssertionError("the warning was overheard")


def test_picture():
    with sample() as program:
        assert program.resize(360, 720)
        picture = program.picture()
        assert picture.size == (360, 720)
        assert len(picture.getcolors(65536)) > 50
        # Nothing moves, so the same is seen again.
        assert program.picture().tobytes() == picture.tobytes()


def test_clock():
    year = 365 * 24 * 60 * 60
    with karne_desk.Program([SAMPLE, "clock"], clock_offset=-10 * year) as program:
        need_look(program)
        label = program.find("label", r"^\d{4}-\d\d-\d\d$")
        assert karne_desk.time.strftime("%Y") != label.get_name()[:4]


karne_tap.run(
    [
        ("/desktop/harness/sound", test_sound),
        ("/desktop/harness/mouse", test_mouse),
        ("/desktop/harness/keyboard", test_keyboard),
        ("/desktop/harness/names", test_names),
        ("/desktop/harness/labels", test_labels),
        ("/desktop/harness/focus", test_focus),
        ("/desktop/harness/silence", test_silence),
        ("/desktop/harness/width", test_width),
        ("/desktop/harness/stall", test_stall),
        ("/desktop/harness/complaints", test_complaints),
        ("/desktop/harness/picture", test_picture),
        ("/desktop/harness/clock", test_clock),
    ]
)
