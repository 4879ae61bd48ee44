/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-sim-file.h"

#include <string.h>

/* What a disk writes in one go. */
#define SECTOR 512

/* One write or, where there are no bytes, one truncation. */
typedef struct
{
  guint64 offset; /* or the size */
  GBytes *bytes;  /* (owned) (nullable) */
} Step;

struct _KarneSimFile
{
  guint n_refs;
  GByteArray *now;     /* (owned) what a read gives */
  GByteArray *durable; /* (owned) what the last sync left */
  GArray *steps;       /* (owned) of Step: what came since */
};

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->bytes, g_bytes_unref);
}

KarneSimFile *
karne_sim_file_new (void)
{
  KarneSimFile *self = g_new0 (KarneSimFile, 1);

  self->n_refs = 1;
  self->now = g_byte_array_new ();
  self->durable = g_byte_array_new ();
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->steps, step_clear);
  return self;
}

KarneSimFile *
karne_sim_file_ref (KarneSimFile *self)
{
  self->n_refs++;
  return self;
}

void
karne_sim_file_unref (KarneSimFile *self)
{
  if (--self->n_refs > 0)
    return;
  g_byte_array_unref (self->now);
  g_byte_array_unref (self->durable);
  g_array_unref (self->steps);
  g_free (self);
}

gsize
karne_sim_file_get_size (KarneSimFile *self)
{
  return self->now->len;
}

gsize
karne_sim_file_read (KarneSimFile *self, guint64 offset, void *bytes, gsize len)
{
  gsize n = offset < self->now->len ? MIN (len, self->now->len - offset) : 0;

  if (n > 0)
    memcpy (bytes, self->now->data + offset, n);
  return n;
}

/* Images */

static void
set_size (GByteArray *image, guint64 size)
{
  guint before = image->len;

  g_byte_array_set_size (image, (guint) size);
  if (size > before)
    memset (image->data + before, 0, size - before);
}

static void
put (GByteArray *image, guint64 offset, const guint8 *bytes, gsize len)
{
  if (len == 0)
    return;
  if (offset + len > image->len)
    set_size (image, offset + len);
  memcpy (image->data + offset, bytes, len);
}

static void
put_step (GByteArray *image, const Step *step)
{
  gsize len;
  const guint8 *bytes;

  if (step->bytes == NULL)
    {
      set_size (image, step->offset);
      return;
    }
  bytes = g_bytes_get_data (step->bytes, &len);
  put (image, step->offset, bytes, len);
}

static void
add_step (KarneSimFile *self, guint64 offset, GBytes *bytes)
{
  Step step = { offset, bytes };

  put_step (self->now, &step);
  g_array_append_val (self->steps, step);
}

void
karne_sim_file_write (KarneSimFile *self, guint64 offset, const void *bytes, gsize len)
{
  add_step (self, offset, g_bytes_new (bytes, len));
}

void
karne_sim_file_truncate (KarneSimFile *self, guint64 size)
{
  add_step (self, size, NULL);
}

void
karne_sim_file_sync (KarneSimFile *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    put_step (self->durable, &g_array_index (self->steps, Step, i));
  g_array_set_size (self->steps, 0);
}

/* What is left */

/* Noise where the file grows beyond what was ever written to it. */
static void
grow_with_noise (GByteArray *image, guint64 size, KarneSimRandom *random)
{
  guint before = image->len;

  if (size <= before)
    return;
  set_size (image, size);
  for (guint64 i = before; i < size; i++)
    image->data[i] = (guint8) karne_sim_random_next (random);
}

/* A write that was cut: up to a sector's bound, up to any byte, or some of its sectors. */
static void
put_torn (GByteArray *image, const Step *step, KarneSimRandom *random)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (step->bytes, &len);

  switch (karne_sim_random_below (random, 3))
    {
    case 0:
      put (image, step->offset, bytes, karne_sim_random_below (random, len / SECTOR + 1) * SECTOR);
      break;
    case 1:
      put (image, step->offset, bytes, karne_sim_random_below (random, len));
      break;
    default:
      for (gsize i = 0; i < len; i += SECTOR)
        if (karne_sim_random_one_in (random, 2))
          put (image, step->offset + i, bytes + i, MIN (SECTOR, len - i));
    }
}

static void
put_prefix (KarneSimFile *self, GByteArray *image, KarneSimRandom *random)
{
  guint n = (guint) karne_sim_random_below (random, self->steps->len + 1);

  for (guint i = 0; i < n; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (i == n - 1 && step->bytes != NULL && karne_sim_random_one_in (random, 2))
        put_torn (image, step, random);
      else
        put_step (image, step);
    }
}

static void
put_subset (KarneSimFile *self, GByteArray *image, gboolean noise, KarneSimRandom *random)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      guint64 fate = karne_sim_random_below (random, 8);

      if (noise && fate < 5)
        grow_with_noise (image, step->offset, random);
      if (fate < 4 || (fate == 4 && step->bytes == NULL))
        put_step (image, step);
      else if (fate == 4)
        put_torn (image, step, random);
    }
}

KarneSimFile *
karne_sim_file_survive (KarneSimFile *self, KarneSimDamage damage, KarneSimRandom *random)
{
  KarneSimFile *left = karne_sim_file_new ();
  GByteArray *image = left->durable;

  put (image, 0, self->durable->data, self->durable->len);
  if (damage == KARNE_SIM_DAMAGE_NONE)
    for (guint i = 0; i < self->steps->len; i++)
      put_step (image, &g_array_index (self->steps, Step, i));
  else if (damage == KARNE_SIM_DAMAGE_PREFIX)
    put_prefix (self, image, random);
  else if (damage != KARNE_SIM_DAMAGE_LOST)
    put_subset (self, image, damage == KARNE_SIM_DAMAGE_GARBAGE, random);
  put (left->now, 0, image->data, image->len);
  return left;
}
