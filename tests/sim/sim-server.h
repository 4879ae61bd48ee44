/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sim-dice.h"

G_BEGIN_DECLS

/* A FHIR server inside the simulation: the record of one Patient, "p1", with all its versions. It
 * shares no code with the demonstration server. It never fails: what goes wrong on the way is the
 * transport's doing. What it can do is drawn from the seed. */
typedef struct
{
  gboolean server_ids;
  gboolean ignores_if_match;
  gboolean no_versions;
  gboolean no_sort;
  gboolean no_batch;
  gboolean no_transaction;
  gboolean no_history;
  gboolean no_metadata;
  gboolean wrong_totals;
  gboolean no_totals;
  gboolean same_instants;
  gboolean late_commits;   /* searches see a write only some requests later */
  gboolean shifting_pages; /* a page is cut out of what is there when it is asked for */
  gboolean expiring_pages;
  gboolean no_bodies; /* answers writes without the resource */
  gboolean tidies;    /* adds to what it stores */
  gboolean no_patch;
  guint page_size;
} SimModes;

typedef struct
{
  guint number;
  gint64 at;     /* seconds */
  char *text;    /* (owned) (nullable) NULL: deleted */
  int author;    /* number of the client; -1: somebody else */
  guint request; /* the request that wrote it */
} SimVersion;

typedef struct
{
  char *kind;
  char *id;
  GPtrArray *versions; /* of SimVersion */
  gboolean is_withdrawn;
  gboolean was_withdrawn;
} SimResource;

typedef struct
{
  SimModes modes;
  GPtrArray *resources; /* of SimResource, in the order in which they were made */
  GPtrArray *sessions;  /* of GPtrArray of char*: pages to come */
  gint64 now;
  gint64 clock; /* of the world, in seconds, when it was looked at last */
  guint n_requests;
  guint n_ids;
  guint n_transactions; /* that were done */
  guint n_patches;
  guint n_refused_patches; /* because it knows none */
} SimServer;

typedef struct
{
  guint status;
  char *body;     /* (owned) (nullable) */
  char *location; /* (owned) (nullable) */
} SimAnswer;

typedef struct
{
  const char *method;
  const char *url; /* behind the base, or the base itself */
  const char *body;
  const char *if_match;      /* (nullable) */
  const char *if_none_match; /* (nullable) */
  const char *if_none_exist; /* (nullable) */
  int author;
} SimRequest;

/* What is older than that, a search sees: the overlap of the cursor allows for no more. */
#define SIM_LATE_SECONDS 120
#define SIM_BASE "https://sim.invalid/fhir"

/* seed: for what is drawn apart, so that a lack more does not change what every seed plays. */
SimServer *sim_server_new (SimDice *dice, guint64 seed);
void sim_server_free (SimServer *self);
void sim_answer_clear (SimAnswer *answer);
SimAnswer sim_server_answer (SimServer *self, const SimRequest *request);

/* Its own time goes on with that of the world; each write adds a second. */
void sim_server_note_time (SimServer *self, gint64 clock);

/* Of the server's own parts. */
SimAnswer sim_server_outcome (guint status, const char *code);
gboolean sim_server_is_json_of (const char *body, const char *kind);
char *sim_server_make_id (SimServer *self);
SimAnswer
sim_server_create (SimServer *self, const SimRequest *request, const char *kind, const char *id);

/* What others do. */
SimResource *sim_server_find (SimServer *self, const char *kind, const char *id);
SimResource *
sim_server_put (SimServer *self, const char *kind, const char *id, const char *text, int author);
const SimVersion *sim_resource_now (const SimResource *self);
/* What a search sees of it: NULL where nothing. */
const SimVersion *sim_resource_seen (SimServer *self, const SimResource *resource);
gboolean sim_resource_is_there (const SimResource *self);
char *sim_modes_describe (const SimModes *modes);

G_END_DECLS
