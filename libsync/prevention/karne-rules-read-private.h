/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-data-file-private.h"
#include "prevention/karne-rules-private.h"

G_BEGIN_DECLS

/* Files of rules on their way to being rules. Each is checked by itself when it is added; what they
 * name in one another is looked up when all are there. */
typedef struct
{
  KarneRules *rules;
  GPtrArray *documents; /* (owned) of xmlDoc; its _private is the name of the file, (owned) */
  xmlDoc *document;     /* that is being read */
} KarneRulesReader;

KarneRulesReader *karne_rules_reader_new (KarneRules *rules);
void karne_rules_reader_free (KarneRulesReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneRulesReader, karne_rules_reader_free)

/* KARNE_ERROR_INVALID, with file, line and reason. */
gboolean
karne_rules_reader_add (KarneRulesReader *self, GBytes *text, const char *file, GError **error);
gboolean karne_rules_reader_finish (KarneRulesReader *self, GError **error);

/* For what reads one element. Each returns FALSE with error set. */
typedef gboolean (*KarneRulesReadFunc) (KarneRulesReader *self, xmlNode *node, GError **error);

gboolean karne_rules_read_system (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_read_source (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_read_disease (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_read_condition (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_name_thing (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_read_thing (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_read_sign (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_read_campaign (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_name_rule (KarneRulesReader *self, xmlNode *node, GError **error);
gboolean karne_rules_read_rule (KarneRulesReader *self, xmlNode *node, GError **error);
/* When everything was read. */
gboolean karne_rules_check (KarneRulesReader *self, GError **error);

/* Attributes */
/* What is not there leaves the value as it is. */
gboolean karne_rules_get_day (KarneRulesReader *self,
                              xmlNode *node,
                              const char *name,
                              KarneDay *day,
                              GError **error);
void karne_rules_get_span (xmlNode *node, const char *name, KarneCalendarSpan *span);
void karne_rules_get_moment (xmlNode *node, const char *name, KarneMoment *moment);
/* Names, with blanks between them, as bits of their numbers. */
gboolean karne_rules_get_bits (KarneRulesReader *self,
                               xmlNode *node,
                               const char *name,
                               const char *kind,
                               guint64 *bits,
                               GError **error);
gboolean karne_rules_get_index (KarneRulesReader *self,
                                xmlNode *node,
                                const char *name,
                                const char *kind,
                                int *index,
                                GError **error);
gboolean karne_rules_get_territories (KarneRulesReader *self,
                                      xmlNode *node,
                                      guint *territories,
                                      GError **error);
/* (transfer full): `system|code`; NULL without error where there is none. */
gboolean karne_rules_get_code (KarneRulesReader *self, xmlNode *node, char **code, GError **error);

/* FALSE, with the error set to what is wrong at that node. */
gboolean
karne_rules_refuse (KarneRulesReader *self, xmlNode *node, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

G_END_DECLS
