/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-receiver-sign-in-private.h"

#include <string.h>

#include <gsasl.h>

/* RFC 7677, section 4: at least 4,096. */
#define SCRAM_ITERATIONS "4096"

/* RFC 7628, section 3.2.3. */
#define BEARER_REFUSAL "{\"status\":\"invalid_token\"}"

typedef OutpostSignInState (*StepFunc) (OutpostReceiverSignIn  *self,
                                        OutpostSecret          *response,
                                        char                  **challenge);

struct _OutpostReceiverSignIn {
  StepFunc                       step;
  const OutpostReceiverAccounts *accounts;
  gpointer                       user_data;
  gnutls_session_t               tls;
  gboolean                       offers_plus;  /* the mechanism, or its form with -PLUS */
  char                          *user;
  gboolean                       is_decided;   /* only the client's last, empty word is awaited */
  OutpostSignInState             decision;
  Gsasl                         *gsasl;
  Gsasl_session                 *session;
};

/* RFC 9266: TLS 1.3, or TLS 1.2 with the extended master secret. */
static gboolean
has_exporter (gnutls_session_t tls)
{
  return tls != NULL &&
         (gnutls_protocol_get_version (tls) == GNUTLS_TLS1_3 ||
          (gnutls_session_get_flags (tls) & GNUTLS_SFLAGS_EXT_MASTER_SECRET) != 0);
}

static gboolean
password_fits (OutpostReceiverSignIn *self,
               OutpostSecret         *given)
{
  g_autoptr (OutpostSecret) held = NULL;

  if (self->accounts->find_password != NULL)
    held = self->accounts->find_password (self->user, self->user_data);
  return held != NULL && outpost_secret_equal (held, given);
}

/* RFC 4616: message = [authzid] NUL authcid NUL passwd */
static OutpostSignInState
step_plain (OutpostReceiverSignIn  *self,
            OutpostSecret          *response,
            char                  **challenge)
{
  const char *at, *end, *user, *password;
  g_autoptr (OutpostSecret) given = NULL;

  if (response == NULL) {
    *challenge = g_strdup ("");
    return OUTPOST_SIGN_IN_CONTINUE;
  }

  at = outpost_secret_get_text (response);
  end = at + outpost_secret_get_length (response);
  user = memchr (at, '\0', (gsize) (end - at));
  password = user != NULL ? memchr (user + 1, '\0', (gsize) (end - user - 1)) : NULL;
  if (password == NULL || memchr (password + 1, '\0', (gsize) (end - password - 1)) != NULL)
    return OUTPOST_SIGN_IN_MALFORMED;

  self->user = g_strdup (user + 1);
  /* Nobody may act for somebody else. */
  if (*at != '\0' && !g_str_equal (at, self->user))
    return OUTPOST_SIGN_IN_REFUSED;
  given = outpost_secret_new (password + 1, end - password - 1);
  return password_fits (self, given) ? OUTPOST_SIGN_IN_ACCEPTED : OUTPOST_SIGN_IN_REFUSED;
}

/* draft-murchison-sasl-login: what the challenges say does not matter to clients. */
static OutpostSignInState
step_login (OutpostReceiverSignIn  *self,
            OutpostSecret          *response,
            char                  **challenge)
{
  if (response == NULL) {
    *challenge = g_strdup ("Username:");
    return OUTPOST_SIGN_IN_CONTINUE;
  }
  if (self->user == NULL) {
    self->user = g_strndup (outpost_secret_get_text (response),
                            outpost_secret_get_length (response));
    *challenge = g_strdup ("Password:");
    return OUTPOST_SIGN_IN_CONTINUE;
  }
  return password_fits (self, response) ? OUTPOST_SIGN_IN_ACCEPTED : OUTPOST_SIGN_IN_REFUSED;
}

/* Finds "key" at the head of a field; fields are ended by octet 1. */
static char *
dup_field (OutpostSecret *response,
           const char    *key)
{
  const char *text = outpost_secret_get_text (response);
  const char *found = g_str_has_prefix (text, key) ? text : NULL;
  g_autofree char *later = g_strconcat ("\001", key, NULL);

  if (found == NULL && (found = strstr (text, later)) != NULL)
    found++;
  if (found == NULL)
    return NULL;
  found += strlen (key);
  return g_strndup (found, strcspn (found, "\001"));
}

/* RFC 5801, section 4: "n,a=NAME," with comma and equals sign written as =2C and =3D. */
static char *
dup_gs2_name (OutpostSecret *response)
{
  const char *text = outpost_secret_get_text (response);
  GString *name;

  if (!g_str_has_prefix (text, "n,a="))
    return NULL;
  name = g_string_new_len (text + 4, (gssize) strcspn (text + 4, ","));
  g_string_replace (name, "=2C", ",", 0);
  g_string_replace (name, "=3D", "=", 0);
  return g_string_free (name, FALSE);
}

static gboolean
token_fits (OutpostReceiverSignIn *self,
            OutpostSecret         *response)
{
  char *text = dup_field (response, "auth=Bearer ");
  g_autoptr (OutpostSecret) token = NULL;

  if (text == NULL)
    return FALSE;
  token = outpost_secret_new (text, -1);
  outpost_wipe (text, strlen (text));
  g_free (text);
  return self->user != NULL && self->accounts->check_token != NULL &&
         self->accounts->check_token (self->user, token, self->user_data);
}

/* The refusal is told in a challenge, which the client answers by one octet or none
 * before it hears the 535 (RFC 7628, section 3.2.3). */
static OutpostSignInState
decide_token (OutpostReceiverSignIn  *self,
              OutpostSecret          *response,
              char                  **challenge)
{
  if (token_fits (self, response))
    return OUTPOST_SIGN_IN_ACCEPTED;
  self->is_decided = TRUE;
  self->decision = OUTPOST_SIGN_IN_REFUSED;
  *challenge = g_strdup (BEARER_REFUSAL);
  return OUTPOST_SIGN_IN_CONTINUE;
}

static OutpostSignInState
step_oauthbearer (OutpostReceiverSignIn  *self,
                  OutpostSecret          *response,
                  char                  **challenge)
{
  if (response == NULL) {
    *challenge = g_strdup ("");
    return OUTPOST_SIGN_IN_CONTINUE;
  }
  self->user = dup_gs2_name (response);
  return decide_token (self, response, challenge);
}

static OutpostSignInState
step_xoauth2 (OutpostReceiverSignIn  *self,
              OutpostSecret          *response,
              char                  **challenge)
{
  if (response == NULL) {
    *challenge = g_strdup ("");
    return OUTPOST_SIGN_IN_CONTINUE;
  }
  self->user = dup_field (response, "user=");
  return decide_token (self, response, challenge);
}

static int
give_channel_binding (OutpostReceiverSignIn *self,
                      Gsasl_session         *session)
{
  gnutls_datum_t binding = { NULL, 0 };
  g_autofree char *text = NULL;

  /* Also without -PLUS: a client that says it could bind has then been lied to about
   * the offers, and libgsasl refuses it (RFC 5802, section 6). */
  if (!self->offers_plus ||
      gnutls_session_channel_binding (self->tls, GNUTLS_CB_TLS_EXPORTER, &binding) < 0)
    return GSASL_NO_CALLBACK;
  text = g_base64_encode (binding.data, binding.size);
  gnutls_free (binding.data);
  return gsasl_property_set (session, GSASL_CB_TLS_EXPORTER, text);
}

static int
give_password (OutpostReceiverSignIn *self,
               Gsasl_session         *session)
{
  const char *user = gsasl_property_fast (session, GSASL_AUTHID);
  g_autoptr (OutpostSecret) password = NULL;

  if (user != NULL && self->accounts->find_password != NULL)
    password = self->accounts->find_password (user, self->user_data);
  if (password == NULL)
    return GSASL_NO_PASSWORD;
  return gsasl_property_set (session, GSASL_PASSWORD, outpost_secret_get_text (password));
}

static int
answer_gsasl (Gsasl          *gsasl,
              Gsasl_session  *session,
              Gsasl_property  property)
{
  OutpostReceiverSignIn *self = gsasl_session_hook_get (session);

  if (property == GSASL_CB_TLS_EXPORTER)
    return give_channel_binding (self, session);
  if (property == GSASL_PASSWORD)
    return give_password (self, session);
  if (property == GSASL_SCRAM_ITER)
    return gsasl_property_set (session, GSASL_SCRAM_ITER, SCRAM_ITERATIONS);
  return GSASL_NO_CALLBACK;
}

static OutpostSignInState
step_gsasl (OutpostReceiverSignIn  *self,
            OutpostSecret          *response,
            char                  **challenge)
{
  char *output = NULL;
  size_t length = 0;
  const char *authzid;
  int code;

  if (response == NULL) {
    *challenge = g_strdup ("");
    return OUTPOST_SIGN_IN_CONTINUE;
  }
  code = gsasl_step (self->session, outpost_secret_get_text (response),
                     outpost_secret_get_length (response), &output, &length);
  if (code != GSASL_OK && code != GSASL_NEEDS_MORE) {
    gsasl_free (output);
    return code == GSASL_MECHANISM_PARSE_ERROR ? OUTPOST_SIGN_IN_MALFORMED
                                               : OUTPOST_SIGN_IN_REFUSED;
  }
  *challenge = g_strndup (output != NULL ? output : "", length);
  gsasl_free (output);
  if (code == GSASL_NEEDS_MORE)
    return OUTPOST_SIGN_IN_CONTINUE;

  self->user = g_strdup (gsasl_property_fast (self->session, GSASL_AUTHID));
  authzid = gsasl_property_fast (self->session, GSASL_AUTHZID);
  if (self->user == NULL ||
      (authzid != NULL && *authzid != '\0' && !g_str_equal (authzid, self->user)))
    return OUTPOST_SIGN_IN_REFUSED;
  /* RFC 5802, section 5: the server's proof goes out before the client is in; SMTP
   * has no room for it but one more challenge (RFC 4954, section 4). */
  self->is_decided = TRUE;
  self->decision = OUTPOST_SIGN_IN_ACCEPTED;
  return OUTPOST_SIGN_IN_CONTINUE;
}

/**
 * outpost_receiver_sign_in_dup_offers:
 * @accounts: who may sign in
 * @tls: (nullable): the TLS session
 *
 * Returns: (transfer full): the mechanisms of @accounts that this connection can do,
 *   separated by blanks
 */
char *
outpost_receiver_sign_in_dup_offers (const OutpostReceiverAccounts *accounts,
                                     gnutls_session_t               tls)
{
  g_auto (GStrv) names = g_strsplit (accounts->mechanisms, " ", -1);
  GString *offers = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++) {
    if (*names[i] == '\0' || (g_str_has_suffix (names[i], "-PLUS") && !has_exporter (tls)))
      continue;
    g_string_append_printf (offers, "%s%s", offers->len > 0 ? " " : "", names[i]);
  }
  return g_string_free (offers, FALSE);
}

static gboolean
offers_plus (OutpostReceiverSignIn *self,
             const char            *mechanism)
{
  g_autofree char *offers = outpost_receiver_sign_in_dup_offers (self->accounts, self->tls);
  g_auto (GStrv) names = g_strsplit (offers, " ", -1);
  g_autofree char *plus = g_str_has_suffix (mechanism, "-PLUS")
                          ? g_strdup (mechanism) : g_strconcat (mechanism, "-PLUS", NULL);

  return g_strv_contains ((const char * const *) names, plus);
}

static gboolean
begin_gsasl (OutpostReceiverSignIn *self,
             const char            *mechanism)
{
  if (gsasl_init (&self->gsasl) != GSASL_OK)
    return FALSE;
  gsasl_callback_set (self->gsasl, answer_gsasl);
  if (gsasl_server_start (self->gsasl, mechanism, &self->session) != GSASL_OK)
    return FALSE;
  gsasl_session_hook_set (self->session, self);
  self->offers_plus = offers_plus (self, mechanism);
  self->step = step_gsasl;
  return TRUE;
}

/**
 * outpost_receiver_sign_in_new:
 * @mechanism: one of those that were offered, in capitals
 * @accounts: who may sign in; must outlive the result
 * @user_data: for the functions of @accounts
 * @tls: (nullable): the TLS session
 *
 * PLAIN and LOGIN are done here, so that no copy of what a person typed stays
 * behind in a library; with SCRAM the password does not travel.
 *
 * Returns: (transfer full) (nullable): an exchange, or %NULL if @mechanism is unknown
 */
OutpostReceiverSignIn *
outpost_receiver_sign_in_new (const char                    *mechanism,
                              const OutpostReceiverAccounts *accounts,
                              gpointer                       user_data,
                              gnutls_session_t               tls)
{
  static const struct {
    const char *name;
    StepFunc    step;
  } own[] = {
    { "PLAIN", step_plain },
    { "LOGIN", step_login },
    { "OAUTHBEARER", step_oauthbearer },
    { "XOAUTH2", step_xoauth2 },
  };
  g_autoptr (OutpostReceiverSignIn) self = g_new0 (OutpostReceiverSignIn, 1);

  self->accounts = accounts;
  self->user_data = user_data;
  self->tls = tls;
  for (guint i = 0; i < G_N_ELEMENTS (own); i++) {
    if (g_str_equal (own[i].name, mechanism))
      self->step = own[i].step;
  }
  if (self->step == NULL &&
      (!g_str_has_prefix (mechanism, "SCRAM-") || !begin_gsasl (self, mechanism)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * outpost_receiver_sign_in_step:
 * @self: an exchange that is not over
 * @response: (nullable): what the client said, decoded; %NULL if it gave no initial response
 * @challenge: (out): with %OUTPOST_SIGN_IN_CONTINUE what to send, not encoded yet
 *
 * Returns: how it goes on
 */
OutpostSignInState
outpost_receiver_sign_in_step (OutpostReceiverSignIn  *self,
                               OutpostSecret          *response,
                               char                  **challenge)
{
  *challenge = NULL;
  if (self->is_decided)
    return self->decision;
  return self->step (self, response, challenge);
}

/**
 * outpost_receiver_sign_in_get_user:
 * @self: an accepted exchange
 *
 * Returns: (transfer none): who signed in
 */
const char *
outpost_receiver_sign_in_get_user (OutpostReceiverSignIn *self)
{
  return self->user;
}

/**
 * outpost_receiver_sign_in_free:
 * @self: (nullable) (transfer full): an exchange
 */
void
outpost_receiver_sign_in_free (OutpostReceiverSignIn *self)
{
  if (self == NULL)
    return;

  if (self->session != NULL)
    gsasl_finish (self->session);
  if (self->gsasl != NULL)
    gsasl_done (self->gsasl);
  g_free (self->user);
  g_free (self);
}
