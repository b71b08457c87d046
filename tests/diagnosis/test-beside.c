/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "outpost-script-server.h"
#include "outpost-test-certs.h"
#include "outpost-test-names.h"
#include "outpost-trial.h"

/* Names lead to the loopback. */
static GList *
find_addresses (const char *host)
{
  GList *addresses = g_list_prepend (NULL, g_inet_address_new_from_string ("127.0.0.1"));

  if (g_str_has_suffix (host, "dual.example"))
    addresses = g_list_prepend (addresses, g_inet_address_new_from_string ("::1"));
  return addresses;
}

/* The desktop's opinion of the network, as NetworkManager would give it. */
static GNetworkConnectivity connectivity = G_NETWORK_CONNECTIVITY_FULL;

typedef struct {
  GObject parent_instance;
} Monitor;

typedef struct {
  GObjectClass parent_class;
} MonitorClass;

GType monitor_get_type (void);

static gboolean
monitor_init_sync (GInitable     *initable,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return TRUE;
}

static void
initable_iface_init (GInitableIface *iface)
{
  iface->init = monitor_init_sync;
}

static void
monitor_iface_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_TYPE_WITH_CODE (Monitor, monitor, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_iface_init)
                         G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, monitor_iface_init)
                         g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME,
                                                         g_define_type_id, "test", 1000))

enum { PROP_0, PROP_AVAILABLE, PROP_METERED, PROP_CONNECTIVITY };

static void
monitor_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value, connectivity);
  else
    g_value_set_boolean (value, id == PROP_AVAILABLE);
}

static void
monitor_class_init (MonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
monitor_init (Monitor *self)
{
}

typedef struct {
  OutpostTestCerts    *certs;
  OutpostScriptServer *server;
  OutpostAccount      *account;
  GCancellable        *cancellable;
  gboolean             cancel_while_looking;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->certs = outpost_test_certs_new ();
  fixture->cancellable = g_cancellable_new ();
  fixture->account = outpost_account_new (NULL);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SERVER, "mail.shop.example");
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECURITY, "tls");
  outpost_account_set (fixture->account, OUTPOST_FIELD_USERNAME, "shop");
  outpost_account_set (fixture->account, OUTPOST_FIELD_EMAIL, "anna@shop.example");
  outpost_account_set (fixture->account, OUTPOST_FIELD_TEST_ADDRESS, "bruno@shop.example");
  outpost_account_set (fixture->account, OUTPOST_FIELD_CA_FILE,
                       outpost_test_certs_get_ca_file (fixture->certs));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->server != NULL) {
    g_autofree char *deviation = outpost_script_server_stop (fixture->server);

    g_assert_cmpstr (deviation, ==, NULL);
  }
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->cancellable);
  outpost_test_certs_free (fixture->certs);
  connectivity = G_NETWORK_CONNECTIVITY_FULL;
}

static void
serve (Fixture    *fixture,
       const char *names,
       const char *script)
{
  g_autoptr (OutpostTestCert) cert = outpost_test_certs_issue (fixture->certs, names, 0);
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;

  fixture->server = outpost_script_server_new (script);
  outpost_script_server_set_certificate (fixture->server, cert->certificate_file, cert->key_file,
                                         NULL);
  g_assert_true (outpost_script_server_start (fixture->server, &error));
  g_assert_no_error (error);
  port = g_strdup_printf ("%u", outpost_script_server_get_port (fixture->server));
  outpost_account_set (fixture->account, OUTPOST_FIELD_PORT, port);
}

static void
step_cb (const OutpostTrialStep *step,
         gpointer                user_data)
{
  Fixture *fixture = user_data;

  if (fixture->cancel_while_looking && step->state == OUTPOST_STEP_RUNNING &&
      strstr (step->title, "another way") != NULL)
    g_cancellable_cancel (fixture->cancellable);
}

static OutpostTrialReport *
run (Fixture  *fixture,
     gboolean  send)
{
  g_autoptr (OutpostSecret) secret = outpost_secret_new ("secret of the test", -1);
  g_autoptr (OutpostTrial) trial =
    outpost_trial_new (fixture->account, secret, "bruno@shop.example", send);

  return outpost_trial_run_sync (trial, step_cb, fixture, fixture->cancellable);
}

static void
assert_failed (OutpostTrialReport *report,
               const char         *id,
               const char         *fix)
{
  const OutpostDiagnosis *diagnosis = outpost_trial_report_get_diagnosis (report);

  g_assert_nonnull (diagnosis);
  g_assert_cmpstr (diagnosis->id, ==, id);
  g_assert_cmpstr (diagnosis->fix_label, ==, fix);
}

#define SIGN_IN "S: 220 a ESMTP\nC: EHLO *\nS: 250-a\nS: 250 AUTH PLAIN\n"
#define PROBED "TLS\n" SIGN_IN "C: QUIT\nS: 221 bye\n"
#define SIGNED_IN "TLS\n" SIGN_IN "C: AUTH PLAIN *\nS: 235 2.7.0 Hello\n"
#define ACCEPTED SIGNED_IN "C: MAIL *\nS: 250 2.1.0 Ok\nC: RCPT *\nS: 250 2.1.5 Ok\n"
#define TAKEN_BACK "C: RSET\nS: 250 2.0.0 Ok\nC: QUIT\nS: 221 bye\n"
#define TAKEN "C: DATA\nS: 354 Go on\nBODY\nS: 250 2.0.0 Ok\nC: QUIT\nS: 221 bye\n"

/* A certificate for another name of the mailbox's own domain: that name is tried, verifies,
 * and is offered. No credential was shown to it. */
static void
test_name_of_own_domain (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;
  g_autoptr (GBytes) wire = NULL;
  const OutpostFixChange *change;
  g_autofree char *label = NULL;

  serve (fixture, "smtp.shop.example", "TLS ?\nCLOSE\nNEXT\n" PROBED);
  report = run (fixture, TRUE);
  label = g_strdup_printf ("Use \u2068smtp.shop.example\u2069 with TLS on %u",
                           outpost_script_server_get_port (fixture->server));
  assert_failed (report, "cert-name", label);
  g_assert_nonnull (strstr (outpost_trial_report_get_diagnosis (report)->cause, "smtp.shop.example"));
  change = g_ptr_array_index (outpost_trial_report_get_diagnosis (report)->fix, 0);
  g_assert_cmpint (change->field, ==, OUTPOST_FIELD_SERVER);
  g_assert_cmpstr (change->text, ==, "smtp.shop.example");
  wire = outpost_script_server_dup_wire (fixture->server);
  g_assert_null (g_strstr_len (g_bytes_get_data (wire, NULL), (gssize) g_bytes_get_size (wire),
                               "AUTH"));
}

/* A name that is not of the mailbox's domain may be anybody's. */
static void
test_name_of_other_domain (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;

  serve (fixture, "mail.evil.example", "TLS ?\nCLOSE\n");
  report = run (fixture, TRUE);
  assert_failed (report, "cert-name", NULL);
  g_assert_cmpuint (outpost_script_server_get_n_connections (fixture->server), ==, 1);
}

/* Plain text was begun on a port that speaks TLS from the first byte. */
static void
test_tls_first (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;
  g_autofree char *label = NULL;

  serve (fixture, "mail.shop.example", "CLOSE\nNEXT\n" PROBED);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SECURITY, "starttls");
  report = run (fixture, TRUE);
  label = g_strdup_printf ("Use TLS on %u", outpost_script_server_get_port (fixture->server));
  assert_failed (report, "tls-first", label);
  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 12);
}

/* The pin was given for this server and port, and goes no further. */
static void
test_pin_stays (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;
  const OutpostBeside *beside;

  serve (fixture, "mail.shop.example", "R: HTTP/1.1 400 Bad Request\\r\\n\\r\\n\nCLOSE\n");
  outpost_account_set (fixture->account, OUTPOST_FIELD_PINNED_KEY,
                       "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  report = run (fixture, TRUE);
  assert_failed (report, "captive-portal", NULL);
  beside = outpost_trial_report_get_beside (report);
  g_assert_cmpuint (beside->probes->len, ==, 3);
  for (guint i = 0; i < beside->probes->len; i++) {
    const OutpostSmtpProbe *probe = g_ptr_array_index (beside->probes, i);

    g_assert_true ((probe->endpoint->pinned_keys != NULL) ==
                   (probe->endpoint->port == outpost_script_server_get_port (fixture->server)));
  }
}

/* What the desktop knows of the network is believed where nothing works. */
static void
test_sign_in_page (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;

  serve (fixture, "mail.shop.example", "CLOSE\n");
  g_free (outpost_script_server_stop (fixture->server));
  g_clear_object (&fixture->server);
  connectivity = G_NETWORK_CONNECTIVITY_PORTAL;
  report = run (fixture, TRUE);
  assert_failed (report, "captive-network", NULL);
  g_assert_cmpint (outpost_trial_report_get_diagnosis (report)->fault, ==, OUTPOST_FAULT_NETWORK);
}

/* Cancelling while other ways are looked for ends that, not the report of what failed. */
static void
test_cancelled_while_looking (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;

  serve (fixture, "mail.shop.example", "S: 220 plain\nCLOSE\nNEXT\nWAIT\n");
  fixture->cancel_while_looking = TRUE;
  report = run (fixture, TRUE);
  assert_failed (report, "plain-on-tls", NULL);
  g_assert_cmpint (outpost_trial_report_get_outcome (report), ==, OUTPOST_OUTCOME_FAILED);
  g_assert_cmpint (outpost_trial_report_get_exit_code (report), ==, 12);
}

/* An address that is dead costs a remark, not the test. */
static void
test_dead_ipv6 (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;
  const OutpostTrialStep *step;
  g_autofree char *json = NULL;

  serve (fixture, "mail.dual.example", ACCEPTED TAKEN_BACK);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SERVER, "mail.dual.example");
  report = run (fixture, FALSE);
  g_assert_cmpint (outpost_trial_report_get_outcome (report), ==, OUTPOST_OUTCOME_PASSED);
  step = outpost_trial_report_get_step (report, OUTPOST_SMTP_STAGE_CONNECT);
  g_assert_cmpint (step->state, ==, OUTPOST_STEP_REMARK);
  g_assert_cmpstr (step->remark_id, ==, "ipv6-broken");
  g_assert_nonnull (strstr (step->remark, "reached over IPv4"));
  json = outpost_trial_report_to_json (report, FALSE);
  g_assert_nonnull (strstr (json, "\"ipv6-broken\""));
}

static void
set_sender (Fixture    *fixture,
            const char *server,
            const char *email)
{
  outpost_account_set (fixture->account, OUTPOST_FIELD_SERVER, server);
  outpost_account_set (fixture->account, OUTPOST_FIELD_EMAIL, email);
  outpost_account_set (fixture->account, OUTPOST_FIELD_SENDER, "orders@shop.example");
}

/* The provider is known to put its own address in place of this sender. */
static void
test_sender_rewritten (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;
  const OutpostTrialStep *step;

  serve (fixture, "smtp.gmail.com", ACCEPTED TAKEN);
  set_sender (fixture, "smtp.gmail.com", "shop@gmail.com");
  report = run (fixture, TRUE);
  g_assert_cmpint (outpost_trial_report_get_outcome (report), ==, OUTPOST_OUTCOME_PASSED);
  step = outpost_trial_report_get_step (report, OUTPOST_SMTP_STAGE_SENDER);
  g_assert_cmpint (step->state, ==, OUTPOST_STEP_REMARK);
  g_assert_cmpstr (step->remark_id, ==, "sender-rewritten");
  g_assert_nonnull (strstr (step->remark, "shop@gmail.com"));
}

/* Some look at the sender only once they have the message: a check that ends before it
 * says so, a test that was accepted knows better. */
static void
test_sender_refused_later (Fixture       *fixture,
                           gconstpointer  data)
{
  gboolean send = GPOINTER_TO_INT (data);
  g_autoptr (OutpostTrialReport) report = NULL;
  const OutpostTrialStep *step;

  serve (fixture, "smtp.yandex.com", send ? ACCEPTED TAKEN : ACCEPTED TAKEN_BACK);
  set_sender (fixture, "smtp.yandex.com", "shop@yandex.ru");
  report = run (fixture, send);
  g_assert_cmpint (outpost_trial_report_get_outcome (report), ==, OUTPOST_OUTCOME_PASSED);
  step = outpost_trial_report_get_step (report, OUTPOST_SMTP_STAGE_SENDER);
  g_assert_cmpint (step->state, ==, send ? OUTPOST_STEP_PASSED : OUTPOST_STEP_REMARK);
  g_assert_cmpstr (step->remark_id, ==, send ? NULL : "sender-refused");
}

/* What is only said of a provider is no remark of a test. */
static void
test_sender_hearsay (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (OutpostTrialReport) report = NULL;

  serve (fixture, "smtp.mail.yahoo.com", ACCEPTED TAKEN_BACK);
  set_sender (fixture, "smtp.mail.yahoo.com", "shop@yahoo.com");
  report = run (fixture, FALSE);
  g_assert_cmpint (outpost_trial_report_get_step (report, OUTPOST_SMTP_STAGE_SENDER)->state, ==,
                   OUTPOST_STEP_PASSED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  outpost_test_names_install (find_addresses);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_type_ensure (monitor_get_type ());

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)
  ADD ("/beside/name-of-own-domain", NULL, test_name_of_own_domain);
  ADD ("/beside/name-of-other-domain", NULL, test_name_of_other_domain);
  ADD ("/beside/tls-first", NULL, test_tls_first);
  ADD ("/beside/pin-stays", NULL, test_pin_stays);
  ADD ("/beside/sign-in-page", NULL, test_sign_in_page);
  ADD ("/beside/cancelled-while-looking", NULL, test_cancelled_while_looking);
  ADD ("/beside/dead-ipv6", NULL, test_dead_ipv6);
  ADD ("/beside/sender-rewritten", NULL, test_sender_rewritten);
  ADD ("/beside/sender-refused-later", GINT_TO_POINTER (FALSE), test_sender_refused_later);
  ADD ("/beside/sender-hearsay", NULL, test_sender_hearsay);
  ADD ("/beside/sender-refused-never", GINT_TO_POINTER (TRUE), test_sender_refused_later);

  return g_test_run ();
}
