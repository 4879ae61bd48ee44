/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-test-server.h"

#define PATIENT(id) "{\"resourceType\":\"Patient\",\"id\":\"" id "\"}"

/* One request; what came is kept until the next one. */
typedef struct
{
  KarneTestServer *server;
  KarneTestAnswer *answer;
  const char *authorization; /* (nullable) a header of every request */
} Fixture;

void set_up (Fixture *f, gconstpointer flags);
void tear_down (Fixture *f, gconstpointer data);
guint
ask_with (Fixture *f, const char *method, const char *path, const char *header, const char *body);
guint ask (Fixture *f, const char *method, const char *path, const char *body);
guint get (Fixture *f, const char *path);
gboolean says (Fixture *f, const char *text);
const char *header_of (Fixture *f, const char *name);
char *next_link (Fixture *f);
char *ids_of (Fixture *f);
void assert_finds (Fixture *f, const char *path, const char *expected);
void put (Fixture *f, const char *path, const char *members);
