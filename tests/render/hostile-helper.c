/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-protocol.h"
#include "karne-render-wire.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the helper may become when a document has taken it over. The content type of the document
 * says in which way it lies; apart from that it keeps to the rules. */

static char *mode;
static guint32 serial;

static gboolean
lies (const char *name)
{
  return g_strcmp0 (mode, name) == 0;
}

static void
answer (GVariant *result)
{
  karne_render_wire_send (KARNE_RENDER_FD,
                          g_variant_new ("(uuv)", serial + (lies ("serial") ? 1 : 0),
                                         lies ("status") ? 99 : 0, result));
}

static void
send_bytes (const void *bytes, gsize size)
{
  if (write (KARNE_RENDER_FD, bytes, size) < 0)
    _exit (0);
}

static void
wait_for_ever (void)
{
  while (TRUE)
    pause ();
}

/* As many files as fit, beside the first byte of an answer. */
static void
send_files (void)
{
  union
  {
    struct cmsghdr align;
    char bytes[CMSG_SPACE (100 * sizeof (int))];
  } control = { .bytes = { 0 } };
  struct iovec vector = { (char *) "", 1 };
  struct msghdr message = {
    .msg_iov = &vector,
    .msg_iovlen = 1,
    .msg_control = control.bytes,
    .msg_controllen = sizeof control.bytes,
  };
  struct cmsghdr *part = CMSG_FIRSTHDR (&message);
  int files[100];

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    files[i] = 0;
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN (sizeof files);
  memcpy (CMSG_DATA (part), files, sizeof files);
  sendmsg (KARNE_RENDER_FD, &message, 0);
  wait_for_ever ();
}

static void
lie_at_once (void)
{
  const guint8 huge[] = { 0xFF, 0xFF, 0xFF, 0xFF };
  const guint8 rubbish[] = { 12, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  const guint8 nothing[] = { 0, 0, 0, 0 };

  if (lies ("mute"))
    wait_for_ever ();
  if (lies ("exit"))
    _exit (0);
  if (lies ("huge"))
    send_bytes (huge, sizeof huge);
  if (lies ("rubbish"))
    send_bytes (rubbish, sizeof rubbish);
  if (lies ("nothing"))
    send_bytes (nothing, sizeof nothing);
  if (lies ("files"))
    send_files ();
}

static GVariant *
opened (void)
{
  if (lies ("many-pages"))
    return g_variant_new ("(uubb)", KARNE_RENDER_KIND_PAGES, 4000000000u, FALSE, FALSE);
  if (lies ("kind"))
    return g_variant_new ("(uubb)", 77, 2, FALSE, FALSE);
  if (lies ("no-pages"))
    return g_variant_new ("(uubb)", KARNE_RENDER_KIND_PAGES, 0, FALSE, FALSE);
  if (lies ("type"))
    return g_variant_new ("(ss)", "a", "b");
  return g_variant_new ("(uubb)", KARNE_RENDER_KIND_PAGES, 2, FALSE, TRUE);
}

static GVariant *
sizes (guint page)
{
  double width = lies ("sizes-nan") ? NAN : lies ("sizes-huge") ? 1e300 : 10;
  guint n = lies ("sizes-none") ? 0 : lies ("sizes-many") ? 50 : 2 - page;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, KARNE_RENDER_SIZES_TYPE);
  for (guint i = 0; i < n; i++)
    g_variant_builder_add (&builder, "(dd)", width, lies ("sizes-negative") ? -10.0 : 10.0);
  return g_variant_builder_end (&builder);
}

static GVariant *
found (void)
{
  GVariantBuilder builder;
  guint next = lies ("found-again") ? 1 : lies ("found-beyond") ? 2 : 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uudddd)"));
  g_variant_builder_add (&builder, "(uudddd)", lies ("found-nowhere") ? 9 : 1, 0, 1.0, 1.0,
                         lies ("found-nan") ? NAN : 1.0, 1.0);
  return g_variant_new ("(u@a(uudddd))", next, g_variant_builder_end (&builder));
}

static GVariant *
blocks (void)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, KARNE_RENDER_BLOCKS_TYPE);
  g_variant_builder_add (&builder, "(uuu@a(us)@aa(uuba(us)))", lies ("blocks-kind") ? 99 : 0,
                         4000000000u, lies ("blocks-fact") ? 99 : 1,
                         g_variant_new_parsed ("[(@u 4294967295, 'x')]"),
                         g_variant_new_parsed ("[[(@u 4000000000, @u 0, true, [(@u 0, 'y')])]]"));
  return g_variant_builder_end (&builder);
}

/* The pages of a document are seen to change after they were drawn. */
static GVariant *
drawn (int file)
{
  if (lies ("holds") && mmap (NULL, 400, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) == MAP_FAILED)
    _exit (1);
  if (lies ("shrinks") && ftruncate (file, 0) == 0)
    _exit (1);
  return g_variant_new_boolean (TRUE);
}

static GVariant *
result_for (guint32 code, GVariant *arguments, int file)
{
  switch ((KarneRenderRequest) code)
    {
    case KARNE_RENDER_REQUEST_OPEN:
      mode = g_variant_dup_string (arguments, NULL);
      lie_at_once ();
      return opened ();
    case KARNE_RENDER_REQUEST_SIZES:
      return sizes (g_variant_get_uint32 (arguments));
    case KARNE_RENDER_REQUEST_RENDER:
      return drawn (file);
    case KARNE_RENDER_REQUEST_TEXT:
      return g_variant_new_string (lies ("twice") ? "one" : "text");
    case KARNE_RENDER_REQUEST_SEARCH:
      return found ();
    case KARNE_RENDER_REQUEST_BLOCKS:
      return blocks ();
    }

  _exit (1);
}

int
main (void)
{
  GVariant *arguments;
  guint32 code;
  int file;

  while ((arguments = karne_render_wire_receive (KARNE_RENDER_FD, &serial, &code, &file)) != NULL)
    {
      GVariant *result = g_variant_ref_sink (result_for (code, arguments, file));

      answer (result);
      if (lies ("twice"))
        answer (result);
      if (lies ("dies-after") && code == KARNE_RENDER_REQUEST_SIZES)
        _exit (0);
    }
  return 0;
}
