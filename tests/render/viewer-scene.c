/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "viewer-scene.h"

#include "karne-viewer-page.h"

#include <string.h>

#define PERSON "documents"

/* What the toolkit keeps until the end is not ours to free. */
const char *__asan_default_options (void);
const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

/* The record is opened once. */
static KarneDesk *desk;
KarneSession *session;
static KarneList *documents;

void
wait_once (void)
{
  g_main_context_iteration (NULL, TRUE);
}

/* ---- The record ------------------------------------------------------------------------------ */

void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    wait_once ();
  return *result;
}

static void
finish_open (GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  karne_desk_open_finish (desk, wait_for_result (result), &error);
  g_assert_no_error (error);
  g_clear_object (result);
}

static KarneProfile *
find_profile (const char *patient)
{
  GListModel *profiles = karne_desk_get_profiles (desk);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (profiles, i);

      if (g_str_equal (karne_profile_get_patient (profile), patient))
        return profile;
    }
  g_assert_not_reached ();
}

static void
load_all (void)
{
  documents = karne_list_new (karne_session_get_view (session), "DocumentReference");
  while (karne_list_get_loading (documents) || karne_list_get_n_total (documents) < 0)
    wait_once ();
  while (karne_list_get_has_more (documents))
    {
      GAsyncResult *result = NULL;

      karne_list_load_more_async (documents, NULL, keep_result_cb, &result);
      wait_for_result (&result);
      g_clear_object (&result);
    }
}

void
open_record (void)
{
  GAsyncResult *result = NULL;

  desk = karne_desk_new ();
  karne_desk_open_demo_async (desk, NULL, keep_result_cb, &result);
  finish_open (&result);
  karne_desk_show_async (desk, find_profile (PERSON), NULL, keep_result_cb, &result);
  finish_open (&result);
  session = karne_desk_get_session (desk);
  while (karne_session_get_syncing (session) || karne_session_get_last_synced (session) == 0)
    wait_once ();
  load_all ();
}

void
close_record (void)
{
  GAsyncResult *result = NULL;

  g_clear_object (&documents);
  karne_desk_close_async (desk, NULL, keep_result_cb, &result);
  karne_desk_close_finish (desk, wait_for_result (&result), NULL);
  g_clear_object (&result);
  g_clear_object (&desk);
}

KarneDocument *
find_document (const char *name)
{
  g_autofree char *id = g_strconcat (PERSON "-doc-", name, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (KarneResource) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      if (g_str_equal (karne_resource_get_id (document), id))
        return KARNE_DOCUMENT (document);
    }
  g_assert_not_reached ();
}

/* ---- What is in a window ------------------------------------------------------------------------
 */

GtkWidget *
find (GtkWidget *widget, Match match, const char *what)
{
  if (match (widget, what))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, what);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
is_type (GtkWidget *widget, const char *type)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), type);
}

gboolean
says (GtkWidget *widget, const char *words)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL;
}

gboolean
is_button (GtkWidget *widget, const char *label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0 ||
          g_strcmp0 (gtk_widget_get_tooltip_text (widget), label) == 0);
}

GtkWidget *
wait_for (Scene *self, Match match, const char *what)
{
  GtkWidget *found;

  while ((found = find (GTK_WIDGET (self->window), match, what)) == NULL)
    wait_once ();
  return found;
}

void
press (Scene *self, const char *label)
{
  GtkWidget *button = wait_for (self, is_button, label);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

void
open_document (Scene *self, const char *name)
{
  self->page = karne_viewer_page_new (session, find_document (name), 0);
  self->window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "default-width", 1280, "default-height",
                                           800, "content", self->page, NULL));
  gtk_window_present (self->window);
}

/* The first time it has to be brought here. */
void
open_here (Scene *self, const char *name)
{
  open_document (self, name);
  while (find (GTK_WIDGET (self->window), is_type, "KarneViewerPages") == NULL &&
         find (GTK_WIDGET (self->window), is_type, "KarneViewerBlocks") == NULL)
    {
      GtkWidget *button = find (GTK_WIDGET (self->window), is_button, "Download");

      if (button != NULL)
        g_signal_emit_by_name (button, "clicked");
      wait_once ();
    }
}

void
tear_down (Scene *self, gconstpointer data)
{
  gtk_window_destroy (self->window);
}

GtkWidget *
wait_for_pages (Scene *self)
{
  return wait_for (self, is_type, "KarneViewerPages");
}

GtkWidget *
find_sheet (Scene *self)
{
  return find (GTK_WIDGET (self->window), is_type, "KarneViewerSheet");
}

void
assert_described (GtkWidget *widget, const char *name, const char *description)
{
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}
