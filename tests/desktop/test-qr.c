/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A QR code as a camera sees it. */

#include "config.h"

#include "karne-qr.h"

#include <adwaita.h>

#define ADDRESS "https://id.example.org/device?user_code=BCDF-GHJK"

const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

static void
wait_for_frame (GtkWidget *widget)
{
  while (gtk_widget_get_width (widget) == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* What is drawn, one pixel a module, whatever it is drawn on. */
static GdkTexture *
draw (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  return gsk_renderer_render_texture (renderer, node,
                                      &GRAPHENE_RECT_INIT (0, 0,
                                                           (float) gtk_widget_get_width (widget),
                                                           (float) gtk_widget_get_height (widget)));
}

/* Every module, and the light zone around them that a reader needs, in each colour scheme. */
static void
test_drawn (gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *qr = karne_qr_new ();
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = NULL;
  int width, height, module, left, top;
  guint modules;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      (AdwColorScheme) GPOINTER_TO_INT (data));
  g_assert_true (karne_qr_set_text (KARNE_QR (qr), ADDRESS, "An address"));
  gtk_window_set_child (GTK_WINDOW (window), qr);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frame (qr);
  texture = draw (qr);
  width = gdk_texture_get_width (texture);
  height = gdk_texture_get_height (texture);
  pixels = g_new (guint32, (gsize) width * (gsize) height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);

  modules = karne_qr_get_size (KARNE_QR (qr)) + 2 * KARNE_QR_QUIET_ZONE;
  module = MIN (width, height) / (int) modules;
  g_assert_cmpint (module, >=, 3);
  left = (width - module * (int) modules) / 2;
  top = (height - module * (int) modules) / 2;
  for (guint y = 0; y < modules; y++)
    for (guint x = 0; x < modules; x++)
      {
        guint in = modules - KARNE_QR_QUIET_ZONE;
        gboolean quiet = MIN (x, y) < KARNE_QR_QUIET_ZONE || MAX (x, y) >= in;
        gboolean dark = !quiet && karne_qr_is_dark (KARNE_QR (qr), x - KARNE_QR_QUIET_ZONE,
                                                    y - KARNE_QR_QUIET_ZONE);
        int px = left + (int) x * module + module / 2;
        int py = top + (int) y * module + module / 2;

        g_assert_cmphex (pixels[py * width + px], ==, dark ? 0xff000000u : 0xffffffffu);
      }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The three squares by which a reader finds it (ISO/IEC 18004, 6.3.3). */
static void
test_finders (void)
{
  GtkWidget *qr = g_object_ref_sink (karne_qr_new ());
  guint far;

  g_assert_true (karne_qr_set_text (KARNE_QR (qr), ADDRESS, "An address"));
  far = karne_qr_get_size (KARNE_QR (qr)) - 7;
  for (guint i = 0; i < 7; i++)
    {
      g_assert_true (karne_qr_is_dark (KARNE_QR (qr), i, 0));
      g_assert_true (karne_qr_is_dark (KARNE_QR (qr), far + i, 0));
      g_assert_true (karne_qr_is_dark (KARNE_QR (qr), 0, far + i));
    }
  g_assert_false (karne_qr_is_dark (KARNE_QR (qr), 1, 1));
  g_object_unref (qr);
}

static void
test_nothing (void)
{
  GtkWidget *qr = g_object_ref_sink (karne_qr_new ());
  g_autofree char *long_text = g_strnfill (600, 'a');
  int width;

  g_assert_true (karne_qr_set_text (KARNE_QR (qr), ADDRESS, "An address"));
  g_assert_false (karne_qr_set_text (KARNE_QR (qr), long_text, "Too long"));
  g_assert_cmpuint (karne_qr_get_size (KARNE_QR (qr)), ==, 0);
  g_assert_false (gtk_widget_get_visible (qr));
  g_assert_true (karne_qr_set_text (KARNE_QR (qr), ADDRESS, "An address"));
  g_assert_false (karne_qr_set_text (KARNE_QR (qr), NULL, NULL));
  gtk_widget_measure (qr, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, ==, 0);
  g_object_unref (qr);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_data_func ("/qr/drawn/light", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_LIGHT),
                        test_drawn);
  g_test_add_data_func ("/qr/drawn/dark", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_DARK),
                        test_drawn);
  g_test_add_func ("/qr/finders", test_finders);
  g_test_add_func ("/qr/nothing", test_nothing);
  return g_test_run ();
}
