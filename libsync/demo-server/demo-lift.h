/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-dates.h"
#include "demo-json.h"

G_BEGIN_DECLS

typedef struct
{
  int param;
  char *system; /* (owned) empty when there is none */
  char *value;  /* (owned) */
} DemoToken;

/* What of a resource can be searched. */
typedef struct
{
  char *patient; /* (owned) the person it is about; empty: it is about nobody */
  DemoSpan date;
  GArray *tokens; /* (owned) of DemoToken */
} DemoLift;

typedef void (*DemoNodeFunc) (const DemoNode *node, gpointer data);

DemoLift *demo_lift_new (const char *kind, const char *id, const DemoNode *resource);
void demo_lift_free (DemoLift *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoLift, demo_lift_free)

void demo_walk_path (const DemoNode *node, const char *path, DemoNodeFunc func, gpointer data);
gboolean demo_reference_split (const char *reference, char **kind, char **id);

G_END_DECLS
