/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-json-canon-private.h"
#include "write/karne-draft.h"

G_BEGIN_DECLS

#define KARNE_MESURES "https://interop.esante.gouv.fr/ig/fhir/mesures/StructureDefinition/"
#define KARNE_FR_CORE "https://hl7.fr/ig/fhir/core/StructureDefinition/"
#define KARNE_LOINC "http://loinc.org"
#define KARNE_PARTICIPATION "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"

KarneDraft *karne_draft_new (void);
/* id NULL: a new resource. Takes json. */
void karne_draft_take (KarneDraft *self, const char *kind, const char *id, char *json);

/* Puts another text in place of its only resource. Takes json. */
void karne_draft_replace (KarneDraft *self, char *json);

/* A resource as it is being written: members one after the other, in the order of the calls. */
typedef struct
{
  GString *text;
} KarneWriter;

void karne_writer_begin (KarneWriter *self, const char *kind, const char *profile);
/* value NULL: nothing is written. */
void karne_writer_string (KarneWriter *self, const char *name, const char *value);
void karne_writer_boolean (KarneWriter *self, const char *name, gboolean value);
/* A value that is JSON already. */
void karne_writer_raw (KarneWriter *self, const char *name, const char *json);
void karne_writer_patient (KarneWriter *self, const char *name, const char *patient);
/* A Reference that only says how what it refers to is called. NULL: nothing is written. */
void karne_writer_display (KarneWriter *self, const char *name, const char *display);
/* A CodeableConcept; each of the four may be NULL. */
void karne_writer_concept (KarneWriter *self,
                           const char *name,
                           const char *system,
                           const char *code,
                           const char *display,
                           const char *text);
/* (transfer full) */
char *karne_writer_end (KarneWriter *self);
char *karne_writer_make_concept (const char *system,
                                 const char *code,
                                 const char *display,
                                 const char *text);

/* (transfer full) The text of an object with one member put in place of what it was, or taken out
 * (NULL): all else stays byte for byte. */
char *karne_writer_put (const char *json, const char *name, const char *value);

/* Input: (transfer full) the text without what surrounds it; EMPTY. */
char *karne_input_text (const char *text, GError **error);
/* A number as FHIR writes it: point for comma, no spaces, digits as they were written.
 * NOT_A_NUMBER, NEGATIVE. */
char *karne_input_number (const char *text, GError **error);
/* A date, a month, a year, or an instant with its zone. INVALID, FUTURE where it is behind `now`
 * (seconds; G_MAXINT64: it may be). */
gboolean karne_input_date (const char *text, gint64 now, GError **error);
/* FHIR instant of now, UTC. */
char *karne_input_instant (gint64 now);
/* "system|code" in two (transfer full). */
void karne_input_code (const char *text, char **system, char **code);

/* The number times 10^shift times factor / 10^digits, exactly, rounded to one decimal where a
 * factor is not 1; NULL where it is too long to be a measure. */
char *karne_decimal_convert (const char *number, int shift, gint64 factor, int digits);
/* Compares with a bound of so many tenths. */
int karne_decimal_compare (const char *number, gint64 tenths);

G_END_DECLS
