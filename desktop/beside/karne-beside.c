/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-beside.h"

#include "karne-locale.h"
#include "karne-twin-box.h"

#include "words/karne-i18n.h"

KarneBeside *
karne_beside_new (KarneSay say_it, gconstpointer data)
{
  KarneBeside *self = g_new0 (KarneBeside, 1);

  karne_voice_begin (KARNE_VOICE_ALONE);
  self->words = say_it (data);
  self->drafts = karne_voice_end ();
  if (self->words == NULL || (self->drafts == NULL && !karne_locale_wants_french_beside ()))
    return self;
  karne_voice_begin (KARNE_VOICE_FRENCH);
  self->french = say_it (data);
  g_strfreev (karne_voice_end ());
  /* A name is the same in many languages. */
  if (g_strcmp0 (self->french, self->words) == 0)
    g_clear_pointer (&self->french, g_free);
  return self;
}

void
karne_beside_free (KarneBeside *self)
{
  g_free (self->french);
  g_free (self->words);
  g_strfreev (self->drafts);
  g_free (self);
}

char *
karne_beside_dup_marked (const KarneBeside *self)
{
  return self->drafts != NULL && self->words != NULL ? karne_unconfirmed_mark_to_words (self->words)
                                                     : g_strdup (self->words);
}

char *
karne_beside_dup_whole (const KarneBeside *self)
{
  g_autofree char *marked = karne_beside_dup_marked (self);

  return self->french != NULL ? g_strconcat (self->french, "\n", marked, NULL)
                              : g_steal_pointer (&marked);
}

static GtkWidget *
make_label (const char *words, const char *language)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", words, "xalign", 0.f, "yalign", 0.f,
                                   "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  pango_attr_list_insert (attributes,
                          pango_attr_language_new (pango_language_from_string (language)));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_widget_add_css_class (label, "karne-detail-text");
  return label;
}

GtkWidget *
karne_beside_make_widget (const KarneBeside *self)
{
  const char *language = karne_locale_get_language ();
  g_autofree char *marked = karne_beside_dup_marked (self);
  GtkWidget *words = make_label (marked, language);

  if (self->french == NULL)
    return words;
  gtk_widget_add_css_class (words, "karne-beside");
  return karne_twin_box_new (make_label (self->french, "fr"), words);
}
