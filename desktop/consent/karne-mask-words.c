/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-mask-words.h"

#include "karne-mask-groups.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *nick;
  const char *kinds;
} Page;

/* What those pages are made of that show several things; prevention works out what is due from most
 * of it. A list says by itself that it is masked. */
static const Page pages[] = {
  { "home", "Observation Condition Procedure Immunization Appointment Task DocumentReference" },
  { "prevention", "Observation Condition Procedure Immunization Task" },
};

gboolean
karne_mask_words_is_masked (KarneSession *session, const char *kind)
{
  KarneView *view = session != NULL ? karne_session_get_view (session) : NULL;

  return view != NULL && karne_view_get_level (view, kind) == KARNE_ACCESS_MASKED;
}

const char *
karne_mask_words_title (void)
{
  return _ ("Masked for this role");
}

const char *
karne_mask_words_sentence (void)
{
  return _ ("The role that the person agreed to does not see what stands here. There may be "
            "something in the record all the same.");
}

static const char *
find_kinds (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].nick, nick) == 0)
      return pages[i].kinds;
  return NULL;
}

/* As in “measures, illnesses”: those of the kinds that the role does not see. */
static char *
list_masked (KarneSession *session, const char *of_page)
{
  g_auto (GStrv) kinds = g_strsplit (of_page, " ", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; kinds[i] != NULL; i++)
    if (karne_mask_words_is_masked (session, kinds[i]))
      g_ptr_array_add (words, (gpointer) karne_mask_groups_find_words (kinds[i]));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}

char *
karne_mask_words_for_page (KarneSession *session, const char *nick)
{
  const char *of_page = find_kinds (nick);
  g_autofree char *list = of_page != NULL ? list_masked (session, of_page) : NULL;

  if (list == NULL || *list == '\0')
    return NULL;
  if (g_str_equal (nick, "prevention"))
    /* Translators: a list, as in “Masked for this role: measures, illnesses. …” */
    return g_strdup_printf (_ ("Masked for this role: %s. What is due is worked out without them."),
                            list);
  /* Translators: a list, as in “Masked for this role: measures, illnesses.” */
  return g_strdup_printf (_ ("Masked for this role: %s."), list);
}
