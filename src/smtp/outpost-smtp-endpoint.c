/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-endpoint.h"

#define DEFAULT_SILENCE_S 30

/* The time until the recipients are answered and the pace of the body do not
 * follow the account's Timeout: they bound a server that drips. */
#define UNTIL_RECIPIENTS_MS 60000
#define BODY_INTERVAL_MS 30000
#define BODY_INTERVAL_OCTETS 1024

/* RFC 5321, section 4.5.3.2.6 asks for ten minutes after the final dot: 20
 * times the default silence. */
#define FINAL_PER_SILENCE 20

/* poll() takes an int of milliseconds. */
#define LONGEST_SILENCE_S (G_MAXINT / 1000 / FINAL_PER_SILENCE)

/**
 * outpost_smtp_endpoint_new:
 * @host: host name (A-labels) or address literal without brackets
 * @port: TCP port
 * @security: how the connection is to be secured
 *
 * Makes an endpoint without any of the optional settings; the caller fills them
 * in before it hands the endpoint on.
 *
 * Returns: (transfer full): a new endpoint
 */
OutpostSmtpEndpoint *
outpost_smtp_endpoint_new (const char          *host,
                           guint16              port,
                           OutpostSmtpSecurity  security)
{
  OutpostSmtpEndpoint *self;

  g_return_val_if_fail (host != NULL, NULL);

  self = g_new0 (OutpostSmtpEndpoint, 1);
  self->host = g_strdup (host);
  self->port = port;
  self->security = security;

  return self;
}

/**
 * outpost_smtp_endpoint_copy:
 * @self: an endpoint
 *
 * Returns: (transfer full): a deep copy of @self
 */
OutpostSmtpEndpoint *
outpost_smtp_endpoint_copy (const OutpostSmtpEndpoint *self)
{
  OutpostSmtpEndpoint *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = outpost_smtp_endpoint_new (self->host, self->port, self->security);
  copy->hello_name = g_strdup (self->hello_name);
  copy->ca_file = g_strdup (self->ca_file);
  copy->pinned_keys = g_strdupv (self->pinned_keys);
  copy->client_certificate = g_strdup (self->client_certificate);
  copy->client_key = g_strdup (self->client_key);

  return copy;
}

/**
 * outpost_smtp_endpoint_free:
 * @self: (nullable) (transfer full): an endpoint
 *
 * Frees @self and its strings.
 */
void
outpost_smtp_endpoint_free (OutpostSmtpEndpoint *self)
{
  if (self == NULL)
    return;

  g_free (self->host);
  g_free (self->hello_name);
  g_free (self->ca_file);
  g_strfreev (self->pinned_keys);
  g_free (self->client_certificate);
  g_free (self->client_key);
  g_free (self);
}

/**
 * outpost_smtp_credential_new:
 * @sign_in: how to sign in
 * @username: (nullable): the authentication identity
 * @secret: (nullable) (transfer none): password or access token; shared, not copied
 * @mechanism: (nullable): the one SASL mechanism to use, or %NULL to choose
 *
 * Returns: (transfer full): a new credential
 */
OutpostSmtpCredential *
outpost_smtp_credential_new (OutpostSmtpSignIn  sign_in,
                             const char        *username,
                             OutpostSecret     *secret,
                             const char        *mechanism)
{
  OutpostSmtpCredential *self = g_new0 (OutpostSmtpCredential, 1);

  self->sign_in = sign_in;
  self->username = g_strdup (username);
  self->secret = secret != NULL ? outpost_secret_ref (secret) : NULL;
  self->mechanism = g_strdup (mechanism);

  return self;
}

/**
 * outpost_smtp_credential_copy:
 * @self: a credential
 *
 * Copies @self; the secret's octets are shared, so that they stay in one place.
 *
 * Returns: (transfer full): a new credential
 */
OutpostSmtpCredential *
outpost_smtp_credential_copy (const OutpostSmtpCredential *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return outpost_smtp_credential_new (self->sign_in, self->username, self->secret,
                                      self->mechanism);
}

/**
 * outpost_smtp_credential_free:
 * @self: (nullable) (transfer full): a credential
 *
 * Frees @self and drops its reference to the secret.
 */
void
outpost_smtp_credential_free (OutpostSmtpCredential *self)
{
  if (self == NULL)
    return;

  g_free (self->username);
  g_clear_pointer (&self->secret, outpost_secret_unref);
  g_free (self->mechanism);
  g_free (self);
}

/**
 * outpost_smtp_limits_init:
 * @self: (out caller-allocates): the limits to fill
 * @timeout_s: longest silence in one wait, in seconds; 0 for the default of 30
 *
 * Fills @self with the limits that hold outside of tests.
 */
void
outpost_smtp_limits_init (OutpostSmtpLimits *self,
                          guint              timeout_s)
{
  guint silence_s = timeout_s != 0 ? MIN (timeout_s, LONGEST_SILENCE_S) : DEFAULT_SILENCE_S;

  g_return_if_fail (self != NULL);

  self->silence_ms = silence_s * 1000;
  self->until_recipients_ms = UNTIL_RECIPIENTS_MS;
  self->body_interval_ms = BODY_INTERVAL_MS;
  self->body_interval_octets = BODY_INTERVAL_OCTETS;
  self->final_ms = self->silence_ms * FINAL_PER_SILENCE;
}
