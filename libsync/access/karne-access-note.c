/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-access-note-private.h"

#include <sodium.h>
#include <string.h>

/* A row of the access log, and who it is of. */

KarneActor *
karne_actor_new (KarneRole reader,
                 const char *role,
                 const char *name,
                 const char *structure,
                 const char *purposes)
{
  KarneActor *self = g_new0 (KarneActor, 1);

  g_atomic_ref_count_init (&self->refs);
  self->reader = reader;
  self->role = g_strdup (role);
  self->name = g_strdup (name);
  self->structure = g_strdup (structure);
  self->purposes = g_strdup (purposes);
  return self;
}

KarneActor *
karne_actor_ref (KarneActor *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
karne_actor_unref (KarneActor *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->role);
  g_free (self->name);
  g_free (self->structure);
  g_free (self->purposes);
  g_free (self);
}

/* Nicks: they are in files that are there for long. */

static const char *const act_nicks[] = {
  [KARNE_ACCESS_ACT_OTHER] = "other",   [KARNE_ACCESS_ACT_LOOK] = "look",
  [KARNE_ACCESS_ACT_SEARCH] = "search", [KARNE_ACCESS_ACT_EXPORT] = "export",
  [KARNE_ACCESS_ACT_PRINT] = "print",   [KARNE_ACCESS_ACT_ADD] = "add",
  [KARNE_ACCESS_ACT_CHANGE] = "change", [KARNE_ACCESS_ACT_DELETE] = "delete",
  [KARNE_ACCESS_ACT_UNDO] = "undo",     [KARNE_ACCESS_ACT_DECIDE] = "decide",
  [KARNE_ACCESS_ACT_UNLOCK] = "unlock", [KARNE_ACCESS_ACT_SIGN_IN] = "sign-in",
};

static const char *const reader_nicks[] = {
  [KARNE_ROLE_PERSON] = "person",
  [KARNE_ROLE_REPRESENTATIVE] = "representative",
  [KARNE_ROLE_HELPER] = "helper",
};

const char *
karne_access_act_to_nick (KarneAccessAct act)
{
  return act_nicks[act];
}

KarneAccessAct
karne_access_act_from_nick (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (act_nicks); i++)
    if (g_strcmp0 (nick, act_nicks[i]) == 0)
      return (KarneAccessAct) i;
  return KARNE_ACCESS_ACT_OTHER;
}

const char *
karne_access_reader_to_nick (KarneRole reader)
{
  return reader_nicks[reader];
}

KarneRole
karne_access_reader_from_nick (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (reader_nicks); i++)
    if (g_strcmp0 (nick, reader_nicks[i]) == 0)
      return (KarneRole) i;
  return KARNE_ROLE_HELPER;
}

/* The chain */

static void
hash_int (crypto_generichash_state *state, gint64 value)
{
  guint64 little = GUINT64_TO_LE ((guint64) value);

  crypto_generichash_update (state, (const guint8 *) &little, sizeof little);
}

/* That there is nothing is told from an empty text, and where a text ends from where the next one
 * begins. */
static void
hash_text (crypto_generichash_state *state, const char *text)
{
  if (text == NULL)
    {
      hash_int (state, -1);
      return;
    }
  hash_int (state, (gint64) strlen (text));
  crypto_generichash_update (state, (const guint8 *) text, strlen (text));
}

void
karne_access_link (const guint8 *before, const KarneAccessFields *fields, guint8 *link)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, KARNE_ACCESS_LINK_SIZE);
  crypto_generichash_update (&state, before, KARNE_ACCESS_LINK_SIZE);
  hash_int (&state, fields->number);
  hash_int (&state, fields->at);
  hash_int (&state, fields->source);
  for (guint i = 0; i < KARNE_ACCESS_N_TEXTS; i++)
    hash_text (&state, fields->texts[i]);
  crypto_generichash_final (&state, link, KARNE_ACCESS_LINK_SIZE);
}

/* Adding */

gint64
karne_access_find_last (sqlite3 *db, guint8 *link, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/last", error);

  memset (link, 0, KARNE_ACCESS_LINK_SIZE);
  if (statement == NULL || karne_sql_step (statement, error) != SQLITE_ROW)
    return -1;
  if (sqlite3_column_bytes (statement, 1) == KARNE_ACCESS_LINK_SIZE)
    memcpy (link, sqlite3_column_blob (statement, 1), KARNE_ACCESS_LINK_SIZE);
  return karne_sql_get_int (statement, 0);
}

static gboolean
add (sqlite3 *db, const KarneAccessFields *fields, const guint8 *link, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/add", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, fields->number);
  karne_sql_bind_int (statement, 2, fields->at);
  karne_sql_bind_int (statement, 3, fields->source);
  for (int i = 0; i < KARNE_ACCESS_N_TEXTS; i++)
    karne_sql_bind_text (statement, 4 + i, fields->texts[i]);
  sqlite3_bind_blob (statement, 4 + KARNE_ACCESS_N_TEXTS, link, KARNE_ACCESS_LINK_SIZE,
                     SQLITE_TRANSIENT);
  return karne_sql_run (statement, error);
}

gboolean
karne_access_note_in_worker (sqlite3 *db,
                             const KarneActor *actor,
                             gint64 at,
                             KarneAccessAct act,
                             gint64 source,
                             const char *kind,
                             const char *id,
                             const char *detail,
                             GError **error)
{
  const KarneActor person = { .reader = KARNE_ROLE_PERSON };
  const KarneActor *who = actor != NULL ? actor : &person;
  KarneAccessFields fields = {
    .at = at,
    .source = source,
    .texts = { karne_access_act_to_nick (act), karne_access_reader_to_nick (who->reader), who->role,
               who->name, who->structure, who->purposes, kind, id, detail }
  };
  guint8 before[KARNE_ACCESS_LINK_SIZE];
  guint8 link[KARNE_ACCESS_LINK_SIZE];
  gint64 last = karne_access_find_last (db, before, error);

  if (last < 0)
    return FALSE;
  fields.number = last + 1;
  karne_access_link (before, &fields, link);
  return add (db, &fields, link, error);
}

gboolean
karne_access_note_numbered_in_worker (sqlite3 *db,
                                      const KarneActor *actor,
                                      gint64 at,
                                      KarneAccessAct act,
                                      gint64 number,
                                      GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_sql_get (db,
                     act == KARNE_ACCESS_ACT_DECIDE ? "access-log/of-conflict"
                                                    : "access-log/of-change",
                     error);
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;
  int rc;

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, number);
  rc = karne_sql_step (statement, error);
  /* That there is none is for the change itself to say. */
  if (rc != SQLITE_ROW)
    return rc == SQLITE_DONE;
  kind = karne_sql_dup_text (statement, 1);
  id = karne_sql_dup_text (statement, 2);
  return karne_access_note_in_worker (db, actor, at, act, karne_sql_get_int (statement, 0), kind,
                                      id, NULL, error);
}
