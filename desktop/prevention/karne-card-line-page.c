/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-card-line-page.h"

#include "karne-a11y.h"
#include "karne-card-words.h"
#include "karne-detail.h"
#include "karne-due-page.h"
#include "karne-record-row.h"
#include "karne-text.h"
#include "words/karne-i18n.h"

#define MAX_LETTERS 240

/**
 * KarneCardLinePage:
 *
 * All that a vaccination card says of one disease: each dose, which vaccine it was, who gave it,
 * whose word that is; and what is next, with the rule that says so.
 */
struct _KarneCardLinePage
{
  KarnePage parent_instance;

  KarneDetail *detail;    /* (unowned) */
  KarneVaccineCard *card; /* (owned) (nullable) */
  KarneCardLine *line;    /* (owned) (nullable) what is shown */
  char *id;               /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneCardLinePage, karne_card_line_page, KARNE_TYPE_PAGE)

static void
add_lot (KarneRecordRow *row, const char *lot)
{
  g_autofree char *shortened = karne_text_shorten (lot, MAX_LETTERS);
  g_autofree char *words = NULL;

  if (shortened == NULL || *shortened == '\0')
    return;
  /* Translators: which batch of a vaccine it was of, as in “Lot U4821”. */
  words = g_strdup_printf (_ ("Lot %s"), shortened);
  karne_record_row_add_line (row, words);
}

static GtkWidget *
make_dose_row (const KarneCardDose *dose)
{
  g_autofree char *title = karne_card_words_dose (dose);
  g_autofree char *vaccine = karne_text_shorten (dose->vaccine, MAX_LETTERS);
  g_autofree char *origin = karne_card_words_origin (dose);
  GtkWidget *row = karne_record_row_new ("karne-vaccine-symbolic", title, vaccine);
  KarneRecordRow *record = KARNE_RECORD_ROW (row);

  add_lot (record, dose->lot);
  karne_record_row_add_chip (record, NULL, origin, NULL);
  if (dose->check)
    karne_record_row_add_chip (record, "karne-warning-symbolic",
                               karne_safe_gettext (N_ ("To be checked with a professional")), NULL);
  return row;
}

static GtkWidget *
make_next_row (const KarneDueEntry *entry)
{
  g_autofree char *window = karne_due_window_to_words (entry->due);
  g_autofree char *dose = karne_due_dose_to_words (entry->due);
  GtkWidget *row = karne_record_row_new ("karne-prevention-symbolic",
                                         karne_due_title_to_words (entry->due), window);
  KarneRecordRow *record = KARNE_RECORD_ROW (row);

  if (entry->state == KARNE_DUE_OVERDUE)
    karne_record_row_add_chip (record, "karne-warning-symbolic",
                               karne_due_state_to_words (entry->state), "warning");
  if (dose != NULL)
    karne_record_row_add_chip (record, NULL, dose, NULL);
  karne_record_row_add_chip (record, NULL, karne_rule_level_to_words (entry->due->level), NULL);
  if ((entry->due->flags & KARNE_DUE_UNCONFIRMED) != 0)
    karne_record_row_add_chip (record, NULL,
                               karne_safe_gettext (N_ ("To be confirmed with a professional.")),
                               NULL);
  karne_record_row_set_opens (record, TRUE);
  return row;
}

static void
next_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  KarneCardLinePage *self = data;
  guint n = (guint) gtk_list_box_row_get_index (row);

  if (self->line != NULL && n < self->line->next->len)
    karne_due_page_open (KARNE_PAGE (self), self->line->next->pdata[n]);
}

static GtkWidget *
add_list (KarneCardLinePage *self, const char *title)
{
  GtkWidget *box = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (box, "boxed-list");
  karne_a11y_name (box, title, NULL);
  karne_detail_add (self->detail, box);
  return box;
}

static void
add_doses (KarneCardLinePage *self, GPtrArray *doses)
{
  GtkWidget *box;

  if (doses->len == 0)
    return;
  /* Translators: name of a list of what was given of a vaccine. */
  box = add_list (self, C_ ("card", "Doses"));
  for (guint i = 0; i < doses->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (box), make_dose_row (doses->pdata[i]));
}

static void
add_next (KarneCardLinePage *self, GPtrArray *next)
{
  GtkWidget *box;

  if (next->len == 0)
    return;
  /* Translators: name of a list of the vaccinations that are to be done. */
  box = add_list (self, C_ ("card", "Next"));
  for (guint i = 0; i < next->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (box), make_next_row (next->pdata[i]));
  g_signal_connect_object (box, "row-activated", G_CALLBACK (next_activated_cb), self, 0);
}

static gboolean
are_same_doses (GPtrArray *one, GPtrArray *other)
{
  if (one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    {
      const KarneCardDose *a = one->pdata[i], *b = other->pdata[i];

      if (a->source != b->source || a->dose != b->dose || a->doses != b->doses ||
          a->check != b->check || a->origin != b->origin || g_strcmp0 (a->id, b->id) != 0 ||
          g_strcmp0 (a->date, b->date) != 0 || g_strcmp0 (a->vaccine, b->vaccine) != 0 ||
          g_strcmp0 (a->lot, b->lot) != 0 || g_strcmp0 (a->author, b->author) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
are_same (const KarneCardLine *one, const KarneCardLine *other)
{
  if (!are_same_doses (one->doses, other->doses) || one->next->len != other->next->len)
    return FALSE;
  for (guint i = 0; i < one->next->len; i++)
    if (!karne_dues_are_same (one->next->pdata[i], other->next->pdata[i]))
      return FALSE;
  return TRUE;
}

static void
take_down (KarneCardLinePage *self)
{
  karne_detail_clear (self->detail);
  g_clear_pointer (&self->line, karne_card_line_free);
}

static void
update (KarneCardLinePage *self)
{
  const KarneCardLine *line = karne_vaccine_card_find (self->card, self->id);

  if (line != NULL && self->line != NULL && are_same (line, self->line))
    return;
  take_down (self);
  if (line == NULL)
    {
      karne_detail_add_text (self->detail, _ ("Not found in the record"));
      return;
    }
  self->line = karne_card_line_copy (line);
  karne_detail_set_heading (self->detail, karne_card_line_name_to_words (self->line));
  karne_detail_add_text (self->detail, karne_card_words_empty (self->line));
  add_doses (self, self->line->doses);
  add_next (self, self->line->next);
  karne_detail_set_note (self->detail, karne_card_words_note ());
}

static void
card_changed_cb (KarneVaccineCard *card, gpointer data)
{
  update (data);
}

static void
karne_card_line_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneCardLinePage *self = KARNE_CARD_LINE_PAGE (page);

  if (session != NULL)
    return;
  take_down (self);
  if (self->card != NULL)
    g_signal_handlers_disconnect_by_data (self->card, self);
  g_clear_object (&self->card);
}

static void
karne_card_line_page_dispose (GObject *object)
{
  g_clear_object (&KARNE_CARD_LINE_PAGE (object)->card);

  G_OBJECT_CLASS (karne_card_line_page_parent_class)->dispose (object);
}

static void
karne_card_line_page_finalize (GObject *object)
{
  g_clear_pointer (&KARNE_CARD_LINE_PAGE (object)->line, karne_card_line_free);
  g_free (KARNE_CARD_LINE_PAGE (object)->id);

  G_OBJECT_CLASS (karne_card_line_page_parent_class)->finalize (object);
}

static void
karne_card_line_page_reopen (KarnePage *page, KarnePage *over)
{
  KarneCardLinePage *self = KARNE_CARD_LINE_PAGE (page);

  if (self->card != NULL)
    karne_card_line_page_open (over, self->card, self->id);
}

static void
karne_card_line_page_class_init (KarneCardLinePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_card_line_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_card_line_page_finalize;
  KARNE_PAGE_CLASS (klass)->set_session = karne_card_line_page_set_session;
  KARNE_PAGE_CLASS (klass)->reopen = karne_card_line_page_reopen;
}

static void
karne_card_line_page_init (KarneCardLinePage *self)
{
  self->detail = g_object_new (KARNE_TYPE_DETAIL, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->detail));
}

void
karne_card_line_page_open (KarnePage *over, KarneVaccineCard *card, const char *id)
{
  KarneCardLinePage *self;

  g_return_if_fail (KARNE_IS_PAGE (over) && KARNE_IS_VACCINE_CARD (card) && id != NULL);

  /* Translators: title of a page about what was given against one disease. */
  self = g_object_new (KARNE_TYPE_CARD_LINE_PAGE, "title", C_ ("card", "Vaccinations"), NULL);
  gtk_widget_set_name (GTK_WIDGET (self), "card-line");
  self->id = g_strdup (id);
  self->card = g_object_ref (card);
  karne_page_set_session (KARNE_PAGE (self), karne_page_get_session (over));
  g_signal_connect_object (card, "changed", G_CALLBACK (card_changed_cb), self, 0);
  update (self);
  karne_page_push (over, KARNE_PAGE (self));
}
