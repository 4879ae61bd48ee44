/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-resource-page.h"

#include "karne-source-words.h"
#include "karne-state-words.h"
#include "words/karne-i18n.h"

/**
 * KarneResourcePage:
 *
 * A page about one thing in the record. It reads all of it that there is to show, and again when
 * the record changes.
 */
typedef struct
{
  KarneResource *resource;   /* (owned) as it was when the page was opened */
  KarneDetail *detail;       /* (unowned) */
  GCancellable *cancellable; /* (owned) (nullable) of what is being read */
  KarneResource *fresh;      /* (owned) (nullable) as it is now */
  GPtrArray *facts;          /* (owned) (nullable) */
  gboolean had_focus;
} KarneResourcePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KarneResourcePage, karne_resource_page, KARNE_TYPE_PAGE)

typedef enum
{
  PROP_RESOURCE = 1,
  N_PROPS
} KarneResourcePageProperty;

static GParamSpec *properties[N_PROPS];

#define GET_PRIVATE(self)                                                                          \
  ((KarneResourcePagePrivate *) karne_resource_page_get_instance_private (self))

static void
forget (KarneResourcePage *self)
{
  KarneResourcePagePrivate *priv = GET_PRIVATE (self);

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->fresh);
  g_clear_pointer (&priv->facts, g_ptr_array_unref);
}

/* What went while somebody looked at it is no longer shown. */
static void
show_error (KarneResourcePage *self, const GError *error)
{
  KarneResourcePagePrivate *priv = GET_PRIVATE (self);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  karne_detail_clear (priv->detail);
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    words = g_strdup (_ ("This is no longer in the record."));
  else
    words = karne_error_to_words (error);
  karne_detail_add_text (priv->detail, words);
}

/* Reading, one thing after the other */

static const char *
find_base (GPtrArray *sources, gint64 number)
{
  for (guint i = 0; i < sources->len; i++)
    if (((KarneSource *) sources->pdata[i])->id == number)
      return ((KarneSource *) sources->pdata[i])->base;
  return NULL;
}

/* On one of the things that are shown, and not on what scrolls them. */
static gboolean
has_focus_within (KarneResourcePagePrivate *priv)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (priv->detail));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && !GTK_IS_SCROLLED_WINDOW (focus) &&
         gtk_widget_is_ancestor (focus, GTK_WIDGET (priv->detail));
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneResourcePage) self = user_data;
  KarneResourcePagePrivate *priv = GET_PRIVATE (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, &error);
  g_autofree char *words = NULL;

  if (sources == NULL)
    {
      show_error (self, error);
      return;
    }
  words = karne_source_to_words (find_base (sources, karne_resource_get_source (priv->fresh)));
  priv->had_focus = has_focus_within (priv);
  karne_detail_clear (priv->detail);
  KARNE_RESOURCE_PAGE_GET_CLASS (self)->fill (self, priv->detail, priv->fresh, priv->facts, words);
  karne_state_words_add_to_detail (priv->detail, karne_resource_get_item (priv->fresh)->state);
}

/* (transfer full) facts */
static void
take_facts (KarneResourcePage *self, GPtrArray *facts)
{
  KarneResourcePagePrivate *priv = GET_PRIVATE (self);

  g_clear_pointer (&priv->facts, g_ptr_array_unref);
  priv->facts = facts;
  karne_store_list_sources_async (karne_session_get_store (
                                      karne_page_get_session (KARNE_PAGE (self))),
                                  priv->cancellable, sources_listed_cb, g_object_ref (self));
}

static void
facts_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneResourcePage) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *facts = karne_view_list_facts_finish (KARNE_VIEW (object), result, &error);

  if (facts == NULL)
    {
      show_error (self, error);
      return;
    }
  take_facts (self, facts);
}

/* Of what is known by its title only there are no facts. */
static void
resource_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneResourcePage) self = user_data;
  KarneResourcePagePrivate *priv = GET_PRIVATE (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneItem) item = karne_view_get_finish (KARNE_VIEW (object), result, &error);

  if (item == NULL)
    {
      show_error (self, error);
      return;
    }
  g_clear_object (&priv->fresh);
  priv->fresh = karne_resource_new (item);
  if (item->title_only)
    {
      take_facts (self, g_ptr_array_new_with_free_func ((GDestroyNotify) karne_fact_free));
      return;
    }
  karne_view_list_facts_async (KARNE_VIEW (object), item->source, item->kind, item->id,
                               priv->cancellable, facts_listed_cb, g_object_ref (self));
}

static void
start_reading (KarneResourcePage *self)
{
  KarneResourcePagePrivate *priv = GET_PRIVATE (self);
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));

  forget (self);
  priv->cancellable = g_cancellable_new ();
  karne_view_get_async (karne_session_get_view (session),
                        karne_resource_get_source (priv->resource),
                        karne_resource_get_kind (priv->resource),
                        karne_resource_get_id (priv->resource), priv->cancellable, resource_read_cb,
                        g_object_ref (self));
}

static gboolean
touches (const KarneChange *change, KarneResource *resource)
{
  return g_strcmp0 (change->kind, karne_resource_get_kind (resource)) == 0 &&
         g_strcmp0 (change->id, karne_resource_get_id (resource)) == 0 &&
         change->source == karne_resource_get_source (resource);
}

static void
store_changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  KarneResourcePage *self = data;
  const char *hangs_on = KARNE_RESOURCE_PAGE_GET_CLASS (self)->hangs_on;

  for (guint i = 0; i < changes->len; i++)
    if (touches (changes->pdata[i], GET_PRIVATE (self)->resource) ||
        (hangs_on != NULL && g_strcmp0 (((KarneChange *) changes->pdata[i])->kind, hangs_on) == 0))
      {
        start_reading (self);
        return;
      }
}

static void
karne_resource_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneResourcePage *self = KARNE_RESOURCE_PAGE (page);
  KarneResourcePagePrivate *priv = GET_PRIVATE (self);

  if (session == NULL)
    {
      forget (self);
      karne_detail_clear (priv->detail);
      return;
    }
  g_signal_connect_object (karne_session_get_store (session), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  karne_detail_set_heading (priv->detail, karne_resource_get_title (priv->resource));
  start_reading (self);
}

/* The object */

static void
karne_resource_page_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  switch ((KarneResourcePageProperty) prop_id)
    {
    case PROP_RESOURCE:
      GET_PRIVATE (KARNE_RESOURCE_PAGE (object))->resource = g_value_dup_object (value);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_resource_page_dispose (GObject *object)
{
  KarneResourcePage *self = KARNE_RESOURCE_PAGE (object);

  forget (self);
  g_clear_object (&GET_PRIVATE (self)->resource);

  G_OBJECT_CLASS (karne_resource_page_parent_class)->dispose (object);
}

static void
karne_resource_page_class_init (KarneResourcePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = karne_resource_page_set_property;
  object_class->dispose = karne_resource_page_dispose;
  KARNE_PAGE_CLASS (klass)->set_session = karne_resource_page_set_session;

  properties[PROP_RESOURCE] =
      g_param_spec_object ("resource", NULL, NULL, KARNE_TYPE_RESOURCE,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_resource_page_init (KarneResourcePage *self)
{
  KarneResourcePagePrivate *priv = GET_PRIVATE (self);

  priv->detail = g_object_new (KARNE_TYPE_DETAIL, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (priv->detail));
}

KarneResource *
karne_resource_page_get_resource (KarneResourcePage *self)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE_PAGE (self), NULL);

  return GET_PRIVATE (self)->resource;
}

gboolean
karne_resource_page_had_focus (KarneResourcePage *self)
{
  g_return_val_if_fail (KARNE_IS_RESOURCE_PAGE (self), FALSE);

  return GET_PRIVATE (self)->had_focus;
}
