/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where all chance of a simulation comes from: the same seed throws the same. */
typedef struct
{
  guint64 state;
} SimDice;

static inline void
sim_dice_seed (SimDice *self, guint64 seed, guint64 salt)
{
  self->state = seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + salt + 1;
}

static inline guint64
sim_dice_next (SimDice *self)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* 0 to n - 1. */
static inline guint
sim_dice_throw (SimDice *self, guint n)
{
  return (guint) (sim_dice_next (self) % n);
}

/* Once in n times. */
static inline gboolean
sim_dice_once_in (SimDice *self, guint n)
{
  return n > 0 && sim_dice_throw (self, n) == 0;
}

G_END_DECLS
