/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KARNE_JSON_MAX_DEPTH 200

/* Why a JSON text, or a FHIR entry, cannot be stored. The nick of each is stored in quarantine, so
 * that names may change here and the meaning of old rows does not: append only. */
typedef enum
{
  KARNE_FLAW_NONE,
  KARNE_FLAW_GRAMMAR,       /* "grammar": not JSON by RFC 8259 (JSON5-isms included) */
  KARNE_FLAW_UTF8,          /* "utf8" */
  KARNE_FLAW_NUL,           /* "nul": a NUL, raw or as \u0000 */
  KARNE_FLAW_SURROGATE,     /* "surrogate": half of a pair of \u escapes */
  KARNE_FLAW_DUPLICATE_KEY, /* "duplicate-key" */
  KARNE_FLAW_DEPTH,         /* "depth": deeper than 200 */
  KARNE_FLAW_TOO_LARGE,     /* "too-large": an entry over 2 MiB after attachments were diverted */
  KARNE_FLAW_NO_RESOURCE,   /* "no-resource": an entry without a resource */
  KARNE_FLAW_NO_TYPE,       /* "no-type": a resource without resourceType */
  KARNE_FLAW_WRONG_TYPE, /* "wrong-type": resourceType is not a FHIR type name, or not one that was
                            asked for */
  KARNE_FLAW_NO_ID,      /* "no-id" */
  KARNE_FLAW_UNSAFE_ID,  /* "unsafe-id": not [A-Za-z0-9.-]{1,64} */
  KARNE_FLAW_OTHER_PERSON, /* "other-person": belongs to somebody else */
  KARNE_FLAW_SUBSETTED,    /* "subsetted": incomplete, where a whole resource was asked for */
  KARNE_FLAW_SQL,          /* "sql": the store refused it */
  KARNE_FLAW_TRUNCATED,    /* "truncated": the text ends too early */
} KarneFlaw;

const char *karne_flaw_to_nick (KarneFlaw flaw);
KarneFlaw karne_flaw_from_nick (const char *nick);

/* A stretch of a text; `text` NULL means absent. Strings: what stands between the quotes, escapes
 * untouched. */
typedef struct
{
  const char *text;
  gsize len;
} KarneSpan;

/* What the one pass over an entry notes beside checking it. All point into the checked text. */
typedef struct
{
  KarneSpan
      resource; /* whole value of the member `resource` (or the whole text, for a lone resource) */
  KarneSpan type;            /* resource.resourceType, string content */
  KarneSpan id;              /* resource.id, string content */
  KarneSpan version;         /* resource.meta.versionId */
  KarneSpan updated;         /* resource.meta.lastUpdated */
  KarneSpan full_url;        /* entry.fullUrl */
  KarneSpan search_mode;     /* entry.search.mode: match, include, outcome */
  KarneSpan response_status; /* entry.response.status */
  KarneSpan response_etag;
  KarneSpan response_location;
  KarneSpan request_method; /* entry.request.method: history bundles */
  KarneSpan request_url;
  gboolean subsetted; /* meta.tag has the code SUBSETTED */
} KarneEntryNotes;

/* Called for each string value of a key named `reference`, anywhere in the resource, and of
 * `questionnaire` and `instantiatesCanonical` (canonical TRUE). */
typedef void (*KarneReferenceFunc) (KarneSpan value, gboolean canonical, gpointer data);

/* Checks one whole JSON text: strict RFC 8259, UTF-8, no NUL, no lone surrogate, no duplicate key,
 * depth. Returns the first flaw and its byte offset. One pass, no allocation for ordinary objects,
 * linear time for any. */
KarneFlaw karne_json_check (const char *text, gsize len, gsize *offset);

/* The same for a Bundle entry (`lone` FALSE) or a lone resource (`lone` TRUE), noting what the
 * store needs, and then that the resource has a type and a safe id (an entry of search.mode
 * outcome, and one without resource but with a response or a request, need none; nor do Bundle,
 * CapabilityStatement, OperationOutcome and Parameters, which are answers and not records). Of a
 * text that is no JSON, type, id and what stands beside the resource are noted as far as they can
 * be found. */
KarneFlaw karne_json_check_entry (const char *text,
                                  gsize len,
                                  gboolean lone,
                                  KarneEntryNotes *notes,
                                  KarneReferenceFunc reference_func,
                                  gpointer data,
                                  gsize *offset);

/* Unescapes the content of a checked JSON string. */
char *karne_json_unescape (KarneSpan span);
gboolean karne_span_equal (KarneSpan span, const char *string);

/* Walks the members of a checked object, or the items of a checked array; `value` is the whole
 * value, quotes included. Only on texts that karne_json_check() let through. */
typedef struct
{
  const char *p;
  const char *end;
  gboolean in_object;
} KarneJsonWalk;

void karne_json_walk_init (KarneJsonWalk *self, KarneSpan container);
gboolean karne_json_walk_next (KarneJsonWalk *self, KarneSpan *key, KarneSpan *value);
/* Whether a key, as it is spelled, has that name: FHIR never escapes one, JSON lets it. */
gboolean karne_json_key_is (KarneSpan key, const char *name);
gboolean karne_json_find (KarneSpan object, const char *name, KarneSpan *value);
char *karne_json_dup_string (KarneSpan value); /* unescaped; NULL where it is no string */

/* 1 to 64 of [A-Za-z0-9.-], and neither "." nor "..", which are steps to another folder in a URL.
 */
gboolean karne_fhir_id_is_safe (const char *id, gsize len);

G_END_DECLS
