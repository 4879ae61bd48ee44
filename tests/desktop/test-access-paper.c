/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-lines.h"
#include "karne-access-paper.h"
#include "karne-blocks-print.h"
#include "karne-locale.h"
#include "karne-print-save.h"
#include "karne-test-store.h"
#include "store/karne-sql-private.h"

#include <glib/gstdio.h>
#include <poppler.h>

/* Who looked at the record, as one list, on paper and in a file. */

#define NBSP "\u00a0"
#define DOCUMENT                                                                                   \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"status\":\"current\","                  \
  "\"description\":\"Bilan "                                                                       \
  "sanguin\",\"content\":[{\"attachment\":{\"contentType\":\"text/plain\","                        \
  "\"data\":\"aGVsbG8=\"}}]}"
#define EVENT(id, date, name)                                                                      \
  "{\"resourceType\":\"AuditEvent\",\"id\":\"" id "\",\"action\":\"R\",\"recorded\":\"" date "\"," \
  "\"outcome\":\"0\",\"agent\":[{\"requestor\":true,\"who\":{\"display\":\"" name "\"}}]}"

static gint64 now;

static gint64
get_time_cb (gpointer data)
{
  return now;
}

typedef struct
{
  KarneTestStore *box;       /* (owned) */
  KarneHabilitation *matrix; /* (owned) */
  KarneView *view;           /* (owned) of the person */
  KarneView *adviser;        /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const KarneStoreOptions options = { .runner = KARNE_STORE_THREADS, .get_time = get_time_cb };
  const char *const purposes[] = { "démarche", "impression", NULL };
  g_autoptr (GError) error = NULL;

  karne_locale_set_language ("fr");
  now = 1772539200; /* 2026-03-03T12:00:00Z */
  self->box = karne_test_store_new ();
  karne_store_close (self->box->store, NULL);
  g_clear_object (&self->box->store);
  self->box->store = karne_store_open_full (self->box->path, self->box->key, &options, &error);
  g_assert_no_error (error);
  self->matrix = karne_habilitation_new ();
  self->view = karne_view_new (self->box->store, KARNE_ROLE_PERSON, NULL);
  self->adviser = karne_view_new_for_helper (self->box->store, self->matrix, "adviser", purposes);
  karne_view_set_helper (self->adviser, "Mme Payet", "France Services Exemple");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  karne_store_close (self->box->store, NULL);
  g_clear_object (&self->view);
  g_clear_object (&self->adviser);
  g_clear_object (&self->matrix);
  karne_test_store_free (self->box);
}

static void
ingest (Fixture *self, const char *kind, const char *text)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (self->box, kind, text, NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
}

static gboolean
exec_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

static void
note (Fixture *self, KarneView *view, KarneAccessAct act, const char *id, gint64 after)
{
  now += after;
  karne_access_log_note (view, act, self->box->source->id, id != NULL ? "DocumentReference" : NULL,
                         id, NULL);
  /* Behind it. */
  karne_store_write (self->box->store, exec_job, (gpointer) "SELECT 1", NULL);
}

/* One list */

static gboolean
is_loading (gpointer model)
{
  gboolean loading;

  g_object_get (model, "loading", &loading, NULL);
  return loading;
}

static void
wait_for_lines (KarneAccessLines *lines)
{
  while (is_loading (lines))
    g_main_context_iteration (NULL, TRUE);
}

/* Number of the row, or name of whom the server tells of. */
static char *
say_lines (KarneAccessLines *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (lines)); i++)
    {
      g_autoptr (KarneResource) line = g_list_model_get_item (G_LIST_MODEL (lines), i);
      const KarneAccessRow *row = karne_access_lines_get_row (line);

      if (row != NULL)
        g_string_append_printf (text, " %" G_GINT64_FORMAT, row->number);
      else
        g_string_append_printf (text, " %s", karne_resource_get_item (line)->author);
    }
  return g_string_free (text, FALSE);
}

static void
test_together (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneAccessLines) lines = NULL;
  g_autoptr (KarneResource) kept = NULL;
  g_autoptr (KarneResource) still = NULL;
  g_autofree char *first = NULL;
  g_autofree char *later = NULL;

  ingest (self, "AuditEvent", EVENT ("a", "2026-03-03T11:59:59Z", "A"));
  ingest (self, "AuditEvent", EVENT ("b", "2026-03-03T12:00:30Z", "B"));
  ingest (self, "AuditEvent", EVENT ("c", "2026-03-03", "C"));
  note (self, self->view, KARNE_ACCESS_ACT_UNLOCK, NULL, 0);
  note (self, self->view, KARNE_ACCESS_ACT_PRINT, NULL, 60);
  lines = karne_access_lines_new (self->view);
  wait_for_lines (lines);
  first = say_lines (lines);
  g_assert_cmpstr (first, ==, " 2 B 1 A C");
  kept = g_list_model_get_item (G_LIST_MODEL (lines), 0);
  note (self, self->view, KARNE_ACCESS_ACT_PRINT, NULL, 60);
  karne_access_lines_refresh (lines);
  wait_for_lines (lines);
  later = say_lines (lines);
  g_assert_cmpstr (later, ==, " 3 2 B 1 A C");
  still = g_list_model_get_item (G_LIST_MODEL (lines), 1);
  g_assert_true (still == kept);
}

/* What the server was told of from here stands once. */
static void
test_told (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneAccessLines) lines = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *event = NULL;
  g_autofree char *said = NULL;
  const KarneAccessRow *row;

  karne_store_set_tells (self->box->store, self->box->source->id, TRUE, NULL);
  note (self, self->view, KARNE_ACCESS_ACT_UNLOCK, NULL, 0);
  note (self, self->view, KARNE_ACCESS_ACT_PRINT, NULL, 60);
  rows = karne_access_log_list (self->view, 0, 0, NULL);
  row = rows->pdata[1];
  event = g_strdup_printf (EVENT ("%s", "2026-03-03T12:00:00Z", "A"), row->events[0]);
  ingest (self, "AuditEvent", event);
  ingest (self, "AuditEvent", EVENT ("b", "2026-03-03T12:00:30Z", "B"));
  lines = karne_access_lines_new (self->view);
  wait_for_lines (lines);
  said = say_lines (lines);
  g_assert_cmpstr (said, ==, " 2 B 1");
}

/* What the server tells stays out until what was noted after it is read. */
static void
test_windows (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneAccessLines) lines = NULL;
  g_autofree char *first = NULL;
  g_autofree char *later = NULL;

  note (self, self->view, KARNE_ACCESS_ACT_UNLOCK, NULL, 0);
  ingest (self, "AuditEvent", EVENT ("b", "2026-03-03T12:00:05Z", "B"));
  for (guint i = 0; i < 59; i++)
    note (self, self->view, KARNE_ACCESS_ACT_PRINT, NULL, 10);
  lines = karne_access_lines_new (self->view);
  wait_for_lines (lines);
  first = say_lines (lines);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lines)), ==, 50);
  g_assert_true (g_str_has_suffix (first, " 12 11"));
  karne_access_lines_load_more (lines);
  wait_for_lines (lines);
  later = say_lines (lines);
  g_assert_true (g_str_has_suffix (later, " 3 2 B 1"));
}

static void
add_search (GPtrArray *rows, const char *text, gint64 at)
{
  KarneAccessRow *row = g_new0 (KarneAccessRow, 1);

  row->number = (gint64) rows->len + 1;
  row->act = KARNE_ACCESS_ACT_SEARCH;
  row->detail = g_strdup (text);
  row->at = at;
  g_ptr_array_insert (rows, 0, row);
}

/* Letters one after the other are one search; another word, or the same one later, is another. */
static void
test_typed (void)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) karne_access_row_free);
  g_autoptr (GString) left = g_string_new (NULL);

  add_search (rows, "s", 0);
  add_search (rows, "sa", 50);
  add_search (rows, "sang", 100);
  add_search (rows, "sang", 200);
  add_search (rows, "rein", 201);
  add_search (rows, "r", 202);
  karne_access_lines_fold (rows);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (left, " %s", ((KarneAccessRow *) rows->pdata[i])->detail);
  g_assert_cmpstr (left->str, ==, " r rein sang sang");
}

/* On paper */

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static GtkPrintOperation *
make_paper (Fixture *self)
{
  g_autoptr (KarneAccessLines) lines = karne_access_lines_new (self->view);
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (KarneAccessPaper) paper = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GError) error = NULL;
  GtkPrintOperation *operation;

  wait_for_lines (lines);
  karne_access_paper_read_async (self->view, karne_access_lines_get_theirs (lines), NULL,
                                 finished_cb, &read);
  paper = karne_access_paper_read_finish (self->view, wait_for (&read), &error);
  g_assert_no_error (error);
  blocks = karne_sheets_fill ("Zoé MODÈLE", "1990-02-01", karne_access_paper_print, paper);
  operation = karne_blocks_print_new (NULL, blocks);
  return operation;
}

/* Its words, whichever of them stand in a line. */
static char *
read_pdf (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    {
      PopplerPage *page = poppler_document_get_page (document, i);
      g_autofree char *words = poppler_page_get_text (page);

      g_string_append (text, words);
      g_object_unref (page);
    }
  g_object_unref (document);
  g_string_replace (text, "\n", " ", 0);
  return g_string_free (text, FALSE);
}

/* In a file that nobody else can read, over one that was there. */
static char *
save_paper (Fixture *self)
{
  g_autoptr (GtkPrintOperation) operation = make_paper (self);
  g_autofree char *path = g_build_filename (self->box->folder, "accesses.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;
  char *text;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  karne_print_save_async (operation, file, NULL, finished_cb, &saved);
  karne_print_save_finish (operation, wait_for (&saved), &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  text = read_pdf (path);
  g_remove (path);
  return text;
}

static void
test_paper (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *mark = NULL;
  g_autofree char *text = NULL;

  ingest (self, "DocumentReference", DOCUMENT);
  ingest (self, "AuditEvent", EVENT ("a", "2026-03-01T10:00:00Z", "Dr Boyer"));
  note (self, self->view, KARNE_ACCESS_ACT_UNLOCK, NULL, 0);
  note (self, self->adviser, KARNE_ACCESS_ACT_LOOK, "d1", 60);
  text = save_paper (self);
  g_assert_nonnull (strstr (text, "Zoé MODÈLE"));
  g_assert_nonnull (strstr (text, "Noté sur cet ordinateur"));
  g_assert_nonnull (strstr (text, "Mardi 3 mars 2026"));
  g_assert_nonnull (strstr (text, "Ouverture du dossier"));
  g_assert_nonnull (strstr (text, "Titulaire du dossier"));
  g_assert_nonnull (strstr (text, "Mme Payet"));
  g_assert_nonnull (strstr (text, "Bilan sanguin"));
  g_assert_nonnull (strstr (text, "démarche"));
  g_assert_nonnull (strstr (text, "impression"));
  g_assert_nonnull (strstr (text, "Dit par le serveur"));
  g_assert_nonnull (strstr (text, "Dr Boyer"));
  rows = karne_access_log_list (self->view, 0, 0, NULL);
  g_assert_nonnull (strstr (text, "Empreinte de la ligne 2"));
  mark = g_strndup (((KarneAccessRow *) rows->pdata[0])->link, 16);
  g_assert_nonnull (strstr (text, mark));
}

/* Lines that are not as they were written have no mark. */
static void
test_tampered_paper (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  note (self, self->view, KARNE_ACCESS_ACT_UNLOCK, NULL, 0);
  note (self, self->view, KARNE_ACCESS_ACT_PRINT, NULL, 60);
  karne_store_write (self->box->store, exec_job,
                     (gpointer) "DROP TRIGGER access_log_change; "
                                "UPDATE access_log SET at = 0 WHERE number = 1",
                     &error);
  g_assert_no_error (error);
  text = save_paper (self);
  g_assert_nonnull (strstr (text, "à partir de la ligne 1"));
  g_assert_null (strstr (text, "Empreinte"));
}

/* Where nothing can be written, nothing is, and it is said. */
static void
test_no_place (Fixture *self, gconstpointer data)
{
  g_autoptr (GtkPrintOperation) operation = make_paper (self);
  g_autofree char *path = g_build_filename (self->box->folder, "none", "accesses.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;

  karne_print_save_async (operation, file, NULL, finished_cb, &saved);
  g_assert_false (karne_print_save_finish (operation, wait_for (&saved), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);
  karne_locale_init ();
  gtk_init_check ();
  ADD ("/access-paper/together", test_together);
  ADD ("/access-paper/told", test_told);
  ADD ("/access-paper/windows", test_windows);
  g_test_add_func ("/access-paper/typed", test_typed);
  ADD ("/access-paper/paper", test_paper);
  ADD ("/access-paper/tampered", test_tampered_paper);
  ADD ("/access-paper/no-place", test_no_place);
  return g_test_run ();
}
