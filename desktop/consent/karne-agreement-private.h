/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-agreement.h"

G_BEGIN_DECLS

struct _KarneAgreement
{
  GObject parent_instance;

  KarneClock *clock;         /* (owned) */
  KarneHabilitation *matrix; /* (owned) */
  char *role;                /* (owned) */
  char *helper;              /* (owned) (nullable) */
  char *structure;           /* (owned) (nullable) */
  GStrv masked;              /* (owned) (nullable) */
  gboolean may_write;
  gboolean tells;
  char *scopes; /* (owned) */

  gint64 until;       /* monotonic; 0: not begun, or ended */
  guint minutes_left; /* as last told */
  guint timeout;      /* of the clock */

  /* Where it is written down */
  KarneView *view; /* (owned) (nullable) the person's own */
  gint64 source;
  char *consent; /* (owned) (nullable) id */
  gboolean confirmed;
};

void karne_agreement_set_confirmed (KarneAgreement *self, gboolean confirmed);

G_END_DECLS
