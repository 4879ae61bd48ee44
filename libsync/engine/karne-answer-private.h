/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-exchange-private.h"
#include "fhir/karne-slicer-private.h"

G_BEGIN_DECLS

/* One entry of a small answer, or the lone resource that it is. */
typedef struct
{
  char *type;     /* (nullable) */
  char *id;       /* (nullable) */
  char *version;  /* (nullable) */
  char *updated;  /* (nullable) */
  char *mode;     /* (nullable) search.mode */
  char *status;   /* (nullable) response.status */
  char *location; /* (nullable) response.location */
  GBytes *text;   /* (nullable) the resource as sent */
  gboolean unfit; /* flawed, too much for an answer held in memory, or with attachments: to be read
                     alone, as a page */
} KarneAnswerEntry;

/* An answer that is small by what was asked: a batch-response, ids of a few resources, a count, an
 * OperationOutcome. Held in memory, up to a bound. What can be large goes through KarneIngest. */
typedef struct
{
  guint status;
  gint64 date; /* of the server, seconds since 1970, -1 unknown */
  KarnePageShape shape;
  gboolean complete;
  char *bundle_type;  /* (nullable) */
  char *next;         /* (nullable) */
  char *last_updated; /* (nullable) */
  gint64 total;       /* -1 not said */
  GPtrArray *entries; /* of KarneAnswerEntry */
  char *words;        /* (nullable) what the server says of its refusal */
  char *location;     /* (nullable) where it says that what was made is */
} KarneAnswer;

void karne_answer_free (KarneAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneAnswer, karne_answer_free)

/* Of a text in memory, for instance the Bundle inside an entry of a batch-response. */
KarneAnswer *karne_answer_new_for_text (const char *text, gsize len);
/* The entry when the answer is a whole lone resource of this type; NULL if it is something else. */
const KarneAnswerEntry *karne_answer_get_resource (const KarneAnswer *self, const char *type);
gboolean karne_answer_is_bundle (const KarneAnswer *self, const char *type);

/* Sends and reads the whole answer, again and again as far as `exchange` does. A 4xx is an answer.
 */
void karne_answer_fetch_async (KarneExchange *exchange,
                               KarneRequest *request,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* The same for what changes something: sent once, whatever becomes of it. */
void karne_answer_send_async (KarneExchange *exchange,
                              KarneRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
KarneAnswer *karne_answer_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
