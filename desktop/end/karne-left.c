/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-left.h"

#include "karne-text.h"

#include <glib/gi18n.h>

static void
left_free (gpointer data)
{
  KarneLeft *left = data;

  g_free (left->key);
  g_free (left->person);
  g_clear_object (&left->view);
  g_free (left->kind);
  g_free (left->id);
  g_free (left->title);
  g_free (left->subtitle);
  g_free (left->why);
  g_free (left->value);
  g_free (left->date);
  g_free (left->json);
  g_free (left);
}

/* Listing */

static char *
make_subtitle (const char *kind, const char *what, gint64 seconds)
{
  g_autofree char *name = karne_kind_to_name (kind);
  g_autofree char *when = karne_age_to_words (seconds * G_USEC_PER_SEC, g_get_real_time ());
  g_autofree char *beginning = karne_text_beside (name, what);

  return karne_text_beside (beginning, when);
}

static KarneLeft *
left_new (KarneProfile *profile, const char *kind, const char *id, const char *title, gint64 source)
{
  KarneLeft *left = g_new0 (KarneLeft, 1);

  left->person = g_strdup (karne_profile_get_name (profile));
  left->view = g_object_ref (karne_session_get_view (karne_profile_get_session (profile)));
  left->source = source;
  left->kind = g_strdup (kind);
  left->id = g_strdup (id);
  left->title = title != NULL && *title != '\0' ? g_strdup (title) : karne_kind_to_name (kind);
  return left;
}

static KarneLeft *
left_new_waiting (KarneProfile *profile, const KarneWaiting *change)
{
  KarneLeft *left = left_new (profile, change->kind, change->id, change->title, change->source);
  g_autofree char *op = karne_op_to_words (change->op);

  left->key = g_strdup_printf ("%s/w%" G_GINT64_FORMAT, karne_profile_get_patient (profile),
                               change->number);
  left->op = change->op;
  left->subtitle = make_subtitle (change->kind, op, change->made);
  left->why = change->state == KARNE_RECORD_PARKED
                  ? karne_parked_to_words (change->reason, change->status)
                  : NULL;
  return left;
}

/* What is to be decided: what was written here is what would go. */
static KarneLeft *
left_new_conflict (KarneProfile *profile, const KarneConflict *conflict)
{
  KarneLeft *left =
      left_new (profile, conflict->kind, conflict->id, conflict->title, conflict->source);

  left->key = g_strdup_printf ("%s/c%" G_GINT64_FORMAT, karne_profile_get_patient (profile),
                               conflict->number);
  left->op = conflict->mine != NULL ? KARNE_OP_UPDATE : KARNE_OP_DELETE;
  /* Translators: a change that was made here, while somebody else changed the same thing. */
  left->subtitle = make_subtitle (conflict->kind, _ ("To be decided"), conflict->found);
  left->why = karne_conflict_to_words (conflict->why);
  left->json = g_strdup (conflict->mine);
  return left;
}

static void
list_changes (GPtrArray *list, KarneProfile *profile, KarneChangeListOf of)
{
  KarneChangeList *changes = karne_session_get_changes (karne_profile_get_session (profile), of);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (changes));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KarneChangeItem) item = g_list_model_get_item (G_LIST_MODEL (changes), i);

      g_ptr_array_add (list,
                       of == KARNE_CHANGE_LIST_OF_WAITING
                           ? left_new_waiting (profile, karne_change_item_get_waiting (item))
                           : left_new_conflict (profile, karne_change_item_get_conflict (item)));
    }
  /* Nobody gives up what they were not shown. */
  if (karne_change_list_get_has_more (changes))
    karne_change_list_show_more (changes);
}

GPtrArray *
karne_left_list (KarneDesk *desk)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (left_free);
  GListModel *profiles = karne_desk_get_profiles (desk);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (profiles, i);

      if (karne_profile_get_session (profile) == NULL)
        continue;
      list_changes (list, profile, KARNE_CHANGE_LIST_OF_WAITING);
      list_changes (list, profile, KARNE_CHANGE_LIST_OF_CONFLICTS);
    }
  return list;
}

/* Reading */

static void
read_one (KarneLeft *left)
{
  g_autoptr (KarneItem) item =
      karne_view_get (left->view, left->source, left->kind, left->id, NULL);

  if (item == NULL || left->value != NULL || left->date != NULL)
    return;
  left->value = g_strdup (item->detail);
  left->date = g_strdup (item->date);
  if (left->json == NULL && left->op != KARNE_OP_DELETE)
    left->json = karne_view_get_json (left->view, left->source, left->kind, left->id, TRUE, NULL);
}

static void
read_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  /* The same list may be asked for twice. */
  static GMutex reading;
  GPtrArray *list = data;

  g_mutex_lock (&reading);
  for (guint i = 0; i < list->len; i++)
    read_one (list->pdata[i]);
  g_mutex_unlock (&reading);
  g_task_return_boolean (task, TRUE);
}

void
karne_left_read_async (GPtrArray *list,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, karne_left_read_async);
  g_task_set_task_data (task, g_ptr_array_ref (list), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, read_in_thread);
}

void
karne_left_read_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

/* On paper, and for programs */

void
karne_left_print (KarneSheets *sheets, gpointer data)
{
  GPtrArray *list = data;
  const char *person = NULL;

  karne_sheets_add_title (sheets, _ ("Not sent to the record"));
  karne_sheets_add_text (sheets, _ ("Written on a shared computer, which keeps nothing of it. The "
                                    "record does not have it: it is to be entered again, or shown "
                                    "to whoever keeps the record."));
  for (guint i = 0; i < list->len; i++)
    {
      const KarneLeft *left = list->pdata[i];
      g_autofree char *date = karne_date_to_words (left->date, KARNE_DATE_STYLE_LONG);
      g_autofree char *what = karne_text_beside (left->value, date);

      if (g_strcmp0 (person, left->person) != 0 && left->person != NULL)
        karne_sheets_add_heading (sheets, 1, left->person);
      person = left->person;
      karne_sheets_add_heading (sheets, 2, left->title);
      karne_sheets_add_text (sheets, left->subtitle);
      karne_sheets_add_text (sheets, what);
      karne_sheets_add_text (sheets, left->why);
    }
}

static const char *
get_op_nick (KarneOp op)
{
  return op == KARNE_OP_CREATE ? "create" : op == KARNE_OP_UPDATE ? "update" : "delete";
}

/* The resource goes in as the text that it is: no number changes its spelling. Kind and id are
 * letters, digits, dots and dashes. */
char *
karne_left_to_json (GPtrArray *list)
{
  GString *text = g_string_new ("{\"format\":\"karne-unsent-1\",\"changes\":[");

  for (guint i = 0; i < list->len; i++)
    {
      const KarneLeft *left = list->pdata[i];

      g_string_append_printf (text, "%s\n{\"op\":\"%s\",\"kind\":\"%s\",\"id\":\"%s\"",
                              i > 0 ? "," : "", get_op_nick (left->op), left->kind, left->id);
      if (left->json != NULL)
        g_string_append_printf (text, ",\"resource\":%s", left->json);
      g_string_append_c (text, '}');
    }
  g_string_append (text, "\n]}\n");
  return g_string_free (text, FALSE);
}
