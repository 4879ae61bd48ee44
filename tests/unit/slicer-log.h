/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A page is fed in different pieces, and what comes out is written down as text:
 *
 *   [flaw type/id blobs] text\n     for each entry; `+` after the flaw where blobs or references
 * came blob N: length\n                before it ref VALUE\n, canonical VALUE\n type=… next=…
 * total=… updated=… shape=…\n ok, truncated, protocol, portal or callback
 */

/* Fed in a piece of `first` bytes, then in pieces of `piece` bytes; the receiver refuses the entry
 * `fail_at`, counted from 1. */
char *slicer_log_pieces (const char *text, gsize len, gsize first, gsize piece, guint fail_at);

/* Whole, in pieces of several sizes, and cut once at every place if it is small: asserts that the
 * same comes out of all. */
char *slicer_log (const char *text, gsize len);
void slicer_log_assert (const char *text, const char *expected);
