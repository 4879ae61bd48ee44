/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-paper.h"

#include "karne-access-lines.h"
#include "karne-access-words.h"
#include "karne-text.h"

#include <glib/gi18n.h>

/* A server may send a text of any length. */
#define MAX_LETTERS 240

struct _KarneAccessPaper
{
  GPtrArray *rows;   /* (owned) of KarneAccessRow, the newest first */
  GPtrArray *theirs; /* (owned) of KarneResource, likewise */
  gboolean has_more; /* the servers told of more than these */
  gint64 broken;
  gint64 last; /* number of the newest row, 0 for none */
  char *link;  /* (owned) (nullable) of it */
};

void
karne_access_paper_free (KarneAccessPaper *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_ptr_array_unref (self->theirs);
  g_free (self->link);
  g_free (self);
}

/* Reading */

typedef struct
{
  KarneAccessPaper *paper; /* (owned) (nullable) until it is handed out */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->paper, karne_access_paper_free);
  g_free (reading);
}

static void
verified_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;

  reading->paper->broken = karne_access_log_verify_finish (KARNE_VIEW (object), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&reading->paper),
                           (GDestroyNotify) karne_access_paper_free);
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KarneAccessPaper *paper = ((Reading *) g_task_get_task_data (task))->paper;
  GError *error = NULL;

  paper->rows = karne_access_log_list_finish (KARNE_VIEW (object), result, &error);
  if (paper->rows == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (paper->rows->len > 0)
    {
      const KarneAccessRow *newest = paper->rows->pdata[0];

      paper->last = newest->number;
      paper->link = g_strdup (newest->link);
    }
  karne_access_lines_fold (paper->rows);
  karne_access_log_verify_async (KARNE_VIEW (object), g_task_get_cancellable (task), verified_cb,
                                 task);
}

void
karne_access_paper_read_async (KarneView *view,
                               KarneList *theirs,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (view, cancellable, callback, user_data);
  KarneAccessPaper *paper = g_new0 (KarneAccessPaper, 1);
  Reading *reading = g_new0 (Reading, 1);
  GListModel *lines = G_LIST_MODEL (theirs);

  g_task_set_source_tag (task, karne_access_paper_read_async);
  paper->theirs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    g_ptr_array_add (paper->theirs, g_list_model_get_item (lines, i));
  paper->has_more = karne_list_get_has_more (theirs);
  reading->paper = paper;
  g_task_set_task_data (task, reading, reading_free);
  karne_access_log_list_async (view, 0, G_MAXUINT, cancellable, listed_cb, task);
}

KarneAccessPaper *
karne_access_paper_read_finish (KarneView *view, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, view), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What was noted here */

static char *
dup_date (const KarneAccessRow *row)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (row->at);

  return g_date_time_format_iso8601 (time);
}

/* Who it was, in which role and for whom: each where it is known. */
static char *
say_who (const KarneAccessRow *row)
{
  g_autofree char *who = karne_access_row_who_to_words (row);
  g_autofree char *role = karne_access_row_role_to_words (row);
  g_autofree char *with_role = karne_text_beside (who, role);

  return karne_text_beside (with_role, row->structure);
}

static char *
say_purposes (const KarneAccessRow *row)
{
  g_auto (GStrv) list = row->purposes != NULL ? g_strsplit (row->purposes, "\n", -1) : NULL;

  return list != NULL ? g_strjoinv (", ", list) : NULL;
}

static void
print_row (KarneSheets *sheets, const KarneAccessRow *row)
{
  g_autofree char *date = dup_date (row);
  g_autofree char *time = karne_date_to_words (date, KARNE_DATE_STYLE_TIME);
  g_autofree char *who = say_who (row);
  g_autofree char *act = karne_access_act_to_words (row->act, time);
  g_autofree char *what = karne_access_row_what_to_words (row);
  g_autofree char *shortened = karne_text_shorten (what, MAX_LETTERS);
  g_autofree char *purposes = say_purposes (row);
  g_autofree char *with_purposes = karne_text_beside (shortened, purposes);
  const char *const cells[] = { act, with_purposes, who };

  karne_sheets_add_row (sheets, cells, G_N_ELEMENTS (cells));
}

static void
print_rows (KarneSheets *sheets, GPtrArray *rows)
{
  /* Translators: over columns on paper: what was done, with what, and by whom. */
  const char *const headings[] = { C_ ("access", "Act"), C_ ("access", "What"),
                                   C_ ("access", "Who") };
  g_autofree char *last = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *date = dup_date (rows->pdata[i]);
      g_autofree char *day = karne_date_to_words (date, KARNE_DATE_STYLE_DAY);

      if (g_strcmp0 (day, last) != 0)
        {
          g_autofree char *heading = karne_text_capitalize (day);

          karne_sheets_add_heading (sheets, 2, heading);
          karne_sheets_begin_table (sheets, headings, G_N_ELEMENTS (headings));
          g_free (last);
          last = g_steal_pointer (&day);
        }
      print_row (sheets, rows->pdata[i]);
    }
}

/* With the mark of the last line, who has the paper can tell whether the lines were made anew. */
static void
print_mark (KarneSheets *sheets, const KarneAccessPaper *paper)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, paper->last);

  if (paper->broken > 0)
    karne_sheets_take_text (sheets, karne_access_log_broken_to_words (paper->broken));
  else if (paper->link != NULL)
    /* Translators: on paper; the first %s is the number of a line, the second a row of letters and
     * digits that comes of all lines up to that one. */
    karne_sheets_take_text (sheets,
                            g_strdup_printf (_ ("Check mark of line %s: %s. While the lines "
                                                "up to it are as they were written, the "
                                                "mark stays the same."),
                                             number, paper->link));
}

static void
print_mine (KarneSheets *sheets, const KarneAccessPaper *paper)
{
  karne_sheets_add_heading (sheets, 1, _ ("Noted on this computer"));
  if (paper->rows->len == 0)
    karne_sheets_add_text (sheets, _ ("Nothing"));
  print_rows (sheets, paper->rows);
  print_mark (sheets, paper);
}

/* What the servers tell */

static void
print_line (KarneSheets *sheets, KarneResource *line)
{
  const KarneItem *item = karne_resource_get_item (line);
  g_autofree char *act = karne_access_words_act (item->detail, NULL);
  g_autofree char *date =
      item->date != NULL ? karne_date_to_words (item->date, KARNE_DATE_STYLE_LONG) : NULL;
  g_autofree char *who = karne_text_shorten (item->author, MAX_LETTERS);
  g_autofree char *outcome = karne_access_words_outcome (item->status);
  const char *const cells[] = { date, who != NULL && *who != '\0' ? who : _ ("Name not given"), act,
                                outcome };

  karne_sheets_add_row (sheets, cells, G_N_ELEMENTS (cells));
}

static void
print_theirs (KarneSheets *sheets, const KarneAccessPaper *paper)
{
  /* Translators: over columns on paper: when, by whom, what was done, and how it ended. */
  const char *const headings[] = { C_ ("access", "Date"), C_ ("access", "Who"),
                                   C_ ("access", "Act"), C_ ("access", "Outcome") };

  karne_sheets_add_heading (sheets, 1, _ ("Told by the server"));
  if (paper->theirs->len == 0)
    karne_sheets_add_text (sheets, _ ("Nothing"));
  else
    karne_sheets_begin_table (sheets, headings, G_N_ELEMENTS (headings));
  for (guint i = 0; i < paper->theirs->len; i++)
    print_line (sheets, paper->theirs->pdata[i]);
  if (paper->has_more)
    karne_sheets_add_text (sheets, _ ("Only the newest of them are on this paper."));
}

void
karne_access_paper_print (KarneSheets *sheets, gpointer data)
{
  const KarneAccessPaper *paper = data;

  karne_sheets_add_title (sheets, _ ("Who looked at the record"));
  print_mine (sheets, paper);
  print_theirs (sheets, paper);
}
