/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-confine.h"

#include "karne-render-error.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

typedef void *Filter;
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Filter, seccomp_release, NULL)

/* What remains, whatever the arguments: memory, files that are open, time. */
static const char *const allowed[] = {
  "access",
  "brk",
  "clock_getres",
  "clock_gettime",
  "clock_nanosleep",
  "close",
  "exit",
  "exit_group",
  "faccessat",
  "faccessat2",
  "fstat",
  "fstat64",
  "fstatfs",
  "fstatfs64",
  "futex",
  "futex_time64",
  "getcwd",
  "getdents",
  "getdents64",
  "getegid",
  "geteuid",
  "getgid",
  "getpid",
  "getrandom",
  "getrlimit",
  "gettid",
  "gettimeofday",
  "getuid",
  "lseek",
  "lstat",
  "madvise",
  "membarrier",
  "mremap",
  "munmap",
  "nanosleep",
  "newfstatat",
  "poll",
  "ppoll",
  "pread64",
  "read",
  "readlink",
  "readlinkat",
  "readv",
  "recvmsg",
  "restart_syscall",
  "rseq",
  "rt_sigaction",
  "rt_sigprocmask",
  "rt_sigreturn",
  "sched_getaffinity",
  "sched_yield",
  "set_robust_list",
  "sigaltstack",
  "stat",
  "statfs",
  "statx",
  "sysinfo",
  "time",
  "ugetrlimit",
  "uname",
  "write",
  "writev",
};

/* What remains for some values of one argument: those of which the bits of the mask are as given.
 */
typedef struct
{
  const char *name;
  guint argument;
  guint64 mask;
  guint64 bits;
} Rule;

#define WRITING (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)
#define EXACTLY G_MAXUINT32

static const Rule narrowed[] = {
  { "fcntl", 1, EXACTLY, F_DUPFD_CLOEXEC },
  { "fcntl", 1, EXACTLY, F_GETFD },
  { "fcntl", 1, EXACTLY, F_GETFL },
  { "fcntl", 1, EXACTLY, F_GET_SEALS },
  { "fcntl", 1, EXACTLY, F_SETFD },
  { "fcntl64", 1, EXACTLY, F_DUPFD_CLOEXEC },
  { "fcntl64", 1, EXACTLY, F_GETFD },
  { "fcntl64", 1, EXACTLY, F_GETFL },
  { "fcntl64", 1, EXACTLY, F_GET_SEALS },
  { "fcntl64", 1, EXACTLY, F_SETFD },
  /* No new code: what is loaded later is not loaded. */
  { "mmap", 2, PROT_EXEC, 0 },
  { "mmap2", 2, PROT_EXEC, 0 },
  { "mprotect", 2, PROT_EXEC, 0 },
  { "open", 1, WRITING, 0 },
  { "openat", 2, WRITING, 0 },
  /* Limits can be read; NULL is for the new one. */
  { "prlimit64", 2, G_MAXUINT64, 0 },
};

/* A call that this architecture does not have is no error. */
static int
allow (Filter filter, const Rule *rule, gboolean whatever)
{
  int number = seccomp_syscall_resolve_name (rule->name);
  struct scmp_arg_cmp when = SCMP_CMP (rule->argument, SCMP_CMP_MASKED_EQ, rule->mask, rule->bits);

  if (number == __NR_SCMP_ERROR)
    return 0;
  return seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, number, whatever ? 0 : 1, &when);
}

static int
allow_all (Filter filter, int channel)
{
  const Rule own[] = {
    { "sendmsg", 0, EXACTLY, channel }, { "tgkill", 0, EXACTLY, getpid () }, /* abort () */
  };
  int status = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (allowed) && status == 0; i++)
    status = allow (filter, &(Rule){ .name = allowed[i] }, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (narrowed) && status == 0; i++)
    status = allow (filter, &narrowed[i], FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (own) && status == 0; i++)
    status = allow (filter, &own[i], FALSE);
  return status;
}

/**
 * karne_confine_calls:
 * @channel: the one socket that can still be written to
 * @error: return location
 *
 * Refuses all system calls but those that computing, reading and answering need.
 *
 * What is refused fails with `EPERM`: libraries that ask for more than they need go on without.
 * Calls in the manner of another architecture end the process.
 *
 * Returns: whether the filter is in place
 */
gboolean
karne_confine_calls (int channel, GError **error)
{
  g_auto (Filter) filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  int status = filter == NULL ? -ENOMEM : allow_all (filter, channel);

  if (status == 0)
    status = seccomp_load (filter);
  if (status != 0)
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                   "Confining: system calls cannot be filtered: %s", g_strerror (-status));
      return FALSE;
    }

  return TRUE;
}
