/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-page.h"

#include "karne-bin.h"
#include "karne-blocks-print.h"
#include "karne-dialogs.h"
#include "karne-document-page.h"
#include "karne-pages-print.h"
#include "karne-viewer-blocks.h"
#include "karne-viewer-fetch.h"
#include "karne-viewer-notes.h"
#include "karne-viewer-open.h"
#include "karne-viewer-pages.h"
#include "karne-viewer-search.h"
#include "karne-window.h"

#include <glib/gi18n.h>

/**
 * KarneViewerPage:
 *
 * One document: brought here if it is not, opened by the helper, shown, searched, printed, saved.
 *
 * Nothing of it is left when the page goes: neither in the widgets nor in the helper, and it never
 * was on disk other than in the sealed file.
 */
struct _KarneViewerPage
{
  KarnePage parent_instance;

  GtkToggleButton *search_button;
  GtkWidget *zoom_buttons;
  GtkLabel *place;
  GtkWidget *print_button;
  GtkWidget *save_button;
  KarneViewerSearch *search;
  GtkLabel *title;
  KarneViewerNotes *notes;
  GtkStack *stack;
  GtkSpinner *spinner;
  KarneViewerFetch *fetch;
  AdwStatusPage *error;
  GtkWidget *retry_button;
  GtkWidget *error_save_button;
  AdwBin *content;

  KarneDocument *document; /* (owned) */
  guint n;
  KarneViewerContent *bytes; /* (owned) (nullable) while there is a session */
  KarneDocumentState *state; /* (owned) (nullable) */
  KarneRenderer *renderer;   /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) of all that is under way */
  KarneViewerBody *body;     /* (unowned) (nullable) */
  GPtrArray *facts;          /* (owned) (nullable) of what is shown without pages */
  GPtrArray *blocks;         /* (owned) (nullable) likewise */
};

G_DEFINE_FINAL_TYPE (KarneViewerPage, karne_viewer_page, KARNE_TYPE_PAGE)

static void load (KarneViewerPage *self);

/* Words */

static void
say (KarneViewerPage *self, GtkWidget *button, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* A screen reader does not read toasts: what has the focus says it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
  if (KARNE_IS_WINDOW (root))
    karne_window_say (KARNE_WINDOW (root), words);
}

static char *
dup_error_words (const GError *error)
{
  return error->domain == KARNE_RENDER_ERROR ? karne_render_error_to_words (error)
                                             : karne_error_to_words (error);
}

/* What can be done */

static gboolean
can_search (KarneViewerPage *self)
{
  return self->body != NULL && karne_renderer_get_kind (self->renderer) != KARNE_RENDER_KIND_IMAGE;
}

static void
update_acts (KarneViewerPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean shown = self->body != NULL;
  gboolean zooms = shown && karne_viewer_body_can_zoom (self->body);
  gboolean whole = self->state != NULL && self->state->whole;

  gtk_widget_set_sensitive (GTK_WIDGET (self->search_button), can_search (self));
  gtk_widget_set_visible (self->zoom_buttons, !shown || zooms);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-in", zooms);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-out", zooms);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-fit", zooms);
  gtk_widget_action_set_enabled (widget, "viewer.print", shown);
  gtk_widget_action_set_enabled (widget, "viewer.save", whole);
  gtk_widget_set_visible (self->error_save_button, whole);
}

/* Short for the eye, since there is little room; in words for those who listen. */
static void
update_place (KarneViewerPage *self)
{
  guint page, n_pages;
  g_autofree char *place = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->place), FALSE);
  if (self->body == NULL || !karne_viewer_body_get_place (self->body, &page, &n_pages))
    return;
  place = g_strdup_printf ("%u / %u", page, n_pages);
  words = g_strdup_printf (_ ("Page %u of %u"), page, n_pages);
  gtk_label_set_label (self->place, place);
  gtk_widget_set_visible (GTK_WIDGET (self->place), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->place), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

static gboolean
has_focus (KarneViewerPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus == NULL || !gtk_widget_get_mapped (focus) ||
         gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* The focus comes along, unless the person has gone elsewhere with it. */
static void
show (KarneViewerPage *self, const char *name, gpointer focus)
{
  gboolean ours = gtk_widget_get_mapped (GTK_WIDGET (self)) && has_focus (self);

  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
  gtk_stack_set_visible_child_name (self->stack, name);
  update_acts (self);
  update_place (self);
  if (focus != NULL && ours)
    gtk_widget_grab_focus (focus);
}

/* Showing */

static void
moved_cb (KarneViewerBody *body, gpointer data)
{
  update_place (data);
}

static void
take_body_down (KarneViewerPage *self)
{
  karne_viewer_search_set_body (self->search, NULL);
  gtk_toggle_button_set_active (self->search_button, FALSE);
  self->body = NULL;
  adw_bin_set_child (self->content, NULL);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
}

static void
show_error (KarneViewerPage *self, const GError *error)
{
  g_autofree char *words = dup_error_words (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  take_body_down (self);
  karne_renderer_close (self->renderer);
  adw_status_page_set_description (self->error, words);
  show (self, "error", self->retry_button);
}

static void
failed_cb (KarneViewerPages *pages, const GError *error, gpointer data)
{
  show_error (data, error);
}

static void
show_body (KarneViewerPage *self, GtkWidget *body)
{
  self->body = KARNE_VIEWER_BODY (body);
  g_signal_connect_object (body, "moved", G_CALLBACK (moved_cb), self, 0);
  adw_bin_set_child (self->content, body);
  karne_viewer_search_set_body (self->search, self->body);
  karne_viewer_notes_set_more_pages (self->notes, karne_renderer_has_more_pages (self->renderer));
  show (self, "content", body);
}

static void
show_pages (KarneViewerPage *self)
{
  GtkWidget *pages = karne_viewer_pages_new (self->renderer);

  g_signal_connect_object (pages, "failed", G_CALLBACK (failed_cb), self, 0);
  show_body (self, pages);
}

static void
show_blocks (KarneViewerPage *self, GPtrArray *facts, GPtrArray *blocks)
{
  self->facts = facts != NULL ? g_ptr_array_ref (facts) : NULL;
  self->blocks = g_ptr_array_ref (blocks);
  show_body (self, karne_viewer_blocks_new (facts, blocks));
}

/* Opening */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneViewerPage) self = user_data;
  g_autoptr (GPtrArray) facts = NULL, blocks = NULL;
  g_autoptr (GError) error = NULL;

  if (!karne_viewer_open_finish (KARNE_RENDERER (source), result, &facts, &blocks, &error))
    show_error (self, error);
  else if (blocks != NULL)
    show_blocks (self, facts, blocks);
  else
    show_pages (self);
}

static gboolean
is_offline (KarneViewerPage *self)
{
  KarneSyncState state = karne_session_get_state (karne_page_get_session (KARNE_PAGE (self)));

  return state == KARNE_SYNC_STATE_OFFLINE || state == KARNE_SYNC_STATE_UNAVAILABLE;
}

static void
take_state (KarneViewerPage *self, KarneDocumentState *state)
{
  g_clear_pointer (&self->state, karne_document_state_free);
  self->state = state;
  karne_viewer_notes_set_verified (self->notes,
                                   !state->whole || !g_str_equal (state->verified, "no"));
  if (!state->whole)
    {
      karne_viewer_fetch_set_content (self->fetch, self->bytes, state, is_offline (self));
      show (self, "fetch", self->fetch);
      return;
    }
  karne_viewer_open_async (self->renderer, self->bytes, state->content_type, self->cancellable,
                           opened_cb, g_object_ref (self));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneViewerPage) self = user_data;
  g_autoptr (GError) error = NULL;
  KarneDocumentState *state =
      karne_viewer_content_look_finish (KARNE_VIEWER_CONTENT (source), result, &error);

  if (state != NULL)
    take_state (self, state);
  else
    show_error (self, error);
}

static void
load (KarneViewerPage *self)
{
  take_body_down (self);
  show (self, "loading", NULL);
  karne_viewer_content_look_async (self->bytes, self->cancellable, looked_cb, g_object_ref (self));
}

static void
retry_cb (GtkButton *button, gpointer data)
{
  load (data);
}

static void
fetched_cb (KarneViewerFetch *fetch, gpointer data)
{
  load (data);
}

/* Saving */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneViewerPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (karne_viewer_content_save_finish (KARNE_VIEWER_CONTENT (source), result, &error))
    {
      karne_viewer_content_note (KARNE_VIEWER_CONTENT (source), KARNE_ACCESS_ACT_EXPORT);
      say (self, self->save_button,
           _ ("The copy is saved. Unlike the record it is not sealed: whoever finds it can read "
              "it."));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    karne_dialogs_say_error (GTK_WIDGET (self), _ ("The copy could not be saved"), error);
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneViewerPage) self = user_data;
  g_autoptr (GFile) file = karne_dialogs_save_finish (result, NULL);

  if (file == NULL || self->bytes == NULL)
    return;
  karne_window_note_saved (GTK_WIDGET (self), file);
  karne_viewer_content_save_async (self->bytes, file, self->cancellable, saved_cb,
                                   g_object_ref (self));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneViewerPage *self = KARNE_VIEWER_PAGE (widget);
  g_autofree char *proposed = karne_viewer_content_dup_name (self->state->content_type);

  karne_dialogs_save_async (widget, _ ("Save a copy"), proposed, self->cancellable, place_chosen_cb,
                            g_object_ref (self));
}

/* Printing */

static void
printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult outcome, gpointer data)
{
  KarneViewerPage *self = data;
  g_autoptr (GError) error = NULL;
  const GError *failed = KARNE_IS_PAGES_PRINT (operation)
                             ? karne_pages_print_get_error (KARNE_PAGES_PRINT (operation))
                             : NULL;

  if (outcome == GTK_PRINT_OPERATION_RESULT_APPLY)
    say (self, self->print_button, _ ("Sent to the printer: remember to take the sheets there."));
  else if (failed != NULL)
    show_error (self, failed);
  else if (outcome == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      karne_dialogs_say_error (GTK_WIDGET (self), _ ("The document could not be printed"), error);
    }
}

/* The page may be gone when it is done. */
static void
note_printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult outcome, gpointer data)
{
  if (outcome == GTK_PRINT_OPERATION_RESULT_APPLY)
    karne_viewer_content_note (data, KARNE_ACCESS_ACT_PRINT);
}

static void
unref_cb (gpointer data, GClosure *closure)
{
  g_object_unref (data);
}

static GtkPrintOperation *
make_print (KarneViewerPage *self)
{
  GtkPrintOperation *operation = self->blocks != NULL
                                     ? karne_blocks_print_new (self->facts, self->blocks)
                                     : karne_pages_print_new (self->renderer);

  g_signal_connect_data (operation, "done", G_CALLBACK (note_printed_cb),
                         g_object_ref (self->bytes), unref_cb, 0);
  return operation;
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneViewerPage *self = KARNE_VIEWER_PAGE (widget);
  g_autoptr (GtkPrintOperation) operation = make_print (self);
  GtkRoot *root = gtk_widget_get_root (widget);

  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), self, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

static gboolean
karne_viewer_page_print (KarnePage *page)
{
  KarneViewerPage *self = KARNE_VIEWER_PAGE (page);

  if (self->body == NULL)
    return FALSE;
  print_action (GTK_WIDGET (self), NULL, NULL);
  return TRUE;
}

/* What is known of it beside its content */

static void
about_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_document_page_open (KARNE_PAGE (widget), KARNE_VIEWER_PAGE (widget)->document);
}

/* Searching and enlarging */

static gboolean
karne_viewer_page_search (KarnePage *page)
{
  KarneViewerPage *self = KARNE_VIEWER_PAGE (page);

  if (can_search (self))
    {
      gtk_toggle_button_set_active (self->search_button, TRUE);
      karne_viewer_search_open (self->search);
    }
  return TRUE;
}

static void
search_clicked_cb (GtkToggleButton *button, gpointer data)
{
  KarneViewerPage *self = data;

  if (gtk_toggle_button_get_active (button))
    karne_viewer_search_open (self->search);
  else
    karne_viewer_search_close (self->search);
}

static void
search_closed_cb (KarneViewerSearch *search, gpointer data)
{
  gtk_toggle_button_set_active (KARNE_VIEWER_PAGE (data)->search_button, FALSE);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_viewer_search_step (KARNE_VIEWER_PAGE (widget)->search, g_variant_get_boolean (parameter));
}

static void
zoom_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_viewer_body_zoom (KARNE_VIEWER_PAGE (widget)->body, KARNE_VIEWER_ZOOM_IN);
}

static void
zoom_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_viewer_body_zoom (KARNE_VIEWER_PAGE (widget)->body, KARNE_VIEWER_ZOOM_OUT);
}

static void
zoom_fit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_viewer_body_zoom (KARNE_VIEWER_PAGE (widget)->body, KARNE_VIEWER_ZOOM_FIT);
}

/* The record */

static void
forget (KarneViewerPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  karne_viewer_fetch_set_content (self->fetch, NULL, NULL, FALSE);
  take_body_down (self);
  if (self->renderer != NULL)
    karne_renderer_close (self->renderer);
  g_clear_object (&self->renderer);
  g_clear_object (&self->bytes);
  g_clear_pointer (&self->state, karne_document_state_free);
}

static void
karne_viewer_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneViewerPage *self = KARNE_VIEWER_PAGE (page);

  forget (self);
  if (session == NULL)
    {
      gtk_label_set_label (self->title, "");
      show (self, "loading", NULL);
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->renderer = karne_renderer_new ();
  self->bytes = karne_viewer_content_new (session, self->document, self->n);
  load (self);
}

static void
karne_viewer_page_shown (KarnePage *page)
{
  KarneViewerPage *self = KARNE_VIEWER_PAGE (page);

  if (self->body != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->body));
}

/* The widget */

static void
karne_viewer_page_dispose (GObject *object)
{
  KarneViewerPage *self = KARNE_VIEWER_PAGE (object);

  if (self->stack != NULL)
    forget (self);
  g_clear_object (&self->document);
  karne_bin_dispose_template (self, KARNE_TYPE_VIEWER_PAGE);

  G_OBJECT_CLASS (karne_viewer_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, zoom_buttons);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, place);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, print_button);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, save_button);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, search);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, title);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, notes);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, fetch);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, error);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, error_save_button);
  gtk_widget_class_bind_template_child (widget_class, KarneViewerPage, content);
  gtk_widget_class_bind_template_callback (widget_class, search_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fetched_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "viewer.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-fit", NULL, zoom_fit_action);
  gtk_widget_class_install_action (widget_class, "viewer.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "viewer.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "viewer.about", NULL, about_action);
  gtk_widget_class_install_action (widget_class, "viewer.step", "b", step_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "viewer.save",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK, "viewer.step",
                                       "b", TRUE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "viewer.step", "b", FALSE);
}

static void
karne_viewer_page_reopen (KarnePage *page, KarnePage *over)
{
  KarneViewerPage *self = KARNE_VIEWER_PAGE (page);

  karne_page_push (over,
                   karne_viewer_page_new (karne_page_get_session (over), self->document, self->n));
}

static void
karne_viewer_page_class_init (KarneViewerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KarnePageClass *page_class = KARNE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_viewer_page_dispose;
  page_class->set_session = karne_viewer_page_set_session;
  page_class->search = karne_viewer_page_search;
  page_class->print = karne_viewer_page_print;
  page_class->shown = karne_viewer_page_shown;
  page_class->reopen = karne_viewer_page_reopen;

  g_type_ensure (KARNE_TYPE_VIEWER_FETCH);
  g_type_ensure (KARNE_TYPE_VIEWER_NOTES);
  g_type_ensure (KARNE_TYPE_VIEWER_SEARCH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-viewer-page.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
karne_viewer_page_init (KarneViewerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

KarnePage *
karne_viewer_page_new (KarneSession *session, KarneDocument *document, guint n)
{
  const char *title = karne_resource_get_title (KARNE_RESOURCE (document));
  KarneViewerPage *self = g_object_new (KARNE_TYPE_VIEWER_PAGE, "title", _ ("Document"), NULL);

  gtk_label_set_label (self->title, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title), title != NULL);
  self->document = g_object_ref (document);
  self->n = n;
  karne_viewer_notes_set_masked (self->notes,
                                 karne_document_get_masked_for_professionals (document));
  karne_page_set_session (KARNE_PAGE (self), session);
  return KARNE_PAGE (self);
}
