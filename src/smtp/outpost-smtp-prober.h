/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-smtp-endpoint.h"
#include "outpost-smtp-facts.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpProbe:
 * @endpoint: what was tried
 * @answers: a TCP connection came about
 * @secured: TLS came about and the certificate verified for the name
 * @offers_sign_in: EHLO after TLS offered AUTH
 * @facts: what was learned of the server
 * @failure: where it stopped, if there is an error
 * @error: (nullable): why not
 */
typedef struct {
  OutpostSmtpEndpoint *endpoint;
  gboolean             answers;
  gboolean             secured;
  gboolean             offers_sign_in;
  OutpostSmtpFacts     facts;
  OutpostSmtpFailure   failure;
  GError              *error;
} OutpostSmtpProbe;

/* Tries the endpoints side by side without credentials, within limit_ms in all.
 * Returns one OutpostSmtpProbe for each, in order. */
GPtrArray *outpost_smtp_probe_sync      (const OutpostSmtpEndpoint * const *endpoints,
                                         gsize                              n_endpoints,
                                         guint                              limit_ms,
                                         GCancellable                      *cancellable);
/* The same where only the first good one is wanted: ends once it is known which that is. */
GPtrArray *outpost_smtp_probe_best_sync (const OutpostSmtpEndpoint * const *endpoints,
                                         gsize                              n_endpoints,
                                         guint                              limit_ms,
                                         GCancellable                      *cancellable);
gboolean   outpost_smtp_probe_is_good   (const OutpostSmtpProbe            *self);
void       outpost_smtp_probe_free      (OutpostSmtpProbe                  *self);

G_END_DECLS
