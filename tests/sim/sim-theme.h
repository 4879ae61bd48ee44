/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sim-server.h"
#include "sim-transport.h"

G_BEGIN_DECLS

/* What a history is about. Where everything may happen, little happens often enough to meet: so
 * each seed but the plain ones has a theme, which turns most of it off, and some of it up. */
typedef enum
{
  SIM_THEME_PLAIN, /* of everything */
  SIM_THEME_PAGES, /* pulls that are cut between two pages, and links that expire */
  SIM_THEME_LATE,  /* what is committed so late that it stands at the edge of the cursor */
  SIM_THEME_TWICE, /* creates whose answer is lost, on a server that gives the ids and is late */
  SIM_THEME_CROWD, /* many who edit the same few */
  SIM_THEME_BLIND, /* the same, where the server does not look at If-Match */
  SIM_THEME_WAITS, /* the same, where what is written is refused for a while */
  SIM_THEME_NAMES, /* what refers to what is new, killed while the server gives the ids */
  SIM_THEME_MINDS, /* edits that are undone */
  SIM_THEME_TOLD,  /* a server that is told who looked; never drawn */
  SIM_N_THEMES,
} SimTheme;

extern const char *const sim_theme_names[SIM_N_THEMES];

/* Drawn apart from all else. */
SimTheme sim_theme_draw (guint64 seed);
/* Whether any theme that is drawn has that step, a SimStep. */
gboolean sim_theme_may_draw (guint step);
/* SIM_N_THEMES where there is none of that name. */
SimTheme sim_theme_find (const char *name);
/* How often each step comes, by SimStep: the sum is what is drawn from. */
const guint *sim_theme_get_weights (SimTheme theme);
void sim_theme_set_modes (SimTheme theme, SimModes *modes, guint64 seed);
/* One fault in how many requests; `drawn` is that of a plain history. */
guint sim_theme_get_faults (SimTheme theme, guint drawn);
void sim_theme_limit_faults (SimTheme theme, SimTransport *transport);
guint sim_theme_get_n_clients (SimTheme theme, guint drawn);
/* So many are on the server before anybody syncs. */
guint sim_theme_get_n_there (SimTheme theme);
gboolean sim_theme_has_ephemeral (SimTheme theme);

G_END_DECLS
