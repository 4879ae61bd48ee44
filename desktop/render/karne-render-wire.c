/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-wire.h"

#include "karne-render-protocol.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/**
 * karne_render_wire_pack:
 * @message: a message, floating references are taken
 *
 * Returns: (transfer full): its length and its bytes
 */
GBytes *
karne_render_wire_pack (GVariant *message)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (message);
  g_autoptr (GVariant) plain = g_variant_get_normal_form (owned);
  gsize size = g_variant_get_size (plain);
  guint32 header = GUINT32_TO_LE ((guint32) size);
  guint8 *bytes = g_malloc (sizeof header + size);

  memcpy (bytes, &header, sizeof header);
  /* Not g_variant_store (), which wants its place aligned. */
  if (size > 0)
    memcpy (bytes + sizeof header, g_variant_get_data (plain), size);
  return g_bytes_new_take (bytes, sizeof header + size);
}

gsize
karne_render_wire_length (const guint8 header[4])
{
  guint32 length;

  memcpy (&length, header, sizeof length);
  return GUINT32_FROM_LE (length);
}

/**
 * karne_render_wire_unpack:
 * @body: the bytes of a message, by anybody
 * @serial: (out): its serial
 * @code: (out): what is asked, or how it went
 *
 * Returns: (transfer full) (nullable): its arguments or result, or `NULL` when these are no message
 */
GVariant *
karne_render_wire_unpack (GBytes *body, guint32 *serial, guint32 *code)
{
  g_autoptr (GVariant) message =
      g_variant_ref_sink (g_variant_new_from_bytes (KARNE_RENDER_MESSAGE_TYPE, body, FALSE));
  GVariant *rest;

  if (!g_variant_is_normal_form (message))
    return NULL;

  g_variant_get (message, "(uuv)", serial, code, &rest);
  return rest;
}

static int
take_file (struct msghdr *header)
{
  int file = -1;

  for (struct cmsghdr *part = CMSG_FIRSTHDR (header); part != NULL;
       part = CMSG_NXTHDR (header, part))
    {
      if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS && file < 0)
        memcpy (&file, CMSG_DATA (part), sizeof file);
    }
  return file;
}

/* There is room for one file: the system closes any other. */
static gboolean
receive_all (int channel, void *bytes, gsize size, int *file)
{
  gsize done = 0;

  while (done < size)
    {
      union
      {
        struct cmsghdr align;
        char bytes[CMSG_SPACE (sizeof (int))];
      } control;
      struct iovec rest = { (char *) bytes + done, size - done };
      struct msghdr header = {
        .msg_iov = &rest,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = CMSG_LEN (sizeof (int)),
      };
      ssize_t n = recvmsg (channel, &header, MSG_CMSG_CLOEXEC);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      if (*file < 0)
        *file = take_file (&header);
      done += n;
    }
  return TRUE;
}

/**
 * karne_render_wire_receive:
 * @channel: a socket
 * @serial: (out): the serial of the message
 * @code: (out): what is asked
 * @file: (out): the file that came with it, or -1
 *
 * Waits for the next message.
 *
 * Returns: (transfer full) (nullable): its arguments, or `NULL` when there is none to come
 */
GVariant *
karne_render_wire_receive (int channel, guint32 *serial, guint32 *code, int *file)
{
  guint8 header[4];
  g_autofree char *bytes = NULL;
  g_autoptr (GBytes) body = NULL;
  gsize length;

  *file = -1;
  if (!receive_all (channel, header, sizeof header, file))
    return NULL;
  length = karne_render_wire_length (header);
  if (length > KARNE_RENDER_MAX_REQUEST)
    return NULL;
  bytes = g_malloc (length);
  if (!receive_all (channel, bytes, length, file))
    return NULL;

  body = g_bytes_new_take (g_steal_pointer (&bytes), length);
  return karne_render_wire_unpack (body, serial, code);
}

/**
 * karne_render_wire_send:
 * @channel: a socket
 * @message: a message, floating references are taken
 *
 * Returns: whether all of it went
 */
gboolean
karne_render_wire_send (int channel, GVariant *message)
{
  g_autoptr (GBytes) packed = karne_render_wire_pack (message);
  gsize size, done = 0;
  const char *bytes = g_bytes_get_data (packed, &size);

  while (done < size)
    {
      struct iovec rest = { (char *) bytes + done, size - done };
      struct msghdr header = { .msg_iov = &rest, .msg_iovlen = 1 };
      ssize_t n = sendmsg (channel, &header, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      done += n;
    }
  return TRUE;
}
