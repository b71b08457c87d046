/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/gnutls.h>
#include "outpost-smtp-endpoint.h"
#include "outpost-smtp-facts.h"

G_BEGIN_DECLS

char     *outpost_smtp_verify_dup_name (const OutpostSmtpEndpoint  *endpoint);
gboolean  outpost_smtp_verify_pins     (const OutpostSmtpEndpoint  *endpoint,
                                        GError                    **error);
gboolean  outpost_smtp_verify_session  (gnutls_session_t            session,
                                        const OutpostSmtpEndpoint  *endpoint,
                                        OutpostSmtpFacts           *facts,
                                        OutpostSmtpFailure         *failure,
                                        GError                    **error);

G_END_DECLS
