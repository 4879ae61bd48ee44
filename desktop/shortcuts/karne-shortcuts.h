/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What keys do. `section` and `title` are to be translated, in the context `shortcuts`. */
typedef struct
{
  const char *section;
  const char *title;
  const char *action;  /* (nullable): where a widget listens to these keys itself */
  const char *keys[4]; /* ends with NULL */
  guint n_shown;       /* how many of the keys are worth a mention */
} KarneShortcut;

/* In the order in which they are shown; ends with a title of NULL. */
const KarneShortcut *karne_shortcuts_get_all (void);
/* Has the program listen to them. Alt with a digit shows a page. */
void karne_shortcuts_set (GtkApplication *application);
/* (transfer full) As a person reads them: “F5, Ctrl+R”. */
char *karne_shortcut_dup_words (const KarneShortcut *shortcut);

G_END_DECLS
