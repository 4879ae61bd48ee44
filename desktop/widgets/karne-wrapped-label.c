/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-wrapped-label.h"

/* A longer word, as the name of a file, may not fit into a line of large text in a narrow window.
 */
#define LONG_WORD 14

/* To know how narrow it can be, GTK lays out a label that may wrap anywhere letter by letter: in a
 * list that takes as long as all else. */
static PangoWrapMode
choose_mode (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      n = g_unichar_isspace (c) || c == '-' ? 0 : n + 1;
      if (n > LONG_WORD)
        return PANGO_WRAP_WORD_CHAR;
    }
  return PANGO_WRAP_WORD;
}

GtkWidget *
karne_wrapped_label_new (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.f, "wrap", TRUE, "wrap-mode",
                       choose_mode (text), NULL);
}
