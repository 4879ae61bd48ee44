/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-capabilities.h"

#include "demo-dates.h"
#include "demo-json.h"
#include "demo-kinds.h"

#include <string.h>

static void
append_interactions (const DemoServer *server, const DemoKind *kind, GString *out)
{
  static const char *const always[] = { "read", "search-type" };
  static const char *const writing[] = { "create", "update", "patch", "delete" };
  static const char *const versioned[] = { "vread", "history-instance", "history-type" };
  gboolean is_for_good = demo_kind_is_for_good (kind->name);
  gsize n_writing = !is_for_good ? G_N_ELEMENTS (writing) : server->gifts.no_audit ? 0 : 1;

  g_string_append (out, ",\"interaction\":[");
  for (gsize i = 0; i < G_N_ELEMENTS (always); i++)
    g_string_append_printf (out, "%s{\"code\":\"%s\"}", i > 0 ? "," : "", always[i]);
  for (gsize i = 0; i < n_writing; i++)
    g_string_append_printf (out, ",{\"code\":\"%s\"}", writing[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (versioned) && !server->gifts.no_versions; i++)
    g_string_append_printf (out, ",{\"code\":\"%s\"}", versioned[i]);
  g_string_append_c (out, ']');
}

static void
append_param (GString *out, const char *name, const char *type)
{
  g_string_append_printf (out, "%s{\"name\":\"%s\",\"type\":\"%s\"}",
                          g_str_has_suffix (out->str, "[") ? "" : ",", name, type);
}

static void
append_params (const DemoKind *kind, GString *out)
{
  gsize n;
  const DemoParam *params = demo_params_get (&n);

  g_string_append (out, ",\"searchParam\":[");
  append_param (out, "_id", "token");
  append_param (out, "_lastUpdated", "date");
  if (kind->person != NULL)
    append_param (out, "patient", "reference");
  if (kind->person != NULL && strstr (kind->person, "subject") != NULL)
    append_param (out, "subject", "reference");
  if (kind->date_param != NULL)
    append_param (out, kind->date_param, "date");
  for (gsize i = 1; i < n; i++)
    append_param (out, params[i].name, strcmp (params[i].name, "url") == 0 ? "uri" : "token");
  g_string_append_c (out, ']');
}

static void
append_kind (const DemoServer *server, const DemoKind *kind, GString *out)
{
  const DemoGifts *gifts = &server->gifts;

  g_string_append_printf (out, "%s{\"type\":\"%s\"", g_str_has_suffix (out->str, "[") ? "" : ",",
                          kind->name);
  append_interactions (server, kind, out);
  g_string_append_printf (
      out,
      ",\"versioning\":\"%s\",\"readHistory\":%s,\"updateCreate\":%s,\"conditionalCreate\":true,"
      "\"conditionalRead\":\"%s\",\"conditionalUpdate\":true,\"conditionalDelete\":\"single\","
      "\"searchInclude\":[\"*\"]",
      gifts->no_versions ? "no-version"
                         : (gifts->ignore_if_match ? "versioned" : "versioned-update"),
      gifts->no_versions ? "false" : "true", gifts->server_ids ? "false" : "true",
      gifts->no_versions ? "not-supported" : "not-match");
  append_params (kind, out);
  g_string_append_c (out, '}');
}

static void
append_rest (const DemoServer *server, GString *out)
{
  gsize n;
  const DemoKind *kinds = demo_kinds_get (&n);

  g_string_append (out, ",\"rest\":[{\"mode\":\"server\",\"resource\":[");
  for (gsize i = 0; i < n; i++)
    append_kind (server, &kinds[i], out);
  g_string_append_c (out, ']');
  if (!server->gifts.no_batch)
    g_string_append (out, ",\"interaction\":[{\"code\":\"batch\"},{\"code\":\"transaction\"}]");
  g_string_append (out, "}]}");
}

/* There are servers that answer `metadata` as if it were a type of which they have none. */
static DemoAnswer *
answer_nothing (void)
{
  DemoAnswer *answer = demo_answer_new (200);

  answer->body = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":0}");
  return answer;
}

/* Answers `metadata`: what this server does, its gifts taken into account. */
DemoAnswer *
demo_capabilities (const DemoServer *server)
{
  g_autofree char *now = demo_date_format (demo_store_now (server->store));
  DemoAnswer *answer;

  if (server->gifts.no_metadata)
    return answer_nothing ();
  answer = demo_answer_new (200);
  answer->body = g_string_new ("{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\"");
  g_string_append_printf (
      answer->body,
      ",\"date\":\"%s\",\"kind\":\"instance\",\"software\":{\"name\":"
      "\"Karné demonstration server\",\"version\":\"" PACKAGE_VERSION "\"},"
      "\"implementation\":{\"description\":\"Fictional persons\",\"url\":"
      "\"%s\"},\"fhirVersion\":\"4.0.1\",\"format\":[\"application/fhir+json\"],"
      "\"patchFormat\":[\"application/json-patch+json\"]",
      now, server->base);
  append_rest (server, answer->body);
  return answer;
}
