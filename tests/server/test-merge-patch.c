/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-json-patch.h"
#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-private.h"
#include "karne-error.h"

#include <string.h>

/* What a patch says, the demonstration server's own reading of RFC 6902 does. */

#define E "\"extension\":"
#define P(value) "{\"url\":\"p\",\"valueCode\":\"" value "\"}"
#define Q(value) "{\"url\":\"q\",\"valueCode\":\"" value "\"}"
#define X(value) "{\"url\":\"x\",\"valueCode\":\"" value "\"}"

static const char *const parts[] = { "status", "securityLabel", "extension:p", "extension:q",
                                     NULL };

typedef struct
{
  const char *name;
  const char *from;
  const char *to;
} Case;

static char *
wrap (const char *members)
{
  return g_strdup_printf ("{\"resourceType\":\"DocumentReference\",\"id\":\"a\"%s%s}",
                          *members != '\0' ? "," : "", members);
}

static char *
apply (const char *text, const char *patch)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  DemoNode *document = demo_json_parse (json, text, -1, NULL);
  DemoNode *operations = demo_json_parse (json, patch, -1, NULL);
  DemoNode *result = demo_json_patch_apply (json, document, operations, &error);
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_no_error (error);
  demo_node_write (result, out);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
canonicalize (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  karne_json_canonicalize (karne_json_span (text), out);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* A test stands before whatever is replaced or removed. */
static void
assert_guarded (const char *patch)
{
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan operation;
  g_autofree char *tested = g_strdup ("");

  karne_json_walk_init (&walk, karne_json_span (patch));
  while (karne_json_walk_next (&walk, &key, &operation))
    {
      KarneSpan op;
      KarneSpan path;

      g_assert_true (karne_json_find (operation, "op", &op));
      g_assert_true (karne_json_find (operation, "path", &path));
      g_autofree char *at = karne_json_dup_string (path);

      if (karne_span_equal (op, "\"replace\"") || karne_span_equal (op, "\"remove\""))
        g_assert_cmpstr (at, ==, tested);
      g_free (tested);
      tested = karne_span_equal (op, "\"test\"") ? g_strdup (at) : g_strdup ("");
    }
}

static const Case made[] = {
  { "nothing", "\"status\":\"current\"", "\"status\":\"current\"" },
  { "replaced", "\"status\":\"current\"", "\"status\":\"superseded\"" },
  { "added", "", "\"status\":\"current\"" },
  { "removed", "\"status\":\"current\"", "" },
  { "number", "\"status\":5.6,\"n\":1e-7", "\"status\":5.60,\"n\":1e-7" },
  { "escapes", "\"status\":\"\\u00e9\"", "\"status\":\"\\\"~/\\u0001\"" },
  { "labels", "\"securityLabel\":[{\"text\":\"a\"}]", "\"securityLabel\":[{\"text\":\"b\"}]" },
  { "servers-meta", "\"meta\":{\"versionId\":\"1\"},\"status\":\"a\"",
    "\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"x\"},\"status\":\"b\"" },
  { "first-extension", "", E "[" P ("1") "]" },
  { "two-first-extensions", "", E "[" P ("1") "," Q ("1") "]" },
  { "last-extension", E "[" P ("1") "]", "" },
  { "two-last-extensions", E "[" P ("1") "," Q ("1") "]", "" },
  { "last-of-an-empty-list", E "[]", E "[" P ("1") "]" },
  { "one-of-two-parts", E "[" P ("1") "," Q ("1") "]", E "[" P ("1") "," Q ("2") "]" },
  { "both-parts", E "[" P ("1") "," Q ("1") "]", E "[" P ("2") "," Q ("2") "]" },
  { "both-removed", E "[" P ("1") "," X ("1") "," Q ("1") "]", E "[" X ("1") "]" },
  { "both-added", E "[" X ("1") "]", E "[" P ("1") "," X ("1") "," Q ("1") "]" },
  { "one-comes-one-goes", E "[" P ("1") "," X ("1") "]", E "[" X ("1") "," Q ("1") "]" },
  { "one-instead", E "[" P ("1") "]", E "[" Q ("1") "]" },
  { "in-between", E "[" X ("1") "," X ("2") "]", E "[" X ("1") "," P ("1") "," X ("2") "]" },
  { "others-twice", E "[" X ("1") "," X ("1") "," P ("1") "]",
    E "[" X ("1") "," X ("1") "," P ("2") "]" },
  { "part-twice-untouched", E "[" P ("1") "," P ("2") "," Q ("1") "]",
    E "[" P ("1") "," P ("2") "," Q ("2") "]" },
  { "with-status", "\"status\":\"a\"," E "[" X ("1") "," P ("1") "]",
    "\"status\":\"b\"," E "[" X ("1") "]" },
};

static void
test_made (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *from = wrap (self->from);
  g_autofree char *to = wrap (self->to);
  g_autoptr (GError) error = NULL;
  g_autofree char *patch = karne_merge_to_patch (from, to, parts, &error);
  const char *meta = strstr (to, "\"meta\"");

  g_assert_no_error (error);
  assert_guarded (patch);
  g_autofree char *result = apply (from, patch);

  if (meta != NULL)
    {
      g_assert_null (strstr (patch, "meta"));
      g_assert_true (karne_merge_is_same (result, to));
      return;
    }
  g_autofree char *canon_result = canonicalize (result);
  g_autofree char *canon_to = canonicalize (to);

  g_assert_cmpstr (canon_result, ==, canon_to);
}

static const Case refused[] = {
  { "other-member", "\"description\":\"a\"", "\"description\":\"b\"" },
  { "other-member-added", "", "\"description\":\"b\"" },
  { "other-member-removed", "\"description\":\"b\"", "" },
  { "extension-of-a-part", "\"status\":\"a\"",
    "\"status\":\"a\",\"_status\":{" E "[" X ("1") "]}" },
  { "label-of-the-resource", "\"meta\":{\"versionId\":\"1\"}",
    "\"meta\":{\"versionId\":\"1\",\"security\":[{\"code\":\"R\"}]}" },
  { "label-removed", "\"meta\":{\"security\":[{\"code\":\"R\"}]}", "" },
  { "other-extension", E "[" X ("1") "]", E "[" X ("2") "]" },
  { "other-extension-added", "", E "[" X ("1") "," P ("1") "]" },
  { "other-extension-removed", E "[" X ("1") "," P ("1") "]", "" },
  { "second-of-one-url", E "[" P ("1") "," P ("2") "]", E "[" P ("1") "," P ("3") "]" },
  { "first-of-one-url", E "[" P ("1") "," P ("2") "]", E "[" P ("3") "," P ("2") "]" },
  { "second-added", E "[" P ("1") "]", E "[" P ("1") "," P ("2") "]" },
  { "one-of-two-removed", E "[" P ("1") "," P ("2") "]", E "[" P ("1") "]" },
  { "same-twice-removed-once", E "[" P ("1") "," P ("1") "]", E "[" P ("1") "]" },
  { "other-order", E "[" P ("1") "," X ("1") "]", E "[" X ("1") "," P ("1") "]" },
  { "no-list", E "{\"url\":\"p\"}", E "{\"url\":\"q\"}" },
  { "no-list-any-more", E "[" P ("1") "]", E "7" },
};

static void
test_refused (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *from = wrap (self->from);
  g_autofree char *to = wrap (self->to);
  g_autoptr (GError) error = NULL;
  g_autofree char *patch = karne_merge_to_patch (from, to, parts, &error);

  g_assert_null (patch);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
}

/* Any list of a few extensions made into any other: a patch that makes it, or none. */
static char *
make_list (guint seed, char *const *items, guint n_items)
{
  g_autoptr (GString) list = g_string_new ("");

  for (; seed > 0; seed /= n_items + 1)
    if (seed % (n_items + 1) > 0)
      g_string_append_printf (list, "%s%s", list->len > 0 ? "," : E "[",
                              items[seed % (n_items + 1) - 1]);
  if (list->len > 0)
    g_string_append_c (list, ']');
  return wrap (list->str);
}

static void
test_all_lists (void)
{
  static char *const items[] = { (char *) P ("1"), (char *) P ("2"), (char *) Q ("1"),
                                 (char *) X ("1") };
  const guint n_lists = 5 * 5 * 5;
  guint n_made = 0;

  for (guint seed = 0; seed < n_lists * n_lists; seed++)
    {
      g_autofree char *from = make_list (seed % n_lists, items, G_N_ELEMENTS (items));
      g_autofree char *to = make_list (seed / n_lists, items, G_N_ELEMENTS (items));
      g_autofree char *patch = karne_merge_to_patch (from, to, parts, NULL);

      if (patch == NULL)
        continue;
      g_autofree char *result = apply (from, patch);
      g_autofree char *canon_result = canonicalize (result);
      g_autofree char *canon_to = canonicalize (to);

      g_assert_cmpstr (canon_result, ==, canon_to);
      n_made++;
    }
  g_assert_cmpuint (n_made, >, 1000);
}

static void
add_all (const char *folder, const Case *cases, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/merge-patch/%s/%s", folder, cases[i].name);

      g_test_add_data_func (path, &cases[i], func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_all ("made", made, G_N_ELEMENTS (made), test_made);
  add_all ("refused", refused, G_N_ELEMENTS (refused), test_refused);
  g_test_add_func ("/merge-patch/all-lists", test_all_lists);
  return g_test_run ();
}
