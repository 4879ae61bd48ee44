# SPDX-License-Identifier: GPL-3.0-or-later
"""Every place of the window that a person can get to, one after the other."""

# The pages of the sidebar in their order, by the names that pictures and tests have for them.
PAGES = ("home", "prevention", "agenda", "documents", "measures", "waiting", "access-log")


def visit_pages(program):
    """Stands on each page of the sidebar, and says its name there."""
    for page in program.page_names():
        program.go_to(page)
        yield page


def visit_places(program, wants=lambda place: True):
    """Stands on each place that is wanted, and says its own name."""
    pages = program.page_names()
    assert len(pages) == len(PAGES), pages
    for place, page in zip(PAGES, pages):
        if wants(place):
            program.go_to(page)
            yield place
