/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-message.h"
#include "outpost-smtp-endpoint.h"
#include "outpost-smtp-error.h"
#include "outpost-smtp-facts.h"
#include "outpost-smtp-transcript.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpSession:
 *
 * One connection to a submission server and the dialogue on it. Plain, linear,
 * blocking and cancellable; used by one thread at a time, which must not be the
 * one that draws the window.
 */
#define OUTPOST_TYPE_SMTP_SESSION (outpost_smtp_session_get_type ())
G_DECLARE_FINAL_TYPE (OutpostSmtpSession, outpost_smtp_session, OUTPOST, SMTP_SESSION, GObject)

/* Stepwise: one command, one reply (Test). Pipelined: as few round trips as the server's
 * abilities allow (sending). */
typedef enum {
  OUTPOST_SMTP_MODE_STEPWISE,
  OUTPOST_SMTP_MODE_PIPELINED,
} OutpostSmtpMode;

/* Called in the session's thread when a stage begins (duration -1) and when it has passed. */
typedef void (*OutpostSmtpStageFunc) (OutpostSmtpStage        stage,
                                      gint64                  duration_us,
                                      const OutpostSmtpFacts *facts,
                                      gpointer                user_data);

/**
 * OutpostSmtpRecipient:
 * @address: as given
 * @reply: (nullable): the answer to its RCPT, or %NULL if it was not asked
 * @accepted: the *message* was accepted for it
 */
typedef struct {
  char             *address;
  OutpostSmtpReply *reply;
  gboolean          accepted;
} OutpostSmtpRecipient;

/**
 * OutpostSmtpEnvelope:
 * @sender: MAIL FROM address; empty for the null reverse-path
 * @recipients: %NULL-terminated addresses
 * @all_or_none: any refused recipient takes the message back (RSET, nothing sent)
 */
typedef struct {
  const char         *sender;
  const char * const *recipients;
  gboolean            all_or_none;
} OutpostSmtpEnvelope;

OutpostSmtpSession *outpost_smtp_session_new              (const OutpostSmtpEndpoint    *endpoint,
                                                           const OutpostSmtpCredential  *credential,
                                                           const OutpostSmtpLimits      *limits,
                                                           OutpostSmtpMode               mode);
void                outpost_smtp_session_set_stage_func   (OutpostSmtpSession           *self,
                                                           OutpostSmtpStageFunc          func,
                                                           gpointer                      user_data);
void                outpost_smtp_session_set_resume       (OutpostSmtpSession           *self,
                                                           gboolean                      resume);

/* Looks up, connects, secures, greets and signs in. */
gboolean            outpost_smtp_session_open_sync        (OutpostSmtpSession           *self,
                                                           GCancellable                 *cancellable,
                                                           GError                      **error);
/* Asks for sender and recipients and takes it back (MAIL, RCPT…, RSET). */
gboolean            outpost_smtp_session_check_sync       (OutpostSmtpSession           *self,
                                                           const OutpostSmtpEnvelope    *envelope,
                                                           OutpostMessage               *message,
                                                           GPtrArray                   **recipients,
                                                           GCancellable                 *cancellable,
                                                           GError                      **error);
/* Sends one message. TRUE if the server accepted it for at least one recipient
 * (all of them with all_or_none); results, one OutpostSmtpRecipient each, also on failure.
 * is_last lets QUIT leave with the last group. */
gboolean            outpost_smtp_session_send_sync        (OutpostSmtpSession           *self,
                                                           const OutpostSmtpEnvelope    *envelope,
                                                           OutpostMessage               *message,
                                                           gboolean                      is_last,
                                                           GPtrArray                   **recipients,
                                                           GCancellable                 *cancellable,
                                                           GError                      **error);

/* For many messages on one connection. Called for the next message (FALSE: no more) and
 * for the outcome of each, in order; error is NULL when accepted. The messages overlap as
 * far as PIPELINING, MAILMAX and the window of 8 allow. */
typedef gboolean  (*OutpostSmtpNextFunc)                  (OutpostSmtpEnvelope          *envelope,
                                                           OutpostMessage              **message,
                                                           gpointer                      user_data);
typedef void      (*OutpostSmtpDoneFunc)                  (guint                         index,
                                                           GPtrArray                    *recipients,
                                                           const GError                 *error,
                                                           gpointer                      user_data);
gboolean            outpost_smtp_session_send_many_sync   (OutpostSmtpSession           *self,
                                                           OutpostSmtpNextFunc           next,
                                                           OutpostSmtpDoneFunc           done,
                                                           gpointer                      user_data,
                                                           GCancellable                 *cancellable,
                                                           GError                      **error);
void                outpost_smtp_session_close            (OutpostSmtpSession           *self);

const OutpostSmtpFacts   *outpost_smtp_session_get_facts      (OutpostSmtpSession *self);
const OutpostSmtpFailure *outpost_smtp_session_get_failure    (OutpostSmtpSession *self);
const OutpostSmtpReply   *outpost_smtp_session_get_final      (OutpostSmtpSession *self);
OutpostSmtpTranscript    *outpost_smtp_session_get_transcript (OutpostSmtpSession *self);

void                outpost_smtp_recipient_free           (OutpostSmtpRecipient         *self);

G_END_DECLS
