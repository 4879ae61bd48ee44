/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-query.h"

#include <string.h>

#define MAX_PARAMETERS 1000

static char *
decode (const char *text)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (text), "+", ' ');

  return g_uri_unescape_string (spaced, NULL);
}

/* The parameters of a query, unescaped, each as `name=value`; NULL when it cannot be read. */
char **
demo_parameters_split (const char *query)
{
  g_auto (GStrv) raw = g_strsplit (query != NULL ? query : "", "&", MAX_PARAMETERS);
  g_autoptr (GPtrArray) plain = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; raw[i] != NULL; i++)
    {
      char *text = decode (raw[i]);
      if (text == NULL || !g_utf8_validate (text, -1, NULL))
        {
          g_free (text);
          return NULL;
        }
      if (*text == '\0')
        g_free (text);
      else
        g_ptr_array_add (plain, text);
    }
  g_ptr_array_add (plain, NULL);
  return (char **) g_ptr_array_steal (plain, NULL);
}

const char *
demo_parameter_value (const char *parameter)
{
  const char *equals = strchr (parameter, '=');

  return equals != NULL ? equals + 1 : "";
}

/* The first value of that name, or NULL. */
char *
demo_parameters_find (const char *query, const char *name)
{
  g_auto (GStrv) parameters = demo_parameters_split (query);
  gsize len = strlen (name);

  for (guint i = 0; parameters != NULL && parameters[i] != NULL; i++)
    if (strncmp (parameters[i], name, len) == 0 && parameters[i][len] == '=')
      return g_strdup (parameters[i] + len + 1);
  return NULL;
}

/* An opaque word for the place where a page ends, with a check that nobody made it up. */
char *
demo_page_token_make (const char *text)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, -1);
  g_autofree char *whole = g_strdup_printf ("%.8s%s", sum, text);
  char *token = g_base64_encode ((const guchar *) whole, strlen (whole));

  g_strdelimit (token, "+", '-');
  g_strdelimit (token, "/", '_');
  token[strcspn (token, "=")] = '\0';
  return token;
}

/* NULL unless this server made it. */
char *
demo_page_token_read (const char *token)
{
  g_autoptr (GString) padded = g_string_new (token);
  g_autofree char *whole = NULL;
  g_autofree char *sum = NULL;
  gsize len;

  g_strdelimit (padded->str, "-", '+');
  g_strdelimit (padded->str, "_", '/');
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  whole = (char *) g_base64_decode (padded->str, &len);
  if (len < 8 || memchr (whole, '\0', len) != NULL)
    return NULL;
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA1, (const guchar *) whole + 8, len - 8);
  return strncmp (sum, whole, 8) == 0 ? g_strndup (whole + 8, len - 8) : NULL;
}
