/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-json-patch.h"

#include <string.h>

/* NULL when the patch is refused. */
static char *
patch_text (const char *document, const char *patch)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  DemoNode *tree = demo_json_parse (json, document, -1, NULL);
  DemoNode *operations = demo_json_parse (json, patch, -1, NULL);
  DemoNode *result = demo_json_patch_apply (json, tree, operations, &error);
  GString *out;

  g_assert_true ((result == NULL) == (error != NULL));
  if (result == NULL)
    return NULL;
  out = g_string_new (NULL);
  demo_node_write (result, out);
  return g_string_free (out, FALSE);
}

static void
test_operations (void)
{
  static const struct
  {
    const char *document, *patch, *result;
  } cases[] = {
    { "{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/b\",\"value\":7.10}]", "{\"a\":1,\"b\":7.10}" },
    { "{\"a\":[1,3]}", "[{\"op\":\"add\",\"path\":\"/a/1\",\"value\":2}]", "{\"a\":[1,2,3]}" },
    { "{\"a\":[1]}", "[{\"op\":\"add\",\"path\":\"/a/-\",\"value\":2}]", "{\"a\":[1,2]}" },
    { "{\"a\":[1]}", "[{\"op\":\"add\",\"path\":\"/a/3\",\"value\":2}]", NULL },
    { "{\"a\":[1,2,3]}",
      "[{\"op\":\"remove\",\"path\":\"/a/2\"},{\"op\":\"add\",\"path\":\"/a/-\",\"value\":4}]",
      "{\"a\":[1,2,4]}" },
    { "{\"a\":1,\"b\":2}", "[{\"op\":\"remove\",\"path\":\"/a\"}]", "{\"b\":2}" },
    { "{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"/b\"}]", NULL },
    { "{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"\"}]", NULL },
    { "{\"a\":5.60,\"b\":0}", "[{\"op\":\"replace\",\"path\":\"/b\",\"value\":1e-7}]",
      "{\"a\":5.60,\"b\":1e-7}" },
    { "{\"a\":1}", "[{\"op\":\"replace\",\"path\":\"/b\",\"value\":2}]", NULL },
    { "{\"a\":1}", "[{\"op\":\"replace\",\"path\":\"\",\"value\":{\"c\":3}}]", "{\"c\":3}" },
    { "{\"a\":{\"b\":5.60}}", "[{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/c\"}]",
      "{\"a\":{},\"c\":5.60}" },
    { "{\"a\":{\"b\":1}}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}]", NULL },
    { "{\"a\":[1]}",
      "[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"},{\"op\":\"add\",\"path\":\"/b/"
      "0\",\"value\":0}]",
      "{\"a\":[1],\"b\":[0,1]}" },
    { "{\"a\":1.0}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]", "{\"a\":1.0}" },
    { "{\"a\":\"\\u00e9\"}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":\"é\"}]",
      "{\"a\":\"\\u00e9\"}" },
    { "{\"a\":{\"x\":1,\"y\":[2]}}",
      "[{\"op\":\"test\",\"path\":\"/a\",\"value\":{\"y\":[2],\"x\":1}}]",
      "{\"a\":{\"x\":1,\"y\":[2]}}" },
    { "{\"a\":{\"x\":1}}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":{\"x\":1,\"y\":2}}]",
      NULL },
    { "{\"a\":[1,2]}", "[{\"op\":\"test\",\"path\":\"/a/01\",\"value\":2}]", NULL },
    { "{\"a\":1}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":\"1\"}]", NULL },
    { "{\"a/b\":1,\"m~n\":2}",
      "[{\"op\":\"remove\",\"path\":\"/a~1b\"},{\"op\":\"test\",\"path\":\"/m~0n\",\"value\":2}]",
      "{\"m~n\":2}" },
    { "{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":2}]", NULL },
    { "{\"a\":1}", "[{\"op\":\"add\",\"path\":\"a\",\"value\":2}]", NULL },
    { "{\"a\":1}", "[{\"op\":\"dance\",\"path\":\"/a\"}]", NULL },
    { "{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/b\"}]", NULL },
    { "{\"a\":1}", "[{\"path\":\"/b\",\"value\":1}]", NULL },
    { "{\"a\":1}", "[1]", NULL },
    { "{\"a\":1}", "{}", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = patch_text (cases[i].document, cases[i].patch);
      g_test_message ("%s", cases[i].patch);
      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

/* Copies of copies double a document: sixty of them must not fill the memory, nor the stack. */
static void
test_bombs (void)
{
  static const char *const targets[] = { "/a/-", "/a/0" };

  for (gsize t = 0; t < G_N_ELEMENTS (targets); t++)
    {
      g_autoptr (GString) patch = g_string_new ("[");
      g_autofree char *result = NULL;

      for (int i = 0; i < 60; i++)
        g_string_append_printf (patch, "%s{\"op\":\"copy\",\"from\":\"%s\",\"path\":\"%s\"}",
                                i > 0 ? "," : "", "/a", targets[t]);
      g_string_append_c (patch, ']');
      result = patch_text ("{\"a\":[1,2,3,4,5,6,7,8]}", patch->str);
      g_assert_null (result);
    }
}

/* Two values that are deep enough each, one put into the other. */
static void
test_too_deep (void)
{
  g_autoptr (GString) patch = g_string_new ("[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b");
  g_autoptr (GString) document = g_string_new ("{\"a\":");
  g_autofree char *result = NULL;

  for (int side = 0; side < 2; side++)
    {
      for (int i = 0; i < 150; i++)
        g_string_append_c (document, '[');
      for (int i = 0; i < 150; i++)
        g_string_append_c (document, ']');
      g_string_append (document, side == 0 ? ",\"b\":" : "}");
    }
  for (int i = 0; i < 149; i++)
    g_string_append (patch, "/0");
  g_string_append (patch, "/-\"}]");
  result = patch_text (document->str, patch->str);
  g_assert_null (result);
}

static void
check_published (DemoJson *json, const DemoNode *test)
{
  DemoNode *document = demo_json_copy (json, demo_node_get (test, "doc"));
  DemoNode *expected = demo_node_get (test, "expected");
  DemoNode *result = demo_json_patch_apply (json, document, demo_node_get (test, "patch"), NULL);
  g_autofree char *comment = demo_node_dup_member (test, "comment");

  g_test_message ("%s", comment);
  if (demo_node_get (test, "error") != NULL)
    g_assert_null (result);
  else
    {
      g_assert_nonnull (result);
      g_assert_true (demo_node_equal (result, expected));
    }
}

/* The examples that come with the RFC, as others publish them. */
static void
test_published (void)
{
  const char *folder = g_getenv ("KARNE_SHARED_DATA");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "", "fhir-test-cases",
                                            "json-patch-tests.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (DemoJson) json = demo_json_new ();
  DemoNode *tests;

  if (folder == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the published examples are not here");
      return;
    }
  tests = demo_json_parse (json, text, -1, NULL);
  g_assert_nonnull (tests);
  g_assert_nonnull (tests->first);
  for (DemoNode *test = tests->first; test != NULL; test = test->next)
    check_published (json, test);
}

static void
test_bad_json (void)
{
  static const char *const bad[] = { "",     "{",       "{\"a\":}", "{a:1}",       "[1,]", "01",
                                     "1.",   "\"\\x\"", "\"\n\"",   "{\"a\" 1}",   "nul",  "1 2",
                                     "\xff", "-",       "[1 2]",    "\"\\u12g4\"", "'a'",  "+1" };
  g_autoptr (GString) deep = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (DemoJson) json = demo_json_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_strescape (bad[i], NULL);

      g_test_message ("%s", shown);
      g_assert_null (demo_json_parse (json, bad[i], -1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
  for (int i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  {
    g_autoptr (DemoJson) json = demo_json_new ();
    g_assert_null (demo_json_parse (json, deep->str, -1, NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-json-patch/operations", test_operations);
  g_test_add_func ("/demo-json-patch/bombs", test_bombs);
  g_test_add_func ("/demo-json-patch/too-deep", test_too_deep);
  g_test_add_func ("/demo-json-patch/published", test_published);
  g_test_add_func ("/demo-json-patch/bad-json", test_bad_json);
  return g_test_run ();
}
