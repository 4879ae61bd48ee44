/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-bench.h"
#include "karne-documents-page.h"
#include "karne-record-list.h"
#include "karne-test-server.h"

/* From the key in hand to the first row on the screen: the sealed file is opened and the window
 * filled from it, against the same window filled from lines that are in memory. */

#define N_DOCUMENTS 20000
#define N_PAIRS 9
#define PASSPHRASE "un deux trois"

/* Lines that were there all along, with what a list says of itself. */

#define TYPE_CONSTANTS (constants_get_type ())
G_DECLARE_FINAL_TYPE (Constants, constants, BENCH, CONSTANTS, GObject)

struct _Constants
{
  GObject parent_instance;

  GPtrArray *lines; /* (owned) of KarneResource */
};

static void constants_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Constants,
                               constants,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, constants_model_init))

enum
{
  PROP_LOADING = 1,
  PROP_HAS_MORE,
  PROP_N_TOTAL,
  PROP_ERROR,
};

static GType
constants_get_item_type (GListModel *model)
{
  return KARNE_TYPE_RESOURCE;
}

static guint
constants_get_n_items (GListModel *model)
{
  return BENCH_CONSTANTS (model)->lines->len;
}

static gpointer
constants_get_item (GListModel *model, guint position)
{
  GPtrArray *lines = BENCH_CONSTANTS (model)->lines;

  return position < lines->len ? g_object_ref (lines->pdata[position]) : NULL;
}

static void
constants_model_init (GListModelInterface *iface)
{
  iface->get_item_type = constants_get_item_type;
  iface->get_n_items = constants_get_n_items;
  iface->get_item = constants_get_item;
}

static void
constants_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_HAS_MORE)
    g_value_set_boolean (value, TRUE);
  else if (prop_id == PROP_N_TOTAL)
    g_value_set_int64 (value, N_DOCUMENTS);
}

static void
constants_finalize (GObject *object)
{
  g_clear_pointer (&BENCH_CONSTANTS (object)->lines, g_ptr_array_unref);

  G_OBJECT_CLASS (constants_parent_class)->finalize (object);
}

static void
constants_class_init (ConstantsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = constants_get_property;
  object_class->finalize = constants_finalize;
  g_object_class_install_property (object_class, PROP_LOADING,
                                   g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_HAS_MORE,
                                   g_param_spec_boolean ("has-more", NULL, NULL, TRUE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_N_TOTAL,
                                   g_param_spec_int64 ("n-total", NULL, NULL, 0, G_MAXINT64, 0,
                                                       G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_ERROR,
                                   g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                                                       G_PARAM_READABLE));
}

static void
constants_init (Constants *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
}

/* What is measured */

typedef struct
{
  GFile *file;          /* (owned) of the store */
  KarneKey *key;        /* (owned) */
  Constants *constants; /* (owned) */
} StartBench;

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWindow *
make_window (KarneRecordList **records)
{
  GtkWidget *page = g_object_new (KARNE_TYPE_DOCUMENTS_PAGE, NULL);
  GtkWidget *window = adw_window_new ();

  *records = KARNE_RECORD_LIST (find_widget (page, KARNE_TYPE_RECORD_LIST));
  g_assert_nonnull (*records);
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
  return GTK_WINDOW (window);
}

typedef struct
{
  KarneRecordList *records; /* (unowned) */
  gboolean drawn;
} Watch;

static void
painted_cb (GdkFrameClock *frames, gpointer data)
{
  Watch *watch = data;
  GtkWidget *row = find_widget (GTK_WIDGET (watch->records), GTK_TYPE_LIST_BOX_ROW);

  watch->drawn = watch->drawn || (row != NULL && gtk_widget_get_mapped (row) &&
                                  gtk_widget_get_allocated_height (row) > 0);
}

static void
wait_until_drawn (GtkWindow *window, KarneRecordList *records)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  Watch watch = { records, FALSE };
  gulong id = g_signal_connect (frames, "after-paint", G_CALLBACK (painted_cb), &watch);

  while (!watch.drawn)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (frames, id);
}

static void
take_down (GtkWindow *window)
{
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static double
fill_from_constants (gpointer data)
{
  StartBench *self = data;
  gint64 began = g_get_monotonic_time ();
  KarneRecordList *records;
  GtkWindow *window = make_window (&records);
  double seconds;

  karne_record_list_set_lines (records, G_LIST_MODEL (self->constants), NULL);
  wait_until_drawn (window, records);
  seconds = (g_get_monotonic_time () - began) / 1e6;
  take_down (window);
  return seconds;
}

static double
fill_from_store (gpointer data)
{
  StartBench *self = data;
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneStore) store = karne_store_open (self->file, self->key, &error);
  g_autoptr (KarneView) view = NULL;
  g_autoptr (KarneList) list = NULL;
  KarneRecordList *records;
  GtkWindow *window;
  double seconds;

  g_assert_no_error (error);
  view = karne_view_new (store, KARNE_ROLE_PERSON, NULL);
  list = karne_list_new (view, "DocumentReference");
  window = make_window (&records);
  karne_record_list_set_list (records, list);
  wait_until_drawn (window, records);
  seconds = (g_get_monotonic_time () - began) / 1e6;
  take_down (window);
  g_clear_object (&list);
  karne_store_close (store, NULL);
  return seconds;
}

/* The record */

static void
pull (KarneStore *store, gint64 source)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (clock);
  g_autoptr (KarneSync) sync =
      karne_sync_new (store, source, KARNE_TRANSPORT (transport), clock, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KarneSyncReport) report = NULL;
  GAsyncResult *pending = NULL;

  karne_sync_run_async (sync, NULL, karne_bench_keep_result_cb, &pending);
  result = karne_bench_wait_for (&pending);
  report = karne_sync_run_finish (sync, result, NULL);
  g_assert_nonnull (report);
  g_assert_cmpuint (report->stored, ==, N_DOCUMENTS + 1);
}

static void
make_record (StartBench *self, const char *folder)
{
  const char *const flags[] = { "--data", folder, NULL };
  g_autoptr (KarneTestServer) server = karne_test_server_start (flags);
  g_autofree char *root_path = g_build_filename (folder, "spaces", NULL);
  g_autoptr (GFile) root = g_file_new_for_path (root_path);
  g_autoptr (GFile) key_file = g_file_resolve_relative_path (root, "space-1/key.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSpace) space =
      karne_space_create (root, KARNE_KEY_HOLDER_PASSPHRASE, PASSPHRASE, &error);
  KarneStore *store;

  g_assert_no_error (error);
  store = karne_space_get_store (space);
  pull (store,
        karne_store_add_source (store, karne_test_server_get_base (server), "p1", NULL, &error));
  g_assert_true (karne_space_close (space, NULL));
  self->file = g_file_resolve_relative_path (root, "space-1/record.db");
  self->key = karne_key_file_open (key_file, PASSPHRASE, &error);
  g_assert_no_error (error);
}

/* The same lines as the store gives, read once. */
static void
keep_first_lines (StartBench *self)
{
  g_autoptr (KarneStore) store = karne_store_open (self->file, self->key, NULL);
  g_autoptr (KarneView) view = karne_view_new (store, KARNE_ROLE_PERSON, NULL);
  g_autoptr (KarneList) list = karne_list_new (view, "DocumentReference");
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  karne_list_load_more_async (list, NULL, karne_bench_keep_result_cb, &pending);
  result = karne_bench_wait_for (&pending);
  g_assert_true (karne_list_load_more_finish (list, result, NULL));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    g_ptr_array_add (self->constants->lines, g_list_model_get_item (G_LIST_MODEL (list), i));
  g_assert_cmpuint (self->constants->lines->len, >, 0);
  g_clear_object (&list);
  karne_store_close (store, NULL);
}

static void
erase_folder (const char *folder)
{
  g_autoptr (GSubprocess) rm =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", "--", folder, NULL);

  g_subprocess_wait (rm, NULL, NULL);
}

int
main (int argc, char **argv)
{
  StartBench self = { 0 };
  g_autofree char *folder = NULL;
  KarneBenchPair pair;

  karne_bench_begin (&argc, &argv);
  if (!gtk_init_check ())
    {
      g_printerr ("start_vs_filled_window needs a display.\n");
      return karne_bench_end ();
    }
  adw_init ();
  folder = g_dir_make_tmp ("karne-bench-XXXXXX", NULL);
  self.constants = g_object_new (TYPE_CONSTANTS, NULL);
  karne_bench_write_record (folder, N_DOCUMENTS, "p1");
  make_record (&self, folder);
  keep_first_lines (&self);
  /* What is made once for the whole program is made before. */
  fill_from_constants (&self);
  pair = karne_bench_pair (N_PAIRS, fill_from_store, fill_from_constants, &self);
  karne_bench_print ("start_vs_filled_window", pair.value, "", "<= 1.2",
                     "%.0f ms from the key in hand to the first row of %d, against %.0f ms for the "
                     "same window filled from memory",
                     pair.work * 1000, N_DOCUMENTS, pair.floor * 1000);
  g_clear_object (&self.constants);
  g_clear_object (&self.file);
  g_clear_pointer (&self.key, karne_key_unref);
  erase_folder (folder);
  return karne_bench_end ();
}
