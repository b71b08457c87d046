/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "outpost-smtp-session.h"
#include "outpost-test-practice.h"

/* The engine and the practice server speak with each other: what was sent is what
 * lies on disk. */

static OutpostSmtpSession *
new_session (Practice            *practice,
             OutpostSmtpSecurity  security,
             const char          *mechanism,
             OutpostSmtpMode      mode)
{
  guint16 port = security == OUTPOST_SMTP_SECURITY_TLS
                 ? outpost_practice_server_get_tls_port (practice->server)
                 : outpost_practice_server_get_starttls_port (practice->server);
  OutpostSecret *password = outpost_practice_server_get_password (practice->server);
  g_autoptr (OutpostSmtpEndpoint) endpoint = outpost_smtp_endpoint_new ("localhost", port,
                                                                        security);
  g_autoptr (OutpostSmtpCredential) credential =
    outpost_smtp_credential_new (OUTPOST_SMTP_SIGN_IN_PASSWORD, OUTPOST_PRACTICE_USERNAME,
                                 password, mechanism);
  OutpostSmtpLimits limits;

  outpost_smtp_limits_init (&limits, 10);
  endpoint->ca_file = g_strdup (outpost_practice_server_get_ca_file (practice->server));
  return outpost_smtp_session_new (endpoint, credential, &limits, mode);
}

static char *
dup_as_on_disk (OutpostMessage *message)
{
  g_autoptr (OutpostMessageReader) reader = outpost_message_open (message, NULL);
  GString *text = g_string_new (NULL);
  char octets[4096];
  gssize n;

  while ((n = outpost_message_reader_read (reader, octets, sizeof octets, NULL)) > 0)
    g_string_append_len (text, octets, n);
  g_string_replace (text, "\r\n", "\n", 0);
  return g_string_free (text, FALSE);
}

static void
send_one (OutpostSmtpSession *session,
          OutpostMessage     *message)
{
  static const char * const recipients[] = { "to@example.org", NULL };
  OutpostSmtpEnvelope envelope = { "from@example.org", recipients, TRUE };
  g_autoptr (GError) error = NULL;
  gboolean sent;

  outpost_smtp_session_open_sync (session, NULL, &error);
  g_assert_no_error (error);
  sent = outpost_smtp_session_send_sync (session, &envelope, message, TRUE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (sent);
  outpost_smtp_session_close (session);
}

static OutpostMessage *
new_message (gsize body_octets)
{
  OutpostMessageOptions options = { .from = "from@example.org" };
  g_autoptr (GString) text = g_string_new ("To: to@example.org\nSubject: dots\n\n.\n..\n.a\n");
  g_autoptr (GError) error = NULL;
  OutpostMessage *message;

  while (text->len < body_octets)
    g_string_append (text, "A line of some length, and a dot.\n.\n");
  message = outpost_message_new_from_text (text->str, (gssize) text->len, &options, &error);
  g_assert_no_error (error);
  return message;
}

static void
test_send (Practice      *practice,
           gconstpointer  data)
{
  static const char * const mechanisms[] = {
    NULL, "PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "SCRAM-SHA-256-PLUS",
    "SCRAM-SHA-1-PLUS",
  };
  OutpostSmtpMode mode = GPOINTER_TO_INT (data);

  practice_start (practice);
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms) * 2; i++) {
    OutpostSmtpSecurity security = i % 2 == 0 ? OUTPOST_SMTP_SECURITY_TLS
                                              : OUTPOST_SMTP_SECURITY_STARTTLS;
    g_autoptr (OutpostSmtpSession) session = new_session (practice, security, mechanisms[i / 2],
                                                          mode);
    g_autoptr (OutpostMessage) message = new_message (i * 4096);
    g_autofree char *sent = dup_as_on_disk (message);
    g_autofree char *kept = NULL;
    g_autoptr (GPtrArray) paths = NULL;

    send_one (session, message);
    g_assert_cmpstr (outpost_smtp_session_get_facts (session)->mechanism, ==,
                     mechanisms[i / 2] != NULL ? mechanisms[i / 2] : "SCRAM-SHA-256-PLUS");
    kept = practice_read_mail (practice);
    g_assert_cmpstr (kept, ==, sent);
    paths = practice_list_mail (practice);
    g_assert_cmpint (g_remove (g_ptr_array_index (paths, 0)), ==, 0);
  }
}

#define ADD(name, data, func) \
  g_test_add ("/engine/" name, Practice, data, practice_set_up, func, practice_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("stepwise", GINT_TO_POINTER (OUTPOST_SMTP_MODE_STEPWISE), test_send);
  ADD ("pipelined", GINT_TO_POINTER (OUTPOST_SMTP_MODE_PIPELINED), test_send);

  return g_test_run ();
}
