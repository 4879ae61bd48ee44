/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-key.h"
#include "cli.h"

#include "karne-error.h"
#include "keys/karne-sealed-file.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static CliSecret *
read_passphrase (Cli *cli, GError **error)
{
  if (cli->key_fd >= 0)
    return cli_secret_read_fd (cli->key_fd, "--key-fd", error);
  return cli_secret_ask (_ ("Passphrase of the file: "), error);
}

/* A file that somebody took along from a shared computer. */
gboolean
cmd_unseal (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GFile) file = NULL;
  g_autoptr (CliSecret) passphrase = NULL;
  g_autoptr (GBytes) content = NULL;
  gsize size;
  const void *data;

  if (!cli_parse (cli, &rest, NULL, 1, 1, error))
    return FALSE;
  file = g_file_new_for_commandline_arg (rest[1]);
  passphrase = read_passphrase (cli, error);
  if (passphrase == NULL)
    return FALSE;
  content = karne_sealed_file_read (file, passphrase, error);
  if (content == NULL)
    return FALSE;
  data = g_bytes_get_data (content, &size);
  if (fwrite (data, 1, size, stdout) == size && fflush (stdout) == 0)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NO_SPACE,
                       "Opening a sealed file: it cannot be written");
  return FALSE;
}
