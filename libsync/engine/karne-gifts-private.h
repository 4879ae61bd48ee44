/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-capability-private.h"

G_BEGIN_DECLS

#define KARNE_GIFTS_BATCH_MAX 64

/* Whether a server heeds the version that a change rests on. */
typedef enum
{
  KARNE_IF_MATCH_UNKNOWN,
  KARNE_IF_MATCH_HONOURED, /* it refused one that was not at that version */
  KARNE_IF_MATCH_IGNORED,  /* it wrote over one */
} KarneIfMatch;

/* What a server says it can do, and what it turned out to do: the second wins. Kept with the
 * source, as JSON. Of what nobody said anything, the best is assumed until the server refuses. */
typedef struct
{
  gboolean asked; /* for its CapabilityStatement */
  gboolean has_metadata;
  char *fhir_version;    /* (nullable) */
  guint batch;           /* requests it takes in one batch; 0: none */
  gboolean sort;         /* it knows `_sort` */
  gboolean include;      /* it knows `_include` */
  gboolean count;        /* it knows `_count` */
  gboolean summary;      /* it knows `_summary=count` */
  gboolean elements;     /* it knows `_elements` */
  gboolean last_updated; /* it limits a search by `_lastUpdated` */

  gboolean update_create;        /* it takes ids of ours, by PUT */
  gboolean update_create_proven; /* it took one */
  gboolean patch;                /* it knows JSON Patch */
  gboolean transaction;          /* it takes transactions */
  gboolean history;              /* it tells the versions of one resource */
  gboolean versions;             /* it keeps versions at all */
  KarneIfMatch if_match;

  GHashTable *kinds;  /* (nullable) declared kind -> GStrv of includes; NULL: nothing declared */
  GHashTable *writes; /* (nullable) declared kind -> KarneCapabilityWrites */

  gboolean changed; /* since it was read */
} KarneGifts;

KarneGifts *karne_gifts_new_for_json (const char *json);
char *karne_gifts_to_json (const KarneGifts *self);
void karne_gifts_free (KarneGifts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneGifts, karne_gifts_free)

/* capability NULL: there is none. */
void karne_gifts_take_capability (KarneGifts *self, const KarneCapability *capability);
/* Notes that the server does without something it was asked for. */
void karne_gifts_lose (KarneGifts *self, gboolean *gift);
void karne_gifts_set_batch (KarneGifts *self, guint batch);
/* It declares its kinds, and this is none of them. */
gboolean karne_gifts_lacks_kind (const KarneGifts *self, const char *kind);
gboolean karne_gifts_has_include (const KarneGifts *self, const char *kind, const char *include);

/* Whether something can be written, by what was declared and what turned out since. */
gboolean karne_gifts_can (const KarneGifts *self, const char *kind, KarneCapabilityWrites what);
/* Whether it takes ids of ours. */
gboolean karne_gifts_takes_ids (const KarneGifts *self, const char *kind);

G_END_DECLS
