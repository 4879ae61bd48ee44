/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/karne-list.h"

G_BEGIN_DECLS

struct _KarneList
{
  GObject parent_instance;

  KarneView *view; /* (owned) NULL once disposed */
  char *kind;      /* (owned) (nullable) */
  char *text;      /* (owned) (nullable) */
  char *category;  /* (owned) (nullable) */
  char *status;    /* (owned) (nullable) */
  char *other;     /* (owned) (nullable) status that lines do not have */
  char *code;      /* (owned) (nullable) */
  char *since;     /* (owned) (nullable) */
  char *until;     /* (owned) (nullable) */
  gboolean latest;
  gboolean here_only;
  gboolean undated;
  gboolean ascending;
  guint page_size;

  GPtrArray *rows; /* (owned) of KarneResource: always the beginning of what the filters say */
  guint n_asked;   /* lines that were asked for, by whole windows */
  gboolean has_more;
  gint64 n_total; /* -1 while unknown */
  GError *error;  /* (owned) (nullable) of the last read */
  gboolean was_loading;

  gboolean wants_fresh; /* the filters say something else than what was read last */
  gboolean wants_more;
  gboolean was_touched;      /* a commit touched what is or may be shown */
  guint n_touched;           /* at most so many lines */
  struct Read *read;         /* (unowned) (nullable) the one under way */
  GCancellable *cancellable; /* (owned) (nullable) of that */
  GPtrArray *waiting;        /* (owned) of GTask: who waits for the next window */
  GSource *starter;          /* (owned) (nullable) */
  gboolean is_counting;
  gboolean wants_count;
};

typedef enum
{
  PROP_VIEW = 1,
  PROP_KIND,
  PROP_TEXT,
  PROP_CATEGORY,
  PROP_STATUS,
  PROP_OTHER_STATUS,
  PROP_CODE,
  PROP_SINCE,
  PROP_UNTIL,
  PROP_LATEST,
  PROP_HERE_ONLY,
  PROP_UNDATED,
  PROP_ASCENDING,
  PROP_PAGE_SIZE,
  PROP_N_ITEMS,
  PROP_N_TOTAL,
  PROP_HAS_MORE,
  PROP_LOADING,
  PROP_ERROR,
  N_PROPS
} KarneListProperty;

void karne_list_notify (KarneList *self, KarneListProperty property);

/* What is behind the properties: from the making of the list, and until its end. */
void karne_list_begin (KarneList *self);
void karne_list_end (KarneList *self);
/* The filters changed. */
void karne_list_load_afresh (KarneList *self);
gboolean karne_list_is_loading (KarneList *self);

G_END_DECLS
