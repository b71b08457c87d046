/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-receiver-dialogue-private.h"

#include <string.h>

/* A message too large is read to its end up to this many times the limit, so that
 * the client hears why; after that the connection is closed. */
#define OVERSIZE_FACTOR 2

static const char *
why_no_content (OutpostReceiverDialogue *self)
{
  if (self->envelope.sender == NULL)
    return "503 5.5.1 MAIL comes first";
  if (self->envelope.recipients->len == 0)
    return "554 5.5.1 No recipient was taken";
  return NULL;
}

static void
refuse_content (OutpostReceiverDialogue *self,
                const char              *refusal)
{
  if (self->mail_refusal == NULL)
    self->mail_refusal = refusal;
  outpost_receiver_drop_mail (self);
}

static void
begin_content (OutpostReceiverDialogue *self)
{
  self->mail = self->config->sink->begin (&self->envelope, self->config->user_data);
  if (self->mail == NULL)
    refuse_content (self, "452 4.3.1 The message cannot be kept now");
}

/* A CR or LF alone is a line end to some programs and none to others: whoever
 * passes it on can smuggle a second message (RFC 5321, section 2.3.8). */
static gboolean
has_lone_line_end (OutpostReceiverDialogue *self,
                   const char              *octets,
                   gsize                    length)
{
  for (gsize i = 0; i < length; i++) {
    if ((octets[i] == '\n') != self->after_cr)
      return TRUE;
    self->after_cr = octets[i] == '\r';
  }
  return FALSE;
}

static void
keep_content (OutpostReceiverDialogue *self,
              const char              *octets,
              gsize                    length)
{
  guint64 most = self->config->limits.message_octets;

  self->mail_octets += length;
  if (self->mail_octets / OVERSIZE_FACTOR > most)
    outpost_receiver_hang_up (self, "552 5.3.4 The message is larger than this server takes");
  else if (self->mail_octets > most)
    refuse_content (self, "552 5.3.4 The message is larger than this server takes");
  if (self->mail == NULL || length == 0)
    return;
  if (memchr (octets, '\0', length) != NULL)
    refuse_content (self, "550 5.6.11 The message has a NUL");
  else if (has_lone_line_end (self, octets, length))
    refuse_content (self, "550 5.6.11 The message has a CR or LF alone");
  else
    self->config->sink->write (self->mail, octets, length);
}

static void
finish_content (OutpostReceiverDialogue *self)
{
  g_autofree char *answer = NULL;

  if (self->after_cr)
    refuse_content (self, "550 5.6.11 The message has a CR or LF alone");
  if (self->mail != NULL)
    answer = self->config->sink->finish (g_steal_pointer (&self->mail), &self->envelope,
                                         self->config->user_data);
  outpost_receiver_reply (self, answer != NULL ? answer : self->mail_refusal);
  outpost_receiver_reset (self);
}

typedef enum { LINE_START, IN_LINE, AFTER_CR, AFTER_DOT, AFTER_DOT_CR, FINISHED } DotState;

/* Takes one octet of a DATA body; dot-stuffing goes, and only CR LF counts as the
 * end of a line (RFC 5321, section 4.5.2). */
static DotState
take_dotted (DotState  state,
             char      octet,
             GString  *content)
{
  if (state == LINE_START && octet == '.')
    return AFTER_DOT;
  if (state == AFTER_DOT && octet == '\r')
    return AFTER_DOT_CR;
  if (state == AFTER_DOT_CR && octet == '\n')
    return FINISHED;
  if (state == AFTER_DOT_CR)
    g_string_append_c (content, '\r');
  g_string_append_c (content, octet);
  if (octet == '\r')
    return AFTER_CR;
  return state == AFTER_CR && octet == '\n' ? LINE_START : IN_LINE;
}

static void
read_dotted (OutpostReceiverDialogue *self)
{
  g_autoptr (GString) content = g_string_new (NULL);
  DotState state = LINE_START;

  while (!self->is_over) {
    gsize length, used = 0;
    const char *octets = outpost_wire_peek (self->wire, &length);

    while (used < length && state != FINISHED)
      state = take_dotted (state, octets[used++], content);
    outpost_wire_take (self->wire, used);
    keep_content (self, content->str, content->len);
    g_string_truncate (content, 0);
    if (state == FINISHED || !outpost_receiver_fill (self))
      break;
  }
  if (state == FINISHED && !self->is_over)
    finish_content (self);
}

/**
 * outpost_receiver_do_data:
 * @self: a dialogue
 * @argument: what followed DATA
 *
 * Reads a message to the lone dot (RFC 5321, section 4.1.1.4).
 */
void
outpost_receiver_do_data (OutpostReceiverDialogue *self,
                          const char              *argument)
{
  const char *refusal = why_no_content (self);

  if (refusal == NULL && self->by_chunks)
    refusal = "503 5.5.1 BDAT was begun";
  if (refusal == NULL && *argument != '\0')
    refusal = "501 5.5.4 DATA stands alone";
  if (refusal != NULL) {
    outpost_receiver_reply (self, refusal);
    return;
  }
  begin_content (self);
  if (self->mail == NULL) {
    outpost_receiver_reply (self, self->mail_refusal);
    outpost_receiver_reset (self);
    return;
  }
  outpost_receiver_reply (self, "354 The message, then a dot alone");
  read_dotted (self);
}

static gboolean
read_chunk (OutpostReceiverDialogue *self,
            guint64                  left)
{
  for (;;) {
    gsize length;
    const char *octets = outpost_wire_peek (self->wire, &length);

    length = (gsize) MIN (length, left);
    keep_content (self, octets, length);
    outpost_wire_take (self->wire, length);
    left -= length;
    if (left == 0 || self->is_over)
      return !self->is_over;
    if (!outpost_receiver_fill (self))
      return FALSE;
  }
}

/**
 * outpost_receiver_do_bdat:
 * @self: a dialogue
 * @argument: what followed BDAT
 *
 * Reads a chunk (RFC 3030, section 2). Its octets follow at once, so they are read
 * also where the command is refused.
 */
void
outpost_receiver_do_bdat (OutpostReceiverDialogue *self,
                          const char              *argument)
{
  const char *refusal = why_no_content (self);
  g_auto (GStrv) words = g_strsplit (argument, " ", 3);
  gboolean is_last = words[0] != NULL && words[1] != NULL;
  g_autofree char *text = NULL;
  guint64 octets;

  if (words[0] == NULL ||
      !g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXINT64, &octets, NULL) ||
      (is_last && (g_ascii_strcasecmp (words[1], "LAST") != 0 || words[2] != NULL))) {
    outpost_receiver_hang_up (self, "501 5.5.4 Syntax: BDAT octets [LAST]");
    return;
  }
  if (refusal == NULL && !self->by_chunks)
    begin_content (self);
  if (refusal == NULL)
    self->by_chunks = TRUE;
  if (!read_chunk (self, octets))
    return;
  if (refusal != NULL) {
    self->mail_octets = 0;
    self->mail_refusal = NULL;
    outpost_receiver_reply (self, refusal);
    return;
  }
  if (self->mail_refusal != NULL && !is_last) {
    outpost_receiver_reply (self, self->mail_refusal);
    return;
  }
  if (is_last) {
    finish_content (self);
    return;
  }
  text = g_strdup_printf ("250 2.0.0 %" G_GUINT64_FORMAT " octets taken", octets);
  outpost_receiver_reply (self, text);
}
