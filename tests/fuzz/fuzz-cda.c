/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-block.h"
#include "karne-cda.h"
#include "karne-render-error.h"
#include "karne-render-protocol.h"

#include "fuzz.h"

static void
check_runs (GArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const KarneTextRun *run = &g_array_index (runs, KarneTextRun, i);

      g_assert_true (g_utf8_validate (run->text, -1, NULL));
      g_assert_true (run->text[0] != '\0' || (run->style & KARNE_TEXT_NOT_SHOWN) != 0);
    }
}

static void
check_block (const KarneBlock *block)
{
  check_runs (block->runs);
  g_assert_true (block->kind == KARNE_BLOCK_TABLE || block->rows->len == 0);
  for (guint i = 0; i < block->rows->len; i++)
    {
      GPtrArray *cells = g_ptr_array_index (block->rows, i);

      for (guint j = 0; j < cells->len; j++)
        check_runs (((KarneBlockCell *) g_ptr_array_index (cells, j))->runs);
    }
}

/* What the helper would send is what the app takes. */
static void
check_blocks (GVariant *variant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) blocks = karne_blocks_from_variant (variant, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_get_size (variant), <, KARNE_RENDER_MAX_REPLY);
  for (guint i = 0; i < blocks->len; i++)
    check_block (g_ptr_array_index (blocks, i));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneCda) cda = karne_cda_read (bytes, &error);

  if (cda == NULL)
    {
      g_assert_true (error->domain == KARNE_RENDER_ERROR);
      return 0;
    }

  g_assert_true ((cda->body != NULL) != (cda->embedded != NULL));
  check_blocks (cda->facts);
  if (cda->body != NULL)
    check_blocks (cda->body);
  return 0;
}
