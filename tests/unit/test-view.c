/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a reader gets to see: lists, searches, labels, and bodies as they were sent. */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"
#include "store/karne-view.h"

#define DOCUMENT(label)                                                                            \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"meta\":{\"versionId\":\"1\"}," label     \
  "\"description\":\"Radio\"}"

#define DOC(id, title, author)                                                                     \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"" id "\",\"description\":\"" title             \
  "\",\"author\":[{\"display\":\"" author "\"}]}"

typedef struct
{
  KarneTestStore *store;
  KarneView *view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = karne_test_store_new ();
  fixture->view = karne_view_new (fixture->store->store, KARNE_ROLE_PERSON, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->view);
  karne_test_store_free (fixture->store);
}

/* The ids of what was found, in their order. */
static char *
ids_of (GPtrArray *items)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", ((KarneItem *) items->pdata[i])->id);
  return g_string_free (ids, FALSE);
}

static void
assert_list (KarneView *view, const KarneQuery *query, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = karne_view_list (view, query, &error);
  g_autofree char *ids = NULL;

  g_assert_no_error (error);
  ids = ids_of (items);
  g_assert_cmpstr (ids, ==, expected);
}

static void
assert_search (KarneView *view, const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = karne_view_search (view, text, NULL, 0, &error);
  g_autofree char *said = g_strescape (text, NULL);
  g_autofree char *ids = NULL;

  g_test_message ("%s", said);
  g_assert_no_error (error);
  ids = ids_of (items);
  g_assert_cmpstr (ids, ==, expected);
}

static void
ingest_tasks (Fixture *fixture, const char *const (*tasks)[3], gsize n)
{
  g_autoptr (GString) text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");
  g_autoptr (KarnePage) page = NULL;

  for (gsize i = 0; i < n; i++)
    {
      g_string_append_printf (
          text, "%s{\"resource\":{\"resourceType\":\"Task\",\"id\":\"%s\",%s\"status\":\"%s\"}}",
          i > 0 ? "," : "", tasks[i][0], tasks[i][1], tasks[i][2]);
    }
  g_string_append (text, "]}");
  page =
      karne_test_ingest (fixture->store, "Task", KARNE_INGEST_NONE, text->str, text->len, 0, NULL);
  g_assert_cmpuint (page->n_stored, ==, n);
}

#define AT(date) "\"authoredOn\":\"" date "\","

static const char *const dated[][3] = {
  { "year", AT ("2026"), "draft" },
  { "month", AT ("2026-03"), "draft" },
  { "day", AT ("2026-03-15"), "requested" },
  { "early", AT ("2026-03-15T00:30:00+04:00"), "requested" }, /* still the 14th in London */
  { "late", AT ("2026-03-15T22:30:00-04:00"), "requested" },  /* the 16th there already */
  { "next", AT ("2026-03-16T09:00:00.500Z"), "draft" },
  { "never", "", "draft" },
};

static void
test_order (Fixture *fixture, gconstpointer data)
{
  KarneQuery newest = { .kind = "Task" };
  KarneQuery oldest = { .kind = "Task", .ascending = TRUE, .from = "1900" };

  ingest_tasks (fixture, dated, G_N_ELEMENTS (dated));
  assert_list (fixture->view, &newest, "next late day early month year never");
  assert_list (fixture->view, &oldest, "year month early day late next");
}

static void
test_windows (Fixture *fixture, gconstpointer data)
{
  KarneQuery query = { .kind = "Task", .limit = 2 };
  KarneQuery other = { .kind = "Observation" };
  g_autoptr (GString) text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");
  g_autoptr (KarnePage) page = NULL;
  g_autoptr (GPtrArray) items = NULL;

  ingest_tasks (fixture, dated, G_N_ELEMENTS (dated));
  assert_list (fixture->view, &query, "next late");
  query.offset = 2;
  assert_list (fixture->view, &query, "day early");
  query.offset = 6;
  assert_list (fixture->view, &query, "never");
  query.offset = 7;
  assert_list (fixture->view, &query, "");
  g_assert_cmpint (karne_view_count (fixture->view, &query, NULL), ==, 7);
  assert_list (fixture->view, &other, "");
  g_assert_cmpint (karne_view_count (fixture->view, &other, NULL), ==, 0);
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text,
                            "%s{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o%u\"}}",
                            i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  page = karne_test_ingest (fixture->store, "Observation", KARNE_INGEST_NONE, text->str, text->len,
                            0, NULL);
  items = karne_view_list (fixture->view, &other, NULL);
  g_assert_cmpuint (items->len, ==, 50);
  g_assert_cmpuint (page->n_stored, ==, 60);
}

/* A day is the day that was written, wherever it was written. */
static void
test_dates (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *from;
    const char *until;
    const char *expected;
  } cases[] = {
    { "2026-03-15", "2026-03-15", "late day early" },
    { "2026-03-15", NULL, "next late day early" },
    { "2026-03-16", NULL, "next" },
    { NULL, "2026-03-14", "month year" },
    { NULL, "2026-03-15", "late day early month year" },
    { "2026-03", "2026-03", "next late day early month" },
    { "2026-04", NULL, "" },
    { "2026", "2026", "next late day early month year" },
    { NULL, "2025", "" },
    { "2027", NULL, "" },
    { "2026-03-15T00:00:00Z", NULL, "next late day" },
    { "2026-03-14T20:30:00Z", "2026-03-14T20:30:00Z", "early" },
    { "2026-03-15T00:30:00+04:00", "2026-03-15T04:00:00+04:00", "day early" },
    { "2026-03-16T02:30:00Z", NULL, "next late" },
    { "no date", NULL, "" },
  };

  ingest_tasks (fixture, dated, G_N_ELEMENTS (dated));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KarneQuery query = { .kind = "Task", .from = cases[i].from, .until = cases[i].until };

      g_test_message ("from %s until %s", cases[i].from, cases[i].until);
      assert_list (fixture->view, &query, cases[i].expected);
    }
}

/* Dates come out as they went in. */
static void
test_dates_as_sent (Fixture *fixture, gconstpointer data)
{
  static const char *const dates[][2] = { { "year", "2026" },
                                          { "month", "2026-03" },
                                          { "day", "2026-03-15" },
                                          { "early", "2026-03-15T00:30:00+04:00" },
                                          { "next", "2026-03-16T09:00:00.500Z" } };

  ingest_tasks (fixture, dated, G_N_ELEMENTS (dated));
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autoptr (KarneItem) item = karne_view_get (fixture->view, 0, "Task", dates[i][0], NULL);

      g_assert_cmpstr (item->date, ==, dates[i][1]);
    }
}

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  KarneQuery status = { .kind = "Task", .status = "requested" };
  KarneQuery category = { .category = "Vital signs" };
  KarneQuery code = { .code = "2339-0" };
  KarneQuery with_system = { .code = "http://loinc.org|2339-0" };
  KarneQuery other_system = { .code = "http://other.org|2339-0" };
  KarneQuery everything = { .status = "final", .category = "Vital signs", .code = "2339-0" };
  KarneQuery hostile = { .status = "' OR 1=1 --" };
  g_autoptr (KarnePage) page = karne_test_ingest_resources (
      fixture->store, "Observation",
      "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"final\",\"category\":[{\"text\":"
      "\"Vital "
      "signs\"}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2339-0\"}]}"
      ",\"effectiveDateTime\":\"2026\"}",
      "{\"resourceType\":\"Observation\",\"id\":\"b\",\"status\":\"preliminary\",\"category\":[{"
      "\"text\":\"Vital signs\"}],\"code\":{\"coding\":[{\"code\":\"2339-0\"}]},"
      "\"effectiveDateTime\":\"2025\"}",
      NULL);

  g_assert_cmpuint (page->n_stored, ==, 2);
  ingest_tasks (fixture, dated, G_N_ELEMENTS (dated));
  assert_list (fixture->view, &status, "late day early");
  g_assert_cmpint (karne_view_count (fixture->view, &status, NULL), ==, 3);
  assert_list (fixture->view, &category, "a b");
  assert_list (fixture->view, &code, "a b");
  assert_list (fixture->view, &with_system, "a");
  assert_list (fixture->view, &other_system, "");
  assert_list (fixture->view, &everything, "a");
  assert_list (fixture->view, &hostile, "");
}

/* Together, `status` and `other_status` with the same words leave nothing out, and say nothing
 * twice. */
static void
test_several_statuses (Fixture *fixture, gconstpointer data)
{
  static const char *const tasks[][3] = {
    { "a", AT ("2026-01-01"), "requested" },
    { "b", AT ("2026-01-02"), "accepted" },
    { "c", AT ("2026-01-03"), "completed" },
    { "d", AT ("2026-01-04"), "cancelled" },
    { "e", AT ("2026-01-05"), "what-is-this" },
    { "f", AT ("2026-01-06"), "request" }, /* only a part of one that is asked for */
    { "g", AT ("2026-01-07"), "" },
  };
  static const struct
  {
    const char *status;
    const char *other;
    const char *expected;
  } cases[] = {
    { "requested,accepted", NULL, "b a" },
    { "accepted,requested", NULL, "b a" },
    { "completed", NULL, "c" },
    { "completed,cancelled", NULL, "d c" },
    { "e", NULL, "" },
    { NULL, "completed,cancelled", "none g f e b a" },
    { NULL, "requested", "none g f e d c b" },
    { "requested,accepted", "accepted", "a" },
  };
  g_autoptr (KarnePage) page = NULL;

  ingest_tasks (fixture, tasks, G_N_ELEMENTS (tasks));
  page = karne_test_ingest_resources (
      fixture->store, "Task",
      "{\"resourceType\":\"Task\",\"id\":\"none\",\"authoredOn\":\"2026-01-08\"}", NULL);
  g_assert_cmpuint (page->n_stored, ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KarneQuery query = { .kind = "Task",
                           .status = cases[i].status,
                           .other_status = cases[i].other };

      g_test_message ("%" G_GSIZE_FORMAT, i);
      assert_list (fixture->view, &query, cases[i].expected);
    }
}

/* No period has what has no date: whoever shows a record by its dates asks for these as well. */
static void
test_undated (Fixture *fixture, gconstpointer data)
{
  static const char *const tasks[][3] = {
    { "day", AT ("2026-01-01"), "requested" },
    { "none", "", "requested" },
    { "words", AT ("in the spring"), "requested" },
  };
  KarneQuery since = { .kind = "Task", .from = "1900" };
  KarneQuery until = { .kind = "Task", .until = "2100" };
  KarneQuery undated = { .kind = "Task", .undated = TRUE, .ascending = TRUE };

  ingest_tasks (fixture, tasks, G_N_ELEMENTS (tasks));
  assert_list (fixture->view, &since, "day");
  assert_list (fixture->view, &until, "day");
  assert_list (fixture->view, &undated, "none words");
  g_assert_cmpint (karne_view_count (fixture->view, &undated, NULL), ==, 2);
}

/* Codes */

#define MEASURE(id, code, date, more)                                                              \
  "{\"resourceType\":\"Observation\",\"id\":\"" id "\"," more                                      \
  "\"code\":{\"coding\":[{\"system\":\"s\",\"code\":\"" code "\"}]},\"effectiveDateTime\":\"" date \
  "\"}"
#define WITHDRAWN "\"status\":\"entered-in-error\","
#define KEPT "\"meta\":{\"security\":[{\"code\":\"INVISIBLE_PATIENT\"}]},"

/* One of each code, whichever of them this reader may see. */
static void
test_latest (Fixture *fixture, gconstpointer data)
{
  KarneQuery latest = { .kind = "Observation", .latest = TRUE };
  KarneQuery both = { .kind = "Observation", .latest = TRUE, .from = "2026-02" };
  KarneQuery weight = { .kind = "Observation", .code = "s|weight" };
  KarneQuery bare = { .kind = "Observation", .code = "weight" };
  KarneQuery other = { .kind = "Observation", .code = "t|weight" };
  g_autoptr (KarnePage) page = karne_test_ingest_resources (
      fixture->store, "Observation", MEASURE ("w1", "weight", "2026-01-01", ""),
      MEASURE ("w2", "weight", "2026-02-01", ""), MEASURE ("w3", "weight", "2026-03-01", WITHDRAWN),
      MEASURE ("w4", "weight", "2026-04-01", KEPT), MEASURE ("h1", "height", "2026-01-05", ""),
      MEASURE ("t1", "heat", "2026-01-06", WITHDRAWN), MEASURE ("u1", "undated", "", ""),
      "{\"resourceType\":\"Observation\",\"id\":\"n1\",\"effectiveDateTime\":\"2026-01-02\"}",
      "{\"resourceType\":\"Observation\",\"id\":\"n2\",\"effectiveDateTime\":\"2026-01-03\"}",
      NULL);

  g_assert_cmpuint (page->n_stored, ==, 9);
  assert_list (fixture->view, &latest, "w2 t1 h1 n2 n1 u1");
  g_assert_cmpint (karne_view_count (fixture->view, &latest, NULL), ==, 6);
  assert_list (fixture->view, &both, "w2");
  assert_list (fixture->view, &weight, "w3 w2 w1");
  assert_list (fixture->view, &bare, "w3 w2 w1");
  assert_list (fixture->view, &other, "");
}

/* Categories */

#define FILED(id, category, label)                                                                 \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"" id                                           \
  "\",\"meta\":{\"security\":[{\"code\":\"" label "\"}]},\"category\":[{\"text\":\"" category      \
  "\"}]}"
#define SEEN "N"
#define HIDDEN "INVISIBLE_PATIENT"
#define HIDDEN_TOO "INVISIBLE_REPRESENTANTS_LEGAUX"

/* As "category: number", and each is what its category alone lists. */
static void
assert_categories (Fixture *fixture, KarneRole role, const char *kind, const char *expected)
{
  g_autoptr (KarneView) view = karne_view_new (fixture->store->store, role, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) categories = karne_view_list_categories (view, kind, &error);
  g_autoptr (GString) said = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < categories->len; i++)
    {
      const KarneCategory *category = categories->pdata[i];
      KarneQuery query = { .kind = kind, .category = category->category };
      g_autoptr (GPtrArray) items = karne_view_list (view, &query, NULL);

      g_string_append_printf (said, "%s: %u. ", category->category, category->n);
      g_assert_cmpuint (items->len, ==, category->n);
      g_assert_cmpint (karne_view_count (view, &query, NULL), ==, category->n);
    }
  g_assert_cmpstr (said->str, ==, expected);
}

static void
test_categories (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarnePage) page = NULL;
  g_autoptr (KarnePage) other = NULL;
  g_autoptr (KarnePage) later = NULL;

  assert_categories (fixture, KARNE_ROLE_PERSON, "DocumentReference", "");
  page =
      karne_test_ingest_resources (fixture->store, "DocumentReference",
                                   FILED ("a", "Biologie", SEEN), FILED ("b", "Imagerie", SEEN),
                                   FILED ("c", "Imagerie", SEEN), FILED ("d", "Biologie", HIDDEN),
                                   FILED ("e", "Imagerie", HIDDEN_TOO),
                                   FILED ("f", "Annonce", HIDDEN), FILED ("g", "Certificat", SEEN),
                                   DOC ("h", "Without", "Dr Payet"), NULL);
  other = karne_test_ingest_resources (
      fixture->store, "Observation",
      "{\"resourceType\":\"Observation\",\"id\":\"o\",\"category\":[{\"text\":\"Biologie\"}]}",
      NULL);
  g_assert_cmpuint (page->n_stored + other->n_stored, ==, 9);

  assert_categories (fixture, KARNE_ROLE_PERSON, "DocumentReference",
                     "Imagerie: 3. Biologie: 1. Certificat: 1. ");
  assert_categories (fixture, KARNE_ROLE_REPRESENTATIVE, "DocumentReference",
                     "Imagerie: 2. Biologie: 1. Certificat: 1. ");
  assert_categories (fixture, KARNE_ROLE_PERSON, "Observation", "Biologie: 1. ");
  assert_categories (fixture, KARNE_ROLE_PERSON, NULL, "Imagerie: 3. Biologie: 2. Certificat: 1. ");
  assert_categories (fixture, KARNE_ROLE_PERSON, "Task", "");

  /* The announcement has been made; another is hidden after all. */
  later = karne_test_ingest_resources (fixture->store, "DocumentReference",
                                       FILED ("f", "Annonce", SEEN),
                                       FILED ("g", "Certificat", HIDDEN), NULL);
  g_assert_cmpuint (later->n_stored, ==, 2);
  assert_categories (fixture, KARNE_ROLE_PERSON, "DocumentReference",
                     "Imagerie: 3. Annonce: 1. Biologie: 1. ");
}

/* Search */

static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "glycemie", "a" },
    { "GLYC\xc3\x89MIE", "a" },
    { "glyce\xcc\x81mie", "a" }, /* the accent on its own */
    { "glyc", "a" },
    { "lycemie", "" },
    { "coeur", "b" },
    { "c\xc5\x93ur", "b" },
    { "C\xc5\x92UR", "b" },
    { "oedeme", "b" },
    { "aequo", "c" },
    { "\xc3\xa6quo", "c" },
    { "\xc3\x86QUO", "c" },
    { "aether", "d" },
    { "\xc3\x86ther", "d" },
    { "\xc3\xa6ther", "d" },
    { "scanner coeur", "b" },
    { "coeur scanner", "b" },
    { "scan coeur", "" }, /* only the last word may be a beginning */
    { "coeur scan", "b" },
    { "payet coeur", "b" }, /* across columns */
    { "coeur glycemie", "" },
    { "l'oed\xc3\xa8me", "b" },
    { "coeur-scanner!", "b" },
    { "glycemie ", "a" },
    { "glyc ", "" }, /* a word that was finished */
    { "OR", "" },
    { "coeur OR glycemie", "" },
    { "NOT glycemie", "" },
    { "title:glycemie", "" },
    { "\"glycemie\"", "a" },
    { "\"", "" },
    { "glycemie\"", "a" },
    { "glyc *", "" },
    { "NEAR(coeur)", "" },
    { "^glycemie", "a" },
    { "; DROP TABLE resource", "" },
    { "", "" },
    { "  \t", "" },
    { "-+()*", "" },
    { "\xff\xfe", "" },
  };
  g_autoptr (KarnePage) page = karne_test_ingest_resources (
      fixture->store, "DocumentReference", DOC ("a", "Glyc\u00e9mie \u00e0 jeun", "Dr Hoarau"),
      DOC ("b", "Scanner du c\u0153ur, \u0152d\u00e8me, l\u2019\u0153d\u00e8me, l \u0153d\u00e8me",
           "Dr Payet"),
      DOC ("c", "Ex \u00e6quo", "Dr Ah-Kang"), DOC ("d", "\u00c6ther", "Dr Ah-Kang"), NULL);

  g_assert_cmpuint (page->n_stored, ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_search (fixture->view, cases[i].text, cases[i].expected);
  assert_search (fixture->view, "kang", "d c");
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GPtrArray **items = data;

  *items = karne_view_search_finish (KARNE_VIEW (object), result, NULL);
}

static GPtrArray *
search_async (KarneView *view, const char *text, const char *kind, guint limit)
{
  GPtrArray *items = NULL;

  karne_view_search_async (view, text, kind, limit, NULL, found_cb, &items);
  while (items == NULL)
    g_main_context_iteration (NULL, TRUE);
  return items;
}

/* Of a word that everything has, the newest come, as many as were asked for. */
static void
test_search_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");
  g_autoptr (KarnePage) page = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) nothing = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (
        text,
        "%s{\"resource\":{\"resourceType\":\"Task\",\"id\":\"t%u\",\"authoredOn\":"
        "\"%u-01-01\",\"description\":\"Rappel %u\"}}",
        i > 0 ? "," : "", i, 1900 + i / 50, i);
  g_string_append (text, "]}");
  page =
      karne_test_ingest (fixture->store, "Task", KARNE_INGEST_NONE, text->str, text->len, 0, NULL);
  g_assert_cmpuint (page->n_stored, ==, 5000);
  items = search_async (fixture->view, "rappel", "Task", 200);
  g_assert_cmpuint (items->len, ==, 200);
  g_assert_cmpstr (((KarneItem *) items->pdata[0])->id, ==, "t4999");
  g_assert_cmpstr (((KarneItem *) items->pdata[199])->id, ==, "t4800");
  assert_search (fixture->view, "rappel 17",
                 "t1799 t1798 t1797 t1796 t1795 t1794 t1793 t1792 t1791 "
                 "t1790 t1789 t1788 t1787 t1786 t1785 t1784 t1783 t1782 "
                 "t1781 t1780 t1779 t1778 t1777 t1776 t1775 t1774 t1773 "
                 "t1772 t1771 t1770 t1769 t1768 t1767 t1766 t1765 t1764 "
                 "t1763 t1762 t1761 t1760 t1759 t1758 t1757 t1756 t1755 "
                 "t1754 t1753 t1752 t1751 t1750");
  none = search_async (fixture->view, "rappel", "Observation", 0);
  g_assert_cmpuint (none->len, ==, 0);
  nothing = search_async (fixture->view, "  ", NULL, 0);
  g_assert_cmpuint (nothing->len, ==, 0);
}

/* Labels */

static void
assert_visible (KarneTestStore *store, KarneRole role, gboolean visible)
{
  g_autoptr (KarneView) view = karne_view_new (store->store, role, NULL);
  KarneQuery query = { .kind = "DocumentReference" };
  KarneQuery all = { 0 };
  const char *expected = visible ? "d" : "";
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneItem) item = NULL;
  g_autofree char *json = NULL;

  assert_list (view, &query, expected);
  assert_list (view, &all, expected);
  assert_search (view, "radio", expected);
  g_assert_cmpint (karne_view_count (view, &query, NULL), ==, visible ? 1 : 0);
  item = karne_view_get (view, 0, "DocumentReference", "d", &error);
  g_assert_true ((item != NULL) == visible);
  g_assert_true (visible || g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND));
  g_clear_error (&error);
  json = karne_view_get_json (view, store->source->id, "DocumentReference", "d", TRUE, &error);
  g_assert_true ((json != NULL) == visible);
  g_assert_true (visible || g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND));
}

#define CODE(code) "{\"coding\":[{\"system\":\"http://x\",\"code\":\"" code "\"}]}"
#define SECURITY(labels) "\"securityLabel\":[" labels "],"

static const struct
{
  const char *what;
  const char *resource;
  gboolean person;
  gboolean representative;
} labels[] = {
  { "none", DOCUMENT (""), TRUE, TRUE },
  { "normal", DOCUMENT (SECURITY (CODE ("N"))), TRUE, TRUE },
  { "not the person", DOCUMENT (SECURITY (CODE ("INVISIBLE_PATIENT"))), FALSE, FALSE },
  { "not a representative", DOCUMENT (SECURITY (CODE ("INVISIBLE_REPRESENTANTS_LEGAUX"))), TRUE,
    FALSE },
  { "beyond the fourth",
    DOCUMENT (SECURITY (CODE ("N") "," CODE ("MASQUE_PS") "," CODE ("MASQUE_PSOCIAL") "," CODE (
        "MASQUE_PT") "," CODE ("R") "," CODE ("INVISIBLE_PATIENT"))),
    FALSE, FALSE },
  { "second coding of one",
    DOCUMENT (
        "\"securityLabel\":[{\"coding\":[{\"code\":\"N\"},{\"code\":\"INVISIBLE_PATIENT\"}]}],"),
    FALSE, FALSE },
  { "meta.security",
    "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"meta\":{\"security\":[{\"code\":\"N\"},"
    "{"
    "\"code\":\"INVISIBLE_REPRESENTANTS_LEGAUX\"}]},\"description\":\"Radio\"}",
    TRUE, FALSE },
  { "both",
    "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"meta\":{\"security\":[{\"code\":"
    "\"INVISIBLE_PATIENT\"}]},\"securityLabel\":[" CODE ("N") "],\"description\":\"Radio\"}",
    FALSE, FALSE },
  { "spelled with an escape", DOCUMENT (SECURITY (CODE ("INVISIBLE\\u005fPATIENT"))), FALSE,
    FALSE },
  { "an escape elsewhere",
    DOCUMENT (
        SECURITY ("{\"coding\":[{\"code\":\"N\",\"display\":\"visibilit\\u00e9 \\\"N\\\"\"}]}")),
    TRUE, TRUE },
  { "another word that holds it", DOCUMENT (SECURITY (CODE ("NOT_INVISIBLE_PATIENT"))), TRUE,
    TRUE },
  { "in its title only",
    "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"description\":\"Radio "
    "INVISIBLE_PATIENT\"}",
    TRUE, TRUE },
};

static void
test_labels (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (KarnePage) page =
          karne_test_ingest_resources (store, "DocumentReference", labels[i].resource, NULL);

      g_test_message ("%s", labels[i].what);
      g_assert_cmpuint (page->n_stored, ==, 1);
      assert_visible (store, KARNE_ROLE_PERSON, labels[i].person);
      assert_visible (store, KARNE_ROLE_REPRESENTATIVE, labels[i].representative);
    }
}

/* The announcement consultation has taken place; or a document was hidden after all. */
static void
test_labels_change (Fixture *fixture, gconstpointer data)
{
  static const char *const versions[] = { "INVISIBLE_PATIENT", "N", "INVISIBLE_PATIENT" };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"meta\":{\"versionId\":\"%u\"},"
          "\"securityLabel\":[" CODE ("%s") "],\"description\":\"Radio\"}",
          i, versions[i]);
      g_autoptr (KarnePage) page =
          karne_test_ingest_resources (fixture->store, "DocumentReference", text, NULL);

      g_assert_cmpuint (page->n_stored, ==, 1);
      assert_visible (fixture->store, KARNE_ROLE_PERSON, i == 1);
    }
}

/* What a list says of documents beside their columns */

#define CONTENT(members) "\"content\":[{\"attachment\":{" members "}}],"
#define URL(name) "\"url\":\"Binary/" name "\""

static const struct
{
  const char *what;
  const char *resource;
  gint64 size;
  guint n_contents;
  gboolean here;
  gboolean masked;
} facts[] = {
  { "nothing", DOCUMENT (""), -1, 0, FALSE, FALSE },
  { "elsewhere", DOCUMENT (CONTENT (URL ("b") ",\"size\":2100000")), 2100000, 1, FALSE, FALSE },
  { "no size", DOCUMENT (CONTENT (URL ("b"))), -1, 1, FALSE, FALSE },
  { "not put together yet",
    DOCUMENT (CONTENT (URL ("b") ",\"size\":0,\"hash\":\"2jmj7l5rSw0yVb/vlWAYkK/YBwk=\"")), -1, 1,
    FALSE, FALSE },
  { "a size that is none", DOCUMENT (CONTENT (URL ("b") ",\"size\":\"12\"")), -1, 1, FALSE, FALSE },
  { "a size below nothing", DOCUMENT (CONTENT (URL ("b") ",\"size\":-5")), -1, 1, FALSE, FALSE },
  { "inside", DOCUMENT (CONTENT ("\"data\":\"aGVsbG8=\",\"size\":5")), 5, 1, TRUE, FALSE },
  { "data that is none", DOCUMENT (CONTENT ("\"data\":5")), -1, 1, FALSE, FALSE },
  { "two, the first elsewhere",
    DOCUMENT ("\"content\":[{\"attachment\":{" URL (
        "b") ",\"size\":7}},{\"attachment\":{\"data\":\"aGVsbG8=\"}}],"),
    7, 2, FALSE, FALSE },
  { "masked", DOCUMENT (SECURITY (CODE ("N") "," CODE ("MASQUE_PS"))), -1, 0, FALSE, TRUE },
  { "masked from others", DOCUMENT (SECURITY (CODE ("MASQUE_PSOCIAL"))), -1, 0, FALSE, FALSE },
};

static void
assert_facts (KarneView *view, const char *id, gint64 size, guint n_contents, gboolean here)
{
  g_autoptr (KarneItem) item = karne_view_get (view, 0, "DocumentReference", id, NULL);

  g_assert_nonnull (item);
  g_assert_cmpint (item->size, ==, size);
  g_assert_cmpuint (item->n_contents, ==, n_contents);
  g_assert_cmpint (item->here, ==, here);
}

static void
test_document_facts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (KarneView) view = karne_view_new (store->store, KARNE_ROLE_PERSON, NULL);
      g_autoptr (KarnePage) page =
          karne_test_ingest_resources (store, "DocumentReference", facts[i].resource, NULL);
      KarneQuery query = { .kind = "DocumentReference", .here_only = TRUE };
      g_autoptr (KarneItem) item = karne_view_get (view, 0, "DocumentReference", "d", NULL);

      g_test_message ("%s", facts[i].what);
      g_assert_cmpuint (page->n_stored, ==, 1);
      assert_facts (view, "d", facts[i].size, facts[i].n_contents, facts[i].here);
      g_assert_cmpint (item->masked, ==, facts[i].masked);
      assert_list (view, &query, facts[i].here ? "d" : "");
    }
}

/* Only documents have a content. */
static void
test_other_facts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (
      fixture->store, "Communication",
      "{\"resourceType\":\"Communication\",\"id\":\"c\",\"content\":[{\"attachment\":{\"size\":5,"
      "\"data\":\"aGVsbG8=\"}}]}",
      NULL);
  g_autoptr (KarneItem) item = karne_view_get (fixture->view, 0, "Communication", "c", NULL);
  KarneQuery here = { .here_only = TRUE };

  g_assert_cmpuint (page->n_stored, ==, 1);
  g_assert_cmpint (item->size, ==, -1);
  g_assert_cmpuint (item->n_contents, ==, 0);
  g_assert_false (item->here);
  assert_list (fixture->view, &here, "");
}

static gboolean
execute_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return sqlite3_exec (db, data, NULL, NULL, NULL) == SQLITE_OK;
}

#define FETCHED(id, url, whole)                                                                    \
  "INSERT INTO content (owner, slot, encoding, url, hash, size, whole) SELECT row, 'fetched:0', "  \
  "'bytes', '" url "', NULL, 42, " whole " FROM resource WHERE id = '" id "';"
#define DATED(id, date, more)                                                                      \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"" id "\",\"date\":\"" date "\"," more          \
  "\"description\":\"Radio\"}"

/* Documents that are here, in any order, by any other filter, and no more of them than may be seen.
 * What was fetched from another address is not this document. */
static void
test_here_only (Fixture *fixture, gconstpointer data)
{
  KarneQuery newest = { .kind = "DocumentReference", .here_only = TRUE };
  KarneQuery oldest = { .kind = "DocumentReference", .here_only = TRUE, .ascending = TRUE };
  KarneQuery any = { .here_only = TRUE };
  KarneQuery late = { .kind = "DocumentReference", .here_only = TRUE, .from = "2026-01-03" };
  g_autoptr (KarnePage) page =
      karne_test_ingest_resources (fixture->store, "DocumentReference",
                                   DATED ("a", "2026-01-01", CONTENT (URL ("a"))),
                                   DATED ("b", "2026-01-02", CONTENT ("\"data\":\"aGVsbG8=\"")),
                                   DATED ("c", "2026-01-03", CONTENT (URL ("c"))),
                                   DATED ("d", "2026-01-04", CONTENT (URL ("d"))),
                                   DATED ("e", "2026-01-05",
                                          CONTENT (URL ("e"))
                                              SECURITY (CODE ("INVISIBLE_PATIENT"))),
                                   DATED ("f", "2026-01-06", CONTENT (URL ("f"))),
                                   DATED ("g", "2026-01-07", CONTENT (URL ("g"))), NULL);

  g_assert_cmpuint (page->n_stored, ==, 7);
  g_assert_true (
      karne_store_write (fixture->store->store, execute_job,
                         (gpointer) FETCHED ("a", "Binary/a", "1")
                             FETCHED ("c", "Binary/other", "1") FETCHED ("d", "Binary/d", "0")
                                 FETCHED ("e", "Binary/e", "1") FETCHED ("f", "Binary/f", "1"),
                         NULL));
  assert_list (fixture->view, &newest, "f b a");
  assert_list (fixture->view, &oldest, "a b f");
  assert_list (fixture->view, &any, "f b a");
  assert_list (fixture->view, &late, "f");
  g_assert_cmpint (karne_view_count (fixture->view, &newest, NULL), ==, 3);
  /* Of what is here the size is known, whether or not it was said. */
  assert_facts (fixture->view, "a", 42, 1, TRUE);
  assert_facts (fixture->view, "d", -1, 1, FALSE);
}

static GBytes *
get_quarantined (Fixture *fixture, KarneRole role, const char *id, GError **error)
{
  g_autoptr (KarneView) view = karne_view_new (fixture->store->store, role, NULL);

  return karne_view_get_quarantined (view, fixture->store->source->id, "DocumentReference", id,
                                     error);
}

/* What is flawed has labels too. */
static void
test_quarantine (Fixture *fixture, gconstpointer data)
{
  static const char bad[] =
      "{\"resourceType\":\"DocumentReference\",\"id\":\"bad\",\"a\":1,\"a\":2}";
  static const char *const hidden[] = { "h1", "h2" };
  g_autofree char *filling = g_strnfill (3 * 1024 * 1024, 'x');
  g_autofree char *large = g_strdup_printf (
      "{\"resourceType\":\"DocumentReference\",\"id\":\"large\",\"description\":\"%s\","
      "\"securityLabel\":[" CODE ("INVISIBLE_PATIENT") "]}",
      filling);
  g_autoptr (KarnePage) page =
      karne_test_ingest_resources (fixture->store, "DocumentReference", bad,
                                   "{\"resourceType\":\"DocumentReference\",\"id\":\"h1\",\"a\":1,"
                                   "\"a\":2,\"securityLabel\":[" CODE ("INVISIBLE_PATIENT") "]}",
                                   "{\"resourceType\":\"DocumentReference\",\"id\":\"h2\",\"a\":1,"
                                   "\"a\":2,\"securityLabel\":[" CODE (
                                       "INVISIBLE\\u005FPATIENT") "]}",
                                   large, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = karne_view_list_quarantined (fixture->view, &error);
  g_autoptr (GBytes) bytes = get_quarantined (fixture, KARNE_ROLE_PERSON, "bad", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->n_quarantined, ==, 4);
  g_assert_cmpuint (list->len, ==, 4);
  g_assert_nonnull (
      memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), bad, strlen (bad)));
  g_assert_null (get_quarantined (fixture, KARNE_ROLE_REPRESENTATIVE, "bad", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  for (gsize i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      g_clear_error (&error);
      g_assert_null (get_quarantined (fixture, KARNE_ROLE_PERSON, hidden[i], &error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
    }
  /* Only its beginning is kept, and its labels may stand behind that. */
  g_clear_error (&error);
  g_assert_null (get_quarantined (fixture, KARNE_ROLE_PERSON, "large", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (get_quarantined (fixture, KARNE_ROLE_PERSON, "nowhere", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

/* Authors that are only referred to */

static void
test_authors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (
      fixture->store, "DocumentReference",
      "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"author\":[{\"reference\":"
      "\"Practitioner/p\"}]}",
      "{\"resourceType\":\"DocumentReference\",\"id\":\"absolute\",\"author\":[{\"reference\":"
      "\"" KARNE_TEST_BASE "/Practitioner/p\"}]}",
      "{\"resourceType\":\"DocumentReference\",\"id\":\"said\",\"author\":[{\"reference\":"
      "\"Practitioner/p\",\"display\":\"As displayed\"}]}",
      "{\"resourceType\":\"DocumentReference\",\"id\":\"nobody\",\"author\":[{\"reference\":"
      "\"Practitioner/q\"}]}",
      "{\"resourceType\":\"Practitioner\",\"id\":\"p\",\"name\":[{\"text\":\"Dr Grondin\"}]}",
      NULL);
  static const char *const expected[][2] = { { "d", "Dr Grondin" },
                                             { "absolute", "Dr Grondin" },
                                             { "said", "As displayed" },
                                             { "nobody", NULL } };

  g_assert_cmpuint (page->n_stored, ==, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (KarneItem) item =
          karne_view_get (fixture->view, 0, "DocumentReference", expected[i][0], NULL);

      g_test_message ("%s", expected[i][0]);
      g_assert_cmpstr (item->author, ==, expected[i][1]);
    }
}

/* Bodies */

static void
assert_json (Fixture *fixture, gboolean whole, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json =
      karne_view_get_json (fixture->view, 0, "DocumentReference", "d", whole, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_equal (json, expected));
}

/* Byte for byte what was sent, with what was diverted in its place. */
static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (300 * 1024, 'Q');
  g_autofree char *other = g_strnfill (260 * 1024, 'R');
  g_autofree char *sent = g_strdup_printf (
      "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"x\":[1.0,1.00,-0,1e-7,1E+2,"
      "12345678901234567890.10],\"y\":\"\\u00e9 \xc3\xa9 \\/ / \\ud83d\\ude00\",\"empty\":\"\","
      "\"note\":\"karne:blob:0\",\"list\":[\"karne:blob:0\",\"karne:blob:1\",\"karne:blob:x\"],"
      "\"content\":[{\"attachment\":{\"data\":\"%s\\/\",\"title\":\"karne:blob:1\"}},"
      "{\"attachment\":{\"data\":\"QUJD\"}},{\"attachment\":{\"data\":\"%s\"}}],"
      "\"z\":\"\\\"data\\\":\\\"karne:blob:0\",\"w\\\"data\":\"karne:blob:0\"}",
      large, other);
  g_autofree char *left = NULL;
  g_autoptr (KarnePage) page =
      karne_test_ingest_resources (fixture->store, "DocumentReference", sent, NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
  assert_json (fixture, TRUE, sent);
  left = karne_view_get_json (fixture->view, 0, "DocumentReference", "d", FALSE, NULL);
  g_assert_cmpuint (strlen (left), <, 1000);
}

/* A marker that the server wrote, where nothing was diverted. */
static void
test_json_marker (Fixture *fixture, gconstpointer data)
{
  static const char sent[] =
      "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"content\":[{\"attachment\":{\"data\":"
      "\"karne:blob:0\"}},{\"attachment\":{\"data\":\"karne:blob:\"}}]}";
  g_autoptr (KarnePage) page =
      karne_test_ingest_resources (fixture->store, "DocumentReference", sent, NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
  assert_json (fixture, TRUE, sent);
  assert_json (fixture, FALSE, sent);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/view/order", test_order);
  ADD ("/view/windows", test_windows);
  ADD ("/view/dates", test_dates);
  ADD ("/view/dates-as-sent", test_dates_as_sent);
  ADD ("/view/filters", test_filters);
  ADD ("/view/several-statuses", test_several_statuses);
  ADD ("/view/undated", test_undated);
  ADD ("/view/latest", test_latest);
  ADD ("/view/categories", test_categories);
  ADD ("/view/search", test_search);
  ADD ("/view/search-many", test_search_many);
  g_test_add_func ("/view/labels", test_labels);
  ADD ("/view/labels-change", test_labels_change);
  g_test_add_func ("/view/document-facts", test_document_facts);
  ADD ("/view/other-facts", test_other_facts);
  ADD ("/view/here-only", test_here_only);
  ADD ("/view/quarantine", test_quarantine);
  ADD ("/view/authors", test_authors);
  ADD ("/view/json", test_json);
  ADD ("/view/json-marker", test_json_marker);
  return g_test_run ();
}
