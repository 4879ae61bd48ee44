/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-prevention-resources.h"
#include "prevention/karne-rules-read-private.h"

#define FOLDER "/re/karne/Karne/prevention"

/**
 * KarneRules:
 *
 * The rules of prevention: what is recommended or asked for, for whom, when, and who says so.
 *
 * They are data (`data/prevention`), read once and checked whole; nothing of them changes
 * afterwards, so that they can be used from any thread.
 */

G_DEFINE_FINAL_TYPE (KarneRules, karne_rules, G_TYPE_OBJECT)

/* Freeing what they are made of */

static void
source_free (gpointer data)
{
  KarneRuleSource *source = data;

  g_free (source->id);
  g_free (source->name);
  g_free (source->date);
  g_free (source->address);
  g_free (source);
}

static void
campaign_free (gpointer data)
{
  KarneCampaign *campaign = data;

  g_free (campaign->id);
  g_array_unref (campaign->dates);
  g_free (campaign);
}

static void
rule_free (gpointer data)
{
  KarneRule *rule = data;

  g_free (rule->id);
  g_free (rule->file);
  g_free (rule->title);
  g_free (rule->text);
  g_array_unref (rule->whos);
  g_ptr_array_unref (rule->series);
  g_array_unref (rule->windows);
  g_array_unref (rule->done);
  g_ptr_array_unref (rule->told);
  g_free (rule);
}

static void
match_clear (gpointer data)
{
  KarneMatch *match = data;

  g_free (match->code);
  g_strfreev (match->phrase);
}

static void
condition_match_clear (gpointer data)
{
  KarneConditionMatch *match = data;

  g_free (match->code);
  g_strfreev (match->phrase);
}

static void
karne_rules_finalize (GObject *object)
{
  KarneRules *self = KARNE_RULES (object);

  g_hash_table_unref (self->systems);
  g_hash_table_unref (self->diseases);
  g_hash_table_unref (self->names);
  g_ptr_array_unref (self->disease_ids);
  g_ptr_array_unref (self->condition_ids);
  g_ptr_array_unref (self->thing_ids);
  g_array_unref (self->matches);
  g_array_unref (self->condition_matches);
  g_hash_table_unref (self->signs.is);
  g_hash_table_unref (self->signs.last_period);
  g_hash_table_unref (self->signs.expected);
  g_ptr_array_unref (self->signs.lost);
  g_ptr_array_unref (self->signs.born);
  g_ptr_array_unref (self->signs.followed);
  g_ptr_array_unref (self->sources);
  g_ptr_array_unref (self->campaigns);
  g_ptr_array_unref (self->rules);

  G_OBJECT_CLASS (karne_rules_parent_class)->finalize (object);
}

static void
karne_rules_class_init (KarneRulesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_rules_finalize;
}

static void
karne_rules_init (KarneRules *self)
{
  self->systems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->diseases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->disease_ids = g_ptr_array_new_with_free_func (g_free);
  self->condition_ids = g_ptr_array_new_with_free_func (g_free);
  self->thing_ids = g_ptr_array_new_with_free_func (g_free);
  self->matches = g_array_new (FALSE, TRUE, sizeof (KarneMatch));
  g_array_set_clear_func (self->matches, match_clear);
  self->condition_matches = g_array_new (FALSE, TRUE, sizeof (KarneConditionMatch));
  g_array_set_clear_func (self->condition_matches, condition_match_clear);
  self->signs.is = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->signs.last_period = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->signs.expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->signs.lost = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->signs.born = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->signs.followed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->sources = g_ptr_array_new_with_free_func (source_free);
  self->campaigns = g_ptr_array_new_with_free_func (campaign_free);
  self->rules = g_ptr_array_new_with_free_func (rule_free);
}

/* Names */

static char *
make_key (const char *kind, const char *name)
{
  return g_strconcat (kind, ":", name, NULL);
}

int
karne_rules_find (KarneRules *self, const char *kind, const char *name)
{
  g_autofree char *key = make_key (kind, name);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->names, key)) - 1;
}

int
karne_rule_get_proof (const KarneRule *self)
{
  for (guint i = 0; i < self->done->len; i++)
    {
      const KarneRuleDone *done = &g_array_index (self->done, KarneRuleDone, i);

      if (!done->perhaps)
        return done->thing;
    }
  return KARNE_NO_INDEX;
}

gboolean
karne_rules_add_name (KarneRules *self, const char *kind, const char *name, int number)
{
  return g_hash_table_insert (self->names, make_key (kind, name), GINT_TO_POINTER (number + 1));
}

char **
karne_rules_fold (const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  char *word = ascii;

  for (char *at = ascii;; at++)
    {
      gboolean is_end = *at == '\0';

      if (!is_end && g_ascii_isalnum (*at))
        {
          *at = g_ascii_tolower (*at);
          continue;
        }
      *at = '\0';
      if (*word != '\0')
        g_ptr_array_add (words, g_strdup (word));
      word = at + 1;
      if (is_end)
        break;
    }
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

/* Loading */

static gboolean
add_bundled (KarneRulesReader *reader, GError **error)
{
  /* Asked by name, which also keeps a linker from leaving it out. */
  GResource *resource = karne_prevention_get_resource ();
  g_auto (GStrv) names =
      g_resource_enumerate_children (resource, FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (FOLDER "/", names[i], NULL);
      g_autoptr (GBytes) text = NULL;

      if (!g_str_has_suffix (names[i], ".xml"))
        continue;
      text = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      if (text == NULL || !karne_rules_reader_add (reader, text, names[i], error))
        return FALSE;
    }
  return names != NULL;
}

static gboolean
add_file (KarneRulesReader *reader, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) text = g_file_load_bytes (file, NULL, NULL, error);

  return text != NULL && karne_rules_reader_add (reader, text, path, error);
}

/**
 * karne_rules_new:
 * @more_files: (nullable) (array zero-terminated=1): paths of files that an administrator adds: the
 *   dates of a new campaign, for one
 * @error: return location for an error
 *
 * Reads the rules that came with the library, and those of the given files. All of it is checked.
 * Touches the disk for the files alone.
 *
 * Fails with `KARNE_ERROR_INVALID` for a file that is not right: the message has the file, the
 * line and the reason. Nothing is used of rules of which a part is bad.
 *
 * Returns: (transfer full): the rules
 */
KarneRules *
karne_rules_new (const char *const *more_files, GError **error)
{
  g_autoptr (KarneRules) self = g_object_new (KARNE_TYPE_RULES, NULL);
  g_autoptr (KarneRulesReader) reader = karne_rules_reader_new (self);

  if (!add_bundled (reader, error))
    return NULL;
  for (guint i = 0; more_files != NULL && more_files[i] != NULL; i++)
    if (!add_file (reader, more_files[i], error))
      return NULL;
  return karne_rules_reader_finish (reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * karne_rules_get_n_rules:
 * @self: the rules
 *
 * How many rules there are.
 *
 * Returns: their number
 */
guint
karne_rules_get_n_rules (KarneRules *self)
{
  g_return_val_if_fail (KARNE_IS_RULES (self), 0);

  return self->rules->len;
}
