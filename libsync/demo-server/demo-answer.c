/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-answer.h"

#include "demo-json.h"
#include "demo-page.h"

#include <stdarg.h>

G_DEFINE_QUARK (demo - http - error - quark, demo_http_error)

static const char *
issue_code (guint status)
{
  switch (status)
    {
    case 401:
      return "login";
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 405:
    case 406:
    case 415:
    case 501:
      return "not-supported";
    case 409:
    case 412:
      return "conflict";
    case 410:
      return "deleted";
    case 413:
      return "too-long";
    case 422:
      return "processing";
    default:
      return status >= 500 ? "exception" : "invalid";
    }
}

/* An OperationOutcome; below 400 it informs, above it is an error. */
void
demo_outcome_write (GString *out, guint status, const char *diagnostics)
{
  gboolean fine = status < 400;

  g_string_append_printf (out,
                          "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"%s\","
                          "\"code\":\"%s\",\"diagnostics\":",
                          fine ? "information" : "error",
                          fine ? "informational" : issue_code (status));
  demo_json_write_string (out, diagnostics);
  g_string_append (out, "}]}");
}

DemoAnswer *
demo_answer_new (guint status)
{
  DemoAnswer *self = g_new0 (DemoAnswer, 1);

  self->status = status;
  return self;
}

DemoAnswer *
demo_answer_printf (guint status, const char *format, ...)
{
  DemoAnswer *self = demo_answer_new (status);
  g_autofree char *diagnostics = NULL;
  va_list args;

  va_start (args, format);
  diagnostics = g_strdup_vprintf (format, args);
  va_end (args);
  self->body = g_string_new (NULL);
  demo_outcome_write (self->body, status, diagnostics);
  return self;
}

/* A database that another process holds is a race that was lost; it may be tried again. */
DemoAnswer *
demo_answer_from_error (const GError *error)
{
  if (error->domain == DEMO_HTTP_ERROR)
    return demo_answer_printf (error->code, "%s", error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    return demo_answer_printf (409, "%s", error->message);
  return demo_answer_printf (500, "%s", error->message);
}

void
demo_answer_free (DemoAnswer *self)
{
  g_free (self->etag);
  g_free (self->location);
  g_free (self->content_type);
  g_free (self->allow);
  if (self->body != NULL)
    g_string_free (self->body, TRUE);
  g_clear_pointer (&self->page, demo_page_free);
  g_free (self);
}

/* Notes the version and the time of what is answered. */
void
demo_answer_describe (DemoAnswer *self, const DemoServer *server, const DemoRow *row)
{
  if (!server->gifts.no_versions)
    self->etag = g_strdup_printf ("W/\"%" G_GINT64_FORMAT "\"", row->version);
  self->updated = row->updated;
}

/* Writes the whole page now, for an answer that stands inside another one. */
void
demo_answer_flatten (DemoAnswer *self, const DemoServer *server)
{
  if (self->page == NULL)
    return;
  self->body = g_string_new (NULL);
  while (demo_page_write (self->page, server, self->body, G_MAXSIZE))
    continue;
  g_clear_pointer (&self->page, demo_page_free);
}
