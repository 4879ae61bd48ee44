/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-draft.h"
#include "cli-items.h"
#include "cli-output.h"

#include <glib/gi18n-lib.h>

/* Wishes about who may see what: `visibility`, `consent give`, `consent withdraw`. They are saved
 * here, and in force once the server has said so. */

typedef struct
{
  gboolean denied;
  char *from;      /* (owned) (nullable) as it was typed */
  char *until;     /* (owned) (nullable) likewise */
  char *name;      /* (owned) (nullable) whom it is about */
  char *structure; /* (owned) (nullable) for whom that one works */
  char *role;      /* (owned) (nullable) as what */
  int source;      /* 0: the only one */
} Rights;

static void
rights_clear (Rights *self)
{
  g_free (self->from);
  g_free (self->until);
  g_free (self->name);
  g_free (self->structure);
  g_free (self->role);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rights, rights_clear)

#define SOURCE_ENTRY(place)                                                                        \
  {                                                                                                \
    "source", 0, 0, G_OPTION_ARG_INT, place, N_ ("For which source it is"), N_ ("NUMBER")          \
  }

/* The whole text of one thing of that kind, to be changed. */
static char *
find_text (Cli *cli, const char *name, const char *kind, int *source, GError **error)
{
  g_autoptr (KarneItem) item = cli_items_find (cli, name, kind, *source, error);

  if (item == NULL)
    return NULL;
  *source = (int) item->source;
  return karne_view_get_json (cli->view, item->source, item->kind, item->id, TRUE, error);
}

/* Visibility */

static KarneDraft *
make_wish (const char *document, const char *wish, GError **error)
{
  if (g_str_equal (wish, "hidden") || g_str_equal (wish, "visible"))
    return karne_draft_new_visibility (document, g_str_equal (wish, "hidden"), error);
  if (g_str_equal (wish, "archived") || g_str_equal (wish, "current"))
    return karne_draft_new_archiving (document, g_str_equal (wish, "archived"), error);
  cli_set_usage_error (error, _ ("A document is hidden or visible, archived or current: “karne "
                                 "visibility DOCUMENT hidden”."));
  return NULL;
}

gboolean
cmd_visibility (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (KarneDraft) draft = NULL;
  g_autofree char *document = NULL;
  int source = 0;
  const GOptionEntry entries[] = { SOURCE_ENTRY (&source), G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, &rest, entries, 2, 2, error) || !cli_open_space (cli, error))
    return FALSE;
  document = find_text (cli, rest[1], "DocumentReference", &source, error);
  draft = document != NULL ? make_wish (document, rest[2], error) : NULL;
  return draft != NULL && cli_draft_save (cli, draft, source, error);
}

/* Consents */

static gboolean
parse_day (char **text, GError **error)
{
  char *date = *text != NULL ? cli_date_parse (*text) : NULL;

  if (*text != NULL && date == NULL)
    return cli_set_usage_error (error, _ ("This is not a date: 2026, 2026-03, 2026-03-14 or "
                                          "today."));
  g_free (*text);
  *text = date;
  return TRUE;
}

static gboolean
give_consent (Cli *cli, Rights *self, const char *purpose, GError **error)
{
  gint64 source = self->source;
  g_autofree char *patient = NULL;
  g_autoptr (KarneDraft) draft = NULL;

  if (!parse_day (&self->from, error) || !parse_day (&self->until, error) ||
      !cli_open_space (cli, error) || !cli_draft_choose_source (cli, &source, &patient, error))
    return FALSE;
  draft = karne_draft_new_consent (patient, purpose, !self->denied, self->from, self->until,
                                   cli_draft_get_now (), error);
  if (draft == NULL)
    return FALSE;
  karne_draft_name_helper (draft, self->name, self->structure, self->role);
  return cli_draft_save (cli, draft, source, error);
}

gboolean
cmd_consent_give (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_auto (Rights) self = { 0 };
  const GOptionEntry entries[] = {
    { "deny", 0, 0, G_OPTION_ARG_NONE, &self.denied, N_ ("Say no to it"), NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &self.from, N_ ("From when on; from now on by default"),
      N_ ("DATE") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &self.until, N_ ("Until when"), N_ ("DATE") },
    { "who", 0, 0, G_OPTION_ARG_STRING, &self.name, N_ ("Whom it is about"), N_ ("NAME") },
    { "structure", 0, 0, G_OPTION_ARG_STRING, &self.structure, N_ ("For whom that one works"),
      N_ ("NAME") },
    { "role", 0, 0, G_OPTION_ARG_STRING, &self.role, N_ ("As what that one helps"), N_ ("WORDS") },
    SOURCE_ENTRY (&self.source),
    G_OPTION_ENTRY_NULL
  };

  if (!cli_parse (cli, &rest, entries, 1, 1, error))
    return FALSE;
  /* What goes into a code of FHIR. */
  if (!g_regex_match_simple ("^[A-Z][A-Z0-9]*$", rest[1], 0, 0))
    return cli_set_usage_error (error, _ ("A purpose is a code, as TREAT for care."));
  return give_consent (cli, &self, rest[1], error);
}

gboolean
cmd_consent_withdraw (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (KarneDraft) draft = NULL;
  g_autofree char *consent = NULL;
  int source = 0;
  const GOptionEntry entries[] = { SOURCE_ENTRY (&source), G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, &rest, entries, 1, 1, error) || !cli_open_space (cli, error))
    return FALSE;
  consent = find_text (cli, rest[1], "Consent", &source, error);
  draft = consent != NULL ? karne_draft_new_withdrawal (consent, error) : NULL;
  return draft != NULL && cli_draft_save (cli, draft, source, error);
}
