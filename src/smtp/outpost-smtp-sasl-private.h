/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-endpoint.h"

G_BEGIN_DECLS

/* RFC 4954, section 4: enough for all deployed mechanisms, the end of the line included. */
#define OUTPOST_SMTP_SASL_LINE_MAX_OCTETS 12288

/**
 * OutpostSmtpSasl:
 *
 * The client's side of one SASL exchange (RFC 4422). Knows no connection: challenges
 * go in and responses come out.
 */
typedef struct _OutpostSmtpSasl OutpostSmtpSasl;

OutpostSmtpSasl *outpost_smtp_sasl_new         (const char                   *mechanism,
                                                const OutpostSmtpCredential  *credential,
                                                const char                   *host,
                                                guint16                       port,
                                                const char                   *tls_exporter,
                                                GError                      **error);
void             outpost_smtp_sasl_free        (OutpostSmtpSasl              *self);
gboolean         outpost_smtp_sasl_begin       (OutpostSmtpSasl              *self,
                                                OutpostSecret               **response,
                                                GError                      **error);
gboolean         outpost_smtp_sasl_answer      (OutpostSmtpSasl              *self,
                                                const char                   *challenge,
                                                OutpostSecret               **response,
                                                GError                      **error);
gboolean         outpost_smtp_sasl_is_complete (OutpostSmtpSasl              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpSasl, outpost_smtp_sasl_free)

G_END_DECLS
