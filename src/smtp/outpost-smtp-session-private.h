/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-session.h"
#include "outpost-smtp-wire-private.h"

G_BEGIN_DECLS

struct _OutpostSmtpSession {
  GObject                 parent_instance;

  /* Set once in outpost_smtp_session_new(). */
  OutpostSmtpEndpoint    *endpoint;
  OutpostSmtpCredential  *credential;
  OutpostSmtpLimits       limits;
  OutpostSmtpMode         mode;
  OutpostSmtpTranscript  *transcript;

  OutpostSmtpStageFunc    stage_func;
  gpointer                stage_data;
  gboolean                resume;

  OutpostSmtpWire        *wire;          /* %NULL while there is no connection */
  OutpostSmtpFacts        facts;
  OutpostSmtpFailure      failure;
  OutpostSmtpReply       *final;         /* the last answer to a whole message */

  OutpostSmtpStage        stage;         /* where the dialogue is */
  gint64                  stage_began;   /* monotonic time */
  gboolean                is_quiet;      /* connecting again: no news of stages */

  gint64                  used_us;       /* what opening took of until_recipients_ms */
  guint                   n_mails;       /* MAIL commands on this connection, for MAILMAX */
  gboolean                needs_reset;   /* a transaction may still be open at the server */
  gboolean                is_chunk_proof;/* BDAT has brought a message home on this connection */
  gboolean                no_chunks;     /* BDAT was not understood: DATA from then on */
};

/* outpost-smtp-session.c: what the other parts of the dialogue share. */
void              outpost_smtp_session_begin_stage  (OutpostSmtpSession      *self,
                                                     OutpostSmtpStage         stage);
void              outpost_smtp_session_pass_stage   (OutpostSmtpSession      *self,
                                                     OutpostSmtpStage         stage);
OutpostSmtpReply *outpost_smtp_session_ask_sync     (OutpostSmtpSession      *self,
                                                     const char              *command,
                                                     OutpostDeadline          deadline,
                                                     GCancellable            *cancellable,
                                                     GError                 **error);
void              outpost_smtp_session_refuse       (OutpostSmtpSession      *self,
                                                     OutpostSmtpError         code,
                                                     const OutpostSmtpReply  *reply,
                                                     GError                 **error);
void              outpost_smtp_session_redact_reply (OutpostSmtpSession      *self,
                                                     OutpostSmtpReply        *reply);
void              outpost_smtp_session_forget_failure (OutpostSmtpSession    *self);
void              outpost_smtp_session_drop         (OutpostSmtpSession      *self);
void              outpost_smtp_session_hang_up      (OutpostSmtpSession      *self);
gboolean          outpost_smtp_session_can_pipeline (OutpostSmtpSession      *self);

/* outpost-smtp-open.c */
gboolean          outpost_smtp_session_connect_sync (OutpostSmtpSession      *self,
                                                     OutpostDeadline          deadline,
                                                     GCancellable            *cancellable,
                                                     GError                 **error);

/* outpost-smtp-sign-in.c */
gboolean          outpost_smtp_session_sign_in_sync (OutpostSmtpSession      *self,
                                                     OutpostDeadline          deadline,
                                                     GCancellable            *cancellable,
                                                     GError                 **error);

G_END_DECLS
