/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-agreement-private.h"

/* Why, as a code of HL7 v3 ActReason: the person asked for it. */
#define PURPOSE "PATRQT"

/* An agreement in the record: a Consent for as long as it holds. */

/* Saving */

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneAgreement *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_auto (GStrv) ids = karne_draft_save_finish (KARNE_STORE (object), result, &error);

  if (ids == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&self->consent, g_free);
  self->consent = g_strdup (ids[0]);
  karne_agreement_set_confirmed (self, FALSE);
  g_task_return_boolean (task, TRUE);
}

/* The words of the role as the record has them: in French. */
static void
name_helper (KarneAgreement *self, KarneDraft *draft)
{
  const char *title = karne_habilitation_get_title (self->matrix, self->role);

  karne_voice_begin (KARNE_VOICE_FRENCH);
  karne_draft_name_helper (draft, self->helper, self->structure,
                           title != NULL ? karne_gettext (title) : self->role);
  g_strfreev (karne_voice_end ());
}

static KarneDraft *
make_draft (KarneAgreement *self, const char *patient, GError **error)
{
  gint64 now = karne_clock_get_real (self->clock) / G_USEC_PER_SEC;
  gint64 left = self->until - karne_clock_get_monotonic (self->clock);
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (now + left / G_USEC_PER_SEC);
  g_autofree char *end_text = g_date_time_format (end, "%Y-%m-%dT%H:%M:%SZ");
  KarneDraft *draft = karne_draft_new_consent (patient, PURPOSE, TRUE, NULL, end_text, now, error);

  if (draft != NULL)
    name_helper (self, draft);
  if (draft != NULL && self->masked != NULL)
    karne_draft_except_kinds (draft, (const char *const *) self->masked);
  return draft;
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneAgreement *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, &error);
  g_autoptr (KarneDraft) draft = NULL;
  const KarneSource *source;

  if (sources != NULL && sources->len == 0)
    error = g_error_new_literal (KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                                 "Writing an agreement: the record has no source");
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  source = sources->pdata[0];
  self->source = source->id;
  draft = make_draft (self, source->patient, &error);
  if (draft == NULL)
    g_task_return_error (task, error);
  else
    karne_draft_save_async (draft, KARNE_STORE (object), source->id, cancellable, saved_cb,
                            g_steal_pointer (&task));
}

void
karne_agreement_save_async (KarneAgreement *self,
                            KarneStore *store,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_AGREEMENT (self) && KARNE_IS_STORE (store));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_agreement_save_async);
  g_clear_object (&self->view);
  self->view = karne_view_new (store, KARNE_ROLE_PERSON, NULL);
  karne_store_list_sources_async (store, cancellable, sources_listed_cb, task);
}

gboolean
karne_agreement_save_finish (KarneAgreement *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What the server knows */

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneAgreement) self = user_data;
  g_autoptr (KarneItem) item = karne_view_get_finish (KARNE_VIEW (object), result, NULL);

  if (item != NULL && g_strcmp0 (item->id, self->consent) == 0)
    karne_agreement_set_confirmed (self, item->state == KARNE_RECORD_SENT);
}

void
karne_agreement_check (KarneAgreement *self)
{
  g_return_if_fail (KARNE_IS_AGREEMENT (self));

  if (self->view != NULL && self->consent != NULL)
    karne_view_get_async (self->view, self->source, "Consent", self->consent, NULL, looked_cb,
                          g_object_ref (self));
}

/* Taking back */

static void
withdrawn_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneAgreement *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_auto (GStrv) ids = karne_draft_save_finish (KARNE_STORE (object), result, &error);

  if (ids == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  karne_agreement_set_confirmed (self, FALSE);
  g_task_return_boolean (task, TRUE);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneAgreement *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  KarneStore *store = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *json = karne_view_get_json_finish (KARNE_VIEW (object), result, &error);
  g_autoptr (KarneDraft) draft = NULL;

  if (json != NULL)
    draft = karne_draft_new_withdrawal (json, &error);
  if (draft == NULL)
    g_task_return_error (task, error);
  else
    karne_draft_save_async (draft, store, self->source, cancellable, withdrawn_cb,
                            g_steal_pointer (&task));
}

void
karne_agreement_withdraw_async (KarneAgreement *self,
                                KarneStore *store,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KARNE_IS_AGREEMENT (self) && KARNE_IS_STORE (store));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_agreement_withdraw_async);
  g_task_set_task_data (task, g_object_ref (store), g_object_unref);
  karne_agreement_end (self);
  if (self->view == NULL || self->consent == NULL)
    g_task_return_boolean (task, TRUE);
  else
    karne_view_get_json_async (self->view, self->source, "Consent", self->consent, TRUE,
                               cancellable, read_cb, g_steal_pointer (&task));
}

gboolean
karne_agreement_withdraw_finish (KarneAgreement *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
