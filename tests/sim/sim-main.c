/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-world.h"

/* The simulation from the command line: so many seeds from one on, or one of them again, in words,
 * with some steps left out. */

#define DEFAULT_STEPS 40
#define MAX_SHRINK_RUNS 160
#define MAX_SHRUNK 4

typedef struct
{
  gint64 seed;
  int n_seeds;
  int n_steps;
  int jobs;
  int enough; /* failures; 0: never */
  gboolean is_raw;
  gboolean is_loud;
  gboolean is_traced;
  gboolean no_shrink;
  char *theme;       /* (owned) (nullable) its name; NULL: as drawn from the seed */
  char *without;     /* (owned) (nullable) "3,7-9" */
  char *regressions; /* (owned) (nullable) file */
} Options;

static SimCounts *
counts_new (void)
{
  SimCounts *counts = g_new0 (SimCounts, 1);

  counts->states = g_hash_table_new (NULL, NULL);
  return counts;
}

static void
counts_free (SimCounts *counts)
{
  g_hash_table_unref (counts->states);
  g_free (counts);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimCounts, counts_free)

static SimTheme
theme_of (const Options *options, guint64 seed)
{
  return options->theme != NULL ? sim_theme_find (options->theme) : sim_theme_draw (seed);
}

/* Shrinking */

static gboolean *
parse_left_out (const char *text, guint n_steps)
{
  gboolean *left_out = g_new0 (gboolean, n_steps);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", -1);

  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      const char *dash = strchr (parts[i], '-');
      guint64 from = g_ascii_strtoull (parts[i], NULL, 10);
      guint64 to = dash != NULL ? g_ascii_strtoull (dash + 1, NULL, 10) : from;

      for (guint64 n = from; n <= to && n < n_steps; n++)
        left_out[n] = TRUE;
    }
  return left_out;
}

static char *
format_left_out (const gboolean *left_out, guint n_steps)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < n_steps; i++)
    {
      guint end = i;

      if (!left_out[i])
        continue;
      while (end + 1 < n_steps && left_out[end + 1])
        end++;
      g_string_append_printf (out, end > i ? "%s%u-%u" : "%s%u", out->len > 0 ? "," : "", i, end);
      i = end;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
still_fails (guint64 seed, SimTheme theme, guint n_steps, const gboolean *left_out)
{
  g_autoptr (SimCounts) counts = counts_new ();
  g_autofree char *failure = sim_world_run (seed, theme, n_steps, left_out, SIM_VOICE_NONE, counts);

  return failure != NULL;
}

/* Leaves out more and more, in halves, quarters and so on, as long as it fails. */
static void
shrink (guint64 seed, SimTheme theme, guint n_steps, gboolean *left_out)
{
  guint n_runs = 0;

  for (guint size = n_steps / 2; size > 0; size /= 2)
    for (guint from = 0; from < n_steps && n_runs < MAX_SHRINK_RUNS; from += size)
      {
        g_autofree gboolean *fewer = g_memdup2 (left_out, n_steps * sizeof (gboolean));
        gboolean is_new = FALSE;

        for (guint i = from; i < MIN (from + size, n_steps); i++)
          {
            is_new = is_new || !fewer[i];
            fewer[i] = TRUE;
          }
        if (!is_new)
          continue;
        n_runs++;
        if (still_fails (seed, theme, n_steps, fewer))
          memcpy (left_out, fewer, n_steps * sizeof (gboolean));
      }
}

static void
tell_failure (const Options *options, guint64 seed, const char *failure)
{
  static guint n_told;
  SimTheme theme = theme_of (options, seed);
  guint n_steps = (guint) options->n_steps;
  g_autofree gboolean *left_out = parse_left_out (options->without, n_steps);
  g_autofree char *without = NULL;

  printf ("FAILED seed %" G_GUINT64_FORMAT ": %s\n", seed, failure);
  if (options->no_shrink)
    return;
  if (n_told++ < MAX_SHRUNK)
    shrink (seed, theme, n_steps, left_out);
  without = format_left_out (left_out, n_steps);
  printf ("again: ./dev sim --seed %" G_GUINT64_FORMAT
          " --theme %s --steps %u --without %s --loud\n",
          seed, sim_theme_names[theme], n_steps, *without != '\0' ? without : "none");
  fflush (stdout);
}

/* Counts, as lines that another process reads */

static void
print_raw (const SimCounts *counts, guint n_seeds, guint n_failed)
{
  GHashTableIter iter;
  gpointer state;

  for (int i = 1; i < SIM_N_FAULTS; i++)
    printf ("count fault/%s %" G_GUINT64_FORMAT "\n", sim_fault_names[i], counts->faults[i]);
  for (int i = 0; i < SIM_N_EVENTS; i++)
    printf ("count event/%s %" G_GUINT64_FORMAT "\n", sim_event_names[i], counts->events[i]);
  /* What only a history that is asked for has is not missed. */
  for (int i = 0; i < SIM_N_STEPS; i++)
    if (counts->steps[i] > 0 || sim_theme_may_draw (i))
      printf ("count step/%s %" G_GUINT64_FORMAT "\n", sim_step_names[i], counts->steps[i]);
  printf ("count requests %" G_GUINT64_FORMAT "\n", counts->n_requests);
  g_hash_table_iter_init (&iter, counts->states);
  while (g_hash_table_iter_next (&iter, &state, NULL))
    printf ("state %x\n", GPOINTER_TO_UINT (state));
  printf ("count seeds %u\ncount failed %u\n", n_seeds, n_failed);
}

static SimVoice
voice_of (const Options *options)
{
  if (options->is_traced)
    return SIM_VOICE_REQUESTS;
  return options->is_loud ? SIM_VOICE_HISTORY : SIM_VOICE_NONE;
}

static int
run_here (const Options *options)
{
  g_autoptr (SimCounts) counts = counts_new ();
  guint n_failed = 0;
  int i;

  for (i = 0; i < options->n_seeds && (options->enough == 0 || n_failed < (guint) options->enough);
       i++)
    {
      guint64 seed = (guint64) options->seed + (guint64) i;
      g_autofree gboolean *left_out = parse_left_out (options->without, (guint) options->n_steps);
      g_autofree char *failure =
          sim_world_run (seed, theme_of (options, seed), (guint) options->n_steps, left_out,
                         voice_of (options), counts);

      if (failure == NULL)
        continue;
      n_failed++;
      if (voice_of (options) != SIM_VOICE_NONE)
        printf ("FAILED seed %" G_GUINT64_FORMAT ": %s\n", seed, failure);
      else
        tell_failure (options, seed, failure);
    }
  print_raw (counts, (guint) i, n_failed);
  return n_failed > 0 ? 1 : 0;
}

/* Histories that failed once: lines of SEED STEPS WITHOUT THEME. */
static int
run_regressions (const char *path)
{
  g_autoptr (SimCounts) counts = counts_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_failed = 0;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 2;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);
      g_autofree gboolean *left_out = NULL;
      g_autofree char *failure = NULL;
      guint n_steps;

      if (*lines[i] == '#' || g_strv_length (words) != 4)
        continue;
      n++;
      if (sim_theme_find (words[3]) == SIM_N_THEMES)
        return 2;
      n_steps = (guint) g_ascii_strtoull (words[1], NULL, 10);
      left_out = parse_left_out (words[2], n_steps);
      failure = sim_world_run (g_ascii_strtoull (words[0], NULL, 10), sim_theme_find (words[3]),
                               n_steps, left_out, SIM_VOICE_NONE, counts);
      if (failure == NULL)
        continue;
      n_failed++;
      printf ("FAILED %s: %s\n", lines[i], failure);
    }
  printf ("seeds %u, failed %u\n", n, n_failed);
  return n_failed > 0 ? 1 : 0;
}

/* Several processes */

typedef struct
{
  GHashTable *counts; /* name -> guint64* */
  GPtrArray *names;
  GHashTable *states;
} Sums;

static void
add_line (Sums *sums, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  if (g_str_has_prefix (line, "count ") && words[2] != NULL)
    {
      guint64 *sum = g_hash_table_lookup (sums->counts, words[1]);

      if (sum == NULL)
        {
          sum = g_new0 (guint64, 1);
          g_hash_table_insert (sums->counts, g_strdup (words[1]), sum);
          g_ptr_array_add (sums->names, g_strdup (words[1]));
        }
      *sum += g_ascii_strtoull (words[2], NULL, 10);
    }
  else if (g_str_has_prefix (line, "state "))
    g_hash_table_add (sums->states, g_strdup (line));
  else if (*line != '\0')
    puts (line);
}

static guint64
get_sum (Sums *sums, const char *name)
{
  guint64 *sum = g_hash_table_lookup (sums->counts, name);

  return sum != NULL ? *sum : 0;
}

/* A fault that never came says nothing about what would have happened. */
static gboolean
tell_sums (Sums *sums)
{
  gboolean is_blind = FALSE;
  guint64 n_seeds = get_sum (sums, "seeds");

  for (guint i = 0; i < sums->names->len; i++)
    {
      const char *name = sums->names->pdata[i];
      guint64 sum = get_sum (sums, name);

      if (g_str_equal (name, "seeds") || g_str_equal (name, "failed"))
        continue;
      printf ("%-24s %10" G_GUINT64_FORMAT "\n", name, sum);
      if (sum == 0 && n_seeds >= 500)
        {
          printf ("%s never happened: this run saw too little\n", name);
          is_blind = TRUE;
        }
    }
  printf ("%-24s %10u\n", "states reached", g_hash_table_size (sums->states));
  printf ("seeds %" G_GUINT64_FORMAT ", failed %" G_GUINT64_FORMAT "\n", n_seeds,
          get_sum (sums, "failed"));
  return !is_blind && get_sum (sums, "failed") == 0;
}

static GSubprocess *
start_job (const char *self, const Options *options, int from, int count)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GINT64_FORMAT, options->seed + from);
  g_autofree char *seeds = g_strdup_printf ("%d", count);
  g_autofree char *steps = g_strdup_printf ("%d", options->n_steps);
  g_autoptr (GError) error = NULL;
  g_autofree char *enough =
      g_strdup_printf ("%d", (options->enough + options->jobs - 1) / options->jobs);
  const char *argv[] = { self,  "--raw",    "--seed", seed, "--seeds", seeds, "--steps",
                         steps, "--enough", enough,   NULL, NULL,      NULL,  NULL };
  guint n = 10;
  GSubprocess *job;

  if (options->no_shrink)
    argv[n++] = "--no-shrink";
  if (options->theme != NULL)
    {
      argv[n++] = "--theme";
      argv[n++] = options->theme;
    }
  job = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);

  g_assert_no_error (error);
  return job;
}

static int
run_jobs (const char *self, const Options *options)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  Sums sums = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                g_ptr_array_new_with_free_func (g_free),
                g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  int each = (options->n_seeds + options->jobs - 1) / options->jobs;
  gboolean is_well = TRUE;

  for (int from = 0; from < options->n_seeds; from += each)
    g_ptr_array_add (jobs, start_job (self, options, from, MIN (each, options->n_seeds - from)));
  for (guint i = 0; i < jobs->len; i++)
    {
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;

      g_subprocess_communicate_utf8 (jobs->pdata[i], NULL, NULL, &text, NULL, NULL);
      lines = g_strsplit (text != NULL ? text : "", "\n", -1);
      for (guint n = 0; lines[n] != NULL; n++)
        add_line (&sums, lines[n]);
      if (!g_subprocess_get_if_exited (jobs->pdata[i]))
        {
          printf ("a part of the simulation died\n");
          is_well = FALSE;
        }
    }
  is_well = tell_sums (&sums) && is_well;
  g_hash_table_unref (sums.counts);
  g_ptr_array_unref (sums.names);
  g_hash_table_unref (sums.states);
  return is_well ? 0 : 1;
}

int
main (int argc, char **argv)
{
  Options options = { .seed = 1, .n_seeds = 1, .n_steps = DEFAULT_STEPS };
  gboolean has_seeds = FALSE;
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed, "The first seed", "S" },
    { "seeds", 0, 0, G_OPTION_ARG_INT, &options.n_seeds, "How many", "N" },
    { "steps", 0, 0, G_OPTION_ARG_INT, &options.n_steps, "Steps of each history", "M" },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &options.jobs, "Processes (as many as processors)", "J" },
    { "without", 0, 0, G_OPTION_ARG_STRING, &options.without, "Steps to leave out", "3,7-9" },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &options.theme, "What all histories are about", "NAME" },
    { "enough", 0, 0, G_OPTION_ARG_INT, &options.enough,
      "End when so many have failed (about: of each process its share)", "N" },
    { "loud", 0, 0, G_OPTION_ARG_NONE, &options.is_loud, "Tell the history in words", NULL },
    { "trace", 0, 0, G_OPTION_ARG_NONE, &options.is_traced, "Tell each request, too", NULL },
    { "regressions", 0, 0, G_OPTION_ARG_FILENAME, &options.regressions,
      "Run what failed once, out of a file", "FILE" },
    { "no-shrink", 0, 0, G_OPTION_ARG_NONE, &options.no_shrink, "Only name the seeds that fail",
      NULL },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &options.is_raw, "Counts for another program", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- the simulated world");
  g_autoptr (GError) error = NULL;
  int status;

  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || options.n_seeds < 1 ||
      options.n_steps < 1 || options.enough < 0 ||
      (options.theme != NULL && sim_theme_find (options.theme) == SIM_N_THEMES))
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "A value does not fit; see --help");
      return 2;
    }
  has_seeds = options.n_seeds > 1 && !options.is_raw && options.without == NULL &&
              voice_of (&options) == SIM_VOICE_NONE;
  if (options.jobs <= 0)
    options.jobs = (int) g_get_num_processors ();
  if (options.regressions != NULL)
    status = run_regressions (options.regressions);
  else
    status = has_seeds ? run_jobs (argv[0], &options) : run_here (&options);
  g_free (options.regressions);
  g_free (options.without);
  g_free (options.theme);
  return status;
}
