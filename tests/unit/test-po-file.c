/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "karne-catalogue-folder.h"
#include "karne-po-file.h"
#include "karne-sync.h"

/* Catalogues as translators write them: what is right is compiled, what is not is refused with its
 * line. */

#define HEADER                                                                                     \
  "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Language: "          \
  "qaa\\n\"\n"

extern int _nl_msg_cat_cntr;

static char *folder;

static KarnePoFile *
read_text (const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "try.po", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return karne_po_file_read (path, error);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *wanted; /* how the message begins */
  } cases[] = {
    { HEADER "\nmsgid \"Home\"\nmsgstr \"x\n", "try.po:8:" },
    { HEADER "\nmsgid \"Home\"\nmsgstr \"x\"\n\nmsgid \"Home\"\nmsgstr \"y\"\n", "try.po:9:" },
    { HEADER "\n#, c-format\nmsgid \"%u of %u\"\nmsgstr \"%s of %u\"\n", "try.po:8:" },
    { HEADER "\nmsgid \"%u day\"\nmsgid_plural \"%u days\"\nmsgstr[0] \"a\"\nmsgstr[1] \"b\"\n",
      "try.po:" },
    { HEADER "\nmsgid \"A line.\\n\"\nmsgstr \"A line.\"\n", "try.po:7:" },
    { "what is this\n", "try.po:1:" },
    { "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n", "try.po: the header" },
    { "msgid \"\"\nmsgstr \"Language: qaa\\n\"\n", "try.po: the header" },
    { "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nLanguage: ../../x\\n\"\n",
      "try.po: the header" },
    { "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\nLanguage: qaa\\n\"\n",
      "try.po: the header" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KarnePoFile) file = read_text (cases[i].text, &error);

      g_assert_null (file);
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
      g_test_message ("%s", error->message);
      if (!g_str_has_prefix (error->message, cases[i].wanted))
        g_error ("Case %u: “%s” does not begin with “%s”", i, error->message, cases[i].wanted);
    }
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "nowhere.po", NULL);

  g_assert_null (karne_po_file_read (path, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "nowhere.po:"));
}

typedef struct
{
  const char *header; /* of plural forms */
  const char *forms;
  const char *wanted[5]; /* for 0, 1, 2, 5 and 21 */
} Plurals;

static const gulong numbers[] = { 0, 1, 2, 5, 21 };

static void
assert_plurals (const Plurals *plurals)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpstr (dngettext (GETTEXT_PACKAGE, "%u day", "%u days", numbers[i]), ==,
                     plurals->wanted[i]);
}

/* (transfer full) As the window has it: in a folder of its own, with the other catalogues beside.
 */
static char *
speak (const KarnePoFile *file)
{
  g_autoptr (GError) error = NULL;
  char *catalogues = karne_catalogue_folder_new (PO_DIR, file->language, file->mo, &error);

  g_assert_no_error (error);
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  _nl_msg_cat_cntr++;
  return catalogues;
}

static void
test_spoken (gconstpointer data)
{
  const Plurals *plurals = data;
  g_autofree char *text =
      g_strconcat (HEADER, "\"Plural-Forms: ", plurals->header,
                   "\\n\"\n\nmsgid \"Home\"\nmsgstr \"ÒMM\"\n\n",
                   "msgctxt \"month\"\nmsgid \"May\"\nmsgstr \"MÈ\"\n\n#, fuzzy\nmsgid "
                   "\"Agenda\"\nmsgstr \"no\"\n\n",
                   "msgid \"%u day\"\nmsgid_plural \"%u days\"\n", plurals->forms, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarnePoFile) file = read_text (text, &error);
  g_autofree char *catalogues = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (file->language, ==, "qaa");
  g_assert_cmpstr (file->name, ==, "qaa");
  catalogues = speak (file);

  g_assert_cmpstr (dgettext (GETTEXT_PACKAGE, "Home"), ==, "ÒMM");
  g_assert_cmpstr (g_dpgettext2 (GETTEXT_PACKAGE, "month", "May"), ==, "MÈ");
  /* What is missing or in doubt is in French. */
  g_assert_cmpstr (dgettext (GETTEXT_PACKAGE, "First steps"), ==, "Premiers pas");
  g_assert_cmpstr (dgettext (GETTEXT_PACKAGE, "Agenda"), ==, "Agenda");
  assert_plurals (plurals);

  karne_catalogue_folder_remove (catalogues);
  g_assert_false (g_file_test (catalogues, G_FILE_TEST_EXISTS));
  /* The links went, and not what they led to. */
  g_assert_true (karne_catalogue_folder_has (PO_DIR, "fr"));
}

static void
test_confirmed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarnePoFile) file =
      read_text (HEADER
                 "\"X-Karne-Language-Name: Langaz\\n\"\n\n# confirmed: A. Nonym, 2026-11-20\n"
                 "msgid \"Influenza vaccine\"\nmsgstr \"Known\"\n\n# confirmed: somebody\n"
                 "msgid \"Dengue vaccine\"\nmsgstr \"Unknown\"\n",
                 &error);
  g_autofree char *catalogues = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (file->name, ==, "Langaz");
  catalogues = speak (file);
  g_assert_cmpstr (karne_safe_gettext ("Influenza vaccine"), ==, "Known");
  g_assert_cmpstr (karne_safe_gettext ("Dengue vaccine"), ==, "Vaccin contre la dengue");
  karne_catalogue_folder_remove (catalogues);
}

int
main (int argc, char **argv)
{
  static const Plurals one = { "nplurals=1; plural=0;",
                               "msgstr[0] \"a\"\n",
                               { "a", "a", "a", "a", "a" } };
  static const Plurals french = { "nplurals=2; plural=(n > 1);",
                                  "msgstr[0] \"a\"\nmsgstr[1] \"b\"\n",
                                  { "a", "a", "b", "b", "b" } };
  static const Plurals three = { "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && "
                                 "n%10<=4 && (n%100<10 || n%100>=20) ? "
                                 "1 : 2);",
                                 "msgstr[0] \"a\"\nmsgstr[1] \"b\"\nmsgstr[2] \"c\"\n",
                                 { "c", "a", "b", "c", "a" } };
  g_autofree char *file = NULL;
  int status;

  g_setenv ("LANGUAGE", "qaa:fr", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("karne-po-file-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/po-file/refused", test_refused);
  g_test_add_func ("/po-file/missing", test_missing);
  g_test_add_func ("/po-file/confirmed", test_confirmed);
  g_test_add_data_func ("/po-file/spoken/one-form", &one, test_spoken);
  g_test_add_data_func ("/po-file/spoken/two-forms", &french, test_spoken);
  g_test_add_data_func ("/po-file/spoken/three-forms", &three, test_spoken);
  status = g_test_run ();
  file = g_build_filename (folder, "try.po", NULL);
  g_remove (file);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
