/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gsasl.h>
#include <gio/gio.h>

#include "outpost-test-practice.h"

static const char *
get_password (Practice *practice)
{
  return outpost_secret_get_text (outpost_practice_server_get_password (practice->server));
}

static void
ask_encoded (OutpostTestClient *client,
             const char        *octets,
             gsize              length,
             const char        *glob)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) octets, length);

  outpost_test_client_ask (client, encoded, glob);
}

static void
test_plain (Practice      *practice,
            gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;
  g_autoptr (GByteArray) message = g_byte_array_new ();

  practice_start (practice);
  client = practice_join (practice);
  outpost_test_client_ask (client, "AUTH PLAIN", "334 ");
  g_byte_array_append (message, (const guint8 *) "practice\0practice\0", 18);
  g_byte_array_append (message, (const guint8 *) get_password (practice), 20);
  ask_encoded (client, (const char *) message->data, message->len, "235 2.7.0 *");
  outpost_test_client_ask (client, "AUTH PLAIN", "503 5.5.1 *");
}

static void
test_login (Practice      *practice,
            gconstpointer  data)
{
  practice_start (practice);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (OutpostTestClient) client = practice_join (practice);

    if (i == 0) {
      outpost_test_client_ask (client, "AUTH LOGIN", "334 VXNlcm5hbWU6");
      ask_encoded (client, "practice", 8, "334 UGFzc3dvcmQ6");
    } else {
      outpost_test_client_ask (client, "auth login cHJhY3RpY2U=", "334 UGFzc3dvcmQ6");
    }
    ask_encoded (client, get_password (practice), 20, "235 2.7.0 *");
  }
}

static void
test_wrong_password (Practice      *practice,
                     gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;
  OutpostReceiverLimits limits;

  outpost_practice_server_get_limits (practice->server, &limits);
  limits.sign_ins = 9;
  outpost_practice_server_set_limits (practice->server, &limits, 4);
  practice_start (practice);
  client = practice_join (practice);
  outpost_test_client_sign_in (client, "practice", "wrong", "535 5.7.8 *");
  outpost_test_client_sign_in (client, "practice", "", "535 5.7.8 *");
  outpost_test_client_sign_in (client, "other", get_password (practice), "535 5.7.8 *");
  outpost_test_client_sign_in (client, "", get_password (practice), "535 5.7.8 *");
  /* Right password, in the name of somebody else. */
  {
    g_autoptr (GByteArray) message = g_byte_array_new ();

    g_byte_array_append (message, (const guint8 *) "boss\0practice\0", 14);
    g_byte_array_append (message, (const guint8 *) get_password (practice), 20);
    outpost_test_client_ask (client, "AUTH PLAIN", "334 ");
    ask_encoded (client, (const char *) message->data, message->len, "535 5.7.8 *");
  }
  outpost_test_client_ask (client, "AUTH LOGIN cHJhY3RpY2U=", "334 *");
  ask_encoded (client, "wrong", 5, "535 5.7.8 *");
  outpost_test_client_ask (client, "MAIL FROM:<a@b.example>", "530 5.7.0 *");
}

static void
test_limit (Practice      *practice,
            gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;

  practice_start (practice);
  client = practice_join (practice);
  outpost_test_client_sign_in (client, "practice", "wrong", "535 *");
  outpost_test_client_sign_in (client, "practice", "wrong", "535 *");
  outpost_test_client_sign_in (client, "practice", "wrong", "421 4.7.0 *");
  outpost_test_client_expect_end (client);
}

static void
test_malformed (Practice      *practice,
                gconstpointer  data)
{
  static const char * const lines[] = {
    "AUTH PLAIN !", "501 5.5.2 *",
    "AUTH PLAIN AAA", "501 5.5.2 *",
    "AUTH PLAIN AA==AA==", "501 5.5.2 *",
    "AUTH PLAIN =", "501 5.5.2 *",
    "AUTH PLAIN cHJhY3RpY2U=", "501 5.5.2 *",
    "AUTH PLAIN AABhAGI=", "501 5.5.2 *",
    "AUTH", "504 5.5.4 *",
    "AUTH CRAM-MD5", "504 5.5.4 *",
    "AUTH OAUTHBEARER", "504 5.5.4 *",
    "AUTH EXTERNAL =", "504 5.5.4 *",
    "AUTH LOGIN\r\n*", "334 *",
    "NOOP", "501 5.7.0 *",
  };
  g_autoptr (OutpostTestClient) client = NULL;

  practice_start (practice);
  client = practice_join (practice);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i += 2)
    outpost_test_client_ask (client, lines[i], lines[i + 1]);
  outpost_test_client_expect (client, "250 *");
}

static int
answer (Gsasl          *gsasl,
        Gsasl_session  *session,
        Gsasl_property  property)
{
  const char *binding = gsasl_session_hook_get (session);

  if (property == GSASL_CB_TLS_EXPORTER && binding != NULL)
    return gsasl_property_set (session, property, binding);
  return GSASL_NO_CALLBACK;
}

/* One SCRAM exchange by libgsasl's client; returns the last reply. */
static char *
scram (OutpostTestClient *client,
       const char        *mechanism,
       const char        *password,
       char              *binding)
{
  Gsasl *gsasl;
  Gsasl_session *session;
  g_autofree char *line = g_strconcat ("AUTH ", mechanism, "\r\n", NULL);
  char *reply;

  g_assert_cmpint (gsasl_init (&gsasl), ==, GSASL_OK);
  gsasl_callback_set (gsasl, answer);
  g_assert_cmpint (gsasl_client_start (gsasl, mechanism, &session), ==, GSASL_OK);
  gsasl_session_hook_set (session, binding);
  gsasl_property_set (session, GSASL_AUTHID, OUTPOST_PRACTICE_USERNAME);
  gsasl_property_set (session, GSASL_PASSWORD, password);

  outpost_test_client_send (client, line);
  while (g_str_has_prefix (reply = outpost_test_client_read_reply (client), "334 ")) {
    g_autofree char *text = NULL;
    char *output = NULL;
    int code = gsasl_step64 (session, reply + 4, &output);

    g_assert_true (code == GSASL_OK || code == GSASL_NEEDS_MORE);
    text = g_strconcat (output != NULL ? output : "", "\r\n", NULL);
    outpost_test_client_send (client, text);
    gsasl_free (output);
    g_free (reply);
  }
  gsasl_finish (session);
  gsasl_done (gsasl);
  return reply;
}

static char *
dup_binding (OutpostTestClient *client)
{
  gnutls_datum_t octets;
  char *text;

  g_assert_cmpint (gnutls_session_channel_binding (outpost_test_client_get_session (client),
                                                   GNUTLS_CB_TLS_EXPORTER, &octets), ==, 0);
  text = g_base64_encode (octets.data, octets.size);
  gnutls_free (octets.data);
  return text;
}

static void
test_scram (Practice      *practice,
            gconstpointer  data)
{
  static const char * const mechanisms[] = {
    "SCRAM-SHA-256", "SCRAM-SHA-1", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS",
  };

  practice_start (practice);
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms) * 2; i++) {
    g_autoptr (OutpostTestClient) client = practice_join (practice);
    const char *mechanism = mechanisms[i / 2];
    g_autofree char *binding = g_str_has_suffix (mechanism, "-PLUS") ? dup_binding (client) : NULL;
    g_autofree char *reply = scram (client, mechanism,
                                    i % 2 == 0 ? get_password (practice) : "wrong", binding);

    g_assert_true (g_str_has_prefix (reply, i % 2 == 0 ? "235 2.7.0 " : "535 5.7.8 "));
    outpost_test_client_ask (client, "MAIL FROM:<a@b.example>", i % 2 == 0 ? "250 *" : "530 *");
  }
}

/* Somebody in between has another channel. */
static void
test_scram_wrong_binding (Practice      *practice,
                          gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;
  g_autoptr (OutpostTestClient) other = NULL;
  g_autofree char *binding = NULL;
  g_autofree char *reply = NULL;

  practice_start (practice);
  client = practice_join (practice);
  other = practice_join (practice);
  binding = dup_binding (other);
  reply = scram (client, "SCRAM-SHA-256-PLUS", get_password (practice), binding);
  g_assert_true (g_str_has_prefix (reply, "535 5.7.8 "));
}

/* "y": the client could bind, and was told that the server cannot (RFC 5802, section 6). */
static void
test_scram_offer_stripped (Practice      *practice,
                           gconstpointer  data)
{
  static const char first[] = "y,,n=practice,r=fyko+d2lbbFgONRv9qkxdawL";

  if (data != NULL)
    outpost_practice_server_set_mechanisms (practice->server, data);
  practice_start (practice);
  {
    g_autoptr (OutpostTestClient) client = practice_join (practice);

    outpost_test_client_ask (client, "AUTH SCRAM-SHA-256", "334 ");
    ask_encoded (client, first, strlen (first), data == NULL ? "535 *" : "334 ?*");
  }
}

/* Without the extended master secret TLS 1.2 has nothing to bind to (RFC 9266). */
static void
test_no_binding (Practice      *practice,
                 gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;
  g_autofree char *abilities = NULL;

  practice_start (practice);
  client = outpost_test_client_new (outpost_practice_server_get_tls_port (practice->server));
  g_assert_cmpint (outpost_test_client_start_tls (client, NULL, NULL,
                                                  "NORMAL:-VERS-ALL:+VERS-TLS1.2:%NO_SESSION_HASH"),
                   ==, 0);
  outpost_test_client_expect (client, "220 *");
  outpost_test_client_send (client, "EHLO x\r\n");
  abilities = outpost_test_client_read_reply (client);
  g_assert_nonnull (strstr (abilities, "SCRAM-SHA-256"));
  g_assert_null (strstr (abilities, "-PLUS"));
  outpost_test_client_ask (client, "AUTH SCRAM-SHA-256-PLUS", "504 5.5.4 *");
}

static void
test_mechanisms (Practice      *practice,
                 gconstpointer  data)
{
  g_autoptr (OutpostTestClient) client = NULL;

  outpost_practice_server_set_mechanisms (practice->server, "LOGIN");
  practice_start (practice);
  client = practice_join (practice);
  outpost_test_client_ask (client, "EHLO x", "*\n250-AUTH LOGIN\n*");
  outpost_test_client_ask (client, "AUTH PLAIN", "504 *");
  outpost_test_client_ask (client, "AUTH LOGIN", "334 *");
}

static void
test_stand_in (Practice      *practice,
               gconstpointer  data)
{
  static const char good_bearer[] = "n,a=practice,\001host=localhost\001port=465\001"
                                    "auth=Bearer s3same\001\001";
  static const char bad_bearer[] = "n,a=practice,\001auth=Bearer other\001\001";
  static const char good_x[] = "user=practice\001auth=Bearer s3same\001\001";
  static const char bad_x[] = "user=nobody\001auth=Bearer s3same\001\001";
  g_autoptr (OutpostSecret) token = outpost_secret_new ("s3same", -1);
  const struct {
    const char *mechanism;
    const char *message;
    gboolean    good;
  } cases[] = {
    { "OAUTHBEARER", good_bearer, TRUE },
    { "OAUTHBEARER", bad_bearer, FALSE },
    { "XOAUTH2", good_x, TRUE },
    { "XOAUTH2", bad_x, FALSE },
  };

  outpost_practice_server_set_stand_in_token (practice->server, token);
  practice_start (practice);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (OutpostTestClient) client = practice_join (practice);
    g_autofree char *encoded = g_base64_encode ((const guchar *) cases[i].message,
                                                strlen (cases[i].message));
    g_autofree char *line = g_strconcat ("AUTH ", cases[i].mechanism, " ", encoded, NULL);

    /* {"status":"invalid_token"} */
    outpost_test_client_ask (client, line,
                             cases[i].good ? "235 *" : "334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=");
    if (!cases[i].good)
      outpost_test_client_ask (client, i == 1 ? "AQ==" : "", "535 5.7.8 *");
  }
}

#define ADD(name, func) \
  g_test_add ("/sign-in/" name, Practice, NULL, practice_set_up, func, practice_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("plain", test_plain);
  ADD ("login", test_login);
  ADD ("wrong-password", test_wrong_password);
  ADD ("limit", test_limit);
  ADD ("malformed", test_malformed);
  ADD ("scram", test_scram);
  ADD ("scram-wrong-binding", test_scram_wrong_binding);
  ADD ("scram-offer-stripped", test_scram_offer_stripped);
  g_test_add ("/sign-in/scram-no-plus-offered", Practice, "SCRAM-SHA-256", practice_set_up,
              test_scram_offer_stripped, practice_tear_down);
  ADD ("no-binding", test_no_binding);
  ADD ("mechanisms", test_mechanisms);
  ADD ("stand-in", test_stand_in);

  return g_test_run ();
}
