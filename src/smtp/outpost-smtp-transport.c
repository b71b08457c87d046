/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-transport-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <glib/gi18n-lib.h>

#include "outpost-smtp-error.h"
#include "outpost-smtp-socket-private.h"
#include "outpost-smtp-tickets-private.h"
#include "outpost-smtp-tls-private.h"

struct _OutpostSmtpTransport {
  GSocketConnection *connection;
  GSocket           *socket;       /* of the connection */
  OutpostSmtpTls    *tls;          /* NULL in clear text */
  gboolean           is_loopback;
  gboolean           is_closed;
};

static GInetAddress *
get_remote_address (GSocketConnection  *connection,
                    GError            **error)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, error);

  if (remote == NULL)
    return NULL;

  return g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
}

static gboolean
refuse_closed (OutpostSmtpTransport  *self,
               GError               **error)
{
  if (self->is_closed)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         _("The connection is closed."));

  return self->is_closed;
}

/* Octets that have come since the 220 of STARTTLS, before our ClientHello left, were not
 * protected: somebody may have put them there (RFC 3207, section 6). With TLS from the
 * first octet the same is a server that speaks plain text, and the handshake finds out. */
static gboolean
refuse_injection (OutpostSmtpTransport  *self,
                  GError               **error)
{
  char octet;

  if (recv (g_socket_get_fd (self->socket), &octet, 1, MSG_PEEK | MSG_DONTWAIT) <= 0)
    return FALSE;

  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_INJECTION,
                       _("The server sent more after its answer to STARTTLS. Somebody may be "
                         "changing the connection."));

  return TRUE;
}

/**
 * outpost_smtp_transport_connect_sync: (skip)
 * @addresses: (element-type GInetAddress): at least one address
 * @port: TCP port
 * @deadline: when to give up
 * @reached: (out) (optional) (transfer full): the address that answered
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Connects to the first of the addresses that answers (RFC 8305). No octet is sent.
 *
 * Returns: (transfer full): a transport in clear text; on failure %NULL, and @error
 *   is a [error@Gio.IOErrorEnum]
 */
OutpostSmtpTransport *
outpost_smtp_transport_connect_sync (GList            *addresses,
                                     guint16           port,
                                     OutpostDeadline   deadline,
                                     GInetAddress    **reached,
                                     GCancellable     *cancellable,
                                     GError          **error)
{
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GInetAddress) address = NULL;
  OutpostSmtpTransport *self;

  g_return_val_if_fail (addresses != NULL, NULL);

  connection = outpost_smtp_socket_connect_sync (addresses, port, deadline, cancellable, error);
  if (connection == NULL)
    return NULL;

  /* A server that has closed by now has no address any more. */
  address = get_remote_address (connection, error);
  if (address == NULL)
    return NULL;

  self = g_new0 (OutpostSmtpTransport, 1);
  self->socket = g_socket_connection_get_socket (connection);
  self->connection = g_steal_pointer (&connection);
  self->is_loopback = g_inet_address_get_is_loopback (address);
  if (reached != NULL)
    *reached = g_steal_pointer (&address);

  return self;
}

/**
 * outpost_smtp_transport_free: (skip)
 * @self: (nullable) (transfer full): a transport
 *
 * Drops the connection, if it is still there, and frees @self.
 */
void
outpost_smtp_transport_free (OutpostSmtpTransport *self)
{
  if (self == NULL)
    return;

  outpost_smtp_transport_close (self, FALSE);
  outpost_smtp_tls_free (self->tls);
  g_clear_object (&self->connection);
  g_free (self);
}

/**
 * outpost_smtp_transport_is_loopback: (skip)
 * @self: a transport
 *
 * Returns: whether the address that was connected to is in 127.0.0.0/8 or is ::1
 */
gboolean
outpost_smtp_transport_is_loopback (OutpostSmtpTransport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_loopback;
}

/**
 * outpost_smtp_transport_is_secure: (skip)
 * @self: a transport
 *
 * Returns: whether a handshake was done and the server verified
 */
gboolean
outpost_smtp_transport_is_secure (OutpostSmtpTransport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->tls != NULL;
}

/**
 * outpost_smtp_transport_secure_sync: (skip)
 * @self: a transport in clear text
 * @endpoint: where it leads
 * @resume: whether to take a ticket of an earlier session and to keep one
 * @facts: (inout): gets tls_version, tls_cipher, tls_resumed and certificate, the last
 *   also if it is refused
 * @failure: (inout): gets tls_error, tls_alert, certificate_status and first_octets
 * @deadline: when the handshake must be done
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Does the handshake and verifies the server. After a failure the connection is of no
 * use any more and is closed.
 *
 * Returns: %TRUE if the connection is secure; otherwise @error is
 *   %OUTPOST_SMTP_ERROR_SETTINGS, %OUTPOST_SMTP_ERROR_INJECTION,
 *   %OUTPOST_SMTP_ERROR_TLS, %OUTPOST_SMTP_ERROR_CERTIFICATE,
 *   %G_IO_ERROR_CONNECTION_CLOSED, %G_IO_ERROR_TIMED_OUT or %G_IO_ERROR_CANCELLED
 */
gboolean
outpost_smtp_transport_secure_sync (OutpostSmtpTransport       *self,
                                    const OutpostSmtpEndpoint  *endpoint,
                                    gboolean                    resume,
                                    OutpostSmtpFacts           *facts,
                                    OutpostSmtpFailure         *failure,
                                    OutpostDeadline             deadline,
                                    GCancellable               *cancellable,
                                    GError                    **error)
{
  g_autoptr (OutpostSmtpTls) tls = NULL;

  g_return_val_if_fail (self != NULL && self->tls == NULL, FALSE);
  g_return_val_if_fail (endpoint != NULL && facts != NULL && failure != NULL, FALSE);

  if (refuse_closed (self, error))
    return FALSE;

  tls = outpost_smtp_tls_new (self->socket, endpoint, resume, error);
  if (tls != NULL &&
      !(endpoint->security == OUTPOST_SMTP_SECURITY_STARTTLS && refuse_injection (self, error)) &&
      outpost_smtp_tls_handshake_sync (tls, facts, failure, deadline, cancellable, error)) {
    self->tls = g_steal_pointer (&tls);
    return TRUE;
  }

  outpost_smtp_transport_close (self, FALSE);

  return FALSE;
}

/**
 * outpost_smtp_transport_dup_tls_exporter: (skip)
 * @self: a transport
 *
 * Returns: (transfer full) (nullable): base64 of the `tls-exporter` channel binding
 *   (RFC 9266), or %NULL where the session has none
 */
char *
outpost_smtp_transport_dup_tls_exporter (OutpostSmtpTransport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->tls != NULL ? outpost_smtp_tls_dup_exporter (self->tls) : NULL;
}

/**
 * outpost_smtp_transport_keep_ticket: (skip)
 * @self: a transport
 *
 * Keeps the session's ticket for a later connection to the same endpoint, if one came
 * by now and @self was secured with resuming on. The best moment is after the EHLO
 * reply: TLS 1.3 tickets come with the server's first words.
 */
void
outpost_smtp_transport_keep_ticket (OutpostSmtpTransport *self)
{
  g_return_if_fail (self != NULL);

  if (self->tls != NULL && !self->is_closed)
    outpost_smtp_tls_keep_ticket (self->tls);
}

/**
 * outpost_smtp_transport_forget_tickets: (skip)
 *
 * Drops the tickets of all sessions of this process.
 */
void
outpost_smtp_transport_forget_tickets (void)
{
  outpost_smtp_tickets_clear ();
}

/**
 * outpost_smtp_transport_read: (skip)
 * @self: a transport
 * @buffer: (out caller-allocates) (array length=size): memory for the octets
 * @size: its size, at least 1
 * @eof: (out): whether the server has closed in order
 * @error: return location for an error
 *
 * Reads what is there without waiting.
 *
 * Returns: the number of octets; 0 if there are none now, or at the end; -1 on
 *   failure, and @error is %G_IO_ERROR_CONNECTION_CLOSED (also where TLS ended without
 *   close_notify), another [error@Gio.IOErrorEnum] or %OUTPOST_SMTP_ERROR_TLS
 */
gssize
outpost_smtp_transport_read (OutpostSmtpTransport  *self,
                             void                  *buffer,
                             gsize                  size,
                             gboolean              *eof,
                             GError               **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize n;

  g_return_val_if_fail (self != NULL && buffer != NULL && size > 0 && eof != NULL, -1);

  *eof = FALSE;
  if (refuse_closed (self, error))
    return -1;

  if (self->tls != NULL)
    return outpost_smtp_tls_read (self->tls, buffer, size, eof, error);

  n = g_socket_receive (self->socket, buffer, size, NULL, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return 0;
  if (n < 0)
    g_propagate_error (error, g_steal_pointer (&local_error));
  *eof = n == 0;

  return n;
}

/**
 * outpost_smtp_transport_write: (skip)
 * @self: a transport
 * @octets: (array length=length): what to send
 * @length: number of octets, at least 1
 * @error: return location for an error
 *
 * Writes as much as goes without waiting. After 0, the next call must begin with the
 * same octets (more may follow them): in TLS they may be encrypted already.
 *
 * Returns: the number of octets taken; 0 if it would block; -1 on failure, and @error
 *   is as with outpost_smtp_transport_read()
 */
gssize
outpost_smtp_transport_write (OutpostSmtpTransport  *self,
                              const void            *octets,
                              gsize                  length,
                              GError               **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize n;

  g_return_val_if_fail (self != NULL && octets != NULL && length > 0, -1);

  if (refuse_closed (self, error))
    return -1;

  if (self->tls != NULL)
    return outpost_smtp_tls_write (self->tls, octets, length, error);

  n = g_socket_send (self->socket, octets, length, NULL, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return 0;
  if (n < 0)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return n;
}

/**
 * outpost_smtp_transport_wait: (skip)
 * @self: a transport
 * @wanted: %G_IO_IN, %G_IO_OUT or both
 * @deadline: when to give up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Waits until reading or writing may go on. In TLS, readable can mean that only a part
 * of a record came: the read gives 0 then, and that is no end of silence.
 *
 * Returns: what of @wanted is ready; 0 on failure, and @error is
 *   %G_IO_ERROR_TIMED_OUT, %G_IO_ERROR_CANCELLED or %G_IO_ERROR_CONNECTION_CLOSED
 */
GIOCondition
outpost_smtp_transport_wait (OutpostSmtpTransport  *self,
                             GIOCondition           wanted,
                             OutpostDeadline        deadline,
                             GCancellable          *cancellable,
                             GError               **error)
{
  g_return_val_if_fail (self != NULL && (wanted & (G_IO_IN | G_IO_OUT)) != 0, 0);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || refuse_closed (self, error))
    return 0;

  if ((wanted & G_IO_IN) != 0 && self->tls != NULL && outpost_smtp_tls_has_pending (self->tls))
    return G_IO_IN;

  return outpost_smtp_socket_wait (self->socket, wanted, deadline, cancellable, error);
}

/**
 * outpost_smtp_transport_ack_at_once: (skip)
 * @self: a transport
 *
 * Acknowledges what comes next without delay. To be called before each wait for the
 * first reply after a handshake: Postfix holds it back in Nagle's algorithm until the
 * TLS 1.3 ticket before it is acknowledged, and our kernel would take 40 ms for that
 * (measured with Postfix 3.7.11). The kernel forgets the option by itself.
 */
void
outpost_smtp_transport_ack_at_once (OutpostSmtpTransport *self)
{
  g_return_if_fail (self != NULL);

  if (!self->is_closed)
    g_socket_set_option (self->socket, IPPROTO_TCP, TCP_QUICKACK, TRUE, NULL);
}

/**
 * outpost_smtp_transport_close: (skip)
 * @self: a transport
 * @orderly: whether to send close_notify first, if it goes without waiting
 *
 * Closes the connection; what @self knew of it can still be asked for.
 */
void
outpost_smtp_transport_close (OutpostSmtpTransport *self,
                              gboolean              orderly)
{
  g_return_if_fail (self != NULL);

  if (self->is_closed)
    return;

  if (orderly && self->tls != NULL)
    outpost_smtp_tls_say_goodbye (self->tls);
  self->is_closed = TRUE;
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
}
