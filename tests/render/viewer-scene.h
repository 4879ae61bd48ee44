/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-desk.h"
#include "karne-page.h"

G_BEGIN_DECLS

/* A document of a demonstration person in a window of its own. The record is opened once. */
typedef struct
{
  GtkWindow *window;
  KarnePage *page; /* (unowned) the window's */
} Scene;

extern KarneSession *session;

void open_record (void);
void close_record (void);
/* name: as its id ends. */
KarneDocument *find_document (const char *name);

void open_document (Scene *self, const char *name);
/* Brings it to this computer first, where that is needed, and waits until it is shown. */
void open_here (Scene *self, const char *name);
void tear_down (Scene *self, gconstpointer data);

typedef gboolean (*Match) (GtkWidget *widget, const char *what);

gboolean is_type (GtkWidget *widget, const char *type);
gboolean says (GtkWidget *widget, const char *words);
gboolean is_button (GtkWidget *widget, const char *label);
GtkWidget *find (GtkWidget *widget, Match match, const char *what);
GtkWidget *wait_for (Scene *self, Match match, const char *what);
GtkWidget *wait_for_pages (Scene *self);
GtkWidget *find_sheet (Scene *self);
void press (Scene *self, const char *label);
void assert_described (GtkWidget *widget, const char *name, const char *description);

void wait_once (void);
/* Stores the result where data points. */
void keep_result_cb (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *wait_for_result (GAsyncResult **result);

G_END_DECLS
