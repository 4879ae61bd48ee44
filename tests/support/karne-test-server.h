/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A demonstration server that runs as a process of its own, on the loopback, for one test. It stops
 * when it is freed, and also when the test dies: it waits on a pipe that the test holds. */
typedef struct _KarneTestServer KarneTestServer;

/* Starts one with the given flags (NULL-terminated, may be NULL), and returns once it listens. */
KarneTestServer *karne_test_server_start (const char *const *flags);

/* The same, for those who have the token: what `--token-fd` reads, lines of "TOKEN [PATIENT]". */
KarneTestServer *karne_test_server_start_with_token (const char *token, const char *const *flags);

/* http://127.0.0.1:PORT/PATH, without a slash at the end. */
const char *karne_test_server_get_base (KarneTestServer *self);
GPid karne_test_server_get_pid (KarneTestServer *self);
/* (transfer none) for whoever kills it in its own way: then karne_test_server_kill() still says so.
 */
GSubprocess *karne_test_server_get_process (KarneTestServer *self);

/* Ends it as a user would, and checks that it ended well. */
void karne_test_server_stop (KarneTestServer *self);
/* Ends it at once, as a power cut would. */
void karne_test_server_kill (KarneTestServer *self);

void karne_test_server_free (KarneTestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTestServer, karne_test_server_free)

/* What a server answered. Headers are asked for with karne_test_answer_get_header(). */
typedef struct
{
  guint status;
  GHashTable *headers; /* (owned) lower-case name -> value */
  char *body;          /* (owned) NUL-terminated; may hold any bytes */
  gsize len;
} KarneTestAnswer;

/* One blocking request, on a connection of its own. `path` comes below the base, or is a whole URL.
 * `headers` are "Name: value", NULL-terminated, and may be NULL; so may `body`. */
KarneTestAnswer *karne_test_server_request (KarneTestServer *self,
                                            const char *method,
                                            const char *path,
                                            const char *const *headers,
                                            const char *body);
const char *karne_test_answer_get_header (KarneTestAnswer *self, const char *name);
void karne_test_answer_free (KarneTestAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTestAnswer, karne_test_answer_free)

G_END_DECLS
