/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-conflict-card.h"

#include "karne-a11y.h"
#include "karne-conflict-field.h"
#include "karne-text.h"
#include "karne-wrap-box.h"
#include "karne-wrapped-label.h"

#include <glib/gi18n.h>

/* Of a long text the beginning is compared; nobody reads more of it side by side. */
#define MAX_VALUE 1200

/**
 * KarneConflictCard:
 *
 * Something that both sides changed, to be decided: what it is and why, and those fields that
 * differ, each with both values and what can be kept of them.
 *
 * It takes the focus itself, so that it is read out before its fields are.
 */
struct _KarneConflictCard
{
  AdwBin parent_instance;

  GtkBox *body;
  GtkWidget *save;

  KarneConflict *conflict; /* (owned) */
  GPtrArray *fields; /* (owned) of KarneConflictFieldBox: as the conflict’s, or one for all */
  char *title;       /* (owned) */
  char *said;        /* (owned) what is read out after the title */
};

G_DEFINE_FINAL_TYPE (KarneConflictCard, karne_conflict_card, ADW_TYPE_BIN)

enum
{
  SIGNAL_SAVE,
  SIGNAL_LATER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
karne_conflict_card_finalize (GObject *object)
{
  KarneConflictCard *self = KARNE_CONFLICT_CARD (object);

  g_clear_pointer (&self->conflict, karne_conflict_free);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_free (self->title);
  g_free (self->said);

  G_OBJECT_CLASS (karne_conflict_card_parent_class)->finalize (object);
}

static void
karne_conflict_card_class_init (KarneConflictCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_conflict_card_finalize;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[SIGNAL_SAVE] = g_signal_new ("save", KARNE_TYPE_CONFLICT_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LATER] = g_signal_new ("later", KARNE_TYPE_CONFLICT_CARD, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_conflict_card_init (KarneConflictCard *self)
{
  self->fields = g_ptr_array_new_with_free_func (g_object_unref);
  self->body = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->body));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "karne-conflict-card");
}

/* What it is about */

static char *
make_title (const KarneConflict *conflict)
{
  g_autofree char *kind = karne_kind_to_name (conflict->kind);

  return karne_text_beside (kind, conflict->title);
}

static char *
say_found (const KarneConflict *conflict)
{
  g_autofree char *age = karne_age_to_words (conflict->found * G_USEC_PER_SEC, g_get_real_time ());

  /* Translators: when it was found that something was changed on both sides, as in “Found today at
   * 14:02.” or “Found on 3 March 2026.” */
  return g_strdup_printf (_ ("Found %s."), age);
}

/* (transfer full) (nullable) */
static char *
say_updated (const KarneConflict *conflict)
{
  g_autoptr (GDateTime) updated =
      conflict->updated != NULL ? g_date_time_new_from_iso8601 (conflict->updated, NULL) : NULL;

  return updated != NULL ? karne_age_to_words (g_date_time_to_unix (updated) * G_USEC_PER_SEC,
                                               g_get_real_time ())
                         : NULL;
}

/* (transfer full) (nullable) Who made what the record has, and when: nothing where it has nothing.
 */
static char *
say_theirs (const KarneConflict *conflict)
{
  g_autofree char *age = say_updated (conflict);

  if (conflict->theirs == NULL)
    return NULL;
  if (age != NULL && conflict->author != NULL)
    /* Translators: when the record was last changed, and who wrote what stands in it, as in
     * “Changed in the record on 3 March 2026, author: Dr Roux.” */
    return g_strdup_printf (_ ("Changed in the record %s, author: %s."), age, conflict->author);
  if (age != NULL)
    /* Translators: when the record was last changed, as in “Changed in the record today at 14:02,
     * author not given.” */
    return g_strdup_printf (_ ("Changed in the record %s, author not given."), age);
  if (conflict->author != NULL)
    /* Translators: who wrote what stands in the record. */
    return g_strdup_printf (_ ("Author of what is in the record: %s."), conflict->author);
  return g_strdup (_ ("Author of what is in the record not given."));
}

static void
add_head (KarneConflictCard *self)
{
  g_autofree char *why = karne_conflict_to_words (self->conflict->why);
  g_autofree char *found = say_found (self->conflict);
  g_autofree char *theirs = say_theirs (self->conflict);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = karne_wrapped_label_new (self->title);
  GtkWidget *words;

  self->said = theirs != NULL ? g_strdup_printf ("%s %s %s", why, found, theirs)
                              : g_strdup_printf ("%s %s", why, found);
  words = karne_wrapped_label_new (self->said);
  gtk_widget_add_css_class (title, "title-4");
  gtk_widget_add_css_class (words, "dim-label");
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (self->body, head);
  karne_conflict_card_announce (self, NULL);
}

/* Its fields */

static gboolean
is_overwritten (const KarneConflict *conflict)
{
  return g_strcmp0 (conflict->why, "overwritten") == 0;
}

/* What was sent from here is in the record already, and what stood there is not. */
static void
name_sides (const KarneConflict *conflict, KarneConflictSide *mine, KarneConflictSide *theirs)
{
  if (is_overwritten (conflict))
    {
      /* Translators: over a value that was sent from here in the place of another one. */
      mine->caption = _ ("Sent from here");
      mine->keep = _ ("Keep what was sent from here");
      /* Translators: over the value that stood in the record before. */
      theirs->caption = _ ("In the record before");
      theirs->keep = _ ("Put back what was there");
      return;
    }
  /* Translators: over the value that was typed on this computer. */
  mine->caption = _ ("Entered here");
  mine->keep = _ ("Keep what is entered here");
  /* Translators: over the value that the record on the server has. */
  theirs->caption = _ ("In the record");
  theirs->keep = _ ("Keep what is in the record");
}

static void
field_decided_cb (KarneConflictFieldBox *field, GParamSpec *pspec, gpointer data)
{
  KarneConflictCard *self = data;
  gboolean is_decided = TRUE;
  KarneKeep keep;

  for (guint i = 0; i < self->fields->len; i++)
    is_decided = karne_conflict_field_box_get_decided (self->fields->pdata[i], &keep) && is_decided;
  gtk_widget_set_sensitive (self->save, is_decided);
}

static void
add_field_box (KarneConflictCard *self, GtkWidget *field)
{
  g_signal_connect_object (field, "notify::decided", G_CALLBACK (field_decided_cb), self, 0);
  g_ptr_array_add (self->fields, g_object_ref_sink (field));
  gtk_box_append (self->body, field);
}

static char *
say_value (const KarneConflict *conflict, const char *path, const char *json)
{
  g_autofree char *words = karne_value_to_words (conflict->kind, path, json);

  return words != NULL ? karne_text_shorten (words, MAX_VALUE) : NULL;
}

static void
add_field (KarneConflictCard *self, const KarneConflictField *field)
{
  g_autofree char *heading = karne_field_to_words (field->path);
  g_autofree char *mine_value = say_value (self->conflict, field->path, field->mine);
  g_autofree char *theirs_value = say_value (self->conflict, field->path, field->theirs);
  KarneConflictSide mine = { .value = mine_value };
  KarneConflictSide theirs = { .value = theirs_value };

  name_sides (self->conflict, &mine, &theirs);
  add_field_box (self,
                 karne_conflict_field_box_new (heading, &mine, &theirs,
                                               field->can_keep_both ? _ ("Keep both") : NULL));
}

/* What one side made of the whole, or that it is not there any more. */
static char *
say_whole (const KarneConflict *conflict, const char *json, gboolean is_mine)
{
  g_autofree char *words =
      json != NULL ? karne_difference_to_words (conflict->kind, conflict->base, json) : NULL;

  if (words != NULL)
    return karne_text_shorten (words, MAX_VALUE);
  if (json != NULL)
    /* Translators: stands for something that was changed on one side, and deleted on the other. */
    return g_strdup (_ ("Changed"));
  if (!is_mine && g_strcmp0 (conflict->why, "withdrawn") == 0)
    return g_strdup (_ ("Not shown any more"));
  return g_strdup (_ ("Deleted"));
}

static void
add_whole (KarneConflictCard *self)
{
  const KarneConflict *conflict = self->conflict;
  g_autofree char *mine_value = say_whole (conflict, conflict->mine, TRUE);
  g_autofree char *theirs_value = say_whole (conflict, conflict->theirs, FALSE);
  KarneConflictSide mine = { .value = mine_value };
  KarneConflictSide theirs = { .value = theirs_value };

  name_sides (conflict, &mine, &theirs);
  if (conflict->mine == NULL)
    mine.keep = _ ("Delete it in the record");
  if (conflict->theirs == NULL)
    theirs.keep = g_strcmp0 (conflict->why, "withdrawn") == 0 ? _ ("Give up what is entered here")
                                                              : _ ("Leave it deleted");
  /* Translators: heading over two versions of something as a whole. */
  add_field_box (self, karne_conflict_field_box_new (_ ("All of it"), &mine, &theirs, NULL));
}

/* The buttons */

static void
save_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_SAVE], 0);
}

static void
later_clicked_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_LATER], 0);
}

static GtkWidget *
make_button (KarneConflictCard *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->title, -1);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  return button;
}

static void
add_buttons (KarneConflictCard *self)
{
  GtkWidget *box = karne_wrap_box_new (6);

  self->save = make_button (self, _ ("Save the decision"), G_CALLBACK (save_clicked_cb));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_sensitive (self->save, FALSE);
  karne_wrap_box_append (KARNE_WRAP_BOX (box), self->save);
  karne_wrap_box_append (KARNE_WRAP_BOX (box),
                         /* Translators: a button: leaves a decision for another time. */
                         make_button (self, C_ ("decision", "Later"),
                                      G_CALLBACK (later_clicked_cb)));
  gtk_box_append (self->body, box);
}

GtkWidget *
karne_conflict_card_new (const KarneConflict *conflict)
{
  KarneConflictCard *self;

  g_return_val_if_fail (conflict != NULL, NULL);

  self = g_object_new (KARNE_TYPE_CONFLICT_CARD, NULL);
  self->conflict = karne_conflict_copy (conflict);
  self->title = make_title (conflict);
  add_head (self);
  for (guint i = 0; i < conflict->fields->len; i++)
    add_field (self, conflict->fields->pdata[i]);
  if (conflict->fields->len == 0)
    add_whole (self);
  add_buttons (self);
  return GTK_WIDGET (self);
}

gint64
karne_conflict_card_get_number (KarneConflictCard *self)
{
  g_return_val_if_fail (KARNE_IS_CONFLICT_CARD (self), 0);

  return self->conflict->number;
}

GHashTable *
karne_conflict_card_dup_choices (KarneConflictCard *self, KarneKeep *otherwise)
{
  GHashTable *choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (KARNE_IS_CONFLICT_CARD (self), choices);

  *otherwise = KARNE_KEEP_THEIRS;
  for (guint i = 0; i < self->fields->len; i++)
    {
      KarneKeep keep = KARNE_KEEP_THEIRS;
      gboolean is_decided = karne_conflict_field_box_get_decided (self->fields->pdata[i], &keep);

      g_assert (is_decided);
      if (self->conflict->fields->len == 0)
        *otherwise = keep;
      else
        g_hash_table_insert (choices,
                             g_strdup (
                                 ((KarneConflictField *) self->conflict->fields->pdata[i])->path),
                             GINT_TO_POINTER (keep));
    }
  return choices;
}

void
karne_conflict_card_reset (KarneConflictCard *self)
{
  g_return_if_fail (KARNE_IS_CONFLICT_CARD (self));

  for (guint i = 0; i < self->fields->len; i++)
    karne_conflict_field_box_reset (self->fields->pdata[i]);
}

void
karne_conflict_card_announce (KarneConflictCard *self, const char *words)
{
  g_autofree char *all = NULL;

  g_return_if_fail (KARNE_IS_CONFLICT_CARD (self));

  if (words != NULL)
    all = g_strdup_printf ("%s %s", words, self->said);
  karne_a11y_name (self, self->title, words != NULL ? all : self->said);
}
