/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-page.h"

#include "karne-a11y.h"
#include "karne-record-view.h"

/**
 * KarnePage:
 *
 * One page of the record. It is told which record to show, and takes down all of it when there is
 * none any more.
 */
typedef struct
{
  char *title;           /* (owned) (nullable) */
  KarneSession *session; /* (owned) (nullable) */
} KarnePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KarnePage, karne_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_TITLE = 1,
  PROP_SESSION,
  N_PROPS
} KarnePageProperty;

static GParamSpec *properties[N_PROPS];

#define GET_PRIVATE(self) ((KarnePagePrivate *) karne_page_get_instance_private (self))

static void
karne_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarnePage *self = KARNE_PAGE (object);

  switch ((KarnePageProperty) prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, karne_page_get_title (self));
      break;
    case PROP_SESSION:
      g_value_set_object (value, karne_page_get_session (self));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KarnePage *self = KARNE_PAGE (object);

  switch ((KarnePageProperty) prop_id)
    {
    case PROP_TITLE:
      karne_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_SESSION:
      karne_page_set_session (self, g_value_get_object (value));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_page_dispose (GObject *object)
{
  KarnePagePrivate *priv = GET_PRIVATE (KARNE_PAGE (object));

  g_clear_object (&priv->session);

  G_OBJECT_CLASS (karne_page_parent_class)->dispose (object);
}

static void
karne_page_finalize (GObject *object)
{
  KarnePagePrivate *priv = GET_PRIVATE (KARNE_PAGE (object));

  g_clear_pointer (&priv->title, g_free);

  G_OBJECT_CLASS (karne_page_parent_class)->finalize (object);
}

static void
karne_page_map (GtkWidget *widget)
{
  const char *title = karne_page_get_title (KARNE_PAGE (widget));

  karne_a11y_fix_focus (widget, title != NULL ? title : "");

  GTK_WIDGET_CLASS (karne_page_parent_class)->map (widget);
}

static void
karne_page_class_init (KarnePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_page_get_property;
  object_class->set_property = karne_page_set_property;
  object_class->dispose = karne_page_dispose;
  object_class->finalize = karne_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = karne_page_map;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, KARNE_TYPE_SESSION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_page_init (KarnePage *self)
{
}

const char *
karne_page_get_title (KarnePage *self)
{
  g_return_val_if_fail (KARNE_IS_PAGE (self), NULL);

  return GET_PRIVATE (self)->title;
}

void
karne_page_set_title (KarnePage *self, const char *title)
{
  KarnePagePrivate *priv;

  g_return_if_fail (KARNE_IS_PAGE (self));

  priv = GET_PRIVATE (self);
  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

KarneSession *
karne_page_get_session (KarnePage *self)
{
  g_return_val_if_fail (KARNE_IS_PAGE (self), NULL);

  return GET_PRIVATE (self)->session;
}

/* What a page hears of a record ends with the record. */
void
karne_page_set_session (KarnePage *self, KarneSession *session)
{
  KarnePagePrivate *priv;

  g_return_if_fail (KARNE_IS_PAGE (self));

  priv = GET_PRIVATE (self);
  if (priv->session == session)
    return;
  if (priv->session != NULL)
    g_signal_handlers_disconnect_by_data (priv->session, self);
  g_set_object (&priv->session, session);
  if (KARNE_PAGE_GET_CLASS (self)->set_session != NULL)
    KARNE_PAGE_GET_CLASS (self)->set_session (self, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

gboolean
karne_page_search (KarnePage *self)
{
  g_return_val_if_fail (KARNE_IS_PAGE (self), FALSE);

  return KARNE_PAGE_GET_CLASS (self)->search != NULL && KARNE_PAGE_GET_CLASS (self)->search (self);
}

gboolean
karne_page_print (KarnePage *self)
{
  g_return_val_if_fail (KARNE_IS_PAGE (self), FALSE);

  return KARNE_PAGE_GET_CLASS (self)->print != NULL && KARNE_PAGE_GET_CLASS (self)->print (self);
}

void
karne_page_shown (KarnePage *self)
{
  g_return_if_fail (KARNE_IS_PAGE (self));

  if (KARNE_PAGE_GET_CLASS (self)->shown != NULL)
    KARNE_PAGE_GET_CLASS (self)->shown (self);
}

void
karne_page_reopen (KarnePage *self, KarnePage *over)
{
  g_return_if_fail (KARNE_IS_PAGE (self) && KARNE_IS_PAGE (over));

  if (KARNE_PAGE_GET_CLASS (self)->reopen != NULL)
    KARNE_PAGE_GET_CLASS (self)->reopen (self, over);
}

static KarneRecordView *
find_record_view (KarnePage *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), KARNE_TYPE_RECORD_VIEW);

  return view != NULL ? KARNE_RECORD_VIEW (view) : NULL;
}

void
karne_page_push (KarnePage *self, KarnePage *over)
{
  g_autoptr (KarnePage) held = g_object_ref_sink (over);
  KarneRecordView *view;

  g_return_if_fail (KARNE_IS_PAGE (self) && KARNE_IS_PAGE (over));

  view = find_record_view (self);
  if (view != NULL)
    karne_record_view_push (view, held);
}

void
karne_page_pop (KarnePage *self)
{
  KarneRecordView *view;

  g_return_if_fail (KARNE_IS_PAGE (self));

  view = find_record_view (self);
  if (view != NULL)
    karne_record_view_back (view);
}
