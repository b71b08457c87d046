/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-listener-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define SOCKETS_MAX 4
#define BACKLOG 64

/* How long to leave new connections waiting while the process has no descriptors. */
#define EXHAUSTED_MS 100

typedef struct {
  int         fd;
  guint       port_index;
  const char *refusal;
} Socket;

typedef struct {
  OutpostListener *listener;
  GThread         *thread;
  int              fd;
  guint            port_index;
  guint            number;
  gint             done;     /* atomic */
} Worker;

struct _OutpostListener {
  Socket               sockets[SOCKETS_MAX];
  guint                n_sockets;
  guint                n_ports;
  guint                max_connections;
  gint                 n_connections;  /* atomic */
  OutpostListenerFunc  func;
  gpointer             user_data;
  GCancellable        *stop;
  GThread             *thread;
  GPtrArray           *workers;        /* the accepting thread's own */
};

/**
 * outpost_listener_new:
 * @max_connections: how many are served at once
 * @func: (scope forever): serves one
 * @user_data: for @func; must live until outpost_listener_stop() has returned
 *
 * Returns: (transfer full): a listener without ports
 */
OutpostListener *
outpost_listener_new (guint               max_connections,
                      OutpostListenerFunc func,
                      gpointer            user_data)
{
  OutpostListener *self = g_new0 (OutpostListener, 1);

  self->max_connections = max_connections;
  self->func = func;
  self->user_data = user_data;
  self->stop = g_cancellable_new ();
  self->workers = g_ptr_array_new ();

  return self;
}

static int
listen_at (const struct sockaddr *address,
           socklen_t              length)
{
  int fd = socket (address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int one = 1, code;

  if (fd < 0)
    return -1;
  /* A port just given up by an earlier server must be free for the next one. */
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (address->sa_family == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
  if (bind (fd, address, length) == 0 && listen (fd, BACKLOG) == 0)
    return fd;
  code = errno;
  close (fd);
  errno = code;
  return -1;
}

static void
keep_socket (OutpostListener *self,
             int              fd,
             const char      *refusal)
{
  self->sockets[self->n_sockets++] = (Socket) { fd, self->n_ports, refusal };
}

/**
 * outpost_listener_add:
 * @self: a listener that is not started yet
 * @port: (inout): the port; 0 lets the kernel choose
 * @also_ipv6: listens on ::1 as well, where that address exists and has the port free
 * @refusal: (nullable): static text for a connection too many, sent in clear
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Binds a port on 127.0.0.1. No other address can be given.
 *
 * Returns: whether it is bound
 */
gboolean
outpost_listener_add (OutpostListener  *self,
                      guint16          *port,
                      gboolean          also_ipv6,
                      const char       *refusal,
                      GError          **error)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  struct sockaddr_in6 address6 = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
  socklen_t length = sizeof address;
  int fd;

  g_return_val_if_fail (self->n_sockets + 2 <= SOCKETS_MAX, FALSE);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  address.sin_port = htons (*port);
  fd = listen_at ((struct sockaddr *) &address, sizeof address);
  if (fd < 0) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 /* Translators: %u is a port number, %s the system's reason */
                 _("Port %u of this computer cannot be opened: %s."), *port, g_strerror (code));
    return FALSE;
  }
  getsockname (fd, (struct sockaddr *) &address, &length);
  *port = ntohs (address.sin_port);
  keep_socket (self, fd, refusal);

  address6.sin6_port = address.sin_port;
  if (also_ipv6) {
    fd = listen_at ((struct sockaddr *) &address6, sizeof address6);
    if (fd >= 0)
      keep_socket (self, fd, refusal);
  }
  self->n_ports++;

  return TRUE;
}

static gpointer
serve (gpointer user_data)
{
  Worker *worker = user_data;
  OutpostListener *listener = worker->listener;

  listener->func (worker->fd, worker->port_index, worker->number, listener->stop,
                  listener->user_data);
  g_atomic_int_set (&worker->done, TRUE);
  return NULL;
}

static void
reap (OutpostListener *self,
      gboolean         all)
{
  for (guint i = self->workers->len; i-- > 0;) {
    Worker *worker = g_ptr_array_index (self->workers, i);

    if (!all && !g_atomic_int_get (&worker->done))
      continue;
    g_thread_join (worker->thread);
    g_free (worker);
    g_ptr_array_remove_index_fast (self->workers, i);
  }
}

static void
take (OutpostListener *self,
      Socket          *from,
      int              fd)
{
  Worker *worker;

  reap (self, FALSE);
  if (self->workers->len >= self->max_connections) {
    if (from->refusal != NULL)
      send (fd, from->refusal, strlen (from->refusal), MSG_NOSIGNAL | MSG_DONTWAIT);
    close (fd);
    return;
  }

  worker = g_new0 (Worker, 1);
  worker->listener = self;
  worker->fd = fd;
  worker->port_index = from->port_index;
  worker->number = (guint) g_atomic_int_add (&self->n_connections, 1) + 1;
  worker->thread = g_thread_new ("outpost-server", serve, worker);
  g_ptr_array_add (self->workers, worker);
}

/* Returns whether there was a connection; *exhausted: there is one and no descriptor
 * for it. */
static gboolean
accept_all (OutpostListener *self,
            gboolean        *exhausted)
{
  gboolean any = FALSE;

  *exhausted = FALSE;
  for (guint i = 0; i < self->n_sockets; i++) {
    int fd = accept4 (self->sockets[i].fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0) {
      *exhausted |= errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
      continue;
    }
    take (self, &self->sockets[i], fd);
    any = TRUE;
  }
  return any;
}

static gpointer
accept_connections (gpointer user_data)
{
  OutpostListener *self = user_data;
  int stop_fd = g_cancellable_get_fd (self->stop);
  struct pollfd fds[1 + SOCKETS_MAX] = { { stop_fd, POLLIN, 0 } };
  gboolean stopped, any, exhausted;

  for (guint i = 0; i < self->n_sockets; i++)
    fds[1 + i] = (struct pollfd) { self->sockets[i].fd, POLLIN, 0 };

  /* Those who connected before the stop are served too, so that a test knows how many there
   * were: whether it has come is asked before the last look for them. */
  do {
    stopped = g_cancellable_is_cancelled (self->stop);
    any = accept_all (self, &exhausted);
    if (!stopped && !any)
      poll (fds, exhausted ? 1 : 1 + self->n_sockets, exhausted ? EXHAUSTED_MS : -1);
  } while (any || !stopped);
  for (guint i = 0; i < self->n_sockets; i++)
    close (self->sockets[i].fd);
  reap (self, TRUE);
  g_cancellable_release_fd (self->stop);

  return NULL;
}

/**
 * outpost_listener_start:
 * @self: a listener with its ports
 *
 * Begins to serve.
 */
void
outpost_listener_start (OutpostListener *self)
{
  g_return_if_fail (self->thread == NULL);

  self->thread = g_thread_new ("outpost-listen", accept_connections, self);
}

/**
 * outpost_listener_stop:
 * @self: a listener
 *
 * Ends every wait of the connections and joins all threads.
 */
void
outpost_listener_stop (OutpostListener *self)
{
  g_cancellable_cancel (self->stop);
  if (self->thread != NULL) {
    g_thread_join (self->thread);
  } else {
    for (guint i = 0; i < self->n_sockets; i++)
      close (self->sockets[i].fd);
  }
  self->thread = NULL;
  self->n_sockets = 0;
}

/**
 * outpost_listener_get_n_connections:
 * @self: a listener
 *
 * Returns: how many connections were served or are
 */
guint
outpost_listener_get_n_connections (OutpostListener *self)
{
  return (guint) g_atomic_int_get (&self->n_connections);
}

/**
 * outpost_listener_free:
 * @self: (nullable) (transfer full): a listener; is stopped first
 */
void
outpost_listener_free (OutpostListener *self)
{
  if (self == NULL)
    return;

  outpost_listener_stop (self);
  g_ptr_array_unref (self->workers);
  g_object_unref (self->stop);
  g_free (self);
}
