/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-content.h"

G_BEGIN_DECLS

/* Each answers one kind of request about an open document; `file` stays the caller's. */
GVariant *karne_render_answer_sizes (KarneContent *content, GVariant *arguments, GError **error);
GVariant *
karne_render_answer_render (KarneContent *content, GVariant *arguments, int file, GError **error);
GVariant *karne_render_answer_text (KarneContent *content, GVariant *arguments, GError **error);
GVariant *karne_render_answer_search (KarneContent *content, GVariant *arguments, GError **error);
GVariant *karne_render_answer_blocks (KarneContent *content, GVariant *arguments, GError **error);

GVariant *karne_render_answer_opened (KarneContent *content);

G_END_DECLS
