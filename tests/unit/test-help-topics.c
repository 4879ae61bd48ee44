/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-help-topics.h"

#include <libintl.h>
#include <locale.h>

#define OPEN "<help><section><title>Section</title>"
#define CLOSE "</section></help>"

/* GNU gettext reads LANGUAGE in any locale but C itself; setlocale () makes it look anew. */
static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PO_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static KarneHelpTopic *
get_topic (GListModel *topics, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (topics); i++)
    {
      g_autoptr (KarneHelpTopic) topic = g_list_model_get_item (topics, i);

      if (g_str_equal (karne_help_topic_get_id (topic), id))
        return topic; /* the list keeps it */
    }
  return NULL;
}

static void
test_parts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) topics = karne_help_topics_parse (
      OPEN "<topic id='a' icon='b-symbolic'><title>Two\n    words &amp; more</title>"
           "<p>Paragraph</p><step>Step</step><item>Item</item></topic>" CLOSE,
      -1, &error);
  KarneHelpTopic *topic;
  KarneHelpPartKind kind;

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (topics), ==, 1);
  topic = get_topic (topics, "a");
  g_assert_cmpstr (karne_help_topic_get_icon_name (topic), ==, "b-symbolic");
  g_assert_cmpstr (karne_help_topic_get_section (topic), ==, "Section");
  g_assert_cmpstr (karne_help_topic_get_title (topic), ==, "Two words & more");
  g_assert_cmpuint (karne_help_topic_get_n_parts (topic), ==, 3);
  g_assert_cmpstr (karne_help_topic_get_part (topic, 0, &kind), ==, "Paragraph");
  g_assert_cmpint (kind, ==, KARNE_HELP_PARAGRAPH);
  g_assert_cmpstr (karne_help_topic_get_part (topic, 1, &kind), ==, "Step");
  g_assert_cmpint (kind, ==, KARNE_HELP_STEP);
  g_assert_cmpstr (karne_help_topic_get_part (topic, 2, &kind), ==, "Item");
  g_assert_cmpint (kind, ==, KARNE_HELP_ITEM);
}

static void
test_refused (void)
{
  static const char *const wrong[] = {
    "",
    "<help>",
    "<other/>",
    OPEN "<p>outside</p>" CLOSE,
    OPEN "<topic id='a' icon='b'><p>no title</p></topic>" CLOSE,
    OPEN "<topic id='a' icon='b'><title>No text</title></topic>" CLOSE,
    OPEN "<topic id='a'><title>No icon</title><p>p</p></topic>" CLOSE,
    OPEN "<topic id='a' icon='b'><title>t</title><p>a <b>bold</b> word</p></topic>" CLOSE,
    "<help><section><topic id='a' icon='b'><title>t</title><p>p</p></topic></section></help>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GListModel) topics = karne_help_topics_parse (wrong[i], -1, &error);

      g_test_message ("%s", wrong[i]);
      g_assert_null (topics);
      g_assert_nonnull (error);
      g_assert_true (error->domain == G_MARKUP_ERROR);
    }
}

static void
test_matches (void)
{
  g_autoptr (GListModel) topics = karne_help_topics_parse (
      OPEN
      "<topic id='a' icon='b'><title>Dépistage et vaccins</title><p>Imprimer</p></topic>" CLOSE,
      -1, NULL);
  KarneHelpTopic *topic = get_topic (topics, "a");

  g_assert_true (karne_help_topic_matches (topic, "depistage"));
  g_assert_true (karne_help_topic_matches (topic, "VACC impr"));
  g_assert_true (karne_help_topic_matches (topic, "Dépi"));
  g_assert_false (karne_help_topic_matches (topic, "agenda"));
  g_assert_false (karne_help_topic_matches (topic, "vaccins agenda"));
}

/* What comes with the program is whole: no topic twice, each in a section. */
static void
test_bundled (void)
{
  g_autoptr (GListModel) topics = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  speak ("en");
  topics = karne_help_topics_load ();
  g_assert_cmpuint (g_list_model_get_n_items (topics), >=, 10);
  for (guint i = 0; i < g_list_model_get_n_items (topics); i++)
    {
      g_autoptr (KarneHelpTopic) topic = g_list_model_get_item (topics, i);

      g_assert_true (g_hash_table_add (ids, (char *) karne_help_topic_get_id (topic)));
      g_assert_true (g_str_has_suffix (karne_help_topic_get_icon_name (topic), "-symbolic"));
      g_assert_cmpstr (karne_help_topic_get_section (topic), !=, "");
    }
}

/* What the program looks up is what translators were given: each text has its French. */
static void
test_french (void)
{
  g_autoptr (GListModel) english = NULL;
  g_autoptr (GListModel) french = NULL;

  speak ("en");
  english = karne_help_topics_load ();
  speak ("fr");
  french = karne_help_topics_load ();
  g_assert_cmpuint (g_list_model_get_n_items (english), ==, g_list_model_get_n_items (french));
  for (guint i = 0; i < g_list_model_get_n_items (french); i++)
    {
      g_autoptr (KarneHelpTopic) from = g_list_model_get_item (english, i);
      g_autoptr (KarneHelpTopic) to = g_list_model_get_item (french, i);
      KarneHelpPartKind kind;

      g_assert_cmpstr (karne_help_topic_get_section (from), !=, karne_help_topic_get_section (to));
      for (guint part = 0; part < karne_help_topic_get_n_parts (from); part++)
        g_assert_cmpstr (karne_help_topic_get_part (from, part, &kind), !=,
                         karne_help_topic_get_part (to, part, &kind));
    }
  g_assert_cmpstr (karne_help_topic_get_title (get_topic (french, "offline")), ==,
                   "À jour, ou hors ligne");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/help-topics/parts", test_parts);
  g_test_add_func ("/help-topics/refused", test_refused);
  g_test_add_func ("/help-topics/matches", test_matches);
  g_test_add_func ("/help-topics/bundled", test_bundled);
  g_test_add_func ("/help-topics/french", test_french);

  return g_test_run ();
}
