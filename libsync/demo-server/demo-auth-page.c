/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-auth-private.h"

#include <string.h>

/* Pages for a telephone: no script, nothing from elsewhere, large enough for a thumb. */
static const char style[] =
    "body{font:1.1rem/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;max-width:32rem}"
    "h1{font-size:1.4rem}"
    "label,button{display:block;width:100%;box-sizing:border-box;min-height:3rem;padding:.6rem}"
    "button{font:inherit;margin-top:.8rem}"
    "input[type=text]{font:1.4rem monospace;width:100%;box-sizing:border-box;padding:.6rem}"
    ".code{font:1.6rem monospace;letter-spacing:.1em}";

static const char *
choose (gboolean english, const char *in_french, const char *in_english)
{
  return english ? in_english : in_french;
}

static void
add_escaped (GString *html, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (html, escaped);
}

static DemoAuthAnswer *
begin_page (guint status, gboolean english, const char *title)
{
  DemoAuthAnswer *answer = demo_auth_answer_new (status, "text/html; charset=utf-8");

  g_string_append_printf (answer->body,
                          "<!DOCTYPE html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width\">"
                          "<title>%s</title><style>%s</style></head><body><main><h1>%s</h1>"
                          "<p>%s</p>",
                          english ? "en" : "fr", title, style, title,
                          choose (english, "Démonstration : les personnes sont fictives.",
                                  "Demonstration: these people are fictitious."));
  return answer;
}

static DemoAuthAnswer *
end_page (DemoAuthAnswer *answer)
{
  g_string_append (answer->body, "</main></body></html>\n");
  return answer;
}

DemoAuthAnswer *
demo_auth_page_message (guint status,
                        gboolean english,
                        const char *in_french,
                        const char *in_english)
{
  return end_page (begin_page (status, english, choose (english, in_french, in_english)));
}

DemoAuthAnswer *
demo_auth_page_ask_code (gboolean english, gboolean wrong)
{
  DemoAuthAnswer *answer =
      begin_page (wrong ? 400 : 200, english, choose (english, "Identification", "Sign-in"));

  if (wrong)
    g_string_append_printf (answer->body, "<p role=\"alert\">%s</p>",
                            choose (english, "Ce code n’est pas connu, ou n’est plus valable.",
                                    "This code is not known, or no longer valid."));
  g_string_append_printf (
      answer->body,
      "<form method=\"get\"><label for=\"code\">%s</label>"
      "<input type=\"text\" id=\"code\" name=\"user_code\" autocomplete=\"off\" "
      "autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"20\" required>"
      "<button>%s</button></form>",
      choose (english, "Code affiché sur l’autre écran", "Code shown on the other screen"),
      choose (english, "Continuer", "Continue"));
  return end_page (answer);
}

static const char persons_sql[] =
    "SELECT id, coalesce(body ->> '$.name[0].text', nullif(concat_ws(' ',"
    " body ->> '$.name[0].given[0]', body ->> '$.name[0].family'), ''), id), coalesce(body ->> "
    "'$.birthDate', '') FROM resource"
    " WHERE kind = 'Patient' AND deleted = 0 ORDER BY 2 LIMIT 50";

static void
add_persons (DemoAuth *self, GString *html)
{
  sqlite3_stmt *rows = demo_store_statement (self->server->store, persons_sql);
  gboolean first = TRUE;

  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      g_string_append (html, "<label><input type=\"radio\" name=\"person\" required value=\"");
      add_escaped (html, (const char *) sqlite3_column_text (rows, 0));
      g_string_append (html, first ? "\" checked> " : "\"> ");
      add_escaped (html, (const char *) sqlite3_column_text (rows, 1));
      g_string_append (html, ", ");
      add_escaped (html, (const char *) sqlite3_column_text (rows, 2));
      g_string_append (html, "</label>");
      first = FALSE;
    }
  sqlite3_reset (rows);
}

gboolean
demo_auth_knows_person (DemoAuth *self, const char *id)
{
  g_autoptr (DemoRow) row = id != NULL ? demo_store_get (self->server->store, "Patient", id) : NULL;

  return row != NULL && !row->deleted;
}

static void
add_scopes (GString *html, const char *scope, gboolean english)
{
  g_auto (GStrv) scopes = g_strsplit (scope, " ", -1);

  g_string_append_printf (html, "<p>%s</p><ul>",
                          choose (english,
                                  "Karné demande l’accès à :", "Karné asks for access to:"));
  for (guint i = 0; scopes[i] != NULL; i++)
    {
      g_string_append (html, "<li><code>");
      add_escaped (html, scopes[i]);
      g_string_append (html, "</code></li>");
    }
  g_string_append (html, "</ul>");
}

/* The question itself: who one is, for what, yes or no. */
DemoAuthAnswer *
demo_auth_page_ask (DemoAuth *self, const DemoAsking *asking, const char *action, gboolean english)
{
  DemoAuthAnswer *answer =
      begin_page (200, english, choose (english, "Donner accès ?", "Give access?"));
  GString *html = answer->body;

  if (asking->user_code != NULL)
    g_string_append_printf (html, "<p>%s <span class=\"code\">%s</span></p>",
                            choose (english, "Le même code est affiché sur l’autre écran :",
                                    "The other screen shows the same code:"),
                            asking->user_code);
  add_scopes (html, asking->scope, english);
  g_string_append_printf (html,
                          "<form method=\"post\" action=\"%s/%s\">"
                          "<input type=\"hidden\" name=\"ticket\" value=\"%s\">"
                          "<fieldset><legend>%s</legend>",
                          self->server->base, action, asking->ticket,
                          choose (english, "Personne", "Person"));
  add_persons (self, html);
  g_string_append_printf (html,
                          "</fieldset><button name=\"decision\" value=\"approve\">%s</button>"
                          "<button name=\"decision\" value=\"refuse\" formnovalidate>%s</button>"
                          "</form>",
                          choose (english, "Accepter", "Approve"),
                          choose (english, "Refuser", "Refuse"));
  return end_page (answer);
}
