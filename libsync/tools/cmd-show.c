/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-items.h"
#include "cli-kinds.h"
#include "cli-output.h"
#include "cli.h"

#include "access/karne-access-log.h"
#include "engine/karne-document.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define LABEL_WIDTH 16

static void
print_field (const char *label, const char *value)
{
  g_autofree char *clean = value != NULL ? cli_clean (value) : NULL;
  g_autoptr (GString) head = g_string_new (label);

  if (clean == NULL || *clean == '\0')
    return;

  do
    g_string_append_c (head, ' ');
  while (cli_text_width (head->str) < LABEL_WIDTH);
  cli_print_wrapped (head->str, clean);
}

static void
print_date (const char *label, const char *date)
{
  g_autofree char *words = cli_date_to_words (date);

  print_field (label, words);
}

static void
print_item (const KarneItem *item)
{
  g_autofree char *kind = cli_kind_to_word (item->kind);
  g_autofree char *name = g_strdup_printf ("%s/%s", item->kind, item->id);
  g_autofree char *source = g_strdup_printf ("%" G_GINT64_FORMAT, item->source);

  print_field (C_ ("field", "Kind"), kind);
  print_field (C_ ("field", "Title"), item->title);
  print_date (C_ ("field", "Date"), item->date);
  print_date (C_ ("field", "Until"), item->until);
  print_field (C_ ("field", "From"), item->author);
  print_field (C_ ("field", "Detail"), item->detail);
  print_field (C_ ("field", "Category"), item->category);
  print_field (C_ ("field", "Code"), item->code);
  print_field (C_ ("field", "Status"), item->status);
  print_date (C_ ("field", "Updated"), item->updated);
  print_field (C_ ("field", "Id"), name);
  print_field (C_ ("field", "Source"), source);
}

static char *
content_to_words (const KarneDocumentState *state)
{
  g_autofree char *size = state->size >= 0 ? karne_size_to_words ((guint64) state->size)
                                           : g_strdup (_ ("size not known"));
  const char *type = state->content_type != NULL ? state->content_type : _ ("type not known");

  if (state->delayed)
    /* Translators: the type of a file, as “application/pdf”. */
    return g_strdup_printf (_ ("%s; the server has not put it together yet"), type);
  if (state->whole)
    /* Translators: type and size of a file, as “application/pdf, 25 kB”. */
    return g_strdup_printf (_ ("%s, %s; is here"), type, size);

  return g_strdup_printf (_ ("%s, %s; “karne open” brings it here"), type, size);
}

/* A document can have several contents: the same in other formats. */
static void
print_contents (Cli *cli, const KarneItem *item)
{
  for (guint n = 0;; n++)
    {
      g_autoptr (KarneDocumentState) state =
          karne_document_get_state (cli->view, item->source, item->id, n, NULL);
      g_autofree char *words = NULL;

      if (state == NULL)
        return;
      words = content_to_words (state);
      print_field (C_ ("field", "Content"), words);
    }
}

/* Whom a consent lets in or keeps out. */
static void
print_actors (Cli *cli, const KarneItem *item)
{
  g_autoptr (GPtrArray) facts =
      karne_view_list_facts (cli->view, item->source, item->kind, item->id, NULL);

  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (g_str_equal (fact->name, "actor"))
        /* Translators: label: whom a consent lets in or keeps out. */
        print_field (C_ ("field", "Concerns"), fact->value);
      else if (g_str_equal (fact->name, "actor-role"))
        /* Translators: label: in which role somebody is let in. */
        print_field (C_ ("field", "Role"), fact->value);
      else if (g_str_equal (fact->name, "except"))
        {
          g_autofree char *kind = cli_kind_to_word (fact->value);

          /* Translators: label: of what a consent does not speak. */
          print_field (C_ ("field", "Except"), kind);
        }
    }
}

gboolean
cmd_show (Cli *cli, char **argv, GError **error)
{
  int source = 0;
  const GOptionEntry entries[] = { { "source", 0, 0, G_OPTION_ARG_INT, &source,
                                     N_ ("From this source, where several have it"),
                                     N_ ("NUMBER") },
                                   G_OPTION_ENTRY_NULL };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (KarneItem) item = NULL;
  g_autofree char *json = NULL;

  if (!cli_parse (cli, &rest, entries, 1, 1, error) || !cli_open_space (cli, error) ||
      (item = cli_items_find (cli, rest[1], NULL, source, error)) == NULL)
    return FALSE;

  if (!cli->json)
    {
      karne_access_log_note (cli->view, KARNE_ACCESS_ACT_LOOK, item->source, item->kind, item->id,
                             NULL);
      print_item (item);
      if (g_str_equal (item->kind, "DocumentReference"))
        print_contents (cli, item);
      if (g_str_equal (item->kind, "Consent"))
        print_actors (cli, item);
      return TRUE;
    }

  /* The resource as the server sent it, to the last digit. */
  json = karne_view_get_json (cli->view, item->source, item->kind, item->id, TRUE, error);
  if (json == NULL)
    return FALSE;

  fputs (json, stdout);
  fputc ('\n', stdout);
  return TRUE;
}
