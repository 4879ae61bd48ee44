/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-renderer.h"

G_BEGIN_DECLS

/* A renderer, and its calls as if they did not have to be waited for. */
typedef struct
{
  KarneRenderer *renderer;
  GCancellable *cancellable;
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer time_limit);
void fixture_tear_down (Fixture *fixture, gconstpointer time_limit);

gboolean fixture_open (Fixture *fixture, GBytes *bytes, const char *type, GError **error);
void fixture_open_well (Fixture *fixture, GBytes *bytes, const char *type);
void fixture_refuse (Fixture *fixture, GBytes *bytes, const char *type, KarneRenderError code);

GdkTexture *fixture_render (Fixture *fixture, guint page, double scale, GError **error);
char *fixture_text (Fixture *fixture, guint page);
GArray *fixture_search (Fixture *fixture, const char *text, gboolean *has_more);
GPtrArray *fixture_facts (Fixture *fixture);
GPtrArray *fixture_blocks (Fixture *fixture);

/* Waits for a GAsyncReadyCallback that stores its result. */
typedef struct
{
  GAsyncResult *result;
} Answer;

void answer_cb (GObject *source, GAsyncResult *result, gpointer user_data);
void answer_wait (Answer *answer);
void answer_clear (Answer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

/* One pixel, as 0xAARRGGBB. */
guint32 texture_pixel (GdkTexture *texture, int x, int y);
/* How many pixels are not white. */
guint texture_count_ink (GdkTexture *texture);

GBytes *demo_binary (const char *file, const char *id);

G_END_DECLS
