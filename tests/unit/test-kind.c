/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-kind-private.h"

#include <string.h>

/* What can be used first comes first, and no two kinds share a place. */
static void
test_order (void)
{
  gsize n = 0;
  const KarneKind *kinds = karne_kind_get_all (&n);

  g_assert_cmpuint (n, >=, 20);
  for (gsize i = 1; i < n; i++)
    g_assert_cmpint (kinds[i - 1].rank, <, kinds[i].rank);
}

static void
test_find (void)
{
  gsize n = 0;
  const KarneKind *kinds = karne_kind_get_all (&n);

  for (gsize i = 0; i < n; i++)
    g_assert_true (karne_kind_find (kinds[i].name) == &kinds[i]);
  g_assert_null (karne_kind_find ("patient"));
  g_assert_null (karne_kind_find (""));
}

/* A search that is not limited to the person would bring other people's records. */
static void
test_person_param (void)
{
  gsize n = 0;
  const KarneKind *kinds = karne_kind_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (kinds[i].access == KARNE_KIND_BY_PERSON || kinds[i].access == KARNE_KIND_PERSON)
      g_assert_nonnull (kinds[i].person_param);
    else
      g_assert_null (kinds[i].person_param);
}

/* A server refuses an `_include` that does not begin with the kind that is searched. */
static void
test_includes (void)
{
  gsize n = 0;
  const KarneKind *kinds = karne_kind_get_all (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_auto (GStrv) includes = g_strsplit (kinds[i].includes ? kinds[i].includes : "", " ", -1);

      for (guint j = 0; includes[j] != NULL; j++)
        {
          g_assert_true (g_str_has_prefix (includes[j], kinds[i].name));
          g_assert_cmpint (includes[j][strlen (kinds[i].name)], ==, ':');
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/kind/order", test_order);
  g_test_add_func ("/kind/find", test_find);
  g_test_add_func ("/kind/person-param", test_person_param);
  g_test_add_func ("/kind/includes", test_includes);

  return g_test_run ();
}
