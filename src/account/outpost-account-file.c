/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account-file.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-account-value.h"

#define GROUP "Account"

/* Whoever may write to the file could have this user run any command. */
static char *
explain_trust (OutpostKeyFile *file,
               OutpostField    field,
               const char     *text)
{
  OutpostSecretSource source;
  const char *argument;

  if (field != OUTPOST_FIELD_SECRET || !outpost_key_file_get_others_may_write (file) ||
      !outpost_secret_source_parse (text, &source, &argument) ||
      source != OUTPOST_SECRET_SOURCE_COMMAND)
    return NULL;
  return g_strdup (_("“Secret” names a command, which is not run because others may change this "
                     "file. Take their right to write away with “chmod go-w”."));
}

static gboolean
read_field (OutpostKeyFile  *file,
            OutpostAccount  *account,
            OutpostField     field,
            GError         **error)
{
  const char *key = outpost_field_get_key (field);
  g_autofree char *text = NULL;
  g_autofree char *fault = NULL;

  if (!outpost_key_file_get (file, GROUP, key, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  fault = outpost_account_explain_value (field, key, text);
  if (fault == NULL)
    fault = explain_trust (file, field, text);
  if (fault == NULL) {
    outpost_account_set (account, field, text);
    return TRUE;
  }
  g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_BROKEN_FILE,
               /* Translators: a file name, a line number, and a sentence about that line */
               _("“%s”, line %u: %s"), outpost_key_file_get_shown_path (file),
               outpost_key_file_get_line (file, GROUP, key), fault);
  return FALSE;
}

/**
 * outpost_account_file_read:
 * @file: the key file of an account
 * @id: the account's id
 * @error: return location for an [error@Outpost.AccountError]
 *
 * Reads what the file says. Numbers and words are taken strictly.
 *
 * Returns: (transfer full): the account, or %NULL with
 *   %OUTPOST_ACCOUNT_ERROR_BROKEN_FILE naming file, line and key, never the value
 */
OutpostAccount *
outpost_account_file_read (OutpostKeyFile  *file,
                           const char      *id,
                           GError         **error)
{
  g_autoptr (OutpostAccount) account = outpost_account_new (id);

  if (!outpost_key_file_has_group (file, GROUP)) {
    g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_BROKEN_FILE,
                 _("“%s” has no group “[Account]”."), outpost_key_file_get_shown_path (file));
    return NULL;
  }
  /* In the order of the fields, whatever that of the lines is: PinnedKey comes
   * after Server and Port, which void it. */
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (i != OUTPOST_FIELD_PASSWORD && !read_field (file, account, (OutpostField) i, error))
      return NULL;
  }
  return g_steal_pointer (&account);
}

/**
 * outpost_account_file_load:
 * @path: (type filename): the file of an account
 * @id: the account's id
 * @error: return location for a [error@Gio.IOErrorEnum] or an
 *   [error@Outpost.AccountError]
 *
 * Returns: (transfer full): the account, or %NULL
 */
OutpostAccount *
outpost_account_file_load (const char  *path,
                           const char  *id,
                           GError     **error)
{
  g_autoptr (OutpostKeyFile) file = outpost_key_file_load (path, error);

  return file != NULL ? outpost_account_file_read (file, id, error) : NULL;
}

/**
 * outpost_account_file_apply:
 * @file: the key file of an account
 * @before: (nullable): what the file says, or %NULL if it is new
 * @after: what it is to say
 *
 * Changes the lines of the keys that differ and leaves all others alone. A new
 * file gets every key that has a text, defaults too: it shows what there is.
 */
void
outpost_account_file_apply (OutpostKeyFile *file,
                            OutpostAccount *before,
                            OutpostAccount *after)
{
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    OutpostField field = (OutpostField) i;
    const char *text = outpost_account_get (after, field);

    if (before == NULL ? text[0] != '\0' : strcmp (outpost_account_get (before, field), text) != 0)
      outpost_key_file_set (file, GROUP, outpost_field_get_key (field),
                            text[0] != '\0' ? text : NULL);
  }
}
