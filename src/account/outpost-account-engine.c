/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-account-value.h"
#include "outpost-host.h"
#include "outpost-preset.h"

static gboolean
set_incomplete (OutpostField   field,
                GError       **error)
{
  g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INCOMPLETE,
               /* Translators: the label of a field, such as “SMTP server” */
               _("“%s” is still empty. Fill it in first."), outpost_field_get_label (field));
  return FALSE;
}

static gboolean
set_invalid (OutpostField   field,
             const char    *why,
             GError       **error)
{
  g_set_error (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID,
               /* Translators: the label of a field, such as “SMTP server”, and a sentence */
               _("“%s”: %s"), outpost_field_get_label (field), why);
  return FALSE;
}

static gboolean
check_value (OutpostAccount  *self,
             OutpostField     field,
             GError         **error)
{
  g_autofree char *fault =
    outpost_account_explain_value (field, outpost_field_get_label (field),
                                   outpost_account_get (self, field));

  if (fault == NULL)
    return TRUE;
  g_set_error_literal (error, OUTPOST_ACCOUNT_ERROR, OUTPOST_ACCOUNT_ERROR_INVALID, fault);
  return FALSE;
}

static char *
dup_host (OutpostAccount  *self,
          OutpostField     field,
          GError         **error)
{
  g_autoptr (GError) why = NULL;
  char *host = outpost_host_to_ascii (outpost_account_get (self, field), &why);

  if (host == NULL)
    set_invalid (field, why->message, error);
  return host;
}

/* EHLO takes a host name or an address literal in its brackets (RFC 5321,
 * section 4.1.1.1). */
static gboolean
fill_hello_name (OutpostAccount       *self,
                 OutpostSmtpEndpoint  *endpoint,
                 GError              **error)
{
  g_autofree char *host = NULL;

  if (outpost_account_get (self, OUTPOST_FIELD_HELLO_NAME)[0] == '\0')
    return TRUE;

  host = dup_host (self, OUTPOST_FIELD_HELLO_NAME, error);
  if (host == NULL)
    return FALSE;
  if (!outpost_host_is_address (host))
    endpoint->hello_name = g_steal_pointer (&host);
  else
    endpoint->hello_name = g_strdup_printf (strchr (host, ':') != NULL ? "[IPv6:%s]" : "[%s]", host);
  return TRUE;
}

static gboolean
fill_path (OutpostAccount  *self,
           OutpostField     field,
           char           **path,
           GError         **error)
{
  const char *text = outpost_account_get (self, field);

  if (text[0] == '\0')
    return TRUE;
  /* What a relative path means depends on who starts the program. */
  if (!g_path_is_absolute (text))
    return set_invalid (field, _("Give the whole path, from “/” on."), error);
  *path = g_strdup (text);
  return TRUE;
}

static gboolean
fill_trust (OutpostAccount       *self,
            OutpostSmtpEndpoint  *endpoint,
            GError              **error)
{
  const char *pins = outpost_account_get (self, OUTPOST_FIELD_PINNED_KEY);

  if (!check_value (self, OUTPOST_FIELD_PINNED_KEY, error) ||
      !fill_path (self, OUTPOST_FIELD_CA_FILE, &endpoint->ca_file, error) ||
      !fill_path (self, OUTPOST_FIELD_CLIENT_CERTIFICATE, &endpoint->client_certificate, error) ||
      !fill_path (self, OUTPOST_FIELD_CLIENT_KEY, &endpoint->client_key, error))
    return FALSE;

  if (pins[0] != '\0')
    endpoint->pinned_keys = outpost_account_parse_pins (pins);
  return TRUE;
}

/**
 * outpost_account_to_endpoint:
 * @self: an account
 * @error: return location for an [error@Outpost.AccountError]
 *
 * Says where to submit. Host names become A-labels.
 *
 * Returns: (transfer full): the endpoint, or %NULL with
 *   %OUTPOST_ACCOUNT_ERROR_INCOMPLETE or %OUTPOST_ACCOUNT_ERROR_INVALID naming
 *   the field by its label
 */
OutpostSmtpEndpoint *
outpost_account_to_endpoint (OutpostAccount  *self,
                             GError         **error)
{
  g_autofree char *host = NULL;
  g_autoptr (OutpostSmtpEndpoint) endpoint = NULL;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), NULL);

  if (outpost_account_get (self, OUTPOST_FIELD_SERVER)[0] == '\0') {
    set_incomplete (OUTPOST_FIELD_SERVER, error);
    return NULL;
  }
  if (outpost_account_get (self, OUTPOST_FIELD_PORT)[0] == '\0') {
    set_incomplete (OUTPOST_FIELD_PORT, error);
    return NULL;
  }
  if (!check_value (self, OUTPOST_FIELD_PORT, error) ||
      !check_value (self, OUTPOST_FIELD_SECURITY, error) ||
      !check_value (self, OUTPOST_FIELD_TIMEOUT, error))
    return NULL;
  host = dup_host (self, OUTPOST_FIELD_SERVER, error);
  if (host == NULL)
    return NULL;

  endpoint = outpost_smtp_endpoint_new (host, outpost_account_get_port (self),
                                        outpost_account_get_security (self));
  if (!fill_hello_name (self, endpoint, error) || !fill_trust (self, endpoint, error))
    return NULL;
  return g_steal_pointer (&endpoint);
}

static OutpostSmtpSignIn
get_smtp_sign_in (OutpostAccount *self)
{
  switch (outpost_account_resolve_sign_in (self)) {
    case OUTPOST_SIGN_IN_PASSWORD:
      return OUTPOST_SMTP_SIGN_IN_PASSWORD;
    case OUTPOST_SIGN_IN_OAUTH2:
      return OUTPOST_SMTP_SIGN_IN_OAUTH2;
    case OUTPOST_SIGN_IN_CERTIFICATE:
      return OUTPOST_SMTP_SIGN_IN_CERTIFICATE;
    case OUTPOST_SIGN_IN_NONE:
      return OUTPOST_SMTP_SIGN_IN_NONE;
    case OUTPOST_SIGN_IN_AUTO:
    default:
      g_assert_not_reached ();
  }
}

static gboolean
check_credential (OutpostAccount     *self,
                  OutpostSmtpSignIn   sign_in,
                  OutpostSecret      *secret,
                  GError            **error)
{
  gboolean wants_secret = sign_in == OUTPOST_SMTP_SIGN_IN_PASSWORD ||
                          sign_in == OUTPOST_SMTP_SIGN_IN_OAUTH2;

  if (!check_value (self, OUTPOST_FIELD_SIGN_IN, error))
    return FALSE;
  /* No token where no window could get one: that is no empty field. */
  if (sign_in == OUTPOST_SMTP_SIGN_IN_OAUTH2 && secret == NULL)
    return set_invalid (OUTPOST_FIELD_SIGN_IN,
                        _("This version of Outpost does not sign in through the browser. "
                          "Use a password or an app password."), error);
  if (wants_secret && outpost_account_get (self, OUTPOST_FIELD_USERNAME)[0] == '\0')
    return set_incomplete (OUTPOST_FIELD_USERNAME, error);
  if (wants_secret && (secret == NULL || outpost_secret_get_length (secret) == 0))
    return set_incomplete (OUTPOST_FIELD_PASSWORD, error);
  if (sign_in == OUTPOST_SMTP_SIGN_IN_CERTIFICATE &&
      outpost_account_get (self, OUTPOST_FIELD_CLIENT_CERTIFICATE)[0] == '\0')
    return set_incomplete (OUTPOST_FIELD_CLIENT_CERTIFICATE, error);
  return TRUE;
}

/* RFC 4422, section 3.1: 1 to 20 of upper-case letters, digits, "-" and "_". */
static gboolean
is_mechanism (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

  return text[length] == '\0' && length >= 1 && length <= 20;
}

static OutpostSecret *
tidy_password (OutpostAccount *self,
               OutpostSecret  *password)
{
  const OutpostPreset *preset =
    outpost_preset_for_settings (outpost_account_get (self, OUTPOST_FIELD_SERVER),
                                 outpost_account_get (self, OUTPOST_FIELD_EMAIL));

  return outpost_preset_tidy_password (preset, password);
}

/**
 * outpost_account_to_credential:
 * @self: an account
 * @secret: (nullable): the password, or with `SignIn=oauth2` the access token
 * @error: return location for an [error@Outpost.AccountError]
 *
 * Says how to sign in, see [method@Outpost.Account.resolve_sign_in]. A method
 * without a secret takes none, even if one is given. Blanks with which a provider
 * only displays its app passwords are left out, see
 * [func@Outpost.preset_tidy_password].
 *
 * Returns: (transfer full): the credential, or %NULL with
 *   %OUTPOST_ACCOUNT_ERROR_INCOMPLETE or %OUTPOST_ACCOUNT_ERROR_INVALID naming
 *   the field by its label
 */
OutpostSmtpCredential *
outpost_account_to_credential (OutpostAccount  *self,
                               OutpostSecret   *secret,
                               GError         **error)
{
  OutpostSmtpSignIn sign_in;
  const char *username;
  gboolean has_identity;
  g_autofree char *mechanism = NULL;
  g_autoptr (OutpostSecret) tidy = NULL;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), NULL);

  sign_in = get_smtp_sign_in (self);
  if (!check_credential (self, sign_in, secret, error))
    return NULL;

  mechanism = g_ascii_strup (outpost_account_get (self, OUTPOST_FIELD_MECHANISM), -1);
  if (mechanism[0] != '\0' && !is_mechanism (mechanism)) {
    set_invalid (OUTPOST_FIELD_MECHANISM,
                 _("This is the name of a mechanism such as PLAIN or SCRAM-SHA-256."), error);
    return NULL;
  }

  has_identity = sign_in == OUTPOST_SMTP_SIGN_IN_PASSWORD || sign_in == OUTPOST_SMTP_SIGN_IN_OAUTH2;
  username = outpost_account_get (self, OUTPOST_FIELD_USERNAME);
  if (sign_in == OUTPOST_SMTP_SIGN_IN_PASSWORD)
    tidy = tidy_password (self, secret);
  else if (has_identity)
    tidy = outpost_secret_ref (secret);
  return outpost_smtp_credential_new (sign_in, has_identity ? username : NULL, tidy,
                                      mechanism[0] != '\0' ? mechanism : NULL);
}

/**
 * outpost_account_hash_settings:
 * @self: an account
 *
 * Makes the name under which the outcome of a test is remembered: SHA-256 over
 * all settings in the order of the fields. No secret goes in; a default counts
 * the same whether it is written out or not.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
outpost_account_hash_settings (OutpostAccount *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), NULL);

  /* With its NUL each text ends where it ends: no two accounts give one input. */
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    const char *key = outpost_field_get_key ((OutpostField) i);
    const char *text = outpost_account_get (self, (OutpostField) i);

    if (key == NULL)
      continue;
    g_checksum_update (sum, (const guchar *) key, (gssize) strlen (key) + 1);
    g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
  }
  return g_strdup (g_checksum_get_string (sum));
}
