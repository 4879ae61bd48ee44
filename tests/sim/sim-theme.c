/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-theme.h"

#include "sim-world.h"

#define ONE(fault) (1u << SIM_FAULT_##fault)

typedef struct
{
  const char *name;
  guint weights[SIM_N_STEPS];
  guint n_there;
  guint n_clients;    /* at least; 0: as drawn */
  guint once_in;      /* 0: as drawn; G_MAXUINT: no faults */
  guint faults;       /* of SimFault, as bits; 0: all */
  gboolean of_writes; /* they only meet what writes */
} Theme;

static const Theme themes[SIM_N_THEMES] = {
  [SIM_THEME_PLAIN] = { .name = "plain",
                        .weights = { [SIM_STEP_SYNC] = 30,
                                     [SIM_STEP_SAVE] = 12,
                                     [SIM_STEP_EDIT] = 18,
                                     [SIM_STEP_DELETE] = 4,
                                     [SIM_STEP_UNDO] = 4,
                                     [SIM_STEP_RETRY] = 2,
                                     [SIM_STEP_RESOLVE] = 4,
                                     [SIM_STEP_OTHERS] = 10,
                                     [SIM_STEP_WITHDRAW] = 2,
                                     [SIM_STEP_RESTART] = 3,
                                     [SIM_STEP_KILL] = 5,
                                     [SIM_STEP_DISK] = 3,
                                     [SIM_STEP_CLOCK] = 3,
                                     [SIM_STEP_WAIT] = 6,
                                     [SIM_STEP_MEMORY] = 3 } },
  [SIM_THEME_PAGES] = { .name = "pages",
                        .weights = { [SIM_STEP_SYNC] = 12,
                                     [SIM_STEP_EDIT] = 3,
                                     [SIM_STEP_OTHERS] = 2,
                                     [SIM_STEP_CUT] = 16,
                                     [SIM_STEP_REST] = 4 },
                        .n_there = 9,
                        .once_in = G_MAXUINT },
  [SIM_THEME_LATE] = { .name = "late",
                       .weights = { [SIM_STEP_SYNC] = 10,
                                    [SIM_STEP_EDIT] = 4,
                                    [SIM_STEP_EDGE] = 14,
                                    [SIM_STEP_REST] = 5 },
                       .n_there = 9,
                       .once_in = G_MAXUINT },
  [SIM_THEME_TWICE] = { .name = "twice",
                        .weights = { [SIM_STEP_SYNC] = 30,
                                     [SIM_STEP_SAVE] = 16,
                                     [SIM_STEP_EDIT] = 4,
                                     [SIM_STEP_RESTART] = 6,
                                     [SIM_STEP_KILL] = 4,
                                     [SIM_STEP_RETRY] = 3 },
                        .once_in = 3,
                        .faults = ONE (LOST_BEFORE) | ONE (LOST_AFTER) | ONE (STATUS_AFTER),
                        .of_writes = TRUE },
  [SIM_THEME_CROWD] = { .name = "crowd",
                        .weights = { [SIM_STEP_SYNC] = 26,
                                     [SIM_STEP_EDIT] = 26,
                                     [SIM_STEP_DELETE] = 1,
                                     [SIM_STEP_UNDO] = 2,
                                     [SIM_STEP_RESOLVE] = 3,
                                     [SIM_STEP_OTHERS] = 22,
                                     [SIM_STEP_REST] = 3 },
                        .n_there = 3,
                        .n_clients = 2,
                        .once_in = G_MAXUINT },
  [SIM_THEME_BLIND] = { .name = "blind",
                        .weights = { [SIM_STEP_SYNC] = 26,
                                     [SIM_STEP_EDIT] = 26,
                                     [SIM_STEP_RESOLVE] = 3,
                                     [SIM_STEP_OTHERS] = 22,
                                     [SIM_STEP_RESTART] = 2,
                                     [SIM_STEP_KILL] = 2,
                                     [SIM_STEP_REST] = 3 },
                        .n_there = 3,
                        .n_clients = 2,
                        .once_in = 12,
                        .faults = ONE (LOST_AFTER) | ONE (STATUS_AFTER) | ONE (DELAYED),
                        .of_writes = TRUE },
  [SIM_THEME_WAITS] = { .name = "waits",
                        .weights = { [SIM_STEP_SYNC] = 26,
                                     [SIM_STEP_EDIT] = 22,
                                     [SIM_STEP_UNDO] = 3,
                                     [SIM_STEP_RETRY] = 4,
                                     [SIM_STEP_RESOLVE] = 3,
                                     [SIM_STEP_OTHERS] = 22,
                                     [SIM_STEP_REST] = 3 },
                        .n_there = 3,
                        .once_in = 2,
                        .faults = ONE (NO_WAY) | ONE (LOST_BEFORE) | ONE (STATUS),
                        .of_writes = TRUE },
  [SIM_THEME_NAMES] = { .name = "names",
                        .weights = { [SIM_STEP_SYNC] = 14,
                                     [SIM_STEP_SAVE] = 14,
                                     [SIM_STEP_EDIT] = 4,
                                     [SIM_STEP_KILL] = 40 },
                        .once_in = G_MAXUINT },
  [SIM_THEME_MINDS] = { .name = "minds",
                        .weights = { [SIM_STEP_SYNC] = 24,
                                     [SIM_STEP_SAVE] = 3,
                                     [SIM_STEP_EDIT] = 24,
                                     [SIM_STEP_DELETE] = 6,
                                     [SIM_STEP_UNDO] = 20,
                                     [SIM_STEP_RESOLVE] = 3,
                                     [SIM_STEP_OTHERS] = 8,
                                     [SIM_STEP_REST] = 3 },
                        .n_there = 4,
                        .once_in = 12 },
  [SIM_THEME_TOLD] = { .name = "told",
                       .weights = { [SIM_STEP_SYNC] = 24,
                                    [SIM_STEP_SAVE] = 8,
                                    [SIM_STEP_EDIT] = 4,
                                    [SIM_STEP_DELETE] = 2,
                                    [SIM_STEP_UNDO] = 2,
                                    [SIM_STEP_RESTART] = 4,
                                    [SIM_STEP_KILL] = 12,
                                    [SIM_STEP_DISK] = 5,
                                    [SIM_STEP_CLOCK] = 3,
                                    [SIM_STEP_WAIT] = 6,
                                    [SIM_STEP_LOOK] = 30 },
                       .n_there = 3,
                       .once_in = 6 },
};

const char *const sim_theme_names[SIM_N_THEMES] = { "plain", "pages", "late",  "twice", "crowd",
                                                    "blind", "waits", "names", "minds", "told" };

/* The last theme that is drawn. */
#define LAST_DRAWN SIM_THEME_MINDS

gboolean
sim_theme_may_draw (guint step)
{
  for (guint i = 0; i <= LAST_DRAWN; i++)
    if (themes[i].weights[step] > 0)
      return TRUE;
  return FALSE;
}

SimTheme
sim_theme_draw (guint64 seed)
{
  SimDice dice;

  sim_dice_seed (&dice, seed, 800000);
  if (sim_dice_once_in (&dice, 3))
    return SIM_THEME_PLAIN;
  return (SimTheme) (1 + sim_dice_throw (&dice, LAST_DRAWN));
}

SimTheme
sim_theme_find (const char *name)
{
  guint i = 0;

  while (i < SIM_N_THEMES && !g_str_equal (sim_theme_names[i], name))
    i++;
  return (SimTheme) i;
}

const guint *
sim_theme_get_weights (SimTheme theme)
{
  return themes[theme].weights;
}

static void
set_honest (SimModes *modes)
{
  modes->no_versions = modes->no_history = modes->ignores_if_match = FALSE;
  modes->late_commits = modes->shifting_pages = FALSE;
}

void
sim_theme_set_modes (SimTheme theme, SimModes *modes, guint64 seed)
{
  SimDice dice;

  if (theme == SIM_THEME_PLAIN)
    return;
  sim_dice_seed (&dice, seed, 810000);
  if (theme != SIM_THEME_MINDS)
    set_honest (modes);
  if (theme == SIM_THEME_PAGES)
    {
      modes->expiring_pages = TRUE;
      modes->wrong_totals = modes->no_sort = FALSE;
      modes->page_size = 1 + sim_dice_throw (&dice, 3);
    }
  else if (theme == SIM_THEME_LATE)
    {
      modes->late_commits = TRUE;
      modes->wrong_totals = modes->same_instants = FALSE;
      modes->page_size = 4 + sim_dice_throw (&dice, 20);
    }
  else if (theme == SIM_THEME_TWICE)
    {
      modes->server_ids = modes->late_commits = TRUE;
    }
  else if (theme == SIM_THEME_CROWD)
    {
      modes->no_history = sim_dice_once_in (&dice, 2);
    }
  else if (theme == SIM_THEME_BLIND)
    {
      modes->ignores_if_match = TRUE;
    }
  else if (theme == SIM_THEME_NAMES)
    {
      modes->server_ids = TRUE;
    }
}

guint
sim_theme_get_faults (SimTheme theme, guint drawn)
{
  guint once_in = themes[theme].once_in;

  if (once_in == 0)
    return drawn;
  return once_in == G_MAXUINT ? 0 : once_in;
}

void
sim_theme_limit_faults (SimTheme theme, SimTransport *transport)
{
  sim_transport_limit_faults (transport, themes[theme].faults, themes[theme].of_writes);
}

guint
sim_theme_get_n_clients (SimTheme theme, guint drawn)
{
  if (theme == SIM_THEME_PLAIN)
    return drawn;
  return MAX (themes[theme].n_clients, MIN (drawn, 2));
}

guint
sim_theme_get_n_there (SimTheme theme)
{
  return themes[theme].n_there;
}

gboolean
sim_theme_has_ephemeral (SimTheme theme)
{
  return theme != SIM_THEME_NAMES && theme != SIM_THEME_TWICE && theme != SIM_THEME_PAGES &&
         theme != SIM_THEME_WAITS && theme != SIM_THEME_TOLD;
}
