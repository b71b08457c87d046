/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "outpost-script-server.h"
#include "outpost-smtp-error.h"
#include "outpost-smtp-prober.h"
#include "outpost-test-certs.h"

#define LONG_MS 20000

static OutpostScriptServer *
start_server (const char      *script,
              OutpostTestCert *cert)
{
  OutpostScriptServer *server = outpost_script_server_new (script);
  g_autoptr (GError) error = NULL;

  outpost_script_server_set_certificate (server, cert->certificate_file, cert->key_file, NULL);
  outpost_script_server_start (server, &error);
  g_assert_no_error (error);

  return server;
}

static OutpostSmtpEndpoint *
make_endpoint (OutpostScriptServer *server,
               OutpostSmtpSecurity  security,
               OutpostTestCerts    *certs)
{
  OutpostSmtpEndpoint *endpoint =
    outpost_smtp_endpoint_new ("127.0.0.1", outpost_script_server_get_port (server), security);

  endpoint->ca_file = g_strdup (outpost_test_certs_get_ca_file (certs));

  return endpoint;
}

#define N_SERVERS 6

/* Side by side: a good server of each kind, one that nobody trusts, one without a
 * sign-in, one in clear text, and nobody at all. */
static void
test_side_by_side (void)
{
  static const struct {
    const char          *script;
    OutpostSmtpSecurity  security;
    gboolean             trusted, answers, secured, offers_sign_in;
  } cases[N_SERVERS] = {
    { "TLS\nS: 220 a\nC: EHLO *\nS: 250-a\nS: 250 AUTH PLAIN\nC: QUIT\nS: 221 a",
      OUTPOST_SMTP_SECURITY_TLS, TRUE, TRUE, TRUE, TRUE },
    { "S: 220 a\nC: EHLO *\nS: 250-a\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 a\nTLS\n"
      "C: EHLO *\nS: 250-a\nS: 250 AUTH LOGIN\nC: QUIT\nS: 221 a",
      OUTPOST_SMTP_SECURITY_STARTTLS, TRUE, TRUE, TRUE, TRUE },
    { "TLS ?\nWAIT", OUTPOST_SMTP_SECURITY_TLS, FALSE, TRUE, FALSE, FALSE },
    { "TLS\nS: 220 a\nC: EHLO *\nS: 250 a\nC: QUIT\nS: 221 a",
      OUTPOST_SMTP_SECURITY_TLS, TRUE, TRUE, TRUE, FALSE },
    /* What is offered in clear text is no offer. */
    { "S: 220 a\nC: EHLO *\nS: 250-a\nS: 250 AUTH PLAIN\nC: QUIT\nS: 221 a",
      OUTPOST_SMTP_SECURITY_NONE, TRUE, TRUE, FALSE, FALSE },
    { NULL, OUTPOST_SMTP_SECURITY_TLS, TRUE, FALSE, FALSE, FALSE },
  };
  g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
  g_autoptr (OutpostTestCerts) others = outpost_test_certs_new ();
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (certs, "localhost 127.0.0.1", 0);
  OutpostScriptServer *servers[N_SERVERS];
  OutpostSmtpEndpoint *endpoints[N_SERVERS];
  g_autoptr (GPtrArray) probes = NULL;

  for (guint i = 0; i < N_SERVERS; i++) {
    servers[i] = start_server (cases[i].script != NULL ? cases[i].script : "WAIT", cert);
    endpoints[i] = make_endpoint (servers[i], cases[i].security,
                                  cases[i].trusted ? certs : others);
    /* A port on which somebody listened until now. */
    if (cases[i].script == NULL)
      g_free (outpost_script_server_stop (servers[i]));
  }

  probes = outpost_smtp_probe_sync ((const OutpostSmtpEndpoint * const *) endpoints, N_SERVERS,
                                    LONG_MS, NULL);
  g_assert_cmpuint (probes->len, ==, N_SERVERS);
  for (guint i = 0; i < N_SERVERS; i++) {
    OutpostSmtpProbe *probe = g_ptr_array_index (probes, i);

    g_test_message ("server %u: %s", i, probe->error != NULL ? probe->error->message : "good");
    g_assert_cmpuint (probe->endpoint->port, ==, endpoints[i]->port);
    g_assert_true (probe->answers == cases[i].answers);
    g_assert_true (probe->secured == cases[i].secured);
    g_assert_true (probe->offers_sign_in == cases[i].offers_sign_in);
    if (cases[i].script != NULL) {
      g_autofree char *deviation = outpost_script_server_stop (servers[i]);

      g_assert_cmpstr (deviation, ==, NULL);
    }
    g_object_unref (servers[i]);
    outpost_smtp_endpoint_free (endpoints[i]);
  }

  g_assert_error (((OutpostSmtpProbe *) probes->pdata[2])->error, OUTPOST_SMTP_ERROR,
                  OUTPOST_SMTP_ERROR_CERTIFICATE);
  g_assert_no_error (((OutpostSmtpProbe *) probes->pdata[3])->error);
  g_assert_error (((OutpostSmtpProbe *) probes->pdata[5])->error, G_IO_ERROR,
                  G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_silent (void)
{
  g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (certs, "127.0.0.1", 0);
  g_autoptr (OutpostScriptServer) server = start_server ("WAIT", cert);
  g_autoptr (OutpostSmtpEndpoint) endpoint = make_endpoint (server, OUTPOST_SMTP_SECURITY_TLS,
                                                            certs);
  const OutpostSmtpEndpoint *endpoints[] = { endpoint };
  g_autoptr (GPtrArray) probes = outpost_smtp_probe_sync (endpoints, 1, 50, NULL);
  OutpostSmtpProbe *probe = probes->pdata[0];

  g_assert_error (probe->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_false (probe->secured);
  g_assert_false (probe->offers_sign_in);
  g_free (outpost_script_server_stop (server));
}

static void
test_cancelled (void)
{
  g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (certs, "127.0.0.1", 0);
  g_autoptr (OutpostScriptServer) server = start_server ("WAIT", cert);
  g_autoptr (OutpostSmtpEndpoint) endpoint = make_endpoint (server, OUTPOST_SMTP_SECURITY_TLS,
                                                            certs);
  const OutpostSmtpEndpoint *endpoints[] = { endpoint, endpoint };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) probes = NULL;

  g_cancellable_cancel (cancellable);
  probes = outpost_smtp_probe_sync (endpoints, 2, LONG_MS, cancellable);
  g_assert_cmpuint (probes->len, ==, 2);
  for (guint i = 0; i < probes->len; i++)
    g_assert_error (((OutpostSmtpProbe *) probes->pdata[i])->error, G_IO_ERROR,
                    G_IO_ERROR_CANCELLED);
  g_free (outpost_script_server_stop (server));
}

static void
run_best (const char * const *scripts,
          guint               n_scripts,
          const char         *results)
{
  g_autoptr (OutpostTestCerts) certs = outpost_test_certs_new ();
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (certs, "127.0.0.1", 0);
  OutpostScriptServer *servers[3];
  OutpostSmtpEndpoint *endpoints[3];
  g_autoptr (GPtrArray) probes = NULL;

  for (guint i = 0; i < n_scripts; i++) {
    servers[i] = start_server (scripts[i], cert);
    endpoints[i] = make_endpoint (servers[i], OUTPOST_SMTP_SECURITY_TLS, certs);
  }
  probes = outpost_smtp_probe_best_sync ((const OutpostSmtpEndpoint * const *) endpoints, n_scripts,
                                         LONG_MS, NULL);
  for (guint i = 0; i < n_scripts; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (probes, i);
    gboolean cut_off = g_error_matches (probe->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

    g_test_message ("server %u: %s", i, probe->error != NULL ? probe->error->message : "good");
    g_assert_true (outpost_smtp_probe_is_good (probe) == (results[i] == 'g'));
    g_assert_true (cut_off == (results[i] == 'c'));
    g_assert_true (probe->facts.certificate != NULL || results[i] == 'c');
    g_free (outpost_script_server_stop (servers[i]));
    g_object_unref (servers[i]);
    outpost_smtp_endpoint_free (endpoints[i]);
  }
}

/* Which is the first good one is known: nobody waits for those behind it. One before it
 * that has not answered yet is waited for. */
static void
test_best (void)
{
  static const char good[] = "TLS\nS: 220 a\nC: EHLO *\nS: 250-a\nS: 250 AUTH PLAIN\nC: QUIT\nS: 221 a";
  static const char no_sign_in[] = "TLS\nS: 220 a\nC: EHLO *\nS: 250 a\nC: QUIT\nS: 221 a";
  const char * const silent_behind[] = { no_sign_in, good, "WAIT" };
  const char * const all_answer[] = { no_sign_in, no_sign_in, good };

  run_best (silent_behind, 3, "ngc");
  run_best (all_answer, 3, "nng");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/smtp/prober/side-by-side", test_side_by_side);
  g_test_add_func ("/smtp/prober/best", test_best);
  g_test_add_func ("/smtp/prober/silent", test_silent);
  g_test_add_func ("/smtp/prober/cancelled", test_cancelled);

  return g_test_run ();
}
