/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-deadline.h"
#include "outpost-smtp-endpoint.h"
#include "outpost-smtp-facts.h"

G_BEGIN_DECLS

/* OutpostSmtpTls: the client side of TLS over a connected, non-blocking socket. */
typedef struct _OutpostSmtpTls OutpostSmtpTls;

OutpostSmtpTls *outpost_smtp_tls_new             (GSocket                    *socket,
                                                  const OutpostSmtpEndpoint  *endpoint,
                                                  gboolean                    resume,
                                                  GError                    **error);
void            outpost_smtp_tls_free            (OutpostSmtpTls             *self);
gboolean        outpost_smtp_tls_handshake_sync  (OutpostSmtpTls             *self,
                                                  OutpostSmtpFacts           *facts,
                                                  OutpostSmtpFailure         *failure,
                                                  OutpostDeadline             deadline,
                                                  GCancellable               *cancellable,
                                                  GError                    **error);
char           *outpost_smtp_tls_dup_exporter    (OutpostSmtpTls             *self);
void            outpost_smtp_tls_keep_ticket     (OutpostSmtpTls             *self);
gboolean        outpost_smtp_tls_has_pending     (OutpostSmtpTls             *self);
gssize          outpost_smtp_tls_read            (OutpostSmtpTls             *self,
                                                  void                       *buffer,
                                                  gsize                       size,
                                                  gboolean                   *eof,
                                                  GError                    **error);
gssize          outpost_smtp_tls_write           (OutpostSmtpTls             *self,
                                                  const void                 *octets,
                                                  gsize                       length,
                                                  GError                    **error);
void            outpost_smtp_tls_say_goodbye     (OutpostSmtpTls             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpTls, outpost_smtp_tls_free)

G_END_DECLS
