/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-draft.h"
#include "cli-items.h"
#include "cli-output.h"

#include "karne-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the person writes: `add`. It is saved here, and sent at the next sync. */

typedef struct
{
  char *at;      /* (owned) (nullable) as it was typed */
  char *until;   /* (owned) (nullable) as it was typed */
  char *moment;  /* (owned) (nullable) */
  char *days;    /* (owned) (nullable) */
  char *lot;     /* (owned) (nullable) */
  char *against; /* (owned) (nullable) */
  int dose;      /* 0: not said */
  char *note;    /* (owned) (nullable) */
  int source;    /* 0: the only one */
  gboolean confirmed;

  /* In progress */
  char *date;    /* (owned) (nullable) `at` as FHIR has it */
  char *end;     /* (owned) (nullable) `until` as FHIR has it */
  char *patient; /* (owned) (nullable) */
  gint64 number; /* of the source */
} Adding;

static void
adding_clear (Adding *self)
{
  g_free (self->at);
  g_free (self->until);
  g_free (self->moment);
  g_free (self->days);
  g_free (self->lot);
  g_free (self->against);
  g_free (self->note);
  g_free (self->date);
  g_free (self->end);
  g_free (self->patient);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Adding, adding_clear)

/* Dates */

static char *
instant_of (GDateTime *time)
{
  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S%:z");
}

static char *
now_as_instant (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return instant_of (now);
}

/* A day and a time in the zone of this computer: “2026-03-14 08:30”. */
static char *
parse_local (const char *text)
{
  g_autofree char *day = g_strndup (text, MIN (strlen (text), strlen ("0000-00-00")));
  g_autofree char *full = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;

  if (!g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d$", text, 0, 0))
    return NULL;
  full = g_strdup_printf ("%sT%s:00", day, text + strlen (day) + 1);
  time = g_date_time_new_from_iso8601 (full, zone);
  return time != NULL ? instant_of (time) : NULL;
}

static char *
parse_date (const char *text, GError **error)
{
  char *date = parse_local (text);

  if (date == NULL)
    date = cli_date_parse (text);
  if (date == NULL && strchr (text, 'T') != NULL)
    date = g_strdup (text);
  if (date == NULL)
    cli_set_usage_error (error,
                         _ ("This is not a date: 2026, 2026-03, 2026-03-14, “2026-03-14 08:30” "
                            "or today."));
  return date;
}

static gboolean
read_dates (Adding *self, GError **error)
{
  self->date = self->at == NULL ? now_as_instant () : parse_date (self->at, error);
  if (self->date == NULL)
    return FALSE;
  if (self->until != NULL)
    self->end = parse_date (self->until, error);
  return self->until == NULL || self->end != NULL;
}

/* Drafts: one for each thing that can be added. `words` is what stands behind its name. */

static gboolean
wants (char **words, guint n, const char *usage, GError **error)
{
  return g_strv_length (words) == n || cli_set_usage_error (error, usage);
}

static KarneDraft *
make_measure (const char *measure, Adding *self, char **words, GError **error)
{
  const char *context = self->moment != NULL ? self->moment : self->days;

  if (g_strv_length (words) != 2 && !(g_strv_length (words) == 1 && g_str_equal (measure, "pain")))
    {
      cli_set_usage_error (error,
                           _ ("A measure is a number and its unit: “karne add weight 72.5 kg”."));
      return NULL;
    }
  return karne_draft_new_measure (self->patient, measure, words[0],
                                  words[1] != NULL ? words[1] : "1", self->date, context,
                                  cli_draft_get_now (), self->confirmed, error);
}

static KarneDraft *
make_blood_pressure (Adding *self, char **words, GError **error)
{
  if (!wants (words, 3,
              _ ("A blood pressure is two numbers and their unit: “karne add blood-pressure 136 "
                 "86 mmHg”."),
              error))
    return NULL;
  return karne_draft_new_blood_pressure (self->patient, words[0], words[1], words[2], self->date,
                                         cli_draft_get_now (), self->confirmed, error);
}

static KarneDraft *
make_appointment (Adding *self, char **words, GError **error)
{
  if (!wants (words, 1, _ ("An appointment is its title: “karne add appointment TITLE --at DATE”."),
              error))
    return NULL;
  if (self->at == NULL || strchr (self->date, 'T') == NULL ||
      (self->end != NULL && strchr (self->end, 'T') == NULL))
    {
      cli_set_usage_error (error,
                           _ ("An appointment has a day and a time: --at “2026-03-14 08:30”."));
      return NULL;
    }
  return karne_draft_new_appointment (self->patient, words[0], self->date, self->end, self->note,
                                      error);
}

static KarneDraft *
make_vaccination (Adding *self, char **words, GError **error)
{
  if (!wants (words, 1, _ ("A vaccination is its name: “karne add vaccination NAME --at DATE”."),
              error))
    return NULL;
  if (self->at == NULL)
    {
      cli_set_usage_error (error,
                           _ ("Say when with --at, as far as it is remembered: 2019, 2019-05."));
      return NULL;
    }
  if (self->dose < 0)
    {
      cli_set_usage_error (error, _ ("A dose is a number from 1."));
      return NULL;
    }
  return karne_draft_new_vaccination (self->patient, words[0], NULL, self->against,
                                      (guint) self->dose, self->date, self->lot, self->note,
                                      cli_draft_get_now (), error);
}

static KarneDraft *
make_note (Cli *cli, Adding *self, char **words, GError **error)
{
  g_autoptr (KarneItem) item = NULL;

  if (!wants (words, 2, _ ("A note is a document and words: “karne add note DOCUMENT TEXT”."),
              error) ||
      (item = cli_items_find (cli, words[0], "DocumentReference", (int) self->number, error)) ==
          NULL)
    return NULL;
  return karne_draft_new_note (self->patient, item->id, words[1], cli_draft_get_now (), error);
}

static KarneDraft *
make_reply (Cli *cli, Adding *self, char **words, GError **error)
{
  g_autoptr (KarneItem) item = NULL;
  g_autofree char *message = NULL;

  if (!wants (words, 2, _ ("A reply is a message and words: “karne add reply MESSAGE TEXT”."),
              error) ||
      (item = cli_items_find (cli, words[0], "Communication", (int) self->number, error)) == NULL ||
      (message = karne_view_get_json (cli->view, self->number, item->kind, item->id, TRUE,
                                      error)) == NULL)
    return NULL;
  return karne_draft_new_reply (self->patient, message, words[1], cli_draft_get_now (), error);
}

static KarneDraft *
make_draft (Cli *cli, Adding *self, const char *what, char **words, GError **error)
{
  if (g_str_equal (what, "blood-pressure"))
    return make_blood_pressure (self, words, error);
  if (g_str_equal (what, "appointment"))
    return make_appointment (self, words, error);
  if (g_str_equal (what, "vaccination"))
    return make_vaccination (self, words, error);
  if (g_str_equal (what, "note"))
    return make_note (cli, self, words, error);
  if (g_str_equal (what, "reply"))
    return make_reply (cli, self, words, error);
  if (g_strv_contains (karne_draft_list_measures (), what))
    return make_measure (what, self, words, error);

  cli_set_usage_error (error, _ ("This cannot be added: “karne add --help” says what can."));
  return NULL;
}

/* Asked about once; who cannot be asked says --confirm. */
static KarneDraft *
make_and_ask (Cli *cli, Adding *self, const char *what, char **words, GError **error)
{
  g_autoptr (GError) doubt = NULL;
  KarneDraft *draft = make_draft (cli, self, what, words, &doubt);

  if (draft != NULL || !g_error_matches (doubt, KARNE_ERROR, KARNE_ERROR_UNLIKELY) || cli->yes ||
      !cli_is_interactive ())
    {
      if (draft == NULL)
        g_propagate_error (error, g_steal_pointer (&doubt));
      return draft;
    }
  if (!cli_confirm (cli, _ ("This value is unusual. Is it right?"), error))
    return NULL;
  self->confirmed = TRUE;
  return make_draft (cli, self, what, words, error);
}

static gboolean
add (Cli *cli, Adding *self, char **words, GError **error)
{
  g_autoptr (KarneDraft) draft = NULL;

  self->number = self->source;
  if (!read_dates (self, error) || !cli_open_space (cli, error) ||
      !cli_draft_choose_source (cli, &self->number, &self->patient, error) ||
      (draft = make_and_ask (cli, self, words[0], words + 1, error)) == NULL)
    return FALSE;
  return cli_draft_save (cli, draft, self->number, error);
}

gboolean
cmd_add (Cli *cli, char **argv, GError **error)
{
  g_auto (Adding) adding = { 0 };
  const GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, &adding.at,
      N_ ("When it was, or is to be: 2026, 2026-03, 2026-03-14, “2026-03-14 08:30”, today"),
      N_ ("DATE") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &adding.until, N_ ("When an appointment ends"),
      N_ ("DATE") },
    { "moment", 0, 0, G_OPTION_ARG_STRING, &adding.moment,
      N_ ("Of a glucose: fasting, before-meal, after-meal, after-exercise, other"),
      /* Translators: stands for a moment of the day. */
      N_ ("MOMENT") },
    { "days", 0, 0, G_OPTION_ARG_STRING, &adding.days,
      N_ ("Of an interstitial glucose, its mean over: 7, 14, 30, 90"), N_ ("NUMBER") },
    { "lot", 0, 0, G_OPTION_ARG_STRING, &adding.lot, N_ ("Number of the batch of a vaccine"),
      N_ ("NUMBER") },
    { "against", 0, 0, G_OPTION_ARG_STRING, &adding.against,
      N_ ("What a vaccination protects against"),
      /* Translators: stands for the name of a disease. */
      N_ ("DISEASE") },
    { "dose", 0, 0, G_OPTION_ARG_INT, &adding.dose, N_ ("Which dose of a series it was"),
      N_ ("NUMBER") },
    { "note", 0, 0, G_OPTION_ARG_STRING, &adding.note, N_ ("What else is to be known"),
      N_ ("TEXT") },
    { "source", 0, 0, G_OPTION_ARG_INT, &adding.source, N_ ("For which source it is"),
      N_ ("NUMBER") },
    { "confirm", 0, 0, G_OPTION_ARG_NONE, &adding.confirmed,
      N_ ("Keep a value that is unusual: it is right"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);

  return cli_parse (cli, &rest, entries, 1, 4, error) && add (cli, &adding, rest + 1, error);
}
