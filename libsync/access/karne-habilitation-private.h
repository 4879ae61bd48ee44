/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "access/karne-habilitation.h"

#include <sys/types.h>

G_BEGIN_DECLS

/* The class that stands for every other, and for a document without one. */
#define KARNE_OTHER_CLASS "other"

typedef struct
{
  char *id;            /* (owned) */
  char *title;         /* (owned) msgid */
  char *text;          /* (owned) msgid */
  GPtrArray *sources;  /* (owned) of KarneHabilitationSource, (owned) */
  GStrv labels;        /* (owned) */
  GHashTable *kinds;   /* (owned) FHIR resource type, (owned) -> KarneAccessLevel */
  GHashTable *classes; /* (owned) class of a document, (owned) -> KarneAccessLevel */
} KarneHabilitationRole;

void karne_habilitation_role_free (gpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneHabilitationRole, karne_habilitation_role_free)

/* (transfer full) (element-type KarneHabilitationRole) (nullable): KARNE_ERROR_INVALID with file,
 * line and reason. */
GPtrArray *karne_habilitation_read (GBytes *text, const char *file, GError **error);

/* (element-type KarneHabilitationRole) */
GPtrArray *karne_habilitation_get_roles (KarneHabilitation *self);
/* (transfer full) roles: taken. */
KarneHabilitation *karne_habilitation_new_of_roles (GPtrArray *roles);

/* (transfer full) As karne_habilitation_new_for_computer (), with somebody else beside root who may
 * change the file. */
KarneHabilitation *karne_habilitation_new_kept (const char *path, uid_t keeper, GError **error);

/* (nullable) */
const KarneHabilitationRole *karne_habilitation_find_role (KarneHabilitation *self, const char *id);
/* As the public functions, for whoever asks of each row. */
KarneAccessLevel karne_habilitation_role_get_level (const KarneHabilitationRole *self,
                                                    const char *kind,
                                                    const char *const *classes);
KarneAccessLevel karne_habilitation_role_get_most (const KarneHabilitationRole *self,
                                                   const char *kind);
gboolean karne_habilitation_role_allows_label (const KarneHabilitationRole *self,
                                               const char *label);

G_END_DECLS
