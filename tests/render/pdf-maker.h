/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A page with a line of text for each string; the first at 100 points from the top. */
#define PDF_LEFT 72
#define PDF_FIRST_LINE 100
#define PDF_LINE 40
#define PDF_SIZE 20

GBytes *pdf_from_pages (double width, double height, const char *const *const *pages);
GBytes *pdf_from_objects (const char *const *objects);

G_END_DECLS
