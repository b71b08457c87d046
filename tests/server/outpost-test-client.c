/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-test-client.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct _OutpostTestClient {
  int                               fd;
  gnutls_session_t                  session;
  gnutls_certificate_credentials_t  credentials;
  GString                          *input;
};

OutpostTestClient *
outpost_test_client_new (guint16 port)
{
  OutpostTestClient *self = g_new0 (OutpostTestClient, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  struct timeval patience = { 10, 0 };
  int one = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->input = g_string_new (NULL);
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt (self->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt (self->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  g_assert_cmpint (connect (self->fd, (struct sockaddr *) &address, sizeof address), ==, 0);

  return self;
}

void
outpost_test_client_free (OutpostTestClient *self)
{
  if (self == NULL)
    return;

  if (self->session != NULL)
    gnutls_deinit (self->session);
  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  close (self->fd);
  g_string_free (self->input, TRUE);
  g_free (self);
}

/* Returns GnuTLS' code. With ca_file NULL nothing is verified. */
int
outpost_test_client_start_tls (OutpostTestClient *self,
                               const char        *ca_file,
                               const char        *name,
                               const char        *priority)
{
  const char *wanted = priority != NULL ? priority : "NORMAL";
  int code;

  gnutls_certificate_allocate_credentials (&self->credentials);
  if (ca_file != NULL)
    g_assert_cmpint (gnutls_certificate_set_x509_trust_file (self->credentials, ca_file,
                                                             GNUTLS_X509_FMT_PEM), ==, 1);
  gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
  g_assert_cmpint (gnutls_priority_set_direct (self->session, wanted, NULL), ==, 0);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_transport_set_int (self->session, self->fd);
  if (ca_file != NULL)
    gnutls_session_set_verify_cert (self->session, name, 0);
  do {
    code = gnutls_handshake (self->session);
  } while (code < 0 && !gnutls_error_is_fatal (code));

  return code;
}

gnutls_session_t
outpost_test_client_get_session (OutpostTestClient *self)
{
  return self->session;
}

void
outpost_test_client_send_octets (OutpostTestClient *self,
                                 const char        *octets,
                                 gsize              length)
{
  while (length > 0) {
    gssize n = self->session != NULL ? gnutls_record_send (self->session, octets, length)
                                     : send (self->fd, octets, length, MSG_NOSIGNAL);

    /* Hostile tests write on where the server has hung up. */
    if (n <= 0)
      return;
    octets += n;
    length -= (gsize) n;
  }
}

void
outpost_test_client_send (OutpostTestClient *self,
                          const char        *text)
{
  outpost_test_client_send_octets (self, text, strlen (text));
}

/* Returns 0 or less at the end of the connection. */
gssize
outpost_test_client_receive (OutpostTestClient *self,
                             char              *octets,
                             gsize              length)
{
  gssize n;

  if (self->input->len > 0) {
    n = (gssize) MIN (length, self->input->len);
    memcpy (octets, self->input->str, (gsize) n);
    g_string_erase (self->input, 0, n);
    return n;
  }
  do {
    n = self->session != NULL ? gnutls_record_recv (self->session, octets, length)
                              : recv (self->fd, octets, length, 0);
  } while (self->session != NULL && (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED));

  return n;
}

static char *
read_line (OutpostTestClient *self)
{
  for (;;) {
    char octets[4096];
    const char *end = strstr (self->input->str, "\r\n");
    gssize n;

    if (end != NULL) {
      gsize length = (gsize) (end - self->input->str);
      char *line = g_strndup (self->input->str, length);

      g_string_erase (self->input, 0, (gssize) length + 2);
      return line;
    }
    n = self->session != NULL ? gnutls_record_recv (self->session, octets, sizeof octets)
                              : recv (self->fd, octets, sizeof octets, 0);
    if (self->session != NULL && (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED))
      continue;
    if (n <= 0)
      return NULL;
    g_string_append_len (self->input, octets, n);
  }
}

/* All lines of a reply, joined by LF; NULL at the end of the connection. */
char *
outpost_test_client_read_reply (OutpostTestClient *self)
{
  GString *reply = g_string_new (NULL);

  for (;;) {
    g_autofree char *line = read_line (self);

    if (line == NULL) {
      g_string_free (reply, TRUE);
      return NULL;
    }
    g_string_append (reply, line);
    if (strlen (line) < 4 || line[3] != '-')
      return g_string_free (reply, FALSE);
    g_string_append_c (reply, '\n');
  }
}

void
outpost_test_client_expect (OutpostTestClient *self,
                            const char        *glob)
{
  g_autofree char *reply = outpost_test_client_read_reply (self);

  if (reply == NULL || !g_pattern_match_simple (glob, reply))
    g_error ("“%s” was expected, the server said “%s”", glob, reply != NULL ? reply : "(nothing)");
}

void
outpost_test_client_ask (OutpostTestClient *self,
                         const char        *text,
                         const char        *glob)
{
  g_autofree char *line = g_strconcat (text, "\r\n", NULL);

  outpost_test_client_send (self, line);
  outpost_test_client_expect (self, glob);
}

void
outpost_test_client_expect_end (OutpostTestClient *self)
{
  g_autofree char *reply = outpost_test_client_read_reply (self);

  if (reply != NULL)
    g_error ("The end was expected, the server said “%s”", reply);
}

/* AUTH PLAIN with an initial response. */
void
outpost_test_client_sign_in (OutpostTestClient *self,
                             const char        *user,
                             const char        *password,
                             const char        *glob)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  g_autofree char *encoded = NULL;
  g_autofree char *command = NULL;

  g_byte_array_append (message, (const guint8 *) "", 1);
  g_byte_array_append (message, (const guint8 *) user, (guint) strlen (user) + 1);
  g_byte_array_append (message, (const guint8 *) password, (guint) strlen (password));
  encoded = g_base64_encode (message->data, message->len);
  command = g_strconcat ("AUTH PLAIN ", encoded, NULL);
  outpost_test_client_ask (self, command, glob);
}
