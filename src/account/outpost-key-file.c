/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-key-file.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "outpost-account.h"
#include "outpost-file.h"
#include "outpost-printable.h"

/* A hundred times what an account needs: a larger file is not one of ours. */
#define FILE_MAX_OCTETS 65536

/* A line as it stands in the file, without its line feed. */
typedef struct {
  char *raw;
  char *group;  /* the group it opens or belongs to; NULL before the first */
  char *key;    /* NULL: a comment, an empty line, or the head of a group */
} Line;

/* GKeyFile knows the escapes but no line numbers, and merges repeated groups
 * and keys without a word (measured with GLib 2.74.6); the lines know those. */
struct _OutpostKeyFile {
  char      *path;
  char      *shown_path;   /* as it stands in a sentence */
  GPtrArray *lines;
  GKeyFile  *values;
  gboolean   others_may_write;
};

static void
line_free (Line *line)
{
  g_free (line->raw);
  g_free (line->group);
  g_free (line->key);
  g_free (line);
}

static Line *
line_new (const char *raw,
          gsize       length,
          const char *group,
          const char *key)
{
  Line *line = g_new0 (Line, 1);

  line->raw = g_strndup (raw, length);
  line->group = g_strdup (group);
  line->key = g_strdup (key);
  return line;
}

static Line *
get_line (OutpostKeyFile *self,
          guint           n)
{
  return g_ptr_array_index (self->lines, n);
}

/* The sentence never holds the line: a password may stand in the wrong place. */
static void
set_line_error (OutpostKeyFile  *self,
                const char      *what,
                GError         **error)
{
  g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_BROKEN_FILE,
               /* Translators: a file name, a line number, and a sentence about that line */
               _("“%s”, line %u: %s"), self->shown_path, self->lines->len + 1, what);
}

/* Returns the name in a line such as "[Account]", or NULL if it is none. What
 * GKeyFile takes for a group and what this does are the same. */
static char *
parse_group (const char *text)
{
  const char *end = strchr (text, ']');

  if (text[0] != '[' || end == NULL || end == text + 1)
    return NULL;
  if (end[1 + strspn (end + 1, " \t\r")] != '\0')
    return NULL;
  for (const char *p = text + 1; p < end; p++) {
    if (*p == '[' || g_ascii_iscntrl (*p))
      return NULL;
  }
  return g_strndup (text + 1, (gsize) (end - text - 1));
}

/* Returns the key of a line such as "Name=Shop", or NULL if it is none. */
static char *
parse_key (const char *text)
{
  const char *equals = strchr (text, '=');
  g_autofree char *key = NULL;

  if (equals == NULL)
    return NULL;
  key = g_strchomp (g_strndup (text, (gsize) (equals - text)));
  return key[0] != '\0' ? g_steal_pointer (&key) : NULL;
}

static guint
find_group (OutpostKeyFile *self,
            const char     *group)
{
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = get_line (self, i);

    if (g_strcmp0 (line->group, group) == 0)
      return i + 1;
  }
  return 0;
}

static gboolean
scan_group (OutpostKeyFile  *self,
            const char      *raw,
            const char      *name,
            GError         **error)
{
  guint earlier = find_group (self, name);
  g_autofree char *what = NULL;

  if (earlier == 0) {
    g_ptr_array_add (self->lines, line_new (raw, strlen (raw), name, NULL));
    return TRUE;
  }
  what = g_strdup_printf (_("This group was already opened in line %u."), earlier);
  set_line_error (self, what, error);
  return FALSE;
}

static gboolean
scan_key (OutpostKeyFile  *self,
          const char      *raw,
          const char      *group,
          const char      *key,
          GError         **error)
{
  guint earlier;
  OutpostField field;
  g_autofree char *what = NULL;

  if (group == NULL) {
    set_line_error (self, _("A group such as “[Account]” must come before the first key."), error);
    return FALSE;
  }
  earlier = outpost_key_file_get_line (self, group, key);
  if (earlier == 0) {
    g_ptr_array_add (self->lines, line_new (raw, strlen (raw), group, key));
    return TRUE;
  }
  /* A key we do not know may be the first half of a password. */
  if (outpost_field_from_key (key, &field))
    what = g_strdup_printf (_("“%s” is already set in line %u."), key, earlier);
  else
    what = g_strdup_printf (_("This key is already set in line %u."), earlier);
  set_line_error (self, what, error);
  return FALSE;
}

static gboolean
scan_line (OutpostKeyFile  *self,
           const char      *raw,
           char           **group,
           GError         **error)
{
  const char *text = raw;
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;

  while (g_ascii_isspace (*text))
    text++;

  if (*text == '\0' || *text == '#') {
    g_ptr_array_add (self->lines, line_new (raw, strlen (raw), *group, NULL));
    return TRUE;
  }
  if ((name = parse_group (text)) != NULL) {
    g_free (*group);
    *group = g_strdup (name);
    return scan_group (self, raw, name, error);
  }
  if (text[0] != '[' && (key = parse_key (text)) != NULL)
    return scan_key (self, raw, *group, key, error);

  set_line_error (self, _("This is neither a group, nor a key with its value, nor a comment."),
                  error);
  return FALSE;
}

static gboolean
scan (OutpostKeyFile  *self,
      const char      *data,
      gsize            length,
      GError         **error)
{
  const char *end = data + length;
  g_autofree char *group = NULL;

  while (data < end) {
    const char *feed = memchr (data, '\n', (gsize) (end - data));
    gsize size = (gsize) ((feed != NULL ? feed : end) - data);
    g_autofree char *raw = NULL;

    if (!g_utf8_validate (data, (gssize) size, NULL)) { /* also where a NUL stands */
      set_line_error (self, _("This is not text in UTF-8."), error);
      return FALSE;
    }
    raw = g_strndup (data, size);
    if (!scan_line (self, raw, &group, error))
      return FALSE;
    data += size + 1;
  }
  return TRUE;
}

/**
 * outpost_key_file_new:
 * @path: (type filename): where it will be saved
 *
 * Returns: (transfer full): a key file without a line
 */
OutpostKeyFile *
outpost_key_file_new (const char *path)
{
  OutpostKeyFile *self = g_new0 (OutpostKeyFile, 1);

  self->path = g_strdup (path);
  self->shown_path = outpost_printable_isolate (path);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  self->values = g_key_file_new ();
  return self;
}

/**
 * outpost_key_file_free:
 * @self: (transfer full): a key file
 *
 * Frees it.
 */
void
outpost_key_file_free (OutpostKeyFile *self)
{
  g_free (self->path);
  g_free (self->shown_path);
  g_ptr_array_unref (self->lines);
  g_key_file_unref (self->values);
  g_free (self);
}

/**
 * outpost_key_file_parse:
 * @path: (type filename): where the text comes from, for error sentences
 * @data: (array length=length): the text
 * @length: its length in octets
 * @error: return location for an [error@Outpost.AccountError]
 *
 * Reads a key file by the Desktop Entry grammar, but takes no repeated group
 * and no repeated key.
 *
 * Returns: (transfer full): the key file, or %NULL with
 *   %OUTPOST_ACCOUNT_ERROR_BROKEN_FILE naming file, line and, where it is one
 *   of ours, key; never a value
 */
OutpostKeyFile *
outpost_key_file_parse (const char  *path,
                        const char  *data,
                        gsize        length,
                        GError     **error)
{
  g_autoptr (OutpostKeyFile) self = outpost_key_file_new (path);

  if (!scan (self, data, length, error))
    return NULL;

  /* The sentences of GKeyFile quote the line they stumble on: say it without. */
  if (length > 0 &&
      !g_key_file_load_from_data (self->values, data, length, G_KEY_FILE_KEEP_TRANSLATIONS, NULL)) {
    g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_BROKEN_FILE,
                 _("“%s” is not a key file: a group or a key in it has an unusable name."),
                 self->shown_path);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * outpost_key_file_load:
 * @path: (type filename): a regular file of at most 64 KiB
 * @error: return location for a [error@Gio.IOErrorEnum] or an
 *   [error@Outpost.AccountError]
 *
 * Reads a file, see [func@Outpost.key_file_parse].
 *
 * Returns: (transfer full): the key file, or %NULL
 */
OutpostKeyFile *
outpost_key_file_load (const char  *path,
                       GError     **error)
{
  gsize length;
  gboolean others_may_write;
  g_autofree char *data =
    outpost_file_read (path, FILE_MAX_OCTETS, &length, &others_may_write, error);
  OutpostKeyFile *self = data != NULL ? outpost_key_file_parse (path, data, length, error) : NULL;

  if (self != NULL)
    self->others_may_write = others_may_write;
  return self;
}

/**
 * outpost_key_file_get_others_may_write:
 * @self: a key file
 *
 * Returns: whether the file, as it was loaded, belongs to neither the effective user nor
 *   root, or group or others may write to it
 */
gboolean
outpost_key_file_get_others_may_write (OutpostKeyFile *self)
{
  return self->others_may_write;
}

/**
 * outpost_key_file_get_shown_path:
 * @self: a key file
 *
 * Returns: (transfer none): where it is saved, for a sentence
 */
const char *
outpost_key_file_get_shown_path (OutpostKeyFile *self)
{
  return self->shown_path;
}

/**
 * outpost_key_file_has_group:
 * @self: a key file
 * @group: a group's name
 *
 * Returns: whether the group is there
 */
gboolean
outpost_key_file_has_group (OutpostKeyFile *self,
                            const char     *group)
{
  return find_group (self, group) > 0;
}

/**
 * outpost_key_file_get_line:
 * @self: a key file
 * @group: a group's name
 * @key: a key
 *
 * Returns: the number of the key's line, counted from 1, or 0 if it is not there
 */
guint
outpost_key_file_get_line (OutpostKeyFile *self,
                           const char     *group,
                           const char     *key)
{
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = get_line (self, i);

    if (g_strcmp0 (line->key, key) == 0 && g_strcmp0 (line->group, group) == 0)
      return i + 1;
  }
  return 0;
}

/**
 * outpost_key_file_get:
 * @self: a key file
 * @group: a group's name
 * @key: a key
 * @text: (out) (nullable): return location for the value, %NULL if the key is not there
 * @error: return location for an [error@Outpost.AccountError]
 *
 * Reads a value, its escapes undone.
 *
 * Returns: %FALSE if the value has an escape that means nothing
 */
gboolean
outpost_key_file_get (OutpostKeyFile  *self,
                      const char      *group,
                      const char      *key,
                      char           **text,
                      GError         **error)
{
  guint line = outpost_key_file_get_line (self, group, key);
  g_autofree char *value = NULL;
  g_autoptr (GError) why = NULL;

  *text = NULL;
  if (line == 0)
    return TRUE;

  /* On an escape that means nothing GLib returns an error and a value as well. */
  value = g_key_file_get_string (self->values, group, key, &why);
  if (why == NULL) {
    *text = g_steal_pointer (&value);
    return TRUE;
  }

  g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_BROKEN_FILE,
               /* Translators: a file name, a line number, a key such as “Username” */
               _("“%s”, line %u: “%s” holds a single backslash; write “\\\\” for each one."),
               self->shown_path, line, key);
  return FALSE;
}

/* Where a new key of the group goes: behind its last key, before the comments
 * and empty lines that lead to the next group. */
static guint
find_end_of_group (OutpostKeyFile *self,
                   const char     *group)
{
  guint end = find_group (self, group);

  for (guint i = end; i < self->lines->len; i++) {
    Line *line = get_line (self, i);

    if (line->key != NULL && strcmp (line->group, group) == 0)
      end = i + 1;
  }
  return end;
}

static void
append_group (OutpostKeyFile *self,
              const char     *group)
{
  g_autofree char *head = g_strdup_printf ("[%s]", group);

  if (self->lines->len > 0)
    g_ptr_array_add (self->lines, line_new ("", 0, NULL, NULL));
  g_ptr_array_add (self->lines, line_new (head, strlen (head), group, NULL));
}

/* The value as it is written: GKeyFile escapes what needs it, but for blanks at
 * the end, which an editor may take away. */
static char *
escape (OutpostKeyFile *self,
        const char     *group,
        const char     *key)
{
  g_autofree char *value = g_key_file_get_value (self->values, group, key, NULL);
  gsize length = strlen (value);

  if (length == 0 || value[length - 1] != ' ')
    return g_steal_pointer (&value);
  value[length - 1] = '\0';
  return g_strconcat (value, "\\s", NULL);
}

/**
 * outpost_key_file_set:
 * @self: a key file
 * @group: a group's name
 * @key: a key
 * @text: (nullable): the value; %NULL takes the line away
 *
 * Changes one line, or adds it behind the last key of the group.
 */
void
outpost_key_file_set (OutpostKeyFile *self,
                      const char     *group,
                      const char     *key,
                      const char     *text)
{
  guint position = outpost_key_file_get_line (self, group, key);
  g_autofree char *value = NULL;
  g_autofree char *raw = NULL;

  if (text == NULL) {
    if (position > 0) {
      g_ptr_array_remove_index (self->lines, position - 1);
      g_key_file_remove_key (self->values, group, key, NULL);
    }
    return;
  }

  g_key_file_set_string (self->values, group, key, text);
  value = escape (self, group, key);
  g_key_file_set_value (self->values, group, key, value);
  raw = g_strdup_printf ("%s=%s", key, value);

  if (position > 0) {
    Line *line = get_line (self, position - 1);

    g_free (line->raw);
    line->raw = g_steal_pointer (&raw);
    return;
  }
  if (!outpost_key_file_has_group (self, group))
    append_group (self, group);
  g_ptr_array_insert (self->lines, (int) find_end_of_group (self, group),
                      line_new (raw, strlen (raw), group, key));
}

/**
 * outpost_key_file_to_text:
 * @self: a key file
 *
 * Returns: (transfer full): the lines as they would be written
 */
char *
outpost_key_file_to_text (OutpostKeyFile *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++) {
    g_string_append (text, get_line (self, i)->raw);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

/**
 * outpost_key_file_save:
 * @self: a key file
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Writes the file as a whole, see [func@Outpost.file_replace].
 *
 * Returns: whether it is on disk
 */
gboolean
outpost_key_file_save (OutpostKeyFile  *self,
                       GError         **error)
{
  g_autofree char *text = outpost_key_file_to_text (self); /* no NUL: each line is UTF-8 */

  return outpost_file_replace (self->path, text, strlen (text), error);
}
