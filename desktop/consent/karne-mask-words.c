/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-mask-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *kind;
  const char *words; /* msgid */
} Kind;

static const Kind kinds[] = {
  /* Translators: in a list of what is masked, as in “Masked for this role: measures, illnesses”. */
  { "Observation", NC_ ("masked", "measures") },
  /* Translators: in a list of what is masked. */
  { "Condition", NC_ ("masked", "illnesses") },
  /* Translators: in a list of what is masked. */
  { "Procedure", NC_ ("masked", "treatments") },
  /* Translators: in a list of what is masked. */
  { "Immunization", NC_ ("masked", "vaccinations") },
  /* Translators: in a list of what is masked. */
  { "Appointment", NC_ ("masked", "appointments") },
  /* Translators: in a list of what is masked. */
  { "Task", NC_ ("masked", "reminders") },
  /* Translators: in a list of what is masked. */
  { "DocumentReference", NC_ ("masked", "documents") },
};

typedef struct
{
  const char *nick;
  const char *kinds;
} Page;

/* What those pages are made of that show several things; prevention works out what is due from most
 * of it. A list says by itself that it is masked. */
static const Page pages[] = {
  { "home", "Task Appointment DocumentReference Immunization Observation Condition Procedure" },
  { "prevention", "Task Immunization Observation Condition Procedure" },
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

static gboolean
is_of (const char *list, const char *kind)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  return g_strv_contains ((const char *const *) words, kind);
}

char *
karne_mask_words_for_page (KarneSession *session, const char *nick)
{
  const char *of_page = find_kinds (nick);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; of_page != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (is_of (of_page, kinds[i].kind) && karne_mask_words_is_masked (session, kinds[i].kind))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                              g_dpgettext2 (NULL, "masked", kinds[i].words));
  if (list->len == 0)
    return NULL;
  if (g_str_equal (nick, "prevention"))
    /* Translators: a list, as in “Masked for this role: measures, illnesses. …” */
    return g_strdup_printf (_ ("Masked for this role: %s. What is due is worked out without them."),
                            list->str);
  /* Translators: a list, as in “Masked for this role: measures, illnesses.” */
  return g_strdup_printf (_ ("Masked for this role: %s."), list->str);
}
