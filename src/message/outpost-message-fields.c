/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-fields-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-message-mailboxes-private.h"
#include "outpost-message-mime-private.h"
#include "outpost-message-words-private.h"
#include "outpost-message.h"
#include "outpost-printable.h"

/**
 * outpost_field_is_address_list:
 * @self: a field
 *
 * Returns: whether its value is a list of addresses
 */
gboolean
outpost_field_is_address_list (const OutpostField *self)
{
  static const char * const names[] = {
    "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Disposition-Notification-To", "Errors-To",
    "Resent-From", "Resent-Sender", "Resent-Reply-To", "Resent-To", "Resent-Cc", "Resent-Bcc",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (outpost_field_is (self, names[i]))
      return TRUE;
  return FALSE;
}

/**
 * outpost_longest_line:
 * @text: (array length=length): text whose lines end in CRLF
 * @length: its length
 *
 * Returns: octets of the longest line, without its line end
 */
gsize
outpost_longest_line (const char *text,
                      gsize       length)
{
  const char *end = text + length;
  gsize longest = 0;

  while (text < end) {
    const char *lf = memchr (text, '\n', (gsize) (end - text));
    const char *line_end = lf != NULL ? lf - 1 : end;

    longest = MAX (longest, (gsize) (line_end - text));
    text = lf != NULL ? lf + 1 : end;
  }
  return longest;
}

/* The address with its domain in A-labels; what is none stays as it is. */
static char *
address_to_wire (const char *text)
{
  g_autoptr (OutpostAddress) address = outpost_address_parse (text, NULL);

  return g_strdup (address != NULL ? outpost_address_get_wire (address) : text);
}

/* One mailbox with what follows it: a comma, a semicolon or nothing. */
static void
write_mailbox (OutpostFieldWriter   *writer,
               const OutpostMailbox *mailbox,
               const char           *behind)
{
  const char *shown = *mailbox->name != '\0' ? mailbox->name : mailbox->comment;
  g_autofree char *name = outpost_words_decode_phrase (shown);
  g_autofree char *address = address_to_wire (mailbox->address);
  gboolean named = *name != '\0';
  g_autofree char *word = g_strconcat (named ? "<" : "", address, named ? ">" : "", behind, NULL);

  if (named)
    outpost_field_writer_add_phrase (writer, name);
  outpost_field_writer_add_word (writer, " ", word);
}

static void
write_group (OutpostFieldWriter   *writer,
             const OutpostMailbox *group)
{
  g_autofree char *name = outpost_words_decode_phrase (group->name);
  gboolean encoded = outpost_field_writer_add_phrase (writer, name);

  outpost_field_writer_add_word (writer, encoded ? " " : "", ":");
}

/* What stands between this entry of a list and the next. */
static const char *
separator_after (GPtrArray *list,
                 guint      i)
{
  OutpostMailbox *next = i + 1 < list->len ? list->pdata[i + 1] : NULL;

  return next == NULL || next->kind == OUTPOST_MAILBOX_GROUP_END ? "" : ",";
}

static gboolean
write_addresses (OutpostFieldWriter *writer,
                 const char         *value)
{
  gboolean sound;
  g_autoptr (GPtrArray) list = outpost_mailboxes_parse (value, &sound);

  if (!sound || list->len == 0)
    return FALSE;

  for (guint i = 0; i < list->len; i++) {
    OutpostMailbox *entry = list->pdata[i];
    const char *behind = separator_after (list, i);

    if (entry->kind == OUTPOST_MAILBOX) {
      write_mailbox (writer, entry, behind);
    } else if (entry->kind == OUTPOST_MAILBOX_GROUP) {
      write_group (writer, entry);
    } else {
      g_autofree char *word = g_strconcat (";", behind, NULL);

      outpost_field_writer_add_word (writer, "", word);
    }
  }
  return TRUE;
}

/* Content-Type and Content-Disposition say other characters by RFC 2231. */
static char *
encode_parameters (const OutpostField *field,
                   const char         *value)
{
  if (outpost_field_is (field, "Content-Type"))
    return outpost_mime_get ()->encode_type (value);
  if (outpost_field_is (field, "Content-Disposition"))
    return outpost_mime_get ()->encode_disposition (value);
  return NULL;
}

static gboolean
write_parameters (const OutpostField *field,
                  const char         *value,
                  GString            *out)
{
  g_autofree char *encoded = encode_parameters (field, value);
  g_auto (GStrv) lines = NULL;

  if (encoded == NULL || !g_str_is_ascii (encoded))
    return FALSE;
  lines = g_strsplit (g_strchomp (encoded), "\n", -1);
  g_string_append_printf (out, "%s:", field->name);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "\r\n" : "", lines[i]);
  return TRUE;
}

/* Writes the field anew, in ASCII but for the local parts of addresses. */
static void
rewrite (OutpostField *self)
{
  g_autofree char *value = outpost_field_dup_value (self);
  g_autofree char *utf8 = outpost_words_to_utf8 (value);
  GString *out = g_string_new (NULL);
  OutpostFieldWriter writer;

  if (!write_parameters (self, utf8, out)) {
    outpost_field_writer_init (&writer, out, self->name);
    if (!outpost_field_is_address_list (self) || !write_addresses (&writer, utf8)) {
      g_autofree char *text = outpost_words_decode (utf8);

      outpost_field_writer_add_text (&writer, text);
    }
  }
  g_string_append (out, "\r\n");
  g_string_free (self->text, TRUE);
  self->text = out;
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* The last place where a line of more than enough octets may be folded: before
 * blanks that text follows and that follow text, so that no line is all blanks. */
static gsize
find_fold (const char *line,
           gsize       length)
{
  gsize first = 0;

  while (first < length && is_blank (line[first]))
    first++;
  for (gsize i = MIN (OUTPOST_LINE_MAX_OCTETS, length - 1); i > first; i--)
    if (is_blank (line[i]) && !is_blank (line[i - 1]) &&
        strspn (line + i, " \t") < length - i)
      return i;
  return 0;
}

/* Folds lines of more than 998 octets and leaves the others alone. */
static void
fold (OutpostField *self)
{
  gsize at = 0;

  while (at < self->text->len) {
    char *line = self->text->str + at;
    gsize length = strcspn (line, "\r");
    gsize place = length > OUTPOST_LINE_MAX_OCTETS ? find_fold (line, length) : 0;

    if (place > 0)
      g_string_insert (self->text, (gssize) (at + place), "\r\n");
    at += (place > 0 ? place : length) + 2;
  }
}

static gboolean
is_too_long (const OutpostField *self)
{
  return outpost_longest_line (self->text->str, self->text->len) > OUTPOST_LINE_MAX_OCTETS;
}

/**
 * outpost_field_make_wire:
 * @self: a field
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Makes a field fit to be sent. One that is fit already, as most are, keeps
 * every octet, so that a signature over it stays good.
 *
 * Returns: whether that was possible
 */
gboolean
outpost_field_make_wire (OutpostField  *self,
                         GError       **error)
{
  g_autofree char *name = NULL;

  if (!g_str_is_ascii (self->text->str))
    rewrite (self);
  if (is_too_long (self))
    fold (self);
  if (is_too_long (self) && outpost_field_is_address_list (self))
    rewrite (self); /* which also parts addresses that no blank parts */
  if (!is_too_long (self))
    return TRUE;

  name = outpost_printable (self->name, -1, 40);
  g_set_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT,
               /* Translators: %s is the name of a header field, such as Subject */
               _("The header field “%s” has a line of more than 998 characters that cannot be "
                 "split."), name);
  return FALSE;
}
