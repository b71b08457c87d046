/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-paths.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "outpost-printable.h"

#define PROGRAM_FOLDER "outpost"

/* Inside a Flatpak /etc is the runtime's; the computer's own is shown there. */
static const char *
get_system_config_dir (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "/run/host/etc" : "/etc";
}

/**
 * outpost_paths_get_accounts_dir:
 *
 * Returns: (transfer full) (type filename): the folder of the person's account files
 */
char *
outpost_paths_get_accounts_dir (void)
{
  return g_build_filename (g_get_user_config_dir (), PROGRAM_FOLDER, "accounts", NULL);
}

/**
 * outpost_paths_get_admin_accounts_dir:
 *
 * Returns: (transfer full) (type filename): the folder of account files that the
 *   administrator provides
 */
char *
outpost_paths_get_admin_accounts_dir (void)
{
  return g_build_filename (get_system_config_dir (), PROGRAM_FOLDER, "accounts", NULL);
}

/**
 * outpost_paths_get_providers_dir:
 *
 * Returns: (transfer full) (type filename): the folder of the person's own files
 *   about mail domains, `DOMAIN.xml` each
 */
char *
outpost_paths_get_providers_dir (void)
{
  return g_build_filename (g_get_user_config_dir (), PROGRAM_FOLDER, "isp", NULL);
}

/**
 * outpost_paths_get_admin_providers_dir:
 *
 * Returns: (transfer full) (type filename): the folder of such files that the
 *   administrator provides
 */
char *
outpost_paths_get_admin_providers_dir (void)
{
  return g_build_filename (get_system_config_dir (), PROGRAM_FOLDER, "isp", NULL);
}

/**
 * outpost_paths_get_config_file:
 *
 * Returns: (transfer full) (type filename): the file that names the default account
 */
char *
outpost_paths_get_config_file (void)
{
  return g_build_filename (g_get_user_config_dir (), PROGRAM_FOLDER, "outpost.conf", NULL);
}

/**
 * outpost_paths_get_state_dir:
 *
 * Returns: (transfer full) (type filename): the folder for what is remembered
 *   between runs; it may not exist yet
 */
char *
outpost_paths_get_state_dir (void)
{
  return g_build_filename (g_get_user_state_dir (), PROGRAM_FOLDER, NULL);
}

/**
 * outpost_paths_make_private_dir:
 * @path: (type filename): a folder
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Makes the folder, and those above it, with mode 0700 where they are missing.
 *
 * Returns: whether it is there
 */
gboolean
outpost_paths_make_private_dir (const char  *path,
                                GError     **error)
{
  g_autofree char *shown = NULL;
  int code;

  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;

  code = errno;
  shown = outpost_printable_isolate (path);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: the second %s is the system's reason */
               _("The folder “%s” cannot be made: %s."), shown, g_strerror (code));
  return FALSE;
}

/**
 * outpost_paths_adopt_runtime_dir:
 *
 * Finds the session bus and with it the keyring where cron has started a
 * program: if `XDG_RUNTIME_DIR` is unset and /run/user/UID exists, is ours and
 * nobody else may enter it, it is taken. Changes the environment, so it must be
 * called first thing in main(), before any thread runs.
 */
void
outpost_paths_adopt_runtime_dir (void)
{
  g_autofree char *path = NULL;
  struct stat info;

  if (g_getenv ("XDG_RUNTIME_DIR") != NULL)
    return;

  path = g_strdup_printf ("/run/user/%lu", (unsigned long) geteuid ());
  if (lstat (path, &info) == 0 && S_ISDIR (info.st_mode) && info.st_uid == geteuid () &&
      (info.st_mode & 07777) == 0700)
    g_setenv ("XDG_RUNTIME_DIR", path, FALSE);
}
