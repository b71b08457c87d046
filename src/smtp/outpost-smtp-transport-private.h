/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-deadline.h"
#include "outpost-smtp-endpoint.h"
#include "outpost-smtp-facts.h"

G_BEGIN_DECLS

/*
 * OutpostSmtpTransport: a TCP connection, later secured by GnuTLS.
 *
 * The socket is non-blocking; every wait is a poll over socket and cancellable
 * with a deadline. G_IO_ERROR_TIMED_OUT, G_IO_ERROR_CANCELLED and
 * G_IO_ERROR_CONNECTION_CLOSED say what ended a wait.
 */
typedef struct _OutpostSmtpTransport OutpostSmtpTransport;

/* Addresses of the host, for facts->n_ipv4 and n_ipv6. (element-type GInetAddress) */
GList                *outpost_smtp_lookup_sync                 (const char                 *host,
                                                                OutpostDeadline             deadline,
                                                                GCancellable               *cancellable,
                                                                GError                    **error);
/* Connects to the first of the addresses that answers (RFC 8305); *tried gets the one
 * reached, so that a caller can go on with the others when the server there is no good. */
OutpostSmtpTransport *outpost_smtp_transport_connect_sync      (GList                      *addresses,
                                                                guint16                     port,
                                                                OutpostDeadline             deadline,
                                                                GInetAddress              **reached,
                                                                GCancellable               *cancellable,
                                                                GError                    **error);
void                  outpost_smtp_transport_free              (OutpostSmtpTransport       *self);

gboolean              outpost_smtp_transport_is_loopback       (OutpostSmtpTransport       *self);
gboolean              outpost_smtp_transport_is_secure         (OutpostSmtpTransport       *self);

/* Handshake and full verification by the contract. resume: take and keep tickets.
 * facts: tls_* and certificate; failure: tls_error, tls_alert, certificate_status, first_octets. */
gboolean              outpost_smtp_transport_secure_sync       (OutpostSmtpTransport       *self,
                                                                const OutpostSmtpEndpoint  *endpoint,
                                                                gboolean                    resume,
                                                                OutpostSmtpFacts           *facts,
                                                                OutpostSmtpFailure         *failure,
                                                                OutpostDeadline             deadline,
                                                                GCancellable               *cancellable,
                                                                GError                    **error);
/* base64 of the tls-exporter binding (RFC 9266), or NULL where the session has none. */
char                 *outpost_smtp_transport_dup_tls_exporter  (OutpostSmtpTransport       *self);

/* Remembers the session ticket, if one came by now and resuming is on. */
void                  outpost_smtp_transport_keep_ticket       (OutpostSmtpTransport       *self);
void                  outpost_smtp_transport_forget_tickets    (void);

/* Both give the number of octets, 0 when it would block (read: also at end: then *eof),
 * -1 with an error. */
gssize                outpost_smtp_transport_read              (OutpostSmtpTransport       *self,
                                                                void                       *buffer,
                                                                gsize                       size,
                                                                gboolean                   *eof,
                                                                GError                    **error);
gssize                outpost_smtp_transport_write             (OutpostSmtpTransport       *self,
                                                                const void                 *octets,
                                                                gsize                       length,
                                                                GError                    **error);
/* Waits until reading (G_IO_IN) and/or writing (G_IO_OUT) may go on; data that GnuTLS
 * has already decrypted counts as readable. Returns what is ready. */
GIOCondition          outpost_smtp_transport_wait              (OutpostSmtpTransport       *self,
                                                                GIOCondition                wanted,
                                                                OutpostDeadline             deadline,
                                                                GCancellable               *cancellable,
                                                                GError                    **error);
/* TCP_QUICKACK: while the greeting is awaited (see the round-trip notes in the .c). */
void                  outpost_smtp_transport_ack_at_once       (OutpostSmtpTransport       *self);
/* orderly: close_notify first. Otherwise the connection is just dropped. */
void                  outpost_smtp_transport_close             (OutpostSmtpTransport       *self,
                                                                gboolean                    orderly);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpTransport, outpost_smtp_transport_free)

G_END_DECLS
