/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-smtp-pipeline-private.h"

/**
 * outpost_smtp_transaction_free:
 * @self: (transfer full): a transaction
 *
 * Frees it.
 */
void
outpost_smtp_transaction_free (OutpostSmtpTransaction *self)
{
  g_array_unref (self->recipients);
  g_clear_pointer (&self->body, outpost_smtp_body_free);
  g_free (self);
}

static void
set_protocol_error (GError     **error,
                    const char  *message)
{
  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL, message);
}

static OutpostSmtpStage
get_stage (OutpostSmtpExpectKind kind)
{
  switch (kind) {
  case OUTPOST_SMTP_EXPECT_RESET:
  case OUTPOST_SMTP_EXPECT_MAIL:
    return OUTPOST_SMTP_STAGE_SENDER;
  case OUTPOST_SMTP_EXPECT_RCPT:
    return OUTPOST_SMTP_STAGE_RECIPIENT;
  case OUTPOST_SMTP_EXPECT_DATA:
  case OUTPOST_SMTP_EXPECT_CHUNK:
  case OUTPOST_SMTP_EXPECT_FINAL:
  case OUTPOST_SMTP_EXPECT_QUIT:
  default:
    return OUTPOST_SMTP_STAGE_MESSAGE;
  }
}

static void
begin_stage (OutpostSmtpPipeline    *self,
             OutpostSmtpTransaction *transaction,
             OutpostSmtpStage        stage)
{
  OutpostSmtpJob *job = transaction->job;

  if ((job->stages_begun & (1u << stage)) != 0 || transaction->is_refused)
    return;

  job->stages_begun |= 1u << stage;
  outpost_smtp_session_begin_stage (self->session, stage);
}

static void
pass_stage (OutpostSmtpPipeline    *self,
            OutpostSmtpTransaction *transaction,
            OutpostSmtpStage        stage)
{
  if (transaction->is_first)
    outpost_smtp_session_pass_stage (self->session, stage);
}

/**
 * outpost_smtp_pipeline_look_ahead:
 * @self: a pipeline
 *
 * Starts the clocks of the reply that is now the oldest one owed.
 */
void
outpost_smtp_pipeline_look_ahead (OutpostSmtpPipeline *self)
{
  OutpostSmtpExpect *head = g_queue_peek_head (&self->expects);
  OutpostSmtpSession *session = self->session;

  if (head == NULL || head->kind == OUTPOST_SMTP_EXPECT_QUIT)
    return;

  self->head_since = g_get_monotonic_time ();
  if (head->kind == OUTPOST_SMTP_EXPECT_MAIL) {
    head->transaction->deadline = self->head_since - session->used_us +
                                  (gint64) session->limits.until_recipients_ms * 1000;
    session->used_us = 0;
  }
  if (head->kind != OUTPOST_SMTP_EXPECT_RESET)
    begin_stage (self, head->transaction, get_stage (head->kind));
}

static void
take_mail (OutpostSmtpPipeline    *self,
           OutpostSmtpTransaction *transaction,
           const OutpostSmtpReply *reply)
{
  if (reply->code / 100 == 2) {
    transaction->is_open = TRUE;
    pass_stage (self, transaction, OUTPOST_SMTP_STAGE_SENDER);
    return;
  }

  transaction->is_refused = TRUE;
  outpost_smtp_job_refuse (transaction->job, self->session, OUTPOST_SMTP_STAGE_SENDER, reply);
}

/* "Too many recipients" after accepted ones: the rest goes in another transaction (RFC 5321,
 * section 4.5.3.1.10; RFC 3463, X.5.3). Without an accepted one that would go on for ever. */
static gboolean
is_postponed (OutpostSmtpTransaction *transaction,
              const OutpostSmtpReply *reply)
{
  return reply->code == 452 && transaction->n_accepted > 0 &&
         (!transaction->job->all_or_none || transaction->job->is_checking) &&
         (reply->enhanced == NULL || strcmp (reply->enhanced, "4.5.3") == 0);
}

static void
judge_recipients (OutpostSmtpPipeline    *self,
                  OutpostSmtpTransaction *transaction)
{
  OutpostSmtpJob *job = transaction->job;
  OutpostSmtpRecipient *refused;
  gboolean had_error = job->error != NULL;

  if (transaction->n_accepted > 0)
    pass_stage (self, transaction, OUTPOST_SMTP_STAGE_RECIPIENT);
  if (transaction->first_refused < 0 || (transaction->n_accepted > 0 && !job->all_or_none))
    return;

  transaction->is_refused = TRUE;
  refused = g_ptr_array_index (job->recipients, transaction->first_refused);
  outpost_smtp_job_refuse (job, self->session, OUTPOST_SMTP_STAGE_RECIPIENT, refused->reply);
  if (!had_error)
    self->session->failure.blames_sender =
      outpost_smtp_job_blames_sender (job, transaction->first_refused, refused->reply);
}

static void
take_rcpt (OutpostSmtpPipeline    *self,
           OutpostSmtpTransaction *transaction,
           guint                   index,
           const OutpostSmtpReply *reply)
{
  OutpostSmtpRecipient *recipient = g_ptr_array_index (transaction->job->recipients, index);

  /* After a refused MAIL the server says no more than "bad sequence". */
  transaction->n_answered++;
  if (transaction->is_refused)
    return;

  if (is_postponed (transaction, reply)) {
    g_queue_push_tail (&transaction->job->waiting, GUINT_TO_POINTER (index));
  } else {
    outpost_smtp_reply_free (recipient->reply);
    recipient->reply = outpost_smtp_reply_copy (reply);
    if (reply->code / 100 == 2)
      transaction->n_accepted++;
    else if (transaction->first_refused < 0)
      transaction->first_refused = (int) index;
  }

  if (transaction->n_answered == transaction->recipients->len)
    judge_recipients (self, transaction);
}

static gboolean
take_data (OutpostSmtpPipeline     *self,
           OutpostSmtpTransaction  *transaction,
           const OutpostSmtpReply  *reply,
           GError                 **error)
{
  if (reply->code / 100 == 2) {
    set_protocol_error (error, _("The server broke the rules: it answered DATA before "
                                 "it had the message."));
    return FALSE;
  }

  transaction->go_ahead = reply->code / 100 == 3;
  if (!transaction->go_ahead && !transaction->is_refused) {
    transaction->is_refused = TRUE;
    outpost_smtp_job_refuse (transaction->job, self->session, OUTPOST_SMTP_STAGE_MESSAGE, reply);
  }

  return TRUE;
}

/* BDAT is not understood after all. The server may by now take the message for commands, so
 * nothing more may go to it; where no message came home by BDAT, DATA on a new connection
 * does no harm (RFC 3030 has no rule for this). */
static gboolean
leave_for_data (OutpostSmtpPipeline    *self,
                OutpostSmtpTransaction *transaction,
                const OutpostSmtpReply *reply)
{
  self->is_halted = TRUE;
  if (!self->session->is_chunk_proof) {
    self->leave = OUTPOST_SMTP_LEAVE_FOR_DATA;
    return TRUE;
  }

  self->leave = OUTPOST_SMTP_LEAVE_AT_ONCE;
  transaction->is_refused = TRUE;
  outpost_smtp_job_refuse (transaction->job, self->session, OUTPOST_SMTP_STAGE_MESSAGE, reply);
  return TRUE;
}

static void
deliver (OutpostSmtpPipeline    *self,
         OutpostSmtpTransaction *transaction,
         const OutpostSmtpReply *reply)
{
  OutpostSmtpJob *job = transaction->job;

  transaction->is_delivered = TRUE;
  transaction->is_open = FALSE;
  self->session->is_chunk_proof |= transaction->by_chunks;
  g_clear_pointer (&self->session->final, outpost_smtp_reply_free);
  self->session->final = outpost_smtp_reply_copy (reply);
  for (guint i = 0; i < transaction->recipients->len; i++) {
    OutpostSmtpRecipient *recipient =
      g_ptr_array_index (job->recipients, g_array_index (transaction->recipients, guint, i));

    if (recipient->reply != NULL && recipient->reply->code / 100 == 2)
      recipient->accepted = TRUE;
  }
}

static gboolean
has_left (OutpostSmtpPipeline    *self,
          OutpostSmtpTransaction *transaction)
{
  return transaction->has_ended &&
         outpost_smtp_wire_get_written (self->session->wire) >= transaction->end_mark;
}

/* The answer to a chunk, to the last one, or to the dot. */
static gboolean
take_content (OutpostSmtpPipeline      *self,
              const OutpostSmtpExpect  *expect,
              const OutpostSmtpReply   *reply,
              GError                  **error)
{
  OutpostSmtpTransaction *transaction = expect->transaction;
  gboolean is_final = expect->kind == OUTPOST_SMTP_EXPECT_FINAL;

  if (transaction->by_chunks &&
      (reply->code == 500 || reply->code == 501 || reply->code == 502))
    return leave_for_data (self, transaction, reply);

  if (reply->code / 100 == 3 ||
      (reply->code / 100 == 2 && is_final && !transaction->is_refused &&
       !has_left (self, transaction))) {
    set_protocol_error (error, _("The server broke the rules: it answered before "
                                 "it had the whole message."));
    return FALSE;
  }

  if (reply->code / 100 == 2) {
    if (is_final && !transaction->is_refused)
      deliver (self, transaction, reply);
    return TRUE;
  }

  if (!transaction->is_refused)
    outpost_smtp_job_refuse (transaction->job, self->session, OUTPOST_SMTP_STAGE_MESSAGE, reply);
  transaction->is_refused = TRUE;
  /* Refused in the middle of DATA: no dot may end what is there. */
  if (is_final && !transaction->by_chunks && self->writing == transaction) {
    self->leave = OUTPOST_SMTP_LEAVE_BROKEN;
    self->is_halted = TRUE;
  }
  return TRUE;
}

static gboolean
take_expected (OutpostSmtpPipeline      *self,
               const OutpostSmtpExpect  *expect,
               const OutpostSmtpReply   *reply,
               GError                  **error)
{
  OutpostSmtpTransaction *transaction = expect->transaction;
  OutpostSmtpExpectKind kind = expect->kind;

  if (reply->code / 100 == 3 &&
      (kind == OUTPOST_SMTP_EXPECT_MAIL || kind == OUTPOST_SMTP_EXPECT_RCPT)) {
    set_protocol_error (error, _("The server broke the rules: it asks for more "
                                 "where there is no more."));
    return FALSE;
  }

  switch (kind) {
  case OUTPOST_SMTP_EXPECT_RESET:
    if (reply->code / 100 == 2) {
      transaction->is_open = self->session->needs_reset = FALSE;
      return TRUE;
    }
    self->session->stage = OUTPOST_SMTP_STAGE_SENDER;
    outpost_smtp_session_refuse (self->session, OUTPOST_SMTP_ERROR_REFUSED, reply, error);
    return FALSE;
  case OUTPOST_SMTP_EXPECT_MAIL:
    take_mail (self, transaction, reply);
    return TRUE;
  case OUTPOST_SMTP_EXPECT_RCPT:
    take_rcpt (self, transaction, expect->recipient, reply);
    return TRUE;
  case OUTPOST_SMTP_EXPECT_DATA:
    return take_data (self, transaction, reply, error);
  case OUTPOST_SMTP_EXPECT_CHUNK:
  case OUTPOST_SMTP_EXPECT_FINAL:
    return take_content (self, expect, reply, error);
  case OUTPOST_SMTP_EXPECT_QUIT:
  default:
    return TRUE;
  }
}

/* 421: the server goes away. It answers everything outstanding, also what it has not read. */
static void
take_goodbye (OutpostSmtpPipeline     *self,
              const OutpostSmtpReply  *reply,
              GError                 **error)
{
  OutpostSmtpExpect *expect;

  while ((expect = g_queue_pop_head (&self->expects)) != NULL) {
    if (expect->kind != OUTPOST_SMTP_EXPECT_QUIT && expect->kind != OUTPOST_SMTP_EXPECT_RESET)
      take_expected (self, expect, reply, NULL);
    if (expect->transaction != NULL)
      expect->transaction->n_expected--;
    g_free (expect);
  }

  if (self->writing != NULL && !self->writing->is_refused) {
    self->writing->is_refused = TRUE;
    outpost_smtp_job_refuse (self->writing->job, self->session,
                             self->writing->step == OUTPOST_SMTP_STEP_BODY ?
                             OUTPOST_SMTP_STAGE_MESSAGE : self->session->stage, reply);
  }
  outpost_smtp_session_refuse (self->session, OUTPOST_SMTP_ERROR_REFUSED, reply, error);
}

/**
 * outpost_smtp_pipeline_take:
 * @self: a pipeline
 * @reply: the next reply; its secrets are taken out
 * @error: return location for an error that ends the connection
 *
 * Lets a reply answer what it answers. The first digit decides (RFC 5321, section 4.2.1),
 * whatever the enhanced code says.
 *
 * Returns: %TRUE if the dialogue may go on
 */
gboolean
outpost_smtp_pipeline_take (OutpostSmtpPipeline  *self,
                            OutpostSmtpReply     *reply,
                            GError              **error)
{
  g_autofree OutpostSmtpExpect *expect = NULL;

  outpost_smtp_session_redact_reply (self->session, reply);
  if (reply->code == 421) {
    take_goodbye (self, reply, error);
    return FALSE;
  }

  /* A reply that was there before its command had left would let all later ones answer the
   * wrong command, in the end RCPT's the message. */
  expect = g_queue_pop_head (&self->expects);
  if (expect == NULL || outpost_smtp_wire_get_written (self->session->wire) < expect->mark) {
    outpost_smtp_wire_refuse_unasked (error);
    return FALSE;
  }

  if (!take_expected (self, expect, reply, error))
    return FALSE;
  /* What breaks the rules answers nothing: a message that has all left stays unknown. */
  if (expect->transaction != NULL)
    expect->transaction->n_expected--;

  /* What is still there is for outpost_smtp_pipeline_rewind(). */
  if (self->leave == OUTPOST_SMTP_LEAVE_FOR_DATA || self->leave == OUTPOST_SMTP_LEAVE_AT_ONCE)
    return TRUE;

  outpost_smtp_pipeline_settle (self);
  outpost_smtp_pipeline_look_ahead (self);
  return TRUE;
}

static void
finish_job (OutpostSmtpPipeline *self,
            OutpostSmtpJob      *job)
{
  if (job->n_open > 0 || !g_queue_is_empty (&job->waiting))
    return;

  if (job->is_checking && !job->check_only && job->error == NULL) {
    outpost_smtp_job_ask_again (job);
    return;
  }

  job->is_done = TRUE;
  outpost_smtp_pipeline_report (self);
}

/**
 * outpost_smtp_pipeline_settle:
 * @self: a pipeline
 *
 * Puts away the transactions of which nothing is owed any more, and the jobs that are done
 * with them.
 */
void
outpost_smtp_pipeline_settle (OutpostSmtpPipeline *self)
{
  OutpostSmtpTransaction *transaction;

  while ((transaction = g_queue_peek_head (&self->transactions)) != NULL &&
         transaction != self->writing && transaction->n_expected == 0) {
    OutpostSmtpJob *job = transaction->job;

    g_queue_pop_head (&self->transactions);
    if (transaction->is_open)
      self->session->needs_reset = TRUE;
    if (transaction->is_delivered && g_queue_is_empty (&job->waiting) && job->n_open == 1)
      outpost_smtp_session_pass_stage (self->session, OUTPOST_SMTP_STAGE_MESSAGE);
    /* Refused recipients say nothing about the others. A refused sender or message does. */
    if (transaction->is_refused && !job->is_checking &&
        (transaction->first_refused < 0 || transaction->n_accepted > 0))
      g_queue_clear (&job->waiting);
    job->n_open--;
    outpost_smtp_transaction_free (transaction);
    finish_job (self, job);
  }
}

/**
 * outpost_smtp_pipeline_report:
 * @self: a pipeline
 *
 * Hands the outcome of jobs that are done to the caller, in order.
 */
void
outpost_smtp_pipeline_report (OutpostSmtpPipeline *self)
{
  OutpostSmtpJob *job;

  while ((job = g_queue_peek_head (&self->jobs)) != NULL && job->is_done) {
    gboolean succeeded = job->error == NULL || outpost_smtp_job_succeeded (job);

    g_queue_pop_head (&self->jobs);
    self->done (job->index, job->recipients, succeeded ? NULL : job->error, self->user_data);
    outpost_smtp_job_free (job);
  }
}

/* Whether the server has all of the message and has not said what becomes of it. */
static gboolean
is_unknown (OutpostSmtpPipeline    *self,
            OutpostSmtpTransaction *transaction)
{
  return has_left (self, transaction) && !transaction->is_refused && transaction->n_expected > 0;
}

static void
give_error (OutpostSmtpJob *job,
            const GError   *error)
{
  if (job->error == NULL)
    job->error = g_error_copy (error);
}

static void
give_unknown (OutpostSmtpPipeline *self,
              OutpostSmtpJob      *job,
              const char          *reason)
{
  g_autoptr (GError) error = NULL;

  g_set_error (&error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN,
               /* Translators: %s is why no answer came, a whole sentence. */
               _("The server has the whole message but did not say whether it took it: "
                 "it may have been sent. %s"), reason);
  give_error (job, error);
  self->session->failure.stage = OUTPOST_SMTP_STAGE_MESSAGE;
  self->session->failure.after_body = TRUE;
}

/**
 * outpost_smtp_pipeline_collapse:
 * @self: a pipeline
 * @error: what ended the connection
 *
 * Gives each job that is not done its outcome: unknown where all had left and nothing came
 * back, else @error. The failure of the session is already that of @error.
 */
void
outpost_smtp_pipeline_collapse (OutpostSmtpPipeline *self,
                                const GError        *error)
{
  OutpostSmtpTransaction *transaction;

  while ((transaction = g_queue_pop_head (&self->transactions)) != NULL) {
    OutpostSmtpJob *job = transaction->job;

    if (is_unknown (self, transaction))
      give_unknown (self, job, error->message);
    else
      give_error (job, error);
    job->n_open--;
    outpost_smtp_transaction_free (transaction);
  }
  self->writing = NULL;
  g_queue_clear_full (&self->expects, g_free);

  for (GList *l = self->jobs.head; l != NULL; l = l->next) {
    OutpostSmtpJob *job = l->data;

    if (!job->is_done)
      give_error (job, error);
    job->is_done = TRUE;
  }
  outpost_smtp_pipeline_report (self);
}

/**
 * outpost_smtp_pipeline_rewind:
 * @self: a pipeline whose connection is left without an outcome for some transactions
 *
 * Lets their recipients wait again, for the next connection. Where BDAT had worked before,
 * a message that has all left may be at the server: it is not sent twice.
 */
void
outpost_smtp_pipeline_rewind (OutpostSmtpPipeline *self)
{
  OutpostSmtpTransaction *transaction;

  while ((transaction = g_queue_pop_tail (&self->transactions)) != NULL) {
    OutpostSmtpJob *job = transaction->job;

    if (self->leave == OUTPOST_SMTP_LEAVE_AT_ONCE && is_unknown (self, transaction))
      give_unknown (self, job, _("The connection was closed."));
    for (guint i = transaction->recipients->len; i > 0 && job->error == NULL; i--) {
      guint index = g_array_index (transaction->recipients, guint, i - 1);
      OutpostSmtpRecipient *recipient = g_ptr_array_index (job->recipients, index);

      g_queue_remove (&job->waiting, GUINT_TO_POINTER (index));
      if (recipient->reply == NULL || recipient->reply->code / 100 == 2) {
        g_clear_pointer (&recipient->reply, outpost_smtp_reply_free);
        g_queue_push_head (&job->waiting, GUINT_TO_POINTER (index));
      }
    }
    if (job->error != NULL)
      g_queue_clear (&job->waiting);
    job->n_open--;
    outpost_smtp_transaction_free (transaction);
  }
  self->writing = NULL;
  g_queue_clear_full (&self->expects, g_free);

  for (GList *l = self->jobs.head; l != NULL; l = l->next) {
    OutpostSmtpJob *job = l->data;

    job->is_fit = FALSE;
    job->is_done |= job->error != NULL && job->n_open == 0;
  }
  outpost_smtp_pipeline_report (self);
}
