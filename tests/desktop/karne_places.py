# SPDX-License-Identifier: GPL-3.0-or-later
"""Every place of the window that a person can get to, one after the other."""

import contextlib

from karne_desk import wait_for

# The pages of the sidebar in their order, by the names that pictures and tests have for them; and what
# opens over a page from its first row.
PAGES = {
    "home": None,
    "prevention": "reminder",
    "agenda": "appointment",
    "documents": "document",
    "measures": "measure",
    "waiting": None,
    "access-log": None,
}
# Windows over the first one, and the keys that open them; the last one has a line in the menu only.
WINDOWS = {"preferences": "ctrl+comma", "help": "F1", "shortcuts": "ctrl+question", "about": None}


def visit_pages(program):
    """Stands on each page of the sidebar, and says its name there."""
    for page in program.page_names():
        program.go_to(page)
        yield page


@contextlib.contextmanager
def detail(program):
    """The page of what the first row of this page is about."""
    page = program.content()
    row = program.find("list item", within=page)
    program.click(row)
    wait_for(lambda: program.content() != page, f"another page than {page}")
    program.stand_still()
    yield
    program.press("Escape")
    wait_for(lambda: program.content() == page, f"{page} again")


# What opens from a button of the page of prevention, and whose record has it.
COURSES = {"pregnancy": "Amandine SAUTRON-EXEMPLE", "child": "Noé VITRY-EXEMPLE"}


@contextlib.contextmanager
def course(program, place):
    """The page of a pregnancy or of a child, in the record of who has one."""
    program.click(program.sidebar_row(COURSES[place]))
    program.stand_still()
    program.go_to(program.page_names()[list(PAGES).index("prevention")])
    program.find("push button", program.words["up-to-date"])
    page = program.content()
    program.click(program.find("push button", program.words[place], within=page))
    wait_for(lambda: program.content() != page, f"another page than {page}")
    program.stand_still()
    yield
    program.press("Escape")
    wait_for(lambda: program.content() == page, f"{page} again")


def choose_in_menu(program, name):
    # The line that opens under the pointer would take the focus.
    program.park_pointer()
    program.press("F10")
    program.find("menu item", name, showing=False)
    program.stand_still()
    program.move_focus_to("menu item", name, key="Up")
    program.press("Return")


@contextlib.contextmanager
def window(program, name):
    main = program.frame()
    if WINDOWS[name] is not None:
        program.press(WINDOWS[name])
    else:
        choose_in_menu(program, program.words[name])
    wait_for(lambda: program.frame() not in (None, main), f"the window {name}")
    program.stand_still()
    yield
    # In a narrow window the first one may only go back to a list.
    for _ in range(3):
        if program.frame() != main:
            program.press("Escape")
            program.stand_still()
    wait_for(lambda: program.frame() == main, "the first window again")
    # The keyboard comes back a moment later, and what closes a menu with it.
    wait_for(program.focused, "the focus in the first window")
    program.stand_still()


def visit_places(program, wants=lambda place: True):
    """Stands on each place of a record that is wanted, and says its own name for it."""
    pages = program.page_names()
    assert len(pages) == len(PAGES), pages
    for (place, below), page in zip(PAGES.items(), pages):
        if not wants(place) and not wants(below):
            continue
        program.go_to(page)
        if wants(place):
            yield place
        if below is not None and wants(below):
            with detail(program):
                yield below
    for place in WINDOWS:
        if wants(place):
            with window(program, place):
                yield place
