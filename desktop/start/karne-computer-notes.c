/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-computer-notes.h"

#include "karne-sync.h"

#include <glib/gi18n.h>

/* A record with its index, and a few documents that are shown. */
#define WANTED_BYTES ((guint64) 64 * 1024 * 1024)

static const char *
say_swap (void)
{
  if (karne_platform_get_swap () != KARNE_SWAP_PLAIN)
    return NULL;
  return _ ("This computer may write parts of its memory to a disk in clear (swap): whoever looks "
            "after it should know.");
}

/* (transfer full) (nullable) */
static char *
say_room (void)
{
  guint64 n_bytes;
  g_autofree char *size = NULL;

  if (!karne_platform_get_free_space (g_get_user_runtime_dir (), &n_bytes, NULL) ||
      n_bytes >= WANTED_BYTES)
    return NULL;
  size = karne_size_to_words (n_bytes);
  /* Translators: %s is a size, as “12 MB”. */
  return g_strdup_printf (_ ("There is room for %s only in a session that is not kept: large "
                             "documents will not fit."),
                          size);
}

char *
karne_computer_notes_dup (void)
{
  const char *swap = say_swap ();
  g_autofree char *room = say_room ();

  if (swap == NULL)
    return g_steal_pointer (&room);
  return room != NULL ? g_strjoin ("\n", swap, room, NULL) : g_strdup (swap);
}
