/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-qr.h"

#include "karne-a11y.h"

#include <qrencode.h>
#include <string.h>

/* What a cheap telephone makes out on a worn screen, in pixels for one module; less of it where the
 * code would be wider than a narrow window. */
#define MODULE 5
#define LEAST_MODULE 2
#define MOST_WIDTH 310
/* A longer text makes a code that is too fine for the place there is. */
#define MAX_TEXT 512

/**
 * KarneQr:
 *
 * A QR code: dark on light in every colour scheme, since many readers know no other, with its quiet
 * zone. Modules are whole pixels, so that none is thinner than the next.
 *
 * To assistive technology it is an image whose name says what is in it.
 */
struct _KarneQr
{
  GtkWidget parent_instance;

  QRcode *code; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneQr, karne_qr, GTK_TYPE_WIDGET)

static int
get_modules (KarneQr *self)
{
  return self->code != NULL ? self->code->width + 2 * KARNE_QR_QUIET_ZONE : 0;
}

static void
karne_qr_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  int modules = get_modules (KARNE_QR (widget));

  *minimum = 0;
  if (modules > 0)
    *minimum = modules * CLAMP (MOST_WIDTH / modules, LEAST_MODULE, MODULE);
  *natural = *minimum;
}

static void
append_rectangle (GtkSnapshot *snapshot, const GdkRGBA *colour, int x, int y, int width, int height)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                  (float) height));
}

/* Neighbours of a row are drawn as one: no line of light comes between them on a screen whose
 * pixels are not ours. */
static void
append_row (KarneQr *self, GtkSnapshot *snapshot, int left, int top, int module, guint y)
{
  const GdkRGBA dark = { 0, 0, 0, 1 };
  guint size = karne_qr_get_size (self);

  for (guint x = 0, end; x < size; x = end + 1)
    {
      for (end = x; end < size && karne_qr_is_dark (self, end, y);)
        end++;
      if (end > x)
        append_rectangle (snapshot, &dark, left + (int) x * module, top + (int) y * module,
                          (int) (end - x) * module, module);
    }
}

static void
karne_qr_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KarneQr *self = KARNE_QR (widget);
  const GdkRGBA light = { 1, 1, 1, 1 };
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int modules = get_modules (self);
  int module = modules > 0 ? MIN (width, height) / modules : 0;
  int side = module * modules;

  if (module == 0)
    return;
  append_rectangle (snapshot, &light, (width - side) / 2, (height - side) / 2, side, side);
  for (guint y = 0; y < karne_qr_get_size (self); y++)
    append_row (self, snapshot, (width - side) / 2 + KARNE_QR_QUIET_ZONE * module,
                (height - side) / 2 + KARNE_QR_QUIET_ZONE * module, module, y);
}

/* What was in it is a code that lets somebody in. */
static void
drop_code (KarneQr *self)
{
  if (self->code == NULL)
    return;
  explicit_bzero (self->code->data, (gsize) self->code->width * (gsize) self->code->width);
  g_clear_pointer (&self->code, QRcode_free);
}

static void
karne_qr_finalize (GObject *object)
{
  drop_code (KARNE_QR (object));

  G_OBJECT_CLASS (karne_qr_parent_class)->finalize (object);
}

static void
karne_qr_class_init (KarneQrClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = karne_qr_finalize;
  widget_class->measure = karne_qr_measure;
  widget_class->snapshot = karne_qr_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
karne_qr_init (KarneQr *self)
{
}

GtkWidget *
karne_qr_new (void)
{
  return g_object_new (KARNE_TYPE_QR, NULL);
}

gboolean
karne_qr_set_text (KarneQr *self, const char *text, const char *alt)
{
  g_return_val_if_fail (KARNE_IS_QR (self), FALSE);

  drop_code (self);
  if (text != NULL && *text != '\0' && strlen (text) <= MAX_TEXT)
    self->code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  karne_a11y_name (self, self->code != NULL && alt != NULL ? alt : "", NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), self->code != NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return self->code != NULL;
}

guint
karne_qr_get_size (KarneQr *self)
{
  g_return_val_if_fail (KARNE_IS_QR (self), 0);

  return self->code != NULL ? (guint) self->code->width : 0;
}

gboolean
karne_qr_is_dark (KarneQr *self, guint x, guint y)
{
  guint size = karne_qr_get_size (self);

  g_return_val_if_fail (x < size && y < size, FALSE);

  return (self->code->data[y * size + x] & 1) != 0;
}
