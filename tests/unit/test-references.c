/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "fhir/karne-merge-private.h"
#include "store/karne-references-private.h"

#define BASE "https://fhir.example/r4"
#define LOGICAL "\"identifier\":{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:u\"}"

typedef struct
{
  const char *name;
  const char *text;
  const char *expected; /* NULL: nothing to replace */
} Case;

/* Device/u becomes Device/7, and all else stays byte for byte. */
static const Case replaced[] = {
  { "relative", "{\"device\":{\"reference\":\"Device/u\"}}",
    "{\"device\":{\"reference\":\"Device/7\"}}" },
  { "absolute", "{\"device\":{\"reference\":\"" BASE "/Device/u\"}}",
    "{\"device\":{\"reference\":\"Device/7\"}}" },
  { "of-a-version", "{\"device\":{\"reference\":\"Device/u/_history/1\"}}",
    "{\"device\":{\"reference\":\"Device/7\"}}" },
  { "escaped", "{\"device\":{\"reference\":\"Device\\/\\u0075\"}}",
    "{\"device\":{\"reference\":\"Device/7\"}}" },
  { "under-an-escaped-name", "{\"device\":{\"\\u0072eference\":\"Device/u\"}}",
    "{\"device\":{\"\\u0072eference\":\"Device/7\"}}" },
  { "several", "{\"a\":[{\"reference\":\"Device/u\"},{\"b\":{\"reference\":\"Device/u\"}}]}",
    "{\"a\":[{\"reference\":\"Device/7\"},{\"b\":{\"reference\":\"Device/7\"}}]}" },
  { "beside-numbers-and-spaces", "{ \"n\" : 5.60 , \"a\" : { \"reference\" : \"Device/u\" } }\n",
    "{ \"n\" : 5.60 , \"a\" : { \"reference\" : \"Device/7\" } }\n" },
  { "longer-id", "{\"a\":{\"reference\":\"Device/u2\"}}", NULL },
  { "longer-kind", "{\"a\":{\"reference\":\"XDevice/u\"}}", NULL },
  { "other-kind", "{\"a\":{\"reference\":\"DeviceMetric/u\"}}", NULL },
  { "below-it", "{\"a\":{\"reference\":\"Device/u/x\"}}", NULL },
  { "of-another-server", "{\"a\":{\"reference\":\"https://other.example/Device/u\"}}", NULL },
  { "contained", "{\"a\":{\"reference\":\"#u\"}}", NULL },
  { "another-member", "{\"a\":{\"display\":\"Device/u\"},\"url\":\"Device/u\"}", NULL },
  { "in-a-text", "{\"a\":\"{\\\"reference\\\":\\\"Device/u\\\"}\"}", NULL },
  { "no-string", "{\"a\":{\"reference\":{\"reference\":7}}}", NULL },
};

static void
test_replaced (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *text = karne_references_replace (self->text, BASE "/", "Device/u", "Device/7");

  g_assert_cmpstr (text, ==, self->expected);
}

/* The server does not have it yet: it is named by the identifier that it will have. */
static const Case logical[] = {
  { "alone", "{\"device\":{\"reference\":\"Device/u\"}}", "{\"device\":{" LOGICAL "}}" },
  { "with-a-display", "{\"a\":{\"reference\":\"Device/u\",\"display\":\"x\"}}",
    "{\"a\":{" LOGICAL ",\"display\":\"x\"}}" },
  { "first-beside-an-identifier",
    "{\"a\":{\"reference\":\"Device/u\" , \"identifier\":{\"value\":\"1\"}}}",
    "{\"a\":{ \"identifier\":{\"value\":\"1\"}}}" },
  { "last-beside-an-identifier",
    "{\"a\":{\"identifier\":{\"value\":\"1\"} ,\n\"reference\":\"Device/u\"}}",
    "{\"a\":{\"identifier\":{\"value\":\"1\"} }}" },
  { "between",
    "{\"a\":{\"identifier\":{\"value\":\"1\"},\"reference\":\"Device/u\",\"display\":\"x\"}}",
    "{\"a\":{\"identifier\":{\"value\":\"1\"},\"display\":\"x\"}}" },
  { "other", "{\"a\":{\"reference\":\"Device/v\"}}", NULL },
};

static void
test_logical (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *text = karne_references_make_logical (self->text, "Device/u", "u");

  g_assert_cmpstr (text, ==, self->expected);
  g_assert_true (text == NULL || karne_json_check (text, strlen (text), NULL) == KARNE_FLAW_NONE);
}

/* Whose a resource is, by the references in it. */
static void
test_of_another (void)
{
  static const struct
  {
    const char *references[3];
    gboolean of_another;
  } cases[] = {
    { { NULL }, FALSE },
    { { "Patient/p1" }, FALSE },
    { { "Patient/p2" }, TRUE },
    { { "Patient/p2", "Patient/p1" }, FALSE },
    { { BASE "/Patient/p1" }, FALSE },
    { { BASE "/Patient/p2" }, TRUE },
    { { "Patient\\/p2" }, TRUE },
    { { "Patient/p1/_history/3", "Patient/p2" }, FALSE },
    { { "Patient/p2/_history/3" }, TRUE },
    { { "Patient/p1x" }, TRUE },
    { { "https://other.example/Patient/p2" }, FALSE },
    { { "#Patient/p2" }, FALSE },
    { { "Patient" }, FALSE },
    { { "Patient/p2/x" }, FALSE },
    { { "Practitioner/p2" }, FALSE },
    { { "urn:uuid:p2" }, FALSE },
  };
  char base[] = BASE;
  char patient[] = "p1";
  const KarneSource source = { .id = 1, .base = base, .patient = patient };
  KarneReferences *references = karne_references_new (NULL, &source);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (gsize n = 0; n < 3 && cases[i].references[n] != NULL; n++)
        {
          const char *text = cases[i].references[n];

          karne_references_note (references, (KarneSpan){ text, strlen (text) }, FALSE);
        }
      g_assert_true (karne_references_are_of_another (references) == cases[i].of_another);
      karne_references_forget (references);
      g_assert_false (karne_references_are_of_another (references));
    }
  karne_references_free (references);
}

static void
add_all (const char *folder, const Case *cases, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/references/%s/%s", folder, cases[i].name);

      g_test_add_data_func (path, &cases[i], func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_all ("replaced", replaced, G_N_ELEMENTS (replaced), test_replaced);
  add_all ("logical", logical, G_N_ELEMENTS (logical), test_logical);
  g_test_add_func ("/references/of-another", test_of_another);
  return g_test_run ();
}
