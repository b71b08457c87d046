/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-endpoint.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpMechanismContext:
 * @offered: %NULL-terminated mechanisms of the server's EHLO reply, as they came
 * @can_bind: the TLS session gives a tls-exporter binding (RFC 9266)
 * @has_certificate: TLS with a client certificate
 * @is_secure: TLS
 *
 * What the choice of a mechanism rests on besides the credential.
 */
typedef struct {
  const char * const *offered;
  gboolean            can_bind;
  gboolean            has_certificate;
  gboolean            is_secure;
} OutpostSmtpMechanismContext;

const char *outpost_smtp_mechanism_choose   (const OutpostSmtpCredential        *credential,
                                             const OutpostSmtpMechanismContext  *context,
                                             GError                            **error);
gboolean    outpost_smtp_mechanism_is_scram (const char                         *mechanism);
gboolean    outpost_smtp_mechanism_is_bound (const char                         *mechanism);

G_END_DECLS
