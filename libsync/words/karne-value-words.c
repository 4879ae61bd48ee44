/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-fields-private.h"
#include "words/karne-i18n.h"
#include "words/karne-words.h"

#include <string.h>

/* What a person reads instead of the JSON of a value. Numbers keep the digits with which they were
 * sent; nothing is worked out. */

#define NO_BREAK_SPACE "\302\240"
/* Deeper than this there is nothing left that a person could follow. */
#define MAX_DEPTH 6

static char *say (const char *kind, const char *name, KarneSpan value, guint depth);

/* (nullable) */
static char *
dup_text (KarneSpan object, const char *name)
{
  KarneSpan value;

  return karne_json_find (object, name, &value) ? karne_json_dup_string (value) : NULL;
}

static gboolean
find (KarneSpan object, const char *name, char first, KarneSpan *value)
{
  return karne_json_find (object, name, value) && karne_json_first (*value) == first;
}

static void
add_words (GString *words, const char *between, const char *more)
{
  if (more == NULL || *more == '\0')
    return;
  if (words->len > 0)
    g_string_append (words, between);
  g_string_append (words, more);
}

/* (nullable) Takes them. */
static char *
end_words (GString *words)
{
  return g_string_free (words, words->len == 0);
}

/* What has no parts */

static gboolean
is_date (const char *text)
{
  return g_regex_match_simple ("^\\d{4}-\\d\\d(-\\d\\d(T\\d\\d:\\d\\d.*)?)?$", text, 0, 0);
}

static char *
say_gender (const char *code)
{
  static const char *const genders[][2] = {
    { "female", NC_ ("sex", "Female") },
    { "male", NC_ ("sex", "Male") },
    { "other", NC_ ("sex", "Other") },
    { "unknown", NC_ ("sex", "Not known") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (genders); i++)
    if (g_str_equal (code, genders[i][0]))
      return g_strdup (karne_pgettext ("sex", genders[i][1]));
  return g_strdup (code);
}

/* The words of a narrative without its marks. */
static char *
strip_marks (const char *html)
{
  g_autofree char *bare = NULL;
  g_autoptr (GRegex) marks = g_regex_new ("<[^>]*>", 0, 0, NULL);
  g_autoptr (GRegex) spaces = g_regex_new ("\\s+", 0, 0, NULL);

  bare = g_regex_replace_literal (marks, html, -1, 0, " ", 0, NULL);
  return bare != NULL ? g_strstrip (g_regex_replace_literal (spaces, bare, -1, 0, " ", 0, NULL))
                      : g_strdup (html);
}

static char *
say_string (const char *kind, const char *name, KarneSpan value)
{
  g_autofree char *text = karne_json_dup_string (value);

  if (kind != NULL && g_str_equal (name, "status"))
    return karne_status_to_words (kind, text);
  if (g_str_equal (name, "gender"))
    return say_gender (text);
  if (g_str_equal (name, "div"))
    return strip_marks (text);
  return is_date (text) ? karne_date_to_words (text, KARNE_DATE_STYLE_LONG)
                        : g_steal_pointer (&text);
}

static char *
say_number (KarneSpan value)
{
  g_autofree char *digits = g_strndup (value.text, value.len);
  g_auto (GStrv) parts = g_strsplit (digits, ".", -1);

  /* Translators: what stands between the whole part of a number and its decimals: “5.60”. */
  return g_strjoinv (C_ ("decimal separator", "."), parts);
}

/* What is known by its parts: each function gives NULL where it is something else */

static gboolean
is_only_a_name (const char *field)
{
  return g_str_equal (field, "id") || g_str_equal (field, "url") || g_str_equal (field, "linkId");
}

/* Of a choice (“value[x]”), of a text with its extensions, of an extension or an answer: the one
 * member that says something. */
static char *
say_unit_of_members (const char *kind, const char *name, KarneSpan object, guint depth)
{
  KarneSpan said = { NULL, 0 };
  KarneJsonWalk walk;
  KarneSpan key, value;

  karne_json_walk_init (&walk, object);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *field = karne_field_of_member (key);

      if (is_only_a_name (field))
        continue;
      if (!g_str_equal (field, name) && !g_str_equal (field, "value[x]"))
        return NULL;
      if (key.text[0] != '_')
        said = value;
    }
  return said.text != NULL ? say (kind, name, said, depth) : NULL;
}

static const char *
spell_unit (const char *unit)
{
  static const char *const units[][2] = { { "mm[Hg]", "mmHg" },   { "Cel", "°C" },
                                          { "kg/m2", "kg/m²" },   { "1", "" },
                                          { "umol/L", "µmol/L" }, { "ug/L", "µg/L" } };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i][0]))
      return units[i][1];
  return unit;
}

static char *
say_quantity (KarneSpan object)
{
  g_autofree char *comparator = dup_text (object, "comparator");
  g_autofree char *unit = dup_text (object, "unit");
  g_autofree char *number = NULL;
  KarneSpan value;
  char first;

  if (!karne_json_find (object, "value", &value))
    return NULL;
  first = karne_json_first (value);
  if (first != '-' && !g_ascii_isdigit (first))
    return NULL;
  number = say_number (value);
  if (unit == NULL)
    unit = dup_text (object, "code");
  return g_strconcat (comparator != NULL ? comparator : "",
                      comparator != NULL ? NO_BREAK_SPACE : "", number,
                      unit != NULL && *spell_unit (unit) != '\0' ? NO_BREAK_SPACE : "",
                      unit != NULL ? spell_unit (unit) : "", NULL);
}

/* Who and when belong to a note: two of them may have the same words. */
static char *
say_note (KarneSpan object)
{
  g_autofree char *text = dup_text (object, "text");
  g_autofree char *author = dup_text (object, "authorString");
  g_autofree char *time = dup_text (object, "time");
  g_autofree char *when = time != NULL ? karne_date_to_words (time, KARNE_DATE_STYLE_LONG) : NULL;
  g_autoptr (GString) by = g_string_new (author);
  KarneSpan reference, answer;

  /* The text of a question is not what was answered. */
  if (text == NULL || karne_json_find (object, "answer", &answer))
    return NULL;
  if (author == NULL && find (object, "authorReference", '{', &reference))
    {
      g_autofree char *display = dup_text (reference, "display");

      add_words (by, ", ", display);
    }
  add_words (by, ", ", when);
  return by->len > 0 ? g_strdup_printf ("%s (%s)", text, by->str) : g_steal_pointer (&text);
}

static char *
say_codings (KarneSpan object, guint depth)
{
  KarneSpan codings;

  return find (object, "coding", '[', &codings) ? say (NULL, "coding", codings, depth) : NULL;
}

static char *
say_period (KarneSpan object)
{
  g_autofree char *start = dup_text (object, "start");
  g_autofree char *end = dup_text (object, "end");

  return start != NULL || end != NULL ? karne_period_to_words (start, end) : NULL;
}

/* Of a name or an address, in the order in which it is written. */
static char *
say_lines (KarneSpan object, const char *const *names, guint depth)
{
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean has_any = FALSE;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      KarneSpan value;
      g_autofree char *part = NULL;
      g_auto (GStrv) lines = NULL;
      g_autofree char *line = NULL;

      if (!karne_json_find (object, names[i], &value))
        continue;
      has_any = TRUE;
      part = say (NULL, names[i], value, depth);
      lines = g_strsplit (part != NULL ? part : "", "\n", -1);
      line = g_strjoinv (" ", lines);
      add_words (words, " ", line);
    }
  return g_string_free (g_steal_pointer (&words), !has_any);
}

static char *
say_first_text (KarneSpan object)
{
  static const char *const names[] = { "display", "title", "value", "reference", "code", "div" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KarneSpan value;

      if (find (object, names[i], '"', &value))
        return say_string (NULL, names[i], value);
    }
  return NULL;
}

/* All of it, part by part, where nothing better is known. */
static char *
say_members (KarneSpan object, guint depth)
{
  g_autoptr (GString) words = g_string_new (NULL);
  KarneJsonWalk walk;
  KarneSpan key, value;

  karne_json_walk_init (&walk, object);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *name = karne_field_of_member (key);
      g_autofree char *heading = karne_field_to_words (name);
      g_autofree char *part = NULL;
      g_autofree char *line = NULL;

      if (is_only_a_name (name))
        continue;
      part = say (NULL, name, value, depth);
      /* Translators: a field and its value, as in “Value: 120 mmHg”. */
      line = part != NULL ? g_strdup_printf (C_ ("field", "%s: %s"), heading, part) : NULL;
      add_words (words, ", ", line);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static char *
say_object (const char *kind, const char *name, KarneSpan object, guint depth)
{
  static const char *const name_parts[] = { "prefix", "given", "family", "suffix", NULL };
  static const char *const address_parts[] = { "line", "postalCode", "city", "country", NULL };
  char *words = say_unit_of_members (kind, name, object, depth);

  if (words == NULL)
    words = say_quantity (object);
  if (words == NULL)
    words = say_note (object);
  if (words == NULL)
    words = say_codings (object, depth);
  if (words == NULL)
    words = say_period (object);
  if (words == NULL)
    words = say_lines (object, name_parts, depth);
  if (words == NULL)
    words = say_lines (object, address_parts, depth);
  if (words == NULL && !g_str_equal (name, "extension"))
    words = say_first_text (object);
  if (words == NULL)
    words = say_members (object, depth);
  return words;
}

static char *
say_list (const char *name, KarneSpan list, guint depth)
{
  g_autoptr (GString) words = g_string_new (NULL);
  KarneJsonWalk walk;
  KarneSpan key, value;

  karne_json_walk_init (&walk, list);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *item = say (NULL, name, value, depth);

      add_words (words, "\n", item);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* (nullable) kind: NULL below the resource itself: the status of a part is none of its kind. */
static char *
say (const char *kind, const char *name, KarneSpan value, guint depth)
{
  char first = karne_json_first (value);

  if (depth > MAX_DEPTH)
    return g_strdup ("…");
  switch (first)
    {
    case '"':
      return say_string (kind, name, value);
    case '{':
      return say_object (kind, name, value, depth + 1);
    case '[':
      return say_list (name, value, depth + 1);
    case 't':
      /* Translators: the value of a field that is either so or not. */
      return g_strdup (C_ ("value", "Yes"));
    case 'f':
      return g_strdup (C_ ("value", "No"));
    case 'n':
    case '\0':
      return NULL;
    default:
      return say_number (value);
    }
}

static gboolean
is_sound (const char *json)
{
  return karne_json_check (json, strlen (json), NULL) == KARNE_FLAW_NONE;
}

/* The name at the end of a path, without what tells items apart. */
static char *
dup_last_name (const char *path)
{
  g_autoptr (GRegex) identities = g_regex_new ("\\[(?!x\\]).*?\\](?=\\.|$)", 0, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (identities, path, -1, 0, "", 0, NULL);
  const char *dot = bare != NULL ? strrchr (bare, '.') : NULL;

  return g_strdup (dot != NULL ? dot + 1 : bare != NULL ? bare : path);
}

/**
 * karne_value_to_words:
 * @kind: FHIR resource type
 * @path: where the value is in the resource, as [struct@ConflictField] says it
 * @json: (nullable): JSON text of the value
 *
 * Says a value in words: a quantity with its unit, a date, what a code stands for as it was sent.
 * Of a list each item has a line of its own.
 *
 * Returns: (transfer full) (nullable): the words; `NULL` where there is no value. What is no JSON
 *   comes back as it is
 */
char *
karne_value_to_words (const char *kind, const char *path, const char *json)
{
  g_autofree char *name = NULL;
  char *words;

  g_return_val_if_fail (kind != NULL && path != NULL, NULL);

  karne_words_init ();
  if (json == NULL || !is_sound (json))
    return g_strdup (json);
  name = dup_last_name (path);
  words = say (strcmp (name, path) == 0 ? kind : NULL, name, karne_json_span (json), 0);
  if (words != NULL && *words == '\0')
    g_clear_pointer (&words, g_free);
  return words;
}

/* What says nothing to a person, or is said beside it already. */
static gboolean
is_of_no_interest (KarneSpan key)
{
  static const char *const names[] = { "resourceType", "id", "meta", "text", "identifier" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (karne_span_equal (key, names[i]))
      return TRUE;
  return key.len > 0 && key.text[0] == '_';
}

static gboolean
stands_in (KarneSpan before, KarneSpan key, KarneSpan value)
{
  g_autofree char *name = karne_json_unescape (key);
  KarneSpan old;

  return before.text != NULL && karne_json_find (before, name, &old) &&
         karne_json_is_same (old, value);
}

static char *
say_difference (const char *kind, KarneSpan before, KarneSpan after)
{
  g_autoptr (GString) words = g_string_new (NULL);
  KarneJsonWalk walk;
  KarneSpan key, value;

  karne_json_walk_init (&walk, after);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *name = karne_field_of_member (key);
      g_autofree char *heading = karne_field_to_words (name);
      g_autofree char *part = NULL;
      g_autofree char *line = NULL;

      if (is_of_no_interest (key) || stands_in (before, key, value))
        continue;
      part = say (kind, name, value, 0);
      line = part != NULL ? g_strdup_printf (C_ ("field", "%s: %s"), heading, part) : NULL;
      add_words (words, "\n", line);
    }
  return end_words (g_steal_pointer (&words));
}

/**
 * karne_difference_to_words:
 * @kind: FHIR resource type
 * @before: (nullable): JSON text of the resource as it was
 * @after: JSON text of the resource as it is now
 *
 * Says what a resource has that it had not before, field by field.
 *
 * Returns: (transfer full) (nullable): a line for each field, as “Value: 101 mg/dL”; `NULL` where
 *   there is nothing to say
 */
char *
karne_difference_to_words (const char *kind, const char *before, const char *after)
{
  const KarneSpan nothing = { NULL, 0 };

  g_return_val_if_fail (kind != NULL && after != NULL, NULL);

  karne_words_init ();
  if (!is_sound (after) || (before != NULL && !is_sound (before)) ||
      karne_json_first (karne_json_span (after)) != '{')
    return NULL;
  return say_difference (kind, before != NULL ? karne_json_span (before) : nothing,
                         karne_json_span (after));
}
