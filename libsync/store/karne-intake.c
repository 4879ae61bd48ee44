/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-intake-private.h"

#include <string.h>

#include "fhir/karne-kind-private.h"
#include "karne-error.h"
#include "store/karne-newer-private.h"
#include "store/karne-outbox-private.h"
#include "store/karne-references-private.h"
#include "store/karne-row-private.h"
#include "store/karne-sql-private.h"

#define MAX_OUTCOMES 8
/* A piece of content weighs as much in a transaction as this many rows. */
#define PIECE_WEIGHT 32

struct _KarneIntake
{
  KarneStore *store;   /* (unowned): outlives its ingest */
  sqlite3 *db;         /* (unowned) */
  KarneSource *source; /* (owned) */
  char *kind;          /* (owned) what was asked for */
  KarneIngestFlags flags;
  KarnePage *page;             /* (owned) */
  GPtrArray *collected;        /* (owned) of GBytes */
  KarneReferences *references; /* (owned) of the entry under way */
  GArray *contents;            /* (owned) of gint64: rows of the attachments diverted out of it */
  gboolean expects_new;        /* the entry before was new */
  gboolean has_quarantine;     /* whether it is worth looking there at all */
  gboolean has_gone;
  gboolean has_outbox; /* the person changed something here that the server does not have */
  guint weight;
};

static gboolean
table_has_rows (sqlite3 *db, const char *text, gint64 source)
{
  g_autoptr (KarneStatement) statement = karne_sql_get_text (db, text, text, NULL);

  if (statement == NULL)
    return TRUE;
  karne_sql_bind_int (statement, 1, source);
  return karne_sql_step (statement, NULL) != SQLITE_DONE;
}

KarneIntake *
karne_intake_new (KarneStore *store,
                  sqlite3 *db,
                  const KarneSource *source,
                  const char *kind,
                  KarneIngestFlags flags)
{
  KarneIntake *self = g_new0 (KarneIntake, 1);

  self->store = store;
  self->db = db;
  self->source = karne_source_copy (source);
  self->kind = g_strdup (kind);
  self->flags = flags;
  self->page = g_new0 (KarnePage, 1);
  self->page->total = -1;
  self->page->outcomes = g_ptr_array_new_with_free_func (g_free);
  self->collected = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->references = karne_references_new (db, self->source);
  self->contents = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->has_quarantine =
      table_has_rows (db, "SELECT 1 FROM quarantine WHERE source = ?1 LIMIT 1", source->id);
  karne_intake_look_around (self);
  return self;
}

void
karne_intake_look_around (KarneIntake *self)
{
  self->has_gone =
      table_has_rows (self->db, "SELECT 1 FROM gone WHERE source = ?1 LIMIT 1", self->source->id);
  self->has_outbox =
      karne_outbox_has_rows (self->db, self->source->id) ||
      table_has_rows (self->db,
                      "SELECT 1 FROM conflict WHERE source = ?1 AND decided IS NULL LIMIT 1",
                      self->source->id);
}

void
karne_intake_free (KarneIntake *self)
{
  karne_references_free (self->references);
  karne_source_free (self->source);
  g_free (self->kind);
  g_clear_pointer (&self->page, karne_page_free);
  g_ptr_array_unref (self->collected);
  g_array_unref (self->contents);
  g_free (self);
}

KarnePage *
karne_intake_get_page (KarneIntake *self)
{
  return self->page;
}

KarnePage *
karne_intake_steal_page (KarneIntake *self)
{
  return g_steal_pointer (&self->page);
}

guint
karne_intake_get_weight (KarneIntake *self)
{
  return self->weight;
}

void
karne_intake_reset_weight (KarneIntake *self)
{
  self->weight = 0;
}

GPtrArray *
karne_intake_get_collected (KarneIntake *self)
{
  return self->collected;
}

void
karne_page_free (KarnePage *self)
{
  if (self == NULL)
    return;
  g_free (self->bundle_type);
  g_free (self->next);
  g_free (self->last_updated);
  g_clear_pointer (&self->outcomes, g_ptr_array_unref);
  g_free (self);
}

/* Rather than only looked at. */
static gboolean
is_stored (const KarneIntake *self)
{
  return (self->flags & (KARNE_INGEST_IDS_ONLY | KARNE_INGEST_COLLECT)) == 0;
}

void
karne_intake_note_reference (KarneIntake *self, KarneSpan value, gboolean canonical)
{
  if (is_stored (self))
    karne_references_note (self->references, value, canonical);
}

/* Content diverted out of a body */

static gboolean
drop_contents (KarneIntake *self, GError **error)
{
  for (guint i = 0; i < self->contents->len; i++)
    {
      g_autoptr (KarneStatement) statement =
          karne_sql_get (self->db, "resource/drop-content", error);

      if (statement == NULL)
        return FALSE;
      karne_sql_bind_int (statement, 1, g_array_index (self->contents, gint64, i));
      if (!karne_sql_run (statement, error))
        return FALSE;
    }
  g_array_set_size (self->contents, 0);
  return TRUE;
}

static gboolean
drop_inline_contents (KarneIntake *self, gint64 row, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_sql_get (self->db, "resource/drop-inline-content", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, row);
  return karne_sql_run (statement, error);
}

/* Of an earlier version, the attachments go with its body. */
static gboolean
own_contents (KarneIntake *self, gint64 row, gboolean was_here, GError **error)
{
  if (was_here && !drop_inline_contents (self, row, error))
    return FALSE;
  for (guint i = 0; i < self->contents->len; i++)
    {
      g_autoptr (KarneStatement) statement =
          karne_sql_get (self->db, "resource/own-content", error);

      if (statement == NULL)
        return FALSE;
      karne_sql_bind_int (statement, 1, g_array_index (self->contents, gint64, i));
      karne_sql_bind_int (statement, 2, row);
      if (!karne_sql_run (statement, error))
        return FALSE;
    }
  g_array_set_size (self->contents, 0);
  return TRUE;
}

static gboolean
begin_content (KarneIntake *self, guint n, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (self->db, "resource/begin-content", error);
  g_autofree char *slot = g_strdup_printf ("inline:%u", n);
  gint64 row;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 1, slot);
  if (karne_sql_step (statement, error) != SQLITE_ROW)
    return FALSE;
  row = karne_sql_get_int (statement, 0);
  g_array_append_val (self->contents, row);
  return TRUE;
}

gboolean
karne_intake_take_blob (KarneIntake *self,
                        guint n,
                        guint64 offset,
                        const char *text,
                        gsize len,
                        GError **error)
{
  g_autoptr (KarneStatement) statement = NULL;

  if (!is_stored (self))
    return TRUE;
  if (offset == 0 && !begin_content (self, n, error))
    return FALSE;
  g_assert (n < self->contents->len);
  statement = karne_sql_get (self->db, "resource/add-piece", error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, g_array_index (self->contents, gint64, n));
  karne_sql_bind_int (statement, 2, (gint64) offset);
  sqlite3_bind_blob64 (statement, 3, text, len, SQLITE_STATIC);
  self->weight += PIECE_WEIGHT;
  return karne_sql_run (statement, error);
}

/* Quarantine */

/* A name that a later, good version of the same resource has too, where it has one. */
static char *
quarantine_name (const char *kind, const char *id, const KarneSlice *slice)
{
  if (kind != NULL && id != NULL)
    return g_strdup_printf ("%s/%s", kind, id);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) slice->text, slice->len);
}

static char *
dup_span (KarneSpan span)
{
  return span.text != NULL ? karne_json_unescape (span) : NULL;
}

static gboolean
quarantine (KarneIntake *self, const KarneSlice *slice, KarneFlaw flaw, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (self->db, "resource/quarantine", error);
  g_autofree char *kind = dup_span (slice->notes.type);
  g_autofree char *id = dup_span (slice->notes.id);
  g_autofree char *version = dup_span (slice->notes.version);
  g_autofree char *name = NULL;
  /* Of somebody else's, only the fact is kept. */
  gsize kept = flaw == KARNE_FLAW_OTHER_PERSON ? 0 : slice->len;

  if (statement == NULL || !drop_contents (self, error))
    return FALSE;
  if (kind == NULL && self->kind != NULL)
    kind = g_strdup (self->kind);
  if (id != NULL && !karne_fhir_id_is_safe (id, strlen (id)))
    g_clear_pointer (&id, g_free);
  name = quarantine_name (kind, id, slice);
  karne_sql_bind_int (statement, 1, self->source->id);
  karne_sql_bind_text (statement, 2, name);
  karne_sql_bind_text (statement, 3, kind);
  karne_sql_bind_text (statement, 4, id);
  karne_sql_bind_text (statement, 5, version);
  karne_sql_bind_text (statement, 6, karne_flaw_to_nick (flaw));
  karne_sql_bind_int (statement, 7, (gint64) slice->flaw_offset);
  karne_sql_bind_int (statement, 8, (gint64) slice->total_len);
  sqlite3_bind_blob64 (statement, 9, slice->text != NULL ? slice->text : "", kept, SQLITE_STATIC);
  self->page->n_quarantined++;
  self->has_quarantine = TRUE;
  self->weight++;
  return karne_sql_run (statement, error);
}

/* Storing */

/* `row`: of what is here already, 0 if nothing; then of what was written. */
static gboolean
write_row (KarneIntake *self,
           const KarneKind *kind,
           const char *id,
           const KarneSlice *slice,
           KarneRowMode mode,
           gint64 *row,
           gboolean *written,
           GError **error)
{
  const KarneRowText text = { slice->notes.resource, slice->notes.version, slice->notes.updated,
                              karne_references_get_base (self->references) };

  return karne_row_write (self->db, self->source->id, kind, id, &text, mode, row, written, error);
}

static gboolean
run_for_name (KarneIntake *self, const char *name, const char *kind, const char *id, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (self->db, name, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, self->source->id);
  karne_sql_bind_text (statement, 2, kind);
  if (id != NULL)
    karne_sql_bind_text (statement, 3, id);
  return karne_sql_run (statement, error);
}

/* A good version came: what was said of the bad one, or of its absence, holds no more. */
static gboolean
forget_troubles (KarneIntake *self, const char *kind, const char *id, GError **error)
{
  if (self->has_quarantine)
    {
      g_autofree char *name = g_strdup_printf ("%s/%s", kind, id);

      if (!run_for_name (self, "resource/release", name, NULL, error))
        return FALSE;
    }
  return !self->has_gone || run_for_name (self, "resource/forget-gone", kind, id, error);
}

/* A statement can fail for what the resource is (too large for SQLite, say) or for what the disk
 * is. Only the first is the resource's. */
static gboolean
is_the_entrys_fault (sqlite3 *db)
{
  int rc = sqlite3_extended_errcode (db) & 0xff;

  return rc == SQLITE_ERROR || rc == SQLITE_TOOBIG || rc == SQLITE_MISMATCH ||
         rc == SQLITE_CONSTRAINT;
}

/* Looks what is here, then writes what is newer. Behind an entry that was new, as all of a first
 * pull are, the look is left out: an insert that finds its place taken says so. */
static gboolean
write_newer (KarneIntake *self,
             const KarneKind *kind,
             const char *id,
             const KarneSlice *slice,
             gint64 *row,
             gboolean *was_here,
             gboolean *written,
             GError **error)
{
  KarneNewer verdict;

  if (self->expects_new && !write_row (self, kind, id, slice, KARNE_ROW_KEEP, row, written, error))
    return FALSE;
  if (*written)
    return TRUE;
  verdict = karne_newer_than_here (self->db, self->source->id, kind->name, id, slice->notes.version,
                                   slice->notes.updated, row, error);
  *was_here = *row != 0;
  self->expects_new = !*was_here;
  if (verdict == KARNE_NEWER_YES)
    return write_row (self, kind, id, slice, KARNE_ROW_REPLACE, row, written, error);
  return verdict == KARNE_NEWER_NO;
}

/* What the person changed here is not written over: it is merged with what came, or the person
 * decides. Attachments that came in pieces belong to the row that stays. */
static gboolean
settle_with_outbox (KarneIntake *self,
                    const KarneKind *kind,
                    const char *id,
                    const KarneSlice *slice,
                    gboolean *handled,
                    GError **error)
{
  g_autofree char *text = g_strndup (slice->notes.resource.text, slice->notes.resource.len);
  gint64 row = 0;
  KarneNewer verdict =
      karne_newer_than_here (self->db, self->source->id, kind->name, id, slice->notes.version,
                             slice->notes.updated, &row, error);

  *handled = FALSE;
  if (verdict == KARNE_NEWER_FAILED)
    return FALSE;
  if (verdict == KARNE_NEWER_NO)
    return TRUE;
  if (!karne_outbox_take_theirs (self->store, self->db, self->source->id, kind->name, id, text,
                                 handled, error))
    return FALSE;
  if (!*handled)
    return TRUE;
  self->page->n_stored++;
  self->weight++;
  if (row != 0 && self->contents->len > 0)
    return own_contents (self, row, TRUE, error);
  return drop_contents (self, error);
}

/* What a search shows may be from before it was deleted. */
static KarneNewer
compare_with_deleted (KarneIntake *self,
                      const char *kind,
                      const char *id,
                      const KarneSlice *slice,
                      GError **error)
{
  if (!self->has_gone || (self->flags & KARNE_INGEST_SEARCHED) == 0)
    return KARNE_NEWER_YES;
  return karne_newer_than_deleted (self->db, self->source->id, kind, id, slice->notes.version,
                                   slice->notes.updated, error);
}

static gboolean
store_entry (KarneIntake *self, const KarneKind *kind, const KarneSlice *slice, GError **error)
{
  char id[65];
  g_autoptr (GError) local_error = NULL;
  gint64 row = 0;
  gboolean written = FALSE;
  gboolean was_here = FALSE;
  KarneNewer verdict;

  g_assert (slice->notes.id.len < sizeof id);
  memcpy (id, slice->notes.id.text, slice->notes.id.len);
  id[slice->notes.id.len] = '\0';
  verdict = compare_with_deleted (self, kind->name, id, slice, error);
  if (verdict != KARNE_NEWER_YES)
    {
      self->page->n_known += verdict == KARNE_NEWER_NO;
      self->page->n_outdated += verdict == KARNE_NEWER_NO;
      return verdict == KARNE_NEWER_NO && drop_contents (self, error);
    }
  if (self->has_outbox)
    {
      gboolean handled;

      if (!settle_with_outbox (self, kind, id, slice, &handled, error))
        return FALSE;
      if (handled)
        return TRUE;
    }
  if (!write_newer (self, kind, id, slice, &row, &was_here, &written, &local_error))
    {
      if (is_the_entrys_fault (self->db))
        return quarantine (self, slice, KARNE_FLAW_SQL, error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!written)
    {
      self->page->n_known++;
      return drop_contents (self, error);
    }
  self->page->n_stored++;
  self->weight++;
  karne_store_note_change (self->store, self->source->id, kind->name, id);
  return own_contents (self, row, was_here, error) &&
         karne_references_want (self->references, kind->name, error) &&
         karne_references_note_arrival (self->references, kind, id, row, error) &&
         forget_troubles (self, kind->name, id, error);
}

/* Deciding */

static gboolean
is_outcome (const KarneSlice *slice)
{
  return karne_span_equal (slice->notes.type, "OperationOutcome");
}

static void
keep_outcome (KarneIntake *self, const KarneSlice *slice)
{
  self->page->n_outcomes++;
  if (self->page->outcomes->len < MAX_OUTCOMES)
    g_ptr_array_add (self->page->outcomes,
                     g_strndup (slice->notes.resource.text, slice->notes.resource.len));
}

/* What the checker cannot know: whether it is what was asked for, and whose it is. A server that
 * ignores the limit to the person would hand out everybody's. */
static KarneFlaw
judge (KarneIntake *self, const KarneSlice *slice, const KarneKind *kind)
{
  if (slice->flaw != KARNE_FLAW_NONE)
    return slice->flaw;
  if (slice->notes.resource.text == NULL)
    return KARNE_FLAW_NO_RESOURCE;
  if (kind == NULL)
    return KARNE_FLAW_WRONG_TYPE;
  if (slice->notes.subsetted)
    return KARNE_FLAW_SUBSETTED;
  if (kind->access == KARNE_KIND_PERSON)
    return karne_span_equal (slice->notes.id, self->source->patient) ? KARNE_FLAW_NONE
                                                                     : KARNE_FLAW_OTHER_PERSON;
  if (kind->access == KARNE_KIND_BY_PERSON && karne_references_are_of_another (self->references))
    return KARNE_FLAW_OTHER_PERSON;
  return KARNE_FLAW_NONE;
}

static guint64
hash_span (guint64 hash, KarneSpan span)
{
  for (gsize i = 0; i < span.len; i++)
    hash = (hash ^ (guint8) span.text[i]) * G_GUINT64_CONSTANT (1099511628211);
  return (hash ^ 0xff) * G_GUINT64_CONSTANT (1099511628211);
}

/* A sum, so that the order in which a server hands out the same page does not matter. */
static void
add_to_digest (KarneIntake *self, const KarneEntryNotes *notes)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  hash = hash_span (hash, notes->type);
  hash = hash_span (hash, notes->id);
  self->page->digest += hash_span (hash, notes->version);
}

static gboolean
take_listed (KarneIntake *self, const KarneSlice *slice, GError **error)
{
  g_autofree char *id = dup_span (slice->notes.id);
  g_autofree char *version = dup_span (slice->notes.version);
  g_autofree char *updated = dup_span (slice->notes.updated);

  if (id == NULL || !karne_span_equal (slice->notes.type, self->kind))
    {
      self->page->n_quarantined++;
      return TRUE;
    }
  self->page->n_matches++;
  self->weight++;
  return karne_listing_add (self->db, self->source->id, self->kind, id, version, updated, error);
}

/* What a server sends beside what was asked for, because that refers to it, is no flaw when it has
 * no place here: a DeviceMetric by `Observation:device`, or a parent who answered for a child. */
static gboolean
is_beside (KarneIntake *self, const KarneSlice *slice, const KarneKind *kind)
{
  gboolean out_of_place =
      kind == NULL || (kind->access == KARNE_KIND_PERSON &&
                       !karne_span_equal (slice->notes.id, self->source->patient));

  return out_of_place && slice->flaw == KARNE_FLAW_NONE && slice->notes.type.text != NULL &&
         karne_span_equal (slice->notes.search_mode, "include");
}

/* It was here, and belongs to somebody else now: what is here of it was filed by mistake. */
static gboolean
withdraw (KarneIntake *self, const KarneKind *kind, const KarneSlice *slice, GError **error)
{
  g_autofree char *id = dup_span (slice->notes.id);
  KarneSpan none = { NULL, 0 };
  gint64 row = 0;

  if (karne_newer_than_here (self->db, self->source->id, kind->name, id, none, none, &row, error) ==
      KARNE_NEWER_FAILED)
    return FALSE;
  if (row == 0)
    return TRUE;
  self->has_gone = TRUE;
  return karne_resource_remove (self->store, self->db, self->source->id, kind->name, id,
                                KARNE_GONE_WITHDRAWN, NULL, error);
}

static gboolean
take_whole (KarneIntake *self, const KarneSlice *slice, GError **error)
{
  g_autofree char *name = dup_span (slice->notes.type);
  const KarneKind *kind = name != NULL ? karne_kind_find (name) : NULL;
  KarneFlaw flaw = judge (self, slice, kind);

  if (self->kind == NULL || karne_span_equal (slice->notes.type, self->kind) ||
      slice->notes.type.text == NULL)
    self->page->n_matches++;
  if (is_beside (self, slice, kind))
    return drop_contents (self, error);
  if (flaw == KARNE_FLAW_OTHER_PERSON && kind->access == KARNE_KIND_BY_PERSON &&
      !withdraw (self, kind, slice, error))
    return FALSE;
  if (flaw != KARNE_FLAW_NONE)
    return quarantine (self, slice, flaw, error);
  return store_entry (self, kind, slice, error);
}

gboolean
karne_intake_take_entry (KarneIntake *self, const KarneSlice *slice, GError **error)
{
  gboolean ok = TRUE;

  self->page->n_entries++;
  add_to_digest (self, &slice->notes);
  if (self->flags & KARNE_INGEST_COLLECT)
    g_ptr_array_add (self->collected, g_bytes_new (slice->text, slice->len));
  else if (is_outcome (slice) && slice->flaw == KARNE_FLAW_NONE)
    keep_outcome (self, slice);
  else if (self->flags & KARNE_INGEST_IDS_ONLY)
    ok = take_listed (self, slice, error);
  else
    ok = take_whole (self, slice, error);
  karne_references_forget (self->references);
  return ok;
}
