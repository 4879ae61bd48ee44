/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-store-private.h"

G_BEGIN_DECLS

/* Where the pull of one kind from one source stands. Times are the server's, FHIR instants as text.
 * `resume` is saved with each page, in its transaction; `cursor` moves only in that of the last
 * page. */
typedef struct
{
  char *cursor;  /* (nullable) nothing that the server committed before is missing here; NULL: never
                    pulled whole */
  char *resume;  /* (nullable) link of the next page of the pull under way */
  char *started; /* (nullable) server's time when the pull under way began: the next cursor */
  gint64 received;   /* entries of the pull under way so far */
  gint64 total;      /* as the server says; -1 unknown */
  char *state;       /* (nullable) NULL never, "running", "whole", "partial", "refused", "failed" */
  char *listed;      /* (nullable) server's time of the last listing of all ids */
  char *list_resume; /* (nullable) link of the next page of the listing under way */
  gint64 list_total; /* what the server's count was at the end of the last listing; -1 unknown */
  gint64 list_here;  /* and ours, at the same moment: when both still stand, a difference is known
                        and no news */
} KarnePullState;

void karne_pull_state_free (KarnePullState *self);
KarnePullState *karne_pull_state_copy (const KarnePullState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarnePullState, karne_pull_state_free)

/* Inside a store job. A kind that was never pulled has a state of NULLs, zeroes and -1s. */
KarnePullState *
karne_pull_state_load (sqlite3 *db, gint64 source, const char *kind, GError **error);
gboolean karne_pull_state_save (sqlite3 *db,
                                gint64 source,
                                const char *kind,
                                const KarnePullState *state,
                                GError **error);

/* The listing under way: what the server has now, and in which version; where it has none, by the
 * time of its last change. */
gboolean karne_listing_clear (sqlite3 *db, gint64 source, const char *kind, GError **error);
gboolean karne_listing_add (sqlite3 *db,
                            gint64 source,
                            const char *kind,
                            const char *id,
                            const char *version,
                            const char *updated,
                            GError **error);
/* At most limit ids that are here and not in the listing (transfer full, GPtrArray of char*). */
GPtrArray *karne_listing_find_missing (sqlite3 *db,
                                       gint64 source,
                                       const char *kind,
                                       guint limit,
                                       GError **error);
/* At most limit ids that are in the listing and not here, or here with another version, and not
 * known to be in quarantine in that version. */
GPtrArray *karne_listing_find_unread (sqlite3 *db,
                                      gint64 source,
                                      const char *kind,
                                      guint limit,
                                      GError **error);

/* Takes a resource out: it was deleted on the server (410), or access to it was withdrawn (403,
 * 404). Notes the change. */
typedef enum
{
  KARNE_GONE_DELETED,
  KARNE_GONE_WITHDRAWN,
} KarneGone;
/* Remembers that it was here. version, updated: (nullable) the last that were known of it, where
 * it is not here any more. */
gboolean karne_resource_note_gone (sqlite3 *db,
                                   gint64 source,
                                   const char *kind,
                                   const char *id,
                                   KarneGone why,
                                   const char *since,
                                   const char *version,
                                   const char *updated,
                                   GError **error);
gboolean karne_resource_remove (KarneStore *store,
                                sqlite3 *db,
                                gint64 source,
                                const char *kind,
                                const char *id,
                                KarneGone why,
                                const char *since,
                                GError **error);

/* Whether this version is here already (or newer), or in quarantine. */
gboolean karne_resource_is_known (sqlite3 *db,
                                  gint64 source,
                                  const char *kind,
                                  const char *id,
                                  const char *version,
                                  const char *updated);
/* Resources of this kind from this source: stored plus in quarantine. */
gint64 karne_resource_count (sqlite3 *db, gint64 source, const char *kind);
/* Whether this one is among them. */
gboolean karne_resource_is_here (sqlite3 *db, gint64 source, const char *kind, const char *id);
/* Those stored whose meta.lastUpdated is not before that instant; -1 when it cannot be told. */
gint64
karne_resource_count_since (sqlite3 *db, gint64 source, const char *kind, const char *instant);
/* The newest meta.lastUpdated of those stored, NULL where there is none. */
gboolean karne_resource_find_newest (sqlite3 *db,
                                     gint64 source,
                                     const char *kind,
                                     char **updated,
                                     GError **error);

/* What resources here refer to and which has not come: at most limit, tried less than max_tries
 * times. GPtrArray of "Kind/id"; for Questionnaire, the canonical as written. */
GPtrArray *karne_wanted_list (sqlite3 *db,
                              gint64 source,
                              const char *kind,
                              guint max_tries,
                              guint limit,
                              GError **error);
gboolean karne_wanted_note_try (sqlite3 *db,
                                gint64 source,
                                const char *kind,
                                const char *id,
                                const char *outcome,
                                GError **error);
/* How far the naming of authors has come: begin with zeroes. */
typedef struct
{
  char *reference; /* (owned) (nullable) */
  gint64 row;
  gboolean past_roles;
  gboolean is_done;
} KarneNaming;

void karne_naming_clear (KarneNaming *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KarneNaming, karne_naming_clear)

/* Gives documents and others the name of their author once the Practitioner, Organization… that
 * they refer to is here, and answers the title of their Questionnaire. At most limit rows are
 * looked at: call it until it is done, in jobs of their own. */
gboolean karne_resource_name_authors (KarneStore *store,
                                      sqlite3 *db,
                                      gint64 source,
                                      KarneNaming *naming,
                                      guint limit,
                                      GError **error);

/* What a sync leaves about its source. NULL members are left as they are. */
gboolean karne_source_save_gifts (sqlite3 *db, gint64 source, const char *gifts, GError **error);
gboolean karne_source_save_outcome (sqlite3 *db,
                                    gint64 source,
                                    const char *pulled,
                                    gint64 checked,
                                    const char *trouble,
                                    GError **error);

G_END_DECLS
