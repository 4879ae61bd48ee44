/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "words/karne-voice.h"

G_BEGIN_DECLS

/* The French text beside that of the language of the moment: French alone is binding, and a draft
 * never stands without it. */

typedef struct
{
  char *french;  /* (owned) (nullable) NULL where the words stand alone */
  char *words;   /* (owned) (nullable) in the language of the moment; NULL: nothing to say */
  char **drafts; /* (owned) (nullable) the messages of it that nobody confirmed */
} KarneBeside;

/* What say_it says in both languages; French is asked for where the person wants it beside, and
 * where the words are a draft. */
KarneBeside *karne_beside_new (KarneSay say_it, gconstpointer data);
void karne_beside_free (KarneBeside *self);

/* (transfer full) The words in the language of the moment, with a remark where they are a draft. */
char *karne_beside_dup_marked (const KarneBeside *self);
/* (transfer full) All of it, one below the other, for what has one text only. */
char *karne_beside_dup_whole (const KarneBeside *self);

/* (transfer floating) Labels: side by side where there is room, else French above. */
GtkWidget *karne_beside_make_widget (const KarneBeside *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneBeside, karne_beside_free)

G_END_DECLS
