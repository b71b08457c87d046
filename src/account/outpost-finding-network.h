/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-dns.h"
#include "outpost-finding.h"

G_BEGIN_DECLS

/* Longest wait for a finding that needs the network: later nobody looks for it any more. */
#define OUTPOST_FINDING_LOOK_UP_LIMIT_MS 5000

/* What a look-up says of a field. Pure; NULL where there is nothing to remark, or nothing can be
 * told. */
OutpostFinding *outpost_finding_for_host       (const char            *host,
                                                OutpostDnsPresence     presence);
OutpostFinding *outpost_finding_for_mail       (OutpostField           field,
                                                const char            *domain,
                                                const OutpostDnsMail  *mail,
                                                const GError          *error);

/* The look-up that belongs to a field, and its finding. */
char           *outpost_finding_look_up_name   (OutpostField           field,
                                                const char            *text);
OutpostFinding *outpost_finding_look_up_sync   (OutpostField           field,
                                                const char            *text,
                                                guint                  timeout_ms,
                                                GCancellable          *cancellable,
                                                GError               **error);
void            outpost_finding_look_up_async  (OutpostField           field,
                                                const char            *text,
                                                guint                  timeout_ms,
                                                GCancellable          *cancellable,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data);
OutpostFinding *outpost_finding_look_up_finish (GAsyncResult          *result,
                                                GError               **error);

G_END_DECLS
