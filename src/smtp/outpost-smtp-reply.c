/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-reply.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-smtp-error.h"

/* RFC 5321, section 4.5.3.1.5 says 512; SASL challenges reach 12,288 (RFC 4954, section 4). */
#define REPLY_LINE_MAX_OCTETS 16384
#define REPLY_MAX_LINES 128
#define REPLY_MAX_OCTETS 65536

struct _OutpostSmtpReplyParser {
  GString          *line;      /* the line that has not ended yet */
  gboolean          after_cr;  /* its last octet, a CR, is not in @line yet */
  OutpostSmtpReply *reply;     /* the reply whose last line is still to come */
  GString          *text;      /* what it says so far */
  guint             n_lines;
  gsize             n_octets;
  GQueue            whole;     /* (element-type OutpostSmtpReply) */
  GError           *broken;    /* once against the grammar, always */
};

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL, message);
  return FALSE;
}

/* Octets of the digits at the start of text; RFC 3463, section 2 allows one to three. */
static gsize
count_digits (const char *text)
{
  gsize n = 0;

  while (n < 3 && g_ascii_isdigit (text[n]))
    n++;

  return n;
}

/* RFC 2034, section 3: class, subject and detail at the start of the text, then
 * white space. RFC 3463, section 3.1 knows classes 2, 4 and 5. */
static char *
read_enhanced (const char *text)
{
  const char *end = text + 1;

  if (*text != '2' && *text != '4' && *text != '5')
    return NULL;

  for (guint i = 0; i < 2; i++) {
    gsize n = *end == '.' ? count_digits (end + 1) : 0;

    if (n == 0)
      return NULL;
    end += 1 + n;
  }

  if (*end != '\0' && *end != ' ' && *end != '\t')
    return NULL;

  return g_strndup (text, end - text);
}

/* The text behind the code, and behind the enhanced code, which each line repeats
 * (RFC 2034, section 4). */
static const char *
skip_enhanced (const char *text)
{
  g_autofree char *enhanced = read_enhanced (text);

  if (enhanced == NULL)
    return text;
  text += strlen (enhanced);
  return text + strspn (text, " \t");
}

/* Reads one line by the Reply-line rule of RFC 5321, section 4.2. Its second digit
 * goes to 5 there; servers use more (such as 571), and the first alone decides.
 * A code without any text is allowed, too: section 4.2 asks clients to take it. */
static gboolean
take_line (OutpostSmtpReplyParser  *self,
           GError                 **error)
{
  const char *line = self->line->str;
  guint code;
  gboolean is_last;

  if (count_digits (line) < 3 || line[0] < '2' || line[0] > '5' ||
      (line[3] != '\0' && line[3] != ' ' && line[3] != '-'))
    return refuse (error, _("The server’s answer does not begin with a reply code: "
                            "this is no mail server, or it is broken."));

  code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  is_last = line[3] != '-';
  line += line[3] == '\0' ? 3 : 4;

  if (self->reply == NULL) {
    self->reply = g_new0 (OutpostSmtpReply, 1);
    self->reply->code = code;
    self->reply->enhanced = read_enhanced (line);
  } else if (self->reply->code != code) {
    return refuse (error, _("The lines of the server’s answer carry different reply codes."));
  } else {
    g_string_append_c (self->text, '\n');
  }
  g_string_append (self->text, skip_enhanced (line));
  g_string_truncate (self->line, 0);

  if (is_last) {
    self->reply->text = g_strdup (self->text->str);
    g_string_truncate (self->text, 0);
    self->n_lines = 0;
    self->n_octets = 0;
    g_queue_push_tail (&self->whole, g_steal_pointer (&self->reply));
  } else if (++self->n_lines == REPLY_MAX_LINES) {
    return refuse (error, _("The server’s answer has too many lines."));
  }

  return TRUE;
}

/* A lone LF ends a line as CRLF does: some servers send it, and no rule rests on
 * telling the two apart. A lone CR does not (RFC 5321, section 2.3.8). */
static gboolean
take_octet (OutpostSmtpReplyParser  *self,
            char                     octet,
            GError                 **error)
{
  gboolean after_cr = self->after_cr;

  self->after_cr = FALSE;
  if (++self->n_octets > REPLY_MAX_OCTETS)
    return refuse (error, _("The server’s answer is too long."));

  if (octet == '\n')
    return take_line (self, error);

  if (octet == '\0' || after_cr)
    return refuse (error, _("The server’s answer has characters that no mail server sends."));

  if (octet == '\r')
    self->after_cr = TRUE;
  else if (self->line->len == REPLY_LINE_MAX_OCTETS)
    return refuse (error, _("The server’s answer is too long."));
  else
    g_string_append_c (self->line, octet);

  return TRUE;
}

/**
 * outpost_smtp_reply_copy:
 * @self: a reply
 *
 * Returns: (transfer full): a deep copy of @self
 */
OutpostSmtpReply *
outpost_smtp_reply_copy (const OutpostSmtpReply *self)
{
  OutpostSmtpReply *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (OutpostSmtpReply, 1);
  copy->code = self->code;
  copy->enhanced = g_strdup (self->enhanced);
  copy->text = g_strdup (self->text);

  return copy;
}

/**
 * outpost_smtp_reply_free:
 * @self: (nullable) (transfer full): a reply
 *
 * Frees @self and its strings.
 */
void
outpost_smtp_reply_free (OutpostSmtpReply *self)
{
  if (self == NULL)
    return;

  g_free (self->enhanced);
  g_free (self->text);
  g_free (self);
}

/**
 * outpost_smtp_reply_parser_new:
 *
 * Returns: (transfer full): a parser that has seen nothing yet
 */
OutpostSmtpReplyParser *
outpost_smtp_reply_parser_new (void)
{
  OutpostSmtpReplyParser *self = g_new0 (OutpostSmtpReplyParser, 1);

  self->line = g_string_new (NULL);
  self->text = g_string_new (NULL);
  g_queue_init (&self->whole);

  return self;
}

/**
 * outpost_smtp_reply_parser_free:
 * @self: (nullable) (transfer full): a parser
 *
 * Frees @self and the replies that nobody took.
 */
void
outpost_smtp_reply_parser_free (OutpostSmtpReplyParser *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_string_free (self->text, TRUE);
  outpost_smtp_reply_free (self->reply);
  g_queue_clear_full (&self->whole, (GDestroyNotify) outpost_smtp_reply_free);
  g_clear_error (&self->broken);
  g_free (self);
}

/**
 * outpost_smtp_reply_parser_push:
 * @self: a parser
 * @octets: (array length=length): what came from the server
 * @length: number of octets
 * @error: return location for an [error@Outpost.SmtpError]
 *
 * Takes octets, cut at any place. A line has at most 16 KiB, a reply at most 128
 * lines and 64 KiB; all lines of a reply carry one code (RFC 5321, section 4.2.1).
 *
 * Replies that were whole before the fault can still be taken. After a fault
 * nobody can say where the next reply begins: each later call fails alike. How many
 * replies wait to be taken is bounded by nothing but the caller's patience.
 *
 * Returns: %TRUE if all octets are within grammar and limits; otherwise @error
 *   is %OUTPOST_SMTP_ERROR_PROTOCOL
 */
gboolean
outpost_smtp_reply_parser_push (OutpostSmtpReplyParser  *self,
                                const char              *octets,
                                gsize                    length,
                                GError                 **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (octets != NULL || length == 0, FALSE);

  for (gsize i = 0; i < length && self->broken == NULL; i++)
    take_octet (self, octets[i], &self->broken);

  if (self->broken == NULL)
    return TRUE;

  if (error != NULL)
    *error = g_error_copy (self->broken);

  return FALSE;
}

/**
 * outpost_smtp_reply_parser_pop:
 * @self: a parser
 *
 * Takes the oldest whole reply. Its text is never %NULL, only empty.
 *
 * Returns: (transfer full) (nullable): a reply, or %NULL if none is whole yet
 */
OutpostSmtpReply *
outpost_smtp_reply_parser_pop (OutpostSmtpReplyParser *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_queue_pop_head (&self->whole);
}

/**
 * outpost_smtp_reply_parser_has_reply:
 * @self: a parser
 *
 * Returns: whether [method@Outpost.SmtpReplyParser.pop] would give a reply
 */
gboolean
outpost_smtp_reply_parser_has_reply (OutpostSmtpReplyParser *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !g_queue_is_empty (&self->whole);
}

/**
 * outpost_smtp_reply_parser_is_empty:
 * @self: a parser
 *
 * Tells whether nothing waits in @self: no whole reply, no started one, not a
 * single octet. Before a handshake anything else is an injection (RFC 3207,
 * section 4.2; CVE-2011-0411 and its kin).
 *
 * Returns: %TRUE if every octet that was pushed has been handed out
 */
gboolean
outpost_smtp_reply_parser_is_empty (OutpostSmtpReplyParser *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return g_queue_is_empty (&self->whole) && self->reply == NULL && self->line->len == 0 &&
         !self->after_cr && self->broken == NULL;
}

/**
 * outpost_smtp_reply_parser_get_line:
 * @self: a parser
 *
 * Gives the line at which @self found a fault, up to the fault and from its beginning,
 * however it was cut on its way here; before a fault, the line that has not ended.
 *
 * Returns: (transfer none): the line as it came, without its end
 */
const char *
outpost_smtp_reply_parser_get_line (OutpostSmtpReplyParser *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->line->str;
}
