/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

/**
 * KarneAccessLevel:
 * @KARNE_ACCESS_MASKED: nothing of it
 * @KARNE_ACCESS_TITLE: that it is there: its title, its date, its category, its author
 * @KARNE_ACCESS_CONTENT: all of it
 *
 * How much of something a role may see.
 */
typedef enum
{
  KARNE_ACCESS_MASKED,
  KARNE_ACCESS_TITLE,
  KARNE_ACCESS_CONTENT,
} KarneAccessLevel;

/**
 * KarneHabilitationSource:
 * @name: what it is called
 * @date: FHIR date of it
 * @address: where it can be read
 *
 * What a line of the matrix rests on.
 */
typedef struct
{
  char *name;
  char *date;
  char *address;
} KarneHabilitationSource;

#define KARNE_TYPE_HABILITATION_SOURCE (karne_habilitation_source_get_type ())
KARNE_API
GType karne_habilitation_source_get_type (void);
KARNE_API
KarneHabilitationSource *karne_habilitation_source_copy (const KarneHabilitationSource *self);
KARNE_API
void karne_habilitation_source_free (KarneHabilitationSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneHabilitationSource, karne_habilitation_source_free)

#define KARNE_TYPE_HABILITATION (karne_habilitation_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneHabilitation, karne_habilitation, KARNE, HABILITATION, GObject)

KARNE_API
KarneHabilitation *karne_habilitation_new (void);
KARNE_API
KarneHabilitation *
karne_habilitation_new_from_bytes (GBytes *text, const char *file, GError **error);
KARNE_API
KarneHabilitation *karne_habilitation_new_for_computer (const char *path, GError **error);
KARNE_API
const char *karne_habilitation_get_path (void);
KARNE_API
KarneHabilitation *
karne_habilitation_narrow (KarneHabilitation *self, const char *role, const char *const *kinds);
KARNE_API
GStrv karne_habilitation_list_roles (KarneHabilitation *self);
KARNE_API
const char *karne_habilitation_get_title (KarneHabilitation *self, const char *role);
KARNE_API
const char *karne_habilitation_get_text (KarneHabilitation *self, const char *role);
KARNE_API
GPtrArray *karne_habilitation_list_sources (KarneHabilitation *self, const char *role);
KARNE_API
KarneAccessLevel karne_habilitation_get_level (KarneHabilitation *self,
                                               const char *role,
                                               const char *kind,
                                               const char *const *classes);
KARNE_API
KarneAccessLevel
karne_habilitation_get_most (KarneHabilitation *self, const char *role, const char *kind);
KARNE_API
gboolean
karne_habilitation_allows_label (KarneHabilitation *self, const char *role, const char *label);

G_END_DECLS
