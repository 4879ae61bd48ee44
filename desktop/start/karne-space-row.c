/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-space-row.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * KarneSpaceRow:
 *
 * A sealed record of this computer, and the entry of the passphrase that opens it.
 */
struct _KarneSpaceRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *title;
  GtkEditable *passphrase;
  GtkWidget *button;
  GtkLabel *trouble;

  char *name; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneSpaceRow, karne_space_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
open_cb (gpointer widget, gpointer data)
{
  KarneSpaceRow *self = data;
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  if (*passphrase != '\0')
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, passphrase);
}

static void
changed_cb (GtkEditable *editable, gpointer data)
{
  KarneSpaceRow *self = data;

  gtk_widget_set_sensitive (self->button, *gtk_editable_get_text (editable) != '\0');
  karne_space_row_set_trouble (self, NULL);
}

static void
karne_space_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KARNE_TYPE_SPACE_ROW);

  G_OBJECT_CLASS (karne_space_row_parent_class)->dispose (object);
}

static void
karne_space_row_finalize (GObject *object)
{
  g_clear_pointer (&KARNE_SPACE_ROW (object)->name, g_free);

  G_OBJECT_CLASS (karne_space_row_parent_class)->finalize (object);
}

static void
karne_space_row_class_init (KarneSpaceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_space_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_space_row_finalize;

  signals[SIGNAL_OPEN] = g_signal_new ("open", KARNE_TYPE_SPACE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1,
                                       /* No copy of it is made. */
                                       G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-space-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneSpaceRow, title);
  gtk_widget_class_bind_template_child (widget_class, KarneSpaceRow, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KarneSpaceRow, button);
  gtk_widget_class_bind_template_child (widget_class, KarneSpaceRow, trouble);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
karne_space_row_init (KarneSpaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* `space-2` is the second record of this computer; a folder that somebody renamed keeps its name.
 */
static char *
make_title (const char *name)
{
  guint64 number = 0;

  if (g_str_has_prefix (name, "space-") &&
      g_ascii_string_to_unsigned (name + strlen ("space-"), 10, 1, G_MAXUINT, &number, NULL))
    /* Translators: a record that is kept on this computer, by its number: “Record 2”. */
    return g_strdup_printf (_ ("Record %u"), (guint) number);
  return g_strdup (name);
}

GtkWidget *
karne_space_row_new (const char *name)
{
  KarneSpaceRow *self = g_object_new (KARNE_TYPE_SPACE_ROW, NULL);
  g_autofree char *title = make_title (name);
  g_autofree char *label = NULL;

  self->name = g_strdup (name);
  gtk_label_set_label (self->title, title);
  /* Translators: the name of an entry; %s is a record of this computer, as “Record 2”. */
  label = g_strdup_printf (_ ("Passphrase of %s"), title);
  karne_a11y_name (self, title, NULL);
  karne_a11y_name (self->passphrase, label, NULL);
  return GTK_WIDGET (self);
}

const char *
karne_space_row_get_name (KarneSpaceRow *self)
{
  g_return_val_if_fail (KARNE_IS_SPACE_ROW (self), NULL);

  return self->name;
}

void
karne_space_row_set_trouble (KarneSpaceRow *self, const char *words)
{
  g_return_if_fail (KARNE_IS_SPACE_ROW (self));

  gtk_label_set_label (self->trouble, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), words != NULL);
  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->passphrase),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->passphrase),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* Whoever goes on typing hears why. */
void
karne_space_row_ask_again (KarneSpaceRow *self, const char *words)
{
  g_return_if_fail (KARNE_IS_SPACE_ROW (self) && words != NULL);

  karne_space_row_set_trouble (self, words);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

void
karne_space_row_clear (KarneSpaceRow *self)
{
  g_return_if_fail (KARNE_IS_SPACE_ROW (self));

  gtk_editable_set_text (self->passphrase, "");
}
