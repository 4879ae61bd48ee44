/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "access/karne-habilitation.h"
#include "store/karne-store.h"

G_BEGIN_DECLS

/**
 * KarneRole:
 * @KARNE_ROLE_PERSON: the person whose record it is
 * @KARNE_ROLE_REPRESENTATIVE: a parent or a legal representative
 * @KARNE_ROLE_HELPER: somebody whom the person lets look: an adviser, a companion, a professional.
 *   What that one sees is in the habilitation matrix: see [ctor@View.new_for_helper]
 *
 * Who reads.
 */
typedef enum
{
  KARNE_ROLE_PERSON,
  KARNE_ROLE_REPRESENTATIVE,
  KARNE_ROLE_HELPER,
} KarneRole;

/**
 * KarneRecordState:
 * @KARNE_RECORD_SENT: the server has it as it is here
 * @KARNE_RECORD_WAITING: changed here, to be sent
 * @KARNE_RECORD_SENDING: being sent: what came of it is not known yet
 * @KARNE_RECORD_PARKED: the server refused what was changed here
 * @KARNE_RECORD_CONFLICT: both sides changed it, and the person has not decided yet
 *
 * Where a resource stands between here and its server.
 */
typedef enum
{
  KARNE_RECORD_SENT,
  KARNE_RECORD_WAITING,
  KARNE_RECORD_SENDING,
  KARNE_RECORD_PARKED,
  KARNE_RECORD_CONFLICT,
} KarneRecordState;

/**
 * KarneItem:
 * @source: number of its source
 * @kind: FHIR resource type
 * @id: id there
 * @version: (nullable): meta.versionId
 * @updated: (nullable): meta.lastUpdated as the server sent it
 * @date: (nullable): the date that matters for its kind, as sent: may be a year, a month, a day or
 * an instant
 * @until: (nullable): end of its period, as sent
 * @title: (nullable): what a list shows of it
 * @author: (nullable): name of who made it, when known
 * @category: (nullable): its category in words or as a code
 * @code: (nullable): what it is about, as `system|code`
 * @status: (nullable): as sent
 * @detail: (nullable): one more thing worth a column: the value of a measure with its unit, the
 * dose of a vaccination
 * @title_only: the reader may know that it is there, and no more: @code, @detail and what is in it
 * are not told
 * @masked: it is labelled as hidden from professionals (MASQUE_PS)
 * @n_contents: how many contents a document has, 0 for any other kind
 * @size: bytes of the first of them, -1 when that is not known
 * @here: the first of them is wholly on this computer
 * @state: where it stands between here and its server
 *
 * One line of a list, as lifted from the resource. Nothing in it is interpreted.
 */
typedef struct
{
  gint64 source;
  char *kind;
  char *id;
  char *version;
  char *updated;
  char *date;
  char *until;
  char *title;
  char *author;
  char *category;
  char *code;
  char *status;
  char *detail;
  gboolean title_only;
  gboolean masked;
  guint n_contents;
  gint64 size;
  gboolean here;
  KarneRecordState state;
} KarneItem;

#define KARNE_TYPE_ITEM (karne_item_get_type ())
KARNE_API
GType karne_item_get_type (void);
KARNE_API
KarneItem *karne_item_copy (const KarneItem *self);
KARNE_API
void karne_item_free (KarneItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneItem, karne_item_free)

/**
 * KarneQuarantined:
 *
 * Something that came from a server and could not be taken in, with the reason.
 */
typedef struct
{
  gint64 source;
  char *kind; /* (nullable) */
  char *id;   /* (nullable) */
  char *flaw; /* nick of the reason: see `karne_flaw_to_words` */
  guint64 size;
} KarneQuarantined;

#define KARNE_TYPE_QUARANTINED (karne_quarantined_get_type ())
KARNE_API
GType karne_quarantined_get_type (void);
KARNE_API
KarneQuarantined *karne_quarantined_copy (const KarneQuarantined *self);
KARNE_API
void karne_quarantined_free (KarneQuarantined *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneQuarantined, karne_quarantined_free)

#define KARNE_TYPE_VIEW (karne_view_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneView, karne_view, KARNE, VIEW, GObject)

/* Every read goes through a view: who reads, and for what purposes. What the labels of a document
 * forbid to that reader is not there for any of these. */
KARNE_API
KarneView *karne_view_new (KarneStore *store, KarneRole role, const char *const *purposes);
KARNE_API
KarneView *karne_view_new_for_helper (KarneStore *store,
                                      KarneHabilitation *matrix,
                                      const char *role,
                                      const char *const *purposes);
KARNE_API
void karne_view_set_helper (KarneView *self, const char *name, const char *structure);
KARNE_API
KarneAccessLevel karne_view_get_level (KarneView *self, const char *kind);

/**
 * KarneQuery:
 * @kind: (nullable): FHIR resource type; %NULL for all of them
 * @ascending: oldest first, rather than newest first
 * @from: (nullable): FHIR date; only lines of it or later
 * @until: (nullable): FHIR date; only lines of it or earlier
 * @status: (nullable): only lines of this status, or of one of these, with commas between them
 * @other_status: (nullable): only lines of another status than this, or than any of these: what has
 * none counts as another
 * @category: (nullable): only lines of this category
 * @code: (nullable): only lines of this code, with its system (`system|code`) or without
 * @latest: of each code the newest line alone, whatever the other limits are; @kind must be given,
 * and in a search it counts for nothing
 * @here_only: only documents whose first content is wholly on this computer
 * @undated: only lines without a date that can be put in order
 * @offset: how many lines are passed over
 * @limit: how many lines at most; 0 for 50
 *
 * What is asked of a view.
 */
typedef struct
{
  const char *kind; /* (nullable) all kinds */
  gboolean ascending;
  const char *from;         /* (nullable) inclusive */
  const char *until;        /* (nullable) inclusive */
  const char *status;       /* (nullable) */
  const char *other_status; /* (nullable) */
  const char *category;     /* (nullable) */
  const char *code;         /* (nullable) */
  gboolean latest;
  gboolean here_only;
  gboolean undated;
  guint offset;
  guint limit; /* 0: 50 */
} KarneQuery;

#define KARNE_TYPE_QUERY (karne_query_get_type ())
KARNE_API
GType karne_query_get_type (void);
KARNE_API
KarneQuery *karne_query_copy (const KarneQuery *self);
KARNE_API
void karne_query_free (KarneQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneQuery, karne_query_free)

KARNE_API
GPtrArray *karne_view_list (KarneView *self, const KarneQuery *query, GError **error);
KARNE_API
void karne_view_list_async (KarneView *self,
                            const KarneQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
KARNE_API
GPtrArray *karne_view_list_finish (KarneView *self, GAsyncResult *result, GError **error);
KARNE_API
gint64 karne_view_count (KarneView *self, const KarneQuery *query, GError **error);

/* Words of any accents and case, all must be there, the last may be a beginning. Of more than 1,000
 * matches, among those that came last. */
KARNE_API
GPtrArray *karne_view_search (KarneView *self,
                              const char *text,
                              const char *kind,
                              guint limit,
                              GError **error);
KARNE_API
void karne_view_search_async (KarneView *self,
                              const char *text,
                              const char *kind,
                              guint limit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
KARNE_API
GPtrArray *karne_view_search_finish (KarneView *self, GAsyncResult *result, GError **error);

/**
 * KarneCategory:
 * @category: the category, in words or as a code: what [property@List:category] takes
 * @n: how many lines have it
 *
 * A category of which there are lines.
 */
typedef struct
{
  char *category;
  guint n;
} KarneCategory;

#define KARNE_TYPE_CATEGORY (karne_category_get_type ())
KARNE_API
GType karne_category_get_type (void);
KARNE_API
KarneCategory *karne_category_copy (const KarneCategory *self);
KARNE_API
void karne_category_free (KarneCategory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCategory, karne_category_free)

/* The categories of a kind, the most frequent first: what the view hides is not counted. */
KARNE_API
GPtrArray *karne_view_list_categories (KarneView *self, const char *kind, GError **error);
KARNE_API
void karne_view_list_categories_async (KarneView *self,
                                       const char *kind,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
KARNE_API
GPtrArray *
karne_view_list_categories_finish (KarneView *self, GAsyncResult *result, GError **error);

/* One item, and its whole resource as JSON text with every number and string as sent, diverted
 * attachments put back when whole. NOT_FOUND. source 0: whichever has it. */
KARNE_API
KarneItem *
karne_view_get (KarneView *self, gint64 source, const char *kind, const char *id, GError **error);
KARNE_API
void karne_view_get_async (KarneView *self,
                           gint64 source,
                           const char *kind,
                           const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
KARNE_API
KarneItem *karne_view_get_finish (KarneView *self, GAsyncResult *result, GError **error);
KARNE_API
char *karne_view_get_json (KarneView *self,
                           gint64 source,
                           const char *kind,
                           const char *id,
                           gboolean whole,
                           GError **error);
KARNE_API
void karne_view_get_json_async (KarneView *self,
                                gint64 source,
                                const char *kind,
                                const char *id,
                                gboolean whole,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
KARNE_API
char *karne_view_get_json_finish (KarneView *self, GAsyncResult *result, GError **error);

/**
 * KarneFact:
 * @part: which part of the resource, from 1; 0 for the resource as a whole
 * @name: what is said: `with`, `place`, `text`, `reason`, `due`… See the SQL of its kind in
 * `store/sql/facts`
 * @value: as it was sent: words, a code or a date
 *
 * One thing that is said in a resource.
 */
typedef struct
{
  guint part;
  char *name;
  char *value;
} KarneFact;

#define KARNE_TYPE_FACT (karne_fact_get_type ())
KARNE_API
GType karne_fact_get_type (void);
KARNE_API
KarneFact *karne_fact_copy (const KarneFact *self);
KARNE_API
void karne_fact_free (KarneFact *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneFact, karne_fact_free)

KARNE_API
GPtrArray *karne_view_list_facts (KarneView *self,
                                  gint64 source,
                                  const char *kind,
                                  const char *id,
                                  GError **error);
KARNE_API
void karne_view_list_facts_async (KarneView *self,
                                  gint64 source,
                                  const char *kind,
                                  const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KARNE_API
GPtrArray *karne_view_list_facts_finish (KarneView *self, GAsyncResult *result, GError **error);
KARNE_API
void karne_view_list_line_facts_async (KarneView *self,
                                       gint64 source,
                                       const char *kind,
                                       const char *id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
KARNE_API
GPtrArray *
karne_view_list_line_facts_finish (KarneView *self, GAsyncResult *result, GError **error);

KARNE_API
GPtrArray *karne_view_list_quarantined (KarneView *self, GError **error);
KARNE_API
void karne_view_list_quarantined_async (KarneView *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
KARNE_API
GPtrArray *
karne_view_list_quarantined_finish (KarneView *self, GAsyncResult *result, GError **error);
/* The bytes as they came; NOT_FOUND where they may be hidden from the reader. */
KARNE_API
GBytes *karne_view_get_quarantined (KarneView *self,
                                    gint64 source,
                                    const char *kind,
                                    const char *id,
                                    GError **error);

G_END_DECLS
