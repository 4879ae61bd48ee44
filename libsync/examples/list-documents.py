#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Copies a person's record into a new sealed space, and prints the titles of its documents.

    list-documents.py FOLDER SERVER PATIENT

FOLDER is where the space is made; SERVER is the address of a FHIR service, as `karne-demo-server`
prints it; PATIENT is the id of the person there. The passphrase is read from the terminal, or from
the first line of the standard input.
"""

# KarneSync comes before anything that brings libsoup along (Soup, WebKit…): libsoup links plain
# SQLite, whose functions have the same names as SQLCipher's, and the first one loaded wins. The other
# way round nothing would be sealed; so Space.create fails with NOT_SEALED then, and writes nothing.
import gi

gi.require_version("KarneSync", "1")
from gi.repository import KarneSync

import getpass
import sys

from gi.repository import Gio, GLib

loop = GLib.MainLoop()


def wait(start, finish):
    """Runs the main loop until what `start` began is done. A program with a window has no need of it:
    its loop runs anyhow, and it does in the callback what is done here after the call."""
    answers = []

    def done(source, result):
        answers.append(result)
        loop.quit()

    start(done)
    loop.run()
    return finish(answers[0])


def make_space(folder, passphrase):
    return wait(
        lambda done: KarneSync.Space.create_async(
            folder, KarneSync.KeyHolder.PASSPHRASE, passphrase, None, done
        ),
        KarneSync.Space.create_finish,
    )


def bring_up_to_date(store, source):
    """The status object says in words how it goes; an interface binds a label to its sentence."""
    status = KarneSync.SyncStatus.new(store, source, None, None)
    status.connect("notify::sentence", lambda *_: print(status.props.sentence))
    wait(lambda done: status.sync_async(None, done), status.sync_finish)


def print_documents(view):
    """The list loads by itself, a window at a time; a GtkListBox can be bound to it."""
    documents = KarneSync.List(view=view, kind="DocumentReference", page_size=5)
    wait(lambda done: documents.load_more_async(None, done), documents.load_more_finish)
    while documents.props.has_more:
        wait(lambda done: documents.load_more_async(None, done), documents.load_more_finish)
    print(len(documents), "documents:")
    for document in documents:
        date, precision = document.dup_date_time()
        shown = date.format("%Y-%m-%d") if precision >= KarneSync.Precision.DAY else "?"
        print("-", shown, document.props.title)


def main():
    folder, server, patient = sys.argv[1:]
    if sys.stdin.isatty():
        passphrase = getpass.getpass("A passphrase for the new space: ")
    else:
        passphrase = sys.stdin.readline().rstrip("\n")

    KarneSync.platform_harden()  # no core dump of this program holds any of it
    space = make_space(Gio.File.new_for_path(folder), passphrase)
    store = space.get_store()
    source = store.add_source(server, patient, None)
    bring_up_to_date(store, source)

    # Every read goes through a view: who reads, and what for.
    print_documents(KarneSync.View.new(store, KarneSync.Role.PERSON, None))
    wait(lambda done: space.close_async(None, done), space.close_finish)


if __name__ == "__main__":
    main()
