/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-output.h"
#include "cli.h"

#include "fhir/karne-kinds.h"
#include "store/karne-outbox.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* What status says: gathered first, then said in words or in JSON. */
typedef struct
{
  GPtrArray *sources;     /* (owned) of KarneSource */
  GPtrArray *people;      /* (owned) of KarneItem: the Patient of each source */
  GPtrArray *quarantined; /* (owned) of KarneQuarantined */
  GPtrArray *waiting;     /* (owned) of KarneWaiting */
  GPtrArray *conflicts;   /* (owned) of KarneConflict */
  gint64 *counts;         /* (owned) one a kind, in the order of their names */
} Status;

static void
status_free (Status *self)
{
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->quarantined, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_free (self->counts);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Status, status_free)

static gboolean
count_kinds (Cli *cli, Status *status, GError **error)
{
  const char *const *names = karne_kinds_get_names ();

  status->counts = g_new0 (gint64, g_strv_length ((char **) names));
  for (guint i = 0; names[i] != NULL; i++)
    {
      KarneQuery query = { .kind = names[i] };

      status->counts[i] = karne_view_count (cli->view, &query, error);
      if (status->counts[i] < 0)
        return FALSE;
    }

  return TRUE;
}

static Status *
gather (Cli *cli, GError **error)
{
  g_autoptr (Status) status = g_new0 (Status, 1);
  KarneQuery query = { .kind = "Patient" };

  if ((status->sources = karne_store_list_sources (cli_get_store (cli), error)) == NULL ||
      (status->people = karne_view_list (cli->view, &query, error)) == NULL ||
      (status->quarantined = karne_view_list_quarantined (cli->view, error)) == NULL ||
      (status->waiting = karne_view_list_changes (cli->view, error)) == NULL ||
      (status->conflicts = karne_view_list_conflicts (cli->view, FALSE, error)) == NULL ||
      !count_kinds (cli, status, error))
    return NULL;

  return g_steal_pointer (&status);
}

static void
print_people (GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++)
    {
      KarneItem *item = g_ptr_array_index (people, i);
      g_autofree char *name = cli_clean (item->title != NULL ? item->title : item->id);
      g_autofree char *birth_date = cli_date_to_words (item->date);

      if (*birth_date == '\0')
        g_print ("%s\n", name);
      else
        {
          g_print (_ ("%s, born on %s"), name, birth_date);
          g_print ("\n");
        }
    }
}

static void
print_source (const KarneSource *source)
{
  g_autofree char *base = cli_clean (source->base);
  g_autofree char *tells = karne_source_tells_to_words (source);

  if (source->checked == 0)
    {
      /* Translators: %d is the number of a source, %s its address. */
      g_print (_ ("Source %d (%s): never synced\n"), (int) source->id, base);
    }
  else
    {
      g_autofree char *age =
          karne_age_to_words (source->checked * G_USEC_PER_SEC, g_get_real_time ());

      /* Translators: number and address of a source, then as in “today at 14:02”. */
      g_print (_ ("Source %d (%s): last sync %s\n"), (int) source->id, base, age);
    }
  if (source->trouble != NULL)
    {
      g_autofree char *words = cli_trouble_to_words (source->trouble);

      cli_print_wrapped ("  ", words);
    }
  if (tells != NULL)
    cli_print_wrapped ("  ", tells);
}

static void
print_changes (const Status *status)
{
  if (status->waiting->len > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u change is not on the server yet: “karne waiting”",
                            "%u changes are not on the server yet: “karne waiting”",
                            status->waiting->len),
               status->waiting->len);
      g_print ("\n");
    }
  if (status->conflicts->len > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE,
                            "%u thing is to be decided: “karne conflicts” shows it.",
                            "%u things are to be decided: “karne conflicts” shows them.",
                            status->conflicts->len),
               status->conflicts->len);
      g_print ("\n");
    }
}

static void
print_status (Cli *cli, const Status *status)
{
  const char *const *names = karne_kinds_get_names ();

  g_print (_ ("Space %s\n"), karne_space_get_name (cli->space));
  print_people (status->people);
  if (status->sources->len == 0)
    g_print ("%s\n", _ ("There is no source yet: “karne source add” adds one."));
  for (guint i = 0; i < status->sources->len; i++)
    print_source (g_ptr_array_index (status->sources, i));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *words = karne_kind_to_words (names[i], (guint) status->counts[i]);

      if (status->counts[i] > 0)
        g_print ("  %s\n", words);
    }
  print_changes (status);
  if (status->quarantined->len > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE,
                            "%u thing could not be taken in: “karne quarantine” says why.",
                            "%u things could not be taken in: “karne quarantine” says why.",
                            status->quarantined->len),
               status->quarantined->len);
      g_print ("\n");
    }
}

static void
add_sources_to_json (JsonBuilder *json, GPtrArray *sources)
{
  json_builder_set_member_name (json, "sources");
  json_builder_begin_array (json);
  for (guint i = 0; i < sources->len; i++)
    {
      KarneSource *source = g_ptr_array_index (sources, i);

      json_builder_begin_object (json);
      cli_json_int (json, "source", source->id);
      cli_json_string (json, "address", source->base);
      cli_json_string (json, "pulled", source->pulled);
      cli_json_int (json, "checked", source->checked);
      cli_json_string (json, "trouble", source->trouble);
      cli_json_tells (json, source);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
print_status_as_json (Cli *cli, const Status *status)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  const char *const *names = karne_kinds_get_names ();

  json_builder_begin_object (json);
  cli_json_string (json, "space", karne_space_get_name (cli->space));
  json_builder_set_member_name (json, "people");
  json_builder_begin_array (json);
  for (guint i = 0; i < status->people->len; i++)
    cli_json_item (json, g_ptr_array_index (status->people, i));
  json_builder_end_array (json);
  add_sources_to_json (json, status->sources);
  json_builder_set_member_name (json, "kinds");
  json_builder_begin_object (json);
  for (guint i = 0; names[i] != NULL; i++)
    if (status->counts[i] > 0)
      cli_json_int (json, names[i], status->counts[i]);
  json_builder_end_object (json);
  cli_json_int (json, "quarantined", status->quarantined->len);
  cli_json_int (json, "waiting", status->waiting->len);
  cli_json_int (json, "conflicts", status->conflicts->len);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

gboolean
cmd_status (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (Status) status = NULL;

  if (!cli_parse (cli, &rest, NULL, 0, 0, error) || !cli_open_space (cli, error))
    return FALSE;

  status = gather (cli, error);
  if (status == NULL)
    return FALSE;

  if (cli->json)
    print_status_as_json (cli, status);
  else
    print_status (cli, status);

  return TRUE;
}
