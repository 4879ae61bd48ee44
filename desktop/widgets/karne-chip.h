/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating) A few words about the state of something, in a shape of their own. icon_name:
 * (nullable): never colour alone. style: (nullable) a style class. The words are plain. */
GtkWidget *karne_chip_new (const char *icon_name, const char *words, const char *style);

G_END_DECLS
