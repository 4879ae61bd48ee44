/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-sync.h"
#include "karne-sim-malloc.h"
#include "karne-sim-vfs.h"
#include "karne-test-clock.h"
#include "sim-server.h"
#include "sim-theme.h"
#include "sim-transport.h"

G_BEGIN_DECLS

/* One world: a server, one to five clients with their disks, and what they do to it, step by step.
 * All of it follows from the seed; each step has dice of its own, so that one can be left out and
 * the others stay what they were. */

#define SIM_MAX_CLIENTS 5

typedef enum
{
  SIM_STEP_SYNC,
  SIM_STEP_SAVE,
  SIM_STEP_EDIT,
  SIM_STEP_DELETE,
  SIM_STEP_UNDO,
  SIM_STEP_RETRY,
  SIM_STEP_RESOLVE,
  SIM_STEP_OTHERS,   /* somebody else writes to the server */
  SIM_STEP_WITHDRAW, /* or takes access to something away, or gives it back */
  SIM_STEP_RESTART,
  SIM_STEP_KILL,
  SIM_STEP_DISK,  /* it is full, or fails, for a while */
  SIM_STEP_CLOCK, /* of a client, or what the server says, jumps */
  SIM_STEP_WAIT,
  SIM_STEP_MEMORY, /* there is too little of it, for a while */
  /* In no plain history: */
  SIM_STEP_CUT,  /* others edit many, and a pull of that is cut */
  SIM_STEP_EDGE, /* others edit many, so late that the cursor stands among them */
  SIM_STEP_REST, /* the faults pause, and all must be in order */
  SIM_STEP_LOOK, /* somebody looks at the record, which is noted */
  SIM_N_STEPS,
} SimStep;

extern const char *const sim_step_names[SIM_N_STEPS];

/* What is more than a fault of the network, counted too. */
typedef enum
{
  SIM_EVENT_KILLED,
  SIM_EVENT_KILLED_IN_CALL, /* between two calls of the disk, while something ran */
  SIM_EVENT_DISK_FULL,
  SIM_EVENT_DISK_BROKEN,
  SIM_EVENT_NO_MEMORY,
  SIM_EVENT_CLOCK_JUMPED,
  SIM_EVENT_WITHDRAWN,
  SIM_EVENT_MERGED,
  SIM_EVENT_CONFLICT,
  SIM_EVENT_PARKED,
  SIM_EVENT_UNDONE,
  SIM_EVENT_EPHEMERAL_LOST, /* a change, with a space that keeps nothing */
  SIM_EVENT_CIRCLE,         /* two new ones were saved that refer to each other */
  SIM_EVENT_TRANSACTION,    /* was done by the server */
  SIM_EVENT_PATCH,
  SIM_EVENT_NO_PATCH, /* was the answer of a server that knows none */
  SIM_EVENT_AT_ONCE,  /* a change was sent when it was saved, in a space that keeps nothing */
  SIM_N_EVENTS,
} SimEvent;

extern const char *const sim_event_names[SIM_N_EVENTS];

typedef struct
{
  guint64 faults[SIM_N_FAULTS];
  guint64 events[SIM_N_EVENTS];
  guint64 steps[SIM_N_STEPS];
  guint64 n_requests;
  GHashTable *states; /* of hashes of what the outboxes look like, beside what the server lacks */
} SimCounts;

/* One change that a client was told is saved. */
typedef struct
{
  char *token;
  int client;          /* -1: somebody else's */
  gboolean is_note;    /* added to a list: it must never stand there twice */
  gboolean is_excused; /* the person took it back, or wrote over it; or it was lost with a space
                          that keeps nothing */
  gboolean is_made_again;
} SimChange;

typedef struct _SimClient SimClient;

typedef enum
{
  SIM_VOICE_NONE,
  SIM_VOICE_HISTORY,  /* what happens, in words */
  SIM_VOICE_REQUESTS, /* and each request with what became of it */
} SimVoice;

typedef struct
{
  guint64 seed;
  SimTheme theme;
  guint n_steps;
  const gboolean *left_out; /* (nullable) by step */
  SimVoice voice;

  SimServer *server;
  KarneTestClock *clock;
  SimDice dice;
  SimClient *clients[SIM_MAX_CLIENTS];
  guint n_clients;
  GPtrArray *changes; /* of SimChange */
  guint n_tokens;
  GHashTable *thrown; /* (owned) ids of what was deleted or undone before it was known to be sent */
  guint faults_once_in;
  SimCounts *counts; /* (unowned) */
  GString *failure;  /* what is wrong, in words; empty where nothing is */
} SimWorld;

/* Returns what is wrong (transfer full), NULL where all is well. */
char *sim_world_run (guint64 seed,
                     SimTheme theme,
                     guint n_steps,
                     const gboolean *left_out,
                     SimVoice voice,
                     SimCounts *counts);

/* Inside */

struct _SimClient
{
  SimWorld *world;
  int number;
  gboolean is_ephemeral;
  KarneSimDisk *disk;
  KarneKey *key;
  KarneStore *store; /* (nullable) NULL while it is dead */
  KarneTransport *transport;
  KarneSync *sync;
  GCancellable *cancellable;
  gboolean is_syncing;
  gboolean had_error;
  guint n_stored; /* of the last sync that went well */
  gint64 skew;
  gint64 source;
  guint n_lives;
  GHashTable *newest; /* id -> newest version that was seen in the store since it was opened */
};

void sim_world_fail (SimWorld *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void sim_world_say (SimWorld *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The faults pause; everybody syncs until nothing changes, and what came by then is looked at. */
void sim_world_rest (SimWorld *self);
/* Lets what is under way go on, for so many turns; G_MAXUINT: until nothing is. */
void sim_world_pump (SimWorld *self, guint turns);

SimClient *sim_client_new (SimWorld *world, int number);
void sim_client_free (SimClient *self);
gboolean sim_client_open (SimClient *self, gboolean create);
void sim_client_close (SimClient *self, gboolean is_killed);
void sim_client_sync (SimClient *self);
/* The first column of each row of a statement, as text (transfer full). */
GPtrArray *sim_client_query (SimClient *self, const char *sql);
gint64 sim_client_count (SimClient *self, const char *sql);

/* What is on the server before anybody syncs. */
void sim_steps_begin (SimWorld *self);
void sim_step_run (SimWorld *self, guint number, SimStep step);
void sim_oracle_check (SimWorld *self);
/* Before a day has passed. */
void sim_oracle_check_fresh (SimWorld *self);
void sim_oracle_check_more (SimWorld *self);
void sim_oracle_check_forward (SimWorld *self, SimClient *client);
void sim_oracle_check_resource (SimWorld *self, SimClient *client, const SimResource *resource);
/* Where a token is, or was, on the server (nullable). */
const SimResource *sim_oracle_find_home (SimWorld *world, const char *token);
gboolean sim_oracle_is_kept_here (SimClient *client, const char *token);
SimChange *sim_world_find_change (SimWorld *self, const char *token);
/* Excuses all changes whose tokens stand in a text and are nowhere on the server. */
void sim_world_excuse (SimWorld *self, const char *text, const char *except);

G_END_DECLS
