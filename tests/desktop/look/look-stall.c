/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "look.h"

#include <execinfo.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/* With KARNE_LOOK_TRACE, where the loop stands after so long is written to the standard error. */
#define TRACE_AFTER_MS 50

typedef struct
{
  gint64 began;     /* monotonic µs, 0 while it polls */
  gint64 cpu_began; /* µs of this thread */
  gint64 aside;     /* µs of what is not to be measured */
  gint64 cpu_aside;
  gint64 aside_began;
  gint64 cpu_aside_began;
} Iteration;

typedef struct
{
  gint64 longest;
  gint64 longest_cpu; /* of any iteration: a busy computer makes all of them longer, but not this */
  gint64 longest_paint;
  guint n_long;
} Stalls;

static Iteration now;
static Stalls stalls;
static GPollFunc real_poll;
static timer_t trace_timer;
static gboolean is_traced;

static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
trace_cb (int number)
{
  void *frames[40];
  static const char text[] = "\nThe main loop stands here:\n";

  if (write (STDERR_FILENO, text, sizeof text - 1) > 0)
    backtrace_symbols_fd (frames, backtrace (frames, G_N_ELEMENTS (frames)), STDERR_FILENO);
}

static void
start_trace (void)
{
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGPROF };
  struct sigaction action = { .sa_handler = trace_cb, .sa_flags = SA_RESTART };

  event._sigev_un._tid = gettid ();
  sigaction (SIGPROF, &action, NULL);
  is_traced = timer_create (CLOCK_MONOTONIC, &event, &trace_timer) == 0;
}

static void
set_trace (gboolean on)
{
  const struct itimerspec soon = { .it_value.tv_nsec = on ? TRACE_AFTER_MS * 1000000 : 0 };

  if (is_traced)
    timer_settime (trace_timer, 0, &soon, NULL);
}

static void
end_iteration (void)
{
  gint64 lasted = g_get_monotonic_time () - now.began - now.aside;
  gint64 computed = get_cpu_time () - now.cpu_began - now.cpu_aside;

  if (now.began == 0)
    return;
  stalls.n_long += lasted > TRACE_AFTER_MS * 1000;
  stalls.longest = MAX (stalls.longest, lasted);
  stalls.longest_cpu = MAX (stalls.longest_cpu, computed);
}

static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  set_trace (FALSE);
  end_iteration ();
  now = (Iteration){ 0 };
  result = real_poll (fds, n_fds, timeout);
  now.began = g_get_monotonic_time ();
  now.cpu_began = get_cpu_time ();
  set_trace (TRUE);
  return result;
}

void
look_stall_pause (void)
{
  set_trace (FALSE);
  now.aside_began = g_get_monotonic_time ();
  now.cpu_aside_began = get_cpu_time ();
}

/* Returns: how long it was paused. */
gint64
look_stall_continue (void)
{
  gint64 lasted = 0;

  /* Nested loops begin an iteration of their own. */
  if (now.aside_began != 0)
    {
      lasted = g_get_monotonic_time () - now.aside_began;
      now.aside += lasted;
      now.cpu_aside += get_cpu_time () - now.cpu_aside_began;
      now.aside_began = 0;
    }
  set_trace (TRUE);
  return lasted;
}

static gboolean
paint_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  look_stall_pause ();
  return TRUE;
}

static gboolean
after_paint_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  gint64 lasted = look_stall_continue ();

  stalls.longest_paint = MAX (stalls.longest_paint, lasted);
  return TRUE;
}

void
look_stall_start (void)
{
  GMainContext *context = g_main_context_default ();

  if (g_getenv ("KARNE_LOOK_TRACE") != NULL)
    start_trace ();
  real_poll = g_main_context_get_poll_func (context);
  g_main_context_set_poll_func (context, poll_cb);
}

/* The class is there once there is a clock: not before the first window. */
static void
watch_frames (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      gpointer class = g_type_class_ref (GDK_TYPE_FRAME_CLOCK);

      g_signal_add_emission_hook (g_signal_lookup ("paint", GDK_TYPE_FRAME_CLOCK), 0, paint_cb,
                                  NULL, NULL);
      g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0,
                                  after_paint_cb, NULL, NULL);
      g_type_class_unref (class);
      g_once_init_leave (&done, 1);
    }
}

void
look_stall_reset (void)
{
  watch_frames ();
  stalls = (Stalls){ 0 };
}

static void
say_ms (JsonBuilder *answer, const char *name, gint64 time)
{
  json_builder_set_member_name (answer, name);
  json_builder_add_double_value (answer, time / 1000.0);
}

void
look_say_stall (JsonBuilder *answer)
{
  say_ms (answer, "longest", stalls.longest);
  say_ms (answer, "cpu", stalls.longest_cpu);
  say_ms (answer, "paint", stalls.longest_paint);
  json_builder_set_member_name (answer, "n_long");
  json_builder_add_int_value (answer, stalls.n_long);
}
