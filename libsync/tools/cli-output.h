/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <stdio.h>

#include "store/karne-view.h"

G_BEGIN_DECLS

/* What goes to the terminal. Everything that came from a server passes through cli_clean(): a title
 * must not be able to move the cursor or to turn the direction of writing. */
char *cli_clean (const char *text);
/* The same for the text of a document: lines and tabs stay. */
char *cli_clean_lines (const char *text);

/* Columns of the terminal on the standard output; 80 where it is none. */
guint cli_get_width (void);
/* Columns that a text takes there. */
guint cli_text_width (const char *text);
/* At most so many columns, with … where something was left out. */
char *cli_text_fit (const char *text, guint width);
/* Behind `head`, in as many lines as it takes, the later ones indented as far. */
void cli_print_wrapped (const char *head, const char *text);

/* A table whose columns shrink until it fits the terminal. */
typedef struct _CliTable CliTable;

/* Titles, translated, NULL-terminated. The columns of the mask `stiff` (dates, ids: of no use when
 * they are cut) shrink last; those of `optional` are left out where the others would get too
 * narrow to say anything. */
CliTable *cli_table_new (guint stiff, guint optional, ...) G_GNUC_NULL_TERMINATED;
void cli_table_free (CliTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)
/* One cell a column; NULL is an empty one. Cleans them. */
void cli_table_add (CliTable *self, ...);
void cli_table_print (CliTable *self);

/* One document on the stream. */
void cli_json_print (JsonBuilder *json, FILE *stream);
/* A member; NULL is null. */
void cli_json_string (JsonBuilder *json, const char *name, const char *value);
void cli_json_int (JsonBuilder *json, const char *name, gint64 value);
void cli_json_bool (JsonBuilder *json, const char *name, gboolean value);
/* Whether the server of a source is told of the access log. */
void cli_json_tells (JsonBuilder *json, const KarneSource *source);
void cli_json_item (JsonBuilder *json, const KarneItem *item);

/* How a date of FHIR reads here. A year, a month or a day stays what it is, whatever the zone; an
 * instant is shown in the zone of this computer; anything else as it was sent. */
char *cli_date_to_words (const char *date);
/* What somebody typed as a date: a year, a month, a day, or “today”. NULL: not a date. */
char *cli_date_parse (const char *text);

G_END_DECLS
