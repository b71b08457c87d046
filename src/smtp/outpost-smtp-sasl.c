/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-sasl-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-module.h"
#include "outpost-smtp-error.h"
#include "outpost-smtp-mechanism-private.h"
#include "outpost-smtp-sasl-module-private.h"

/* Less than RFC 7677, section 4 asks for makes guessing cheap; libgsasl computes whatever
 * it is told, and a hundred million rounds keep it busy for minutes (measured with 2.2.0). */
#define SCRAM_ITERATIONS_MIN 4096
#define SCRAM_ITERATIONS_MAX 200000

/* No mechanism here needs more turns than SCRAM's three. */
#define CHALLENGES_MAX 5

/* All copies made here are OutpostSecrets. */
struct _OutpostSmtpSasl {
  char                        *mechanism;
  OutpostSmtpCredential       *credential;
  char                        *host;
  guint16                      port;
  const OutpostSmtpSaslModule *module;   /* both %NULL for what is so simple that it stands here */
  gpointer                     session;
  guint                        n_challenges;
  gboolean                     is_done;  /* the mechanism has nothing more to say or to check */
};

static gboolean
is_called (const OutpostSmtpSasl *self,
           const char            *mechanism)
{
  return strcmp (self->mechanism, mechanism) == 0;
}

static gboolean
is_oauth (const OutpostSmtpSasl *self)
{
  return is_called (self, "OAUTHBEARER") || is_called (self, "XOAUTH2");
}

static const char *
get_user (const OutpostSmtpSasl *self)
{
  return self->credential->username != NULL ? self->credential->username : "";
}

static const char *
get_secret (const OutpostSmtpSasl *self)
{
  return self->credential->secret != NULL ? outpost_secret_get_text (self->credential->secret) : "";
}

static gboolean
set_unreadable (GError **error)
{
  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL,
                       _("The server broke the rules of the sign-in: "
                         "its challenge cannot be read."));
  return FALSE;
}

static gboolean
set_too_many (GError **error)
{
  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL,
                       _("The server broke the rules of the sign-in: "
                         "it asks for more than there is to say."));
  return FALSE;
}

static gboolean
set_gsasl_error (OutpostSmtpSasl  *self,
                 int               code,
                 GError          **error)
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
                 _("The server broke the rules of the sign-in: %s."), self->module->explain (code));

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
  const char *token = get_secret (self);
  g_autofree char *name = escape_gs2 (get_user (self));
  g_autofree char *head = NULL;
  OutpostSecret *response;
  char *data;

  if (is_called (self, "OAUTHBEARER"))
    head = g_strdup_printf ("n,a=%s,\001host=%s\001port=%u\001auth=Bearer ",
                            name, self->host, self->port);
  else
    head = g_strdup_printf ("user=%s\001auth=Bearer ", get_user (self));

  response = outpost_secret_new_sized (strlen (head) + strlen (token) + 2);
  data = g_stpcpy (outpost_secret_get_data (response), head);
  data = g_stpcpy (data, token);
  g_stpcpy (data, "\001\001");

  return response;
}

/* RFC 4616, section 2: no identity to act as, then name and password, each behind a NUL. */
static OutpostSecret *
make_plain (OutpostSmtpSasl *self)
{
  const char *user = get_user (self);
  const char *password = get_secret (self);
  OutpostSecret *response = outpost_secret_new_sized (strlen (user) + strlen (password) + 2);

  g_stpcpy (g_stpcpy (outpost_secret_get_data (response) + 1, user) + 1, password);
  return response;
}

/* The initial response of what is said in one go, and of LOGIN. */
static OutpostSecret *
make_first (OutpostSmtpSasl *self)
{
  self->is_done = !is_called (self, "LOGIN");
  if (is_oauth (self))
    return make_bearer (self);
  if (is_called (self, "PLAIN"))
    return make_plain (self);

  return outpost_secret_new (get_user (self), -1);
}

static gboolean
is_simple (const OutpostSmtpSasl *self)
{
  return is_oauth (self) || is_called (self, "PLAIN") || is_called (self, "LOGIN") ||
         is_called (self, "EXTERNAL");
}

static gboolean
step_gsasl (OutpostSmtpSasl  *self,
            const char       *input,
            gsize             length,
            OutpostSecret   **response,
            GError          **error)
{
  int code = self->module->step (self->session, input, length, response);

  self->is_done = code == GSASL_OK;
  return code == GSASL_OK || code == GSASL_NEEDS_MORE || set_gsasl_error (self, code, error);
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

  if (g_strv_length (attributes) < 3 || !g_str_has_prefix (attributes[2], "i="))
    return set_unreadable (error);

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
    return set_unreadable (error);

  /* RFC 5802, section 7: "e=" in place of the proof is the server's refusal. */
  if (self->n_challenges == 2 && g_str_has_prefix (input, "e=")) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED,
                         _("The server refused the sign-in."));
    return FALSE;
  }

  if (self->is_done)
    return set_too_many (error);
  if (self->n_challenges == 1 && !check_scram_iterations (input, error))
    return FALSE;

  return step_gsasl (self, input, length, response, error);
}

/* LOGIN's prompts are words for people. A server that overlooks the initial response asks
 * for the user name again; the password must not go there. */
static OutpostSecret *
answer_login (OutpostSmtpSasl *self,
              const char      *prompt,
              gsize            length)
{
  if (self->n_challenges == 1 && length >= 4 && g_ascii_strncasecmp (prompt, "user", 4) == 0)
    return outpost_secret_new (get_user (self), -1);

  self->is_done = TRUE;
  return outpost_secret_new (get_secret (self), -1);
}

static gboolean
start_gsasl (OutpostSmtpSasl  *self,
             const char       *tls_exporter,
             GError          **error)
{
  int code = GSASL_OK;

  self->module = outpost_module_get ("sasl", error);
  if (self->module == NULL)
    return FALSE;
  self->session = self->module->start (self->mechanism, get_user (self), get_secret (self),
                                       outpost_smtp_mechanism_is_bound (self->mechanism) ?
                                       tls_exporter : NULL, &code);
  if (self->session != NULL)
    return TRUE;

  g_set_error (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM,
               /* Translators: the first %s is a mechanism such as PLAIN, the second a
                * message of the SASL library. */
               _("The mechanism %s is not at hand: %s."), self->mechanism,
               self->module->explain (code));
  return FALSE;
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

  g_return_val_if_fail (mechanism != NULL && credential != NULL && host != NULL, NULL);

  self = g_new0 (OutpostSmtpSasl, 1);
  self->mechanism = g_strdup (mechanism);
  self->credential = outpost_smtp_credential_copy (credential);
  self->host = g_strdup (host);
  self->port = port;
  if (!is_simple (self) && !start_gsasl (self, tls_exporter, error))
    return NULL;

  return g_steal_pointer (&self);
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

  if (self->session != NULL)
    self->module->finish (self->session);
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
  if (is_simple (self)) {
    *response = make_first (self);
    return TRUE;
  }

  return is_called (self, "CRAM-MD5") || step_gsasl (self, NULL, 0, response, error);
}

/* What the server sends is base64, but for the prompts of some that know LOGIN. */
static char *
decode (OutpostSmtpSasl  *self,
        const char       *challenge,
        gsize            *length,
        GError          **error)
{
  if (is_base64 (challenge))
    return (char *) g_base64_decode (challenge, length);
  if (is_called (self, "LOGIN")) {
    *length = strlen (challenge);
    return g_strdup (challenge);
  }

  set_unreadable (error);
  return NULL;
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
    return set_too_many (error);

  /* The challenge says why the token was refused; an answer must be given before the
   * refusal itself comes (RFC 7628, section 3.2.3; XOAUTH2 wants an empty line). */
  if (is_oauth (self)) {
    if (self->n_challenges > 1)
      return set_too_many (error);
    *response = outpost_secret_new (is_called (self, "XOAUTH2") ? "" : "\001", -1);
    return TRUE;
  }

  input = decode (self, challenge, &length, error);
  if (input == NULL)
    return FALSE;
  if (outpost_smtp_mechanism_is_scram (self->mechanism))
    return answer_scram (self, input, length, response, error);
  if (self->is_done)
    return set_too_many (error);
  if (!is_called (self, "LOGIN"))
    return step_gsasl (self, input, length, response, error);

  *response = answer_login (self, input, length);
  return TRUE;
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
