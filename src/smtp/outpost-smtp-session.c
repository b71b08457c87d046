/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-session-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-printable.h"

#define WORDS_MAX_CHARACTERS 500

G_DEFINE_FINAL_TYPE (OutpostSmtpSession, outpost_smtp_session, G_TYPE_OBJECT)

/**
 * outpost_smtp_session_begin_stage:
 * @self: a session
 * @stage: what is done next
 *
 * Starts the stage's clock and tells whoever listens.
 */
void
outpost_smtp_session_begin_stage (OutpostSmtpSession *self,
                                  OutpostSmtpStage    stage)
{
  self->stage = stage;
  self->stage_began = g_get_monotonic_time ();
  if (self->stage_func != NULL && !self->is_quiet)
    self->stage_func (stage, -1, &self->facts, self->stage_data);
}

/**
 * outpost_smtp_session_pass_stage:
 * @self: a session
 * @stage: the stage that is done
 *
 * Tells how long the stage took.
 */
void
outpost_smtp_session_pass_stage (OutpostSmtpSession *self,
                                 OutpostSmtpStage    stage)
{
  if (self->stage_func != NULL && !self->is_quiet)
    self->stage_func (stage, g_get_monotonic_time () - self->stage_began,
                      &self->facts, self->stage_data);
}

/**
 * outpost_smtp_session_redact_reply:
 * @self: a session
 * @reply: what the server said
 *
 * Takes secrets out of the text of a reply, before it goes into errors and reports.
 */
void
outpost_smtp_session_redact_reply (OutpostSmtpSession *self,
                                   OutpostSmtpReply   *reply)
{
  g_autofree char *text = reply->text;

  reply->text = text != NULL ? outpost_smtp_transcript_redact (self->transcript, text) : NULL;
}

/**
 * outpost_smtp_session_ask_sync:
 * @self: a session with a connection
 * @command: a command without its CRLF
 * @deadline: until when the answer must be there
 * @cancellable: (nullable): ends the wait; no command is begun after it
 * @error: return location for an error
 *
 * One command, one reply.
 *
 * Returns: (transfer full): the reply, or %NULL with @error set
 */
OutpostSmtpReply *
outpost_smtp_session_ask_sync (OutpostSmtpSession  *self,
                               const char          *command,
                               OutpostDeadline      deadline,
                               GCancellable        *cancellable,
                               GError             **error)
{
  OutpostSmtpReply *reply;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !outpost_smtp_wire_queue (self->wire, command, error))
    return NULL;

  reply = outpost_smtp_wire_read_sync (self->wire, self->limits.silence_ms, deadline,
                                       cancellable, error);
  if (reply != NULL)
    outpost_smtp_session_redact_reply (self, reply);

  return reply;
}

static const char *
get_refusal_format (OutpostSmtpStage stage)
{
  /* Translators: in the following, %s is the server’s answer: its code and its words. */
  switch (stage) {
  case OUTPOST_SMTP_STAGE_SIGN_IN:
    return _("The server refused the sign-in: %s");
  case OUTPOST_SMTP_STAGE_SENDER:
    return _("The server refused the sender: %s");
  case OUTPOST_SMTP_STAGE_RECIPIENT:
    return _("The server refused the recipient: %s");
  case OUTPOST_SMTP_STAGE_MESSAGE:
    return _("The server refused the message: %s");
  case OUTPOST_SMTP_STAGE_LOOKUP:
  case OUTPOST_SMTP_STAGE_CONNECT:
  case OUTPOST_SMTP_STAGE_SECURE:
  case OUTPOST_SMTP_STAGE_GREETING:
  default:
    return _("The server turned the connection away: %s");
  }
}

/**
 * outpost_smtp_session_refuse:
 * @self: a session
 * @code: what the refusal means
 * @reply: the refusal
 * @error: return location for the error
 *
 * Notes a refusal of the present stage and makes an error of it.
 */
void
outpost_smtp_session_refuse (OutpostSmtpSession      *self,
                             OutpostSmtpError         code,
                             const OutpostSmtpReply  *reply,
                             GError                 **error)
{
  g_autofree char *line = g_strdup_printf ("%u %s%s%s", reply->code,
                                           reply->enhanced != NULL ? reply->enhanced : "",
                                           reply->enhanced != NULL ? " " : "",
                                           reply->text != NULL ? reply->text : "");
  g_autofree char *words = outpost_printable (line, -1, WORDS_MAX_CHARACTERS);

  g_strdelimit (words, "\n\t", ' ');
  g_strchomp (words);
  self->failure.stage = self->stage;
  g_clear_pointer (&self->failure.reply, outpost_smtp_reply_free);
  self->failure.reply = outpost_smtp_reply_copy (reply);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, OUTPOST_SMTP_ERROR, code, get_refusal_format (self->stage), words);
#pragma GCC diagnostic pop
}

/**
 * outpost_smtp_session_forget_failure:
 * @self: a session
 *
 * Makes room for the next failure.
 */
void
outpost_smtp_session_forget_failure (OutpostSmtpSession *self)
{
  outpost_smtp_failure_clear (&self->failure);
}

/**
 * outpost_smtp_session_drop:
 * @self: a session
 *
 * Ends the connection in the middle of whatever it is in: no QUIT, no close_notify, so
 * that no server takes what it has for a whole message.
 */
void
outpost_smtp_session_drop (OutpostSmtpSession *self)
{
  if (self->wire == NULL)
    return;

  outpost_smtp_transport_close (outpost_smtp_wire_get_transport (self->wire), FALSE);
  g_clear_pointer (&self->wire, outpost_smtp_wire_free);
}

/**
 * outpost_smtp_session_hang_up:
 * @self: a session that has said QUIT
 *
 * Closes the connection in an orderly way. The answer to QUIT is not waited for.
 */
void
outpost_smtp_session_hang_up (OutpostSmtpSession *self)
{
  OutpostSmtpTransport *transport = outpost_smtp_wire_get_transport (self->wire);

  outpost_smtp_transport_keep_ticket (transport);
  outpost_smtp_transport_close (transport, TRUE);
  g_clear_pointer (&self->wire, outpost_smtp_wire_free);
}

/**
 * outpost_smtp_session_can_pipeline:
 * @self: a session
 *
 * Returns: whether commands may leave before earlier ones are answered (RFC 2920)
 */
gboolean
outpost_smtp_session_can_pipeline (OutpostSmtpSession *self)
{
  return self->mode == OUTPOST_SMTP_MODE_PIPELINED && self->facts.pipelining;
}

static void
outpost_smtp_session_finalize (GObject *object)
{
  OutpostSmtpSession *self = OUTPOST_SMTP_SESSION (object);

  outpost_smtp_session_drop (self);
  outpost_smtp_facts_clear (&self->facts);
  outpost_smtp_failure_clear (&self->failure);
  g_clear_pointer (&self->final, outpost_smtp_reply_free);
  g_clear_pointer (&self->endpoint, outpost_smtp_endpoint_free);
  g_clear_pointer (&self->credential, outpost_smtp_credential_free);
  g_clear_pointer (&self->transcript, outpost_smtp_transcript_unref);

  G_OBJECT_CLASS (outpost_smtp_session_parent_class)->finalize (object);
}

static void
outpost_smtp_session_class_init (OutpostSmtpSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = outpost_smtp_session_finalize;
}

static void
outpost_smtp_session_init (OutpostSmtpSession *self)
{
  self->transcript = outpost_smtp_transcript_new ();
}

/**
 * outpost_smtp_session_new:
 * @endpoint: where to submit
 * @credential: (nullable): how to sign in; %NULL for not at all
 * @limits: (nullable): time limits; %NULL for those of [func@Outpost.smtp_limits_init]
 *   with 30 seconds
 * @mode: one command at a time, or as few round trips as possible
 *
 * Makes a session that is not connected yet. All arguments are copied.
 *
 * Returns: (transfer full): a new session
 */
OutpostSmtpSession *
outpost_smtp_session_new (const OutpostSmtpEndpoint   *endpoint,
                          const OutpostSmtpCredential *credential,
                          const OutpostSmtpLimits     *limits,
                          OutpostSmtpMode              mode)
{
  OutpostSmtpSession *self;

  g_return_val_if_fail (endpoint != NULL, NULL);

  self = g_object_new (OUTPOST_TYPE_SMTP_SESSION, NULL);
  self->endpoint = outpost_smtp_endpoint_copy (endpoint);
  self->credential = credential != NULL ?
                     outpost_smtp_credential_copy (credential) :
                     outpost_smtp_credential_new (OUTPOST_SMTP_SIGN_IN_NONE, NULL, NULL, NULL);
  if (limits != NULL)
    self->limits = *limits;
  else
    outpost_smtp_limits_init (&self->limits, 30);
  self->mode = mode;
  if (self->credential->secret != NULL)
    outpost_smtp_transcript_hide (self->transcript, self->credential->secret);

  return self;
}

/**
 * outpost_smtp_session_set_stage_func:
 * @self: a session
 * @func: (nullable): called in the session's thread
 * @user_data: for @func
 *
 * Sets who is told when a stage begins and when it has passed. A stage that fails never
 * passes; see [method@Outpost.SmtpSession.get_failure]. When an address turns out to be no
 * good, %OUTPOST_SMTP_STAGE_CONNECT begins again for the next one.
 */
void
outpost_smtp_session_set_stage_func (OutpostSmtpSession   *self,
                                     OutpostSmtpStageFunc  func,
                                     gpointer              user_data)
{
  g_return_if_fail (OUTPOST_IS_SMTP_SESSION (self));

  self->stage_func = func;
  self->stage_data = user_data;
}

/**
 * outpost_smtp_session_set_resume:
 * @self: a session that is not connected yet
 * @resume: whether to take and keep TLS session tickets; %FALSE until set
 *
 * Test never resumes: its purpose is the full check.
 */
void
outpost_smtp_session_set_resume (OutpostSmtpSession *self,
                                 gboolean            resume)
{
  g_return_if_fail (OUTPOST_IS_SMTP_SESSION (self));

  self->resume = resume;
}

/**
 * outpost_smtp_session_open_sync:
 * @self: a session that is not connected
 * @cancellable: (nullable): no command is begun after it
 * @error: return location for an error
 *
 * Looks up, connects, secures, greets and signs in. A handshake or greeting that fails
 * moves on to the next address of the host, but never once AUTH was sent. After a failure
 * [method@Outpost.SmtpSession.get_failure] says more.
 *
 * Returns: %TRUE once the server takes mail, %FALSE with @error set
 */
gboolean
outpost_smtp_session_open_sync (OutpostSmtpSession  *self,
                                GCancellable        *cancellable,
                                GError             **error)
{
  gint64 began = g_get_monotonic_time ();
  gboolean opened;

  g_return_val_if_fail (OUTPOST_IS_SMTP_SESSION (self), FALSE);
  g_return_val_if_fail (self->wire == NULL, FALSE);

  outpost_smtp_session_forget_failure (self);
  opened = outpost_smtp_session_connect_sync (self,
                                              outpost_deadline_in (self->limits.until_recipients_ms),
                                              cancellable, error);
  self->used_us = g_get_monotonic_time () - began;

  return opened;
}

/**
 * outpost_smtp_session_close:
 * @self: a session
 *
 * Says QUIT if there is a connection, without waiting for the answer, and closes it.
 */
void
outpost_smtp_session_close (OutpostSmtpSession *self)
{
  g_return_if_fail (OUTPOST_IS_SMTP_SESSION (self));

  if (self->wire == NULL)
    return;

  /* What does not fit into the socket right now is not worth a wait. */
  outpost_smtp_wire_queue (self->wire, "QUIT", NULL);
  while (outpost_smtp_wire_get_written (self->wire) < outpost_smtp_wire_get_queued (self->wire) &&
         outpost_smtp_wire_turn (self->wire, outpost_deadline_in (0), NULL, NULL))
    continue;
  outpost_smtp_session_hang_up (self);
}

/**
 * outpost_smtp_session_get_facts:
 * @self: a session
 *
 * Returns: (transfer none): what the session has learned so far
 */
const OutpostSmtpFacts *
outpost_smtp_session_get_facts (OutpostSmtpSession *self)
{
  g_return_val_if_fail (OUTPOST_IS_SMTP_SESSION (self), NULL);

  return &self->facts;
}

/**
 * outpost_smtp_session_get_failure:
 * @self: a session whose last call failed
 *
 * Returns: (transfer none): the failure in a form that can be matched
 */
const OutpostSmtpFailure *
outpost_smtp_session_get_failure (OutpostSmtpSession *self)
{
  g_return_val_if_fail (OUTPOST_IS_SMTP_SESSION (self), NULL);

  return &self->failure;
}

/**
 * outpost_smtp_session_get_final:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the server's last answer to a whole message, with
 *   its queue id as a rule
 */
const OutpostSmtpReply *
outpost_smtp_session_get_final (OutpostSmtpSession *self)
{
  g_return_val_if_fail (OUTPOST_IS_SMTP_SESSION (self), NULL);

  return self->final;
}

/**
 * outpost_smtp_session_get_transcript:
 * @self: a session
 *
 * Returns: (transfer none): what was said, fit to be shown; safe to be read by another
 *   thread while the session is at work
 */
OutpostSmtpTranscript *
outpost_smtp_session_get_transcript (OutpostSmtpSession *self)
{
  g_return_val_if_fail (OUTPOST_IS_SMTP_SESSION (self), NULL);

  return self->transcript;
}

/**
 * outpost_smtp_recipient_free:
 * @self: (transfer full) (nullable): a recipient's result
 *
 * Frees it.
 */
void
outpost_smtp_recipient_free (OutpostSmtpRecipient *self)
{
  if (self == NULL)
    return;

  g_free (self->address);
  outpost_smtp_reply_free (self->reply);
  g_free (self);
}
