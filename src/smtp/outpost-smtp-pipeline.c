/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-pipeline-private.h"

/* Messages whose final reply has not come. A server that waits for acknowledgements, as Postfix
 * does, answers each after two round trips: see tests/bench/README.md. */
#define WINDOW_MESSAGES 8

/* What fits into the first flight of a TCP connection, ten segments (RFC 6928), may leave
 * before the recipient is answered; a refusal wastes nothing more than that. */
#define ONE_FLIGHT_MAX_OCTETS (14 * 1024)

/* Room for a BDAT line. A buffer with less is left to drain. */
#define BDAT_LINE_MAX_OCTETS 64

/**
 * outpost_smtp_pipeline_expect:
 * @self: a pipeline
 * @kind: what was queued
 * @transaction: (nullable): for which transaction
 * @recipient: index of the job's recipient, for RCPT
 *
 * Notes that the server owes one more reply.
 */
void
outpost_smtp_pipeline_expect (OutpostSmtpPipeline    *self,
                              OutpostSmtpExpectKind   kind,
                              OutpostSmtpTransaction *transaction,
                              guint                   recipient)
{
  OutpostSmtpExpect *expect = g_new0 (OutpostSmtpExpect, 1);

  expect->kind = kind;
  expect->transaction = transaction;
  expect->recipient = recipient;
  expect->mark = outpost_smtp_wire_get_queued (self->session->wire);
  if (transaction != NULL)
    transaction->n_expected++;

  g_queue_push_tail (&self->expects, expect);
  if (self->expects.length == 1)
    outpost_smtp_pipeline_look_ahead (self);
}

static gboolean
may_send (OutpostSmtpPipeline *self)
{
  return g_queue_is_empty (&self->expects) ||
         outpost_smtp_session_can_pipeline (self->session);
}

/* Whether the server may still have a transaction open when MAIL arrives: the answers that
 * would tell are outstanding. Without RSET a nested MAIL would be refused, and the next
 * recipients would be added to the *earlier* message's sender. */
static gboolean
needs_reset (OutpostSmtpPipeline *self)
{
  for (GList *l = self->transactions.head; l != NULL; l = l->next) {
    OutpostSmtpTransaction *transaction = l->data;

    /* Its RSET has left already. */
    if (transaction->step == OUTPOST_SMTP_STEP_TAKE_BACK)
      continue;
    if (!transaction->has_ended || transaction->is_refused || transaction->n_accepted == 0 ||
        transaction->n_answered < transaction->recipients->len)
      return TRUE;
  }

  return self->session->needs_reset;
}

/**
 * outpost_smtp_pipeline_fetch:
 * @self: a pipeline
 *
 * Asks the caller for the next message.
 *
 * Returns: (transfer none) (nullable): a job for it, or %NULL if there is no more
 */
OutpostSmtpJob *
outpost_smtp_pipeline_fetch (OutpostSmtpPipeline *self)
{
  OutpostSmtpEnvelope envelope = { 0 };
  OutpostMessage *message = NULL;
  OutpostSmtpJob *job;

  if (self->no_more || !self->next (&envelope, &message, self->user_data)) {
    self->no_more = TRUE;
    return NULL;
  }

  job = outpost_smtp_job_new (self->n_jobs++, &envelope, message, self->check_only);
  g_queue_push_tail (&self->jobs, job);
  return job;
}

/* The next job with recipients that wait. Jobs the server could not take at all are done at
 * once, without a word to it. */
static OutpostSmtpJob *
get_job (OutpostSmtpPipeline *self)
{
  OutpostSmtpJob *job = NULL;

  for (GList *l = self->jobs.head; l != NULL; l = l->next) {
    job = l->data;
    if (!job->is_done && (!job->is_fit || !g_queue_is_empty (&job->waiting)))
      break;
    job = NULL;
  }
  if (job == NULL)
    job = outpost_smtp_pipeline_fetch (self);

  while (job != NULL && !job->is_fit && !outpost_smtp_job_fit (job, self->session)) {
    g_queue_clear (&job->waiting);
    job->is_done = TRUE;
    outpost_smtp_pipeline_report (self);
    job = outpost_smtp_pipeline_fetch (self);
  }

  return job;
}

/* Opens the message before MAIL is said: what cannot be read is not begun. */
static gboolean
open_body (OutpostSmtpPipeline *self,
           OutpostSmtpJob      *job,
           OutpostSmtpBody    **body)
{
  g_autoptr (GError) error = NULL;

  *body = NULL;
  if (job->is_checking)
    return TRUE;

  *body = outpost_smtp_body_new (job->message, &error);
  if (*body != NULL)
    return TRUE;

  outpost_smtp_job_fail (job, self->session, OUTPOST_SMTP_STAGE_MESSAGE, error);
  g_queue_clear (&job->waiting);
  job->is_done = job->n_open == 0;
  outpost_smtp_pipeline_report (self);
  return FALSE;
}

static OutpostSmtpTransaction *
make_transaction (OutpostSmtpPipeline *self,
                  OutpostSmtpJob      *job,
                  OutpostSmtpBody     *body)
{
  OutpostSmtpSession *session = self->session;
  OutpostSmtpTransaction *transaction = g_new0 (OutpostSmtpTransaction, 1);
  guint limit = outpost_smtp_job_get_limit (session);

  transaction->job = job;
  transaction->body = body;
  transaction->recipients = g_array_new (FALSE, FALSE, sizeof (guint));
  transaction->first_refused = -1;
  transaction->is_first = job->stages_begun == 0;
  transaction->by_chunks = session->facts.chunking && !session->no_chunks &&
    outpost_smtp_transport_is_secure (outpost_smtp_wire_get_transport (session->wire));
  transaction->step = needs_reset (self) ? OUTPOST_SMTP_STEP_RESET : OUTPOST_SMTP_STEP_MAIL;
  while (!g_queue_is_empty (&job->waiting) && transaction->recipients->len < limit) {
    guint index = GPOINTER_TO_UINT (g_queue_pop_head (&job->waiting));

    g_array_append_val (transaction->recipients, index);
  }

  job->n_open++;
  g_queue_push_tail (&self->transactions, transaction);
  return transaction;
}

static gboolean
begin (OutpostSmtpPipeline *self)
{
  OutpostSmtpSession *session = self->session;
  OutpostSmtpBody *body;
  OutpostSmtpJob *job;

  if (!may_send (self) || self->transactions.length >= WINDOW_MESSAGES)
    return FALSE;

  job = get_job (self);
  if (job == NULL)
    return FALSE;

  if (session->facts.mail_max > 0 && session->n_mails >= session->facts.mail_max) {
    self->leave = OUTPOST_SMTP_LEAVE_FOR_LIMIT;
    self->is_halted = TRUE;
    return FALSE;
  }

  if (open_body (self, job, &body))
    self->writing = make_transaction (self, job, body);
  return TRUE;
}

static gboolean
command (OutpostSmtpPipeline    *self,
         const char             *line,
         OutpostSmtpExpectKind   kind,
         guint                   recipient,
         OutpostSmtpStep         next,
         GError                **error)
{
  if (!outpost_smtp_wire_queue (self->session->wire, line, error))
    return FALSE;

  self->writing->step = next;
  outpost_smtp_pipeline_expect (self, kind, self->writing, recipient);
  return TRUE;
}

static gboolean
send_recipient (OutpostSmtpPipeline  *self,
                GError              **error)
{
  OutpostSmtpTransaction *transaction = self->writing;
  guint index = g_array_index (transaction->recipients, guint, transaction->n_written);
  const char *address = g_ptr_array_index (transaction->job->addresses, index);
  g_autofree char *line = g_strdup_printf ("RCPT TO:<%s>", address);
  gboolean is_last = ++transaction->n_written == transaction->recipients->len;

  return command (self, line, OUTPOST_SMTP_EXPECT_RCPT, index,
                  is_last ? OUTPOST_SMTP_STEP_GATE : OUTPOST_SMTP_STEP_RCPT, error);
}

static void
end_writing (OutpostSmtpPipeline *self)
{
  self->writing = NULL;
  outpost_smtp_pipeline_settle (self);
}

static gboolean
fits_one_flight (OutpostSmtpPipeline    *self,
                 OutpostSmtpTransaction *transaction)
{
  return transaction->by_chunks && transaction->recipients->len == 1 &&
         !transaction->job->is_checking &&
         outpost_smtp_session_can_pipeline (self->session) &&
         outpost_message_get_octets (transaction->job->message) <= ONE_FLIGHT_MAX_OCTETS;
}

/* DATA leaves with RCPT (RFC 2920, section 3.1), except where a refused recipient must be
 * able to take the whole back: after 354 there is no way back but to break off. */
static gboolean
data_may_lead (OutpostSmtpPipeline    *self,
               OutpostSmtpTransaction *transaction)
{
  return !transaction->by_chunks && !transaction->job->is_checking &&
         outpost_smtp_session_can_pipeline (self->session) &&
         (!transaction->job->all_or_none || transaction->recipients->len == 1);
}

static void
remark_body (OutpostSmtpPipeline *self)
{
  g_autofree char *words = g_strdup_printf ("the message, %" G_GUINT64_FORMAT " octets",
                                            outpost_message_get_octets (self->writing->job->message));

  outpost_smtp_transcript_add (self->session->transcript, '*', words, -1);
}

static gboolean
pass_gate (OutpostSmtpPipeline  *self,
           GError              **error)
{
  OutpostSmtpTransaction *transaction = self->writing;

  if (fits_one_flight (self, transaction)) {
    transaction->step = OUTPOST_SMTP_STEP_BODY;
    remark_body (self);
    return TRUE;
  }

  if (!data_may_lead (self, transaction) && !transaction->is_refused &&
      transaction->n_answered < transaction->recipients->len)
    return FALSE;

  if (transaction->is_refused || transaction->job->is_checking) {
    transaction->step = OUTPOST_SMTP_STEP_TAKE_BACK;
    return TRUE;
  }

  if (transaction->by_chunks) {
    transaction->step = OUTPOST_SMTP_STEP_BODY;
    remark_body (self);
    return TRUE;
  }

  return may_send (self) && command (self, "DATA", OUTPOST_SMTP_EXPECT_DATA, 0,
                                     OUTPOST_SMTP_STEP_GO_AHEAD, error);
}

/* What is queued up to here belongs to a body. */
static void
mark_body (OutpostSmtpPipeline *self)
{
  self->body_mark = outpost_smtp_wire_get_queued (self->session->wire);
  self->body_left = 0;
}

static void
note_end (OutpostSmtpPipeline *self)
{
  mark_body (self);
  self->writing->has_ended = TRUE;
  self->writing->end_mark = self->body_mark;
}

/* All recipients were refused and 354 came nevertheless: a lone dot ends an empty message
 * to nobody (RFC 2920, section 3.1). */
static gboolean
go_ahead (OutpostSmtpPipeline  *self,
          GError              **error)
{
  OutpostSmtpTransaction *transaction = self->writing;

  if (!transaction->go_ahead) {
    if (transaction->n_expected > 0)
      return FALSE;
    transaction->step = OUTPOST_SMTP_STEP_TAKE_BACK;
    return TRUE;
  }

  if (transaction->is_refused) {
    if (!outpost_smtp_wire_queue (self->session->wire, ".", error))
      return FALSE;
    outpost_smtp_pipeline_expect (self, OUTPOST_SMTP_EXPECT_FINAL, transaction, 0);
    end_writing (self);
    return TRUE;
  }

  transaction->step = OUTPOST_SMTP_STEP_BODY;
  remark_body (self);
  outpost_smtp_pipeline_expect (self, OUTPOST_SMTP_EXPECT_FINAL, transaction, 0);
  return TRUE;
}

/* Jobs that still ask, or have recipients left, need the connection once more. */
static gboolean
is_all_begun (OutpostSmtpPipeline *self)
{
  for (GList *l = self->jobs.head; l != NULL; l = l->next) {
    OutpostSmtpJob *job = l->data;

    if (!job->is_done && job->is_checking)
      return FALSE;
  }

  return get_job (self) == NULL;
}

/* The last group may carry QUIT; nobody waits for its answer. */
static gboolean
finish_body (OutpostSmtpPipeline  *self,
             GError              **error)
{
  note_end (self);
  self->writing = NULL;
  if (self->is_last && outpost_smtp_session_can_pipeline (self->session) &&
      is_all_begun (self)) {
    if (!outpost_smtp_wire_queue (self->session->wire, "QUIT", error))
      return FALSE;
    outpost_smtp_pipeline_expect (self, OUTPOST_SMTP_EXPECT_QUIT, NULL, 0);
    self->is_halted = TRUE;
  }

  outpost_smtp_pipeline_settle (self);
  return TRUE;
}

/* The source has failed with part of the message at the server. Nothing more is written, so
 * that it can never be taken for whole; what went before may still be answered. */
static gboolean
break_off (OutpostSmtpPipeline *self,
           const GError        *error)
{
  outpost_smtp_job_fail (self->writing->job, self->session, OUTPOST_SMTP_STAGE_MESSAGE, error);
  self->writing->is_refused = TRUE;
  self->leave = OUTPOST_SMTP_LEAVE_BROKEN;
  self->is_halted = TRUE;
  return FALSE;
}

static gboolean
announce_chunk (OutpostSmtpPipeline  *self,
                gboolean             *waits,
                GError              **error)
{
  OutpostSmtpTransaction *transaction = self->writing;
  g_autofree char *line = NULL;
  gboolean is_last;
  guint64 length;
  gsize space;

  outpost_smtp_wire_get_space (self->session->wire, &space);
  *waits = space < BDAT_LINE_MAX_OCTETS || !may_send (self);
  if (*waits)
    return TRUE;

  length = outpost_smtp_body_begin_chunk (transaction->body, &is_last);
  line = g_strdup_printf ("BDAT %" G_GUINT64_FORMAT "%s", length, is_last ? " LAST" : "");
  return command (self, line, is_last ? OUTPOST_SMTP_EXPECT_FINAL : OUTPOST_SMTP_EXPECT_CHUNK, 0,
                  OUTPOST_SMTP_STEP_BODY, error);
}

static gboolean
send_chunks (OutpostSmtpPipeline  *self,
             GError              **error)
{
  OutpostSmtpTransaction *transaction = self->writing;
  g_autoptr (GError) local_error = NULL;
  gboolean added = FALSE, waits = FALSE;

  if (outpost_smtp_body_is_between (transaction->body)) {
    if (transaction->is_refused && transaction->n_answered == transaction->recipients->len) {
      transaction->step = OUTPOST_SMTP_STEP_TAKE_BACK;
      return TRUE;
    }
    if (!announce_chunk (self, &waits, error))
      return FALSE;
    if (waits)
      return FALSE;
  }

  if (outpost_smtp_body_is_at_end (transaction->body))
    return finish_body (self, error);
  if (!outpost_smtp_body_add_plain (transaction->body, self->session->wire, &added, &local_error))
    return break_off (self, local_error);

  mark_body (self);
  if (outpost_smtp_body_is_at_end (transaction->body))
    return finish_body (self, error);
  return added;
}

static gboolean
send_stuffed (OutpostSmtpPipeline  *self,
              GError              **error)
{
  OutpostSmtpTransaction *transaction = self->writing;
  OutpostSmtpWire *wire = self->session->wire;
  g_autoptr (GError) local_error = NULL;
  gboolean added = TRUE;

  if (!outpost_smtp_body_is_at_end (transaction->body) &&
      !outpost_smtp_body_add_stuffed (transaction->body, wire, &added, &local_error))
    return break_off (self, local_error);

  mark_body (self);
  if (!outpost_smtp_body_is_at_end (transaction->body))
    return added;

  outpost_smtp_wire_queue_octets (wire, outpost_smtp_body_get_end (transaction->body));
  return finish_body (self, error);
}

static gboolean
take_back (OutpostSmtpPipeline  *self,
           GError              **error)
{
  if (self->writing->is_open || self->writing->n_expected > 0) {
    if (!may_send (self))
      return FALSE;
    if (!command (self, "RSET", OUTPOST_SMTP_EXPECT_RESET, 0, OUTPOST_SMTP_STEP_TAKE_BACK, error))
      return FALSE;
  }

  end_writing (self);
  return TRUE;
}

/**
 * outpost_smtp_pipeline_advance:
 * @self: a pipeline
 * @error: return location for an error
 *
 * Queues the next thing that may leave now.
 *
 * Returns: %TRUE if it has queued or decided something; %FALSE if it must wait for the
 *   wire or the server, or with @error set
 */
gboolean
outpost_smtp_pipeline_advance (OutpostSmtpPipeline  *self,
                               GError              **error)
{
  OutpostSmtpTransaction *transaction = self->writing;
  g_autofree char *mail = NULL;

  if (self->is_halted)
    return FALSE;
  if (transaction == NULL)
    return begin (self);

  switch (transaction->step) {
  case OUTPOST_SMTP_STEP_RESET:
    return may_send (self) && command (self, "RSET", OUTPOST_SMTP_EXPECT_RESET, 0,
                                       OUTPOST_SMTP_STEP_MAIL, error);
  case OUTPOST_SMTP_STEP_MAIL:
    if (!may_send (self))
      return FALSE;
    self->session->n_mails++;
    mail = outpost_smtp_job_make_mail (transaction->job, self->session);
    return command (self, mail, OUTPOST_SMTP_EXPECT_MAIL, 0, OUTPOST_SMTP_STEP_RCPT, error);
  case OUTPOST_SMTP_STEP_RCPT:
    if (transaction->is_refused) {
      transaction->step = OUTPOST_SMTP_STEP_TAKE_BACK;
      return TRUE;
    }
    return may_send (self) && send_recipient (self, error);
  case OUTPOST_SMTP_STEP_GATE:
    return pass_gate (self, error);
  case OUTPOST_SMTP_STEP_GO_AHEAD:
    return go_ahead (self, error);
  case OUTPOST_SMTP_STEP_BODY:
    return transaction->by_chunks ? send_chunks (self, error) : send_stuffed (self, error);
  case OUTPOST_SMTP_STEP_TAKE_BACK:
  default:
    return take_back (self, error);
  }
}

/**
 * outpost_smtp_pipeline_is_writing_body:
 * @self: a pipeline
 *
 * Returns: whether octets of a body wait to leave
 */
gboolean
outpost_smtp_pipeline_is_writing_body (OutpostSmtpPipeline *self)
{
  guint64 written = outpost_smtp_wire_get_written (self->session->wire);

  return written < self->body_mark;
}

/**
 * outpost_smtp_pipeline_has_work:
 * @self: a pipeline
 *
 * Returns: whether a reply other than QUIT's is owed, or something is half written
 */
gboolean
outpost_smtp_pipeline_has_work (OutpostSmtpPipeline *self)
{
  return self->writing != NULL || !g_queue_is_empty (&self->transactions);
}
