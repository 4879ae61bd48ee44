/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-private.h"

#include "fhir/karne-json-keys-private.h"
#include "fhir/karne-json-notes-private.h"

/* The one validator. A loop over an explicit stack: the depth of what comes from outside must never
 * become the depth of our own calls. Each helper returns FALSE at the first flaw. */

/* An open object or array. Nothing is initialised before it is opened. */
typedef struct
{
  char bracket;
  KarneWhere where;
  gboolean has_items;
  KarneSpan key;   /* of an object: the member being read, unescaped */
  gsize first_key; /* of an object: its first key on the stack of keys */
  KarneKeyTable table;
} Frame;

typedef struct
{
  const char *text;
  const char *p;
  const char *end;
  KarneFlaw flaw;
  const char *flaw_at;

  gsize depth;
  Frame frames[KARNE_JSON_MAX_DEPTH + 1]; /* 0 stands for what surrounds the text */
  KarneKeys keys;

  KarneWhere root; /* what the outermost object is */
  KarneEntryNotes *notes;
  KarneReferenceFunc reference_func;
  gpointer data;
} Check;

static gboolean
fail (Check *check, KarneFlaw flaw, const char *at)
{
  check->flaw = flaw;
  check->flaw_at = at;
  return FALSE;
}

/* Something stands here that the grammar does not allow. */
static gboolean
fail_here (Check *check)
{
  KarneFlaw flaw = KARNE_FLAW_GRAMMAR;

  if (check->p == check->end)
    return fail (check, KARNE_FLAW_TRUNCATED, check->p);
  if (*check->p == '\0')
    flaw = KARNE_FLAW_NUL;
  else if ((guint8) *check->p >= 0x80 && karne_json_check_unit (check->p, check->end, &flaw) > 0)
    flaw = KARNE_FLAW_GRAMMAR;
  return fail (check, flaw == KARNE_FLAW_NONE ? KARNE_FLAW_UTF8 : flaw, check->p);
}

static inline void
skip_space (Check *check)
{
  while (check->p < check->end &&
         (*check->p == ' ' || *check->p == '\n' || *check->p == '\r' || *check->p == '\t'))
    check->p++;
}

static inline gboolean
next_is (Check *check, char c)
{
  return check->p < check->end && *check->p == c;
}

/* --- Strings --------------------------------------------------------------------------------- */

static gboolean
fail_unit (Check *check, KarneFlaw flaw)
{
  return fail (check, flaw == KARNE_FLAW_NONE ? KARNE_FLAW_TRUNCATED : flaw, check->p);
}

/* At the opening quote. */
static inline gboolean
check_string (Check *check, KarneSpan *content, gboolean *has_escapes)
{
  const char *start = check->p + 1;

  *has_escapes = FALSE;
  for (check->p = start; (check->p = karne_json_skip_plain (check->p, check->end)) < check->end;)
    {
      KarneFlaw flaw;
      gsize unit;

      if (*check->p == '"')
        {
          *content = (KarneSpan){ start, (gsize) (check->p++ - start) };
          return TRUE;
        }
      *has_escapes |= *check->p == '\\';
      unit = karne_json_check_unit (check->p, check->end, &flaw);
      if (unit == 0)
        return fail_unit (check, flaw);
      check->p += unit;
    }
  return fail (check, KARNE_FLAW_TRUNCATED, check->p);
}

static inline void
note_reference (Check *check, KarneSpan key, KarneSpan value)
{
  gboolean canonical;

  if (check->reference_func == NULL)
    return;
  if (key.len != strlen ("reference") && key.len != strlen ("questionnaire") &&
      key.len != strlen ("instantiatesCanonical"))
    return;
  canonical = karne_key_is (key, "questionnaire") || karne_key_is (key, "instantiatesCanonical");
  if (canonical || karne_key_is (key, "reference"))
    check->reference_func (value, canonical, check->data);
}

static inline void
note_string (Check *check, const Frame *frame, KarneSpan value)
{
  if (frame->where == KARNE_WHERE_OUTSIDE)
    return;
  if (frame->where == KARNE_WHERE_CANONICALS && check->reference_func != NULL)
    check->reference_func (value, TRUE, check->data);
  if (frame->bracket != '{')
    return;
  if (frame->where <= KARNE_WHERE_TAG)
    karne_notes_take (check->notes, frame->where, frame->key, value);
  if (frame->where >= KARNE_WHERE_RESOURCE)
    note_reference (check, frame->key, value);
}

static inline gboolean
check_string_value (Check *check)
{
  KarneSpan content;
  gboolean has_escapes;

  if (!check_string (check, &content, &has_escapes))
    return FALSE;
  note_string (check, &check->frames[check->depth], content);
  return TRUE;
}

/* --- Numbers and words ----------------------------------------------------------------------- */

static gboolean
check_digits (Check *check)
{
  if (check->p == check->end || !g_ascii_isdigit (*check->p))
    return fail_here (check);
  while (check->p < check->end && g_ascii_isdigit (*check->p))
    check->p++;
  return TRUE;
}

static gboolean
check_fraction (Check *check)
{
  if (!next_is (check, '.'))
    return TRUE;
  check->p++;
  return check_digits (check);
}

static gboolean
check_exponent (Check *check)
{
  if (!next_is (check, 'e') && !next_is (check, 'E'))
    return TRUE;
  check->p++;
  if (next_is (check, '+') || next_is (check, '-'))
    check->p++;
  return check_digits (check);
}

static gboolean
check_number (Check *check)
{
  if (next_is (check, '-'))
    check->p++;
  if (next_is (check, '0'))
    check->p++;
  else if (!check_digits (check))
    return FALSE;
  return check_fraction (check) && check_exponent (check);
}

static gboolean
check_word (Check *check, const char *word)
{
  for (; *word != '\0'; word++, check->p++)
    if (!next_is (check, *word))
      return fail_here (check);
  return TRUE;
}

/* --- Objects and arrays ---------------------------------------------------------------------- */

static KarneWhere
where_of_child (Check *check, const Frame *parent, char bracket)
{
  if (check->notes == NULL)
    return KARNE_WHERE_OUTSIDE;
  if (check->depth == 0)
    return bracket == '{' ? check->root : KARNE_WHERE_OUTSIDE;
  if (parent->where == KARNE_WHERE_OUTSIDE)
    return KARNE_WHERE_OUTSIDE;
  return karne_where_child (parent->where, parent->key, bracket);
}

static gboolean
open_container (Check *check)
{
  const Frame *parent = &check->frames[check->depth];
  Frame *frame;

  if (check->depth == KARNE_JSON_MAX_DEPTH)
    return fail (check, KARNE_FLAW_DEPTH, check->p);
  frame = &check->frames[check->depth + 1];
  frame->bracket = *check->p;
  frame->where = where_of_child (check, parent, *check->p);
  frame->has_items = FALSE;
  frame->key = (KarneSpan){ "", 0 };
  frame->first_key = check->keys.n_keys;
  frame->table = (KarneKeyTable){ NULL, 0 };
  if (frame->where == KARNE_WHERE_RESOURCE)
    check->notes->resource.text = check->p;
  check->depth++;
  check->p++;
  return TRUE;
}

static gboolean
close_container (Check *check)
{
  Frame *frame = &check->frames[check->depth--];

  check->p++;
  if (frame->where == KARNE_WHERE_RESOURCE)
    check->notes->resource.len = (gsize) (check->p - check->notes->resource.text);
  check->keys.n_keys = frame->first_key;
  if (frame->table.slots != NULL)
    karne_key_table_clear (&frame->table);
  return TRUE;
}

static inline gboolean
check_key (Check *check, Frame *frame)
{
  const char *start = check->p;
  gboolean has_escapes;

  if (!next_is (check, '"'))
    return fail_here (check);
  if (!check_string (check, &frame->key, &has_escapes))
    return FALSE;
  if (has_escapes)
    frame->key = karne_keys_unescape (&check->keys, frame->key);
  if (!karne_keys_add (&check->keys, frame->first_key, &frame->table, frame->key))
    return fail (check, KARNE_FLAW_DUPLICATE_KEY, start);
  skip_space (check);
  if (!next_is (check, ':'))
    return fail_here (check);
  check->p++;
  skip_space (check);
  return TRUE;
}

static gboolean
check_value (Check *check)
{
  if (check->p == check->end)
    return fail_here (check);
  switch (*check->p)
    {
    case '"':
      return check_string_value (check);
    case '{':
    case '[':
      return open_container (check);
    case 't':
      return check_word (check, "true");
    case 'f':
      return check_word (check, "false");
    case 'n':
      return check_word (check, "null");
    default:
      return check_number (check);
    }
}

/* The next item of the innermost open container, or its end. */
static inline gboolean
check_next (Check *check)
{
  Frame *frame = &check->frames[check->depth];

  skip_space (check);
  if (next_is (check, frame->bracket + 2)) /* in ASCII, `}` and `]` come two after `{` and `[` */
    return close_container (check);
  if (frame->has_items && !next_is (check, ','))
    return fail_here (check);
  if (frame->has_items)
    check->p++;
  frame->has_items = TRUE;
  skip_space (check);
  if (frame->bracket == '{' && !check_key (check, frame))
    return FALSE;
  return check_value (check);
}

static gboolean
check_text (Check *check)
{
  skip_space (check);
  if (check->root != KARNE_WHERE_OUTSIDE && check->p < check->end && !next_is (check, '{'))
    return fail_here (check);
  if (!check_value (check))
    return FALSE;
  while (check->depth > 0)
    if (!check_next (check))
      return FALSE;
  skip_space (check);
  return check->p == check->end || fail_here (check);
}

static KarneFlaw
run (Check *check, const char *text, gsize len, gsize *offset)
{
  check->text = check->p = text;
  check->end = text + len;
  check->flaw = KARNE_FLAW_NONE;
  check->flaw_at = text;
  check->depth = 0;
  check->frames[0].bracket = '\0';
  check->frames[0].where = KARNE_WHERE_OUTSIDE;
  karne_keys_init (&check->keys);
  check_text (check);
  for (; check->depth > 0; check->depth--)
    karne_key_table_clear (&check->frames[check->depth].table);
  karne_keys_clear (&check->keys);
  if (offset != NULL)
    *offset = (gsize) (check->flaw_at - text);
  return check->flaw;
}

KarneFlaw
karne_json_check (const char *text, gsize len, gsize *offset)
{
  Check check;

  check.root = KARNE_WHERE_OUTSIDE;
  check.notes = NULL;
  check.reference_func = NULL;
  check.data = NULL;
  return run (&check, text, len, offset);
}

/* --- What the store needs of a resource ------------------------------------------------------ */

static gboolean
type_is_valid (KarneSpan type)
{
  if (type.len == 0 || type.len > 64 || !g_ascii_isupper (type.text[0]))
    return FALSE;
  for (gsize i = 1; i < type.len; i++)
    if (!g_ascii_isalpha (type.text[i]))
      return FALSE;
  return TRUE;
}

/* Answers about records, and not records: a server need not give them an id. */
static gboolean
type_needs_id (KarneSpan type)
{
  static const char *const answers[] = { "Bundle", "CapabilityStatement", "OperationOutcome",
                                         "Parameters" };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (karne_key_is (type, answers[i]))
      return FALSE;
  return TRUE;
}

static gboolean
needs_resource (const KarneEntryNotes *notes)
{
  return notes->response_status.text == NULL && notes->request_method.text == NULL;
}

static KarneFlaw
judge_resource (const KarneEntryNotes *notes)
{
  if (notes->type.text == NULL)
    return KARNE_FLAW_NO_TYPE;
  if (!type_is_valid (notes->type))
    return KARNE_FLAW_WRONG_TYPE;
  if (!type_needs_id (notes->type) || karne_span_equal (notes->search_mode, "outcome"))
    return KARNE_FLAW_NONE;
  if (notes->id.text == NULL)
    return KARNE_FLAW_NO_ID;
  return karne_fhir_id_is_safe (notes->id.text, notes->id.len) ? KARNE_FLAW_NONE
                                                               : KARNE_FLAW_UNSAFE_ID;
}

static KarneFlaw
judge (const KarneEntryNotes *notes, const char **at)
{
  KarneFlaw flaw;

  if (notes->resource.text == NULL)
    return needs_resource (notes) ? KARNE_FLAW_NO_RESOURCE : KARNE_FLAW_NONE;
  flaw = judge_resource (notes);
  if (flaw == KARNE_FLAW_NO_TYPE || flaw == KARNE_FLAW_NO_ID)
    *at = notes->resource.text;
  else if (flaw != KARNE_FLAW_NONE)
    *at = flaw == KARNE_FLAW_WRONG_TYPE ? notes->type.text : notes->id.text;
  return flaw;
}

KarneFlaw
karne_json_check_entry (const char *text,
                        gsize len,
                        gboolean lone,
                        KarneEntryNotes *notes,
                        KarneReferenceFunc reference_func,
                        gpointer data,
                        gsize *offset)
{
  Check check;
  const char *at = text;
  KarneFlaw flaw;

  *notes = (KarneEntryNotes){ .subsetted = FALSE };
  check.root = lone ? KARNE_WHERE_RESOURCE : KARNE_WHERE_ENTRY;
  check.notes = notes;
  check.reference_func = reference_func;
  check.data = data;
  flaw = run (&check, text, len, offset);
  if (flaw != KARNE_FLAW_NONE)
    {
      karne_notes_guess (notes, text, len, lone);
      return flaw;
    }
  flaw = judge (notes, &at);
  if (offset != NULL && flaw != KARNE_FLAW_NONE)
    *offset = (gsize) (at - text);
  return flaw;
}

gboolean
karne_fhir_id_is_safe (const char *id, gsize len)
{
  if (len == 0 || len > 64)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (id[i]) && id[i] != '-' && id[i] != '.')
      return FALSE;
  /* In a URL these two are not names but steps to another folder. */
  return !(id[0] == '.' && (len == 1 || (len == 2 && id[1] == '.')));
}
