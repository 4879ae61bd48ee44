/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-fields-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"

/* Elements of R4 that come in several forms, of which a resource has one. Those that only look so
 * (reasonCode and reasonReference are two lists) are not among them. */
static const char *const choices[] = {
  "abatement",    "age",         "allowed",   "asNeeded",      "author",        "bodySite",
  "born",         "bounds",      "collected", "content",       "created",       "deceased",
  "defaultValue", "definition",  "detail",    "diagnosis",     "doseNumber",    "dose",
  "due",          "effective",   "entity",    "fastingStatus", "identified",    "item",
  "location",     "medication",  "minimum",   "module",        "multipleBirth", "occurred",
  "occurrence",   "onset",       "performed", "product",       "rate",          "reported",
  "scheduled",    "seriesDoses", "serviced",  "source",        "start",         "statusReason",
  "subject",      "substance",   "target",    "time",          "timing",        "topic",
  "used",         "value",
};

static const char *const types[] = {
  "Address",      "Age",        "Annotation", "Attachment",      "Base64Binary",
  "Boolean",      "Canonical",  "Code",       "CodeableConcept", "Coding",
  "ContactPoint", "Count",      "Date",       "DateTime",        "Decimal",
  "Distance",     "Dosage",     "Duration",   "Expression",      "HumanName",
  "Id",           "Identifier", "Instant",    "Integer",         "Markdown",
  "Meta",         "Money",      "Oid",        "Period",          "PositiveInt",
  "Quantity",     "Range",      "Ratio",      "Reference",       "SampledData",
  "Signature",    "String",     "Time",       "Timing",          "UnsignedInt",
  "Uri",          "Url",        "Uuid",
};

static gboolean
is_one_of (const char *text, gsize len, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    if (strncmp (words[i], text, len) == 0 && words[i][len] == '\0')
      return TRUE;
  return FALSE;
}

#define IS_ONE_OF(text, len, words) is_one_of (text, len, words, G_N_ELEMENTS (words))

/* Lists of codes beside lists of references: both may be there (locationCode). */
static gboolean
is_list_of_codes (const char *type, gsize stem)
{
  return g_str_equal (type, "Code") && stem != strlen ("value") && stem != strlen ("defaultValue");
}

/* How long the stem of a choice is; 0 where it is none. */
static gsize
find_stem (const char *name)
{
  gsize len = strlen (name);

  for (gsize i = 1; i < len; i++)
    if (g_ascii_isupper (name[i]) && IS_ONE_OF (name + i, len - i, types) &&
        IS_ONE_OF (name, i, choices) && !is_list_of_codes (name + i, i))
      return i;
  return 0;
}

char *
karne_field_of_member (KarneSpan name)
{
  g_autofree char *plain = karne_json_unescape (name);
  const char *start = plain[0] == '_' ? plain + 1 : plain;
  gsize stem = find_stem (start);

  return stem > 0 ? g_strdup_printf ("%.*s[x]", (int) stem, start) : g_strdup (start);
}

/* What is said together */

typedef struct
{
  const char *kind; /* NULL: of any element */
  const char *field;
  const char *with;
} Together;

static const char *
find_together (const Together *table, gsize n, const char *kind, const char *field)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (table[i].field, field) &&
        (table[i].kind == NULL || g_strcmp0 (table[i].kind, kind) == 0))
      return table[i].with;
  return NULL;
}

/* The judgement of a value, or why there is none, is of that value; the end is of that beginning,
 * the expiry of that lot. */
const char *
karne_field_goes_with (const char *kind, const char *field)
{
  static const Together table[] = {
    { NULL, "interpretation", "value[x]" },
    { NULL, "dataAbsentReason", "value[x]" },
    { "Appointment", "end", "start" },
    { "Appointment", "minutesDuration", "start" },
    { "Slot", "end", "start" },
    { "Immunization", "expirationDate", "lotNumber" },
  };

  return find_together (table, G_N_ELEMENTS (table), kind, field);
}

/* A value found for one thing is not that of another, nor is the lot of one vaccine. */
const char *
karne_field_means_with (const char *kind, const char *field)
{
  static const Together table[] = {
    { "Observation", "code", "value[x]" },
    { "Immunization", "vaccineCode", "lotNumber" },
  };

  return kind != NULL ? find_together (table, G_N_ELEMENTS (table), kind, field) : NULL;
}

/* What is one thing */

/* By what the element is called: datatypes of which half would be of nobody, a contained resource,
 * whose id is of this text only, and the provision of a consent, which permits or denies all that
 * it names. */
static gboolean
is_whole_by_name (const char *name)
{
  static const char *const names[] = {
    "address",
    "applies",
    "attachment",
    "coding",
    "contained",
    "dosage",
    "doseAndRate",
    "during",
    "dosageInstruction",
    "image",
    "name",
    "period",
    "photo",
    "planningHorizon",
    "presentedForm",
    "provision",
    "quantity",
    "referenceRange",
    "repeat",
    "security",
    "signature",
    "tag",
    "text",
    "timing",
  };
  static const char *const ends[] = { "Period", "Quantity", "Range", "Timing" };

  if (IS_ONE_OF (name, strlen (name), names))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (name, ends[i]))
      return TRUE;
  return FALSE;
}

/* By the form of a choice. */
static gboolean
is_whole_by_type (const char *name)
{
  static const char *const merged[] = { "CodeableConcept", "Identifier", "ContactPoint", "Meta" };
  gsize stem = find_stem (name);

  return stem > 0 && !IS_ONE_OF (name + stem, strlen (name + stem), merged);
}

enum
{
  UNIT = 1 << 0,
  COMPARATOR = 1 << 1,
  VALUE = 1 << 2,
  CODE = 1 << 3,
  SYSTEM = 1 << 4,
  DISPLAY = 1 << 5,
  REFERENCE = 1 << 6,
  IDENTIFIER = 1 << 7,
  CONTENT_TYPE = 1 << 8,
  URL = 1 << 9,
  HASH = 1 << 10,
  SIZE = 1 << 11,
  FAMILY = 1 << 12,
  GIVEN = 1 << 13,
  LOW = 1 << 14,
  HIGH = 1 << 15,
  NUMERATOR = 1 << 16,
  DENOMINATOR = 1 << 17,
  DIV = 1 << 18,
  CURRENCY = 1 << 19,
};

static guint
look_at (KarneSpan object)
{
  static const char *const names[] = {
    "unit",       "comparator",  "value",     "code",        "system", "display",  "reference",
    "identifier", "contentType", "url",       "hash",        "size",   "family",   "given",
    "low",        "high",        "numerator", "denominator", "div",    "currency",
  };
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;
  guint found = 0;

  karne_json_walk_init (&walk, object);
  while (karne_json_walk_next (&walk, &key, &value))
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      if (karne_span_equal (key, names[i]))
        found |= 1u << i;
  return found;
}

static gboolean
has_all (guint found, guint wanted)
{
  return (found & wanted) == wanted;
}

/* An element that no table knows, of a profile or of a later FHIR: by what it is made of. A value
 * of one side with the unit of the other would be a measure that nobody took; a code with the
 * display of another, or an address with the hash of another file, would say two things. */
static gboolean
is_whole_by_look (KarneSpan object)
{
  guint found = look_at (object);

  return (found & (UNIT | COMPARATOR)) != 0 || has_all (found, VALUE | CODE) || /* Quantity */
         has_all (found, VALUE | CURRENCY) ||                                   /* Money */
         has_all (found, CODE | SYSTEM) || has_all (found, CODE | DISPLAY) ||   /* Coding */
         (found & REFERENCE) != 0 || has_all (found, IDENTIFIER | DISPLAY) ||   /* Reference */
         (found & CONTENT_TYPE) != 0 ||                                         /* Attachment */
         (has_all (found, URL) && (found & (HASH | SIZE)) != 0) ||              /* Attachment */
         (found & (FAMILY | GIVEN)) != 0 ||                                     /* HumanName */
         has_all (found, LOW | HIGH) ||                                         /* Range */
         (found & (NUMERATOR | DENOMINATOR)) != 0 ||                            /* Ratio */
         (found & DIV) != 0;                                                    /* Narrative */
}

gboolean
karne_field_is_whole (const char *name, KarneSpan object)
{
  if (karne_json_first (object) != '{')
    return FALSE;
  return is_whole_by_name (name) || is_whole_by_type (name) ||
         (!g_str_equal (name, "item") && is_whole_by_look (object));
}

/* Two codings are two names of one thing as long as one side alone gives it another. */
gboolean
karne_field_is_exclusive (const char *name)
{
  static const char *const names[] = { "answer", "coding", "protocolApplied" };

  return IS_ONE_OF (name, strlen (name), names);
}
