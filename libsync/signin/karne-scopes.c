/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-scopes-private.h"

#include <string.h>

typedef enum
{
  MAY_CREATE = 1 << 0,
  MAY_READ = 1 << 1,
  MAY_UPDATE = 1 << 2,
  MAY_DELETE = 1 << 3,
  MAY_SEARCH = 1 << 4,
  MAY_ALL = (1 << 5) - 1,
} Rights;

typedef struct
{
  char *whose; /* (owned) “patient”, “user”, “system” */
  char *kind;  /* (owned) or “*” */
  char *query; /* (owned) (nullable) what narrows it */
  guint rights;
} Scope;

static void
scope_clear (Scope *scope)
{
  g_free (scope->whose);
  g_free (scope->kind);
  g_free (scope->query);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scope, scope_clear)

/* Letters that nobody knows yet may mean anything: all of it. */
static guint
parse_rights (const char *text)
{
  static const char letters[] = "cruds";
  guint rights = 0;

  if (g_str_equal (text, "read"))
    return MAY_READ | MAY_SEARCH;
  if (g_str_equal (text, "write"))
    return MAY_CREATE | MAY_UPDATE | MAY_DELETE;
  for (const char *p = text; *p != '\0'; p++)
    {
      const char *at = strchr (letters, *p);

      rights |= at != NULL ? 1u << (at - letters) : MAY_ALL;
    }
  return rights;
}

/* FALSE: it is a word of another kind, and opens no record. */
static gboolean
parse_scope (const char *text, Scope *scope)
{
  const char *slash = strchr (text, '/');
  const char *dot = slash != NULL ? strchr (slash, '.') : NULL;
  gsize length;
  g_autofree char *rights = NULL;

  if (dot == NULL || !(g_str_has_prefix (text, "patient/") || g_str_has_prefix (text, "user/") ||
                       g_str_has_prefix (text, "system/")))
    return FALSE;
  length = strcspn (dot, "?");
  rights = g_strndup (dot + 1, length - 1);
  scope->whose = g_strndup (text, (gsize) (slash - text));
  scope->kind = g_strndup (slash + 1, (gsize) (dot - slash - 1));
  scope->query = dot[length] != '\0' ? g_strdup (dot + length) : NULL;
  scope->rights = parse_rights (rights);
  return TRUE;
}

static guint
rights_within (const Scope *wanted, const char *text)
{
  g_auto (Scope) scope = { 0 };

  if (!parse_scope (text, &scope) || !g_str_equal (scope.whose, wanted->whose) ||
      (!g_str_equal (scope.kind, "*") && !g_str_equal (scope.kind, wanted->kind)) ||
      (scope.query != NULL && g_strcmp0 (scope.query, wanted->query) != 0))
    return 0;
  return scope.rights;
}

/* All that `text` allows is allowed by `others`, taken together. */
static gboolean
is_covered (const char *text, char **others)
{
  g_auto (Scope) wanted = { 0 };
  guint rights = 0;

  if (!parse_scope (text, &wanted))
    return g_strv_contains ((const char *const *) others, text);
  for (guint i = 0; others[i] != NULL; i++)
    rights |= rights_within (&wanted, others[i]);
  return (wanted.rights & ~rights) == 0;
}

static char **
list_uncovered (const char *scopes, const char *by, gboolean records_only)
{
  g_auto (GStrv) words = g_strsplit (scopes, " ", -1);
  g_auto (GStrv) others = g_strsplit (by, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (Scope) scope = { 0 };

      if (*words[i] != '\0' && !is_covered (words[i], others) &&
          (!records_only || parse_scope (words[i], &scope)))
        g_strv_builder_add (builder, words[i]);
    }
  return g_strv_builder_end (builder);
}

/* `launch/patient` is a wish that the answer itself grants. */
char **
karne_scopes_list_missing (const char *asked, const char *granted)
{
  g_auto (GStrv) missing = list_uncovered (asked, granted, FALSE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; missing[i] != NULL; i++)
    if (!g_str_has_prefix (missing[i], "launch"))
      g_strv_builder_add (builder, missing[i]);
  return g_strv_builder_end (builder);
}

char **
karne_scopes_list_beyond (const char *asked, const char *granted)
{
  return list_uncovered (granted, asked, TRUE);
}

gboolean
karne_scopes_are_valid (const char *scopes)
{
  for (const char *p = scopes; *p != '\0'; p++)
    if (*p < 0x20 || *p > 0x7e || *p == '"' || *p == '\\')
      return FALSE;
  return TRUE;
}
