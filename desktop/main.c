/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-application.h"
#include "karne-locale.h"
#include "platform/karne-platform.h"

int
main (int argc, char **argv)
{
  g_autoptr (KarneApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  /* Before anything is in memory that a core dump could hold. */
  if (!karne_platform_harden (&error))
    g_debug ("Hardening: %s", error->message);
  karne_locale_init ();
  application = karne_application_new (NULL);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  karne_locale_finish ();
  return status;
}
