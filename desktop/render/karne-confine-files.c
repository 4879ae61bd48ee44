/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-confine.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Fonts, how to choose among them, and the tables that poppler reads for them. Nothing of anybody.
 */
static const char *const readable[] = {
  "/etc/fonts",
  "/usr/local/share/fonts",
  "/usr/share",
  "/var/cache/fontconfig",
};

/* The headers that this is built with may be older than the kernel that it runs on: the rights are
 * bits, of which each version of the interface knows some more. */
static guint64
rights_of_version (long version)
{
  if (version >= 5)
    return (1 << 16) - 1; /* and ioctl on devices */
  if (version >= 3)
    return (1 << 15) - 1; /* and truncating */
  if (version >= 2)
    return (1 << 14) - 1; /* and moving between folders */
  return (1 << 13) - 1;
}

/* The same as struct landlock_ruleset_attr, which older headers cut short. */
typedef struct
{
  guint64 files;
  guint64 network;
  guint64 scopes;
} Rules;

static gsize
size_for_version (long version)
{
  if (version >= 6)
    return sizeof (Rules);
  if (version >= 4)
    return G_STRUCT_OFFSET (Rules, scopes);
  return G_STRUCT_OFFSET (Rules, network);
}

static void
allow_reading (int rules, const char *path)
{
  struct landlock_path_beneath_attr beneath = {
    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    .parent_fd = open (path, O_PATH | O_CLOEXEC),
  };

  if (beneath.parent_fd < 0)
    return;
  if (syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) != 0)
    g_debug ("A folder that should be readable is not");
  close (beneath.parent_fd);
}

/**
 * karne_confine_files:
 *
 * Hides all files but those that drawing text needs, where the kernel has Landlock.
 *
 * Sockets (TCP, and abstract ones) and signals to others are refused here, too, as far as the
 * kernel knows how.
 */
void
karne_confine_files (void)
{
  long version = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  Rules attr = { .files = rights_of_version (version), .network = 3, .scopes = 3 };
  int rules;

  if (version < 1)
    {
      g_debug ("No Landlock here");
      return;
    }
  rules = syscall (SYS_landlock_create_ruleset, &attr, size_for_version (version), 0);
  if (rules < 0)
    {
      g_debug ("Landlock refuses");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    allow_reading (rules, readable[i]);
  if (syscall (SYS_landlock_restrict_self, rules, 0) != 0)
    g_debug ("Landlock does not restrict");
  close (rules);
}
