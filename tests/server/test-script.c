/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "outpost-script-server.h"
#include "outpost-test-certs.h"
#include "outpost-test-client.h"

static OutpostScriptServer *
start (const char *script)
{
  OutpostScriptServer *server = outpost_script_server_new (script);
  g_autoptr (GError) error = NULL;

  outpost_script_server_start (server, &error);
  g_assert_no_error (error);
  return server;
}

static OutpostTestClient *
join (OutpostScriptServer *server)
{
  return outpost_test_client_new (outpost_script_server_get_port (server));
}

static void
assert_deviation (OutpostScriptServer *server,
                  const char          *glob)
{
  g_autofree char *deviation = outpost_script_server_stop (server);

  if (glob == NULL)
    g_assert_cmpstr (deviation, ==, NULL);
  else if (deviation == NULL || !g_pattern_match_simple (glob, deviation))
    g_error ("“%s” was expected, not “%s”", glob, deviation);
}

static void
assert_wire (OutpostScriptServer *server,
             const char          *octets)
{
  g_autoptr (GBytes) wire = outpost_script_server_dup_wire (server);
  gsize length;
  const char *data = g_bytes_get_data (wire, &length);

  g_assert_cmpmem (data, length, octets, strlen (octets));
}

static void
test_dialogue (void)
{
  g_autoptr (OutpostScriptServer) server = start ("# a short one\n"
                                                  "S: 220 mail.example\n"
                                                  "  C: EHLO *\n"
                                                  "S: 250-mail.example\n"
                                                  "S: 250 SIZE\n"
                                                  "C?\n"
                                                  "S: 221 bye\n");
  g_autoptr (OutpostTestClient) client = join (server);

  outpost_test_client_expect (client, "220 mail.example");
  outpost_test_client_ask (client, "EHLO me", "250-mail.example\n250 SIZE");
  outpost_test_client_ask (client, "QUIT", "221 bye");
  outpost_test_client_expect_end (client);
  assert_deviation (server, NULL);
  assert_wire (server, "EHLO me\r\nQUIT\r\n");
  g_assert_cmpuint (outpost_script_server_get_n_connections (server), ==, 1);
}

static void
test_deviations (void)
{
  static const struct {
    const char *script;
    const char *client;
    const char *glob;
  } cases[] = {
    { "C: EHLO *", "HELO x\r\n", "connection 1, line 1 *: “EHLO ?” was expected, *“HELO x”" },
    { "\nC: EHLO *", "", "*line 2 *: the client closed where “EHLO ?” was expected" },
    { "C: EHLO *", "EHLO x\n", "*LF without CR*" },
    { "C: NOOP", "NOOP", "*the client closed where*" },
    { "BODY", "no dot\r\n", "*before the lone dot" },
    { "C: BDAT *\nBDAT", "BDAT 10 LAST\r\n123", "*the client closed with 7 of 10 octets to come" },
    { "READ 5", "123", "*with 2 of 5 octets*" },
    { "C: A\nQUIET", "A\r\nB\r\n", "*the client sent “B*where nothing was due" },
    { "REPEAT 2\nC: A\nEND\nC: B", "A\r\nA\r\nA\r\n", "*line 4 *“B”*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (OutpostScriptServer) server = start (cases[i].script);
    OutpostTestClient *client = join (server);

    outpost_test_client_send (client, cases[i].client);
    outpost_test_client_free (client);
    assert_deviation (server, cases[i].glob);
  }
}

/* A wait that nothing can end must not outlive the server. */
static void
test_stop_silent_client (void)
{
  static const char * const scripts[] = { "C: EHLO *", "BODY", "WAIT", "FLOOD 100000000 x", "" };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autoptr (OutpostScriptServer) server = start (scripts[i]);
    g_autoptr (OutpostTestClient) client = join (server);

    assert_deviation (server, i == 0 ? "*the server was stopped where “EHLO ?” was expected"
                              : i == 1 ? "*the server was stopped before the lone dot" : NULL);
  }
}

static void
test_bodies (void)
{
  g_autoptr (OutpostScriptServer) server = start ("C: DATA\n"
                                                  "BODY\n"
                                                  "C: DATA\n"
                                                  "BODY\n"
                                                  "C: BDAT 5 LAST\n"
                                                  "BDAT\n"
                                                  "C: QUIT\n");
  OutpostTestClient *client = join (server);

  outpost_test_client_send (client, "DATA\r\n..\r\n.x\r\n\r.\r\n.\nA\r\n.\r\nDATA\r\n.\r\n"
                                    "BDAT 5 LAST\r\nQUIT\nQUIT\r\n");
  outpost_test_client_free (client);
  assert_deviation (server, NULL);
}

static void
test_raw_octets (void)
{
  g_autoptr (OutpostScriptServer) server = start ("R: a\\r\\nb\\x00\\\\\\t\n"
                                                  "FLOOD 3 \\x2e\n"
                                                  "SLOW 1\n"
                                                  "S: slow\n");
  g_autoptr (OutpostTestClient) client = join (server);
  char octets[64];
  gsize n = 0;
  gssize got;

  while ((got = outpost_test_client_receive (client, octets + n, sizeof octets - n)) > 0)
    n += (gsize) got;
  g_assert_cmpmem (octets, n, "a\r\nb\0\\\t...slow\r\n", 16);
  outpost_test_client_free (g_steal_pointer (&client));
  assert_deviation (server, NULL);
}

static void
test_next (void)
{
  g_autoptr (OutpostScriptServer) server = start ("S: 421 later\nCLOSE\nNEXT\nS: 220 now\n");

  for (guint i = 0; i < 3; i++) {
    g_autoptr (OutpostTestClient) client = join (server);

    outpost_test_client_expect (client, i == 0 ? "421 later" : "220 now");
    outpost_test_client_expect_end (client);
  }
  assert_deviation (server, NULL);
  g_assert_cmpuint (outpost_script_server_get_n_connections (server), ==, 3);
}

static void
test_reset (void)
{
  g_autoptr (OutpostScriptServer) server = start ("S: 220 x\nRESET\n");
  g_autoptr (OutpostTestClient) client = join (server);
  char octet;
  gssize n;

  while ((n = outpost_test_client_receive (client, &octet, 1)) > 0)
    ;
  g_assert_cmpint (n, ==, -1);
  g_assert_cmpint (errno, ==, ECONNRESET);
  assert_deviation (server, NULL);
}

static void
test_broken_scripts (void)
{
  static const char * const scripts[] = {
    "HELLO", "S: \\q", "REPEAT 2\nS: x", "END", "FLOOD 2 ab", "READ x", "REPEAT 1\nNEXT\nEND",
    "S:x", "TLS now", "R: \\x0", "TLS",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autoptr (OutpostScriptServer) server = outpost_script_server_new (scripts[i]);
    g_autoptr (GError) error = NULL;

    g_assert_false (outpost_script_server_start (server, &error));
    g_assert_nonnull (error);
    g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  }
}

static OutpostScriptServer *
start_tls (OutpostTestCerts *certs,
           const char       *script,
           const char       *priority)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (certs, "mail.example",
                                                               OUTPOST_TEST_CERT_DEFAULT);
  OutpostScriptServer *server = outpost_script_server_new (script);
  g_autoptr (GError) error = NULL;

  outpost_script_server_set_certificate (server, cert->certificate_file, cert->key_file, priority);
  outpost_script_server_start (server, &error);
  g_assert_no_error (error);
  return server;
}

static void
test_tls (void)
{
  g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
  g_autoptr (OutpostScriptServer) server = start_tls (certs,
                                                      "S: 220 x\n"
                                                      "C: STARTTLS\n"
                                                      "S: 220 go\n"
                                                      "TLS\n"
                                                      "C: EHLO *\n"
                                                      "SLOW 1\n"
                                                      "S: 250 x\n", NULL);
  g_autoptr (OutpostTestClient) client = join (server);
  const char *ca_file = outpost_test_certs_get_ca_file (certs);
  char octets[16];

  outpost_test_client_expect (client, "220 x");
  outpost_test_client_ask (client, "STARTTLS", "220 go");
  g_assert_cmpint (outpost_test_client_start_tls (client, ca_file, "mail.example", NULL), ==, 0);
  outpost_test_client_send (client, "EHLO me\r\n");
  /* Each octet is a record of its own. */
  g_assert_cmpint (outpost_test_client_receive (client, octets, sizeof octets), ==, 1);
  outpost_test_client_expect (client, "50 x");
  g_assert_cmpint (outpost_test_client_receive (client, octets, sizeof octets), ==, 0);
  assert_deviation (server, NULL);
  assert_wire (server, "STARTTLS\r\nEHLO me\r\n");
}

/* CLOSE cuts the connection, the end of the script says close_notify. */
static void
test_tls_cut (void)
{
  g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
  g_autoptr (OutpostScriptServer) server = start_tls (certs, "TLS\nCLOSE", NULL);
  g_autoptr (OutpostTestClient) client = join (server);
  char octet;

  g_assert_cmpint (outpost_test_client_start_tls (client, NULL, NULL, NULL), ==, 0);
  g_assert_cmpint (outpost_test_client_receive (client, &octet, 1), ==,
                   GNUTLS_E_PREMATURE_TERMINATION);
  assert_deviation (server, NULL);
}

static void
test_old_tls (void)
{
  static const char * const scripts[] = { "TLS", "TLS ?" };

  for (guint i = 0; i < 2; i++) {
    g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
    g_autoptr (OutpostScriptServer) server = start_tls (certs, scripts[i],
                                                        "NORMAL:-VERS-ALL:+VERS-TLS1.1");
    g_autoptr (OutpostTestClient) client = join (server);

    g_assert_cmpint (outpost_test_client_start_tls (client, NULL, NULL,
                                                    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"),
                     <, 0);
    outpost_test_client_free (g_steal_pointer (&client));
    assert_deviation (server, i == 0 ? "*no handshake: *" : NULL);
  }
}

static void
test_clear_before_tls (void)
{
  g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
  g_autoptr (OutpostScriptServer) server = start_tls (certs, "C: STARTTLS\nTLS\n", NULL);
  g_autoptr (OutpostTestClient) client = join (server);

  outpost_test_client_send (client, "STARTTLS\r\nMAIL FROM:<>\r\n");
  outpost_test_client_expect_end (client);
  assert_deviation (server, "*the client sent “MAIL*in clear before the handshake");
}

static void
test_no_client_certificate (void)
{
  g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
  g_autoptr (OutpostScriptServer) server = start_tls (certs, "TLS certificate", NULL);
  g_autoptr (OutpostTestClient) client = join (server);

  g_assert_cmpint (outpost_test_client_start_tls (client, NULL, NULL, NULL), ==, 0);
  outpost_test_client_expect_end (client);
  assert_deviation (server, "*the client showed no certificate");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/script/dialogue", test_dialogue);
  g_test_add_func ("/script/deviations", test_deviations);
  g_test_add_func ("/script/stop-silent-client", test_stop_silent_client);
  g_test_add_func ("/script/bodies", test_bodies);
  g_test_add_func ("/script/raw-octets", test_raw_octets);
  g_test_add_func ("/script/next", test_next);
  g_test_add_func ("/script/reset", test_reset);
  g_test_add_func ("/script/broken-scripts", test_broken_scripts);
  g_test_add_func ("/script/tls", test_tls);
  g_test_add_func ("/script/tls-cut", test_tls_cut);
  g_test_add_func ("/script/old-tls", test_old_tls);
  g_test_add_func ("/script/clear-before-tls", test_clear_before_tls);
  g_test_add_func ("/script/no-client-certificate", test_no_client_certificate);

  return g_test_run ();
}
