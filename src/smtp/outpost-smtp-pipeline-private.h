/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-body-private.h"
#include "outpost-smtp-job-private.h"

G_BEGIN_DECLS

/* Where the writing of a transaction is. */
typedef enum {
  OUTPOST_SMTP_STEP_RESET,
  OUTPOST_SMTP_STEP_MAIL,
  OUTPOST_SMTP_STEP_RCPT,
  OUTPOST_SMTP_STEP_GATE,       /* may the message follow? */
  OUTPOST_SMTP_STEP_GO_AHEAD,   /* DATA was sent */
  OUTPOST_SMTP_STEP_BODY,
  OUTPOST_SMTP_STEP_TAKE_BACK,  /* RSET */
} OutpostSmtpStep;

/**
 * OutpostSmtpTransaction:
 *
 * MAIL, some of a job's recipients, and the message.
 */
typedef struct {
  OutpostSmtpJob   *job;
  GArray           *recipients;     /* (element-type guint) indices into the job's */
  OutpostSmtpStep   step;
  guint             n_written;      /* RCPT commands */
  guint             n_answered;
  guint             n_accepted;
  guint             n_expected;     /* replies outstanding */
  gboolean          is_first;       /* of its job: its steps are the stages */
  gboolean          by_chunks;
  gboolean          go_ahead;       /* 354 came */
  gboolean          is_refused;     /* nothing can come of it any more */
  gboolean          is_open;        /* MAIL was accepted and neither RSET nor a message ended it */
  gboolean          is_delivered;   /* the final 2yz came */
  gboolean          has_ended;      /* the last octet is queued … */
  guint64           end_mark;       /* … up to here */
  int               first_refused;  /* index of the recipient refused first, or -1 */
  OutpostDeadline   deadline;       /* for its recipients' answers */
  OutpostSmtpBody  *body;
} OutpostSmtpTransaction;

typedef enum {
  OUTPOST_SMTP_EXPECT_RESET,
  OUTPOST_SMTP_EXPECT_MAIL,
  OUTPOST_SMTP_EXPECT_RCPT,
  OUTPOST_SMTP_EXPECT_DATA,
  OUTPOST_SMTP_EXPECT_CHUNK,
  OUTPOST_SMTP_EXPECT_FINAL,
  OUTPOST_SMTP_EXPECT_QUIT,
} OutpostSmtpExpectKind;

/* One reply that the server owes us. Replies come in the order of the commands (RFC 2920). */
typedef struct {
  OutpostSmtpExpectKind   kind;
  OutpostSmtpTransaction *transaction;  /* %NULL for QUIT */
  guint                   recipient;    /* index into the job's, for RCPT */
  guint64                 mark;         /* queued octets up to the end of the command */
} OutpostSmtpExpect;

/* Why a connection is left although there is more to send. */
typedef enum {
  OUTPOST_SMTP_LEAVE_NOT,
  OUTPOST_SMTP_LEAVE_FOR_LIMIT,   /* MAILMAX is reached: once all is answered */
  OUTPOST_SMTP_LEAVE_BROKEN,      /* a message cannot be completed: once those before it are
                                     answered, the connection is dropped */
  OUTPOST_SMTP_LEAVE_FOR_DATA,    /* BDAT was never understood: at once */
  OUTPOST_SMTP_LEAVE_AT_ONCE,     /* BDAT is not understood any more: at once */
} OutpostSmtpLeave;

/**
 * OutpostSmtpPipeline:
 *
 * The dialogue of MAIL, RCPT, DATA or BDAT for any number of jobs over one session, one
 * command at a time or many at once.
 */
typedef struct {
  OutpostSmtpSession      *session;
  OutpostSmtpNextFunc      next;
  OutpostSmtpDoneFunc      done;
  gpointer                 user_data;
  gboolean                 check_only;
  gboolean                 is_last;        /* QUIT may leave with the last group */

  guint                    n_jobs;
  gboolean                 no_more;        /* next has said so */
  GQueue                   jobs;           /* (element-type OutpostSmtpJob) not reported yet */
  GQueue                   transactions;   /* (element-type OutpostSmtpTransaction) not settled */
  GQueue                   expects;        /* (element-type OutpostSmtpExpect) */
  OutpostSmtpTransaction  *writing;        /* (nullable) one of @transactions */
  OutpostSmtpLeave         leave;
  gboolean                 is_halted;      /* nothing more is written on this connection */

  gint64                   head_since;     /* when the oldest expected reply became that */
  guint64                  body_mark;      /* queued octets up to the end of the newest body */
  gint64                   body_left;      /* when that end had left; 0 before */
  OutpostDeadline          pace_deadline;  /* the present interval of the body; 0 outside one */
  guint64                  pace_mark;
} OutpostSmtpPipeline;

/* outpost-smtp-pipeline.c: the writing side */
gboolean outpost_smtp_pipeline_advance      (OutpostSmtpPipeline          *self,
                                             GError                      **error);
void     outpost_smtp_pipeline_expect       (OutpostSmtpPipeline          *self,
                                             OutpostSmtpExpectKind         kind,
                                             OutpostSmtpTransaction       *transaction,
                                             guint                         recipient);
gboolean outpost_smtp_pipeline_is_writing_body (OutpostSmtpPipeline       *self);
gboolean outpost_smtp_pipeline_has_work     (OutpostSmtpPipeline          *self);
OutpostSmtpJob *outpost_smtp_pipeline_fetch (OutpostSmtpPipeline          *self);

/* outpost-smtp-answer.c: the reading side */
gboolean outpost_smtp_pipeline_take         (OutpostSmtpPipeline          *self,
                                             OutpostSmtpReply             *reply,
                                             GError                      **error);
void     outpost_smtp_pipeline_look_ahead   (OutpostSmtpPipeline          *self);
void     outpost_smtp_pipeline_settle       (OutpostSmtpPipeline          *self);
void     outpost_smtp_pipeline_collapse     (OutpostSmtpPipeline          *self,
                                             const GError                 *error);
void     outpost_smtp_pipeline_rewind       (OutpostSmtpPipeline          *self);
void     outpost_smtp_pipeline_report       (OutpostSmtpPipeline          *self);

void     outpost_smtp_transaction_free      (OutpostSmtpTransaction       *self);

G_END_DECLS
