/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-rest.h"

#include "demo-bundle.h"
#include "demo-capabilities.h"
#include "demo-history.h"
#include "demo-kinds.h"
#include "demo-read.h"
#include "demo-search.h"
#include "demo-write.h"

#include <string.h>

static gboolean
is (const DemoRequest *request, const char *method)
{
  return strcmp (request->method, method) == 0;
}

static gboolean
is_get (const DemoRequest *request)
{
  return is (request, "GET") || is (request, "HEAD");
}

static DemoAnswer *
refuse_method (const DemoRequest *request, const char *allowed)
{
  DemoAnswer *answer =
      demo_answer_printf (405, "%s is not possible here: %s", request->method, allowed);

  answer->allow = g_strdup (allowed);
  return answer;
}

static DemoAnswer *
at_base (const DemoServer *server, const DemoRequest *request)
{
  if (!is (request, "POST"))
    return refuse_method (request, "POST");
  if (server->gifts.no_batch)
    return demo_answer_printf (400, "This server takes neither batch nor transaction");
  return demo_bundle (server, request);
}

/* A search sent by POST has its parameters in the body, as a form. */
static DemoAnswer *
search_by_post (const DemoServer *server, const DemoRequest *request, const char *kind)
{
  g_autofree char *form = g_strndup (request->body != NULL ? request->body : "", request->body_len);
  g_autofree char *both = NULL;
  DemoRequest search = *request;

  if (!is (request, "POST"))
    return refuse_method (request, "POST");
  if (request->content_type == NULL ||
      !g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded"))
    return demo_answer_printf (415, "A search is posted as a form");
  both = request->query != NULL && *request->query != '\0'
             ? g_strdup_printf ("%s&%s", request->query, form)
             : g_strdup (form);
  search.query = both;
  return demo_search (server, &search, kind);
}

static DemoAnswer *
at_type (const DemoServer *server, const DemoRequest *request, const char *kind)
{
  if (is_get (request))
    return demo_search (server, request, kind);
  if (is (request, "POST"))
    return demo_create (server, request, kind);
  if (is (request, "PUT") || is (request, "PATCH") || is (request, "DELETE"))
    return demo_write_where (server, request, kind);
  return refuse_method (request, "GET, POST, PUT, PATCH, DELETE");
}

static DemoAnswer *
at_instance (const DemoServer *server, const DemoRequest *request, const char *kind, const char *id)
{
  if (is_get (request))
    return demo_read (server, request, kind, id, NULL);
  if (is (request, "PUT"))
    return demo_update (server, request, kind, id);
  if (is (request, "PATCH"))
    return demo_patch (server, request, kind, id);
  if (is (request, "DELETE"))
    return demo_delete (server, request, kind, id);
  return refuse_method (request, "GET, PUT, PATCH, DELETE");
}

static DemoAnswer *
at_history (const DemoServer *server, const DemoRequest *request, const char *const *steps)
{
  if (!is_get (request))
    return refuse_method (request, "GET");
  if (strcmp (steps[1], "_history") == 0)
    return demo_history (server, request, steps[0], NULL);
  if (steps[3] == NULL)
    return demo_history (server, request, steps[0], steps[1]);
  return demo_read (server, request, steps[0], steps[1], steps[3]);
}

static DemoAnswer *
route_kind (const DemoServer *server, const DemoRequest *request, const char *const *steps, guint n)
{
  gboolean operation = n > 1 && steps[n - 1][0] == '$';

  if (operation)
    return demo_answer_printf (501, "This server has no operations");
  if (n == 1)
    return at_type (server, request, steps[0]);
  if (n == 2 && strcmp (steps[1], "_search") == 0)
    return search_by_post (server, request, steps[0]);
  if ((n == 2 && strcmp (steps[1], "_history") == 0) ||
      (n >= 3 && n <= 4 && strcmp (steps[2], "_history") == 0))
    return at_history (server, request, steps);
  if (n == 2)
    return at_instance (server, request, steps[0], steps[1]);
  return demo_answer_printf (404, "There is nothing at this address");
}

/* A type that is not FHIR's is no address at all. */
static DemoAnswer *
route (const DemoServer *server, const DemoRequest *request, char **steps)
{
  guint n = g_strv_length (steps);

  if (n > 0 && *steps[n - 1] == '\0')
    g_clear_pointer (&steps[--n], g_free);
  if (n == 0)
    return at_base (server, request);
  if (n == 1 && strcmp (steps[0], "metadata") == 0)
    return is_get (request) ? demo_capabilities (server) : refuse_method (request, "GET");
  if (!demo_kind_exists (steps[0]))
    return demo_answer_printf (404, "FHIR has no type of this name");
  return route_kind (server, request, (const char *const *) steps, n);
}

/* Answers a request, whoever sent it: the network or a batch. */
DemoAnswer *
demo_rest (const DemoServer *server, const DemoRequest *request)
{
  g_auto (GStrv) raw = g_strsplit (request->path, "/", 6);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; raw[i] != NULL; i++)
    {
      char *step = g_uri_unescape_string (raw[i], NULL);
      if (step == NULL || !g_utf8_validate (step, -1, NULL))
        {
          g_free (step);
          return demo_answer_printf (400, "The address cannot be read");
        }
      g_ptr_array_add (steps, step);
    }
  g_ptr_array_add (steps, NULL);
  g_ptr_array_set_free_func (steps, NULL);
  {
    g_auto (GStrv) list = (char **) g_ptr_array_steal (steps, NULL);
    return route (server, request, list);
  }
}
