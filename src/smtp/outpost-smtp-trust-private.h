/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/gnutls.h>
#include "outpost-smtp-endpoint.h"

G_BEGIN_DECLS

/* OutpostSmtpTrust: whom an endpoint trusts, and by what certificate we are known there. */
typedef struct _OutpostSmtpTrust OutpostSmtpTrust;

OutpostSmtpTrust                 *outpost_smtp_trust_new             (const OutpostSmtpEndpoint  *endpoint,
                                                                      GError                    **error);
void                              outpost_smtp_trust_free            (OutpostSmtpTrust           *self);
gnutls_certificate_credentials_t  outpost_smtp_trust_get_credentials (OutpostSmtpTrust           *self);
const char                       *outpost_smtp_trust_get_id          (OutpostSmtpTrust           *self);
void                              outpost_smtp_trust_load_system     (OutpostSmtpTrust           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpTrust, outpost_smtp_trust_free)

G_END_DECLS
