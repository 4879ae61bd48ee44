/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-block.h"

#include "karne-a11y.h"
#include "karne-dialogs.h"
#include "karne-read-back.h"
#include "karne-row-facts.h"

#include <glib/gi18n.h>

/**
 * KarneAccessBlock:
 *
 * The act that keeps one professional out of the record, or lets that one in again. It is a wish
 * until the server has taken it, and said to be no more than that.
 */
struct _KarneAccessBlock
{
  AdwBin parent_instance;

  GtkWidget *button;         /* (unowned) */
  GtkLabel *said;            /* (unowned) */
  KarneSession *session;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gint64 source;
  char *who;     /* (owned) */
  char *name;    /* (owned) */
  char *consent; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneAccessBlock, karne_access_block, ADW_TYPE_BIN)

enum
{
  SIGNAL_ACTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What came of it is read out: the line is an alert. */
static void
say (KarneAccessBlock *self, const char *words)
{
  gtk_label_set_label (self->said, words);
  gtk_widget_set_visible (GTK_WIDGET (self->said), TRUE);
  karne_a11y_name (self->said, words, NULL);
}

static void
say_error (KarneAccessBlock *self, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = karne_error_to_words (error);
  say (self, words);
}

/* Saving */

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneAccessBlock) self = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = karne_draft_save_finish (KARNE_STORE (object), result, &error);

  gtk_widget_set_sensitive (self->button, TRUE);
  if (ids == NULL)
    say_error (self, error);
}

/* draft: (transfer full) (nullable) */
static void
save (KarneAccessBlock *self, KarneDraft *draft, const GError *error)
{
  if (draft == NULL)
    {
      say_error (self, error);
      return;
    }
  gtk_widget_set_sensitive (self->button, FALSE);
  karne_draft_save_async (draft, karne_session_get_store (self->session), self->source, NULL,
                          saved_cb, g_object_ref (self));
  karne_draft_unref (draft);
}

static const char *
find_patient (GPtrArray *sources, gint64 number)
{
  for (guint i = 0; i < sources->len; i++)
    if (((KarneSource *) sources->pdata[i])->id == number)
      return ((KarneSource *) sources->pdata[i])->patient;
  return NULL;
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneAccessBlock) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, &error);
  const char *patient = sources != NULL ? find_patient (sources, self->source) : NULL;

  save (self,
        patient != NULL ? karne_draft_new_block (patient, self->who,
                                                 g_get_real_time () / G_USEC_PER_SEC, &error)
                        : NULL,
        error);
}

static void
consent_read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneAccessBlock) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *consent = karne_view_get_json_finish (KARNE_VIEW (object), result, &error);

  save (self, consent != NULL ? karne_draft_new_withdrawal (consent, &error) : NULL, error);
}

/* Asking */

static void
confirmed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneAccessBlock) self = data;
  KarneView *view = karne_session_get_view (self->session);

  if (!karne_dialogs_confirm_finish (result, NULL) || view == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_ACTED], 0);
  if (self->consent != NULL)
    karne_view_get_json_async (view, self->source, "Consent", self->consent, TRUE,
                               self->cancellable, consent_read_cb, g_object_ref (self));
  else
    karne_store_list_sources_async (karne_session_get_store (self->session), self->cancellable,
                                    sources_listed_cb, g_object_ref (self));
}

static char *
make_body (gpointer data)
{
  KarneAccessBlock *self = data;

  if (self->consent != NULL)
    /* Translators: %s is the name of a professional. */
    return g_strdup_printf (_ ("%s can look at the record again, as before. It applies once the "
                               "server has confirmed it."),
                            self->name);
  /* Translators: %s is the name of a professional. */
  return g_strdup_printf (_ ("%s cannot look at the record any more, once the server has confirmed "
                             "it. What was seen before stays known. The service that holds the "
                             "record says what applies in an emergency."),
                          self->name);
}

/* Somebody who is helped reads it in French, too. */
static void
clicked_cb (GtkButton *button, gpointer data)
{
  KarneAccessBlock *self = data;
  g_autofree char *body = karne_read_back_is_needed (self->session)
                              ? karne_consent_words_say (make_body, self)
                              : make_body (self);

  if (self->consent != NULL)
    {
      karne_dialogs_confirm_async (GTK_WIDGET (self), _ ("Allow access again?"), body,
                                   C_ ("access", "Allow"), self->cancellable, confirmed_cb,
                                   g_object_ref (self));
      return;
    }
  karne_dialogs_confirm_async (GTK_WIDGET (self), _ ("Block this access?"), body,
                               C_ ("access", "Block"), self->cancellable, confirmed_cb,
                               g_object_ref (self));
}

/* The widgets */

static void
karne_access_block_dispose (GObject *object)
{
  g_cancellable_cancel (KARNE_ACCESS_BLOCK (object)->cancellable);

  G_OBJECT_CLASS (karne_access_block_parent_class)->dispose (object);
}

static void
karne_access_block_finalize (GObject *object)
{
  KarneAccessBlock *self = KARNE_ACCESS_BLOCK (object);

  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_free (self->who);
  g_free (self->name);
  g_free (self->consent);

  G_OBJECT_CLASS (karne_access_block_parent_class)->finalize (object);
}

static void
karne_access_block_class_init (KarneAccessBlockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_access_block_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_access_block_finalize;

  signals[SIGNAL_ACTED] = g_signal_new ("acted", KARNE_TYPE_ACCESS_BLOCK, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_access_block_init (KarneAccessBlock *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->cancellable = g_cancellable_new ();
  self->button = gtk_button_new ();
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, 0);
  self->said =
      GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "wrap",
                               TRUE, "xalign", 0.0, "visible", FALSE, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->said));
  gtk_box_append (GTK_BOX (box), self->button);
  adw_bin_set_child (ADW_BIN (self), box);
}

/* What is known of it: a wish, or in force. */
static void
say_state (KarneAccessBlock *self, GPtrArray *facts)
{
  const char *since = karne_row_facts_get (facts, 0, "blocked-since");
  g_autofree char *date = since != NULL ? karne_date_to_words (since, KARNE_DATE_STYLE_DATE) : NULL;
  g_autofree char *words = NULL;

  if (karne_row_facts_get (facts, 0, "blocked-waiting") != NULL)
    {
      say (self, _ ("This access is to be blocked: it will apply at the next connection, once the "
                    "server has confirmed it."));
      return;
    }
  /* Translators: %s is a date: since when a professional is kept out of the record. */
  words = date != NULL ? g_strdup_printf (_ ("This access is blocked since %s."), date)
                       : g_strdup (_ ("This access is blocked."));
  say (self, words);
}

GtkWidget *
karne_access_block_new (KarneSession *session, gint64 source, const char *name, GPtrArray *facts)
{
  KarneAccessBlock *self;

  g_return_val_if_fail (KARNE_IS_SESSION (session) && name != NULL, NULL);

  self = g_object_new (KARNE_TYPE_ACCESS_BLOCK, NULL);
  self->session = g_object_ref (session);
  self->source = source;
  self->name = g_strdup (name);
  self->who = g_strdup (karne_row_facts_get (facts, 0, "who"));
  self->consent = g_strdup (karne_row_facts_get (facts, 0, "blocked"));
  if (self->consent != NULL)
    say_state (self, facts);
  gtk_button_set_label (GTK_BUTTON (self->button),
                        /* Translators: a button: the professional on this page is kept out of the
                         * record from now on, or let in again. */
                        self->consent != NULL ? _ ("Allow access again") : _ ("Block access"));
  return GTK_WIDGET (self);
}
