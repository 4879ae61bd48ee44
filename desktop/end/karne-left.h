/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-desk.h"
#include "karne-sheets.h"

G_BEGIN_DECLS

/**
 * KarneLeft:
 *
 * A change that the server does not have, when a session is about to end.
 */
typedef struct
{
  char *key;       /* (owned) one and the same for as long as it is left */
  char *person;    /* (owned) (nullable) whose record it is of */
  KarneView *view; /* (owned) */
  gint64 source;
  KarneOp op;
  char *kind;     /* (owned) */
  char *id;       /* (owned) */
  char *title;    /* (owned) what it is about */
  char *subtitle; /* (owned) what was done, and when */
  char *why;      /* (owned) (nullable) why it is still here */

  /* What karne_left_read_async () reads */
  char *value; /* (owned) (nullable) what it says, as of a measure */
  char *date;  /* (owned) (nullable) */
  char *json;  /* (owned) (nullable) the resource, as the person left it */
} KarneLeft;

/* (transfer full) (element-type KarneLeft): of all records that are open. */
GPtrArray *karne_left_list (KarneDesk *desk);

/* Reads what each of them says, away from the main thread; only then it is of use on paper. */
void karne_left_read_async (GPtrArray *list,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
void karne_left_read_finish (GAsyncResult *result);

/* For karne_print_new (): data is the list. */
void karne_left_print (KarneSheets *sheets, gpointer list);
/* (transfer full) JSON text, for programs. */
char *karne_left_to_json (GPtrArray *list);

G_END_DECLS
