/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-content.h"
#include "karne-decode.h"
#include "karne-render-error.h"

#include <string.h>

/* Plain text, without pages. */
#define KARNE_TYPE_TEXT_CONTENT (karne_text_content_get_type ())
G_DECLARE_FINAL_TYPE (KarneTextContent, karne_text_content, KARNE, TEXT_CONTENT, KarneContent)

struct _KarneTextContent
{
  KarneContent parent_instance;

  char *text; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneTextContent, karne_text_content, KARNE_TYPE_CONTENT)

static void
karne_text_content_finalize (GObject *object)
{
  g_clear_pointer (&KARNE_TEXT_CONTENT (object)->text, g_free);

  G_OBJECT_CLASS (karne_text_content_parent_class)->finalize (object);
}

static char *
karne_text_content_dup_text (KarneContent *content, guint page)
{
  return g_strdup (KARNE_TEXT_CONTENT (content)->text);
}

static void
karne_text_content_class_init (KarneTextContentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_text_content_finalize;
  KARNE_CONTENT_CLASS (klass)->dup_text = karne_text_content_dup_text;
}

static void
karne_text_content_init (KarneTextContent *self)
{
}

KarneContent *
karne_text_content_new (GBytes *bytes, GError **error)
{
  g_autofree char *text = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  KarneTextContent *self;

  if (size <= KARNE_RENDER_MAX_TEXT)
    text = karne_decode_text (data, size);
  if (text == NULL || strlen (text) > KARNE_RENDER_MAX_TEXT)
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_LIMIT,
                   "Opening a text: it is too long");
      return NULL;
    }

  self = g_object_new (KARNE_TYPE_TEXT_CONTENT, NULL);
  self->text = g_steal_pointer (&text);
  karne_content_get_traits (KARNE_CONTENT (self))->kind = KARNE_RENDER_KIND_TEXT;
  return KARNE_CONTENT (self);
}
