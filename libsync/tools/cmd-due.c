/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-output.h"
#include "cli.h"

#include "karne-error.h"
#include "prevention/karne-due-list.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* What prevention asks for, and why: `due`, `why`. */

/* A whole day, or “today”. */
static char *
parse_on (const char *typed, GError **error)
{
  g_autofree char *on = cli_date_parse (typed != NULL ? typed : "today");

  if (on != NULL && strlen (on) == 10)
    return g_steal_pointer (&on);
  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
               _ ("This is no day: it is written as in 2026-03-01."));
  return NULL;
}

/* In words */

static const char *
get_own_words (KarneOwnAct own)
{
  switch (own)
    {
    case KARNE_OWN_DONE:
      /* Translators: what the person says of something that prevention asks for. */
      return C_ ("own act", "said to be done");
    case KARNE_OWN_PLANNED:
      return C_ ("own act", "planned");
    case KARNE_OWN_NOT_NOW:
      return C_ ("own act", "put off");
    case KARNE_OWN_STOP:
      return C_ ("own act", "not wanted");
    case KARNE_OWN_NONE:
    default:
      return NULL;
    }
}

static char *
say_state (const KarneDueEntry *entry)
{
  const char *state = karne_due_state_to_words (entry->state);
  const char *own = get_own_words (entry->own);

  return own != NULL ? g_strdup_printf ("%s, %s", state, own) : g_strdup (state);
}

static char *
say_dose (const KarneDue *due)
{
  return due != NULL && due->doses > 1 ? g_strdup_printf ("%u/%u", due->dose, due->doses) : NULL;
}

static char *
make_name (const KarneDueEntry *entry)
{
  const KarneDueNotice *notice;

  if (entry->due != NULL)
    return g_strdup (entry->due->rule);
  if (entry->notices->len == 0)
    return g_strdup_printf ("%s/%s", entry->act->kind, entry->act->id);
  notice = entry->notices->pdata[0];
  return notice->part == 0 ? g_strdup_printf ("%s/%s", notice->kind, notice->id)
                           : g_strdup_printf ("%s/%s#%u", notice->kind, notice->id, notice->part);
}

static void
add_row (CliTable *table, const KarneDueEntry *entry)
{
  g_autofree char *state = say_state (entry);
  g_autofree char *from = entry->from != NULL ? cli_date_to_words (entry->from) : NULL;
  g_autofree char *to = entry->to != NULL ? cli_date_to_words (entry->to) : NULL;
  g_autofree char *dose = say_dose (entry->due);
  g_autofree char *name = make_name (entry);

  cli_table_add (table, state, entry->title, dose, from, to, name);
}

static void
print_entries (GPtrArray *entries)
{
  g_autoptr (CliTable) table =
      cli_table_new (1 << 3 | 1 << 4 | 1 << 5, 1 << 2,
                     /* Translators: heads of columns; a dose is as “2/3”. */
                     _ ("State"), _ ("What"), _ ("Dose"), _ ("From"), _ ("Until"), _ ("Reminder"),
                     NULL);

  if (entries->len == 0)
    {
      g_print ("%s\n", _ ("Nothing is due."));
      return;
    }
  for (guint i = 0; i < entries->len; i++)
    add_row (table, entries->pdata[i]);
  cli_table_print (table);
  g_print ("\n%s\n", _ ("“karne why REMINDER” says why. It replaces no professional."));
}

/* As JSON. States and the like are the nicks of the library: part of what scripts rely on. */

static const char *
get_nick (const char *const *nicks, guint number)
{
  return nicks[number];
}

static const char *const states[] = { "overdue", "now", "ask", "coming", "unknown-dates", "done" };
static const char *const groups[] = { "to-do", "done", "declined" };
static const char *const owns[] = { "none", "done", "planned", "not-now", "stop" };
static const char *const disagreements[] = { "none", "dates", "done" };
static const char *const kinds[] = { "vaccination", "screening", "pregnancy",
                                     "child",       "checkup",   "chronic" };
static const char *const levels[] = { "obligatory", "recommended", "proposed", "targeted",
                                      "right" };
static const char *const roles[] = { "counted",   "early",     "unsure", "birth",
                                     "pregnancy", "condition", "last" };

static void
add_facts (JsonBuilder *json, GPtrArray *facts)
{
  json_builder_set_member_name (json, "why");
  json_builder_begin_array (json);
  for (guint i = 0; i < facts->len; i++)
    {
      const KarneDueFact *fact = facts->pdata[i];

      json_builder_begin_object (json);
      cli_json_string (json, "role", get_nick (roles, fact->role));
      cli_json_int (json, "source", fact->source);
      cli_json_string (json, "kind", fact->kind);
      cli_json_string (json, "id", fact->id);
      cli_json_string (json, "date", fact->date);
      cli_json_string (json, "title", fact->title);
      cli_json_bool (json, "byName", fact->by_name);
      cli_json_bool (json, "reported", fact->reported);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_due (JsonBuilder *json, const KarneDue *due)
{
  json_builder_set_member_name (json, "due");
  json_builder_begin_object (json);
  cli_json_string (json, "rule", due->rule);
  cli_json_string (json, "kind", get_nick (kinds, due->kind));
  cli_json_string (json, "level", get_nick (levels, due->level));
  cli_json_string (json, "confidence",
                   due->confidence == KARNE_CONFIDENCE_HIGH ? "high" : "medium");
  cli_json_string (json, "state", get_nick (states, due->state));
  cli_json_string (json, "from", due->from);
  cli_json_string (json, "to", due->to);
  cli_json_int (json, "dose", due->dose);
  cli_json_int (json, "doses", due->doses);
  cli_json_bool (json, "check", (due->flags & KARNE_DUE_CHECK) != 0);
  cli_json_bool (json, "notFound", (due->flags & KARNE_DUE_UNKNOWN) != 0);
  cli_json_bool (json, "unconfirmed", (due->flags & KARNE_DUE_UNCONFIRMED) != 0);
  cli_json_int (json, "weeks", due->weeks);
  cli_json_string (json, "on", due->on);
  cli_json_string (json, "asOf", due->as_of);
  cli_json_string (json, "sourceName", due->source_name);
  cli_json_string (json, "sourceDate", due->source_date);
  cli_json_string (json, "sourceAddress", due->source_address);
  add_facts (json, due->why);
  json_builder_end_object (json);
}

static void
add_notices (JsonBuilder *json, GPtrArray *notices)
{
  json_builder_set_member_name (json, "notices");
  json_builder_begin_array (json);
  for (guint i = 0; i < notices->len; i++)
    {
      const KarneDueNotice *notice = notices->pdata[i];

      json_builder_begin_object (json);
      cli_json_int (json, "source", notice->source);
      cli_json_string (json, "kind", notice->kind);
      cli_json_string (json, "id", notice->id);
      cli_json_int (json, "part", notice->part);
      cli_json_string (json, "title", notice->title);
      cli_json_string (json, "status", notice->status);
      cli_json_string (json, "from", notice->from);
      cli_json_string (json, "to", notice->to);
      cli_json_string (json, "state", get_nick (states, notice->state));
      cli_json_bool (json, "declined", notice->declined);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_entry (JsonBuilder *json, const KarneDueEntry *entry)
{
  g_autofree char *name = make_name (entry);

  json_builder_begin_object (json);
  cli_json_string (json, "reminder", name);
  cli_json_string (json, "title", entry->title);
  cli_json_string (json, "group", get_nick (groups, entry->group));
  cli_json_string (json, "state", get_nick (states, entry->state));
  cli_json_string (json, "from", entry->from);
  cli_json_string (json, "to", entry->to);
  cli_json_string (json, "own", get_nick (owns, entry->own));
  cli_json_string (json, "disagreement", get_nick (disagreements, entry->disagreement));
  if (entry->due != NULL)
    add_due (json, entry->due);
  add_notices (json, entry->notices);
  json_builder_end_object (json);
}

static void
print_entries_as_json (GPtrArray *entries, const char *on)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cli_json_string (json, "on", on);
  json_builder_set_member_name (json, "entries");
  json_builder_begin_array (json);
  for (guint i = 0; i < entries->len; i++)
    add_entry (json, entries->pdata[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

/* The list */

/* Who wrote the file wants to know the line. */
static KarneRules *
load_rules (char **files, GError **error)
{
  g_autoptr (GError) local = NULL;
  KarneRules *rules = karne_rules_new ((const char *const *) files, &local);

  if (rules != NULL)
    return rules;
  if (g_error_matches (local, KARNE_ERROR, KARNE_ERROR_INVALID))
    /* Translators: %s is the name of a file, a line and a reason in English. */
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, _ ("These rules cannot be used: %s"),
                 local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* What is said of a pregnancy that was lost. */
static void
drop_hushed (GPtrArray *entries)
{
  for (guint i = entries->len; i > 0; i--)
    if (((const KarneDueEntry *) entries->pdata[i - 1])->hushed)
      g_ptr_array_remove_index (entries, i - 1);
}

static GPtrArray *
list_entries (Cli *cli, const char *typed_on, char **on, char **files, GError **error)
{
  g_autoptr (KarneRules) rules = NULL;
  GPtrArray *entries = NULL;

  *on = parse_on (typed_on, error);
  if (*on == NULL)
    return NULL;
  rules = load_rules (files, error);
  if (rules == NULL || !cli_open_space (cli, error))
    return NULL;
  entries = karne_view_list_due (cli->view, rules, *on, error);
  if (entries != NULL)
    drop_hushed (entries);
  return entries;
}

gboolean
cmd_due (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autofree char *typed_on = NULL;
  g_auto (GStrv) files = NULL;
  g_autofree char *on = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const GOptionEntry options[] = { { "on", 0, 0, G_OPTION_ARG_STRING, &typed_on,
                                     N_ ("For this day (today)"), N_ ("DATE") },
                                   { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files,
                                     N_ ("More rules, or dates of campaigns"), N_ ("FILE") },
                                   G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, &rest, options, 0, 0, error) ||
      (entries = list_entries (cli, typed_on, &on, files, error)) == NULL)
    return FALSE;
  if (cli->json)
    print_entries_as_json (entries, on);
  else
    print_entries (entries);
  return TRUE;
}

/* One of them */

static const KarneDueEntry *
find_entry (GPtrArray *entries, const char *name)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KarneDueEntry *entry = entries->pdata[i];
      g_autofree char *own_name = make_name (entry);

      if (g_str_equal (own_name, name))
        return entry;
      for (guint j = 0; j < entry->notices->len; j++)
        {
          const KarneDueNotice *notice = entry->notices->pdata[j];
          g_autofree char *reference = g_strdup_printf ("%s/%s", notice->kind, notice->id);

          if (notice->part == 0 && g_str_equal (reference, name))
            return entry;
        }
    }
  return NULL;
}

static void
print_notice (const KarneDueNotice *notice)
{
  g_autofree char *title = cli_clean (notice->title != NULL ? notice->title : notice->id);
  g_autofree char *period = karne_period_to_words (notice->from, notice->to);
  g_autofree char *status = karne_status_to_words (notice->kind, notice->status);

  /* Translators: heads what a server says of a thing of prevention. */
  g_print ("%s %s\n", _ ("The server says:"), title);
  if (*period != '\0')
    g_print ("  %s\n", period);
  if (status != NULL)
    g_print ("  %s\n", status);
}

static void
print_disagreement (KarneDueDisagreement disagreement)
{
  if (disagreement == KARNE_DUE_DISAGREED_DONE)
    g_print ("%s\n", _ ("Rule and server do not agree on whether it is done."));
  else if (disagreement == KARNE_DUE_DISAGREED_DATES)
    g_print ("%s\n", _ ("Rule and server do not give the same dates."));
}

static void
print_entry (const KarneDueEntry *entry)
{
  g_autofree char *title = cli_clean (entry->title != NULL ? entry->title : "");
  g_autofree char *state = say_state (entry);
  g_autofree char *words = entry->due != NULL ? karne_due_to_words (entry->due) : NULL;
  g_autofree char *clean = words != NULL ? cli_clean_lines (words) : NULL;

  g_print ("%s\n%s\n", title, state);
  if (entry->due != NULL)
    g_print ("%s\n%s\n%s\n", karne_rule_level_to_words (entry->due->level), clean,
             entry->due->source_address);
  for (guint i = 0; i < entry->notices->len; i++)
    print_notice (entry->notices->pdata[i]);
  print_disagreement (entry->disagreement);
}

static void
print_entry_as_json (const KarneDueEntry *entry)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  add_entry (json, entry);
  cli_json_print (json, stdout);
}

gboolean
cmd_why (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autofree char *typed_on = NULL;
  g_autofree char *on = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const KarneDueEntry *entry;
  const GOptionEntry options[] = { { "on", 0, 0, G_OPTION_ARG_STRING, &typed_on,
                                     N_ ("For this day (today)"), N_ ("DATE") },
                                   G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, &rest, options, 1, 1, error) ||
      (entries = list_entries (cli, typed_on, &on, NULL, error)) == NULL)
    return FALSE;
  entry = find_entry (entries, rest[1]);
  if (entry == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                   _ ("Nothing of that name is due: “karne due” lists what is."));
      return FALSE;
    }
  if (cli->json)
    print_entry_as_json (entry);
  else
    print_entry (entry);
  return TRUE;
}
