/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KarneHelpPartKind:
 * @KARNE_HELP_PARAGRAPH: a paragraph
 * @KARNE_HELP_STEP: one of several acts in a row
 * @KARNE_HELP_ITEM: one of several points without an order
 */
typedef enum
{
  KARNE_HELP_PARAGRAPH,
  KARNE_HELP_STEP,
  KARNE_HELP_ITEM,
} KarneHelpPartKind;

#define KARNE_TYPE_HELP_TOPIC (karne_help_topic_get_type ())
G_DECLARE_FINAL_TYPE (KarneHelpTopic, karne_help_topic, KARNE, HELP_TOPIC, GObject)

KarneHelpTopic *karne_help_topic_new (const char *id, const char *icon_name, const char *section);

const char *karne_help_topic_get_id (KarneHelpTopic *self);
const char *karne_help_topic_get_icon_name (KarneHelpTopic *self);
const char *karne_help_topic_get_section (KarneHelpTopic *self);
const char *karne_help_topic_get_title (KarneHelpTopic *self);
void karne_help_topic_set_title (KarneHelpTopic *self, const char *title);

guint karne_help_topic_get_n_parts (KarneHelpTopic *self);
const char *
karne_help_topic_get_part (KarneHelpTopic *self, guint position, KarneHelpPartKind *kind);
void karne_help_topic_add_part (KarneHelpTopic *self, KarneHelpPartKind kind, const char *text);

/* Does each word searched begin a word of the topic, with or without its accents? */
gboolean karne_help_topic_matches (KarneHelpTopic *self, const char *searched);

G_END_DECLS
