/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-stamp.h"

#include "demo-dates.h"

static void
write_member (const DemoNode *member, GString *out)
{
  g_string_append_c (out, ',');
  g_string_append_len (out, member->key, member->key_len);
  g_string_append_c (out, ':');
  demo_node_write (member, out);
}

static void
write_meta (const DemoServer *server,
            const DemoNode *meta,
            gint64 version,
            gint64 updated,
            GString *out)
{
  g_autofree char *time = demo_date_format (updated);

  g_string_append (out, ",\"meta\":{");
  if (!server->gifts.no_versions)
    g_string_append_printf (out, "\"versionId\":\"%" G_GINT64_FORMAT "\",", version);
  g_string_append_printf (out, "\"lastUpdated\":\"%s\"", time);
  for (const DemoNode *member = meta != NULL ? meta->first : NULL; member != NULL;
       member = member->next)
    if (!demo_node_key_is (member, "versionId") && !demo_node_key_is (member, "lastUpdated"))
      write_member (member, out);
  g_string_append_c (out, '}');
}

/* The text that is kept and sent: type, id and version are the server's and come first, all else
 * is as it was given, to the letter. */
char *
demo_stamp (const DemoServer *server,
            const DemoNode *resource,
            const char *kind,
            const char *id,
            gint64 version,
            gint64 updated)
{
  GString *out = g_string_sized_new (1024);

  g_string_append (out, "{\"resourceType\":");
  demo_json_write_string (out, kind);
  g_string_append (out, ",\"id\":");
  demo_json_write_string (out, id);
  write_meta (server, demo_node_get (resource, "meta"), version, updated, out);
  for (const DemoNode *member = resource->first; member != NULL; member = member->next)
    if (!demo_node_key_is (member, "resourceType") && !demo_node_key_is (member, "id") &&
        !demo_node_key_is (member, "meta"))
      write_member (member, out);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}
