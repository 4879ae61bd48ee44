/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-confine.h"

#include "karne-render-error.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* AddressSanitizer reserves terabytes of addresses. */
#if defined(__SANITIZE_ADDRESS__)
#define BOUNDED_ADDRESSES FALSE
#elif defined(__has_feature)
#define BOUNDED_ADDRESSES (!__has_feature (address_sanitizer))
#else
#define BOUNDED_ADDRESSES TRUE
#endif

#define MAX_ADDRESSES (G_GUINT64_CONSTANT (1) << 30)
#define MAX_CPU_SECONDS 300
#define MAX_FILES 64

/* Namespaces, Landlock and seccomp bind one thread: the others would stay free. */
static gboolean
is_alone (void)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (threads != NULL && g_dir_read_name (threads) != NULL)
    n++;
  return n == 1;
}

/* What was on screen must not end up in a core dump, whatever the system does with dumps. */
static void
leave_no_dump (void)
{
  int filter = open ("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);

  if (filter >= 0)
    {
      if (write (filter, "0", 1) != 1)
        g_debug ("What goes into a core dump cannot be chosen");
      close (filter);
    }
  prctl (PR_SET_DUMPABLE, 0);
}

static void
set_limit (int resource, guint64 most)
{
  struct rlimit limit = { most, most };

  if (setrlimit (resource, &limit) != 0)
    g_debug ("Limit %d cannot be set", resource);
}

static void
limit_resources (void)
{
  if (BOUNDED_ADDRESSES)
    set_limit (RLIMIT_AS, MAX_ADDRESSES);
  set_limit (RLIMIT_CPU, MAX_CPU_SECONDS);
  set_limit (RLIMIT_NOFILE, MAX_FILES);
  set_limit (RLIMIT_FSIZE, 0);
  set_limit (RLIMIT_CORE, 0);
  set_limit (RLIMIT_NPROC, 0);
}

/* A network of its own, with nothing in it. Where a user may not have namespaces, root still can;
 * where neither can, the filter of system calls knows no sockets either. */
static void
leave_network (void)
{
  const int apart = CLONE_NEWNET | CLONE_NEWIPC;

  if (unshare (CLONE_NEWUSER | apart) != 0 && unshare (apart) != 0)
    g_debug ("No namespaces here");
}

static void
drop_capabilities (void)
{
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct none[2] = { 0 };

  for (int capability = 0; prctl (PR_CAPBSET_READ, capability) >= 0; capability++)
    prctl (PR_CAPBSET_DROP, capability);
  prctl (PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  if (syscall (SYS_capset, &header, none) != 0)
    g_debug ("Capabilities cannot be dropped");
}

/**
 * karne_confine:
 * @channel: the one socket that can still be written to
 * @error: return location
 *
 * Takes away from this process, for good, what showing a document does not need.
 *
 * What remains: computing, within limits of memory and time; reading fonts and the like; answering
 * through @channel. Each layer that this system does not offer is left out, but the last, the
 * filter of system calls, must be there. To be called before the first byte of a document is looked
 * at, and before any thread is started.
 *
 * Returns: whether this process is confined
 */
gboolean
karne_confine (int channel, GError **error)
{
  if (!is_alone ())
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                   "Confining: there are threads already");
      return FALSE;
    }

  leave_no_dump ();
  leave_network ();
  limit_resources ();
  drop_capabilities ();
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                   "Confining: privileges can still be gained: %s", g_strerror (errno));
      return FALSE;
    }
  /* A change of credentials forgets this, so it comes after them. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  karne_confine_files ();

  return karne_confine_calls (channel, error);
}
