/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "outpost-smtp-reply.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpStage:
 *
 * The steps of a submission in the order in which Test shows them. With
 * STARTTLS the plain greeting, EHLO and STARTTLS belong to
 * %OUTPOST_SMTP_STAGE_SECURE; %OUTPOST_SMTP_STAGE_GREETING is then the EHLO after it.
 */
typedef enum {
  OUTPOST_SMTP_STAGE_LOOKUP,
  OUTPOST_SMTP_STAGE_CONNECT,
  OUTPOST_SMTP_STAGE_SECURE,
  OUTPOST_SMTP_STAGE_GREETING,
  OUTPOST_SMTP_STAGE_SIGN_IN,
  OUTPOST_SMTP_STAGE_SENDER,
  OUTPOST_SMTP_STAGE_RECIPIENT,
  OUTPOST_SMTP_STAGE_MESSAGE,
} OutpostSmtpStage;

#define OUTPOST_SMTP_N_STAGES 8

/**
 * OutpostSmtpCertificate:
 *
 * What the server's certificate says. Times in seconds since 1970 UTC.
 */
typedef struct {
  char    *subject;
  char    *issuer;
  char   **names;            /* dNSName and iPAddress of the subject alternative name */
  gint64   not_before;
  gint64   not_after;
  char    *sha256;           /* of the certificate, colon-separated hexadecimal */
  char    *pin;              /* sha256:BASE64 of the SubjectPublicKeyInfo */
  gboolean stapled;          /* an OCSP response came with it */
} OutpostSmtpCertificate;

/**
 * OutpostSmtpFacts:
 *
 * What a session has learned so far. Owned by the session; strings as they
 * came, to be made printable before they are shown. Unknown is %NULL or 0.
 */
typedef struct {
  guint                   n_ipv4;
  guint                   n_ipv6;
  gboolean                prefers_ipv6;     /* the address that the system would try first */
  char                   *address;          /* numeric address connected to */
  gboolean                connected_ipv6;
  char                   *tls_version;      /* "TLS 1.3" */
  char                   *tls_cipher;
  gboolean                tls_resumed;
  OutpostSmtpCertificate *certificate;
  char                   *greeting;
  char                   *server_name;      /* first word of the EHLO reply */
  char                  **abilities;        /* EHLO keyword lines after TLS */
  guint64                 size_limit;       /* 0: none or unknown */
  char                  **mechanisms;       /* offered after TLS */
  char                   *mechanism;        /* the one used */
  gboolean                eight_bit_mime, smtputf8, pipelining, chunking, enhanced_codes;
  guint                   rcpt_max, mail_max;
} OutpostSmtpFacts;

/**
 * OutpostSmtpFailure:
 * @stage: where it stopped
 * @reply: (nullable): the server's refusal
 * @blames_sender: the reply came to RCPT but speaks of the sender
 * @tls_error: GnuTLS error code of the handshake, or 0
 * @tls_alert: (nullable): name of the fatal alert received
 * @certificate_status: gnutls_certificate_status_t bits, or 0
 * @first_octets: (nullable): start of what came instead of SMTP or TLS
 * @after_body: the last chunk had left: the message may have been accepted
 * @mechanism: (nullable): the SASL mechanism in use
 * @plain_offered: verified TLS offered PLAIN or LOGIN besides the refused SCRAM
 *
 * The last failure in a form that a diagnosis can match.
 */
typedef struct {
  OutpostSmtpStage   stage;
  OutpostSmtpReply  *reply;
  gboolean           blames_sender;
  int                tls_error;
  char              *tls_alert;
  guint              certificate_status;
  char              *first_octets;
  gboolean           after_body;
  char              *mechanism;
  gboolean           plain_offered;
} OutpostSmtpFailure;

void outpost_smtp_certificate_free (OutpostSmtpCertificate *self);
void outpost_smtp_facts_clear      (OutpostSmtpFacts       *self);
void outpost_smtp_facts_copy       (OutpostSmtpFacts       *to,
                                    const OutpostSmtpFacts *from);
void outpost_smtp_failure_clear    (OutpostSmtpFailure     *self);
void outpost_smtp_failure_copy     (OutpostSmtpFailure       *to,
                                    const OutpostSmtpFailure *from);

G_END_DECLS
