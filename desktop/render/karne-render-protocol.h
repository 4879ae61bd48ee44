/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the app and its helper `karne-render` say to each other.
 *
 * The helper is started with one end of a socket pair as its file 3 and with nothing else. The app
 * asks, one request at a time; the helper answers each, in order. A message is its length (32 bits,
 * least byte first) and that many bytes of a GVariant in normal form. Request and reply have the
 * same type, "(uuv)":
 *
 *   request  (serial, KarneRenderRequest, arguments)
 *   reply    (serial of the request, 0 or a KarneRenderError plus one, result)
 *
 *   request  arguments  file              result
 *   OPEN     "s"        the document      "(uubb)" KarneRenderKind, pages, more pages than can be
 *                                         shown, facts or text are there to be asked by BLOCKS
 *   SIZES    "u"        -                 "a(dd)" width and height of the page asked for and of
 *                                         those after it, as many as take little time; at least one
 *   RENDER   "(uuu)"    the bitmap        "b" true; the page fills the bitmap of the width and
 *                                         height asked for
 *   TEXT     "u"        -                 "s" text of the page, or all of it where there are none
 *   SEARCH   "(su)"     -                 "(ua(uudddd))" the page to go on from or 0, and for each
 *                                         place: page, which hit, x, y, width, height
 *   BLOCKS   "b"        -                 KARNE_RENDER_BLOCKS_TYPE
 *
 * Pages are counted from 0, lengths are points (1/72 inch) from the top left corner. The document
 * is a sealed memory file; its kind is told by its bytes, and by the content type given where they
 * do not tell. The bitmap is a memory file that the app made and that neither side can resize: rows
 * of four bytes a pixel, as CAIRO_FORMAT_ARGB32, without gaps. The helper has let go of it when it
 * answers: the app seals it against writing before it looks.
 *
 * The app takes the helper for hostile: it checks lengths, types, serials and every number. */

#define KARNE_RENDER_FD 3

#define KARNE_RENDER_MESSAGE_TYPE G_VARIANT_TYPE ("(uuv)")
#define KARNE_RENDER_OPENED_TYPE G_VARIANT_TYPE ("(uubb)")
#define KARNE_RENDER_SIZES_TYPE G_VARIANT_TYPE ("a(dd)")
#define KARNE_RENDER_FOUND_TYPE G_VARIANT_TYPE ("(ua(uudddd))")
/* For each block: KarneBlockKind, level, number, runs, rows. A run is a KarneTextStyle and text; a
 * row is made of cells, and a cell is its columns, its rows, whether it is a heading, and runs. */
#define KARNE_RENDER_BLOCKS_TYPE G_VARIANT_TYPE ("a(uuua(us)aa(uuba(us)))")

#define KARNE_RENDER_MAX_REQUEST (16 * 1024)
#define KARNE_RENDER_MAX_REPLY (16 * 1024 * 1024)
#define KARNE_RENDER_MAX_DOCUMENT (128 * 1024 * 1024)
#define KARNE_RENDER_MAX_PAGES 5000
#define KARNE_RENDER_MAX_PIXELS (16 * 1024 * 1024)
#define KARNE_RENDER_MAX_SIDE 16384
#define KARNE_RENDER_MAX_TEXT (1024 * 1024)
#define KARNE_RENDER_MAX_NEEDLE 1024
#define KARNE_RENDER_MAX_HITS 1000

typedef enum
{
  KARNE_RENDER_REQUEST_OPEN,
  KARNE_RENDER_REQUEST_SIZES,
  KARNE_RENDER_REQUEST_RENDER,
  KARNE_RENDER_REQUEST_TEXT,
  KARNE_RENDER_REQUEST_SEARCH,
  KARNE_RENDER_REQUEST_BLOCKS,
} KarneRenderRequest;

/**
 * KarneRenderKind:
 * @KARNE_RENDER_KIND_NONE: nothing is open
 * @KARNE_RENDER_KIND_PAGES: pages with text
 * @KARNE_RENDER_KIND_IMAGE: one page, a picture
 * @KARNE_RENDER_KIND_TEXT: plain text, no pages
 * @KARNE_RENDER_KIND_BLOCKS: headings, paragraphs, lists and tables, no pages
 *
 * In which form a document can be shown.
 */
typedef enum
{
  KARNE_RENDER_KIND_NONE,
  KARNE_RENDER_KIND_PAGES,
  KARNE_RENDER_KIND_IMAGE,
  KARNE_RENDER_KIND_TEXT,
  KARNE_RENDER_KIND_BLOCKS,
} KarneRenderKind;

G_END_DECLS
