/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-first-copy-page.h"

#include "karne-bin.h"
#include "karne-copy-row.h"

#include <glib/gi18n.h>

/**
 * KarneFirstCopyPage:
 *
 * A record on its way to this computer for the first time: what has come of each part of it. When
 * all is there, the record opens by itself.
 */
struct _KarneFirstCopyPage
{
  KarnePage parent_instance;

  AdwPreferencesGroup *sections;
  GtkButton *sync_button;

  GPtrArray *rows;        /* (unowned) of KarneCopyRow */
  KarneSession *followed; /* (owned) (nullable) the one whose copy is shown */
};

G_DEFINE_FINAL_TYPE (KarneFirstCopyPage, karne_first_copy_page, KARNE_TYPE_PAGE)

/* What a person calls the parts of a record, and the kinds that each is made of, in the order in
 * which they come. */
static const struct
{
  const char *title;
  const char *icon;
  const char *kinds[7];
} parts[] = {
  { N_ ("Prevention"),
    "karne-prevention-symbolic",
    { "CommunicationRequest", "Communication", "Task", "ImmunizationRecommendation" } },
  { N_ ("Vaccinations"), "karne-vaccine-symbolic", { "Immunization" } },
  { N_ ("Agenda"), "karne-agenda-symbolic", { "Appointment" } },
  { N_ ("Health and care"),
    "karne-home-symbolic",
    { "CarePlan", "EpisodeOfCare", "Condition", "Procedure", "RelatedPerson", "Consent" } },
  { N_ ("Measures"), "karne-measures-symbolic", { "Observation" } },
  { N_ ("Questionnaires"), "karne-documents-symbolic", { "QuestionnaireResponse" } },
  { N_ ("Documents"), "karne-documents-symbolic", { "DocumentReference" } },
};

static void
update (KarneFirstCopyPage *self)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));
  gboolean syncing = session != NULL && karne_session_get_syncing (session);

  gtk_button_set_label (self->sync_button, syncing ? _ ("Stop") : _ ("Go on"));
  for (guint i = 0; i < self->rows->len; i++)
    karne_copy_row_update (self->rows->pdata[i], session);
}

static gboolean
is_shown (KarneFirstCopyPage *self)
{
  return gtk_widget_get_child_visible (GTK_WIDGET (self)) &&
         gtk_widget_get_mapped (GTK_WIDGET (self));
}

static void
state_changed_cb (KarneSession *session, GParamSpec *pspec, gpointer data)
{
  KarneFirstCopyPage *self = data;

  update (self);
  if (is_shown (self) && karne_session_get_state (session) == KARNE_SYNC_STATE_UP_TO_DATE)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "home");
}

static void
progress_cb (KarneSyncStatus *status,
             const char *kind,
             gint64 received,
             gint64 total,
             gpointer data)
{
  update (data);
}

/* The record of somebody else may go on being copied: that is not for this page any more. */
static void
unfollow (KarneFirstCopyPage *self)
{
  GListModel *sources;

  if (self->followed == NULL)
    return;
  sources = karne_session_get_sources (self->followed);
  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (sources, i);

      g_signal_handlers_disconnect_by_data (status, self);
    }
  g_signal_handlers_disconnect_by_data (self->followed, self);
  g_clear_object (&self->followed);
}

static void
follow (KarneFirstCopyPage *self, KarneSession *session)
{
  GListModel *sources = karne_session_get_sources (session);

  self->followed = g_object_ref (session);
  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (sources, i);

      g_signal_connect_object (status, "progress", G_CALLBACK (progress_cb), self, 0);
    }
  g_signal_connect_object (session, "notify::state", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::syncing", G_CALLBACK (state_changed_cb), self, 0);
}

static void
karne_first_copy_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneFirstCopyPage *self = KARNE_FIRST_COPY_PAGE (page);

  unfollow (self);
  if (session != NULL)
    follow (self, session);
  update (self);
}

static void
karne_first_copy_page_dispose (GObject *object)
{
  KarneFirstCopyPage *self = KARNE_FIRST_COPY_PAGE (object);

  unfollow (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  karne_bin_dispose_template (object, KARNE_TYPE_FIRST_COPY_PAGE);

  G_OBJECT_CLASS (karne_first_copy_page_parent_class)->dispose (object);
}

static void
karne_first_copy_page_class_init (KarneFirstCopyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_first_copy_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_first_copy_page_set_session;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-first-copy-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneFirstCopyPage, sections);
  gtk_widget_class_bind_template_child (widget_class, KarneFirstCopyPage, sync_button);
}

static void
karne_first_copy_page_init (KarneFirstCopyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      GtkWidget *row = karne_copy_row_new (parts[i].icon, gettext (parts[i].title), parts[i].kinds);

      adw_preferences_group_add (self->sections, row);
      g_ptr_array_add (self->rows, row);
    }
  update (self);
}
