/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-canon-private.h"
#include "words/karne-i18n.h"
#include "words/karne-words.h"

#include <string.h>

/* What a person reads about what became of a change. */

/**
 * karne_event_to_words:
 * @what: what became of a change, as [struct@Event] says it
 *
 * Says what became of a change.
 *
 * Returns: (transfer full): as “Arrived on the server”; what is not known comes back as it is
 */
char *
karne_event_to_words (const char *what)
{
  static const struct
  {
    const char *what;
    const char *words;
  } events[] = {
    /* Translators: each of these says what became of a change. */
    { "sent", NC_ ("history", "Arrived on the server") },
    { "merged", NC_ ("history", "Put together with what others changed") },
    { "parked", NC_ ("history", "Not accepted by the server") },
    { "conflict", NC_ ("history", "Changed on both sides: to be decided") },
    { "decided", NC_ ("history", "Decided") },
    { "undone", NC_ ("history", "Undone") },
  };

  karne_words_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    if (g_strcmp0 (events[i].what, what) == 0)
      return g_strdup (karne_pgettext ("history", events[i].words));
  return g_strdup (what != NULL ? what : "");
}

static void
add_words (GString *words, const char *more)
{
  if (words->len > 0)
    g_string_append (words, ", ");
  g_string_append (words, more);
}

/* (nullable) Takes them. */
static char *
end_words (GString *words)
{
  return g_string_free (words, words->len == 0);
}

static char *
say_fields (KarneSpan paths)
{
  g_autoptr (GString) words = g_string_new (NULL);
  KarneJsonWalk walk;
  KarneSpan key, value;

  karne_json_walk_init (&walk, paths);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *path = karne_json_dup_string (value);
      g_autofree char *field = path != NULL ? karne_field_to_words (path) : NULL;

      if (field != NULL)
        add_words (words, field);
    }
  return end_words (g_steal_pointer (&words));
}

static const char *
keep_to_words (KarneSpan keep)
{
  if (karne_span_equal (keep, "\"mine\""))
    /* Translators: what was kept of two versions of a field: what the person had entered. */
    return C_ ("kept", "as entered here");
  if (karne_span_equal (keep, "\"both\""))
    return C_ ("kept", "both");
  return C_ ("kept", "as in the record");
}

static void
add_choice (GString *words, KarneSpan key, KarneSpan keep)
{
  g_autofree char *path = karne_json_unescape (key);
  g_autofree char *field = karne_field_to_words (path);
  /* Translators: what was decided of a field, as in “Value: as entered here”. */
  g_autofree char *choice = g_strdup_printf (C_ ("kept", "%s: %s"), field, keep_to_words (keep));

  add_words (words, choice);
}

static char *
say_decision (KarneSpan decision)
{
  g_autoptr (GString) words = g_string_new (NULL);
  KarneSpan fields = { NULL, 0 };
  KarneSpan otherwise = { NULL, 0 };
  KarneJsonWalk walk;
  KarneSpan key, keep;

  if (karne_json_find (decision, "fields", &fields) && karne_json_first (fields) == '{')
    {
      karne_json_walk_init (&walk, fields);
      while (karne_json_walk_next (&walk, &key, &keep))
        add_choice (words, key, keep);
    }
  if (words->len == 0 && karne_json_find (decision, "otherwise", &otherwise))
    /* Translators: what was decided of something as a whole, as in “All of it: as entered here”. */
    g_string_append_printf (words, C_ ("kept", "All of it: %s"), keep_to_words (otherwise));
  return end_words (g_steal_pointer (&words));
}

/**
 * karne_event_detail_to_words:
 * @what: what became of a change, as [struct@Event] says it
 * @detail: (nullable): its detail, likewise
 *
 * Says which fields it is about, and of a decision what was decided.
 *
 * Returns: (transfer full) (nullable): as “Value, Note” or “Value: as entered here”; `NULL` where
 *   there is nothing to say
 */
char *
karne_event_detail_to_words (const char *what, const char *detail)
{
  KarneSpan span;

  karne_words_init ();
  if (detail == NULL || karne_json_check (detail, strlen (detail), NULL) != KARNE_FLAW_NONE)
    return NULL;
  span = karne_json_span (detail);
  if (karne_json_first (span) == '[')
    return say_fields (span);
  if (g_strcmp0 (what, "decided") == 0 && karne_json_first (span) == '{')
    return say_decision (span);
  return NULL;
}
