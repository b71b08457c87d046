/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-notice.h"

#include <string.h>

#include "outpost-message-mime-private.h"
#include "outpost-message-pasted.h"
#include "outpost-printable.h"

/* A notice is mail from anybody. */
#define NOTICE_MAX_OCTETS (1024 * 1024)
#define RECIPIENTS_MAX 100
#define VALUE_MAX_CHARACTERS 4000
#define BOUNDARY_MAX_OCTETS 70  /* RFC 2046, section 5.1.1 */

/* Why not GMime's message parser: it reads the addresses of the returned message
 * by a function that calls itself for each nested group, so that a bounce could
 * end the process (measured with GMime 3.2.13). One level of parts is taken apart
 * here; GMime reads the type, the encoding and the dates. */

static void
recipient_free (gpointer data)
{
  OutpostNoticeRecipient *self = data;

  g_free (self->address);
  g_free (self->action);
  g_free (self->status);
  g_free (self->remote);
  g_free (self->diagnostic);
  g_free (self);
}

/* Where the next line that is a delimiter begins, or the end (RFC 2046, section 5.1.1). */
static const char *
find_delimiter (const char *from,
                const char *end,
                const char *boundary)
{
  gsize length = strlen (boundary);

  while (from < end) {
    const char *newline = memchr (from, '\n', (gsize) (end - from));

    if ((gsize) (end - from) >= length + 2 && from[0] == '-' && from[1] == '-' &&
        memcmp (from + 2, boundary, length) == 0)
      return from;
    if (newline == NULL)
      break;
    from = newline + 1;
  }
  return end;
}

static const char *
next_line (const char *from,
           const char *end)
{
  const char *newline = memchr (from, '\n', (gsize) (end - from));

  return newline != NULL ? newline + 1 : end;
}

static char *
dup_boundary (GPtrArray *fields)
{
  const char *type = outpost_pasted_find (fields, "Content-Type");
  char *boundary = type != NULL ? outpost_mime_get ()->dup_boundary (type) : NULL;

  if (boundary != NULL && (*boundary == '\0' || strlen (boundary) > BOUNDARY_MAX_OCTETS))
    g_clear_pointer (&boundary, g_free);
  return boundary;
}

/* RFC 6533 has the second type, for addresses beyond ASCII. */
static gboolean
is_status_part (GPtrArray *fields)
{
  const char *type = outpost_pasted_find (fields, "Content-Type");

  return type != NULL &&
         (g_ascii_strncasecmp (type, "message/delivery-status", 23) == 0 ||
          g_ascii_strncasecmp (type, "message/global-delivery-status", 30) == 0);
}

/* The octets in which the fields stand: the part that is for them, or all where
 * somebody has pasted only that part or the text around it. */
static GBytes *
find_status (const char *octets,
             gsize       length)
{
  const char *end = octets + length;
  gsize body;
  g_autoptr (GPtrArray) fields = outpost_pasted_read_fields (octets, length, &body);
  g_autofree char *boundary = dup_boundary (fields);
  const char *part = boundary != NULL ? find_delimiter (octets + body, end, boundary) : end;

  while (part < end) {
    const char *from = next_line (part, end);
    const char *to = find_delimiter (from, end, boundary);
    g_autoptr (GPtrArray) its_fields =
      outpost_pasted_read_fields (from, (gsize) (to - from), &body);

    if (is_status_part (its_fields))
      return outpost_mime_get ()->decode_part (
        outpost_pasted_find (its_fields, "Content-Transfer-Encoding"), from + body,
        (gsize) (to - from) - body);
    part = to;
  }
  return g_bytes_new (octets, length);
}

/* "rfc822; shop@example.org" without its type (RFC 3464, section 2.1.2). */
static char *
dup_value (const char *value)
{
  const char *semicolon = strchr (value, ';');
  const char *text = semicolon != NULL ? semicolon + 1 : value;

  return outpost_printable (text + strspn (text, " "), -1, VALUE_MAX_CHARACTERS);
}

/* A comment may follow (RFC 3464, section 2.1.1). */
static char *
dup_word (const char *value)
{
  g_autofree char *word = g_strndup (value, strcspn (value, " ;("));

  return outpost_printable (word, -1, VALUE_MAX_CHARACTERS);
}

static char *
dup_status (const char *value)
{
  g_autofree char *word = dup_word (value);

  /* RFC 3463, section 2 */
  return g_regex_match_simple ("^[245]\\.\\d{1,3}\\.\\d{1,3}$", word, 0, 0)
           ? g_steal_pointer (&word) : NULL;
}

/* Whether the field is about a recipient; takes its value then. The first of a
 * name holds, but the final recipient is better than the original one, which
 * stands before it. */
static gboolean
take_recipient_field (OutpostNoticeRecipient   *self,
                      const OutpostPastedField *field)
{
  const char *name = field->name;

  if (g_ascii_strcasecmp (name, "Final-Recipient") == 0) {
    g_free (self->address);
    self->address = dup_value (field->value);
  } else if (g_ascii_strcasecmp (name, "Original-Recipient") == 0) {
    if (self->address == NULL)
      self->address = dup_value (field->value);
  } else if (g_ascii_strcasecmp (name, "Action") == 0 && self->action == NULL) {
    g_autofree char *word = dup_word (field->value);

    self->action = g_ascii_strdown (word, -1);
  } else if (g_ascii_strcasecmp (name, "Status") == 0 && self->status == NULL) {
    self->status = dup_status (field->value);
  } else if (g_ascii_strcasecmp (name, "Remote-MTA") == 0 && self->remote == NULL) {
    self->remote = dup_value (field->value);
  } else if (g_ascii_strcasecmp (name, "Diagnostic-Code") == 0 && self->diagnostic == NULL) {
    self->diagnostic = dup_value (field->value);
  } else {
    return FALSE;
  }
  return TRUE;
}

/* Words like these stand elsewhere, too: a recipient is one of whom something is
 * said. */
static void
end_recipient (OutpostNotice          *self,
               OutpostNoticeRecipient *recipient)
{
  if ((recipient->status != NULL || recipient->diagnostic != NULL) &&
      (recipient->address != NULL || recipient->action != NULL))
    g_ptr_array_add (self->recipients, recipient);
  else
    recipient_free (recipient);
}

/* One group of fields; groups are parted by empty lines (RFC 3464, section 2.1). */
static void
take_group (OutpostNotice *self,
            GPtrArray     *fields)
{
  OutpostNoticeRecipient *recipient = g_new0 (OutpostNoticeRecipient, 1);

  for (guint i = 0; i < fields->len; i++) {
    const OutpostPastedField *field = g_ptr_array_index (fields, i);

    if (!take_recipient_field (recipient, field) && self->reporting == NULL &&
        g_ascii_strcasecmp (field->name, "Reporting-MTA") == 0)
      self->reporting = dup_value (field->value);
  }
  end_recipient (self, recipient);
}

/**
 * outpost_notice_parse:
 * @octets: (array length=length): a message, a part of one, or pasted text
 * @length: number of octets; only the first MiB is read
 *
 * Reads a delivery status notification (RFC 3464). The part of the type
 * `message/delivery-status` counts; where there is none, fields of that kind
 * anywhere in the text. At most 100 recipients are taken.
 *
 * Returns: (transfer full) (nullable): the notice, or %NULL if it is none
 */
OutpostNotice *
outpost_notice_parse (const char *octets,
                      gsize       length)
{
  g_autoptr (OutpostNotice) self = g_new0 (OutpostNotice, 1);
  g_autoptr (GBytes) status = NULL;
  const char *text;
  gsize size, at = 0;

  self->recipients = g_ptr_array_new_with_free_func (recipient_free);
  status = find_status (octets, MIN (length, NOTICE_MAX_OCTETS));
  text = g_bytes_get_data (status, &size);
  while (at < size && self->recipients->len < RECIPIENTS_MAX) {
    gsize body;
    g_autoptr (GPtrArray) fields = outpost_pasted_read_fields (text + at, size - at, &body);

    take_group (self, fields);
    at += body;
  }
  return self->recipients->len > 0 ? g_steal_pointer (&self) : NULL;
}

/**
 * outpost_notice_free:
 * @self: (transfer full): a notice
 */
void
outpost_notice_free (OutpostNotice *self)
{
  g_free (self->reporting);
  g_ptr_array_unref (self->recipients);
  g_free (self);
}
