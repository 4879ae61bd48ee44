/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-application.h"
#include "karne-desk.h"

G_BEGIN_DECLS

#define KARNE_TYPE_WINDOW (karne_window_get_type ())
G_DECLARE_FINAL_TYPE (KarneWindow, karne_window, KARNE, WINDOW, AdwApplicationWindow)

KarneWindow *karne_window_new (KarneApplication *application, KarneDesk *desk);

/* (nullable) What is open in it. */
KarneDesk *karne_window_get_desk (KarneWindow *self);
void karne_window_open_demo (KarneWindow *self);
/* Says something that just happened, for a moment. */
void karne_window_say (KarneWindow *self, const char *words);
/* (transfer full) (nullable) nick of the page that is shown, NULL at the start. */
char *karne_window_dup_page (KarneWindow *self);
/* Goes to where another window stands, which shows the same desk. */
void karne_window_adopt (KarneWindow *self, KarneWindow *from);
/* Closes the window and leaves the desk as it is: another window goes on with it. */
void karne_window_leave (KarneWindow *self);
/* The computer is another one than it was. */
void karne_window_look_again (KarneWindow *self);
/* Something of the record was saved elsewhere, from a widget of this window. */
void karne_window_note_saved (GtkWidget *widget, GFile *file);

G_END_DECLS
