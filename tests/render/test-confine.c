/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-confine.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/landlock.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each attempt is made by a process of its own, confined by the same function as the helper. It
 * ends with the error number, or with 0 when the attempt succeeded. */
#define NOT_CONFINED 255

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#define WITH_ADDRESS_SANITIZER __has_feature (address_sanitizer)
#else
#define WITH_ADDRESS_SANITIZER 0
#endif

typedef int (*Attempt) (void);

/* What is there before: made by the parent, inherited. */
static int channel[2];
static int inet_socket;
static char *folder;
static char *file;
static int memory;

static int
number (int result)
{
  return result < 0 ? errno : 0;
}

/* ---- The network ----------------------------------------------------------------------------- */

static struct sockaddr_in
discard_port (void)
{
  return (struct sockaddr_in){
    .sin_family = AF_INET,
    .sin_port = htons (9),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
}

static int
try_socket (void)
{
  return number (socket (AF_INET, SOCK_STREAM, 0));
}

static int
try_local_socket (void)
{
  return number (socket (AF_UNIX, SOCK_STREAM, 0));
}

static int
try_socketpair (void)
{
  int ends[2];

  return number (socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
}

static int
try_connect (void)
{
  struct sockaddr_in address = discard_port ();

  return number (connect (inet_socket, (struct sockaddr *) &address, sizeof address));
}

static int
try_bind (void)
{
  struct sockaddr_in address = discard_port ();

  return number (bind (inet_socket, (struct sockaddr *) &address, sizeof address));
}

static int
try_sendto (void)
{
  struct sockaddr_in address = discard_port ();

  return number (sendto (inet_socket, "x", 1, 0, (struct sockaddr *) &address, sizeof address));
}

static int
send_through (int socket)
{
  struct sockaddr_in address = discard_port ();
  struct iovec vector = { (char *) "x", 1 };
  struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1 };

  if (socket == inet_socket)
    {
      message.msg_name = &address;
      message.msg_namelen = sizeof address;
    }
  return number (sendmsg (socket, &message, MSG_NOSIGNAL));
}

static int
try_sendmsg_elsewhere (void)
{
  return send_through (inet_socket);
}

static int
try_answer (void)
{
  return send_through (channel[1]);
}

/* ---- Files ----------------------------------------------------------------------------------- */

static int
try_open (const char *path, int flags)
{
  return number (open (path, flags, 0600));
}

static int
try_write_file (void)
{
  return try_open (file, O_WRONLY);
}

static int
try_append_file (void)
{
  return try_open (file, O_RDWR | O_APPEND);
}

static int
try_create_file (void)
{
  g_autofree char *path = g_build_filename (folder, "new", NULL);

  return try_open (path, O_RDONLY | O_CREAT);
}

static int
try_truncate_file (void)
{
  return try_open (file, O_RDONLY | O_TRUNC);
}

static int
try_unnamed_file (void)
{
  return try_open (folder, O_TMPFILE | O_RDWR);
}

static int
try_unlink (void)
{
  return number (unlink (file));
}

static int
try_mkdir (void)
{
  g_autofree char *path = g_build_filename (folder, "new", NULL);

  return number (mkdir (path, 0700));
}

static int
try_chmod (void)
{
  return number (chmod (file, 0644));
}

static int
try_memfd (void)
{
  return number (memfd_create ("x", 0));
}

static int
try_read_passwd (void)
{
  return try_open ("/etc/passwd", O_RDONLY);
}

static int
try_read_own_file (void)
{
  return try_open (file, O_RDONLY);
}

static int
try_read_home (void)
{
  return try_open (g_get_home_dir (), O_RDONLY | O_DIRECTORY);
}

static int
try_read_parent (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/environ", getppid ());

  return try_open (path, O_RDONLY);
}

static int
try_read_fonts (void)
{
  return try_open ("/usr/share/fonts", O_RDONLY | O_DIRECTORY) + try_open ("/etc/fonts", O_RDONLY);
}

static int
try_read_memory (void)
{
  char byte;

  return pread (memory, &byte, 1, 0) == 1 && byte == 'k' ? 0 : EIO;
}

/* ---- Processes ------------------------------------------------------------------------------- */

static int
try_fork (void)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  return number (child);
}

static void *
run_nothing (void *data)
{
  return data;
}

static int
try_thread (void)
{
  pthread_t thread;

  return pthread_create (&thread, NULL, run_nothing, NULL);
}

static int
try_exec (void)
{
  char *arguments[] = { (char *) "/bin/true", NULL };

  return number (execv ("/bin/true", arguments));
}

static int
try_ptrace (void)
{
  return number (ptrace (PTRACE_ATTACH, getppid (), NULL, NULL));
}

static int
try_peek (void)
{
  char byte;
  struct iovec here = { &byte, 1 }, there = { &byte, 1 };

  return number (syscall (SYS_process_vm_readv, getppid (), &here, 1, &there, 1, 0));
}

static int
try_signal (void)
{
  return number (kill (getppid (), SIGCONT));
}

static int
try_signal_thread (void)
{
  return number (syscall (SYS_tgkill, getppid (), getppid (), SIGCONT));
}

static int
try_namespace (void)
{
  return number (unshare (CLONE_NEWUSER));
}

static int
try_prctl (void)
{
  return number (prctl (PR_SET_DUMPABLE, 1));
}

static int
try_raise_limit (void)
{
  struct rlimit limit = { 1 << 20, 1 << 20 };

  return number (setrlimit (RLIMIT_FSIZE, &limit));
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static int
try_map (int protection, gsize size)
{
  gpointer area = mmap (NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  return area == MAP_FAILED ? errno : 0;
}

static int
try_map_code (void)
{
  return try_map (PROT_READ | PROT_EXEC, 4096);
}

static int
try_make_code (void)
{
  gpointer area = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return number (mprotect (area, 4096, PROT_READ | PROT_EXEC));
}

static int
try_much_memory (void)
{
  return try_map (PROT_READ | PROT_WRITE, (gsize) 2 << 30);
}

static int
try_some_memory (void)
{
  return try_map (PROT_READ | PROT_WRITE, (gsize) 256 << 20);
}

/* ---- All of them ------------------------------------------------------------------------------
 */

static int
make_attempt (Attempt attempt)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (karne_confine (channel[1], NULL) ? attempt () : NOT_CONFINED);

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

typedef enum
{
  ALLOWED,
  REFUSED,
  HIDDEN,  /* where there is Landlock */
  BOUNDED, /* where there is no AddressSanitizer */
} Wanted;

static const struct
{
  const char *path;
  Attempt attempt;
  Wanted wanted;
} attempts[] = {
  { "/confine/network/socket", try_socket, REFUSED },
  { "/confine/network/local-socket", try_local_socket, REFUSED },
  { "/confine/network/socketpair", try_socketpair, REFUSED },
  { "/confine/network/connect", try_connect, REFUSED },
  { "/confine/network/bind", try_bind, REFUSED },
  { "/confine/network/sendto", try_sendto, REFUSED },
  { "/confine/network/sendmsg-elsewhere", try_sendmsg_elsewhere, REFUSED },
  { "/confine/network/answer", try_answer, ALLOWED },
  { "/confine/files/write", try_write_file, REFUSED },
  { "/confine/files/append", try_append_file, REFUSED },
  { "/confine/files/create", try_create_file, REFUSED },
  { "/confine/files/truncate", try_truncate_file, REFUSED },
  { "/confine/files/unnamed", try_unnamed_file, REFUSED },
  { "/confine/files/unlink", try_unlink, REFUSED },
  { "/confine/files/mkdir", try_mkdir, REFUSED },
  { "/confine/files/chmod", try_chmod, REFUSED },
  { "/confine/files/memfd", try_memfd, REFUSED },
  { "/confine/files/passwd", try_read_passwd, HIDDEN },
  { "/confine/files/own", try_read_own_file, HIDDEN },
  { "/confine/files/home", try_read_home, HIDDEN },
  { "/confine/files/parent", try_read_parent, HIDDEN },
  { "/confine/files/fonts", try_read_fonts, ALLOWED },
  { "/confine/files/memory", try_read_memory, ALLOWED },
  { "/confine/processes/fork", try_fork, REFUSED },
  { "/confine/processes/thread", try_thread, REFUSED },
  { "/confine/processes/exec", try_exec, REFUSED },
  { "/confine/processes/ptrace", try_ptrace, REFUSED },
  { "/confine/processes/peek", try_peek, REFUSED },
  { "/confine/processes/signal", try_signal, REFUSED },
  { "/confine/processes/signal-thread", try_signal_thread, REFUSED },
  { "/confine/processes/namespace", try_namespace, REFUSED },
  { "/confine/processes/prctl", try_prctl, REFUSED },
  { "/confine/processes/raise-limit", try_raise_limit, REFUSED },
  { "/confine/memory/map-code", try_map_code, REFUSED },
  { "/confine/memory/make-code", try_make_code, REFUSED },
  { "/confine/memory/much", try_much_memory, BOUNDED },
  { "/confine/memory/some", try_some_memory, ALLOWED },
};

static gboolean
has_landlock (void)
{
  return syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

static void
test_attempt (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  int outcome;

  if (attempts[i].wanted == HIDDEN && !has_landlock ())
    {
      g_test_skip ("No Landlock here");
      return;
    }
  if (attempts[i].wanted == BOUNDED && WITH_ADDRESS_SANITIZER)
    {
      g_test_skip ("AddressSanitizer wants all addresses");
      return;
    }

  outcome = make_attempt (attempts[i].attempt);
  g_test_message ("%s", g_strerror (outcome));
  g_assert_cmpint (outcome, !=, NOT_CONFINED);
  if (attempts[i].wanted == ALLOWED)
    g_assert_cmpint (outcome, ==, 0);
  else if (attempts[i].wanted == REFUSED)
    g_assert_cmpint (outcome, ==, EPERM);
  else
    g_assert_cmpint (outcome, !=, 0);
}

/* ---- From outside -----------------------------------------------------------------------------
 */

/* A confined process that waits until it is killed. */
static pid_t
start_confined (void)
{
  pid_t child = fork ();
  char byte;

  if (child == 0)
    {
      if (!karne_confine (channel[1], NULL) || try_answer () != 0)
        _exit (NOT_CONFINED);
      while (TRUE)
        poll (NULL, 0, 1000);
    }
  g_assert_cmpint (read (channel[0], &byte, 1), ==, 1);
  return child;
}

static void
end_confined (pid_t child)
{
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
}

static char *
read_of (pid_t process, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", process, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* Neither its memory in a dump, nor a capability, nor a way to gain one. */
static void
test_status (void)
{
  pid_t child = start_confined ();
  g_autofree char *status = read_of (child, "status");
  g_autofree char *dumped = read_of (child, "coredump_filter");

  end_confined (child);
  g_assert_nonnull (strstr (status, "\nNoNewPrivs:\t1\n"));
  g_assert_nonnull (strstr (status, "\nSeccomp:\t2\n"));
  g_assert_nonnull (strstr (status, "\nCapEff:\t0000000000000000\n"));
  g_assert_nonnull (strstr (status, "\nCapPrm:\t0000000000000000\n"));
  /* A process that cannot be dumped belongs to root as far as this file is concerned. */
  if (dumped != NULL)
    g_assert_cmpint (strtol (dumped, NULL, 16), ==, 0);
}

static void
test_limits (void)
{
  pid_t child = start_confined ();
  struct rlimit cores = { 1, 1 }, sizes = { 1, 1 }, seconds = { 0, 0 };
  int seen = prlimit (child, RLIMIT_CORE, NULL, &cores) +
             prlimit (child, RLIMIT_FSIZE, NULL, &sizes) +
             prlimit (child, RLIMIT_CPU, NULL, &seconds);

  end_confined (child);
  if (seen != 0)
    {
      g_test_skip ("Limits of others cannot be read here");
      return;
    }
  g_assert_cmpuint (cores.rlim_max, ==, 0);
  g_assert_cmpuint (sizes.rlim_max, ==, 0);
  g_assert_cmpuint (seconds.rlim_max, <=, 600);
}

/* The process between dies, and so must the confined one: the other end of the pipe closes. */
static void
test_parent_dies (void)
{
  int alive[2];
  char byte;
  pid_t between;

  g_assert_cmpint (pipe2 (alive, O_CLOEXEC), ==, 0);
  between = fork ();
  if (between == 0)
    {
      start_confined ();
      _exit (0);
    }
  close (alive[1]);
  g_assert_cmpint (waitpid (between, NULL, 0), ==, between);

  g_assert_cmpint (read (alive[0], &byte, 1), ==, 0);
  close (alive[0]);
}

static gpointer
wait_for_end (gpointer data)
{
  char byte;

  return GINT_TO_POINTER (read (GPOINTER_TO_INT (data), &byte, 1));
}

/* A thread that is there already would stay free. */
static void
test_thread_before (void)
{
  pid_t child = fork ();
  int status, end[2];

  if (child == 0)
    {
      g_autoptr (GError) error = NULL;

      if (pipe (end) != 0)
        _exit (1);
      g_thread_unref (g_thread_new ("other", wait_for_end, GINT_TO_POINTER (end[0])));
      _exit (karne_confine (channel[1], &error) ? 1 : 0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
set_up (void)
{
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, channel), ==, 0);
  inet_socket = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  memory = memfd_create ("test", MFD_CLOEXEC);
  g_assert_cmpint (write (memory, "k", 1), ==, 1);
  folder = g_dir_make_tmp ("karne-confine-XXXXXX", NULL);
  file = g_build_filename (folder, "file", NULL);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
}

static void
tear_down (void)
{
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (file);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();

  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    g_test_add_data_func (attempts[i].path, GSIZE_TO_POINTER (i), test_attempt);
  g_test_add_func ("/confine/status", test_status);
  g_test_add_func ("/confine/limits", test_limits);
  g_test_add_func ("/confine/parent-dies", test_parent_dies);
  g_test_add_func ("/confine/thread-before", test_thread_before);
  status = g_test_run ();

  tear_down ();
  return status;
}
