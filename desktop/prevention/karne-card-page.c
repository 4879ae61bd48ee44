/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-card-page.h"

#include "karne-a11y.h"
#include "karne-card-line-page.h"
#include "karne-card-words.h"
#include "karne-detail.h"
#include "karne-print.h"
#include "karne-record-row.h"
#include "karne-text.h"
#include "karne-vaccine-card.h"
#include "words/karne-i18n.h"

/* So many diseases a person is vaccinated against at most; a list that is longer is no card. */
#define MAX_ROWS 200

/**
 * KarneCardPage:
 *
 * The vaccination card: a line for each disease that concerns the person, with its doses and what
 * is next. Each opens all that there is to say of it.
 */
struct _KarneCardPage
{
  KarnePage parent_instance;

  KarneDetail *detail;    /* (unowned) */
  GtkWidget *print;       /* (owned) stays while what is around it changes */
  GtkWidget *list;        /* (unowned) (nullable) */
  GPtrArray *shown;       /* (owned) of char *: the ids of the rows */
  char *said;             /* (owned) (nullable) all that is shown, in words */
  KarneVaccineCard *card; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneCardPage, karne_card_page, KARNE_TYPE_PAGE)

/* Rows */

static void
add_dose_chip (KarneRecordRow *row, const KarneCardDose *dose)
{
  g_autofree char *words = karne_card_words_dose (dose);

  karne_record_row_add_chip (row, dose->check ? "karne-warning-symbolic" : NULL, words, NULL);
  if (dose->check)
    karne_record_row_add_chip (row, "karne-warning-symbolic",
                               karne_safe_gettext (N_ ("To be checked with a professional")), NULL);
  if (dose->origin != KARNE_CARD_RECORD)
    karne_record_row_add_chip (row, NULL, karne_card_origin_to_words (dose->origin), NULL);
}

static GtkWidget *
make_row (const KarneCardLine *line)
{
  const KarneDueEntry *next = line->next->len > 0 ? line->next->pdata[0] : NULL;
  g_autofree char *name = karne_text_shorten (karne_card_line_name_to_words (line), 240);
  g_autofree char *words = next != NULL ? karne_card_words_next (next) : NULL;
  GtkWidget *row =
      karne_record_row_new ("karne-vaccine-symbolic", name, karne_card_words_empty (line));

  if (words != NULL)
    karne_record_row_add_line (KARNE_RECORD_ROW (row), words);
  for (guint i = 0; i < line->doses->len; i++)
    add_dose_chip (KARNE_RECORD_ROW (row), line->doses->pdata[i]);
  if (next != NULL && next->state == KARNE_DUE_OVERDUE)
    karne_record_row_add_chip (KARNE_RECORD_ROW (row), "karne-warning-symbolic",
                               karne_due_state_to_words (next->state), "warning");
  karne_record_row_set_opens (KARNE_RECORD_ROW (row), TRUE);
  return row;
}

static void
row_activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
  KarneCardPage *self = data;
  guint n = (guint) gtk_list_box_row_get_index (row);

  if (n < self->shown->len)
    karne_card_line_page_open (KARNE_PAGE (self), self->card, self->shown->pdata[n]);
}

static void
add_list (KarneCardPage *self, GPtrArray *lines)
{
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  karne_a11y_name (self->list, _ ("Vaccination card"), NULL);
  for (guint i = 0; i < lines->len && self->shown->len < MAX_ROWS; i++)
    {
      const KarneCardLine *line = lines->pdata[i];

      if (!karne_card_words_is_shown (line))
        continue;
      gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (line));
      g_ptr_array_add (self->shown, g_strdup (line->id));
    }
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
  karne_detail_add (self->detail, self->list);
}

/* What is shown */

static int
get_focused_row (KarneCardPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row =
      focus != NULL && self->list != NULL && gtk_widget_is_ancestor (focus, self->list)
          ? (GTK_IS_LIST_BOX_ROW (focus) ? focus
                                         : gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW))
          : NULL;

  return row != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;
}

static void
take_down (KarneCardPage *self)
{
  karne_detail_clear (self->detail);
  self->list = NULL;
  g_ptr_array_set_size (self->shown, 0);
  g_clear_pointer (&self->said, g_free);
}

static void
show_lines (KarneCardPage *self, GPtrArray *lines)
{
  g_autofree char *rest = karne_card_words_rest (lines);

  karne_detail_set_heading (self->detail, _ ("Vaccination card"));
  karne_detail_add (self->detail, self->print);
  add_list (self, lines);
  if (rest != NULL)
    karne_detail_add_text (self->detail, rest);
  karne_detail_set_note (self->detail, karne_card_words_note ());
}

/* All that a line says: where none says anything else, nothing is made anew under the hands of
 * whoever reads. */
static char *
write_lines (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const KarneCardLine *line = lines->pdata[i];

      g_string_append_printf (text, "\n%s %d", line->id, line->asked);
      for (guint j = 0; j < line->doses->len; j++)
        {
          const KarneCardDose *dose = line->doses->pdata[j];
          g_autofree char *words = karne_card_words_dose (dose);

          g_string_append_printf (text, "\t%s %d %d", words, dose->check, dose->origin);
        }
      for (guint j = 0; j < line->next->len; j++)
        {
          const KarneDueEntry *entry = line->next->pdata[j];
          g_autofree char *words = karne_card_words_next (entry);

          g_string_append_printf (text, "\t%s %d", words, entry->state);
        }
    }
  return g_string_free (text, FALSE);
}

static void
update (KarneCardPage *self)
{
  GPtrArray *lines = karne_vaccine_card_get_lines (self->card);
  const GError *error = karne_vaccine_card_get_error (self->card);
  g_autofree char *said = lines != NULL ? write_lines (lines) : NULL;
  int focused = get_focused_row (self);
  GtkListBoxRow *row;

  if (said != NULL && g_strcmp0 (said, self->said) == 0)
    return;
  take_down (self);
  if (lines != NULL)
    {
      self->said = g_steal_pointer (&said);
      show_lines (self, lines);
      row =
          focused >= 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), focused) : NULL;
      if (row != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (row));
    }
  else if (error != NULL)
    {
      g_autofree char *words = karne_error_to_words (error);

      karne_detail_add_text (self->detail, words);
    }
}

static void
card_changed_cb (KarneVaccineCard *card, gpointer data)
{
  update (data);
}

static void
karne_card_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneCardPage *self = KARNE_CARD_PAGE (page);

  take_down (self);
  if (self->card != NULL)
    g_signal_handlers_disconnect_by_data (self->card, self);
  g_clear_object (&self->card);
  if (session == NULL)
    return;
  self->card =
      karne_vaccine_card_new (karne_session_get_view (session), karne_session_get_dues (session));
  g_signal_connect_object (self->card, "changed", G_CALLBACK (card_changed_cb), self, 0);
  update (self);
}

static gboolean
karne_card_page_print (KarnePage *page)
{
  KarneCardPage *self = KARNE_CARD_PAGE (page);
  GPtrArray *lines = self->card != NULL ? karne_vaccine_card_get_lines (self->card) : NULL;

  if (lines == NULL)
    return FALSE;
  karne_print_page (page, self->print, karne_card_words_print, lines);
  return TRUE;
}

static void
karne_card_page_dispose (GObject *object)
{
  KarneCardPage *self = KARNE_CARD_PAGE (object);

  g_clear_object (&self->card);
  g_clear_object (&self->print);

  G_OBJECT_CLASS (karne_card_page_parent_class)->dispose (object);
}

static void
karne_card_page_finalize (GObject *object)
{
  g_ptr_array_unref (KARNE_CARD_PAGE (object)->shown);
  g_free (KARNE_CARD_PAGE (object)->said);

  G_OBJECT_CLASS (karne_card_page_parent_class)->finalize (object);
}

static void
karne_card_page_reopen (KarnePage *page, KarnePage *over)
{
  karne_card_page_open (over);
}

static void
karne_card_page_class_init (KarneCardPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_card_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_card_page_finalize;
  KARNE_PAGE_CLASS (klass)->set_session = karne_card_page_set_session;
  KARNE_PAGE_CLASS (klass)->print = karne_card_page_print;
  KARNE_PAGE_CLASS (klass)->reopen = karne_card_page_reopen;
}

static void
karne_card_page_init (KarneCardPage *self)
{
  self->shown = g_ptr_array_new_with_free_func (g_free);
  self->print = g_object_ref_sink (gtk_button_new_with_label (_ ("Print")));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->print), "win.print");
  gtk_widget_set_halign (self->print, GTK_ALIGN_START);
  self->detail = g_object_new (KARNE_TYPE_DETAIL, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->detail));
}

void
karne_card_page_open (KarnePage *over)
{
  KarneCardPage *self;

  g_return_if_fail (KARNE_IS_PAGE (over));

  self = g_object_new (KARNE_TYPE_CARD_PAGE, "title", _ ("Vaccination card"), NULL);
  gtk_widget_set_name (GTK_WIDGET (self), "card");
  karne_page_set_session (KARNE_PAGE (self), karne_page_get_session (over));
  karne_page_push (over, KARNE_PAGE (self));
}
