/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-session-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-smtp-mechanism-private.h"
#include "outpost-smtp-sasl-private.h"

/* RFC 4954, section 4: AUTH itself is held to the length of a command line (RFC 5321,
 * section 4.5.3.1.4), its CRLF included; what is longer waits for a 334. */
#define COMMAND_MAX_OCTETS 512

typedef struct {
  OutpostSmtpSession *session;
  OutpostSmtpSasl    *sasl;
  const char         *mechanism;
  OutpostSecret      *held_back; /* an initial response too long for the command */
  OutpostDeadline     deadline;
  GCancellable       *cancellable;
} SignIn;

static OutpostSmtpReply *
read_reply (SignIn   *sign_in,
            GError  **error)
{
  return outpost_smtp_wire_read_sync (sign_in->session->wire, sign_in->session->limits.silence_ms,
                                      sign_in->deadline, sign_in->cancellable, error);
}

static OutpostSmtpReply *
send_response (SignIn         *sign_in,
               OutpostSecret  *encoded,
               GError        **error)
{
  if (g_cancellable_set_error_if_cancelled (sign_in->cancellable, error))
    return NULL;

  if (outpost_secret_get_length (encoded) + 2 > OUTPOST_SMTP_SASL_LINE_MAX_OCTETS) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS,
                         _("User name and password or token together are too long to be sent."));
    return NULL;
  }

  outpost_smtp_wire_queue_secret (sign_in->session->wire, "", encoded);
  return read_reply (sign_in, error);
}

/* AUTH with its initial response where there is one: it saves a round trip. An empty one
 * is written "=" (RFC 4954, section 4). */
static OutpostSmtpReply *
send_auth (SignIn   *sign_in,
           GError  **error)
{
  g_autofree char *command = g_strconcat ("AUTH ", sign_in->mechanism, NULL);
  g_autoptr (OutpostSecret) response = NULL;
  g_autoptr (OutpostSecret) encoded = NULL;

  if (!outpost_smtp_sasl_begin (sign_in->sasl, &response, error) ||
      g_cancellable_set_error_if_cancelled (sign_in->cancellable, error))
    return NULL;

  if (response != NULL)
    encoded = outpost_secret_get_length (response) > 0 ? outpost_secret_to_base64 (response) :
                                                         outpost_secret_new ("=", -1);
  if (encoded != NULL &&
      strlen (command) + 1 + outpost_secret_get_length (encoded) + 2 > COMMAND_MAX_OCTETS)
    sign_in->held_back = g_steal_pointer (&encoded);

  outpost_smtp_wire_queue_secret (sign_in->session->wire, command, encoded);
  return read_reply (sign_in, error);
}

/* The server has refused within the exchange; a lone asterisk brings its final word
 * (RFC 4954, section 4). */
static OutpostSmtpReply *
give_up (SignIn   *sign_in,
         GError  **error)
{
  return outpost_smtp_session_ask_sync (sign_in->session, "*", sign_in->deadline,
                                        sign_in->cancellable, error);
}

static OutpostSmtpReply *
answer (SignIn                  *sign_in,
        const OutpostSmtpReply  *challenge,
        GError                 **error)
{
  g_autoptr (OutpostSecret) response = NULL;
  g_autoptr (OutpostSecret) encoded = NULL;
  g_autoptr (GError) local_error = NULL;

  if (sign_in->held_back != NULL) {
    encoded = g_steal_pointer (&sign_in->held_back);
    return send_response (sign_in, encoded, error);
  }

  if (!outpost_smtp_sasl_answer (sign_in->sasl, challenge->text != NULL ? challenge->text : "",
                                 &response, &local_error)) {
    if (g_error_matches (local_error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED))
      return give_up (sign_in, error);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }

  encoded = outpost_secret_to_base64 (response);
  return send_response (sign_in, encoded, error);
}

static gboolean
offers (char       **mechanisms,
        const char  *name)
{
  return mechanisms != NULL && g_strv_contains ((const char * const *) mechanisms, name);
}

/* Servers offer SCRAM for passwords of which they hold no verifier (Postfix with Cyrus SASL:
 * 454 or 535, then 235 to PLAIN, measured). That another way was on offer is told, not tried:
 * one credential, one attempt. */
static void
report_refusal (SignIn            *sign_in,
                OutpostSmtpReply  *reply,
                GError           **error)
{
  OutpostSmtpSession *self = sign_in->session;

  outpost_smtp_session_redact_reply (self, reply);
  outpost_smtp_session_refuse (self, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED, reply, error);
  self->failure.plain_offered =
    outpost_smtp_mechanism_is_scram (sign_in->mechanism) &&
    outpost_smtp_transport_is_secure (outpost_smtp_wire_get_transport (self->wire)) &&
    (offers (self->facts.mechanisms, "PLAIN") || offers (self->facts.mechanisms, "LOGIN"));
}

static gboolean
exchange (SignIn  *sign_in,
          GError **error)
{
  g_autoptr (OutpostSmtpReply) reply = send_auth (sign_in, error);

  while (reply != NULL && reply->code == 334) {
    g_autoptr (OutpostSmtpReply) challenge = g_steal_pointer (&reply);

    reply = answer (sign_in, challenge, error);
  }
  if (reply == NULL)
    return FALSE;

  if (reply->code / 100 != 2) {
    if (reply->code / 100 != 3)
      report_refusal (sign_in, reply, error);
    else
      g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_PROTOCOL,
                           _("The server broke the rules of the sign-in: "
                             "its challenge cannot be read."));
    return FALSE;
  }

  if (!outpost_smtp_sasl_is_complete (sign_in->sasl)) {
    g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SERVER_PROOF,
                         _("The server called the sign-in a success without proving "
                           "that it knows the password."));
    return FALSE;
  }

  return TRUE;
}

static gboolean
start (SignIn   *sign_in,
       GError  **error)
{
  OutpostSmtpSession *self = sign_in->session;
  OutpostSmtpTransport *transport = outpost_smtp_wire_get_transport (self->wire);
  gboolean is_secure = outpost_smtp_transport_is_secure (transport);
  g_autofree char *exporter = is_secure ? outpost_smtp_transport_dup_tls_exporter (transport) :
                                          NULL;
  OutpostSmtpMechanismContext context = {
    .offered = (const char * const *) self->facts.mechanisms,
    .can_bind = exporter != NULL,
    .has_certificate = self->endpoint->client_certificate != NULL,
    .is_secure = is_secure,
  };

  sign_in->mechanism = outpost_smtp_mechanism_choose (self->credential, &context, error);
  if (sign_in->mechanism == NULL)
    return FALSE;

  g_free (self->facts.mechanism);
  self->facts.mechanism = g_strdup (sign_in->mechanism);
  g_free (self->failure.mechanism);
  self->failure.mechanism = g_strdup (sign_in->mechanism);
  sign_in->sasl = outpost_smtp_sasl_new (sign_in->mechanism, self->credential,
                                         self->endpoint->host, self->endpoint->port,
                                         exporter, error);

  return sign_in->sasl != NULL;
}

/**
 * outpost_smtp_session_sign_in_sync:
 * @self: a session whose server has said what it can do
 * @deadline: until when it must be done
 * @cancellable: (nullable): no command is begun after it
 * @error: return location for an error
 *
 * Signs in, if the credential asks for it, by one mechanism and once. After a refusal the
 * session says goodbye; after anything worse the connection is dropped.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
outpost_smtp_session_sign_in_sync (OutpostSmtpSession  *self,
                                   OutpostDeadline      deadline,
                                   GCancellable        *cancellable,
                                   GError             **error)
{
  SignIn sign_in = { self, NULL, NULL, NULL, deadline, cancellable };
  g_autoptr (GError) local_error = NULL;
  gboolean done;

  if (self->credential->sign_in == OUTPOST_SMTP_SIGN_IN_NONE)
    return TRUE;

  outpost_smtp_session_begin_stage (self, OUTPOST_SMTP_STAGE_SIGN_IN);
  done = start (&sign_in, &local_error) && exchange (&sign_in, &local_error);
  outpost_smtp_sasl_free (sign_in.sasl);
  g_clear_pointer (&sign_in.held_back, outpost_secret_unref);
  if (done) {
    outpost_smtp_transport_keep_ticket (outpost_smtp_wire_get_transport (self->wire));
    outpost_smtp_session_pass_stage (self, OUTPOST_SMTP_STAGE_SIGN_IN);
    return TRUE;
  }

  if (g_error_matches (local_error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SIGN_IN_REFUSED) ||
      g_error_matches (local_error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_NO_MECHANISM))
    outpost_smtp_session_close (self);
  else
    outpost_smtp_session_drop (self);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
