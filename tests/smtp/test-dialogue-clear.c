/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gio/gio.h>

#include "line-server.h"
#include "outpost-smtp-session.h"

/* For documentation (RFC 5737); here an address of this computer that is no loopback. */
#define OTHER_ADDRESS "192.0.2.1"

/* Clear text, and what a proxy could do to it, in a network of this process' own. */
static gboolean has_network;

/* A desktop that wants all to go through a proxy. */
#define TEST_TYPE_PROXIES (test_proxies_get_type ())
G_DECLARE_FINAL_TYPE (TestProxies, test_proxies, TEST, PROXIES, GObject)

struct _TestProxies {
  GObject parent_instance;
};

static guint n_proxies_asked;

static gboolean
test_proxies_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
test_proxies_lookup (GProxyResolver  *resolver,
                     const char      *uri,
                     GCancellable    *cancellable,
                     GError         **error)
{
  g_atomic_int_inc (&n_proxies_asked);
  return g_strsplit ("socks5://127.0.0.1:1", " ", -1);
}

static void
test_proxies_lookup_async (GProxyResolver      *resolver,
                           const char          *uri,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, test_proxies_lookup (resolver, uri, cancellable, NULL),
                         (GDestroyNotify) g_strfreev);
}

static char **
test_proxies_lookup_finish (GProxyResolver  *resolver,
                            GAsyncResult    *result,
                            GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_proxies_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = test_proxies_is_supported;
  iface->lookup = test_proxies_lookup;
  iface->lookup_async = test_proxies_lookup_async;
  iface->lookup_finish = test_proxies_lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProxies, test_proxies, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
                                                      test_proxies_iface_init))

static void
test_proxies_class_init (TestProxiesClass *klass)
{
}

static void
test_proxies_init (TestProxies *self)
{
}

static void
install_proxies (void)
{
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TEST_TYPE_PROXIES, "test",
                                  1000);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "test", TRUE);
}

static gboolean
set_address (int         fd,
             const char *interface,
             const char *address)
{
  g_autoptr (GSocketAddress) parsed = g_inet_socket_address_new_from_string (address, 0);
  struct ifreq request = { 0 };

  g_strlcpy (request.ifr_name, interface, sizeof request.ifr_name);
  return g_socket_address_to_native (parsed, &request.ifr_addr, sizeof request.ifr_addr, NULL) &&
         ioctl (fd, SIOCSIFADDR, &request) == 0;
}

/* Not all computers let a program have this; those tests are then skipped. */
static gboolean
enter_network (void)
{
  struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
  int fd;
  gboolean done;

  if (unshare (CLONE_NEWNET) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNET) != 0)
    return FALSE;

  fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  done = fd >= 0 && ioctl (fd, SIOCSIFFLAGS, &request) == 0 &&
         set_address (fd, "lo:1", OTHER_ADDRESS);
  if (fd >= 0)
    close (fd);

  return done;
}

static OutpostSmtpSession *
make_session (const char        *host,
              LineServer        *server,
              OutpostSmtpSignIn  sign_in,
              const char        *mechanism)
{
  g_autoptr (OutpostSmtpEndpoint) endpoint =
    outpost_smtp_endpoint_new (host, line_server_get_port (server), OUTPOST_SMTP_SECURITY_NONE);
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("pencil22", -1);
  g_autoptr (OutpostSmtpCredential) credential =
    outpost_smtp_credential_new (sign_in, "tim", secret, mechanism);

  return outpost_smtp_session_new (endpoint, credential, NULL, OUTPOST_SMTP_MODE_STEPWISE);
}

static char *
answer_plain (const char *line,
              gpointer    unused)
{
  if (line == NULL)
    return g_strdup ("220 mail.example ESMTP");
  if (g_str_has_prefix (line, "AUTH"))
    return g_strdup ("235 in");

  return g_strdup ("250-mail.example\r\n250 AUTH PLAIN XOAUTH2 EXTERNAL");
}

typedef struct {
  const char        *name;
  const char        *listen;
  const char        *host;
  OutpostSmtpSignIn  sign_in;
  gboolean           opens;
} Case;

static const Case cases[] = {
  { "password/loopback", "127.0.0.1", "127.0.0.1", OUTPOST_SMTP_SIGN_IN_PASSWORD, TRUE },
  { "password/all-of-127", "127.9.8.7", "127.9.8.7", OUTPOST_SMTP_SIGN_IN_PASSWORD, TRUE },
  { "password/ipv6", "::1", "::1", OUTPOST_SMTP_SIGN_IN_PASSWORD, TRUE },
  { "password/other", OTHER_ADDRESS, OTHER_ADDRESS, OUTPOST_SMTP_SIGN_IN_PASSWORD, FALSE },
  { "token/loopback", "127.0.0.1", "127.0.0.1", OUTPOST_SMTP_SIGN_IN_OAUTH2, FALSE },
  { "token/other", OTHER_ADDRESS, OTHER_ADDRESS, OUTPOST_SMTP_SIGN_IN_OAUTH2, FALSE },
  { "certificate/loopback", "127.0.0.1", "127.0.0.1", OUTPOST_SMTP_SIGN_IN_CERTIFICATE, FALSE },
  { "nobody/other", OTHER_ADDRESS, OTHER_ADDRESS, OUTPOST_SMTP_SIGN_IN_NONE, TRUE },
};

/* Where a sign-in must not be, not a word is said. Proxies are never asked. */
static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (OutpostSmtpSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  LineServer *server;

  if (!has_network) {
    g_test_skip ("A network of one's own is not to be had here");
    return;
  }

  server = line_server_new (test->listen, answer_plain, NULL);
  if (server == NULL) {
    g_test_skip ("This computer does without the address");
    return;
  }

  session = make_session (test->host, server, test->sign_in, NULL);
  g_assert_cmpint (outpost_smtp_session_open_sync (session, NULL, &error), ==, test->opens);
  if (test->opens)
    g_assert_no_error (error);
  else
    g_assert_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CLEARTEXT);
  outpost_smtp_session_close (session);
  said = line_server_finish (server);
  g_assert_cmpint (*said != '\0', ==, test->opens);
  g_assert_cmpint (strstr (said, "AUTH") != NULL, ==,
                   test->opens && test->sign_in != OUTPOST_SMTP_SIGN_IN_NONE);
  g_assert_cmpuint (g_atomic_int_get (&n_proxies_asked), ==, 0);
}

/* The server's half of SCRAM up to its last word, which is false. */
typedef struct {
  const char *last;
  guint       n_challenges;
} Scram;

static char *
make_challenge (const char *text)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) text, strlen (text));

  return g_strconcat ("334 ", encoded, NULL);
}

static char *
answer_scram (const char *line,
              gpointer    data)
{
  Scram *scram = data;
  g_autofree char *first = NULL, *challenge = NULL;
  const char *initial;
  gsize length;

  if (line == NULL)
    return g_strdup ("220 mail.example ESMTP");
  if (g_str_has_prefix (line, "EHLO"))
    return g_strdup ("250-mail.example\r\n250 AUTH SCRAM-SHA-256 PLAIN");
  if (g_str_equal (line, "*"))
    return g_strdup ("501 5.7.0 as you like");
  if (g_str_equal (line, "QUIT"))
    return NULL;
  if (scram->n_challenges++ > 0)
    return make_challenge (scram->last);

  initial = line + strlen ("AUTH SCRAM-SHA-256 ");
  first = (char *) g_base64_decode (initial, &length);
  challenge = g_strconcat (strstr (first, "r="), "x,s=QSXCR+Q6sek8bf92,i=4096", NULL);
  return make_challenge (challenge);
}

/* RFC 5802, section 7: "e=" refuses; a false proof is no refusal, and nothing more is said. */
static void
test_scram (gconstpointer last)
{
  Scram scram = { .last = last };
  gboolean refuses = g_str_has_prefix (last, "e=");
  int code = refuses ? OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED : OUTPOST_SMTP_ERROR_SERVER_PROOF;
  LineServer *server = line_server_new ("127.0.0.1", answer_scram, &scram);
  g_autoptr (OutpostSmtpSession) session =
    make_session ("127.0.0.1", server, OUTPOST_SMTP_SIGN_IN_PASSWORD, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_assert_false (outpost_smtp_session_open_sync (session, NULL, &error));
  g_assert_error (error, OUTPOST_SMTP_ERROR, code);
  /* Nobody is told to use PLAIN without TLS. */
  g_assert_false (outpost_smtp_session_get_failure (session)->plain_offered);
  said = line_server_finish (server);
  g_assert_cmpuint (scram.n_challenges, ==, 2);
  g_assert_cmpint (g_str_has_suffix (said, "\r\n*\r\nQUIT\r\n"), ==, refuses);
  g_assert_cmpint (strstr (said, "QUIT") != NULL, ==, refuses);
}

int
main (int    argc,
      char **argv)
{
  has_network = enter_network ();
  install_proxies ();
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/clear/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_data_func ("/clear/scram/refusal", "e=other-error", test_scram);
  g_test_add_data_func ("/clear/scram/false-proof",
                        "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", test_scram);

  return g_test_run ();
}
