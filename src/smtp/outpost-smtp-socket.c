/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-socket-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <glib/gi18n-lib.h>

#include "outpost-smtp-address-list-private.h"
#include "outpost-smtp-async-private.h"

/**
 * outpost_smtp_socket_connect_sync: (skip)
 * @addresses: (element-type GInetAddress): at least one address
 * @port: TCP port
 * @deadline: when to give up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Connects to the first address that answers (RFC 8305). The asynchronous call in
 * a context of its own is used since g_socket_client_connect() tries the addresses
 * one after the other: 8 s with a dead first one, measured with GLib 2.74.
 *
 * The socket does not block and does not wait to fill its segments: GnuTLS writes
 * the end of its handshake in two parts, and the second would wait for the
 * acknowledgement of the first (a round trip and 40 ms, measured).
 *
 * Returns: (transfer full): a connection; on failure %NULL, and @error is a
 *   [error@Gio.IOErrorEnum]
 */
GSocketConnection *
outpost_smtp_socket_connect_sync (GList            *addresses,
                                  guint16           port,
                                  OutpostDeadline   deadline,
                                  GCancellable     *cancellable,
                                  GError          **error)
{
  g_autoptr (GSocketConnectable) list = outpost_smtp_address_list_new (addresses, port);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) local_error = NULL;
  GSocketConnection *connection;
  OutpostSmtpAsync wait;
  GSocket *socket;

  /* The environment must not lead mail through a proxy that the account does not name. */
  g_socket_client_set_enable_proxy (client, FALSE);

  outpost_smtp_async_begin (&wait, deadline, cancellable);
  g_socket_client_connect_async (client, list, wait.cancellable, outpost_smtp_async_ready_cb,
                                 &wait);
  connection = g_socket_client_connect_finish (client, outpost_smtp_async_run (&wait),
                                               &local_error);
  outpost_smtp_async_end (&wait, &local_error);
  if (connection == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }

  socket = g_socket_connection_get_socket (connection);
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);

  return connection;
}

/**
 * outpost_smtp_socket_wait: (skip)
 * @socket: a connected socket
 * @wanted: %G_IO_IN, %G_IO_OUT or both
 * @deadline: when to give up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Waits until @socket can be read from or written to. An error or the peer's
 * closing makes it ready for whatever is wanted: the next read or write tells. A
 * deadline that has passed ends the wait even if octets are there, so that a server
 * that drips without end is not read without end.
 *
 * Returns: what of @wanted is ready; 0 on failure, and @error is
 *   %G_IO_ERROR_CANCELLED or %G_IO_ERROR_TIMED_OUT
 */
GIOCondition
outpost_smtp_socket_wait (GSocket          *socket,
                          GIOCondition      wanted,
                          OutpostDeadline   deadline,
                          GCancellable     *cancellable,
                          GError          **error)
{
  GPollFD fds[2] = { { .fd = g_socket_get_fd (socket), .events = wanted } };
  gboolean can_cancel = g_cancellable_make_pollfd (cancellable, &fds[1]);
  GIOCondition ready = 0;

  while (ready == 0) {
    int left_ms = outpost_deadline_remaining (deadline);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      break;

    if (left_ms == 0) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                           _("No answer came within the time limit."));
      break;
    }

    fds[0].revents = 0;
    if (g_poll (fds, can_cancel ? 2 : 1, left_ms) <= 0 ||
        g_cancellable_is_cancelled (cancellable))
      continue;

    ready = fds[0].revents & wanted;
    if ((fds[0].revents & (G_IO_ERR | G_IO_HUP | G_IO_NVAL)) != 0)
      ready = wanted;
  }

  if (can_cancel)
    g_cancellable_release_fd (cancellable);

  return ready;
}
