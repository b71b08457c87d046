/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-wire-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib-unix.h>

#define READ_OCTETS 16384

/* A client that goes on sending cannot keep a stopped server alive for longer. */
#define FINISH_INPUT_MS 5000

struct _OutpostWire {
  int                 fd;
  GCancellable       *stop;
  int                 stop_fd;
  gboolean            finish_input;
  OutpostDeadline     stop_deadline;
  gnutls_session_t    session;
  const char         *tls_problem;
  GByteArray         *input;
  gsize               taken;    /* octets at the head of input that were used up */
  OutpostWireTapFunc  tap;
  gpointer            tap_data;
};

/**
 * outpost_wire_new:
 * @fd: (transfer full): a connected socket
 * @stop: ends every wait once it is cancelled
 * @finish_input: after @stop, still hand out what the client had sent by then
 *
 * Returns: (transfer full): a wire in clear
 */
OutpostWire *
outpost_wire_new (int           fd,
                  GCancellable *stop,
                  gboolean      finish_input)
{
  OutpostWire *self = g_new0 (OutpostWire, 1);
  int one = 1;

  self->fd = fd;
  self->stop = g_object_ref (stop);
  self->stop_fd = g_cancellable_get_fd (stop);
  self->finish_input = finish_input;
  self->input = g_byte_array_sized_new (2 * READ_OCTETS);
  g_unix_set_fd_nonblocking (fd, TRUE, NULL);
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);

  return self;
}

/**
 * outpost_wire_free:
 * @self: (nullable) (transfer full): a wire
 *
 * Closes the socket at once, without close_notify.
 */
void
outpost_wire_free (OutpostWire *self)
{
  if (self == NULL)
    return;

  if (self->session != NULL)
    gnutls_deinit (self->session);
  close (self->fd);
  g_cancellable_release_fd (self->stop);
  g_object_unref (self->stop);
  /* A password may have passed through. */
  explicit_bzero (self->input->data, self->input->len);
  g_byte_array_unref (self->input);
  g_free (self);
}

/**
 * outpost_wire_set_tap:
 * @self: a wire
 * @tap: (scope forever): called with all octets the client sends, after decryption
 * @user_data: for @tap
 */
void
outpost_wire_set_tap (OutpostWire        *self,
                      OutpostWireTapFunc  tap,
                      gpointer            user_data)
{
  self->tap = tap;
  self->tap_data = user_data;
}

/* Whether the wait is over before the socket is looked at. */
static OutpostWireResult
check_end (OutpostWire     *self,
           OutpostDeadline  deadline)
{
  if (outpost_deadline_remaining (deadline) == 0)
    return OUTPOST_WIRE_TIMED_OUT;
  if (!g_cancellable_is_cancelled (self->stop))
    return OUTPOST_WIRE_OK;
  if (!self->finish_input)
    return OUTPOST_WIRE_STOPPED;
  if (self->stop_deadline == OUTPOST_DEADLINE_NEVER)
    self->stop_deadline = outpost_deadline_in (FINISH_INPUT_MS);
  return outpost_deadline_remaining (self->stop_deadline) == 0 ? OUTPOST_WIRE_STOPPED
                                                               : OUTPOST_WIRE_OK;
}

/* Waits for one direction of the socket. What is at hand goes before the stop. */
static OutpostWireResult
wait_for (OutpostWire     *self,
          short            events,
          OutpostDeadline  deadline)
{
  for (;;) {
    struct pollfd fds[] = { { self->fd, events, 0 }, { self->stop_fd, POLLIN, 0 } };
    OutpostWireResult result = check_end (self, deadline);
    int n;

    if (result != OUTPOST_WIRE_OK)
      return result;
    n = poll (fds, self->stop_fd >= 0 ? 2 : 1, outpost_deadline_remaining (deadline));
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return OUTPOST_WIRE_CLOSED;
    if (fds[0].revents != 0)
      return OUTPOST_WIRE_OK;
    if (n == 0)
      return OUTPOST_WIRE_TIMED_OUT;
    return OUTPOST_WIRE_STOPPED;
  }
}

/* Reads what is there. OK with *n 0: nothing yet. */
static OutpostWireResult
receive (OutpostWire *self,
         char        *octets,
         gsize       *n)
{
  ssize_t got;

  *n = 0;
  if (self->session != NULL) {
    got = gnutls_record_recv (self->session, octets, READ_OCTETS);
    if (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED ||
        got == GNUTLS_E_WARNING_ALERT_RECEIVED)
      return OUTPOST_WIRE_OK;
    if (got == GNUTLS_E_PREMATURE_TERMINATION || got == GNUTLS_E_PULL_ERROR || got == 0)
      return OUTPOST_WIRE_CLOSED;
    if (got < 0) {
      self->tls_problem = gnutls_strerror ((int) got);
      return OUTPOST_WIRE_BROKEN;
    }
  } else {
    got = recv (self->fd, octets, READ_OCTETS, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
      return OUTPOST_WIRE_OK;
    if (got <= 0)
      return OUTPOST_WIRE_CLOSED;
  }
  *n = (gsize) got;
  return OUTPOST_WIRE_OK;
}

/* Moves what is left to the head and wipes what lay there. */
static void
forget_taken (OutpostWire *self)
{
  gsize left = self->input->len - self->taken;

  memmove (self->input->data, self->input->data + self->taken, left);
  explicit_bzero (self->input->data + left, self->taken);
  g_byte_array_set_size (self->input, (guint) left);
  self->taken = 0;
}

static void
keep_input (OutpostWire *self,
            const char  *octets,
            gsize        length)
{
  if (self->taken == self->input->len || self->taken >= READ_OCTETS)
    forget_taken (self);
  g_byte_array_append (self->input, (const guint8 *) octets, (guint) length);
  if (self->tap != NULL)
    self->tap (octets, length, self->tap_data);
}

/**
 * outpost_wire_fill:
 * @self: a wire
 * @deadline: when to give up
 *
 * Waits for octets and adds them to those not taken yet.
 *
 * Returns: %OUTPOST_WIRE_OK once at least one octet came
 */
OutpostWireResult
outpost_wire_fill (OutpostWire     *self,
                   OutpostDeadline  deadline)
{
  char octets[READ_OCTETS];

  for (;;) {
    gsize n;
    OutpostWireResult result = check_end (self, deadline);

    if (result == OUTPOST_WIRE_OK)
      result = receive (self, octets, &n);
    if (result != OUTPOST_WIRE_OK)
      return result;
    if (n > 0) {
      keep_input (self, octets, n);
      explicit_bzero (octets, n);
      return OUTPOST_WIRE_OK;
    }
    result = wait_for (self, POLLIN, deadline);
    if (result != OUTPOST_WIRE_OK)
      return result;
  }
}

/**
 * outpost_wire_fill_at_hand:
 * @self: a wire
 *
 * Takes up what has arrived, without waiting.
 *
 * Returns: whether there are octets that were not taken yet
 */
gboolean
outpost_wire_fill_at_hand (OutpostWire *self)
{
  char octets[READ_OCTETS];
  gsize n;

  if (receive (self, octets, &n) == OUTPOST_WIRE_OK && n > 0)
    keep_input (self, octets, n);

  return self->input->len > self->taken;
}

/**
 * outpost_wire_peek:
 * @self: a wire
 * @length: (out): how many octets there are
 *
 * Returns: (transfer none): the octets that were not taken yet
 */
const char *
outpost_wire_peek (OutpostWire *self,
                   gsize       *length)
{
  *length = self->input->len - self->taken;
  return (const char *) self->input->data + self->taken;
}

/**
 * outpost_wire_take:
 * @self: a wire
 * @length: octets, at most those that outpost_wire_peek() told
 *
 * Uses up octets.
 */
void
outpost_wire_take (OutpostWire *self,
                   gsize        length)
{
  g_return_if_fail (length <= self->input->len - self->taken);

  self->taken += length;
}

/**
 * outpost_wire_read_line:
 * @self: a wire
 * @max_octets: the longest line without its end
 * @deadline: when to give up
 * @line: gets the line, its LF taken off and its CR left on, so that the caller can
 *   tell CRLF from a bare LF
 *
 * Reads one line.
 *
 * Returns: %OUTPOST_WIRE_TOO_LONG leaves the octets in place
 */
OutpostWireResult
outpost_wire_read_line (OutpostWire     *self,
                        gsize            max_octets,
                        OutpostDeadline  deadline,
                        GString         *line)
{
  gsize searched = 0;

  g_string_truncate (line, 0);
  for (;;) {
    gsize length;
    const char *octets = outpost_wire_peek (self, &length);
    const char *end = length > searched ? memchr (octets + searched, '\n', length - searched)
                                        : NULL;
    OutpostWireResult result;

    /* The CR is part of what is handed out, not of the line. */
    if ((end != NULL ? (gsize) (end - octets) : length) > max_octets + 1)
      return OUTPOST_WIRE_TOO_LONG;
    if (end != NULL) {
      g_string_append_len (line, octets, end - octets);
      outpost_wire_take (self, (gsize) (end - octets) + 1);
      return OUTPOST_WIRE_OK;
    }
    searched = length;
    result = outpost_wire_fill (self, deadline);
    if (result != OUTPOST_WIRE_OK)
      return result;
  }
}

static OutpostWireResult
send_some (OutpostWire *self,
           const char  *octets,
           gsize        length,
           gsize       *n)
{
  ssize_t sent;

  *n = 0;
  if (self->session != NULL) {
    sent = gnutls_record_send (self->session, octets, length);
    if (sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED)
      return OUTPOST_WIRE_OK;
  } else {
    sent = send (self->fd, octets, length, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
      return OUTPOST_WIRE_OK;
  }
  if (sent < 0)
    return OUTPOST_WIRE_CLOSED;
  *n = (gsize) sent;
  return OUTPOST_WIRE_OK;
}

/**
 * outpost_wire_write:
 * @self: a wire
 * @octets: (array length=length): what to send
 * @length: its size
 * @deadline: when to give up
 *
 * Returns: %OUTPOST_WIRE_OK once the kernel has all of it
 */
OutpostWireResult
outpost_wire_write (OutpostWire     *self,
                    const char      *octets,
                    gsize            length,
                    OutpostDeadline  deadline)
{
  while (length > 0) {
    gsize n;
    OutpostWireResult result = send_some (self, octets, length, &n);

    if (result == OUTPOST_WIRE_OK && n == 0)
      result = wait_for (self, POLLOUT, deadline);
    if (result != OUTPOST_WIRE_OK)
      return result;
    octets += n;
    length -= n;
  }
  return OUTPOST_WIRE_OK;
}

static OutpostWireResult
shake_hands (OutpostWire     *self,
             OutpostDeadline  deadline)
{
  for (;;) {
    int code = gnutls_handshake (self->session);
    OutpostWireResult result;

    if (code == GNUTLS_E_SUCCESS)
      return OUTPOST_WIRE_OK;
    if (code != GNUTLS_E_AGAIN && gnutls_error_is_fatal (code)) {
      self->tls_problem = gnutls_strerror (code);
      gnutls_alert_send_appropriate (self->session, code);
      return OUTPOST_WIRE_BROKEN;
    }
    if (code != GNUTLS_E_AGAIN)
      continue;
    result = wait_for (self, gnutls_record_get_direction (self->session) ? POLLOUT : POLLIN,
                       deadline);
    if (result != OUTPOST_WIRE_OK)
      return result;
  }
}

/**
 * outpost_wire_start_tls:
 * @self: a wire in clear, all input taken
 * @credentials: the server's certificate; must outlive @self
 * @ticket_key: (nullable): hands out session tickets under this key
 * @ask: whether to ask for the client's certificate; it is not judged
 * @priority: GnuTLS priority string
 * @deadline: when to give up
 *
 * Does the server's side of a handshake.
 *
 * Returns: with %OUTPOST_WIRE_BROKEN outpost_wire_get_tls_problem() tells more
 */
OutpostWireResult
outpost_wire_start_tls (OutpostWire                      *self,
                        gnutls_certificate_credentials_t  credentials,
                        const gnutls_datum_t             *ticket_key,
                        gboolean                          ask,
                        const char                       *priority,
                        OutpostDeadline                   deadline)
{
  g_return_val_if_fail (self->session == NULL, OUTPOST_WIRE_BROKEN);

  if (gnutls_init (&self->session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0)
    return OUTPOST_WIRE_BROKEN;
  if (gnutls_priority_set_direct (self->session, priority, NULL) < 0) {
    self->tls_problem = "the priority string is not understood";
    return OUTPOST_WIRE_BROKEN;
  }
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_certificate_server_set_request (self->session, ask ? GNUTLS_CERT_REQUEST
                                                            : GNUTLS_CERT_IGNORE);
  if (ticket_key != NULL)
    gnutls_session_ticket_enable_server (self->session, ticket_key);
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
  gnutls_transport_set_int (self->session, self->fd);

  return shake_hands (self, deadline);
}

/**
 * outpost_wire_is_tls:
 * @self: a wire
 *
 * Returns: whether a handshake was begun
 */
gboolean
outpost_wire_is_tls (OutpostWire *self)
{
  return self->session != NULL;
}

/**
 * outpost_wire_get_session:
 * @self: a wire
 *
 * Returns: (nullable): the TLS session
 */
gnutls_session_t
outpost_wire_get_session (OutpostWire *self)
{
  return self->session;
}

/**
 * outpost_wire_get_tls_problem:
 * @self: a wire
 *
 * Returns: GnuTLS' words on why TLS broke
 */
const char *
outpost_wire_get_tls_problem (OutpostWire *self)
{
  return self->tls_problem != NULL ? self->tls_problem : "the connection ended";
}

/**
 * outpost_wire_pause:
 * @self: a wire
 * @milliseconds: how long
 *
 * Does nothing for a while, or until the server stops.
 */
void
outpost_wire_pause (OutpostWire *self,
                    guint        milliseconds)
{
  struct pollfd stop = { self->stop_fd, POLLIN, 0 };

  poll (&stop, 1, (int) milliseconds);
}

/**
 * outpost_wire_finish:
 * @self: a wire
 * @deadline: how long to wait for the client's end
 *
 * Says close_notify, ends the outgoing direction and reads the client's last
 * octets: closing with octets unread would send a RST, and that can take the last
 * reply out of the client's hands.
 */
void
outpost_wire_finish (OutpostWire     *self,
                     OutpostDeadline  deadline)
{
  gsize length;

  if (self->session != NULL)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
  shutdown (self->fd, SHUT_WR);
  do {
    outpost_wire_peek (self, &length);
    outpost_wire_take (self, length);
  } while (outpost_wire_fill (self, deadline) == OUTPOST_WIRE_OK);
}

/**
 * outpost_wire_reset:
 * @self: a wire
 *
 * Makes outpost_wire_free() close with a TCP RST.
 */
void
outpost_wire_reset (OutpostWire *self)
{
  struct linger at_once = { 1, 0 };

  setsockopt (self->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}
