/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-header-private.h"

#include <string.h>

#include "outpost-message-lines-private.h"

/* A header is kept in memory, so it has a bound; real ones have a few KiB, and
 * one of 1 MiB names some 30,000 recipients. */
#define HEADER_MAX_OCTETS (1024 * 1024)

/**
 * outpost_field_new:
 * @name: name of the field
 * @value: its value, which has no line end
 *
 * Returns: (transfer full): a field of one line
 */
OutpostField *
outpost_field_new (const char *name,
                   const char *value)
{
  OutpostField *self = g_new0 (OutpostField, 1);

  self->name = g_strdup (name);
  self->text = g_string_new (NULL);
  g_string_append_printf (self->text, "%s: %s\r\n", name, value);
  return self;
}

/**
 * outpost_field_free:
 * @self: (transfer full): a field
 */
void
outpost_field_free (OutpostField *self)
{
  g_free (self->name);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * outpost_field_is:
 * @self: a field
 * @name: a name
 *
 * Returns: whether this is the field's name, in whatever case
 */
gboolean
outpost_field_is (const OutpostField *self,
                  const char         *name)
{
  return g_ascii_strcasecmp (self->name, name) == 0;
}

/**
 * outpost_field_dup_value:
 * @self: a field
 *
 * Unfolds the field (RFC 5322, section 2.2.3).
 *
 * Returns: (transfer full): the value without line ends and without blanks at its ends
 */
char *
outpost_field_dup_value (const OutpostField *self)
{
  const char *from = self->text->str + strlen (self->name) + 1;
  g_autoptr (GString) value = g_string_sized_new (self->text->len);

  for (; *from != '\0'; from++)
    if (*from != '\r' && *from != '\n')
      g_string_append_c (value, *from);
  return g_strdup (g_strstrip (value->str));
}

static gpointer
copy_field (gconstpointer field,
            gpointer      unused)
{
  const OutpostField *from = field;
  OutpostField *copy = g_new0 (OutpostField, 1);

  copy->name = g_strdup (from->name);
  copy->text = g_string_new_len (from->text->str, (gssize) from->text->len);
  return copy;
}

/**
 * outpost_header_copy:
 * @fields: (element-type OutpostField): a header
 *
 * Returns: (transfer full): its copy
 */
GPtrArray *
outpost_header_copy (GPtrArray *fields)
{
  GPtrArray *copy = g_ptr_array_copy (fields, copy_field, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) outpost_field_free);
  return copy;
}

/**
 * outpost_header_find:
 * @fields: (element-type OutpostField): a header
 * @name: name of a field
 *
 * Returns: (transfer none) (nullable): the first field of that name
 */
OutpostField *
outpost_header_find (GPtrArray  *fields,
                     const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    if (outpost_field_is (fields->pdata[i], name))
      return fields->pdata[i];
  return NULL;
}

/**
 * outpost_header_remove:
 * @fields: (element-type OutpostField): a header
 * @name: name of the fields to remove
 */
void
outpost_header_remove (GPtrArray  *fields,
                       const char *name)
{
  guint i = 0;

  while (i < fields->len) {
    if (outpost_field_is (fields->pdata[i], name))
      g_ptr_array_remove_index (fields, i);
    else
      i++;
  }
}

/**
 * outpost_header_append:
 * @fields: (element-type OutpostField): a header
 * @name: name of a field
 * @value: its value, which has no line end
 */
void
outpost_header_append (GPtrArray  *fields,
                       const char *name,
                       const char *value)
{
  g_ptr_array_add (fields, outpost_field_new (name, value));
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* The length of the name with which the line begins, or 0 if it is no field:
 * "ftext" of RFC 5322, section 3.6.8, then the blanks that section 4.5 still
 * has to accept, then the colon, whose place is told. */
static gsize
measure_name (const char *line,
              gsize       length,
              gsize      *colon)
{
  gsize name = 0;

  while (name < length && line[name] > ' ' && line[name] < 0x7F && line[name] != ':')
    name++;
  *colon = name;
  while (*colon < length && is_blank (line[*colon]))
    (*colon)++;
  return *colon < length && line[*colon] == ':' ? name : 0;
}

/* The separator of the mbox format, sometimes itself quoted, with which the mail
 * of another program may begin. */
static gboolean
is_mbox_line (const char *line,
              gsize       length)
{
  gsize colon;

  if (length > 0 && line[0] == '>')
    line++, length--;
  return length > 5 && memcmp (line, "From ", 5) == 0 && measure_name (line, length, &colon) == 0;
}

static gboolean
is_all_blank (const char *line,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!is_blank (line[i]))
      return FALSE;
  return TRUE;
}

/* What a line is where a header may go on. */
static gboolean
belongs_to_header (OutpostHeaderScan *self,
                   const char        *line,
                   gsize              length)
{
  gsize colon;

  if (length == 0)
    return FALSE;
  if (is_blank (line[0]))
    return self->fields->len > 0;
  return measure_name (line, length, &colon) > 0 || (!self->begun && is_mbox_line (line, length));
}

static void
take_line (OutpostHeaderScan *self,
           const char        *line,
           gsize              length)
{
  gsize colon;
  gsize name = measure_name (line, length, &colon);
  OutpostField *field;

  if (is_blank (line[0])) {
    /* A line of blanks says nothing, and some servers take it for the end of the header. */
    if (is_all_blank (line, length))
      return;
    field = self->fields->pdata[self->fields->len - 1];
  } else if (name > 0) {
    field = g_new0 (OutpostField, 1);
    field->name = g_strndup (line, name);
    field->text = g_string_new (field->name);
    g_ptr_array_add (self->fields, field);
    line += colon;
    length -= colon;
  } else {
    return; /* the mbox separator */
  }
  g_string_append_len (field->text, line, (gssize) length);
  g_string_append (field->text, "\r\n");
}

/* A line that has not ended yet: more of it has to come, unless it can be no
 * part of a header or has grown too long for one. */
static OutpostHeaderState
judge_open_line (OutpostHeaderScan *self,
                 const char        *line,
                 gsize              length)
{
  if (self->octets + length <= HEADER_MAX_OCTETS)
    return OUTPOST_HEADER_MORE;
  return belongs_to_header (self, line, length) ? OUTPOST_HEADER_TOO_LONG : OUTPOST_HEADER_OVER;
}

/**
 * outpost_header_scan_feed:
 * @self: a scan
 * @octets: (array length=length): the octets that follow those taken so far
 * @length: how many
 * @at_end: whether nothing comes after them
 * @taken: (out): how many were taken; the others have to be given again, with more
 *
 * Takes fields until the header ends: at an empty line, which is taken too, or
 * before a line that is no part of a header, as sendmail does. A leading mbox
 * separator goes.
 *
 * Returns: whether the header is over
 */
OutpostHeaderState
outpost_header_scan_feed (OutpostHeaderScan *self,
                          const guint8      *octets,
                          gsize              length,
                          gboolean           at_end,
                          gsize             *taken)
{
  const guint8 *end = octets + length;
  OutpostLineFinder finder;

  *taken = 0;
  if (length == 0)
    return at_end ? OUTPOST_HEADER_OVER : OUTPOST_HEADER_MORE;
  outpost_line_finder_init (&finder, octets, end);
  while (*taken < length) {
    const char *line = (const char *) octets + *taken;
    const guint8 *stop = outpost_line_finder_next (&finder, octets + *taken);
    gsize line_length = (gsize) (stop - octets) - *taken;
    gsize line_end = stop == end ? 0 : 1;

    /* After a CR at the end, its LF may follow. */
    if (!at_end && stop + line_end == end && (stop == end || *stop == '\r'))
      return judge_open_line (self, line, line_length);
    if (line_end == 1 && *stop == '\r' && stop + 1 < end && stop[1] == '\n')
      line_end = 2;

    self->ended = self->dot_ends && line_length == 1 && line[0] == '.';
    if (!self->ended && !belongs_to_header (self, line, line_length)) {
      *taken += line_length == 0 ? line_end : 0;
      return OUTPOST_HEADER_OVER;
    }
    *taken += line_length + line_end;
    self->octets += line_length + line_end;
    if (self->ended)
      return OUTPOST_HEADER_OVER;
    if (self->octets > HEADER_MAX_OCTETS)
      return OUTPOST_HEADER_TOO_LONG;
    take_line (self, line, line_length);
    self->begun = TRUE;
  }
  return at_end ? OUTPOST_HEADER_OVER : OUTPOST_HEADER_MORE;
}
