/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "outpost-secret.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpSecurity:
 * @OUTPOST_SMTP_SECURITY_TLS: TLS from the first octet (RFC 8314)
 * @OUTPOST_SMTP_SECURITY_STARTTLS: TLS by STARTTLS, required (RFC 3207)
 * @OUTPOST_SMTP_SECURITY_NONE: clear text
 */
typedef enum {
  OUTPOST_SMTP_SECURITY_TLS,
  OUTPOST_SMTP_SECURITY_STARTTLS,
  OUTPOST_SMTP_SECURITY_NONE,
} OutpostSmtpSecurity;

typedef enum {
  OUTPOST_SMTP_SIGN_IN_NONE,
  OUTPOST_SMTP_SIGN_IN_PASSWORD,
  OUTPOST_SMTP_SIGN_IN_OAUTH2,
  OUTPOST_SMTP_SIGN_IN_CERTIFICATE,
} OutpostSmtpSignIn;

/**
 * OutpostSmtpEndpoint:
 * @host: host name (A-labels) or address literal without brackets
 * @port: TCP port
 * @security: how the connection is secured
 * @hello_name: (nullable): EHLO argument; %NULL for `[127.0.0.1]`
 * @ca_file: (nullable): PEM file that replaces the system's trust
 * @pinned_keys: (nullable): `sha256:BASE64` of accepted SubjectPublicKeyInfo, %NULL-terminated
 * @client_certificate: (nullable): PEM file
 * @client_key: (nullable): PEM file; %NULL if @client_certificate holds the key
 *
 * Where to submit. Plain data: filled by its maker, not changed once shared.
 */
typedef struct {
  char                *host;
  guint16              port;
  OutpostSmtpSecurity  security;
  char                *hello_name;
  char                *ca_file;
  char               **pinned_keys;
  char                *client_certificate;
  char                *client_key;
} OutpostSmtpEndpoint;

/**
 * OutpostSmtpCredential:
 * @sign_in: how to sign in
 * @username: (nullable): the authentication identity
 * @secret: (nullable): password, or access token for %OUTPOST_SMTP_SIGN_IN_OAUTH2
 * @mechanism: (nullable): the one SASL mechanism to use, or %NULL to choose
 */
typedef struct {
  OutpostSmtpSignIn    sign_in;
  char                *username;
  OutpostSecret       *secret;
  char                *mechanism;
} OutpostSmtpCredential;

/**
 * OutpostSmtpLimits:
 * @silence_ms: longest silence in one wait
 * @until_recipients_ms: from the start until the recipients are answered
 * @body_interval_ms: in each such interval at least @body_interval_octets of the body must leave
 * @body_interval_octets: see @body_interval_ms
 * @final_ms: wait for the reply after the last chunk; when it ends the outcome is unknown
 */
typedef struct {
  guint silence_ms;
  guint until_recipients_ms;
  guint body_interval_ms;
  guint body_interval_octets;
  guint final_ms;
} OutpostSmtpLimits;

OutpostSmtpEndpoint   *outpost_smtp_endpoint_new    (const char                  *host,
                                                     guint16                      port,
                                                     OutpostSmtpSecurity          security);
OutpostSmtpEndpoint   *outpost_smtp_endpoint_copy   (const OutpostSmtpEndpoint   *self);
void                   outpost_smtp_endpoint_free   (OutpostSmtpEndpoint         *self);

OutpostSmtpCredential *outpost_smtp_credential_new  (OutpostSmtpSignIn            sign_in,
                                                     const char                  *username,
                                                     OutpostSecret               *secret,
                                                     const char                  *mechanism);
OutpostSmtpCredential *outpost_smtp_credential_copy (const OutpostSmtpCredential *self);
void                   outpost_smtp_credential_free (OutpostSmtpCredential       *self);

void                   outpost_smtp_limits_init     (OutpostSmtpLimits           *self,
                                                     guint                        timeout_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpEndpoint, outpost_smtp_endpoint_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpCredential, outpost_smtp_credential_free)

G_END_DECLS
