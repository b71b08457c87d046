/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-sasl-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gsasl.h>

#include "outpost-smtp-error.h"
#include "outpost-smtp-mechanism-private.h"

/* Less than RFC 7677, section 4 asks for makes guessing cheap; libgsasl computes whatever
 * it is told, and a hundred million rounds keep it busy for minutes (measured with 2.2.0). */
#define SCRAM_ITERATIONS_MIN 4096
#define SCRAM_ITERATIONS_MAX 200000

/* No mechanism here needs more turns than SCRAM's three. */
#define CHALLENGES_MAX 5

/* All copies made here are OutpostSecrets; the copy that libgsasl keeps is wiped with the
 * exchange. What its SASLprep makes on the way to SCRAM and CRAM-MD5 is out of reach. */
struct _OutpostSmtpSasl {
  char                  *mechanism;
  OutpostSmtpCredential *credential;
  char                  *host;
  guint16                port;
  Gsasl                 *context;    /* both %NULL for the two mechanisms of OAuth */
  Gsasl_session         *session;
  OutpostSecret         *first;      /* LOGIN: the user name, in case it is asked for again */
  guint                  n_challenges;
  gboolean               is_done;    /* the mechanism has nothing more to check */
};

static gboolean
is_oauth (const char *mechanism)
{
  return strcmp (mechanism, "OAUTHBEARER") == 0 || strcmp (mechanism, "XOAUTH2") == 0;
}

static gboolean
speaks_first (const char *mechanism)
{
  return strcmp (mechanism, "CRAM-MD5") != 0;
}

static gboolean
set_gsasl_error (int      code,
                 GError **error)
{
  if (code == GSASL_SASLPREP_ERROR)
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS,
                         _("The user name or the password holds a character that "
                           "this way of signing in does not allow."));
  else if (code == GSASL_AUTHENTICATION_ERROR)
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SERVER_PROOF,
                         _("The server could not prove that it knows the password."));
  else
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL,
                 /* Translators: %s is a message of the SASL library. */
                 _("The server broke the rules of the sign-in: %s."), gsasl_strerror (code));

  return FALSE;
}

/* In the name of a GS2 header, comma and equals sign have a meaning (RFC 5801, section 4). */
static char *
escape_gs2 (const char *name)
{
  GString *escaped = g_string_new (name);

  g_string_replace (escaped, "=", "=3D", 0);
  g_string_replace (escaped, ",", "=2C", 0);

  return g_string_free (escaped, FALSE);
}

/* RFC 7628, section 3.1, and the older form that Google and Microsoft have in common. */
static OutpostSecret *
make_bearer (OutpostSmtpSasl *self)
{
  const char *user = self->credential->username != NULL ? self->credential->username : "";
  const char *token = self->credential->secret != NULL ?
                      outpost_secret_get_text (self->credential->secret) : "";
  g_autofree char *name = escape_gs2 (user);
  g_autofree char *head = NULL;
  OutpostSecret *response;
  char *data;

  if (strcmp (self->mechanism, "OAUTHBEARER") == 0)
    head = g_strdup_printf ("n,a=%s,\001host=%s\001port=%u\001auth=Bearer ",
                            name, self->host, self->port);
  else
    head = g_strdup_printf ("user=%s\001auth=Bearer ", user);

  response = outpost_secret_new_sized (strlen (head) + strlen (token) + 2);
  data = g_stpcpy (outpost_secret_get_data (response), head);
  data = g_stpcpy (data, token);
  g_stpcpy (data, "\001\001");

  return response;
}

static gboolean
step_gsasl (OutpostSmtpSasl  *self,
            const char       *input,
            gsize             input_length,
            OutpostSecret   **response,
            GError          **error)
{
  char *output = NULL;
  size_t length = 0;
  int code = gsasl_step (self->session, input, input_length, &output, &length);

  if (code != GSASL_OK && code != GSASL_NEEDS_MORE)
    return set_gsasl_error (code, error);

  self->is_done = code == GSASL_OK;
  *response = outpost_secret_new (output != NULL ? output : "", length);
  outpost_wipe (output, length);
  gsasl_free (output);

  return TRUE;
}

static gboolean
is_base64 (const char *text)
{
  gsize length = strlen (text);
  gsize body = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  gsize padding = strspn (text + body, "=");

  return length % 4 == 0 && padding <= 2 && body + padding == length;
}

/* "r=…,s=…,i=4096" (RFC 5802, section 7): looked at before libgsasl starts to compute. */
static gboolean
check_scram_iterations (const char  *server_first,
                        GError     **error)
{
  g_auto (GStrv) attributes = g_strsplit (server_first, ",", -1);
  guint64 iterations;

  if (g_strv_length (attributes) < 3 || !g_str_has_prefix (attributes[2], "i=")) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL,
                         _("The server broke the rules of the sign-in: "
                           "its challenge cannot be read."));
    return FALSE;
  }

  if (!g_ascii_string_to_unsigned (attributes[2] + 2, 10, SCRAM_ITERATIONS_MIN,
                                   SCRAM_ITERATIONS_MAX, &iterations, NULL)) {
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SERVER_PROOF,
                 _("The server asks for a number of rounds that is too low to be safe or too high "
                   "to be computed. Outpost takes %d to %d."),
                 SCRAM_ITERATIONS_MIN, SCRAM_ITERATIONS_MAX);
    return FALSE;
  }

  return TRUE;
}

static gboolean
answer_scram (OutpostSmtpSasl  *self,
              const char       *input,
              gsize             length,
              OutpostSecret   **response,
              GError          **error)
{
  if (strlen (input) != length)
    return set_gsasl_error (GSASL_MECHANISM_PARSE_ERROR, error);

  /* RFC 5802, section 7: "e=" in place of the proof is the server's refusal. */
  if (self->n_challenges == 2 && g_str_has_prefix (input, "e=")) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED,
                         _("The server refused the sign-in."));
    return FALSE;
  }

  if (self->is_done)
    return set_gsasl_error (GSASL_MECHANISM_CALLED_TOO_MANY_TIMES, error);
  if (self->n_challenges == 1 && !check_scram_iterations (input, error))
    return FALSE;

  return step_gsasl (self, input, length, response, error);
}

/* LOGIN's prompts are words for people. A server that overlooks the initial response asks
 * for the user name again; the password must not go there. */
static gboolean
answer_login (OutpostSmtpSasl  *self,
              const char       *prompt,
              gsize             length,
              OutpostSecret   **response,
              GError          **error)
{
  if (self->n_challenges == 1 && length >= 4 && g_ascii_strncasecmp (prompt, "user", 4) == 0) {
    *response = outpost_secret_ref (self->first);
    return TRUE;
  }

  return step_gsasl (self, prompt, length, response, error);
}

/**
 * outpost_smtp_sasl_new:
 * @mechanism: what [func@Outpost.smtp_mechanism_choose] gave
 * @credential: user name and secret
 * @host: the server, for OAUTHBEARER
 * @port: its port, for OAUTHBEARER
 * @tls_exporter: (nullable): base64 of the channel binding, for -PLUS
 * @error: return location for an error
 *
 * Prepares an exchange.
 *
 * The binding goes to libgsasl only with -PLUS: with any value for it, the plain SCRAM
 * mechanisms end in GSASL_AUTHENTICATION_ERROR (measured with 2.2.0).
 *
 * Returns: (transfer full): the exchange, or %NULL with @error set
 */
OutpostSmtpSasl *
outpost_smtp_sasl_new (const char                   *mechanism,
                       const OutpostSmtpCredential  *credential,
                       const char                   *host,
                       guint16                       port,
                       const char                   *tls_exporter,
                       GError                      **error)
{
  g_autoptr (OutpostSmtpSasl) self = NULL;
  const char *user;
  int code;

  g_return_val_if_fail (mechanism != NULL && credential != NULL && host != NULL, NULL);

  self = g_new0 (OutpostSmtpSasl, 1);
  self->mechanism = g_strdup (mechanism);
  self->credential = outpost_smtp_credential_copy (credential);
  self->host = g_strdup (host);
  self->port = port;
  if (is_oauth (mechanism))
    return g_steal_pointer (&self);

  code = gsasl_init (&self->context);
  if (code == GSASL_OK)
    code = gsasl_client_start (self->context, mechanism, &self->session);

  user = credential->username != NULL ? credential->username : "";
  if (code == GSASL_OK && strcmp (mechanism, "EXTERNAL") == 0) {
    if (*user != '\0')
      code = gsasl_property_set (self->session, GSASL_AUTHZID, user);
  } else if (code == GSASL_OK) {
    code = gsasl_property_set (self->session, GSASL_AUTHID, user);
    if (code == GSASL_OK)
      code = gsasl_property_set (self->session, GSASL_PASSWORD, credential->secret != NULL ?
                                 outpost_secret_get_text (credential->secret) : "");
  }
  if (code == GSASL_OK && outpost_smtp_mechanism_is_bound (mechanism))
    code = gsasl_property_set (self->session, GSASL_CB_TLS_EXPORTER, tls_exporter);

  if (code != GSASL_OK) {
    g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM,
                 /* Translators: the first %s is a mechanism such as PLAIN, the second a
                  * message of the SASL library. */
                 _("The mechanism %s is not at hand: %s."), mechanism, gsasl_strerror (code));
    return NULL;
  }

  return g_steal_pointer (&self);
}

/* libgsasl hands out the very string that it keeps on the heap, and frees it unwiped. */
static void
wipe_password (Gsasl_session *session)
{
  char *password = (char *) gsasl_property_fast (session, GSASL_PASSWORD);

  if (password != NULL)
    outpost_wipe (password, strlen (password));
}

/**
 * outpost_smtp_sasl_free:
 * @self: (transfer full) (nullable): an exchange
 *
 * Ends it.
 */
void
outpost_smtp_sasl_free (OutpostSmtpSasl *self)
{
  if (self == NULL)
    return;

  if (self->session != NULL) {
    wipe_password (self->session);
    gsasl_finish (self->session);
  }
  if (self->context != NULL)
    gsasl_done (self->context);
  g_clear_pointer (&self->first, outpost_secret_unref);
  g_clear_pointer (&self->credential, outpost_smtp_credential_free);
  g_free (self->mechanism);
  g_free (self->host);
  g_free (self);
}

/**
 * outpost_smtp_sasl_begin:
 * @self: a new exchange
 * @response: (out) (transfer full) (nullable): the initial response, not yet in base64;
 *   %NULL if the mechanism lets the server speak first
 * @error: return location for an error
 *
 * Gives the initial response (RFC 4954, section 4).
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
outpost_smtp_sasl_begin (OutpostSmtpSasl  *self,
                         OutpostSecret   **response,
                         GError          **error)
{
  g_return_val_if_fail (self != NULL && response != NULL, FALSE);

  *response = NULL;
  if (is_oauth (self->mechanism)) {
    *response = make_bearer (self);
    self->is_done = TRUE;
    return TRUE;
  }

  if (!speaks_first (self->mechanism))
    return TRUE;
  if (!step_gsasl (self, NULL, 0, response, error))
    return FALSE;

  if (strcmp (self->mechanism, "LOGIN") == 0)
    self->first = outpost_secret_ref (*response);
  return TRUE;
}

/**
 * outpost_smtp_sasl_answer:
 * @self: an exchange that has begun
 * @challenge: the text of the server's 334 reply
 * @response: (out) (transfer full): the answer, not yet in base64
 * @error: return location for an error
 *
 * Answers one challenge. %OUTPOST_SMTP_ERROR_SERVER_PROOF means that the server must not
 * be trusted with anything more; %OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED that it has refused
 * within the exchange and its final reply is still to come.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
outpost_smtp_sasl_answer (OutpostSmtpSasl  *self,
                          const char       *challenge,
                          OutpostSecret   **response,
                          GError          **error)
{
  g_autofree char *input = NULL;
  gsize length = 0;

  g_return_val_if_fail (self != NULL && challenge != NULL && response != NULL, FALSE);

  *response = NULL;
  if (++self->n_challenges > CHALLENGES_MAX)
    return set_gsasl_error (GSASL_MECHANISM_CALLED_TOO_MANY_TIMES, error);

  /* The challenge says why the token was refused; an answer must be given before the
   * refusal itself comes (RFC 7628, section 3.2.3; XOAUTH2 wants an empty line). */
  if (is_oauth (self->mechanism)) {
    if (self->n_challenges > 1)
      return set_gsasl_error (GSASL_MECHANISM_CALLED_TOO_MANY_TIMES, error);
    *response = outpost_secret_new (strcmp (self->mechanism, "XOAUTH2") == 0 ? "" : "\001", -1);
    return TRUE;
  }

  if (is_base64 (challenge))
    input = (char *) g_base64_decode (challenge, &length);
  else if (strcmp (self->mechanism, "LOGIN") == 0)
    input = g_strdup (challenge), length = strlen (challenge);
  else
    return set_gsasl_error (GSASL_BASE64_ERROR, error);

  if (outpost_smtp_mechanism_is_scram (self->mechanism))
    return answer_scram (self, input, length, response, error);
  if (strcmp (self->mechanism, "LOGIN") == 0)
    return answer_login (self, input, length, response, error);
  if (self->is_done)
    return set_gsasl_error (GSASL_MECHANISM_CALLED_TOO_MANY_TIMES, error);

  return step_gsasl (self, input, length, response, error);
}

/**
 * outpost_smtp_sasl_is_complete:
 * @self: an exchange that the server has called a success
 *
 * SCRAM's server proves that it knows the password; one that says 235 before it has done
 * so may be anybody (RFC 5802, section 5).
 *
 * Returns: whether nothing is missing
 */
gboolean
outpost_smtp_sasl_is_complete (OutpostSmtpSasl *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_done || !outpost_smtp_mechanism_is_scram (self->mechanism);
}
