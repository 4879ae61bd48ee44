/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before a program that is tested, and before whatever that starts. It knows no toolkit: it
 * moves the clock of the wall by KARNE_TEST_CLOCK_OFFSET seconds, so that pictures show the same
 * dates every day, and where an application is run it loads the library that looks at its widgets.
 */

#include <dlfcn.h>
#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

typedef int (*RunFunc) (GApplication *, int, char **);
typedef void (*StartFunc) (GApplication *);

static long
get_offset (void)
{
  static long offset;
  static int known;

  if (!known)
    {
      const char *text = getenv ("KARNE_TEST_CLOCK_OFFSET");
      offset = text != NULL ? strtol (text, NULL, 10) : 0;
      known = 1;
    }
  return offset;
}

G_MODULE_EXPORT int
clock_gettime (clockid_t clock, struct timespec *time)
{
  static int (*real) (clockid_t, struct timespec *);
  int result;

  if (real == NULL)
    real = (int (*) (clockid_t, struct timespec *)) dlsym (RTLD_NEXT, "clock_gettime");
  result = real (clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    time->tv_sec += get_offset ();
  return result;
}

G_MODULE_EXPORT int
gettimeofday (struct timeval *restrict time, void *restrict zone)
{
  struct timespec now;
  int result = clock_gettime (CLOCK_REALTIME, &now);

  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}

G_MODULE_EXPORT time_t
time (time_t *seconds)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (seconds != NULL)
    *seconds = now.tv_sec;
  return now.tv_sec;
}

static void
start_look (GApplication *application)
{
  const char *path = getenv ("KARNE_LOOK_PATH");
  void *library = path != NULL ? dlopen (path, RTLD_NOW) : NULL;
  StartFunc start = library != NULL ? (StartFunc) dlsym (library, "look_start") : NULL;

  if (start != NULL)
    start (application);
  else if (path != NULL)
    {
      fprintf (stderr, "The library that looks at widgets is not loaded: %s\n", dlerror ());
      abort ();
    }
}

G_MODULE_EXPORT int
g_application_run (GApplication *application, int argc, char **argv)
{
  RunFunc real = (RunFunc) dlsym (RTLD_NEXT, "g_application_run");

  start_look (application);
  return real (application, argc, argv);
}
