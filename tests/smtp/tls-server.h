/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "outpost-test-certs.h"

G_BEGIN_DECLS

/**
 * TlsServerKind:
 * @TLS_SERVER_GREETS: a handshake, then a greeting, then whatever comes is read
 * @TLS_SERVER_BREAKS: a handshake and a greeting, then the end without close_notify
 * @TLS_SERVER_SAYS: sends @text without TLS, then reads
 * @TLS_SERVER_FLOODS: sends @text again and again until the client closes
 * @TLS_SERVER_SILENT: reads and never answers
 * @TLS_SERVER_CLOSES: closes as soon as something came
 */
typedef enum {
  TLS_SERVER_GREETS,
  TLS_SERVER_BREAKS,
  TLS_SERVER_SAYS,
  TLS_SERVER_FLOODS,
  TLS_SERVER_SILENT,
  TLS_SERVER_CLOSES,
} TlsServerKind;

#define TLS_SERVER_GREETING "220 mail.example ready\r\n"

/**
 * TlsServerOptions:
 * @priority: (nullable): GnuTLS priority string; %NULL for `NORMAL`
 * @client_ca_file: (nullable): asks for a client certificate of that authority
 * @text: what %TLS_SERVER_SAYS and %TLS_SERVER_FLOODS say
 * @length: its length; 0 if a NUL ends it
 * @cancel: (nullable): cancelled when the client's first octets are there
 * @go_on: (nullable): after the greeting, nothing is read until this is cancelled
 */
typedef struct {
  TlsServerKind   kind;
  const char     *priority;
  const char     *client_ca_file;
  const char     *text;
  gsize           length;
  GCancellable   *cancel;
  GCancellable   *go_on;
} TlsServerOptions;

/* One connection at a time, in a thread of its own, on a port of 127.0.0.1. What the
 * last client showed can be read once it is over. */
typedef struct _TlsServer TlsServer;

TlsServer  *tls_server_new               (OutpostTestCert        *cert,
                                          const TlsServerOptions *options);
guint16     tls_server_get_port          (TlsServer              *self);
void        tls_server_stop              (TlsServer              *self);
void        tls_server_free              (TlsServer              *self);

const char *tls_server_get_name          (TlsServer              *self);
gboolean    tls_server_had_certificate   (TlsServer              *self);
gboolean    tls_server_had_handshake     (TlsServer              *self);
const char *tls_server_get_received      (TlsServer              *self);
const char *tls_server_get_binding       (TlsServer              *self);
guint       tls_server_get_n_connections (TlsServer              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsServer, tls_server_free)

G_END_DECLS
