/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-pasted.h"

#include <string.h>

#include "outpost-message-mailboxes-private.h"
#include "outpost-message-words-private.h"

/* What is pasted is someone else's: enough for any real header, not for more. */
#define HEADER_MAX_OCTETS (256 * 1024)
#define FIELDS_MAX 1000
#define VALUE_MAX_OCTETS (16 * 1024)
#define NAME_MAX_OCTETS 76

typedef struct {
  GPtrArray *fields;
  char      *name;    /* of the field that is being read */
  GString   *value;
} Reading;

static void
field_free (gpointer data)
{
  OutpostPastedField *self = data;

  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static void
end_field (Reading *self)
{
  OutpostPastedField *field;

  if (self->name == NULL)
    return;
  for (gsize i = 0; i < self->value->len; i++)
    if ((guchar) self->value->str[i] < ' ' || self->value->str[i] == 0x7F)
      self->value->str[i] = ' ';

  field = g_new0 (OutpostPastedField, 1);
  field->name = g_steal_pointer (&self->name);
  field->value = g_strstrip (outpost_words_to_utf8 (self->value->str));
  g_ptr_array_add (self->fields, field);
  g_string_truncate (self->value, 0);
}

/* The length of a field's name at the start of a line, or 0: printable characters
 * without the colon that ends it (RFC 5322, section 2.2). */
static gsize
measure_name (const char *line,
              gsize       length)
{
  gsize n = 0;

  while (n < length && line[n] > ' ' && line[n] < 0x7F && line[n] != ':')
    n++;
  return n > 0 && n <= NAME_MAX_OCTETS && n < length && line[n] == ':' ? n : 0;
}

/* A line that neither begins a field nor with a blank goes on with the field
 * before: what web pages show loses its blanks when it is copied. */
static void
take_line (Reading    *self,
           const char *line,
           gsize       length)
{
  gsize name = g_ascii_isspace (*line) ? 0 : measure_name (line, length);

  if (name > 0) {
    end_field (self);
    self->name = g_strndup (line, name);
    line += name + 1;
    length -= name + 1;
  } else if (self->name != NULL && self->value->len > 0) {
    g_string_append_c (self->value, ' ');
  }
  while (length > 0 && g_ascii_isspace (*line)) {
    line++;
    length--;
  }
  if (self->name != NULL)
    g_string_append_len (self->value, line,
                         MIN (length, VALUE_MAX_OCTETS - MIN (self->value->len, VALUE_MAX_OCTETS)));
}

/**
 * outpost_pasted_read_fields:
 * @octets: (array length=length): a header, or a message that begins with one
 * @length: number of octets
 * @body: (out) (optional): return location for where the header ends
 *
 * Takes a header apart more leniently than a message that is to be sent: empty
 * lines and text before the first field are read over. At most 256 KiB and 1,000
 * fields are read, and 16 KiB of each.
 *
 * Returns: (transfer full) (element-type OutpostPastedField): the fields, topmost first
 */
GPtrArray *
outpost_pasted_read_fields (const char *octets,
                            gsize       length,
                            gsize      *body)
{
  Reading self = { g_ptr_array_new_with_free_func (field_free), NULL, g_string_new (NULL) };
  gsize at = 0;

  length = MIN (length, HEADER_MAX_OCTETS);
  while (at < length && self.fields->len < FIELDS_MAX) {
    const char *line = octets + at;
    const char *end = memchr (line, '\n', length - at);
    gsize n = end != NULL ? (gsize) (end - line) : length - at;

    at += end != NULL ? n + 1 : n;
    if (n > 0 && line[n - 1] == '\r')
      n--;
    if (n > 0)
      take_line (&self, line, n);
    else if (self.name != NULL)
      break;
  }
  end_field (&self);
  g_string_free (self.value, TRUE);

  if (body != NULL)
    *body = at;
  return self.fields;
}

/**
 * outpost_pasted_find:
 * @fields: (element-type OutpostPastedField): a header
 * @name: the name of a field, in any case
 *
 * Returns: (transfer none) (nullable): the value of the topmost field of that name
 */
const char *
outpost_pasted_find (GPtrArray  *fields,
                     const char *name)
{
  for (guint i = 0; i < fields->len; i++) {
    const OutpostPastedField *field = g_ptr_array_index (fields, i);

    if (g_ascii_strcasecmp (field->name, name) == 0)
      return field->value;
  }
  return NULL;
}

/**
 * outpost_pasted_dup_tag:
 * @value: a list of tags, parted by semicolons
 * @tag: the name of one, in any case
 * @separator: what stands between name and value
 *
 * Reads a `tag-list` of RFC 6376, section 3.2, where @separator is an equals sign,
 * and the lists in the fields of other filters.
 *
 * Returns: (transfer full) (nullable): the value of the first tag of that name
 */
char *
outpost_pasted_dup_tag (const char *value,
                        const char *tag,
                        char        separator)
{
  gsize length = strlen (tag);

  while (value != NULL) {
    const char *end = strchr (value, ';');
    const char *name = value + strspn (value, " ");

    if (g_ascii_strncasecmp (name, tag, length) == 0) {
      const char *after = name + length + strspn (name + length, " ");

      if (*after == separator)
        return g_strstrip (end != NULL ? g_strndup (after + 1, (gsize) (end - after) - 1)
                                       : g_strdup (after + 1));
    }
    value = end != NULL ? end + 1 : NULL;
  }
  return NULL;
}

/**
 * outpost_pasted_read_mailbox:
 * @value: the value of a From field or the like
 * @n_mailboxes: (out) (optional): return location for how many addresses there are
 *
 * Returns: (transfer full) (nullable): the first address, unchecked
 */
char *
outpost_pasted_read_mailbox (const char *value,
                             guint      *n_mailboxes)
{
  gboolean sound;
  g_autoptr (GPtrArray) mailboxes = outpost_mailboxes_parse (value, &sound);
  char *first = NULL;
  guint n = 0;

  for (guint i = 0; i < mailboxes->len; i++) {
    const OutpostMailbox *mailbox = g_ptr_array_index (mailboxes, i);

    if (mailbox->kind != OUTPOST_MAILBOX || strchr (mailbox->address, '@') == NULL)
      continue;
    if (first == NULL)
      first = g_strdup (mailbox->address);
    n++;
  }
  if (n_mailboxes != NULL)
    *n_mailboxes = n;
  return first;
}
