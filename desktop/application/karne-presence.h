/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "karne-idle.h"

G_BEGIN_DECLS

/* Tells the watch of whatever somebody does in a window of the program. */
void karne_presence_follow (GtkApplication *application, KarneIdle *idle);

G_END_DECLS
