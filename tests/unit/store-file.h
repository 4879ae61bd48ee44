/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-test-store.h"

G_BEGIN_DECLS

#define STORE_FILE_PAGE 4096
#define STORE_FILE_TASKS 120

/* A store that was closed in good order, its bytes, and what can be read in it. */
typedef struct
{
  KarneTestStore *store;
  guint8 *bytes; /* (owned) */
  gsize len;
} StoreFile;

void store_file_set_up (StoreFile *fixture, gconstpointer data);
void store_file_tear_down (StoreFile *fixture, gconstpointer data);
/* The fixture's store, by its file and its key. */
KarneStore *store_file_open (KarneTestStore *store, GError **error);
void store_file_close (KarneTestStore *store);

void store_file_read (const char *path, guint8 **bytes, gsize *len);
void store_file_write (const char *path, const void *bytes, gsize len);
void store_file_assert (const char *path, const void *bytes, gsize len);

G_END_DECLS
