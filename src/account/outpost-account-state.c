/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account-state.h"

#include <unistd.h>

#include "outpost-file.h"
#include "outpost-key-file.h"
#include "outpost-paths.h"

#define GROUP_PASSED  "Passed"
#define GROUP_REFUSED "Refused"
#define KEY_TIME      "Time"
#define KEY_SETTINGS  "Settings"
#define KEY_MECHANISM "Mechanism"

static char *
get_folder (void)
{
  g_autofree char *state = outpost_paths_get_state_dir ();

  return g_build_filename (state, "accounts", NULL);
}

static char *
get_path (const char *account_id)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *name = g_strconcat (account_id, ".conf", NULL);

  return g_build_filename (folder, name, NULL);
}

/* What is remembered under the key, if it is for these very settings. */
static char *
get_value (OutpostAccount *account,
           const char     *group,
           const char     *key)
{
  const char *id = outpost_account_get_id (account);
  g_autofree char *path = id != NULL ? get_path (id) : NULL;
  g_autoptr (OutpostKeyFile) file = path != NULL ? outpost_key_file_load (path, NULL) : NULL;
  g_autofree char *hash = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *value = NULL;

  if (file == NULL || !outpost_key_file_get (file, group, KEY_SETTINGS, &settings, NULL) ||
      !outpost_key_file_get (file, group, key, &value, NULL))
    return NULL;

  hash = outpost_account_hash_settings (account);
  return g_strcmp0 (hash, settings) == 0 ? g_steal_pointer (&value) : NULL;
}

static gint64
get_time (OutpostAccount *account,
          const char     *group)
{
  g_autofree char *time = get_value (account, group, KEY_TIME);
  gint64 seconds;

  if (time == NULL || !g_ascii_string_to_signed (time, 10, 0, G_MAXINT64, &seconds, NULL))
    return 0;
  return seconds;
}

static gboolean
write_locked (OutpostAccount  *account,
              const char      *path,
              const char      *group,
              gint64           time,
              const char      *mechanism,
              GError         **error)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, time);
  g_autofree char *hash = outpost_account_hash_settings (account);
  g_autoptr (OutpostKeyFile) file = outpost_key_file_load (path, NULL);

  /* What cannot be read is not worth keeping: it only saves a second test. */
  if (file == NULL)
    file = outpost_key_file_new (path);
  outpost_key_file_set (file, group, KEY_TIME, time > 0 ? seconds : NULL);
  outpost_key_file_set (file, group, KEY_SETTINGS, time > 0 ? hash : NULL);
  outpost_key_file_set (file, group, KEY_MECHANISM, time > 0 ? mechanism : NULL);
  return outpost_key_file_save (file, error);
}

static gboolean
set_time (OutpostAccount  *account,
          const char      *group,
          gint64           time,
          const char      *mechanism,
          GError         **error)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *lock_path = g_build_filename (folder, ".lock", NULL);
  const char *id = outpost_account_get_id (account);
  g_autofree char *path = id != NULL ? get_path (id) : NULL;
  gboolean written;
  int lock;

  if (id == NULL || (time <= 0 && !g_file_test (path, G_FILE_TEST_EXISTS)))
    return TRUE;
  if (!outpost_paths_make_private_dir (folder, error))
    return FALSE;
  lock = outpost_file_lock (lock_path, error);
  if (lock < 0)
    return FALSE;

  written = write_locked (account, path, group, time, mechanism, error);
  close (lock);
  return written;
}

/**
 * outpost_account_state_get_passed:
 * @account: an account as it stands in the form
 *
 * Returns: when Test last passed with these very settings, in seconds since 1970 UTC, or 0.
 *   A draft without an id has no memory
 */
gint64
outpost_account_state_get_passed (OutpostAccount *account)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account), 0);

  return get_time (account, GROUP_PASSED);
}

/**
 * outpost_account_state_dup_mechanism:
 * @account: an account as it stands in the form
 *
 * Returns: (transfer full) (nullable): the SASL mechanism that signed in when Test last
 *   passed with these very settings
 */
char *
outpost_account_state_dup_mechanism (OutpostAccount *account)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account), NULL);

  return get_value (account, GROUP_PASSED, KEY_MECHANISM);
}

/**
 * outpost_account_state_get_refused:
 * @account: an account
 *
 * Returns: when the server last refused the sign-in with these very settings, in seconds since
 *   1970 UTC, or 0
 */
gint64
outpost_account_state_get_refused (OutpostAccount *account)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account), 0);

  return get_time (account, GROUP_REFUSED);
}

/**
 * outpost_account_state_set_passed:
 * @account: an account; one without an id is not remembered, which is no error
 * @time: when Test passed, in seconds since 1970 UTC, or 0 to forget
 * @mechanism: (nullable): the SASL mechanism that signed in
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Remembers that Test passed with these very settings.
 *
 * Returns: whether it is on disk
 */
gboolean
outpost_account_state_set_passed (OutpostAccount  *account,
                                  gint64           time,
                                  const char      *mechanism,
                                  GError         **error)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account), FALSE);

  return set_time (account, GROUP_PASSED, time, mechanism, error);
}

/**
 * outpost_account_state_set_refused:
 * @account: an account; one without an id is not remembered, which is no error
 * @time: when the server refused the sign-in, in seconds since 1970 UTC, or 0 to forget
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Remembers that the sign-in was refused, so that no process presents the same
 * credential again. A new password forgets it.
 *
 * Returns: whether it is on disk
 */
gboolean
outpost_account_state_set_refused (OutpostAccount  *account,
                                   gint64           time,
                                   GError         **error)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (account), FALSE);

  return set_time (account, GROUP_REFUSED, time, NULL, error);
}

/**
 * outpost_account_state_forget:
 * @account_id: an account's id
 *
 * Forgets all that is remembered of the account.
 */
void
outpost_account_state_forget (const char *account_id)
{
  g_autofree char *path = NULL;

  g_return_if_fail (account_id != NULL);

  path = get_path (account_id);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    outpost_file_remove (path, NULL);
}
