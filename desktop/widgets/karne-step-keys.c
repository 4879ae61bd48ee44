/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-step-keys.h"

#include <gdk/gdk.h>

gboolean
karne_step_keys_move (guint key, int last, int first, int *n)
{
  if (last < 0)
    return FALSE;
  if (key == GDK_KEY_Home || key == GDK_KEY_KP_Home)
    *n = 0;
  else if (key == GDK_KEY_End || key == GDK_KEY_KP_End)
    *n = last;
  else if (key == GDK_KEY_Left || key == GDK_KEY_KP_Left)
    *n = *n < 0 ? first : MAX (*n - 1, 0);
  else if (key == GDK_KEY_Right || key == GDK_KEY_KP_Right)
    *n = *n < 0 ? first : MIN (*n + 1, last);
  else
    return FALSE;
  return TRUE;
}
