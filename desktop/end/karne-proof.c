/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-proof.h"

#include <glib/gi18n.h>

/* What is freed by the last answer of a worker is so in the next turns of the main loop. */
#define LOOK_AGAIN_MS 20
#define MAX_LOOKS 100

/**
 * KarneProver:
 *
 * Looks, after a session that does not last, whether anything of it is left. Nothing is claimed:
 * each thing is looked at.
 */
struct _KarneProver
{
  GObject parent_instance;

  GPtrArray *folders;  /* (owned) of GFile: of the records */
  GPtrArray *spaces;   /* (owned) of GWeakRef: each held a key */
  GPtrArray *saved;    /* (owned) of GFile: saved elsewhere */
  gboolean was_locked; /* nobody was asked what is to become of what was saved */
  guint n_looks;
};

G_DEFINE_FINAL_TYPE (KarneProver, karne_prover, G_TYPE_OBJECT)

static void
proof_free (gpointer data)
{
  KarneProof *proof = data;

  g_free (proof->words);
  g_free (proof);
}

static void
add (GPtrArray *proofs, gboolean is_good, const char *good, const char *bad)
{
  KarneProof *proof = g_new0 (KarneProof, 1);

  proof->is_good = is_good;
  proof->words = g_strdup (is_good ? good : bad);
  g_ptr_array_add (proofs, proof);
}

/* In this process */

static gboolean
is_any_space_left (KarneProver *self)
{
  for (guint i = 0; i < self->spaces->len; i++)
    {
      g_autoptr (GObject) space = g_weak_ref_get (self->spaces->pdata[i]);

      if (space != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Empty, or somebody else’s. */
static gboolean
is_not_ours (GdkClipboard *clipboard)
{
  return !gdk_clipboard_is_local (clipboard) || gdk_clipboard_get_content (clipboard) == NULL;
}

static void
look_here (KarneProver *self, GPtrArray *proofs, GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  const char *title = GTK_IS_WINDOW (root) ? gtk_window_get_title (GTK_WINDOW (root)) : NULL;

  add (proofs, !is_any_space_left (self), _ ("The keys and the sign-ins have left the memory."),
       _ ("The program still holds a part of the session: it should be closed now."));
  add (proofs,
       is_not_ours (gtk_widget_get_clipboard (widget)) &&
           is_not_ours (gtk_widget_get_primary_clipboard (widget)),
       _ ("The clipboard holds nothing of the record."),
       _ ("The clipboard still holds something of the record: copying another word replaces it."));
  add (proofs, g_strcmp0 (title, "Karné") == 0, _ ("The title of the window names nobody."),
       _ ("The title of the window still says something: it should be closed now."));
}

/* On the disk */

static gboolean
is_any_there (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    if (g_file_query_exists (files->pdata[i], NULL))
      return TRUE;
  return FALSE;
}

static gboolean
is_recent (GPtrArray *files)
{
  g_autoptr (GBookmarkFile) recent = g_bookmark_file_new ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "recently-used.xbel", NULL);

  if (!g_bookmark_file_load_from_file (recent, path, NULL))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *uri = g_file_get_uri (files->pdata[i]);

      if (g_bookmark_file_has_item (recent, uri))
        return TRUE;
    }
  return FALSE;
}

/* By the rules of the desktops: the name of the small picture is made of the address of the file.
 */
static gboolean
has_thumbnail (GFile *file)
{
  static const char *const sizes[] = { "normal", "large", "x-large", "xx-large" };
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1);
  g_autofree char *name = g_strconcat (sum, ".png", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path =
          g_build_filename (g_get_user_cache_dir (), "thumbnails", sizes[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_any_thumbnail (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    if (has_thumbnail (files->pdata[i]))
      return TRUE;
  return FALSE;
}

static guint
count_there (GPtrArray *files)
{
  guint n = 0;

  for (guint i = 0; i < files->len; i++)
    n += g_file_query_exists (files->pdata[i], NULL);
  return n;
}

/* (transfer full) */
static char *
say_kept (KarneProver *self, guint n)
{
  if (self->was_locked)
    return g_strdup_printf (ngettext ("%u file that was saved in this session is where it was "
                                      "saved.",
                                      "%u files that were saved in this session are where they "
                                      "were saved.",
                                      n),
                            n);
  return g_strdup_printf (ngettext ("%u file that was saved in this session stays, as was asked.",
                                    "%u files that were saved in this session stay, as was asked.",
                                    n),
                          n);
}

static void
look_at_saved (KarneProver *self, GPtrArray *proofs)
{
  guint n = count_there (self->saved);
  g_autofree char *kept = say_kept (self, n);

  if (self->saved->len == 0)
    return;
  add (proofs, TRUE, n > 0 ? kept : _ ("No file that was saved in this session is left."), NULL);
}

static void
look_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  KarneProver *self = object;
  GPtrArray *proofs = g_ptr_array_new_with_free_func (proof_free);

  add (proofs, !is_any_there (self->folders), _ ("No file of the record is on this computer."),
       _ ("Files of the record could not be removed. They are sealed, and their key is gone."));
  add (proofs, !is_recent (self->saved) && !has_any_thumbnail (self->saved),
       _ ("Neither the list of recent files nor a small picture shows a file of this session."),
       _ ("The list of recent files, or a small picture, shows a file that was saved."));
  add (proofs, karne_platform_harden (NULL), _ ("A crash leaves no memory behind."),
       _ ("A crash may leave memory behind: whoever looks after this computer should know."));
  add (proofs, karne_platform_get_swap () != KARNE_SWAP_PLAIN,
       _ ("Memory is not written to a disk in clear."),
       _ ("This computer may write parts of its memory to a disk in clear (swap): whoever looks "
          "after it should know."));
  look_at_saved (self, proofs);
  g_task_return_pointer (task, proofs, (GDestroyNotify) g_ptr_array_unref);
}

/* Both */

static gboolean
look_cb (gpointer data)
{
  GTask *task = data;
  KarneProver *self = g_task_get_source_object (task);

  if (is_any_space_left (self) && ++self->n_looks < MAX_LOOKS)
    return G_SOURCE_CONTINUE;
  g_task_run_in_thread (task, look_in_thread);
  return G_SOURCE_REMOVE;
}

void
karne_prover_look_async (KarneProver *self,
                         GtkWidget *widget,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_PROVER (self) && GTK_IS_WIDGET (widget));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_prover_look_async);
  g_task_set_task_data (task, g_object_ref (widget), g_object_unref);
  g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_AGAIN_MS, look_cb, task, g_object_unref);
}

GPtrArray *
karne_prover_look_finish (KarneProver *self, GAsyncResult *result, GError **error)
{
  GPtrArray *proofs;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  proofs = g_task_propagate_pointer (G_TASK (result), error);
  if (proofs != NULL)
    look_here (self, proofs, g_task_get_task_data (G_TASK (result)));
  return proofs;
}

/* What is to be gone */

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
watch_space (KarneProver *self, KarneSpace *space)
{
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, space);
  g_ptr_array_add (self->spaces, weak);
  g_ptr_array_add (self->folders, g_file_get_child (root, karne_space_get_name (space)));
}

KarneProver *
karne_prover_new (KarneDesk *desk)
{
  KarneProver *self = g_object_new (KARNE_TYPE_PROVER, NULL);
  g_autoptr (GPtrArray) spaces = karne_desk_list_spaces (desk);
  GListModel *saved = karne_desk_get_saved (desk);

  self->was_locked = karne_desk_get_locked (desk);
  for (guint i = 0; i < spaces->len; i++)
    watch_space (self, spaces->pdata[i]);
  for (guint i = 0; i < g_list_model_get_n_items (saved); i++)
    g_ptr_array_add (self->saved, g_list_model_get_item (saved, i));
  return self;
}

static void
karne_prover_finalize (GObject *object)
{
  KarneProver *self = KARNE_PROVER (object);

  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_clear_pointer (&self->spaces, g_ptr_array_unref);
  g_clear_pointer (&self->saved, g_ptr_array_unref);

  G_OBJECT_CLASS (karne_prover_parent_class)->finalize (object);
}

static void
karne_prover_class_init (KarneProverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_prover_finalize;
}

static void
karne_prover_init (KarneProver *self)
{
  self->folders = g_ptr_array_new_with_free_func (g_object_unref);
  self->spaces = g_ptr_array_new_with_free_func (free_weak_ref);
  self->saved = g_ptr_array_new_with_free_func (g_object_unref);
}
