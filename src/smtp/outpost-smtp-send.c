/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "outpost-smtp-pipeline-private.h"

/* How the run over one connection ended. */
typedef enum {
  RUN_DONE,
  RUN_LEAVE,   /* there is more, for another connection */
  RUN_FAILED,
} Run;

/* What a call for one message brings back. */
typedef struct {
  const OutpostSmtpEnvelope *envelope;
  OutpostMessage            *message;
  gboolean                   given;
  GPtrArray                 *recipients;
  GError                    *error;
} Single;

/* In each interval a part of the body must leave; a large message may take its time, a
 * server that reads an octet a minute may not. */
static gboolean
check_pace (OutpostSmtpPipeline  *self,
            GError              **error)
{
  const OutpostSmtpLimits *limits = &self->session->limits;
  guint64 written = outpost_smtp_wire_get_written (self->session->wire);

  if (self->pace_deadline != 0 && outpost_deadline_remaining (self->pace_deadline) > 0)
    return TRUE;

  if (self->pace_deadline != 0 && written - self->pace_mark < limits->body_interval_octets) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                         _("The server takes the message too slowly."));
    return FALSE;
  }

  self->pace_deadline = outpost_deadline_in (limits->body_interval_ms);
  self->pace_mark = written;
  return TRUE;
}

static OutpostDeadline
get_silence_deadline (OutpostSmtpPipeline *self)
{
  gint64 since = MAX (outpost_smtp_wire_get_last_progress (self->session->wire),
                      self->head_since);

  return since + (gint64) self->session->limits.silence_ms * 1000;
}

/* For what must come soon, yet may come in pieces: neither silence nor a trickle lasts. */
static OutpostDeadline
get_reply_deadline (OutpostSmtpPipeline *self)
{
  gint64 since = MAX (self->head_since, self->body_left);

  return MIN (get_silence_deadline (self),
              since + (gint64) self->session->limits.until_recipients_ms * 1000);
}

static OutpostDeadline
get_deadline (OutpostSmtpPipeline *self)
{
  const OutpostSmtpExpect *head = g_queue_peek_head (&self->expects);

  if (self->pace_deadline != 0)
    return self->pace_deadline;

  if (head == NULL || head->transaction == NULL)
    return get_silence_deadline (self);

  /* Servers may answer all chunks together, once they have looked at the whole. */
  switch (head->kind) {
  case OUTPOST_SMTP_EXPECT_CHUNK:
  case OUTPOST_SMTP_EXPECT_FINAL:
    if (!head->transaction->has_ended && head->kind == OUTPOST_SMTP_EXPECT_CHUNK)
      return get_reply_deadline (self);
    return MAX (self->head_since, self->body_left) +
           (gint64) self->session->limits.final_ms * 1000;
  case OUTPOST_SMTP_EXPECT_MAIL:
  case OUTPOST_SMTP_EXPECT_RCPT:
    return outpost_deadline_sooner (get_silence_deadline (self), head->transaction->deadline);
  case OUTPOST_SMTP_EXPECT_RESET:
  case OUTPOST_SMTP_EXPECT_DATA:
  case OUTPOST_SMTP_EXPECT_QUIT:
  default:
    return get_reply_deadline (self);
  }
}

static gboolean
wait_for_wire (OutpostSmtpPipeline  *self,
               GCancellable         *cancellable,
               GError              **error)
{
  OutpostSmtpWire *wire = self->session->wire;
  g_autoptr (GError) local_error = NULL;

  if (!outpost_smtp_pipeline_is_writing_body (self))
    self->pace_deadline = 0;
  else if (!check_pace (self, error))
    return FALSE;

  if (!outpost_smtp_wire_turn (wire, get_deadline (self), cancellable, &local_error)) {
    /* The end of an interval is the end only if too little left in it. */
    if (self->pace_deadline == 0 ||
        !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
        !check_pace (self, NULL)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  }

  if (self->body_left == 0 && outpost_smtp_wire_get_written (wire) >= self->body_mark)
    self->body_left = g_get_monotonic_time ();
  return TRUE;
}

/* Whether the connection can be left now: see OutpostSmtpLeave. */
static gboolean
may_leave (OutpostSmtpPipeline *self)
{
  const OutpostSmtpExpect *head = g_queue_peek_head (&self->expects);

  switch (self->leave) {
  case OUTPOST_SMTP_LEAVE_FOR_LIMIT:
    return !outpost_smtp_pipeline_has_work (self);
  case OUTPOST_SMTP_LEAVE_BROKEN:
    return head == NULL || head->transaction == self->writing;
  case OUTPOST_SMTP_LEAVE_FOR_DATA:
  case OUTPOST_SMTP_LEAVE_AT_ONCE:
    return TRUE;
  case OUTPOST_SMTP_LEAVE_NOT:
  default:
    return FALSE;
  }
}

static Run
run (OutpostSmtpPipeline  *self,
     GCancellable         *cancellable,
     GError              **error)
{
  g_autoptr (GError) local_error = NULL;

  for (;;) {
    g_autoptr (OutpostSmtpReply) reply = NULL;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return RUN_FAILED;

    while (outpost_smtp_pipeline_advance (self, &local_error))
      continue;
    if (local_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return RUN_FAILED;
    }

    if (may_leave (self))
      return RUN_LEAVE;
    if (self->leave == OUTPOST_SMTP_LEAVE_NOT && !outpost_smtp_pipeline_has_work (self))
      return RUN_DONE;

    reply = outpost_smtp_wire_pop (self->session->wire);
    if (reply != NULL ? !outpost_smtp_pipeline_take (self, reply, error) :
                        !wait_for_wire (self, cancellable, error))
      return RUN_FAILED;
  }
}

/* On a new connection the clocks and marks begin anew. */
static gboolean
connect_again (OutpostSmtpPipeline  *self,
               GCancellable         *cancellable,
               GError              **error)
{
  OutpostSmtpSession *session = self->session;
  OutpostSmtpLeave leave = self->leave;
  gboolean connected;

  outpost_smtp_pipeline_rewind (self);
  if (leave == OUTPOST_SMTP_LEAVE_FOR_LIMIT)
    outpost_smtp_session_close (session);
  else
    outpost_smtp_session_drop (session);

  session->no_chunks |= leave == OUTPOST_SMTP_LEAVE_FOR_DATA;
  self->leave = OUTPOST_SMTP_LEAVE_NOT;
  self->is_halted = FALSE;
  self->body_mark = 0;
  self->body_left = self->pace_deadline = 0;

  /* A broken message that was also the last needs no further connection. */
  if (g_queue_is_empty (&self->jobs) && outpost_smtp_pipeline_fetch (self) == NULL)
    return TRUE;

  outpost_smtp_transcript_add (session->transcript, '*', "connecting again", -1);
  session->is_quiet = TRUE;
  connected = outpost_smtp_session_connect_sync (session,
                                                 outpost_deadline_in (session->limits.until_recipients_ms),
                                                 cancellable, error);
  session->is_quiet = FALSE;
  return connected;
}

/* A finished run that was the last leaves no connection either. */
static void
hang_up (OutpostSmtpPipeline *self)
{
  gboolean has_quit = !g_queue_is_empty (&self->expects);

  g_queue_clear_full (&self->expects, g_free);
  if (self->session->wire == NULL || !self->is_last)
    return;

  if (has_quit)
    outpost_smtp_session_hang_up (self->session);
  else
    outpost_smtp_session_close (self->session);
}

/* Runs over as many connections as it takes. After an error no connection is left. */
static gboolean
drive (OutpostSmtpPipeline  *self,
       GCancellable         *cancellable,
       GError              **error)
{
  OutpostSmtpSession *session = self->session;
  g_autoptr (GError) local_error = NULL;
  Run how;

  session->stage = OUTPOST_SMTP_STAGE_SENDER;
  outpost_smtp_session_forget_failure (session);
  outpost_smtp_pipeline_fetch (self);
  how = run (self, cancellable, &local_error);
  while (how == RUN_LEAVE) {
    if (!connect_again (self, cancellable, &local_error)) {
      outpost_smtp_pipeline_collapse (self, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    how = session->wire != NULL ? run (self, cancellable, &local_error) : RUN_DONE;
  }

  if (how == RUN_DONE) {
    hang_up (self);
    return TRUE;
  }

  if (!g_error_matches (local_error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_REFUSED))
    outpost_smtp_session_forget_failure (session);
  session->failure.stage = session->stage;
  outpost_smtp_pipeline_collapse (self, local_error);
  outpost_smtp_session_drop (session);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_connected (OutpostSmtpSession  *self,
                 GError             **error)
{
  if (self->wire != NULL)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                       _("There is no connection to the server any more."));
  return FALSE;
}

static gboolean
give_single_cb (OutpostSmtpEnvelope  *envelope,
                OutpostMessage      **message,
                gpointer              user_data)
{
  Single *single = user_data;

  if (single->given)
    return FALSE;

  single->given = TRUE;
  *envelope = *single->envelope;
  *message = single->message;
  return TRUE;
}

static void
keep_single_cb (guint         index,
                GPtrArray    *recipients,
                const GError *error,
                gpointer      user_data)
{
  Single *single = user_data;

  single->recipients = g_ptr_array_ref (recipients);
  single->error = error != NULL ? g_error_copy (error) : NULL;
}

static gboolean
run_single (OutpostSmtpSession         *self,
            const OutpostSmtpEnvelope  *envelope,
            OutpostMessage             *message,
            gboolean                    check_only,
            gboolean                    is_last,
            GPtrArray                 **recipients,
            GCancellable               *cancellable,
            GError                    **error)
{
  Single single = { .envelope = envelope, .message = message };
  OutpostSmtpPipeline pipeline = {
    .session = self,
    .next = give_single_cb,
    .done = keep_single_cb,
    .user_data = &single,
    .check_only = check_only,
    .is_last = is_last,
  };

  if (check_connected (self, &single.error)) {
    drive (&pipeline, cancellable, NULL);
  } else {
    g_autoptr (OutpostSmtpJob) job = outpost_smtp_job_new (0, envelope, message, check_only);

    single.recipients = g_ptr_array_ref (job->recipients);
  }

  if (recipients != NULL)
    *recipients = g_steal_pointer (&single.recipients);
  g_clear_pointer (&single.recipients, g_ptr_array_unref);
  if (single.error == NULL) {
    outpost_smtp_session_forget_failure (self);
    return TRUE;
  }

  g_propagate_error (error, single.error);
  return FALSE;
}

/**
 * outpost_smtp_session_check_sync:
 * @self: a session that is open
 * @envelope: from whom and to whom
 * @message: (nullable): what would be sent, for SIZE and BODY
 * @recipients: (out) (optional) (transfer full) (element-type OutpostSmtpRecipient): each
 *   recipient with the answer to it, also after a failure
 * @cancellable: (nullable): no command is begun after it
 * @error: return location for an error
 *
 * Asks for sender and recipients and takes it back with RSET. The session stays open,
 * unless the connection was lost or the call cancelled.
 *
 * Returns: %TRUE if the server would take a message for at least one recipient (for all of
 *   them with all_or_none), %FALSE with @error set
 */
gboolean
outpost_smtp_session_check_sync (OutpostSmtpSession         *self,
                                 const OutpostSmtpEnvelope  *envelope,
                                 OutpostMessage             *message,
                                 GPtrArray                 **recipients,
                                 GCancellable               *cancellable,
                                 GError                    **error)
{
  g_return_val_if_fail (OUTPOST_IS_SMTP_SESSION (self) && envelope != NULL, FALSE);

  return run_single (self, envelope, message, TRUE, FALSE, recipients, cancellable, error);
}

/**
 * outpost_smtp_session_send_sync:
 * @self: a session that is open
 * @envelope: from whom and to whom
 * @message: what to send
 * @is_last: whether nothing follows: QUIT leaves with the message where that is possible,
 *   and the session is closed afterwards
 * @recipients: (out) (optional) (transfer full) (element-type OutpostSmtpRecipient): each
 *   recipient with its outcome, also after a failure
 * @cancellable: (nullable): drops the connection, without an end to what is half sent
 * @error: return location for an error
 *
 * Sends one message, in as many transactions as its recipients need.
 *
 * Once the last octet has left, whatever happens before the server's answer (time-out,
 * loss, cancel) is %OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN: the message may have been sent.
 * %G_IO_ERROR_CANCELLED means that it was not.
 *
 * Returns: %TRUE if the server accepted it for at least one recipient (for all of them with
 *   all_or_none), %FALSE with @error set
 */
gboolean
outpost_smtp_session_send_sync (OutpostSmtpSession         *self,
                                const OutpostSmtpEnvelope  *envelope,
                                OutpostMessage             *message,
                                gboolean                    is_last,
                                GPtrArray                 **recipients,
                                GCancellable               *cancellable,
                                GError                    **error)
{
  g_return_val_if_fail (OUTPOST_IS_SMTP_SESSION (self) && envelope != NULL, FALSE);
  g_return_val_if_fail (OUTPOST_IS_MESSAGE (message), FALSE);

  return run_single (self, envelope, message, FALSE, is_last, recipients, cancellable, error);
}

/**
 * outpost_smtp_session_send_many_sync:
 * @self: a session that is open
 * @next: (scope call): gives the next message; what it points to must stay until @done
 * @done: (scope call): gets the outcome of each, in order
 * @user_data: for both
 * @cancellable: (nullable): drops the connection, without an end to what is half sent
 * @error: return location for an error
 *
 * Sends messages until @next has no more, overlapping as far as the server allows: with
 * PIPELINING the next MAIL leaves with the end of the message before it, while at most 8
 * messages are unanswered. Where MAILMAX is reached, and where a message could not be
 * completed, the rest goes over a new connection. The session is closed at the end.
 *
 * A message that is refused is told to @done and does not end the call. When the connection
 * ends, all messages that were taken from @next get their outcome and no more are taken.
 *
 * Returns: %TRUE once there are no more messages, %FALSE with @error set
 */
gboolean
outpost_smtp_session_send_many_sync (OutpostSmtpSession   *self,
                                     OutpostSmtpNextFunc   next,
                                     OutpostSmtpDoneFunc   done,
                                     gpointer              user_data,
                                     GCancellable         *cancellable,
                                     GError              **error)
{
  OutpostSmtpPipeline pipeline = {
    .session = self,
    .next = next,
    .done = done,
    .user_data = user_data,
    .is_last = TRUE,
  };

  g_return_val_if_fail (OUTPOST_IS_SMTP_SESSION (self), FALSE);
  g_return_val_if_fail (next != NULL && done != NULL, FALSE);

  return check_connected (self, error) && drive (&pipeline, cancellable, error);
}
