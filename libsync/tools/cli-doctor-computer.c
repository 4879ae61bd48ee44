/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-doctor.h"

#include "platform/karne-platform.h"
#include "store/karne-store-check.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <sys/resource.h>

/* What the key and its wrapping take at once, generously. */
#define WANTED_LOCKED_BYTES (64 * 1024)
/* A record with its index, and a few documents that are shown. */
#define WANTED_SESSION_BYTES ((guint64) 64 * 1024 * 1024)

static void
check_swap (CliDoctor *self)
{
  switch (karne_platform_get_swap ())
    {
    case KARNE_SWAP_NONE:
      cli_doctor_say (self, "swap", CLI_HEALTH_GOOD,
                      _ ("Swap: memory is never written to a disk."));
      return;
    case KARNE_SWAP_SEALED:
      cli_doctor_say (self, "swap", CLI_HEALTH_GOOD,
                      _ ("Swap: what is written of the memory stays in memory or is encrypted."));
      return;
    case KARNE_SWAP_PLAIN:
      cli_doctor_say (self, "swap", CLI_HEALTH_BAD,
                      _ ("Swap: parts of the memory may be written to a disk in clear, with what "
                         "is being read. Encrypt the swap, use zram, or turn it off."));
      return;
    case KARNE_SWAP_UNKNOWN:
      break;
    }

  cli_doctor_say (self, "swap", CLI_HEALTH_UNKNOWN,
                  _ ("Swap: this system does not say where parts of the memory may go."));
}

/* Where a session is that is not kept: in memory on most systems. */
static void
check_session_folder (CliDoctor *self)
{
  g_autofree char *size = NULL;
  guint64 n_bytes;

  if (!karne_platform_get_free_space (g_get_user_runtime_dir (), &n_bytes, NULL))
    {
      cli_doctor_say (self, "session-folder", CLI_HEALTH_UNKNOWN,
                      _ ("Session folder: it cannot be looked at."));
      return;
    }
  size = karne_size_to_words (n_bytes);
  cli_doctor_take (
      self, "session-folder",
      n_bytes >= WANTED_SESSION_BYTES ? CLI_HEALTH_GOOD : CLI_HEALTH_WARNING,
      /* Translators: where a session is that is not kept; %s is a size, as “1.6 GB”. */
      g_strdup_printf (_ ("Session folder: %s are free."), size));
}

static void
check_sealing (CliDoctor *self)
{
  g_autofree char *sqlite = NULL;
  g_autofree char *sqlcipher = NULL;

  if (karne_store_can_seal (&sqlite, &sqlcipher, NULL))
    /* Translators: versions of two pieces of software. */
    cli_doctor_take (self, "sealing", CLI_HEALTH_GOOD,
                     g_strdup_printf (_ ("Sealing: SQLite %s with SQLCipher %s."), sqlite,
                                      sqlcipher));
  else
    cli_doctor_take (self, "sealing", CLI_HEALTH_BAD,
                     g_strdup_printf (_ ("Sealing: SQLite %s is loaded without a SQLCipher that is "
                                         "recent enough: nothing can be kept."),
                                      sqlite));
}

static void
check_core_dumps (CliDoctor *self)
{
  if (karne_platform_harden (NULL))
    cli_doctor_say (self, "core-dumps", CLI_HEALTH_GOOD,
                    _ ("Core dumps: a crash leaves no memory behind."));
  else
    cli_doctor_say (self, "core-dumps", CLI_HEALTH_BAD,
                    _ ("Core dumps: a crash may write the memory to a disk."));
}

static void
check_locked_memory (CliDoctor *self)
{
  struct rlimit limit = { 0 };
  g_autofree char *size = NULL;

  if (getrlimit (RLIMIT_MEMLOCK, &limit) != 0)
    return;
  if (limit.rlim_cur == RLIM_INFINITY)
    {
      cli_doctor_say (self, "locked-memory", CLI_HEALTH_GOOD,
                      _ ("Locked memory: as much as is needed."));
      return;
    }

  size = karne_size_to_words (limit.rlim_cur);
  if (limit.rlim_cur >= WANTED_LOCKED_BYTES)
    /* Translators: %s is a size, as “8 MB”. */
    cli_doctor_take (self, "locked-memory", CLI_HEALTH_GOOD,
                     g_strdup_printf (_ ("Locked memory: up to %s, which is enough."), size));
  else
    cli_doctor_take (self, "locked-memory", CLI_HEALTH_WARNING,
                     g_strdup_printf (_ ("Locked memory: only %s is allowed, so the key may be "
                                         "written to the swap."),
                                      size));
}

/* A proxy may have a password in its address: its kind, host and port are all that is said. */
static char *
describe_proxy (const char *proxy)
{
  g_autoptr (GUri) uri = g_uri_parse (proxy, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup ("?");

  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), g_uri_get_host (uri),
                          g_uri_get_port (uri));
}

static void
check_proxy (CliDoctor *self)
{
  GProxyResolver *resolver = g_proxy_resolver_get_default ();
  g_auto (GStrv) proxies = g_proxy_resolver_lookup (resolver, "https://karne.invalid/", NULL, NULL);
  g_autofree char *words = NULL;

  if (proxies == NULL || proxies[0] == NULL)
    {
      cli_doctor_say (self, "proxy", CLI_HEALTH_WARNING,
                      _ ("Proxy: the settings of this computer cannot be understood."));
      return;
    }
  if (g_str_has_prefix (proxies[0], "direct"))
    {
      cli_doctor_say (self, "proxy", CLI_HEALTH_GOOD,
                      _ ("Proxy: none, servers are asked directly."));
      return;
    }

  words = describe_proxy (proxies[0]);
  /* Translators: %s is as “http://proxy.example:3128”. */
  cli_doctor_take (self, "proxy", CLI_HEALTH_GOOD,
                   g_strdup_printf (_ ("Proxy: servers are asked through %s."), words));
}

static void
check_authorities (CliDoctor *self)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GTlsDatabase) database = NULL;

  if (!g_tls_backend_supports_tls (backend))
    {
      cli_doctor_say (self, "authorities", CLI_HEALTH_BAD,
                      _ ("Certificates: this computer lacks what is needed to speak to a server "
                         "safely (glib-networking)."));
      return;
    }

  database = g_tls_backend_get_default_database (backend);
  if (database != NULL)
    cli_doctor_say (self, "authorities", CLI_HEALTH_GOOD,
                    _ ("Certificates: this computer knows whom to trust."));
  else
    cli_doctor_say (self, "authorities", CLI_HEALTH_BAD,
                    _ ("Certificates: this computer has no list of authorities to trust "
                       "(ca-certificates)."));
}

void
cli_doctor_check_computer (CliDoctor *self)
{
  check_sealing (self);
  check_swap (self);
  check_session_folder (self);
  check_core_dumps (self);
  check_locked_memory (self);
  check_proxy (self);
  check_authorities (self);
}
