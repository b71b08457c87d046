/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-smtp-receiver.h"

#include <string.h>

#include "outpost-receiver-dialogue-private.h"
#include "outpost-receiver-path-private.h"
#include "outpost-receiver-sign-in-private.h"

/* Replies to pipelined commands are gathered up to this size. */
#define OUTPUT_OCTETS 16384

/* RFC 5321, section 4.5.3.1.2: a domain has at most 255 octets. */
#define HELLO_MAX_OCTETS 255

/* How long a client may take to close after the last reply. */
#define FINISH_MS 2000

static OutpostDeadline
next_deadline (OutpostReceiverDialogue *self)
{
  return outpost_deadline_sooner (outpost_deadline_in (self->config->limits.idle_ms),
                                  self->session_end);
}

static void
flush (OutpostReceiverDialogue *self)
{
  if (self->output->len > 0 &&
      outpost_wire_write (self->wire, self->output->str, self->output->len,
                          next_deadline (self)) != OUTPOST_WIRE_OK)
    self->is_over = TRUE;
  g_string_truncate (self->output, 0);
}

/**
 * outpost_receiver_reply:
 * @self: a dialogue
 * @text: a reply of one line without CRLF
 *
 * Says it with the next write; counts mistakes.
 */
void
outpost_receiver_reply (OutpostReceiverDialogue *self,
                        const char              *text)
{
  if ((*text == '4' || *text == '5') && ++self->n_errors >= self->config->limits.errors) {
    text = "421 4.7.0 Too many mistakes";
    self->is_over = TRUE;
  }
  g_string_append (self->output, text);
  g_string_append (self->output, "\r\n");
  if (self->output->len > OUTPUT_OCTETS)
    flush (self);
}

/**
 * outpost_receiver_hang_up:
 * @self: a dialogue
 * @text: the last reply
 */
void
outpost_receiver_hang_up (OutpostReceiverDialogue *self,
                          const char              *text)
{
  outpost_receiver_reply (self, text);
  self->is_over = TRUE;
}

/* Says why a wait for the client ended, where it can still hear it. */
static void
hang_up_after (OutpostReceiverDialogue *self,
               OutpostWireResult        result)
{
  if (result == OUTPOST_WIRE_TIMED_OUT)
    outpost_receiver_hang_up (self, "421 4.4.2 The time is over");
  else if (result == OUTPOST_WIRE_STOPPED)
    outpost_receiver_hang_up (self, "421 4.3.2 The server stops");
  else if (result == OUTPOST_WIRE_TOO_LONG)
    outpost_receiver_hang_up (self, "500 5.5.2 The line is too long");
  self->is_over = TRUE;
}

/**
 * outpost_receiver_fill:
 * @self: a dialogue
 *
 * Says what is gathered and waits for octets.
 *
 * Returns: %FALSE if the dialogue is over
 */
gboolean
outpost_receiver_fill (OutpostReceiverDialogue *self)
{
  OutpostWireResult result;

  flush (self);
  result = outpost_wire_fill (self->wire, next_deadline (self));
  if (result != OUTPOST_WIRE_OK)
    hang_up_after (self, result);
  return result == OUTPOST_WIRE_OK;
}

static gboolean
is_text (GString *line)
{
  for (gsize i = 0; i < line->len; i++) {
    if ((guchar) line->str[i] < 0x20 || line->str[i] == 0x7f)
      return FALSE;
  }
  return g_utf8_validate (line->str, (gssize) line->len, NULL);
}

/**
 * outpost_receiver_read_line:
 * @self: a dialogue
 *
 * Says what is gathered unless more is at hand, and reads a line into `self->line`.
 *
 * Returns: %FALSE if the dialogue is over, or if the line was answered already
 */
gboolean
outpost_receiver_read_line (OutpostReceiverDialogue *self)
{
  gsize length;
  const char *octets = outpost_wire_peek (self->wire, &length);
  OutpostWireResult result;

  /* Replies go out together while more commands are at hand (RFC 2920, section 3.2). */
  if (length == 0 || memchr (octets, '\n', length) == NULL)
    flush (self);
  result = outpost_wire_read_line (self->wire, self->config->limits.line_octets,
                                   next_deadline (self), self->line);
  if (result != OUTPOST_WIRE_OK) {
    hang_up_after (self, result);
    return FALSE;
  }
  if (self->line->len == 0 || self->line->str[self->line->len - 1] != '\r') {
    outpost_receiver_hang_up (self, "500 5.5.2 Lines end with CR LF");
    return FALSE;
  }
  g_string_truncate (self->line, self->line->len - 1);
  if (!is_text (self->line)) {
    outpost_receiver_reply (self, "500 5.5.2 The line holds octets that are no text");
    return FALSE;
  }
  return TRUE;
}

/**
 * outpost_receiver_wipe_line:
 * @self: a dialogue
 *
 * Forgets the line that was read last, which may hold a password.
 */
void
outpost_receiver_wipe_line (OutpostReceiverDialogue *self)
{
  outpost_wipe (self->line->str, self->line->len);
  g_string_truncate (self->line, 0);
}

/**
 * outpost_receiver_drop_mail:
 * @self: a dialogue
 *
 * Takes an unfinished message back from the sink.
 */
void
outpost_receiver_drop_mail (OutpostReceiverDialogue *self)
{
  if (self->mail != NULL)
    self->config->sink->abort (self->mail);
  self->mail = NULL;
}

/**
 * outpost_receiver_reset:
 * @self: a dialogue
 *
 * Ends the transaction, if there is one.
 */
void
outpost_receiver_reset (OutpostReceiverDialogue *self)
{
  outpost_receiver_drop_mail (self);
  self->mail_octets = 0;
  self->mail_refusal = NULL;
  self->after_cr = FALSE;
  self->by_chunks = FALSE;
  g_clear_pointer (&self->envelope.sender, g_free);
  self->envelope.size = 0;
  self->envelope.is_8bit = FALSE;
  self->envelope.is_utf8 = FALSE;
  g_ptr_array_set_size (self->envelope.recipients, 0);
}

/**
 * outpost_receiver_offers_starttls:
 * @self: a dialogue
 *
 * Returns: whether TLS is still to come
 */
gboolean
outpost_receiver_offers_starttls (OutpostReceiverDialogue *self)
{
  return self->config->credentials != NULL && !self->envelope.is_tls;
}

static void
say_abilities (OutpostReceiverDialogue *self)
{
  static const char * const always[] = {
    "8BITMIME", "SMTPUTF8", "PIPELINING", "CHUNKING", "ENHANCEDSTATUSCODES",
  };

  g_string_append_printf (self->output, "250-%s\r\n", self->config->host_name);
  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    g_string_append_printf (self->output, "250-%s\r\n", always[i]);
  if (outpost_receiver_offers_starttls (self)) {
    g_string_append (self->output, "250-STARTTLS\r\n");
  } else if (self->config->accounts != NULL) {
    g_autofree char *offers =
      outpost_receiver_sign_in_dup_offers (self->config->accounts,
                                           outpost_wire_get_session (self->wire));

    if (*offers != '\0')
      g_string_append_printf (self->output, "250-AUTH %s\r\n", offers);
  }
  g_string_append_printf (self->output, "250 SIZE %" G_GUINT64_FORMAT "\r\n",
                          self->config->limits.message_octets);
}

static void
do_hello (OutpostReceiverDialogue *self,
          const char              *argument,
          gboolean                 is_extended)
{
  if (*argument == '\0' || strchr (argument, ' ') != NULL ||
      strlen (argument) > HELLO_MAX_OCTETS) {
    outpost_receiver_reply (self, "501 5.5.4 Syntax: EHLO name");
    return;
  }
  outpost_receiver_reset (self);
  g_free (self->envelope.hello);
  self->envelope.hello = g_strdup (argument);
  self->envelope.is_extended = is_extended;
  if (is_extended) {
    say_abilities (self);
  } else {
    g_autofree char *text = g_strdup_printf ("250 %s", self->config->host_name);

    outpost_receiver_reply (self, text);
  }
}

static void
do_ehlo (OutpostReceiverDialogue *self,
         const char              *argument)
{
  do_hello (self, argument, TRUE);
}

static void
do_helo (OutpostReceiverDialogue *self,
         const char              *argument)
{
  do_hello (self, argument, FALSE);
}

static void
do_starttls (OutpostReceiverDialogue *self,
             const char              *argument)
{
  if (!outpost_receiver_offers_starttls (self)) {
    outpost_receiver_reply (self, "503 5.5.1 TLS cannot begin here");
    return;
  }
  if (*argument != '\0') {
    outpost_receiver_reply (self, "501 5.5.4 STARTTLS stands alone");
    return;
  }
  /* What stands behind it in clear could come from somebody in between (RFC 3207,
   * section 4.2; CVE-2011-0411). */
  if (outpost_wire_fill_at_hand (self->wire)) {
    outpost_receiver_hang_up (self, "503 5.5.1 Nothing may follow STARTTLS before its answer");
    return;
  }
  outpost_receiver_reply (self, "220 2.0.0 TLS may begin");
  flush (self);
  if (self->is_over ||
      outpost_wire_start_tls (self->wire, self->config->credentials, self->config->ticket_key,
                              FALSE, self->config->priority,
                              next_deadline (self)) != OUTPOST_WIRE_OK) {
    self->is_over = TRUE;
    return;
  }
  outpost_receiver_reset (self);
  g_clear_pointer (&self->envelope.hello, g_free);
  self->envelope.is_extended = FALSE;
  self->envelope.is_tls = TRUE;
}

static const char *
why_no_mail (OutpostReceiverDialogue *self)
{
  if (self->envelope.hello == NULL)
    return "503 5.5.1 EHLO comes first";
  if (self->config->accounts != NULL && outpost_receiver_offers_starttls (self))
    return "530 5.7.0 STARTTLS comes first";
  if (self->config->accounts != NULL && self->envelope.user == NULL)
    return "530 5.7.0 Sign-in comes first";
  if (self->envelope.sender != NULL)
    return "503 5.5.1 One sender is enough";
  return NULL;
}

static void
do_mail (OutpostReceiverDialogue *self,
         const char              *argument)
{
  const OutpostReceiverSink *sink = self->config->sink;
  const char *refusal = why_no_mail (self);
  g_autofree char *answer = NULL;

  if (refusal != NULL) {
    outpost_receiver_reply (self, refusal);
    return;
  }
  refusal = outpost_receiver_read_mail (argument, self->config->limits.message_octets,
                                        &self->envelope);
  if (refusal == NULL && sink->check_sender != NULL)
    refusal = answer = sink->check_sender (&self->envelope, self->envelope.sender,
                                           self->config->user_data);
  if (refusal != NULL)
    outpost_receiver_reset (self);
  outpost_receiver_reply (self, refusal != NULL ? refusal : "250 2.1.0 Sender taken");
}

static void
do_rcpt (OutpostReceiverDialogue *self,
         const char              *argument)
{
  const OutpostReceiverSink *sink = self->config->sink;
  g_autofree char *recipient = NULL;
  g_autofree char *answer = NULL;
  const char *refusal = NULL;

  if (self->envelope.sender == NULL || self->by_chunks)
    refusal = "503 5.5.1 MAIL comes first";
  else
    refusal = outpost_receiver_read_rcpt (argument, self->envelope.is_utf8, &recipient);
  /* RFC 5321, section 4.5.3.1.10. */
  if (refusal == NULL && self->envelope.recipients->len >= self->config->limits.recipients)
    refusal = "452 4.5.3 No more recipients in this transaction";
  if (refusal == NULL && sink->check_recipient != NULL)
    refusal = answer = sink->check_recipient (&self->envelope, recipient, self->config->user_data);
  if (refusal == NULL)
    g_ptr_array_add (self->envelope.recipients, g_steal_pointer (&recipient));
  outpost_receiver_reply (self, refusal != NULL ? refusal : "250 2.1.5 Recipient taken");
}

static void
do_rset (OutpostReceiverDialogue *self,
         const char              *argument)
{
  outpost_receiver_reset (self);
  outpost_receiver_reply (self, "250 2.0.0 Forgotten");
}

static void
do_noop (OutpostReceiverDialogue *self,
         const char              *argument)
{
  outpost_receiver_reply (self, "250 2.0.0 Nothing done");
}

static void
do_vrfy (OutpostReceiverDialogue *self,
         const char              *argument)
{
  outpost_receiver_reply (self, "252 2.5.0 That shows when a message comes");
}

static void
do_quit (OutpostReceiverDialogue *self,
         const char              *argument)
{
  outpost_receiver_hang_up (self, "221 2.0.0 Good bye");
}

static const struct {
  const char *verb;
  void      (*run) (OutpostReceiverDialogue   *self,
                    const char *argument);
} commands[] = {
  { "EHLO", do_ehlo },
  { "HELO", do_helo },
  { "STARTTLS", do_starttls },
  { "AUTH", outpost_receiver_do_auth },
  { "MAIL", do_mail },
  { "RCPT", do_rcpt },
  { "DATA", outpost_receiver_do_data },
  { "BDAT", outpost_receiver_do_bdat },
  { "RSET", do_rset },
  { "NOOP", do_noop },
  { "VRFY", do_vrfy },
  { "QUIT", do_quit },
};

static gboolean
has_verb (const char *line,
          const char *verb)
{
  gsize length = strlen (verb);

  return g_ascii_strncasecmp (line, verb, length) == 0 &&
         (line[length] == '\0' || line[length] == ' ');
}

static void
run_command (OutpostReceiverDialogue *self)
{
  /* A copy, since AUTH reads on into self->line. */
  g_autofree char *text = g_strdup (self->line->str);
  gsize length = strlen (text);
  guint i = 0;

  outpost_receiver_wipe_line (self);
  while (i < G_N_ELEMENTS (commands) && !has_verb (text, commands[i].verb))
    i++;
  if (i < G_N_ELEMENTS (commands)) {
    const char *argument = text + strlen (commands[i].verb);

    commands[i].run (self, *argument == ' ' ? argument + 1 : argument);
  } else {
    outpost_receiver_reply (self, "500 5.5.1 This command is not known here");
  }
  outpost_wipe (text, length);
}

/* A browser can be made to post to the loopback, and lines of its request would
 * pass for commands: nothing but a greeting may come first. */
static gboolean
read_first (OutpostReceiverDialogue *self)
{
  if (!outpost_receiver_read_line (self)) {
    self->is_over = TRUE;
  } else if (!has_verb (self->line->str, "EHLO") && !has_verb (self->line->str, "HELO")) {
    outpost_receiver_hang_up (self, has_verb (self->line->str, "QUIT") ? "221 2.0.0 Good bye"
                                                      : "421 4.7.0 EHLO comes first");
  }
  return !self->is_over;
}

static void
converse (OutpostReceiverDialogue *self)
{
  g_autofree char *greeting = g_strdup_printf ("220 %s ESMTP %s", self->config->host_name,
                                               self->config->banner);

  outpost_receiver_reply (self, greeting);
  if (read_first (self))
    run_command (self);
  while (!self->is_over) {
    if (++self->n_commands >= self->config->limits.commands)
      outpost_receiver_hang_up (self, "421 4.7.0 Too many commands");
    else if (outpost_receiver_read_line (self))
      run_command (self);
  }
  flush (self);
}

/**
 * outpost_smtp_receiver_serve:
 * @config: how to receive
 * @fd: (transfer full): a connected socket
 * @tls_first: TLS from the first octet (RFC 8314, section 3.3); needs credentials
 * @stop: ends the connection once it is cancelled
 *
 * Holds the receiving side of one SMTP dialogue (RFC 5321, 6409) with SIZE,
 * 8BITMIME, SMTPUTF8, PIPELINING, CHUNKING, ENHANCEDSTATUSCODES, STARTTLS and AUTH,
 * and closes @fd. Blocks; several threads may share one @config. Ends within the
 * limits whatever the client does.
 */
void
outpost_smtp_receiver_serve (const OutpostReceiverConfig *config,
                             int                          fd,
                             gboolean                     tls_first,
                             GCancellable                *stop)
{
  g_autoptr (OutpostWire) wire = outpost_wire_new (fd, stop, FALSE);
  OutpostReceiverDialogue self = { .config = config, .wire = wire };

  self.session_end = outpost_deadline_in (config->limits.session_ms);
  /* Made large enough at once: growing would leave a copy of a password behind. */
  self.line = g_string_sized_new (config->limits.line_octets + 2);
  self.output = g_string_new (NULL);
  self.envelope.recipients = g_ptr_array_new_with_free_func (g_free);
  self.envelope.is_tls = tls_first;
  if (!tls_first ||
      outpost_wire_start_tls (wire, config->credentials, config->ticket_key, FALSE,
                              config->priority, next_deadline (&self)) == OUTPOST_WIRE_OK) {
    converse (&self);
    outpost_wire_finish (wire, outpost_deadline_sooner (outpost_deadline_in (FINISH_MS),
                                                        self.session_end));
  }

  outpost_receiver_reset (&self);
  g_ptr_array_unref (self.envelope.recipients);
  g_free (self.envelope.hello);
  g_free (self.envelope.user);
  g_string_free (self.output, TRUE);
  outpost_receiver_wipe_line (&self);
  g_string_free (self.line, TRUE);
}
