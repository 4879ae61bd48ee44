/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-text-size.h"

#include <gtk/gtk.h>

#define KEY "text-scale"
/* 96 dots an inch, in 1024ths: what GTK takes for -1. */
#define USUAL_DPI (96 * 1024)

/* GTK has one set of settings for the whole program, and so has this. */
static int percent_now = 100;
static int usual_dpi = 0;
static GSettings *kept_in = NULL;

int
karne_text_size_get (void)
{
  return percent_now;
}

void
karne_text_size_set (int percent)
{
  GtkSettings *settings = gtk_settings_get_default ();

  percent = CLAMP (percent, KARNE_TEXT_SIZE_MIN, KARNE_TEXT_SIZE_MAX);
  if (settings == NULL || percent == percent_now)
    return;
  if (usual_dpi == 0)
    g_object_get (settings, "gtk-xft-dpi", &usual_dpi, NULL);
  if (usual_dpi <= 0)
    usual_dpi = USUAL_DPI;
  percent_now = percent;
  g_object_set (settings, "gtk-xft-dpi", usual_dpi * percent / 100, NULL);
  if (kept_in != NULL && g_settings_get_int (kept_in, KEY) != percent)
    g_settings_set_int (kept_in, KEY, percent);
}

static void
setting_changed_cb (GSettings *settings, const char *key, gpointer data)
{
  karne_text_size_set (g_settings_get_int (settings, KEY));
}

void
karne_text_size_bind (GSettings *settings)
{
  g_set_object (&kept_in, settings);
  g_signal_connect (settings, "changed::" KEY, G_CALLBACK (setting_changed_cb), NULL);
  karne_text_size_set (g_settings_get_int (settings, KEY));
}
