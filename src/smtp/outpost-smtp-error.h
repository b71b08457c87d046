/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostSmtpError:
 *
 * What callers branch on. Network trouble keeps %G_IO_ERROR (with
 * %G_IO_ERROR_TIMED_OUT for a limit that ran out and %G_IO_ERROR_CONNECTION_CLOSED
 * for a connection lost) and %G_RESOLVER_ERROR; a message that cannot be sent
 * keeps %OUTPOST_MESSAGE_ERROR.
 */
typedef enum {
  OUTPOST_SMTP_ERROR_PROTOCOL,         /* not SMTP, or against its grammar or our limits */
  OUTPOST_SMTP_ERROR_TLS,              /* the handshake failed; see OutpostSmtpFailure */
  OUTPOST_SMTP_ERROR_CERTIFICATE,      /* the handshake was done, the certificate is refused */
  OUTPOST_SMTP_ERROR_NO_STARTTLS,      /* STARTTLS not offered or refused */
  OUTPOST_SMTP_ERROR_INJECTION,        /* octets between STARTTLS' 220 and the handshake */
  OUTPOST_SMTP_ERROR_CLEARTEXT,        /* a sign-in without TLS off loopback */
  OUTPOST_SMTP_ERROR_NO_MECHANISM,     /* nothing offered that this credential can use */
  OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED,  /* 4xx or 5xx to AUTH */
  OUTPOST_SMTP_ERROR_SERVER_PROOF,     /* SCRAM: the server does not know the password, or weak parameters */
  OUTPOST_SMTP_ERROR_REFUSED,          /* any other 4xx or 5xx */
  OUTPOST_SMTP_ERROR_NEEDS_SMTPUTF8,   /* an address needs SMTPUTF8, the server has it not */
  OUTPOST_SMTP_ERROR_TOO_BIG,          /* over the server's SIZE, known before MAIL */
  OUTPOST_SMTP_ERROR_SETTINGS,         /* CA file, pin or client certificate unusable */
  OUTPOST_SMTP_ERROR_OUTCOME_UNKNOWN,  /* all was sent, no final reply came */
} OutpostSmtpError;

#define OUTPOST_SMTP_ERROR (outpost_smtp_error_quark ())
GQuark outpost_smtp_error_quark (void);

G_END_DECLS
