/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-wire-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-smtp-error.h"

/* Four full TLS records of 16 KiB (RFC 8446, section 5.1). */
#define BUFFER_OCTETS 65536
#define READ_OCTETS 16384
#define FIRST_OCTETS 64

struct _OutpostSmtpWire {
  OutpostSmtpTransport   *transport;
  OutpostSmtpTranscript  *transcript;
  OutpostSmtpReplyParser *parser;

  /* What is to be written: [start, end) of the buffer, which grows for many commands and
   * is else BUFFER_OCTETS big; then the secret line. They never wait at the same time. */
  char                   *buffer;
  gsize                   size;
  gsize                   start;
  gsize                   end;
  OutpostSecret          *secret;
  gsize                   secret_start;

  guint64                 queued;        /* octets since the beginning */
  guint64                 written;
  gint64                  last_progress; /* monotonic time */
  gboolean                is_first;      /* no reply came yet, or none since TLS began */
  gboolean                at_end;        /* the server has closed its side */
  GError                 *read_error;
  GError                 *write_error;   /* kept back while replies may still be read */
  GError                 *parse_error;   /* after the replies that were whole before it */
  char                    first[FIRST_OCTETS];
  gsize                   n_first;
};

/**
 * outpost_smtp_wire_new:
 * @transport: (transfer full): the connection
 * @transcript: where all that is said goes
 *
 * Returns: (transfer full): a wire with nothing on it
 */
OutpostSmtpWire *
outpost_smtp_wire_new (OutpostSmtpTransport  *transport,
                       OutpostSmtpTranscript *transcript)
{
  OutpostSmtpWire *self = g_new0 (OutpostSmtpWire, 1);

  self->transport = transport;
  self->transcript = outpost_smtp_transcript_ref (transcript);
  self->parser = outpost_smtp_reply_parser_new ();
  self->size = BUFFER_OCTETS;
  self->buffer = g_malloc (self->size);
  self->is_first = TRUE;
  self->last_progress = g_get_monotonic_time ();

  return self;
}

/**
 * outpost_smtp_wire_free:
 * @self: (transfer full) (nullable): a wire
 *
 * Frees wire and connection; close the connection first to do it in an orderly way.
 */
void
outpost_smtp_wire_free (OutpostSmtpWire *self)
{
  if (self == NULL)
    return;

  outpost_smtp_transport_free (self->transport);
  outpost_smtp_transcript_unref (self->transcript);
  outpost_smtp_reply_parser_free (self->parser);
  g_clear_pointer (&self->secret, outpost_secret_unref);
  g_clear_error (&self->read_error);
  g_clear_error (&self->write_error);
  g_clear_error (&self->parse_error);
  g_free (self->buffer);
  g_free (self);
}

/**
 * outpost_smtp_wire_get_transport:
 * @self: a wire
 *
 * Returns: (transfer none): the connection
 */
OutpostSmtpTransport *
outpost_smtp_wire_get_transport (OutpostSmtpWire *self)
{
  return self->transport;
}

/**
 * outpost_smtp_wire_start_over:
 * @self: a wire on which TLS has just begun
 *
 * Forgets all that came before TLS (RFC 3207, section 4.2).
 */
void
outpost_smtp_wire_start_over (OutpostSmtpWire *self)
{
  outpost_smtp_reply_parser_free (self->parser);
  self->parser = outpost_smtp_reply_parser_new ();
  self->n_first = 0;
  self->is_first = TRUE;
  self->last_progress = g_get_monotonic_time ();
}

static void
keep_first (OutpostSmtpWire *self,
            const char      *octets,
            gsize            length)
{
  gsize n = MIN (length, FIRST_OCTETS - self->n_first);

  memcpy (self->first + self->n_first, octets, n);
  self->n_first += n;
}

/**
 * outpost_smtp_wire_dup_first_octets:
 * @self: a wire
 *
 * Returns: (transfer full): the start of what the server has sent, as it came
 */
char *
outpost_smtp_wire_dup_first_octets (OutpostSmtpWire *self)
{
  return g_strndup (self->first, self->n_first);
}

/* What was read before an error or the end may hold replies: they come first. While one
 * waits to be taken nothing more is read: a server that talks without end fills its own
 * buffers, not our memory. */
static gboolean
read_some (OutpostSmtpWire *self)
{
  char octets[READ_OCTETS];
  gboolean moved = FALSE;
  gssize n = sizeof octets;

  while (!self->at_end && self->parse_error == NULL && n == (gssize) sizeof octets &&
         !outpost_smtp_reply_parser_has_reply (self->parser)) {
    n = outpost_smtp_transport_read (self->transport, octets, sizeof octets,
                                     &self->at_end, &self->read_error);
    if (n < 0)
      self->at_end = TRUE;
    if (n <= 0)
      break;

    moved = TRUE;
    keep_first (self, octets, n);
    if (!outpost_smtp_reply_parser_push (self->parser, octets, n, &self->parse_error))
      outpost_smtp_transcript_add (self->transcript, 'S',
                                   outpost_smtp_reply_parser_get_line (self->parser), -1);
  }

  return moved;
}

/**
 * outpost_smtp_wire_is_clean:
 * @self: a wire without an answer outstanding
 *
 * Before a handshake every octet that came after the 220 is an injection (RFC 3207,
 * section 4.2; CVE-2011-0411, CVE-2021-22947): also those which still lie in the kernel.
 *
 * Returns: whether the server has sent nothing that was not asked for
 */
gboolean
outpost_smtp_wire_is_clean (OutpostSmtpWire *self)
{
  return outpost_smtp_reply_parser_is_empty (self->parser) && !read_some (self);
}

static void
reserve (OutpostSmtpWire *self,
         gsize            length)
{
  if (self->start == self->end)
    self->start = self->end = 0;
  if (self->size - self->end >= length)
    return;

  memmove (self->buffer, self->buffer + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  while (self->size - self->end < length) {
    self->size *= 2;
    self->buffer = g_realloc (self->buffer, self->size);
  }
}

/**
 * outpost_smtp_wire_queue:
 * @self: a wire
 * @line: a command without its CRLF
 * @error: return location for a %OUTPOST_SMTP_ERROR_PROTOCOL
 *
 * Lets a command follow what waits already. The last of several guards against command
 * injection: a line with any control character in it never leaves.
 *
 * Returns: %TRUE, or %FALSE with @error set and nothing queued
 */
gboolean
outpost_smtp_wire_queue (OutpostSmtpWire  *self,
                         const char       *line,
                         GError          **error)
{
  gsize length = strlen (line);

  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (line[i])) {
      g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL,
                           _("A command for the server holds a control character; "
                             "it was not sent."));
      return FALSE;
    }

  outpost_smtp_transcript_add (self->transcript, 'C', line, length);
  reserve (self, length + 2);
  memcpy (self->buffer + self->end, line, length);
  memcpy (self->buffer + self->end + length, "\r\n", 2);
  outpost_smtp_wire_use_space (self, length + 2);

  return TRUE;
}

/**
 * outpost_smtp_wire_queue_octets:
 * @self: a wire
 * @octets: what ends a body
 *
 * Queues octets as they are, without a line in the transcript.
 */
void
outpost_smtp_wire_queue_octets (OutpostSmtpWire *self,
                                const char      *octets)
{
  gsize length = strlen (octets);

  reserve (self, length);
  memcpy (self->buffer + self->end, octets, length);
  outpost_smtp_wire_use_space (self, length);
}

/**
 * outpost_smtp_wire_queue_secret:
 * @self: a wire on which nothing waits
 * @start: what may be seen of the line, such as `AUTH PLAIN`; empty for a response
 * @rest: (nullable): what may not be seen, in base64; a space parts it from a @start
 *
 * Queues one line of a sign-in. It lies in a buffer of its own that is wiped.
 */
void
outpost_smtp_wire_queue_secret (OutpostSmtpWire *self,
                                const char      *start,
                                OutpostSecret   *rest)
{
  const char *space = *start != '\0' && rest != NULL ? " " : "";
  gsize rest_length = rest != NULL ? outpost_secret_get_length (rest) : 0;
  gsize length = strlen (start) + strlen (space) + rest_length + 2;
  char *data;

  g_return_if_fail (self->start == self->end && self->secret == NULL);

  if (rest != NULL)
    outpost_smtp_transcript_add_hidden (self->transcript, 'C', start);
  else
    outpost_smtp_transcript_add (self->transcript, 'C', start, -1);

  self->secret = outpost_secret_new_sized (length);
  self->secret_start = 0;
  self->queued += length;
  data = g_stpcpy (outpost_secret_get_data (self->secret), start);
  data = g_stpcpy (data, space);
  if (rest != NULL)
    memcpy (data, outpost_secret_get_text (rest), rest_length);
  memcpy (data + rest_length, "\r\n", 2);
}

/**
 * outpost_smtp_wire_get_space:
 * @self: a wire
 * @size: (out): its length in octets
 *
 * Gives the room that is free in the buffer, so that a body is read where it is sent from.
 * While something waits to be written that is none: a buffer filled in one go leaves in
 * full TLS records.
 *
 * Returns: (transfer none): where octets may go
 */
char *
outpost_smtp_wire_get_space (OutpostSmtpWire *self,
                             gsize           *size)
{
  reserve (self, 0);
  *size = self->size - self->end;

  return self->buffer + self->end;
}

/**
 * outpost_smtp_wire_use_space:
 * @self: a wire
 * @length: octets that were put into the space
 *
 * Queues them.
 */
void
outpost_smtp_wire_use_space (OutpostSmtpWire *self,
                             gsize            length)
{
  g_return_if_fail (length <= self->size - self->end);

  self->end += length;
  self->queued += length;
}

/**
 * outpost_smtp_wire_get_queued:
 * @self: a wire
 *
 * Returns: how many octets were ever queued
 */
guint64
outpost_smtp_wire_get_queued (OutpostSmtpWire *self)
{
  return self->queued;
}

/**
 * outpost_smtp_wire_get_written:
 * @self: a wire
 *
 * Returns: how many of the queued octets have left
 */
guint64
outpost_smtp_wire_get_written (OutpostSmtpWire *self)
{
  return self->written;
}

/**
 * outpost_smtp_wire_get_last_progress:
 * @self: a wire
 *
 * Returns: the monotonic time at which an octet moved last, in either direction
 */
gint64
outpost_smtp_wire_get_last_progress (OutpostSmtpWire *self)
{
  return self->last_progress;
}

static gssize
write_once (OutpostSmtpWire  *self,
            GError          **error)
{
  gssize n;

  if (self->secret == NULL) {
    n = outpost_smtp_transport_write (self->transport, self->buffer + self->start,
                                      self->end - self->start, error);
    self->start += MAX (n, 0);
    return n;
  }

  n = outpost_smtp_transport_write (self->transport,
                                    outpost_secret_get_text (self->secret) + self->secret_start,
                                    outpost_secret_get_length (self->secret) - self->secret_start,
                                    error);
  self->secret_start += MAX (n, 0);
  if (self->secret_start == outpost_secret_get_length (self->secret))
    g_clear_pointer (&self->secret, outpost_secret_unref);

  return n;
}

/* A server that refuses in the middle of a body often closes at once; its words can still
 * be read. So a failed write does not end anything before reading has come to its end. */
static gboolean
write_some (OutpostSmtpWire *self)
{
  gboolean moved = FALSE;

  while (self->write_error == NULL && self->written < self->queued) {
    gssize n = write_once (self, &self->write_error);

    if (n <= 0)
      break;

    self->written += n;
    moved = TRUE;
  }

  return moved;
}

static gboolean
report_end (OutpostSmtpWire  *self,
            GError          **error)
{
  if (self->write_error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->write_error));
  else if (self->read_error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->read_error));
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         _("The server closed the connection."));

  return FALSE;
}

/**
 * outpost_smtp_wire_turn:
 * @self: a wire from which all whole replies have been taken
 * @deadline: until when something must move
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Reads or, where nothing has come, writes as far as it goes without waiting; waits only
 * if nothing moved. Reading comes first, so that a reply which was there before a command
 * had left cannot pass for the answer to it.
 *
 * Returns: %TRUE if something moved, %FALSE with @error set
 */
gboolean
outpost_smtp_wire_turn (OutpostSmtpWire  *self,
                        OutpostDeadline   deadline,
                        GCancellable     *cancellable,
                        GError          **error)
{
  for (;;) {
    GIOCondition wanted = G_IO_IN;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (self->parse_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&self->parse_error));
      return FALSE;
    }

    if (read_some (self) || write_some (self)) {
      self->last_progress = g_get_monotonic_time ();
      return TRUE;
    }

    if (self->at_end)
      return report_end (self, error);
    if (self->written < self->queued && self->write_error == NULL)
      wanted |= G_IO_OUT;
    /* After writing: with each write the kernel takes up delaying again. */
    if (self->is_first)
      outpost_smtp_transport_ack_at_once (self->transport);
    if (outpost_smtp_transport_wait (self->transport, wanted, deadline, cancellable, error) == 0)
      return FALSE;
  }
}

/* A reply in the form it had, for the transcript. */
static void
record_reply (OutpostSmtpWire        *self,
              const OutpostSmtpReply *reply)
{
  g_auto (GStrv) lines = g_strsplit (reply->text != NULL ? reply->text : "", "\n", -1);
  g_autofree char *enhanced = g_strconcat (reply->enhanced != NULL ? reply->enhanced : "",
                                           reply->enhanced != NULL ? " " : "", NULL);

  if (lines[0] == NULL) {
    g_autofree char *line = g_strdup_printf ("%u %s", reply->code, enhanced);

    outpost_smtp_transcript_add (self->transcript, 'S', g_strchomp (line), -1);
  }
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *line = g_strdup_printf ("%u%c%s%s", reply->code,
                                             lines[i + 1] != NULL ? '-' : ' ', enhanced, lines[i]);

    outpost_smtp_transcript_add (self->transcript, 'S', line, -1);
  }
}

/**
 * outpost_smtp_wire_pop:
 * @self: a wire
 *
 * Returns: (transfer full) (nullable): the oldest reply that is there, or %NULL
 */
OutpostSmtpReply *
outpost_smtp_wire_pop (OutpostSmtpWire *self)
{
  OutpostSmtpReply *reply = outpost_smtp_reply_parser_pop (self->parser);

  if (reply != NULL) {
    self->is_first = FALSE;
    record_reply (self, reply);
  }

  return reply;
}

/**
 * outpost_smtp_wire_refuse_unasked:
 * @error: return location for a %OUTPOST_SMTP_ERROR_PROTOCOL
 *
 * Sets the error for a reply that answers nothing.
 */
void
outpost_smtp_wire_refuse_unasked (GError **error)
{
  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL,
                       _("The server broke the rules: it answered what nobody had asked."));
}

/**
 * outpost_smtp_wire_read_sync:
 * @self: a wire
 * @silence_ms: longest time in which nothing moves
 * @deadline: until when the reply must be whole
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Sends what waits and takes one reply. A reply that came before all had left answers
 * nothing: taking it would let all later ones answer the wrong command. Only 421 may come
 * at any time (RFC 5321, section 3.8).
 *
 * Returns: (transfer full): the reply, or %NULL with @error set
 */
OutpostSmtpReply *
outpost_smtp_wire_read_sync (OutpostSmtpWire  *self,
                             guint             silence_ms,
                             OutpostDeadline   deadline,
                             GCancellable     *cancellable,
                             GError          **error)
{
  for (;;) {
    OutpostSmtpReply *reply = outpost_smtp_wire_pop (self);

    if (reply != NULL && (self->written == self->queued || reply->code == 421))
      return reply;

    if (reply != NULL) {
      outpost_smtp_reply_free (reply);
      outpost_smtp_wire_refuse_unasked (error);
      return NULL;
    }

    if (!outpost_smtp_wire_turn (self, outpost_deadline_sooner (outpost_deadline_in (silence_ms),
                                                                deadline),
                                 cancellable, error))
      return NULL;
  }
}
