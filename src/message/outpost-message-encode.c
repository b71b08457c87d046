/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-encode-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-message-header-private.h"
#include "outpost-message-private.h"

/* RFC 2045, section 6.7, rule 5: at most 76 characters with the = at the end. */
#define ENCODED_MAX_COLUMNS 75

#define PIECE_SIZE (16 * 1024)

static void
put (OutpostQuotedPrintable *self,
     const char             *text,
     gsize                   length)
{
  if (self->column + length > ENCODED_MAX_COLUMNS) {
    g_byte_array_append (self->out, (const guint8 *) "=\r\n", 3);
    self->column = 0;
  }
  g_byte_array_append (self->out, (const guint8 *) text, (guint) length);
  self->column += length;
}

static void
put_octet (OutpostQuotedPrintable *self,
           guint8                  octet)
{
  static const char digits[] = "0123456789ABCDEF";
  char code[] = { '=', digits[octet >> 4], digits[octet & 15] };

  if ((octet > ' ' && octet < 0x7F && octet != '=') || octet == ' ' || octet == '\t')
    put (self, (const char *) &octet, 1);
  else
    put (self, code, sizeof code);
}

/* A blank waits until it is known what follows it (rule 3). */
static void
put_blank (OutpostQuotedPrintable *self,
           gboolean                at_line_end)
{
  if (self->blank == '\0')
    return;
  if (at_line_end)
    put (self, self->blank == ' ' ? "=20" : "=09", 3);
  else
    put_octet (self, (guint8) self->blank);
  self->blank = '\0';
}

/**
 * outpost_quoted_printable_feed:
 * @self: an encoding, zeroed before its first use but for where it writes
 * @octets: (array length=length): text whose lines end in CRLF and nothing else
 * @length: how much
 *
 * Encodes by RFC 2045, section 6.7. Text that ends in CRLF is encoded whole.
 */
void
outpost_quoted_printable_feed (OutpostQuotedPrintable *self,
                               const guint8           *octets,
                               gsize                   length)
{
  for (gsize i = 0; i < length; i++) {
    guint8 octet = octets[i];

    if (octet == '\r')
      continue;
    put_blank (self, octet == '\n');
    if (octet == '\n') {
      g_byte_array_append (self->out, (const guint8 *) "\r\n", 2);
      self->column = 0;
    } else if (octet == ' ' || octet == '\t') {
      self->blank = (char) octet;
    } else {
      put_octet (self, octet);
    }
  }
}

/* Whether a text is UTF-8, in pieces. */
typedef struct {
  char     carry[8];      /* the begin of a character whose rest is in the next piece */
  gsize    n_carry;
  gboolean broken;
} Utf8Check;

static void
check_utf8 (Utf8Check    *self,
            const guint8 *octets,
            gsize         length)
{
  g_autofree char *text = g_malloc (self->n_carry + length);
  gsize total = self->n_carry + length;
  const char *end;

  memcpy (text, self->carry, self->n_carry);
  memcpy (text + self->n_carry, octets, length);
  self->n_carry = 0;
  if (self->broken || g_utf8_validate_len (text, total, &end))
    return;

  self->n_carry = total - (gsize) (end - text);
  if (g_utf8_get_char_validated (end, (gssize) self->n_carry) != (gunichar) -2) {
    self->broken = TRUE;
    self->n_carry = 0;
  }
  memcpy (self->carry, end, self->n_carry);
}

static OutpostBody *
encode_body (OutpostMessage  *message,
             gboolean        *is_utf8,
             GError         **error)
{
  g_autoptr (OutpostMessageReader) reader = outpost_message_open_body (message);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  g_auto (OutpostBodyMaker) maker;
  OutpostQuotedPrintable encoding = { .out = out };
  Utf8Check check = { 0 };
  gssize n;

  outpost_body_maker_init (&maker, -1, NULL);
  while ((n = outpost_message_reader_read (reader, piece, PIECE_SIZE, error)) > 0) {
    check_utf8 (&check, piece, (gsize) n);
    outpost_quoted_printable_feed (&encoding, piece, (gsize) n);
    if (!outpost_body_maker_add (&maker, out->data, out->len, error))
      return NULL;
    g_byte_array_set_size (out, 0);
  }
  *is_utf8 = !check.broken && check.n_carry == 0;
  return n < 0 ? NULL : outpost_body_maker_finish (&maker, error);
}

static char *
dup_lower_value (GPtrArray  *fields,
                 const char *name)
{
  OutpostField *field = outpost_header_find (fields, name);
  g_autofree char *value = field != NULL ? outpost_field_dup_value (field) : g_strdup ("");

  return g_ascii_strdown (value, -1);
}

/* Text that stands alone, in no encoding yet, and that nobody has signed. */
static gboolean
can_be_encoded (GPtrArray *fields)
{
  g_autofree char *type = dup_lower_value (fields, "Content-Type");
  g_autofree char *encoding = dup_lower_value (fields, "Content-Transfer-Encoding");

  return outpost_header_find (fields, "DKIM-Signature") == NULL &&
         (*type == '\0' || g_str_has_prefix (type, "text/")) &&
         (*encoding == '\0' || g_str_equal (encoding, "7bit") || g_str_equal (encoding, "8bit") ||
          g_str_equal (encoding, "binary"));
}

static gboolean
refuse (OutpostMessage  *message,
        gboolean         too_long,
        GError         **error)
{
  g_set_error_literal (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_CONTENT,
                       too_long ? _("The message has a line of more than 998 characters, and it "
                                    "is signed or has parts, so it cannot be encoded anew.")
                                : _("The server takes only ASCII, and the message has other "
                                    "characters and is signed or has parts, so it cannot be "
                                    "encoded anew."));
  return FALSE;
}

static void
set_field (GPtrArray  *fields,
           const char *name,
           const char *value)
{
  outpost_header_remove (fields, name);
  outpost_header_append (fields, name, value);
}

/* Says how the body is encoded. A message that does not say what its text is has
 * UTF-8, or something that only its reader can guess (RFC 1428, section 2). */
static GPtrArray *
describe_encoding (GPtrArray *fields,
                   gboolean   is_utf8)
{
  GPtrArray *copy = outpost_header_copy (fields);
  g_autofree char *type = dup_lower_value (fields, "Content-Type");

  set_field (copy, "MIME-Version", "1.0");
  if (*type == '\0')
    set_field (copy, "Content-Type",
               is_utf8 ? "text/plain; charset=utf-8" : "text/plain; charset=unknown-8bit");
  set_field (copy, "Content-Transfer-Encoding", "quoted-printable");
  return copy;
}

/**
 * outpost_message_adapt:
 * @self: a message
 * @eight_bit_mime: whether the server has 8BITMIME (RFC 6152)
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Makes the body fit for a server: text with lines of more than 998 octets, or
 * with octets that the server would not take, is encoded as quoted-printable.
 * This needs a message that is one text; one of several parts, with another
 * encoding or with a signature cannot be changed and is refused.
 *
 * Returns: (transfer full) (nullable): the message itself or a copy that says the
 *   same, or %NULL with @error set to %OUTPOST_MESSAGE_ERROR_CONTENT if it cannot
 *   be sent to this server
 */
OutpostMessage *
outpost_message_adapt (OutpostMessage  *self,
                       gboolean         eight_bit_mime,
                       GError         **error)
{
  const OutpostLineScan *facts;
  gboolean too_long, is_utf8;
  OutpostBody *body;

  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), NULL);

  facts = &outpost_message_get_body (self)->facts;
  too_long = facts->longest_line > OUTPOST_LINE_MAX_OCTETS;
  if (!too_long && (eight_bit_mime || !facts->has_8bit))
    return g_object_ref (self);
  if (!can_be_encoded (outpost_message_get_fields (self))) {
    refuse (self, too_long, error);
    return NULL;
  }

  body = encode_body (self, &is_utf8, error);
  if (body == NULL)
    return NULL;
  return outpost_message_new_from_parts (
    describe_encoding (outpost_message_get_fields (self), is_utf8), body,
    g_strdupv ((char **) outpost_message_get_recipients (self)));
}
