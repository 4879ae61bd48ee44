/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-body.h"

#include <string.h>

char *
sim_body_new (const char *token, const char *refers_to)
{
  g_autofree char *members =
      refers_to != NULL
          ? g_strdup_printf ("\"hasMember\":[{\"reference\":\"Observation/%s\"}],", refers_to)
          : g_strdup ("");

  return g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"glucose\"},"
      "\"subject\":{\"reference\":\"Patient/p1\"},\"valueQuantity\":{\"value\":5.60,\"unit\":\"g/"
      "L\"},"
      "%s\"note\":[{\"text\":\"%s\"}]}",
      members, token);
}

/* A note more, at the end of the list. */
static char *
with_note (const char *body, const char *token)
{
  const char *list = strstr (body, "\"note\":[");
  g_autoptr (GString) out = g_string_new (body);

  if (list == NULL)
    {
      g_autofree char *member = g_strdup_printf (",\"note\":[{\"text\":\"%s\"}]", token);

      g_string_insert (out, (gssize) out->len - 1, member);
    }
  else
    {
      g_autofree char *item = g_strdup_printf ("{\"text\":\"%s\"},", token);

      g_string_insert (out, list - body + (gssize) strlen ("\"note\":["), item);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Another value of a field that has one. */
static char *
with_field (const char *body, const char *name, const char *token)
{
  g_autofree char *start = g_strdup_printf ("\"%s\":{\"text\":\"", name);
  const char *found = strstr (body, start);
  g_autoptr (GString) out = g_string_new (body);

  if (found == NULL)
    {
      g_autofree char *member = g_strdup_printf (",\"%s\":{\"text\":\"%s\"}", name, token);

      g_string_insert (out, (gssize) out->len - 1, member);
    }
  else
    {
      gssize at = found - body + (gssize) strlen (start);
      const char *end = strchr (found + strlen (start), '"');

      g_string_erase (out, at, end - (found + strlen (start)));
      g_string_insert (out, at, token);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
sim_body_edit (SimDice *dice, const char *body, const char *token, gboolean *is_note)
{
  static const char *const fields[] = { "method", "bodySite" };

  *is_note = sim_dice_once_in (dice, 2);
  if (*is_note)
    return with_note (body, token);
  return with_field (body, fields[sim_dice_throw (dice, 2)], token);
}

char *
sim_body_with_member (const char *body, const char *id)
{
  GString *out = g_string_new (body);
  g_autofree char *member =
      g_strdup_printf (",\"hasMember\":[{\"reference\":\"Observation/%s\"}]", id);

  g_string_insert (out, (gssize) out->len - 1, member);
  return g_string_free (out, FALSE);
}

char *
sim_body_label (const char *body, const char *token)
{
  g_autofree char *member = g_strdup_printf (",\"securityLabel\":[{\"text\":\"%s\"}]", token);
  static const char start[] = "\"securityLabel\":[{\"text\":\"";
  const char *found = strstr (body, start);
  GString *out = g_string_new (body);

  if (found == NULL)
    {
      g_string_insert (out, (gssize) out->len - 1, member);
    }
  else
    {
      gssize at = found - body + (gssize) strlen (start);

      g_string_erase (out, at, (gssize) strcspn (body + at, "\""));
      g_string_insert (out, at, token);
    }
  return g_string_free (out, FALSE);
}
