/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-help-topics.h"

#include "words/karne-i18n.h"

#define RESOURCE "/re/karne/Karne/help/help.xml"

/* What is being read. */
typedef struct
{
  GListStore *topics;    /* (owned) */
  KarneHelpTopic *topic; /* (owned) (nullable) inside one */
  char *section;         /* (owned) (nullable) its title, translated */
  GString *text;         /* (owned) of the innermost element */
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_object (&reading->topics);
  g_clear_object (&reading->topic);
  g_clear_pointer (&reading->section, g_free);
  g_string_free (reading->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* Where each element may stand; a title, in two places. */
static const struct
{
  const char *element;
  const char *parent; /* (nullable) for the outermost */
} places[] = {
  { "help", NULL },     { "section", "help" }, { "title", "section" }, { "topic", "section" },
  { "title", "topic" }, { "p", "topic" },      { "step", "topic" },    { "item", "topic" },
};

static gboolean
may_stand (const char *element, const char *parent)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (places[i].element, element) && g_strcmp0 (places[i].parent, parent) == 0)
      return TRUE;
  return FALSE;
}

/* As translators see it: white space is where lines of the file end, and means nothing. */
static char *
translate (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (line, line->len > 0 ? " %s" : "%s", *word);
  return g_strdup (line->len > 0 ? karne_gettext (line->str) : "");
}

static const char *
get_parent (GMarkupParseContext *context)
{
  const GSList *stack = g_markup_parse_context_get_element_stack (context);

  return stack->next != NULL ? stack->next->data : NULL;
}

static void
begin_topic (Reading *reading, const char **names, const char **values, GError **error)
{
  const char *id, *icon_name;

  if (!g_markup_collect_attributes ("topic", names, values, error, G_MARKUP_COLLECT_STRING, "id",
                                    &id, G_MARKUP_COLLECT_STRING, "icon", &icon_name,
                                    G_MARKUP_COLLECT_INVALID))
    return;
  if (reading->section != NULL)
    reading->topic = karne_help_topic_new (id, icon_name, reading->section);
  else
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                         "Reading the help: a section without a title");
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer data,
                  GError **error)
{
  Reading *reading = data;

  g_string_truncate (reading->text, 0);
  if (!may_stand (element, get_parent (context)))
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT,
                 "Reading the help: “%s” does not stand here", element);
  else if (g_str_equal (element, "topic"))
    begin_topic (reading, names, values, error);
}

static void
end_topic (Reading *reading, GError **error)
{
  if (karne_help_topic_get_title (reading->topic) == NULL ||
      karne_help_topic_get_n_parts (reading->topic) == 0)
    {
      g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                   "Reading the help: the topic “%s” has no title or no text",
                   karne_help_topic_get_id (reading->topic));
      return;
    }
  g_list_store_append (reading->topics, reading->topic);
  g_clear_object (&reading->topic);
}

/* An element that has text. */
static void
end_text (Reading *reading, const char *element)
{
  g_autofree char *text = translate (reading->text->str);

  if (reading->topic == NULL)
    {
      g_free (reading->section);
      reading->section = g_steal_pointer (&text);
    }
  else if (g_str_equal (element, "title"))
    karne_help_topic_set_title (reading->topic, text);
  else if (g_str_equal (element, "step"))
    karne_help_topic_add_part (reading->topic, KARNE_HELP_STEP, text);
  else if (g_str_equal (element, "item"))
    karne_help_topic_add_part (reading->topic, KARNE_HELP_ITEM, text);
  else
    karne_help_topic_add_part (reading->topic, KARNE_HELP_PARAGRAPH, text);
}

static void
end_element_cb (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reading *reading = data;

  if (g_str_equal (element, "topic"))
    end_topic (reading, error);
  else if (g_str_equal (element, "section"))
    g_clear_pointer (&reading->section, g_free);
  else if (!g_str_equal (element, "help"))
    end_text (reading, element);
}

static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer data,
         GError **error)
{
  Reading *reading = data;

  g_string_append_len (reading->text, text, (gssize) length);
}

GListModel *
karne_help_topics_parse (const char *xml, gssize length, GError **error)
{
  static const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, NULL, NULL };
  g_auto (Reading)
      reading = { g_list_store_new (KARNE_TYPE_HELP_TOPIC), NULL, NULL, g_string_new (NULL) };
  g_autoptr (GMarkupParseContext) context = NULL;

  context = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &reading, NULL);
  if (!g_markup_parse_context_parse (context, xml, length, error) ||
      !g_markup_parse_context_end_parse (context, error))
    return NULL;
  return G_LIST_MODEL (g_steal_pointer (&reading.topics));
}

GListModel *
karne_help_topics_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_resources_lookup_data (RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  GListModel *topics;

  g_assert_no_error (error); /* it is part of the program */
  topics = karne_help_topics_parse (g_bytes_get_data (bytes, NULL),
                                    (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  return topics;
}
