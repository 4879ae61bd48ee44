/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-page.h"

#include "karne-access-block.h"
#include "karne-access-words.h"
#include "karne-row-facts.h"

#include <glib/gi18n.h>

/**
 * KarneAccessPage:
 *
 * One access to the record, as a server tells it, and what the person can do about whose it was.
 */
struct _KarneAccessPage
{
  KarneResourcePage parent_instance;

  gboolean acted; /* the person just decided: what follows from it gets the focus */
};

G_DEFINE_FINAL_TYPE (KarneAccessPage, karne_access_page, KARNE_TYPE_RESOURCE_PAGE)

static void
acted_cb (KarneAccessPage *self)
{
  self->acted = TRUE;
}

static const char *
get_name (const KarneItem *item)
{
  return item->author != NULL && *item->author != '\0' ? item->author : _ ("Name not given");
}

static void
add_touched (KarneFacts *group, GPtrArray *facts)
{
  guint last = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];
      g_autofree char *words = NULL;

      if (fact->part == last)
        continue;
      last = fact->part;
      words = karne_access_words_what (karne_row_facts_get (facts, last, "kind"),
                                       karne_row_facts_get (facts, last, "title"));
      /* Translators: label of a fact: what was looked at or changed. */
      karne_facts_add (group, C_ ("fact", "What"), words);
    }
}

static void
add_facts (KarneDetail *detail, const KarneItem *item, GPtrArray *facts, const char *source)
{
  KarneFacts *group = karne_facts_new (NULL);
  g_autofree char *act = karne_access_words_act (item->detail, NULL);
  g_autofree char *date = karne_date_to_words (item->date, KARNE_DATE_STYLE_LONG);
  g_autofree char *role = karne_access_words_role (karne_row_facts_get (facts, 0, "agent"),
                                                   karne_row_facts_get (facts, 0, "role"));
  g_autofree char *outcome = karne_access_words_outcome (item->status);

  /* Translators: label of a fact: what somebody did with the record. */
  karne_facts_add (group, C_ ("fact", "Act"), act);
  karne_facts_add (group, C_ ("fact", "Date"), date);
  /* Translators: label of a fact: as what somebody looked at the record. */
  karne_facts_add (group, C_ ("fact", "Role"), role);
  karne_facts_add (group, C_ ("fact", "Place"), karne_row_facts_get (facts, 0, "place"));
  add_touched (group, facts);
  /* Translators: label of a fact: why somebody looked at the record. */
  karne_facts_add (group, C_ ("fact", "Purpose"), karne_row_facts_get (facts, 0, "purpose"));
  /* Translators: label of a fact: how an access to the record ended. */
  karne_facts_add (group, C_ ("fact", "Outcome"), outcome);
  karne_facts_add (group, C_ ("fact", "Source"), source);
  karne_detail_add (detail, GTK_WIDGET (group));
}

static void
add_block (KarneAccessPage *self, KarneDetail *detail, const KarneItem *item, GPtrArray *facts)
{
  KarneSession *session = karne_page_get_session (KARNE_PAGE (self));
  GtkWidget *block;

  if (karne_row_facts_get (facts, 0, "who") == NULL || !karne_session_may_write (session))
    return;
  block = karne_access_block_new (session, item->source, get_name (item), facts);
  g_signal_connect_swapped (block, "acted", G_CALLBACK (acted_cb), self);
  karne_detail_add (detail, block);
  if (self->acted || karne_resource_page_had_focus (KARNE_RESOURCE_PAGE (self)))
    gtk_widget_child_focus (block, GTK_DIR_TAB_FORWARD);
  self->acted = FALSE;
}

static void
karne_access_page_fill (KarneResourcePage *page,
                        KarneDetail *detail,
                        KarneResource *resource,
                        GPtrArray *facts,
                        const char *source)
{
  const KarneItem *item = karne_resource_get_item (resource);

  karne_detail_set_heading (detail, get_name (item));
  if (karne_row_facts_get (facts, 0, "emergency") != NULL)
    karne_detail_add_chip (detail, "karne-warning-symbolic",
                           _ ("Access in an emergency (“break the glass”)"), "warning");
  add_facts (detail, item, facts, source);
  add_block (KARNE_ACCESS_PAGE (page), detail, item, facts);
  karne_detail_set_note (detail, _ ("Shown as the server tells it."));
}

static void
karne_access_page_class_init (KarneAccessPageClass *klass)
{
  KARNE_RESOURCE_PAGE_CLASS (klass)->fill = karne_access_page_fill;
  KARNE_RESOURCE_PAGE_CLASS (klass)->hangs_on = "Consent";
}

static void
karne_access_page_init (KarneAccessPage *self)
{
}

void
karne_access_page_open (KarnePage *over, KarneResource *resource)
{
  KarneAccessPage *self;

  g_return_if_fail (KARNE_IS_PAGE (over) && KARNE_IS_RESOURCE (resource));

  /* Translators: title of a page about one time that somebody looked at the record. */
  self = g_object_new (KARNE_TYPE_ACCESS_PAGE, "title", _ ("Access"), "resource", resource, NULL);
  gtk_widget_set_name (GTK_WIDGET (self), "access");
  karne_page_set_session (KARNE_PAGE (self), karne_page_get_session (over));
  karne_page_push (over, KARNE_PAGE (self));
}
