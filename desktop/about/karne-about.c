/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-about.h"

#include "karne-a11y.h"
#include "karne-sync.h"

#include <glib/gi18n.h>

char *
karne_about_dup_versions (void)
{
  g_autofree char *sqlite = NULL;
  g_autofree char *sqlcipher = NULL;

  karne_store_can_seal (&sqlite, &sqlcipher, NULL);
  return g_strdup_printf ("Karné %s\n"
                          "GTK %u.%u.%u\n"
                          "libadwaita %u.%u.%u\n"
                          "GLib %u.%u.%u\n"
                          "SQLCipher %s\n"
                          "SQLite %s\n",
                          PACKAGE_VERSION, gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (), glib_major_version,
                          glib_minor_version, glib_micro_version,
                          sqlcipher != NULL ? sqlcipher : "-", sqlite != NULL ? sqlite : "-");
}

/* Two buttons side by side are wider than a narrow screen where the text is large. */
static void
stack_buttons (GtkWidget *widget)
{
  if (GTK_IS_CENTER_BOX (widget))
    gtk_orientable_set_orientation (GTK_ORIENTABLE (widget), GTK_ORIENTATION_VERTICAL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    stack_buttons (child);
}

void
karne_about_present (GtkWindow *parent)
{
  g_autofree char *versions = karne_about_dup_versions ();
  GtkWidget *about = g_object_new (
      ADW_TYPE_ABOUT_WINDOW, "accessible-role", GTK_ACCESSIBLE_ROLE_WINDOW, "transient-for", parent,
      "modal", TRUE, "destroy-with-parent", TRUE, "application-name", "Karné", "application-icon",
      APPLICATION_ID, "version", PACKAGE_VERSION,
      /* Translators: under the name of the program, where the names of its authors stand. */
      "developer-name", _ ("The authors of Karné"), "comments",
      _ ("The health record, also without a network: sealed on this computer, with nothing in it "
         "lost or changed unseen."),
      "license-type", GTK_LICENSE_GPL_3_0, "debug-info", versions, "debug-info-filename",
      "karne-versions.txt", NULL);

  adw_about_window_add_legal_section (ADW_ABOUT_WINDOW (about), _ ("The library, libkarne-sync"),
                                      NULL, GTK_LICENSE_LGPL_2_1, NULL);
  gtk_widget_set_name (about, "about");
  gtk_window_present (GTK_WINDOW (about));
  stack_buttons (about);
  karne_a11y_mend (about);
  karne_a11y_fix_focus (about, _ ("About Karné"));
}
