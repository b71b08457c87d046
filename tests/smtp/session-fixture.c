/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"

#include <string.h>

static const char *stage_names[OUTPOST_SMTP_N_STAGES] = {
  "lookup", "connect", "secure", "greeting", "sign-in", "sender", "recipient", "message",
};

static void
stage_cb (OutpostSmtpStage        stage,
          gint64                  duration_us,
          const OutpostSmtpFacts *facts,
          gpointer                user_data)
{
  SessionFixture *self = user_data;

  g_string_append_printf (self->stages, "%s%c%s", self->stages->len > 0 ? " " : "",
                          duration_us < 0 ? '+' : '-', stage_names[stage]);
  if (duration_us < 0 && self->cancel_at == (int) stage)
    g_cancellable_cancel (self->cancellable);
}

void
session_fixture_set_up (SessionFixture *self,
                        gconstpointer   unused)
{
  self->certs = outpost_test_certs_new ();
  self->cert = outpost_test_certs_issue (self->certs, "127.0.0.1 localhost mail.example",
                                         OUTPOST_TEST_CERT_DEFAULT);
  outpost_smtp_limits_init (&self->limits, 30);
  self->cancellable = g_cancellable_new ();
  self->stages = g_string_new (NULL);
  self->cancel_at = -1;
}

void
session_fixture_tear_down (SessionFixture *self,
                           gconstpointer   unused)
{
  g_clear_object (&self->session);
  g_clear_object (&self->server);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->endpoint, outpost_smtp_endpoint_free);
  g_clear_pointer (&self->credential, outpost_smtp_credential_free);
  g_clear_pointer (&self->recipients, g_ptr_array_unref);
  g_clear_pointer (&self->cert, outpost_test_cert_free);
  g_clear_pointer (&self->certs, outpost_test_certs_free);
  g_string_free (self->stages, TRUE);
  g_clear_error (&self->error);
}

void
session_fixture_add (const char      *path,
                     gconstpointer    data,
                     void           (*test) (SessionFixture *self,
                                             gconstpointer   data))
{
  g_test_add (path, SessionFixture, data, session_fixture_set_up, test, session_fixture_tear_down);
}

void
session_fixture_sign_in (SessionFixture    *self,
                         OutpostSmtpSignIn  sign_in,
                         const char        *username,
                         const char        *secret,
                         const char        *mechanism)
{
  g_autoptr (OutpostSecret) copy = secret != NULL ? outpost_secret_new (secret, -1) : NULL;

  self->credential = outpost_smtp_credential_new (sign_in, username, copy, mechanism);
}

void
session_fixture_serve (SessionFixture      *self,
                       const char          *script,
                       OutpostSmtpSecurity  security,
                       OutpostSmtpMode      mode)
{
  guint16 port;

  self->server = outpost_script_server_new (script);
  outpost_script_server_set_certificate (self->server, self->cert->certificate_file,
                                         self->cert->key_file, NULL);
  outpost_script_server_start (self->server, &self->error);
  g_assert_no_error (self->error);

  port = outpost_script_server_get_port (self->server);
  if (self->endpoint == NULL)
    self->endpoint = outpost_smtp_endpoint_new ("127.0.0.1", port, security);
  self->endpoint->port = port;
  self->endpoint->security = security;
  if (self->endpoint->ca_file == NULL)
    self->endpoint->ca_file = g_strdup (outpost_test_certs_get_ca_file (self->certs));
  self->session = outpost_smtp_session_new (self->endpoint, self->credential, &self->limits, mode);
  outpost_smtp_session_set_stage_func (self->session, stage_cb, self);
}

gboolean
session_fixture_open (SessionFixture *self)
{
  return outpost_smtp_session_open_sync (self->session, self->cancellable, &self->error);
}

gboolean
session_fixture_send (SessionFixture *self,
                      const char     *sender,
                      const char     *recipients,
                      OutpostMessage *message,
                      gboolean        all_or_none,
                      gboolean        is_last)
{
  g_auto (GStrv) list = g_strsplit (recipients, " ", -1);
  OutpostSmtpEnvelope envelope = { sender, (const char * const *) list, all_or_none };

  g_clear_pointer (&self->recipients, g_ptr_array_unref);
  return outpost_smtp_session_send_sync (self->session, &envelope, message, is_last,
                                         &self->recipients, self->cancellable, &self->error);
}

char *
session_fixture_get_wire (SessionFixture *self,
                          gsize          *length)
{
  g_autoptr (GBytes) wire = outpost_script_server_dup_wire (self->server);
  gsize size;
  const char *octets = g_bytes_get_data (wire, &size);
  GString *copy = g_string_new_len (octets, size);

  if (length != NULL)
    *length = size;
  return g_string_free (copy, FALSE);
}

void
session_fixture_finish (SessionFixture *self,
                        const char     *wire)
{
  g_autofree char *said = NULL;
  g_autofree char *deviation = NULL;

  /* Whoever is still connected must not be waited for. */
  g_clear_object (&self->session);
  deviation = outpost_script_server_stop (self->server);
  g_assert_cmpstr (deviation, ==, NULL);
  said = session_fixture_get_wire (self, NULL);
  if (wire != NULL)
    g_assert_cmpstr (said, ==, wire);
}

char *
session_fixture_results (SessionFixture *self)
{
  GString *results = g_string_new (NULL);

  for (guint i = 0; i < self->recipients->len; i++) {
    OutpostSmtpRecipient *recipient = g_ptr_array_index (self->recipients, i);

    g_string_append_c (results, recipient->accepted ? '+' : '-');
  }

  return g_string_free (results, FALSE);
}

char *
session_fixture_transcript (SessionFixture *self)
{
  g_autoptr (GPtrArray) lines =
    outpost_smtp_transcript_get_lines (outpost_smtp_session_get_transcript (self->session));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    OutpostSmtpTranscriptLine *line = g_ptr_array_index (lines, i);

    g_string_append_printf (text, "%c %s\n", line->side, line->text);
  }

  return g_string_free (text, FALSE);
}

OutpostMessage *
session_fixture_message (const char *text)
{
  OutpostMessageOptions options = { .from = "a@example.org" };
  g_autoptr (GError) error = NULL;
  OutpostMessage *message = outpost_message_new_from_text (text, -1, &options, &error);

  g_assert_no_error (error);
  return message;
}

OutpostMessage *
session_fixture_big_message (gsize octets)
{
  GString *text = g_string_new (MESSAGE);
  OutpostMessage *message;

  /* The last line is shorter, so that the size comes out. */
  while (octets - text->len >= 80)
    g_string_append (text, "123456789 123456789 123456789 123456789 123456789 123456789 1234567\r\n");
  while (octets - text->len > 2)
    g_string_append_c (text, 'x');
  g_string_append (text, "\r\n");

  message = session_fixture_message (text->str);
  g_assert_cmpuint (outpost_message_get_octets (message), ==, octets);
  g_string_free (text, TRUE);
  return message;
}
