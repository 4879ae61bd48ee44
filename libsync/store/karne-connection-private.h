/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-key.h"
#include "store/karne-sql-private.h"

G_BEGIN_DECLS

typedef enum
{
  KARNE_CONNECTION_CREATE, /* the file must not be there */
  KARNE_CONNECTION_WRITE,
  KARNE_CONNECTION_READ,
} KarneConnectionMode;

/* Fails with NOT_SEALED, and touches no file, unless the SQLite that this process loaded encrypts.
 */
gboolean karne_connection_check_sealed (GError **error);

/* Whether there is a file that can be a store at all: NOT_FOUND, CORRUPT, READ_ONLY. */
gboolean karne_connection_check_file (const char *path, GError **error);

/* Opens the sealed file. The key must be known to be the right one: then an unreadable file means
 * damage (CORRUPT), and nothing else. TOO_NEW, and CORRUPT where a file that is not new has no
 * schema. A file that is refused is left as it is, byte for byte, and so is its log. */
sqlite3 *karne_connection_open (const char *path,
                                KarneKey *key,
                                KarneConnectionMode mode,
                                const char *vfs,
                                guint page_cache_kib,
                                GError **error);
void karne_connection_close (sqlite3 *db);

/* Brings the schema up to date, one migration a transaction. */
gboolean karne_connection_migrate (sqlite3 *db, GError **error);
/* How many migrations this program knows. */
guint karne_connection_get_schema_version (void);

G_END_DECLS
