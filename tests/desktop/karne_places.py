# SPDX-License-Identifier: GPL-3.0-or-later
"""Every place of the window that a person can get to, one after the other."""

import karne_app

DOCUMENTS = "Documents"


def visit_pages(program):
    """Stands on each page of the sidebar, and says its name."""
    for page in program.page_names():
        program.go_to(page)
        yield page


def visit_windows(program):
    """Stands in each window that opens over the first one, and says its name."""
    for name, chord in program.words["windows"]:
        main = program.frame()
        program.press(chord)
        karne_app.wait_for(lambda first=main: program.frame() not in (None, first), f"the window {name}")
        program.settle()
        yield name
        program.press("Escape")
        karne_app.wait_for(lambda first=main: program.frame() == first, "the first window")
