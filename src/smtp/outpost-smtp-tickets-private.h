/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-secret.h"
#include "outpost-smtp-endpoint.h"

G_BEGIN_DECLS

OutpostSecret *outpost_smtp_tickets_take  (const OutpostSmtpEndpoint *endpoint,
                                           const char                *trust);
void           outpost_smtp_tickets_keep  (const OutpostSmtpEndpoint *endpoint,
                                           const char                *trust,
                                           OutpostSecret             *ticket);
void           outpost_smtp_tickets_clear (void);

G_END_DECLS
