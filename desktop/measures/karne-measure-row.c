/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-measure-row.h"

#include "karne-measure-words.h"
#include "karne-row-facts.h"
#include "words/karne-i18n.h"

#include <string.h>

/* (transfer full) (nullable) */
static char *
say_when (const KarneItem *item)
{
  if (item->date == NULL)
    return g_strdup (_ ("Without a date"));
  return item->until != NULL ? karne_period_to_words (item->date, item->until)
                             : karne_date_to_words (item->date, KARNE_DATE_STYLE_LONG);
}

static GtkWidget *
make_value (const char *value)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", value, "xalign", 0.f, "wrap", TRUE,
                                   "natural-wrap-mode", GTK_NATURAL_WRAP_NONE, NULL);

  gtk_widget_add_css_class (label, "karne-measure");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
add_value (KarneRecordRow *row, const KarneItem *item)
{
  g_autofree char *value = karne_measure_words_value (item->detail);
  g_autofree char *status = karne_measure_words_status (item->status);

  if (value != NULL)
    karne_record_row_set_end (row, make_value (value), value);
  if (status != NULL)
    karne_record_row_add_chip (row, "karne-warning-symbolic", status, NULL);
}

/* What was said with the value */

static void
add_chip (KarneRecordRow *row, char *words)
{
  g_autofree char *owned = words;

  if (owned != NULL)
    karne_record_row_add_chip (row, NULL, owned, NULL);
}

static void
add_moment (KarneRecordRow *row, GPtrArray *facts)
{
  add_chip (row, karne_measure_words_moment (karne_row_facts_get (facts, 0, "moment")));
  add_chip (row, karne_measure_words_days (karne_row_facts_get (facts, 0, "days")));
}

static void
add_all_of (KarneRecordRow *row, GPtrArray *facts, const char *name)
{
  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (fact->part == 0 && g_str_equal (fact->name, name))
        karne_record_row_add_line (row, fact->value);
    }
}

/* Values of a form that the line has no room for, and words for none. */
static void
add_other_value (KarneRecordRow *row, GPtrArray *facts)
{
  const char *value = karne_row_facts_get (facts, 0, "value");
  g_autofree char *from = karne_measure_words_value (karne_row_facts_get (facts, 0, "from-value"));
  g_autofree char *to = karne_measure_words_value (karne_row_facts_get (facts, 0, "to-value"));
  g_autofree char *range = NULL;

  if (g_strcmp0 (value, "true") == 0)
    value = C_ ("measure", "Yes");
  else if (g_strcmp0 (value, "false") == 0)
    value = C_ ("measure", "No");
  karne_record_row_add_line (row, value);
  if (from != NULL && to != NULL)
    /* Translators: the two ends of a measured value, as in “3 mg to 5 mg”. */
    range = g_strdup_printf (C_ ("measure", "%s to %s"), from, to);
  karne_record_row_add_line (row, range != NULL ? range : from != NULL ? from : to);
  if (karne_row_facts_get (facts, 0, "absent") != NULL)
    karne_record_row_add_line (row, _ ("Without a value"));
}

/* Two parts that make one value, as those of a blood pressure, are said in the line already. */
static void
add_parts (KarneRecordRow *row, KarneResource *resource, GPtrArray *facts)
{
  const char *detail = karne_resource_get_item (resource)->detail;

  if (detail != NULL && strstr (detail, " / ") != NULL)
    return;
  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];
      const char *sent = karne_row_facts_get (facts, fact->part, "value");
      g_autofree char *value = karne_measure_words_value (sent);
      g_autofree char *words = NULL;

      if (fact->part == 0 || !g_str_equal (fact->name, "name") || value == NULL)
        continue;
      /* Translators: a part of a measure and its value, as in “Systolic pressure: 136 mmHg”. */
      words = g_strdup_printf (C_ ("measure", "%s: %s"), fact->value, value);
      karne_record_row_add_line (row, words);
    }
}

static void
add_who (KarneRecordRow *row, GPtrArray *facts)
{
  const char *device = karne_row_facts_get (facts, 0, "device");
  gboolean by_person = g_strcmp0 (karne_row_facts_get (facts, 0, "agent"), "Patient") == 0;

  karne_record_row_add_line (row, device);
  if (device == NULL && by_person)
    karne_record_row_add_line (row, _ ("Measured by the person"));
}

static void
add_bounds (KarneRecordRow *row, GPtrArray *facts)
{
  g_autofree char *range = karne_measure_words_range (karne_row_facts_get (facts, 0, "low"),
                                                      karne_row_facts_get (facts, 0, "high"));
  g_autofree char *original =
      karne_measure_words_value (karne_row_facts_get (facts, 0, "original"));
  g_autofree char *words = NULL;

  if (original != NULL)
    /* Translators: the value before a unit was turned into another, as in “Sent as 1.32 g/L”. */
    words = g_strdup_printf (_ ("Sent as %s"), original);
  karne_record_row_add_line (row, words);
  add_all_of (row, facts, "range");
  karne_record_row_add_line (row, range);
}

static void
show_kind_facts (KarneRecordRow *row, KarneResource *resource, GPtrArray *facts)
{
  add_moment (row, facts);
}

static void
show_facts (KarneRecordRow *row, KarneResource *resource, GPtrArray *facts)
{
  add_other_value (row, facts);
  add_parts (row, resource, facts);
  add_who (row, facts);
  add_bounds (row, facts);
  add_all_of (row, facts, "interpretation");
  add_all_of (row, facts, "body-site");
  add_all_of (row, facts, "reason");
  add_all_of (row, facts, "note");
  add_moment (row, facts);
}

/* Rows */

GtkWidget *
karne_measure_row_new_for_kind (KarneView *view, KarneResource *measure)
{
  const KarneItem *item = karne_resource_get_item (measure);
  g_autofree char *when = say_when (item);
  GtkWidget *row = karne_record_row_new (NULL, item->title, when);

  add_value (KARNE_RECORD_ROW (row), item);
  /* What has no code stands for itself alone. */
  karne_record_row_set_opens (KARNE_RECORD_ROW (row), item->code != NULL);
  karne_row_facts_read (KARNE_RECORD_ROW (row), view, measure,
                        item->code != NULL ? show_kind_facts : show_facts);
  return row;
}

GtkWidget *
karne_measure_row_new (KarneView *view, KarneResource *measure)
{
  const KarneItem *item = karne_resource_get_item (measure);
  g_autofree char *when = say_when (item);
  GtkWidget *row = karne_record_row_new (NULL, when, NULL);

  add_value (KARNE_RECORD_ROW (row), item);
  karne_row_facts_read (KARNE_RECORD_ROW (row), view, measure, show_facts);
  return row;
}
