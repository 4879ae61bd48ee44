/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-shortcuts.h"

#include <glib/gi18n.h>

/* Translators: keys that are about the record that is open. */
#define RECORD NC_ ("shortcuts", "Record")
/* Translators: keys by which a page is found. */
#define PAGES NC_ ("shortcuts", "Pages")
/* Translators: keys in a document that is shown. */
#define DOCUMENT NC_ ("shortcuts", "Document")
/* Translators: keys for the size of the text. */
#define TEXT NC_ ("shortcuts", "Text")
/* Translators: keys that are about the program itself. */
#define PROGRAM NC_ ("shortcuts", "Program")

static const KarneShortcut shortcuts[] = {
  { RECORD, NC_ ("shortcuts", "Update, or stop updating"), "win.sync", { "F5", "<Control>r" }, 2 },
  { RECORD, NC_ ("shortcuts", "Search in the documents"), "win.search", { "<Control>f" }, 1 },
  { RECORD, NC_ ("shortcuts", "Print what is shown"), "win.print", { "<Control>p" }, 1 },
  { RECORD, NC_ ("shortcuts", "Lock"), "win.lock", { "<Control>l" }, 1 },
  { RECORD, NC_ ("shortcuts", "Discreet screen"), "win.discreet", { "<Control>d" }, 1 },
  /* Translators: by its place in the list of pages: Alt+1, Alt+2 and so on. */
  { PAGES, NC_ ("shortcuts", "A page, by its place"), NULL, { "<Alt>1", "<Alt>2" }, 2 },
  { PAGES, NC_ ("shortcuts", "Back"), NULL, { "Escape", "<Alt>Left" }, 2 },
  { PAGES, NC_ ("shortcuts", "List of pages"), "win.toggle-sidebar", { "F9" }, 1 },
  { PAGES, NC_ ("shortcuts", "Menu"), "win.menu", { "F10" }, 1 },
  { DOCUMENT, NC_ ("shortcuts", "Larger page"), NULL, { "plus" }, 1 },
  { DOCUMENT, NC_ ("shortcuts", "Smaller page"), NULL, { "minus" }, 1 },
  { DOCUMENT, NC_ ("shortcuts", "Page as wide as the window"), NULL, { "0" }, 1 },
  { DOCUMENT, NC_ ("shortcuts", "Next place found"), NULL, { "<Control>g" }, 1 },
  { DOCUMENT, NC_ ("shortcuts", "Previous place found"), NULL, { "<Control><Shift>g" }, 1 },
  { DOCUMENT, NC_ ("shortcuts", "Save a copy"), NULL, { "<Control>s" }, 1 },
  { TEXT,
    NC_ ("shortcuts", "Larger text"),
    "win.text-larger",
    { "<Control>plus", "<Control>equal", "<Control>KP_Add" },
    1 },
  { TEXT,
    NC_ ("shortcuts", "Smaller text"),
    "win.text-smaller",
    { "<Control>minus", "<Control>KP_Subtract" },
    1 },
  { TEXT,
    NC_ ("shortcuts", "Usual size of the text"),
    "win.text-normal",
    { "<Control>0", "<Control>KP_0" },
    1 },
  { PROGRAM, NC_ ("shortcuts", "Help"), "app.help", { "F1" }, 1 },
  { PROGRAM, NC_ ("shortcuts", "Keyboard shortcuts"), "app.shortcuts", { "<Control>question" }, 1 },
  { PROGRAM, NC_ ("shortcuts", "Preferences"), "app.preferences", { "<Control>comma" }, 1 },
  { PROGRAM, NC_ ("shortcuts", "Close the window"), "window.close", { "<Control>w" }, 1 },
  { PROGRAM, NC_ ("shortcuts", "Quit"), "app.quit", { "<Control>q" }, 1 },
  { NULL },
};

const KarneShortcut *
karne_shortcuts_get_all (void)
{
  return shortcuts;
}

void
karne_shortcuts_set (GtkApplication *application)
{
  for (const KarneShortcut *shortcut = shortcuts; shortcut->title != NULL; shortcut++)
    if (shortcut->action != NULL)
      gtk_application_set_accels_for_action (application, shortcut->action, shortcut->keys);
  for (guint i = 1; i <= 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.show-page-number(uint32 %u)", i);
      g_autofree char *key = g_strdup_printf ("<Alt>%u", i);

      gtk_application_set_accels_for_action (application, action,
                                             (const char *const[]){ key, NULL });
    }
}

char *
karne_shortcut_dup_words (const KarneShortcut *shortcut)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (shortcut->n_shown < G_N_ELEMENTS (shortcut->keys), NULL);

  for (guint i = 0; i < shortcut->n_shown; i++)
    {
      guint key;
      GdkModifierType modifiers;

      if (gtk_accelerator_parse (shortcut->keys[i], &key, &modifiers))
        g_ptr_array_add (words, gtk_accelerator_get_label (key, modifiers));
    }
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}
