/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message.h"

#include "outpost-message-complete-private.h"
#include "outpost-message-fields-private.h"
#include "outpost-message-private.h"
#include "outpost-message-reader-private.h"

struct _OutpostMessage {
  GObject       parent_instance;

  /* Set once in outpost_message_new_from_parts(): any thread may read them. */
  GPtrArray    *fields;
  GString      *header;       /* with the empty line after it */
  OutpostBody  *body;
  gsize         longest_line;
  gboolean      header_8bit;
  char         *from;
  char         *message_id;
  char        **recipients;
};

G_DEFINE_FINAL_TYPE (OutpostMessage, outpost_message, G_TYPE_OBJECT)
G_DEFINE_QUARK (outpost-message-error-quark, outpost_message_error)

static void
outpost_message_finalize (GObject *object)
{
  OutpostMessage *self = OUTPOST_MESSAGE (object);

  g_ptr_array_unref (self->fields);
  g_string_free (self->header, TRUE);
  outpost_body_free (self->body);
  g_free (self->from);
  g_free (self->message_id);
  g_strfreev (self->recipients);

  G_OBJECT_CLASS (outpost_message_parent_class)->finalize (object);
}

static void
outpost_message_class_init (OutpostMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = outpost_message_finalize;
}

static void
outpost_message_init (OutpostMessage *self)
{
}

static char *
dup_message_id (GPtrArray *fields)
{
  OutpostField *field = outpost_header_find (fields, "Message-ID");

  return field != NULL ? outpost_field_dup_value (field) : NULL;
}

/* A message of finished parts; takes all of them over. */
OutpostMessage *
outpost_message_new_from_parts (GPtrArray    *fields,
                                OutpostBody  *body,
                                char        **recipients)
{
  OutpostMessage *self = g_object_new (OUTPOST_TYPE_MESSAGE, NULL);

  self->fields = fields;
  self->body = body;
  self->recipients = recipients;
  self->from = outpost_header_dup_sender (fields);
  self->message_id = dup_message_id (fields);
  self->header = g_string_new (NULL);
  for (guint i = 0; i < fields->len; i++) {
    OutpostField *field = fields->pdata[i];

    g_string_append_len (self->header, field->text->str, (gssize) field->text->len);
  }
  g_string_append (self->header, "\r\n");
  self->header_8bit = !g_str_is_ascii (self->header->str);
  self->longest_line = MAX (outpost_longest_line (self->header->str, self->header->len),
                            body->facts.longest_line);
  return self;
}

GPtrArray *
outpost_message_get_fields (OutpostMessage *self)
{
  return self->fields;
}

OutpostBody *
outpost_message_get_body (OutpostMessage *self)
{
  return self->body;
}

OutpostMessageReader *
outpost_message_open_body (OutpostMessage *self)
{
  return outpost_message_reader_new ("", 0, self->body, G_OBJECT (self));
}

/**
 * outpost_message_open:
 * @self: a message
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Begins to read the message. Several readers may be at work at a time.
 *
 * Returns: (transfer full) (nullable): a reader at its first octet, which keeps
 *   the message alive
 */
OutpostMessageReader *
outpost_message_open (OutpostMessage  *self,
                      GError         **error)
{
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), NULL);

  return outpost_message_reader_new (self->header->str, self->header->len, self->body,
                                     G_OBJECT (self));
}

/**
 * outpost_message_get_octets:
 * @self: a message
 *
 * Returns: its length in octets as it goes over the wire, without dot stuffing;
 *   what SIZE (RFC 1870) announces
 */
guint64
outpost_message_get_octets (OutpostMessage *self)
{
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), 0);

  return self->header->len + self->body->facts.wire_octets;
}

/**
 * outpost_message_has_8bit:
 * @self: a message
 *
 * Returns: whether it has an octet that is not ASCII, so that it needs 8BITMIME
 *   (RFC 6152)
 */
gboolean
outpost_message_has_8bit (OutpostMessage *self)
{
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), FALSE);

  return self->header_8bit || self->body->facts.has_8bit;
}

/**
 * outpost_message_needs_smtputf8:
 * @self: a message
 *
 * Only an address with other characters than ASCII before its @ leaves such in
 * the header; everything else has been encoded.
 *
 * Returns: whether the header can only be sent with SMTPUTF8 (RFC 6531)
 */
gboolean
outpost_message_needs_smtputf8 (OutpostMessage *self)
{
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), FALSE);

  return self->header_8bit;
}

/**
 * outpost_message_get_longest_line:
 * @self: a message
 *
 * Returns: octets of its longest line, without CRLF; SMTP carries 998
 */
gsize
outpost_message_get_longest_line (OutpostMessage *self)
{
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), 0);

  return self->longest_line;
}

/**
 * outpost_message_get_from:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the first address of its From field as it
 *   goes over the wire, or %NULL if there is none that can be read
 */
const char *
outpost_message_get_from (OutpostMessage *self)
{
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), NULL);

  return self->from;
}

/**
 * outpost_message_get_message_id:
 * @self: a message
 *
 * Returns: (transfer none): its Message-ID with the angle brackets, as it stands
 *   in the header
 */
const char *
outpost_message_get_message_id (OutpostMessage *self)
{
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), NULL);

  return self->message_id;
}

/**
 * outpost_message_get_recipients:
 * @self: a message
 *
 * Returns: (transfer none) (array zero-terminated=1): the recipients that its
 *   header named, each once, as they go into RCPT; none unless they were asked
 *   for when it was read
 */
const char * const *
outpost_message_get_recipients (OutpostMessage *self)
{
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (self), NULL);

  return (const char * const *) self->recipients;
}
