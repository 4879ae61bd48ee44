/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-copy-row.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>

/**
 * KarneCopyRow:
 *
 * How far one part of the record has come: received, in part, or not yet.
 */
struct _KarneCopyRow
{
  AdwActionRow parent_instance;

  const char *const *kinds;
  GtkProgressBar *bar; /* (unowned) */
  GtkImage *done;      /* (unowned) */
};

G_DEFINE_FINAL_TYPE (KarneCopyRow, karne_copy_row, ADW_TYPE_ACTION_ROW)

typedef struct
{
  gint64 received;
  gint64 total; /* of the kinds of which it is known */
  guint n_kinds;
  guint n_begun;
  guint n_whole;
} Sum;

static void
add_status (Sum *sum, KarneSyncStatus *status, const char *const *kinds)
{
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      gint64 received = 0, total = -1;

      sum->n_kinds++;
      if (!karne_sync_status_get_progress (status, kinds[i], &received, &total))
        continue;
      sum->n_begun++;
      sum->n_whole += total >= 0 && received >= total;
      sum->received += received;
      sum->total += MAX (received, total);
    }
}

static Sum
add_up (KarneCopyRow *self, KarneSession *session)
{
  GListModel *sources = karne_session_get_sources (session);
  Sum sum = { 0 };

  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (sources, i);

      add_status (&sum, status, self->kinds);
    }
  return sum;
}

/* (transfer full) */
static char *
say_sum (const Sum *sum, gboolean whole)
{
  if (whole)
    /* Translators: all of a part of the record has come, so many things. */
    return g_strdup_printf (_ ("Received: %u"), (guint) sum->received);
  if (sum->n_begun > 0)
    /* Translators: some of a part of the record has come: “Partly received: 40 of 200”. */
    return g_strdup_printf (_ ("Partly received: %u of %u"), (guint) sum->received,
                            (guint) sum->total);
  return g_strdup (_ ("Not received yet"));
}

void
karne_copy_row_update (KarneCopyRow *self, KarneSession *session)
{
  g_autofree char *words = NULL;
  Sum sum = { 0 };
  gboolean whole;

  g_return_if_fail (KARNE_IS_COPY_ROW (self));

  if (session != NULL)
    sum = add_up (self, session);
  whole = (sum.n_kinds > 0 && sum.n_whole == sum.n_kinds) ||
          (session != NULL && karne_session_get_state (session) == KARNE_SYNC_STATE_UP_TO_DATE);
  words = say_sum (&sum, whole);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
  gtk_progress_bar_set_fraction (self->bar, whole           ? 1
                                            : sum.total > 0 ? (double) sum.received / sum.total
                                                            : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !whole);
  gtk_widget_set_visible (GTK_WIDGET (self->done), whole);
  karne_a11y_name (self, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), words);
}

static void
karne_copy_row_class_init (KarneCopyRowClass *klass)
{
}

static void
karne_copy_row_init (KarneCopyRow *self)
{
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->bar), GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (GTK_WIDGET (self->bar), 80, -1);
  self->done = g_object_new (GTK_TYPE_IMAGE, "icon-name", "karne-up-to-date-symbolic",
                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->bar));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->done));
}

GtkWidget *
karne_copy_row_new (const char *icon_name, const char *title, const char *const *kinds)
{
  KarneCopyRow *self = g_object_new (KARNE_TYPE_COPY_ROW, "title", title, NULL);

  self->kinds = kinds;
  adw_action_row_add_prefix (ADW_ACTION_ROW (self),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name,
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  karne_a11y_name (self->bar, title, NULL);
  return GTK_WIDGET (self);
}
