/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-course-list.h"

#include "karne-due-page.h"
#include "karne-record-row.h"
#include "words/karne-i18n.h"

/* What a course says step by step, as rows and on paper. */

/* The dental examination of each year is no examination of the twenty. */
static gboolean
is_of_part (const KarneStep *step, KarneCoursePart part)
{
  return part == KARNE_COURSE_ALL ||
         g_str_has_prefix (step->due->rule, "dental") == (part == KARNE_COURSE_TEETH);
}

static const char *
get_icon (const KarneStep *step)
{
  return step->due->kind == KARNE_RULE_VACCINATION ? "karne-vaccine-symbolic"
         : step->due->kind == KARNE_RULE_CHILD     ? "karne-child-symbolic"
                                                   : "karne-prevention-symbolic";
}

static const char *
get_state_icon (KarneStepState state)
{
  return state == KARNE_STEP_DONE        ? "karne-up-to-date-symbolic"
         : state == KARNE_STEP_NOT_FOUND ? "karne-question-symbolic"
                                         : NULL;
}

static void
add_lines (KarneRecordRow *row, const char *lines)
{
  g_auto (GStrv) parts = g_strsplit (lines != NULL ? lines : "", "\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    karne_record_row_add_line (row, parts[i]);
}

static GtkWidget *
make_row (const KarneCourse *course, const KarneStep *step)
{
  g_autofree char *weeks = karne_step_weeks_to_words (course, step);
  g_autofree char *dates = karne_step_dates_to_words (step);
  g_autofree char *dose = karne_due_dose_to_words (step->due);
  g_autofree char *done = karne_step_done_to_words (step);
  GtkWidget *row =
      karne_record_row_new (get_icon (step), karne_due_title_to_words (step->due), weeks);

  karne_record_row_add_line (KARNE_RECORD_ROW (row), dates);
  add_lines (KARNE_RECORD_ROW (row), done);
  karne_record_row_add_chip (KARNE_RECORD_ROW (row), get_state_icon (step->state),
                             karne_step_state_to_words (step), NULL);
  if (dose != NULL)
    karne_record_row_add_chip (KARNE_RECORD_ROW (row), NULL, dose, NULL);
  if (step->due->level != KARNE_RULE_RIGHT)
    karne_record_row_add_chip (KARNE_RECORD_ROW (row), NULL,
                               karne_rule_level_to_words (step->due->level), NULL);
  karne_record_row_set_opens (KARNE_RECORD_ROW (row), step->is_current);
  return row;
}

/* A row knows the rule that it opens by its name. */
static void
row_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  KarnePage *over = data;
  KarneDues *dues = karne_session_get_dues (karne_page_get_session (over));
  KarneDueEntry *entry = karne_dues_find (dues, gtk_widget_get_name (GTK_WIDGET (row)));

  if (entry != NULL)
    karne_due_page_open (over, entry);
}

static void
add_row (GtkWidget *box, const KarneCourse *course, const KarneStep *step)
{
  GtkWidget *row = make_row (course, step);

  gtk_widget_set_name (row, step->due->rule);
  gtk_list_box_append (GTK_LIST_BOX (box), row);
}

GtkWidget *
karne_course_list_new (KarnePage *over,
                       KarneCourse *course,
                       KarneCoursePart part,
                       const char *heading)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *box = gtk_list_box_new ();

  g_return_val_if_fail (KARNE_IS_PAGE (over) && course != NULL, NULL);

  g_object_ref_sink (group);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (box, "boxed-list");
  for (guint i = 0; i < course->steps->len; i++)
    if (is_of_part (course->steps->pdata[i], part))
      add_row (box, course, course->steps->pdata[i]);
  if (heading != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  heading != NULL ? heading : karne_page_get_title (over), -1);
  g_signal_connect_object (box, "row-activated", G_CALLBACK (row_activated_cb), over, 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  g_object_force_floating (G_OBJECT (group));
  return group;
}

static char *
say_time (const KarneCourse *course, const KarneStep *step)
{
  g_autofree char *weeks = karne_step_weeks_to_words (course, step);
  char *dates = karne_step_dates_to_words (step);
  char *both = NULL;

  if (weeks == NULL || dates == NULL)
    return dates;
  both = g_strdup_printf ("%s\n%s", weeks, dates);
  g_free (dates);
  return both;
}

static void
print_step (KarneSheets *sheets, const KarneCourse *course, const KarneStep *step)
{
  g_autofree char *dose = karne_due_dose_to_words (step->due);
  g_autofree char *what =
      dose != NULL ? g_strdup_printf ("%s (%s)", karne_due_title_to_words (step->due), dose)
                   : g_strdup (karne_due_title_to_words (step->due));
  g_autofree char *time = say_time (course, step);
  g_autofree char *done = karne_step_done_to_words (step);
  const char *const cells[] = { what, karne_step_state_to_words (step), time, done };

  karne_sheets_add_row (sheets, cells, G_N_ELEMENTS (cells));
}

void
karne_course_list_print (KarneSheets *sheets,
                         const KarneCourse *course,
                         KarneCoursePart part,
                         const char *heading)
{
  const char *const headings[] = {
    /* Translators: heads a column of a printed table: what is to be done, as “First ultrasound
     * scan”. */
    C_ ("course", "What"),
    /* Translators: heads a column of a printed table: “Done”, “Coming”… */
    C_ ("course", "State"),
    /* Translators: heads a column of a printed table: from when to when something is to be done. */
    C_ ("course", "When"),
    /* Translators: heads a column of a printed table: what was found of it in the record. */
    C_ ("course", "In the record"),
  };

  if (heading != NULL)
    karne_sheets_add_heading (sheets, 1, heading);
  karne_sheets_begin_table (sheets, headings, G_N_ELEMENTS (headings));
  for (guint i = 0; i < course->steps->len; i++)
    if (is_of_part (course->steps->pdata[i], part))
      print_step (sheets, course, course->steps->pdata[i]);
}

char *
karne_course_list_fingerprint (const KarneCourse *course)
{
  g_autofree char *dating = karne_course_dating_to_words (course);
  g_autofree char *unsure = karne_course_unsure_to_words (course);
  GString *text = g_string_new (dating);

  g_string_append (text, unsure != NULL ? unsure : "");
  for (guint i = 0; i < course->steps->len; i++)
    {
      const KarneStep *step = course->steps->pdata[i];
      g_autofree char *words = karne_step_to_words (course, step);
      g_autofree char *done = karne_step_done_to_words (step);

      g_string_append_printf (text, "\n%s\n%s\n%d", words, done != NULL ? done : "",
                              step->is_current);
    }
  return g_string_free (text, FALSE);
}
