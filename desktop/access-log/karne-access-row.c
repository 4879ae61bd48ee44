/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-row.h"

#include "karne-access-lines.h"
#include "karne-access-words.h"
#include "karne-row-facts.h"

#include <glib/gi18n.h>

/* What a server tells */

static void
add_what (KarneRecordRow *row, GPtrArray *facts)
{
  guint last = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];
      g_autofree char *words = NULL;

      if (fact->part == last)
        continue;
      last = fact->part;
      words = karne_access_words_what (karne_row_facts_get (facts, last, "kind"),
                                       karne_row_facts_get (facts, last, "title"));
      karne_record_row_add_line (row, words);
    }
}

static void
add_purpose (KarneRecordRow *row, GPtrArray *facts)
{
  const char *purpose = karne_row_facts_get (facts, 0, "purpose");

  if (karne_row_facts_get (facts, 0, "emergency") != NULL)
    karne_record_row_add_chip (row, "karne-warning-symbolic",
                               _ ("Access in an emergency (“break the glass”)"), "warning");
  else if (purpose != NULL)
    karne_record_row_add_chip (row, NULL, purpose, NULL);
}

static void
show_facts (KarneRecordRow *row, KarneResource *resource, GPtrArray *facts)
{
  g_autofree char *role = karne_access_words_role (karne_row_facts_get (facts, 0, "agent"),
                                                   karne_row_facts_get (facts, 0, "role"));

  karne_record_row_add_line (row, role);
  karne_record_row_add_line (row, karne_row_facts_get (facts, 0, "place"));
  add_what (row, facts);
  karne_record_row_add_line (row, karne_row_facts_get (facts, 0, "outcome"));
  add_purpose (row, facts);
}

static GtkWidget *
make_theirs (KarneView *view, KarneResource *resource)
{
  const KarneItem *item = karne_resource_get_item (resource);
  g_autofree char *act = karne_access_words_act (item->detail, item->date);
  g_autofree char *outcome = karne_access_words_outcome (item->status);
  GtkWidget *row = karne_record_row_new ("karne-access-symbolic",
                                         item->author != NULL && *item->author != '\0'
                                             ? item->author
                                             /* Translators: stands where the name of somebody who
                                              * looked at the record is not known. */
                                             : _ ("Name not given"),
                                         act);

  if (outcome != NULL)
    karne_record_row_add_chip (KARNE_RECORD_ROW (row), "karne-error-symbolic", outcome, NULL);
  karne_row_facts_read (KARNE_RECORD_ROW (row), view, resource, show_facts);
  karne_record_row_set_opens (KARNE_RECORD_ROW (row), TRUE);
  return row;
}

/* What was noted on this computer */

static void
add_purposes (KarneRecordRow *row, const char *purposes)
{
  g_auto (GStrv) list = g_strsplit (purposes != NULL ? purposes : "", "\n", -1);

  for (guint i = 0; list[i] != NULL; i++)
    karne_record_row_add_chip (row, NULL, list[i], NULL);
}

static GtkWidget *
make_mine (const KarneAccessRow *noted, const char *date)
{
  g_autofree char *time = karne_date_to_words (date, KARNE_DATE_STYLE_TIME);
  g_autofree char *who = karne_access_row_who_to_words (noted);
  g_autofree char *act = karne_access_act_to_words (noted->act, time);
  g_autofree char *role = karne_access_row_role_to_words (noted);
  g_autofree char *what = karne_access_row_what_to_words (noted);
  GtkWidget *widget = karne_record_row_new ("karne-here-symbolic", who, act);
  KarneRecordRow *row = KARNE_RECORD_ROW (widget);

  karne_record_row_add_line (row, role);
  karne_record_row_add_line (row, noted->structure);
  karne_record_row_add_line (row, what);
  /* Translators: where something was done with the record. */
  karne_record_row_add_chip (row, "karne-here-symbolic", _ ("On this computer"), NULL);
  add_purposes (row, noted->purposes);
  return widget;
}

GtkWidget *
karne_access_row_widget_new (KarneView *view, KarneResource *line)
{
  const KarneAccessRow *noted = karne_access_lines_get_row (line);

  return noted != NULL ? make_mine (noted, karne_resource_get_date (line))
                       : make_theirs (view, line);
}
