/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-data-file-private.h"
#include "karne-prevention-resources.h"
#include "prevention/karne-rules-read-private.h"

/* Files of rules: read without the network, without entities, against the schema. */

#define SCHEMA "/re/karne/Karne/prevention/rules.rng"

static void
free_document (gpointer data)
{
  xmlDoc *document = data;

  g_free (document->_private);
  xmlFreeDoc (document);
}

KarneRulesReader *
karne_rules_reader_new (KarneRules *rules)
{
  KarneRulesReader *self = g_new0 (KarneRulesReader, 1);

  self->rules = rules;
  self->documents = g_ptr_array_new_with_free_func (free_document);
  return self;
}

void
karne_rules_reader_free (KarneRulesReader *self)
{
  g_ptr_array_unref (self->documents);
  g_free (self);
}

/* Errors */

gboolean
karne_rules_refuse (KarneRulesReader *self, xmlNode *node, GError **error, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return karne_data_file_refuse (self->document->_private, (int) xmlGetLineNo (node), error,
                                 reason);
}

/* The schema says of the attributes of a rule only that they are not right: this says which. */
static char *
find_flaw (xmlNode *rule)
{
  static const struct
  {
    const char *name;
    const char *values[6]; /* none: any */
  } needed[] = {
    { "id", { NULL } },
    { "level", { "obligatory", "recommended", "proposed", "targeted", "right", NULL } },
    { "confidence", { "high", "medium", NULL } },
    { "source", { NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autofree char *value = karne_data_file_get (rule, needed[i].name);

      if (value == NULL)
        return g_strdup_printf ("a rule has no %s", needed[i].name);
      if (needed[i].values[0] != NULL && !g_strv_contains (needed[i].values, value))
        return g_strdup_printf ("there is no %s “%s”", needed[i].name, value);
    }
  return NULL;
}

static gboolean
check_attributes (xmlDoc *document, const char *file, GError **error)
{
  KARNE_FOR_EACH_ELEMENT (section, xmlDocGetRootElement (document))
  KARNE_FOR_EACH_ELEMENT (node, section)
  {
    g_autofree char *flaw = karne_data_file_is (node, "rule") ? find_flaw (node) : NULL;

    if (flaw != NULL)
      return karne_data_file_refuse (file, (int) xmlGetLineNo (node), error, flaw);
  }
  return TRUE;
}

gboolean
karne_rules_reader_add (KarneRulesReader *self, GBytes *text, const char *file, GError **error)
{
  g_autoptr (xmlDoc) document = karne_data_file_parse (text, file, error);
  g_autoptr (GBytes) schema = g_resource_lookup_data (karne_prevention_get_resource (), SCHEMA,
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (document == NULL || !check_attributes (document, file, error) ||
      !karne_data_file_validate (document, file, schema, error))
    return FALSE;
  document->_private = g_strdup (file);
  g_ptr_array_add (self->documents, g_steal_pointer (&document));
  return TRUE;
}

/* All of them */

static gboolean
read_sections (KarneRulesReader *self, const char *name, KarneRulesReadFunc read, GError **error)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      self->document = self->documents->pdata[i];
      KARNE_FOR_EACH_ELEMENT (section, xmlDocGetRootElement (self->document))
      if (karne_data_file_is (section, name))
        KARNE_FOR_EACH_ELEMENT (node, section)
      if (!read (self, node, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
karne_rules_reader_finish (KarneRulesReader *self, GError **error)
{
  /* What is named stands before what names it. */
  static const struct
  {
    const char *section;
    KarneRulesReadFunc read;
  } steps[] = {
    { "systems", karne_rules_read_system },   { "sources", karne_rules_read_source },
    { "diseases", karne_rules_read_disease }, { "conditions", karne_rules_read_condition },
    { "things", karne_rules_name_thing },     { "things", karne_rules_read_thing },
    { "pregnancy", karne_rules_read_sign },   { "campaigns", karne_rules_read_campaign },
    { "rules", karne_rules_name_rule },       { "rules", karne_rules_read_rule },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!read_sections (self, steps[i].section, steps[i].read, error))
      return FALSE;
  return karne_rules_check (self, error);
}
