/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-fault-transport.h"
#include "karne-test-server.h"
#include "karne-test-sync.h"

G_BEGIN_DECLS

/* A demonstration server, two copies of one record, and a network that fails `one` when it is told
 * to. */
typedef struct
{
  KarneTestServer *server;    /* (owned) */
  KarneTestSync *one;         /* (owned) */
  KarneTestSync *other;       /* (owned) */
  KarneFaultTransport *fault; /* (owned) what `one` sends over */
} PushWorld;

/* mode: of the demonstration server, "--no-batch" or so, several with spaces between them; NULL
 * none. */
PushWorld *push_world_new (const char *mode);
void push_world_free (PushWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PushWorld, push_world_free)

/* The person: id NULL makes a new Observation, text NULL deletes. Returns the id. */
char *push_change (KarneTestSync *sync, const char *id, const char *text);
char *push_change_kind (KarneTestSync *sync, const char *kind, const char *id, const char *text);
/* An Observation of the person; more: further members, after a comma. */
char *push_noted (KarneTestSync *sync, const char *status, const char *text, const char *more);
/* The only Observation that is here, with a part of its text replaced. */
char *push_edited (KarneTestSync *sync, const char *from, const char *to);
char *push_only_id (KarneTestSync *sync);
/* So many new Observations in one transaction. */
void push_make_many (KarneTestSync *sync, guint n);
void push_run (KarneTestSync *sync);
/* Runs that may fail, with enough time after each for what is late to come. */
void push_try (KarneTestSync *sync, guint n);
char *push_query (KarneTestSync *sync, const char *sql);
/* How many Observations the server has, and what the first of them says. */
guint push_count_there (PushWorld *self);
/* Others, straight to the server: method and path, with a body (nullable). Returns what it says. */
char *push_tell_server (PushWorld *self, const char *method, const char *path, const char *body);

#define push_assert_query(sync, sql, expected)                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_ = push_query (sync, sql);                                              \
    g_assert_cmpstr (found_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END
/* What `one` has sent since the last look. */
#define push_assert_writes(world, expected)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *writes_ = karne_fault_transport_dup_writes (world->fault);                    \
    g_assert_cmpstr (writes_, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END
#define PUSH_WAITING "SELECT count(*) FROM outbox"
#define PUSH_STATES                                                                                \
  "SELECT group_concat(op || ' ' || state) FROM (SELECT * FROM outbox ORDER BY seq)"
#define PUSH_STATUS                                                                                \
  "SELECT group_concat(body ->> '$.status') FROM resource WHERE kind = 'Observation'"

G_END_DECLS
