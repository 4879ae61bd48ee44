/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-paths.h"

static char *
dup_path (const char *variable, const char *installed)
{
  const char *path = g_getenv (variable);

  return g_strdup (path != NULL && *path != '\0' ? path : installed);
}

char *
karne_paths_dup_demo_server (void)
{
  return dup_path ("KARNE_DEMO_SERVER", PACKAGE_LIBEXEC_DIR "/karne-demo-server");
}

char *
karne_paths_dup_demo_data (void)
{
  return dup_path ("KARNE_DEMO_DATA", PACKAGE_DATA_DIR "/demo");
}

char *
karne_paths_dup_locale_dir (void)
{
  return dup_path ("KARNE_LOCALE_DIR", LOCALE_DIR);
}
