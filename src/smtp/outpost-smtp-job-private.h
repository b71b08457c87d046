/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-session-private.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpJob:
 *
 * One message on its way to its recipients, in one transaction or several.
 */
typedef struct {
  guint           index;
  gboolean        all_or_none;
  gboolean        check_only;    /* MAIL, RCPT…, RSET and no message */
  gboolean        is_checking;   /* a round of asking before anything is sent */
  gboolean        is_fit;        /* looked at with what the server can do */
  gboolean        is_planned;    /* it is settled whether to ask before sending */
  gboolean        is_done;

  char           *sender;        /* as it goes over the wire; empty for the null path */
  gboolean        needs_smtputf8;
  GPtrArray      *recipients;    /* (element-type OutpostSmtpRecipient) */
  GPtrArray      *addresses;     /* (element-type utf8) the same, as they go over the wire */
  GQueue          waiting;       /* indices of recipients in no transaction yet */
  guint           n_open;        /* transactions that are not settled */

  OutpostMessage *given;         /* (nullable) */
  OutpostMessage *message;       /* (nullable): what this server takes */
  guint           stages_begun;  /* bits by OutpostSmtpStage */
  GError         *error;         /* the trouble that decides, %NULL so far */
} OutpostSmtpJob;

OutpostSmtpJob *outpost_smtp_job_new         (guint                        index,
                                              const OutpostSmtpEnvelope   *envelope,
                                              OutpostMessage              *message,
                                              gboolean                     check_only);
void            outpost_smtp_job_free        (OutpostSmtpJob              *self);
gboolean        outpost_smtp_job_fit         (OutpostSmtpJob              *self,
                                              OutpostSmtpSession          *session);
guint           outpost_smtp_job_get_limit   (OutpostSmtpSession          *session);
char           *outpost_smtp_job_make_mail   (OutpostSmtpJob              *self,
                                              OutpostSmtpSession          *session);
void            outpost_smtp_job_ask_again   (OutpostSmtpJob              *self);
void            outpost_smtp_job_refuse      (OutpostSmtpJob              *self,
                                              OutpostSmtpSession          *session,
                                              OutpostSmtpStage             stage,
                                              const OutpostSmtpReply      *reply);
void            outpost_smtp_job_fail        (OutpostSmtpJob              *self,
                                              OutpostSmtpSession          *session,
                                              OutpostSmtpStage             stage,
                                              const GError                *error);
gboolean        outpost_smtp_job_blames_sender (OutpostSmtpJob            *self,
                                                guint                      recipient,
                                                const OutpostSmtpReply    *reply);
gboolean        outpost_smtp_job_succeeded   (OutpostSmtpJob              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpJob, outpost_smtp_job_free)

G_END_DECLS
