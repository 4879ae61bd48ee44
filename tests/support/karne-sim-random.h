/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Chance that is the same on every machine and with every GLib, from one seed (splitmix64). */
typedef struct
{
  guint64 state;
} KarneSimRandom;

static inline guint64
karne_sim_random_next (KarneSimRandom *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* From 0 to n - 1; 0 where n is 0. */
static inline guint64
karne_sim_random_below (KarneSimRandom *self, guint64 n)
{
  return n != 0 ? karne_sim_random_next (self) % n : 0;
}

static inline gboolean
karne_sim_random_one_in (KarneSimRandom *self, guint n)
{
  return karne_sim_random_below (self, n) == 0;
}

G_END_DECLS
