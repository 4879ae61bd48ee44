/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window, as on a computer on which the administrator said what a helper may see: in the file
 * that KARNE_TEST_MATRIX names, since no test writes into the folder of the system's settings. */

#include "config.h"

#include "karne-application.h"
#include "karne-locale.h"

int
main (int argc, char **argv)
{
  g_autoptr (KarneApplication) application = NULL;
  int status;

  karne_locale_init ();
  application = karne_application_new (g_getenv ("KARNE_TEST_MATRIX"));
  status = g_application_run (G_APPLICATION (application), argc, argv);
  karne_locale_finish ();
  return status;
}
