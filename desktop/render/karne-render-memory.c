/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-memory.h"

#include "karne-render-error.h"
#include "karne-render-protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What app and helper share: files that are memory only. A seal is for good, and nobody can be
 * surprised by what the other does with the file afterwards. */

#define FIXED_SIZE (F_SEAL_SHRINK | F_SEAL_GROW)

static gboolean
fail (const char *what, GError **error)
{
  g_set_error (error, KARNE_RENDER_ERROR,
               errno == ENOMEM || errno == ENOSPC || errno == EFBIG ? KARNE_RENDER_ERROR_LIMIT
                                                                    : KARNE_RENDER_ERROR_FAILED,
               "Sharing memory: %s: %s", what, g_strerror (errno));
  return FALSE;
}

/**
 * karne_render_memory_new:
 * @error: return location
 *
 * Makes a memory file to write a document into.
 *
 * Returns: a file descriptor, or -1
 */
int
karne_render_memory_new (GError **error)
{
  int file = memfd_create ("karne", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (file < 0)
    fail ("it cannot be had", error);
  return file;
}

/**
 * karne_render_memory_seal_document:
 * @file: a memory file, fully written
 * @error: return location
 *
 * Makes it so that the document can be changed by nobody any more.
 *
 * Returns: whether it is so
 */
gboolean
karne_render_memory_seal_document (int file, GError **error)
{
  struct stat state;

  if (fcntl (file, F_ADD_SEALS, FIXED_SIZE | F_SEAL_WRITE | F_SEAL_SEAL) != 0 ||
      fstat (file, &state) != 0)
    return fail ("the document cannot be sealed", error);
  if (state.st_size > KARNE_RENDER_MAX_DOCUMENT)
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_LIMIT,
                   "Opening a document: it is too large");
      return FALSE;
    }

  return TRUE;
}

/**
 * karne_render_memory_new_bitmap:
 * @size: how many bytes
 * @error: return location
 *
 * Makes a memory file of a fixed size for the helper to draw into.
 *
 * Returns: a file descriptor, or -1
 */
int
karne_render_memory_new_bitmap (gsize size, GError **error)
{
  int file = karne_render_memory_new (error);

  if (file >= 0 && (ftruncate (file, size) != 0 || fcntl (file, F_ADD_SEALS, FIXED_SIZE) != 0))
    {
      fail ("the bitmap cannot be made", error);
      close (file);
      return -1;
    }
  return file;
}

typedef struct
{
  gpointer pixels;
  gsize size;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->pixels, mapping->size);
  g_free (mapping);
}

/**
 * karne_render_memory_read_bitmap:
 * @file: what [func@render_memory_new_bitmap] made, when the helper has answered
 * @size: how many bytes it has
 * @error: return location
 *
 * Takes the helper's hands off the pixels, and reads them where they are.
 *
 * Returns: (transfer full): the pixels, or `NULL` when the helper did not let go
 */
GBytes *
karne_render_memory_read_bitmap (int file, gsize size, GError **error)
{
  Mapping *mapping;
  gpointer pixels;

  if (fcntl (file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL) != 0)
    {
      fail ("the bitmap is still held", error);
      return NULL;
    }
  /* Private: older kernels refuse to share a sealed file, even for reading. */
  pixels = mmap (NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (pixels == MAP_FAILED)
    {
      fail ("the bitmap cannot be read", error);
      return NULL;
    }

  mapping = g_new0 (Mapping, 1);
  mapping->pixels = pixels;
  mapping->size = size;
  return g_bytes_new_with_free_func (pixels, size, mapping_free, mapping);
}
