/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "outpost-file.h"
#include "outpost-key-file.h"
#include "outpost-paths.h"
#include "outpost-printable.h"

#define ID_MAX_LENGTH 63
#define SUFFIX        ".conf"
#define HIDDEN_PREFIX ".removed-"
#define LOCK_NAME     ".lock"
#define CONFIG_GROUP  "Outpost"
#define CONFIG_KEY    "DefaultAccount"

/**
 * outpost_account_folder_new:
 * @path: (nullable) (type filename): the folder, or %NULL for the person's own
 * @admin_path: (nullable) (type filename): the administrator's, or %NULL for the computer's
 *
 * Returns: (transfer full): where account files lie; neither folder need exist
 */
OutpostAccountFolder *
outpost_account_folder_new (const char *path,
                            const char *admin_path)
{
  OutpostAccountFolder *self = g_new0 (OutpostAccountFolder, 1);

  self->path = path != NULL ? g_strdup (path) : outpost_paths_get_accounts_dir ();
  self->admin_path =
    admin_path != NULL ? g_strdup (admin_path) : outpost_paths_get_admin_accounts_dir ();
  return self;
}

/**
 * outpost_account_folder_copy:
 * @self: a folder
 *
 * Returns: (transfer full): a copy
 */
OutpostAccountFolder *
outpost_account_folder_copy (const OutpostAccountFolder *self)
{
  return outpost_account_folder_new (self->path, self->admin_path);
}

/**
 * outpost_account_folder_free:
 * @self: (transfer full): a folder
 *
 * Frees it.
 */
void
outpost_account_folder_free (OutpostAccountFolder *self)
{
  g_free (self->path);
  g_free (self->admin_path);
  g_free (self);
}

/**
 * outpost_account_id_is_well_formed:
 * @id: an id
 *
 * Returns: whether it is `[a-z0-9][a-z0-9-]{0,62}`: a file name on every file system, and no
 *   option of a program
 */
gboolean
outpost_account_id_is_well_formed (const char *id)
{
  gsize length = strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-");

  return id[length] == '\0' && length >= 1 && length <= ID_MAX_LENGTH && id[0] != '-';
}

static char *
make_path (const char *folder,
           const char *prefix,
           const char *id)
{
  g_autofree char *name = g_strconcat (prefix, id, SUFFIX, NULL);

  return g_build_filename (folder, name, NULL);
}

/**
 * outpost_account_folder_get_file:
 * @self: a folder
 * @id: an account's id
 *
 * Returns: (transfer full) (type filename): the account's file, whether it is there or not
 */
char *
outpost_account_folder_get_file (const OutpostAccountFolder *self,
                                 const char                 *id)
{
  return make_path (self->path, "", id);
}

/**
 * outpost_account_folder_get_hidden_file:
 * @self: a folder
 * @id: an account's id
 *
 * Returns: (transfer full) (type filename): where the file lies while Remove can be undone
 */
char *
outpost_account_folder_get_hidden_file (const OutpostAccountFolder *self,
                                        const char                 *id)
{
  return make_path (self->path, HIDDEN_PREFIX, id);
}

/**
 * outpost_account_folder_get_config_file:
 * @self: a folder
 *
 * Returns: (transfer full) (type filename): the file that names the default account
 */
char *
outpost_account_folder_get_config_file (const OutpostAccountFolder *self)
{
  g_autofree char *parent = g_path_get_dirname (self->path);

  return g_build_filename (parent, "outpost.conf", NULL);
}

/**
 * outpost_account_folder_has_id:
 * @self: a folder
 * @id: an id
 *
 * Returns: whether the id is taken: by a file here, one that may come back, or one of the
 *   administrator's
 */
gboolean
outpost_account_folder_has_id (const OutpostAccountFolder *self,
                               const char                 *id)
{
  g_autofree char *own = outpost_account_folder_get_file (self, id);
  g_autofree char *hidden = outpost_account_folder_get_hidden_file (self, id);
  g_autofree char *admin = make_path (self->admin_path, "", id);

  return g_file_test (own, G_FILE_TEST_EXISTS) || g_file_test (own, G_FILE_TEST_IS_SYMLINK) ||
         g_file_test (hidden, G_FILE_TEST_EXISTS) || g_file_test (admin, G_FILE_TEST_EXISTS);
}

/* Letters and digits of the name, a hyphen for each run of anything else. */
static char *
make_stem (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name, NULL);
  GString *stem = g_string_new (NULL);

  for (const char *c = ascii; *c != '\0' && stem->len < ID_MAX_LENGTH; c++) {
    if (g_ascii_isalnum (*c))
      g_string_append_c (stem, g_ascii_tolower (*c));
    else if (stem->len > 0 && stem->str[stem->len - 1] != '-')
      g_string_append_c (stem, '-');
  }
  if (stem->len > 0 && stem->str[stem->len - 1] == '-')
    g_string_truncate (stem, stem->len - 1);
  if (stem->len == 0)
    g_string_append (stem, "account");
  return g_string_free (stem, FALSE);
}

/**
 * outpost_account_folder_make_id:
 * @self: a folder
 * @name: what people call the account
 *
 * Makes an id of the name: in ASCII, lower case, with a number where it is taken.
 *
 * Returns: (transfer full): an id that nobody has
 */
char *
outpost_account_folder_make_id (const OutpostAccountFolder *self,
                                const char                 *name)
{
  g_autofree char *stem = make_stem (name);
  char *id = g_strdup (stem);

  for (guint n = 2; outpost_account_folder_has_id (self, id); n++) {
    g_autofree char *number = g_strdup_printf ("-%u", n);

    g_free (id);
    id = g_strdup_printf ("%.*s%s", (int) (ID_MAX_LENGTH - strlen (number)), stem, number);
  }
  return id;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * outpost_account_folder_list:
 * @self: a folder
 * @hidden: whether to list the accounts that Remove has put aside
 *
 * Returns: (transfer full): what stands before ".conf" in the names of the files, sorted. Among
 *   those not hidden may be names that are no id
 */
char **
outpost_account_folder_list (const OutpostAccountFolder *self,
                             gboolean                    hidden)
{
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    gboolean is_hidden = g_str_has_prefix (name, HIDDEN_PREFIX);
    gsize start = is_hidden ? strlen (HIDDEN_PREFIX) : 0;

    if (!g_str_has_suffix (name, SUFFIX) || is_hidden != hidden || name[start] == '.')
      continue;
    g_ptr_array_add (names, g_strndup (name + start, strlen (name) - start - strlen (SUFFIX)));
  }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

/**
 * outpost_account_folder_lock:
 * @self: a folder
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Makes the folder if it is missing and waits for its lock.
 *
 * Returns: a descriptor to close(2), or -1
 */
int
outpost_account_folder_lock (const OutpostAccountFolder  *self,
                             GError                     **error)
{
  g_autofree char *lock = g_build_filename (self->path, LOCK_NAME, NULL);

  return outpost_paths_make_private_dir (self->path, error) ? outpost_file_lock (lock, error) : -1;
}

static gboolean
move_locked (const OutpostAccountFolder  *self,
             const char                  *from,
             const char                  *to,
             GError                     **error)
{
  g_autofree char *shown = NULL;
  int fd = -1;
  int code = 0;

  if (g_rename (from, to) != 0)
    code = errno;
  else if ((fd = open (self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 || fsync (fd) != 0)
    code = errno;
  if (fd >= 0)
    close (fd);
  if (code == 0)
    return TRUE;

  shown = outpost_printable_isolate (from);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: a file name and the system's reason */
               _("“%s” cannot be moved aside or back: %s."), shown, g_strerror (code));
  return FALSE;
}

/**
 * outpost_account_folder_hide:
 * @self: a folder
 * @id: an account's id
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Moves the account's file aside.
 *
 * Returns: whether it is aside
 */
gboolean
outpost_account_folder_hide (const OutpostAccountFolder  *self,
                             const char                  *id,
                             GError                     **error)
{
  g_autofree char *file = outpost_account_folder_get_file (self, id);
  g_autofree char *hidden = outpost_account_folder_get_hidden_file (self, id);
  int lock = outpost_account_folder_lock (self, error);
  gboolean done;

  if (lock < 0)
    return FALSE;
  done = move_locked (self, file, hidden, error);
  close (lock);
  return done;
}

/**
 * outpost_account_folder_unhide:
 * @self: a folder
 * @id: an account's id
 * @error: return location for a [error@Gio.IOErrorEnum] or an [error@Outpost.AccountError]
 *
 * Moves the account's file back.
 *
 * Returns: whether it is back; %OUTPOST_ACCOUNT_ERROR_ID_TAKEN if another file has its place
 */
gboolean
outpost_account_folder_unhide (const OutpostAccountFolder  *self,
                               const char                  *id,
                               GError                     **error)
{
  g_autofree char *file = outpost_account_folder_get_file (self, id);
  g_autofree char *hidden = outpost_account_folder_get_hidden_file (self, id);
  g_autofree char *shown = NULL;
  int lock = outpost_account_folder_lock (self, error);
  gboolean done = FALSE;

  if (lock < 0)
    return FALSE;
  shown = outpost_printable_isolate (file);
  if (g_file_test (file, G_FILE_TEST_EXISTS))
    g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_ID_TAKEN,
                 _("“%s” was made anew in the meantime. Move it away first."), shown);
  else
    done = move_locked (self, hidden, file, error);
  close (lock);
  return done;
}

/**
 * outpost_account_folder_dup_default:
 * @self: a folder
 *
 * Returns: (transfer full) (nullable): what `DefaultAccount=` says, whether there is such an
 *   account or not
 */
char *
outpost_account_folder_dup_default (const OutpostAccountFolder *self)
{
  g_autofree char *path = outpost_account_folder_get_config_file (self);
  g_autoptr (OutpostKeyFile) file = outpost_key_file_load (path, NULL);
  char *id = NULL;

  if (file != NULL)
    outpost_key_file_get (file, CONFIG_GROUP, CONFIG_KEY, &id, NULL);
  return id;
}

static gboolean
write_default (const OutpostAccountFolder  *self,
               const char                  *id,
               GError                     **error)
{
  g_autofree char *path = outpost_account_folder_get_config_file (self);
  g_autoptr (GError) why = NULL;
  g_autoptr (OutpostKeyFile) file = outpost_key_file_load (path, &why);

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    file = outpost_key_file_new (path);
  if (file == NULL) {
    g_propagate_error (error, g_steal_pointer (&why));
    return FALSE;
  }
  outpost_key_file_set (file, CONFIG_GROUP, CONFIG_KEY, id);
  return outpost_key_file_save (file, error);
}

/**
 * outpost_account_folder_set_default:
 * @self: a folder
 * @id: (nullable): an account's id, or %NULL for none
 * @error: return location for an error
 *
 * Writes `DefaultAccount=`; all else in that file stays.
 *
 * Returns: whether it is on disk
 */
gboolean
outpost_account_folder_set_default (const OutpostAccountFolder  *self,
                                    const char                  *id,
                                    GError                     **error)
{
  int lock = outpost_account_folder_lock (self, error);
  gboolean written;

  if (lock < 0)
    return FALSE;
  written = write_default (self, id, error);
  close (lock);
  return written;
}
