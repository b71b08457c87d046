/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tls-server.h"

#include <string.h>

#include <glib-unix.h>
#include <gnutls/gnutls.h>

struct _TlsServer {
  TlsServerOptions                  options;
  gnutls_certificate_credentials_t  credentials;
  gnutls_datum_t                    ticket_key;
  GSocket                          *listener;
  guint16                           port;
  GCancellable                     *stop;
  GThread                          *thread;

  /* Of the thread; of the test once the thread has ended */
  char                             *name;
  char                             *binding;
  GString                          *received;
  gboolean                          had_certificate;
  gboolean                          had_handshake;
  guint                             n_connections;
};

/* Without a handshake in between, the client's octets are of no interest. */
static void
read_to_end (GSocket *socket)
{
  char buffer[512];

  while (g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL) > 0)
    continue;
}

static gnutls_session_t
new_session (TlsServer *self,
             GSocket   *socket)
{
  const char *priority = self->options.priority != NULL ? self->options.priority : "NORMAL";
  gnutls_session_t session;

  g_assert_cmpint (gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL), ==, 0);
  g_assert_cmpint (gnutls_priority_set_direct (session, priority, NULL), ==, 0);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_session_ticket_enable_server (session, &self->ticket_key);
  if (self->options.client_ca_file != NULL)
    gnutls_certificate_server_set_request (session, GNUTLS_CERT_REQUEST);
  /* GSocket's own descriptor never blocks; GnuTLS is to wait here. */
  g_unix_set_fd_nonblocking (g_socket_get_fd (socket), FALSE, NULL);
  gnutls_transport_set_int (session, g_socket_get_fd (socket));

  return session;
}

static void
note_client (TlsServer        *self,
             gnutls_session_t  session)
{
  char name[256] = "";
  size_t size = sizeof name;
  guint type, n = 0;
  gnutls_datum_t binding;

  g_clear_pointer (&self->name, g_free);
  if (gnutls_server_name_get (session, name, &size, &type, 0) == 0)
    self->name = g_strdup (name);
  self->had_certificate = gnutls_certificate_get_peers (session, &n) != NULL && n > 0;

  g_clear_pointer (&self->binding, g_free);
  if (gnutls_session_channel_binding (session, GNUTLS_CB_TLS_EXPORTER, &binding) == 0) {
    self->binding = g_base64_encode (binding.data, binding.size);
    gnutls_free (binding.data);
  }
}

static void
wait_for (GCancellable *cancellable)
{
  GPollFD fd;

  if (cancellable == NULL)
    return;

  g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
  g_poll (&fd, 1, -1);
  g_cancellable_release_fd (cancellable);
}

static void
serve_tls (TlsServer *self,
           GSocket   *socket)
{
  gnutls_session_t session = new_session (self, socket);
  char buffer[1024];
  ssize_t n;
  int result;

  do
    result = gnutls_handshake (session);
  while (result < 0 && !gnutls_error_is_fatal (result));

  self->had_handshake = result == 0;
  note_client (self, session);
  if (result < 0) {
    gnutls_alert_send_appropriate (session, result);
  } else {
    gnutls_record_send (session, TLS_SERVER_GREETING, strlen (TLS_SERVER_GREETING));
    wait_for (self->options.go_on);
    while (self->options.kind == TLS_SERVER_GREETS &&
           (n = gnutls_record_recv (session, buffer, sizeof buffer)) > 0)
      g_string_append_len (self->received, buffer, n);
    if (self->options.kind == TLS_SERVER_GREETS)
      gnutls_bye (session, GNUTLS_SHUT_WR);
  }
  gnutls_deinit (session);
}

static void
serve (TlsServer *self,
       GSocket   *socket)
{
  const char *text = self->options.text;
  gsize length = self->options.length != 0 || text == NULL ? self->options.length : strlen (text);
  char octet;

  if (self->options.cancel != NULL) {
    g_socket_receive (socket, &octet, 1, NULL, NULL);
    g_cancellable_cancel (self->options.cancel);
  }

  switch (self->options.kind) {
  case TLS_SERVER_SAYS:
    g_socket_send (socket, text, length, NULL, NULL);
    read_to_end (socket);
    break;

  case TLS_SERVER_FLOODS:
    while (g_socket_send (socket, text, length, NULL, NULL) > 0)
      continue;
    break;

  case TLS_SERVER_SILENT:
    read_to_end (socket);
    break;

  case TLS_SERVER_CLOSES:
    g_socket_receive (socket, &octet, 1, NULL, NULL);
    break;

  case TLS_SERVER_GREETS:
  case TLS_SERVER_BREAKS:
  default:
    serve_tls (self, socket);
    break;
  }
  g_socket_close (socket, NULL);
}

static gpointer
run (gpointer user_data)
{
  TlsServer *self = user_data;

  for (;;) {
    g_autoptr (GSocket) socket = g_socket_accept (self->listener, self->stop, NULL);

    if (socket == NULL)
      return NULL;
    self->n_connections++;
    serve (self, socket);
  }
}

static void
listen_on_loopback (TlsServer *self)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->listener, wanted, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->listener, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->listener, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

/* cert may be NULL for a server that never comes to a handshake. */
TlsServer *
tls_server_new (OutpostTestCert        *cert,
                const TlsServerOptions *options)
{
  TlsServer *self = g_new0 (TlsServer, 1);

  self->options = *options;
  self->received = g_string_new (NULL);
  self->stop = g_cancellable_new ();
  gnutls_certificate_allocate_credentials (&self->credentials);
  gnutls_session_ticket_key_generate (&self->ticket_key);
  if (cert != NULL)
    g_assert_cmpint (gnutls_certificate_set_x509_key_file (self->credentials,
                                                           cert->certificate_file,
                                                           cert->key_file,
                                                           GNUTLS_X509_FMT_PEM), ==, 0);
  if (options->client_ca_file != NULL)
    g_assert_cmpint (gnutls_certificate_set_x509_trust_file (self->credentials,
                                                             options->client_ca_file,
                                                             GNUTLS_X509_FMT_PEM), ==, 1);
  listen_on_loopback (self);
  self->thread = g_thread_new ("tls-server", run, self);

  return self;
}

guint16
tls_server_get_port (TlsServer *self)
{
  return self->port;
}

/* Waits for the connection at hand: the client must have closed it. */
void
tls_server_stop (TlsServer *self)
{
  g_cancellable_cancel (self->stop);
  g_clear_pointer (&self->thread, g_thread_join);
}

void
tls_server_free (TlsServer *self)
{
  tls_server_stop (self);
  gnutls_certificate_free_credentials (self->credentials);
  gnutls_free (self->ticket_key.data);
  g_clear_object (&self->listener);
  g_clear_object (&self->stop);
  g_free (self->name);
  g_free (self->binding);
  g_string_free (self->received, TRUE);
  g_free (self);
}

const char *
tls_server_get_name (TlsServer *self)
{
  return self->name;
}

gboolean
tls_server_had_certificate (TlsServer *self)
{
  return self->had_certificate;
}

gboolean
tls_server_had_handshake (TlsServer *self)
{
  return self->had_handshake;
}

const char *
tls_server_get_received (TlsServer *self)
{
  return self->received->str;
}

const char *
tls_server_get_binding (TlsServer *self)
{
  return self->binding;
}

guint
tls_server_get_n_connections (TlsServer *self)
{
  return self->n_connections;
}
