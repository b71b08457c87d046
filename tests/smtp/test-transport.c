/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-smtp-address-list-private.h"
#include "tls-fixture.h"

#define MANY_OCTETS (8 * 1024 * 1024)

/* A resolver that says what the test wants; no query leaves the computer. */
typedef enum {
  RESOLVER_ANSWERS,
  RESOLVER_KNOWS_NOTHING,
  RESOLVER_HANGS,
  RESOLVER_CANCELS,  /* as if a person did while it hangs */
} ResolverMood;

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver {
  GResolver     parent_instance;

  ResolverMood  mood;
  GCancellable *cancel;
  guint         n_asked;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static gboolean
return_cancelled_cb (GCancellable *cancellable,
                     gpointer      task)
{
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
return_addresses (GTask *task)
{
  GList *list = g_list_prepend (NULL, g_inet_address_new_from_string ("127.0.0.1"));

  list = g_list_prepend (list, g_inet_address_new_from_string ("::1"));
  g_task_return_pointer (task, list, (GDestroyNotify) g_resolver_free_addresses);
}

static void
test_resolver_lookup_by_name_async (GResolver           *resolver,
                                    const char          *name,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  TestResolver *self = TEST_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GSource) source = NULL;

  self->n_asked++;
  if (self->mood == RESOLVER_ANSWERS) {
    return_addresses (task);
    return;
  }
  if (self->mood == RESOLVER_KNOWS_NOTHING) {
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no %s", name);
    return;
  }

  source = g_cancellable_source_new (cancellable);
  g_task_attach_source (task, source, G_SOURCE_FUNC (return_cancelled_cb));
  if (self->mood == RESOLVER_CANCELS)
    g_cancellable_cancel (self->cancel);
}

static GList *
test_resolver_lookup_by_name_finish (GResolver     *resolver,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = test_resolver_lookup_by_name_async;
  resolver_class->lookup_by_name_finish = test_resolver_lookup_by_name_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static GList *
look_up (const char    *host,
         ResolverMood   mood,
         guint          limit_ms,
         guint         *n_asked,
         GError       **error)
{
  g_autoptr (TestResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr (GResolver) usual = g_resolver_get_default ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GList *addresses;

  resolver->mood = mood;
  resolver->cancel = cancellable;
  g_resolver_set_default (G_RESOLVER (resolver));
  addresses = outpost_smtp_lookup_sync (host, outpost_deadline_in (limit_ms), cancellable, error);
  g_resolver_set_default (usual);
  if (n_asked != NULL)
    *n_asked = resolver->n_asked;

  return addresses;
}

static void
test_lookup (void)
{
  g_autoptr (GError) error = NULL;
  GList *addresses;
  guint n_asked;

  addresses = look_up ("mail.example", RESOLVER_ANSWERS, LONG_MS, &n_asked, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (addresses), ==, 2);
  g_assert_cmpuint (n_asked, ==, 1);
  g_resolver_free_addresses (addresses);

  addresses = look_up ("192.0.2.1", RESOLVER_HANGS, LONG_MS, &n_asked, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (addresses), ==, 1);
  g_assert_cmpuint (n_asked, ==, 0);
  g_resolver_free_addresses (addresses);

  addresses = look_up ("2001:db8::1", RESOLVER_HANGS, LONG_MS, &n_asked, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (addresses), ==, 1);
  g_assert_cmpuint (n_asked, ==, 0);
  g_resolver_free_addresses (addresses);
}

static void
test_lookup_fails (void)
{
  static const struct { ResolverMood mood; GQuark (*domain) (void); int code; } cases[] = {
    { RESOLVER_KNOWS_NOTHING, g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND },
    { RESOLVER_HANGS, g_io_error_quark, G_IO_ERROR_TIMED_OUT },
    { RESOLVER_CANCELS, g_io_error_quark, G_IO_ERROR_CANCELLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    guint limit_ms = cases[i].mood == RESOLVER_HANGS ? 30 : LONG_MS;

    g_assert_null (look_up ("mail.example", cases[i].mood, limit_ms, NULL, &error));
    g_assert_error (error, cases[i].domain (), cases[i].code);
  }
}

static void
test_lookup_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (outpost_smtp_lookup_sync ("127.0.0.1", OUTPOST_DEADLINE_NEVER, cancellable,
                                           &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static GList *
make_addresses (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GList *addresses = NULL;

  for (char **word = words; *word != NULL; word++)
    addresses = g_list_append (addresses, g_inet_address_new_from_string (*word));

  return addresses;
}

/* RFC 8305, section 4. */
static void
test_order (void)
{
  static const struct { const char *in, *out; } cases[] = {
    { "::1", "::1" },
    { "::1 ::2 ::3 127.0.0.1 127.0.0.2", "::1 127.0.0.1 ::2 127.0.0.2 ::3" },
    { "127.0.0.1 ::1 ::2", "127.0.0.1 ::1 ::2" },
    { "127.0.0.1 127.0.0.2 127.0.0.3 ::1", "127.0.0.1 ::1 127.0.0.2 127.0.0.3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GList *addresses = make_addresses (cases[i].in);
    g_autoptr (GSocketConnectable) list = outpost_smtp_address_list_new (addresses, 465);
    g_autoptr (GSocketAddressEnumerator) enumerator = g_socket_connectable_enumerate (list);
    g_autoptr (GString) text = g_string_new (NULL);
    GSocketAddress *next;

    while ((next = g_socket_address_enumerator_next (enumerator, NULL, NULL)) != NULL) {
      GInetSocketAddress *address = G_INET_SOCKET_ADDRESS (next);
      g_autofree char *word =
        g_inet_address_to_string (g_inet_socket_address_get_address (address));

      g_assert_cmpuint (g_inet_socket_address_get_port (address), ==, 465);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", word);
      g_object_unref (next);
    }
    g_assert_cmpstr (text->str, ==, cases[i].out);
    g_list_free_full (addresses, g_object_unref);
  }
}

static GSocket *
listen_at (const char *address,
           guint16    *port,
           int         backlog)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, *port);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_set_listen_backlog (socket, backlog);
  g_socket_bind (socket, wanted, FALSE, &error);
  g_assert_no_error (error);
  g_socket_listen (socket, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return socket;
}

/* Fills the queue of a listener until the kernel drops what comes next, as a dead
 * address would. (transfer full) (element-type GSocket) */
static GPtrArray *
make_dead (const char *address,
           guint16     port)
{
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string (address, port);
  GPtrArray *clients = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 16; i++) {
    GSocket *client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                    G_SOCKET_PROTOCOL_TCP, NULL);

    g_ptr_array_add (clients, client);
    g_socket_set_blocking (client, FALSE);
    g_socket_connect (client, remote, NULL, NULL);
    /* On the loopback a connection stands, or not, when connect() returns. */
    if ((g_socket_condition_check (client, G_IO_OUT) & G_IO_OUT) == 0)
      return clients;
  }
  g_assert_not_reached ();
}

static OutpostSmtpTransport *
reach (const char    *text,
       guint16        port,
       guint          limit_ms,
       char         **reached,
       GCancellable  *cancellable,
       GError       **error)
{
  GList *addresses = make_addresses (text);
  g_autoptr (GInetAddress) address = NULL;
  OutpostSmtpTransport *transport;

  transport = outpost_smtp_transport_connect_sync (addresses, port,
                                                   outpost_deadline_in (limit_ms), &address,
                                                   cancellable, error);
  g_assert_true ((transport != NULL) == (address != NULL));
  if (reached != NULL)
    *reached = address != NULL ? g_inet_address_to_string (address) : NULL;
  g_list_free_full (addresses, g_object_unref);

  return transport;
}

static void
test_dead_address (void)
{
  guint16 port = 0;
  g_autoptr (GSocket) good = listen_at ("127.0.0.1", &port, 8);
  g_autoptr (GSocket) dead = listen_at ("127.0.0.2", &port, 0);
  g_autoptr (GPtrArray) clients = make_dead ("127.0.0.2", port);
  g_autoptr (OutpostSmtpTransport) transport = NULL;
  g_autoptr (OutpostSmtpTransport) none = NULL;
  g_autofree char *reached = NULL;
  g_autoptr (GError) error = NULL;

  transport = reach ("127.0.0.2 127.0.0.1", port, LONG_MS, &reached, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reached, ==, "127.0.0.1");
  g_assert_true (outpost_smtp_transport_is_loopback (transport));
  g_assert_false (outpost_smtp_transport_is_secure (transport));
  g_assert_null (outpost_smtp_transport_dup_tls_exporter (transport));

  none = reach ("127.0.0.2", port, 30, NULL, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
test_refused_address (void)
{
  guint16 port = 0;
  g_autoptr (GSocket) good = listen_at ("127.0.0.1", &port, 8);
  g_autoptr (OutpostSmtpTransport) transport = NULL;
  g_autoptr (OutpostSmtpTransport) none = NULL;
  g_autofree char *reached = NULL;
  g_autoptr (GError) error = NULL;

  transport = reach ("127.0.0.2 127.0.0.1", port, LONG_MS, &reached, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reached, ==, "127.0.0.1");

  none = reach ("127.0.0.2 127.0.0.3", port, LONG_MS, NULL, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static gpointer
cancel_thread (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);

  return NULL;
}

static void
test_connect_cancelled (void)
{
  guint16 port = 0;
  g_autoptr (GSocket) dead = listen_at ("127.0.0.2", &port, 0);
  g_autoptr (GPtrArray) clients = make_dead ("127.0.0.2", port);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_autoptr (OutpostSmtpTransport) none = NULL;
  g_autoptr (GError) error = NULL;

  none = reach ("127.0.0.2", port, LONG_MS, NULL, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_plain (void)
{
  guint16 port = 0;
  g_autoptr (GSocket) listener = listen_at ("127.0.0.1", &port, 8);
  g_autoptr (OutpostSmtpTransport) transport = reach ("127.0.0.1", port, LONG_MS, NULL, NULL,
                                                      NULL);
  g_autoptr (GSocket) server = g_socket_accept (listener, NULL, NULL);
  OutpostDeadline deadline = outpost_deadline_in (LONG_MS);
  g_autoptr (GError) error = NULL;
  gboolean eof = TRUE;
  char buffer[64];

  /* Nothing there yet. */
  g_assert_cmpint (outpost_smtp_transport_read (transport, buffer, 64, &eof, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_false (eof);
  g_assert_cmpint (outpost_smtp_transport_wait (transport, G_IO_IN | G_IO_OUT, deadline, NULL,
                                                NULL), ==, G_IO_OUT);
  outpost_smtp_transport_ack_at_once (transport);

  g_assert_cmpint (outpost_smtp_transport_write (transport, "EHLO\r\n", 6, &error), ==, 6);
  g_assert_cmpint (g_socket_receive (server, buffer, 64, NULL, NULL), ==, 6);
  g_assert_cmpint (g_socket_send (server, "250 x\r\n", 7, NULL, NULL), ==, 7);
  g_assert_cmpint (outpost_smtp_transport_wait (transport, G_IO_IN, deadline, NULL, NULL),
                   ==, G_IO_IN);
  g_assert_cmpint (outpost_smtp_transport_read (transport, buffer, 64, &eof, &error), ==, 7);

  g_socket_close (server, NULL);
  g_assert_cmpint (outpost_smtp_transport_wait (transport, G_IO_IN, deadline, NULL, NULL),
                   ==, G_IO_IN);
  g_assert_cmpint (outpost_smtp_transport_read (transport, buffer, 64, &eof, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_true (eof);

  /* Nothing goes to a descriptor that may be somebody else's by then. */
  outpost_smtp_transport_close (transport, TRUE);
  g_assert_cmpint (outpost_smtp_transport_write (transport, "x", 1, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_clear_error (&error);
  g_assert_cmpint (outpost_smtp_transport_wait (transport, G_IO_IN, deadline, NULL, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

static void
test_wait_ends (void)
{
  guint16 port = 0;
  g_autoptr (GSocket) listener = listen_at ("127.0.0.1", &port, 8);
  g_autoptr (OutpostSmtpTransport) transport = reach ("127.0.0.1", port, LONG_MS, NULL, NULL,
                                                      NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_cmpint (outpost_smtp_transport_wait (transport, G_IO_IN, outpost_deadline_in (30), NULL,
                                                &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_clear_error (&error);

  /* A deadline that has passed holds even where the wait would be none. */
  g_assert_cmpint (outpost_smtp_transport_wait (transport, G_IO_OUT, outpost_deadline_in (0), NULL,
                                                &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_clear_error (&error);

  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_assert_cmpint (outpost_smtp_transport_wait (transport, G_IO_IN, OUTPOST_DEADLINE_NEVER,
                                                cancellable, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_reset (void)
{
  guint16 port = 0;
  g_autoptr (GSocket) listener = listen_at ("127.0.0.1", &port, 8);
  g_autoptr (OutpostSmtpTransport) transport = reach ("127.0.0.1", port, LONG_MS, NULL, NULL,
                                                      NULL);
  g_autoptr (GSocket) server = g_socket_accept (listener, NULL, NULL);
  g_autoptr (GError) error = NULL;
  gboolean eof;
  char octet;

  /* Closing with something unread resets the connection. */
  g_assert_cmpint (outpost_smtp_transport_write (transport, "x", 1, NULL), ==, 1);
  g_assert_cmpint (g_socket_condition_wait (server, G_IO_IN, NULL, NULL), ==, TRUE);
  g_socket_close (server, NULL);
  g_assert_cmpint (outpost_smtp_transport_wait (transport, G_IO_IN, outpost_deadline_in (LONG_MS),
                                                NULL, NULL), ==, G_IO_IN);
  g_assert_cmpint (outpost_smtp_transport_read (transport, &octet, 1, &eof, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

/* More than the buffers on the way hold, to a server that reads late: no octet is lost,
 * doubled or changed where a record had to wait. */
static void
test_large_write (TlsFixture    *fixture,
                  gconstpointer  priority)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, "mail.example", 0);
  g_autoptr (GCancellable) go_on = g_cancellable_new ();
  TlsServerOptions options = { .priority = priority, .go_on = go_on };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);
  g_autofree char *octets = g_malloc (MANY_OCTETS + 1);
  guint n_blocked = 0;

  for (gsize i = 0; i < MANY_OCTETS; i++)
    octets[i] = 'a' + (i * 7 + i / 1000) % 26;
  octets[MANY_OCTETS] = '\0';

  g_assert_true (tls_fixture_secure (fixture, server, FALSE));
  for (gsize sent = 0; sent < MANY_OCTETS;) {
    gssize n = outpost_smtp_transport_write (fixture->transport, octets + sent,
                                             MANY_OCTETS - sent, &fixture->error);

    g_assert_no_error (fixture->error);
    sent += n;
    if (n > 0)
      continue;

    n_blocked++;
    g_cancellable_cancel (go_on);
    g_assert_cmpint (outpost_smtp_transport_wait (fixture->transport, G_IO_OUT,
                                                  outpost_deadline_in (LONG_MS), NULL, NULL),
                     ==, G_IO_OUT);
  }
  g_assert_cmpuint (n_blocked, >, 0);
  tls_fixture_read_greeting (fixture);
  outpost_smtp_transport_close (fixture->transport, TRUE);
  tls_server_stop (server);
  g_assert_cmpuint (strlen (tls_server_get_received (server)), ==, MANY_OCTETS);
  g_assert_true (strcmp (tls_server_get_received (server), octets) == 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/smtp/lookup/answers", test_lookup);
  g_test_add_func ("/smtp/lookup/fails", test_lookup_fails);
  g_test_add_func ("/smtp/lookup/cancelled", test_lookup_cancelled);
  g_test_add_func ("/smtp/transport/order", test_order);
  g_test_add_func ("/smtp/transport/dead-address", test_dead_address);
  g_test_add_func ("/smtp/transport/refused-address", test_refused_address);
  g_test_add_func ("/smtp/transport/connect-cancelled", test_connect_cancelled);
  g_test_add_func ("/smtp/transport/plain", test_plain);
  g_test_add_func ("/smtp/transport/wait-ends", test_wait_ends);
  g_test_add_func ("/smtp/transport/reset", test_reset);
  g_test_add ("/smtp/transport/large-write/tls13", TlsFixture, TLS13, tls_fixture_set_up,
              test_large_write, tls_fixture_tear_down);
  g_test_add ("/smtp/transport/large-write/tls12", TlsFixture, TLS12, tls_fixture_set_up,
              test_large_write, tls_fixture_tear_down);

  return g_test_run ();
}
