/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-verify-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/x509.h>

#include "outpost-smtp-certificate-private.h"
#include "outpost-smtp-error.h"

#define PIN_PREFIX "sha256:"
#define PIN_OCTETS 32

/* The profile of the priority string: 112 bits, RSA of 2,048. */
#define MIN_STRENGTH GNUTLS_SEC_PARAM_MEDIUM

/* What to say first where several things are wrong. */
static const struct {
  gnutls_certificate_status_t bits;
  const char *message;
} messages[] = {
  { GNUTLS_CERT_MISMATCH,
    N_("The server’s key is not the pinned one.") },
  { GNUTLS_CERT_REVOKED,
    N_("The server’s certificate was withdrawn by its issuer.") },
  { GNUTLS_CERT_INSECURE_ALGORITHM,
    N_("The server’s certificate uses a key or a signature that is too weak.") },
  { GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA |
    GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE | GNUTLS_CERT_SIGNATURE_FAILURE,
    N_("Nobody whom this account trusts has signed the server’s certificate.") },
  { GNUTLS_CERT_PURPOSE_MISMATCH,
    N_("The certificate is not made for a server.") },
  { GNUTLS_CERT_UNEXPECTED_OWNER,
    N_("The server’s certificate is for another name.") },
  { GNUTLS_CERT_NOT_ACTIVATED,
    N_("The server’s certificate is not valid yet.") },
  { GNUTLS_CERT_EXPIRED,
    N_("The server’s certificate has expired.") },
  { GNUTLS_CERT_MISSING_OCSP_STATUS | GNUTLS_CERT_INVALID_OCSP_STATUS |
    GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED |
    GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE,
    N_("The server does not prove that its certificate was not withdrawn.") },
};

static const char *
get_message (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    if ((status & messages[i].bits) != 0)
      return _(messages[i].message);

  return _("The server’s certificate is not in order.");
}

/* As text: outpost_smtp_verify_pins() has let only the one form of base64 pass, and
 * a pin is not secret. */
static gboolean
matches_pin (const OutpostSmtpEndpoint *endpoint,
             const char                *pin)
{
  return pin != NULL && g_strv_contains ((const char * const *) endpoint->pinned_keys, pin);
}

static gboolean
has_pins (const OutpostSmtpEndpoint *endpoint)
{
  return endpoint->pinned_keys != NULL && endpoint->pinned_keys[0] != NULL;
}

/* RFC 9525, section 6: the subject alternative name alone. GnuTLS would take the
 * common name where no dNSName stands beside it (measured with 3.7.9). */
static gboolean
matches_host (gnutls_x509_crt_t          certificate,
              const OutpostSmtpEndpoint *endpoint)
{
  g_autofree char *name = outpost_smtp_verify_dup_name (endpoint);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);

  if (address != NULL)
    return gnutls_x509_crt_check_ip (certificate, g_inet_address_to_bytes (address),
                                     g_inet_address_get_native_size (address), 0) != 0;

  return outpost_smtp_certificate_has_dns_name (certificate) &&
         gnutls_x509_crt_check_hostname2 (certificate, name,
                                          GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES) != 0;
}

/* What holds with and without a pin: the strength of the key and its purpose. A chain
 * that ends early (signer unknown, or waived by a pin) would not be asked for either. */
static guint
check_leaf (gnutls_x509_crt_t certificate)
{
  guint status = 0, bits = 0;
  int algorithm = gnutls_x509_crt_get_pk_algorithm (certificate, &bits);

  if (algorithm < 0 || gnutls_pk_bits_to_sec_param (algorithm, bits) < MIN_STRENGTH)
    status |= GNUTLS_CERT_INSECURE_ALGORITHM;
  if (gnutls_x509_crt_check_key_purpose (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0) == 0)
    status |= GNUTLS_CERT_PURPOSE_MISMATCH;

  return status;
}

/* Signatures, dates, strength and purposes of the whole chain, and what is stapled. */
static guint
check_chain (gnutls_session_t session)
{
  gnutls_typed_vdata_st purpose = {
    .type = GNUTLS_DT_KEY_PURPOSE_OID,
    .data = (guint8 *) GNUTLS_KP_TLS_WWW_SERVER,
  };
  guint status = 0;

  if (gnutls_certificate_verify_peers (session, &purpose, 1, &status) < 0)
    return GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND;

  return status;
}

static gnutls_x509_crt_t
import_leaf (gnutls_session_t session)
{
  guint n = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (session, &n);
  gnutls_x509_crt_t certificate;

  if (chain == NULL || n == 0 || gnutls_x509_crt_init (&certificate) < 0)
    return NULL;

  if (gnutls_x509_crt_import (certificate, &chain[0], GNUTLS_X509_FMT_DER) < 0)
    g_clear_pointer (&certificate, gnutls_x509_crt_deinit);

  return certificate;
}

static void
set_certificate (OutpostSmtpFacts  *facts,
                 gnutls_session_t   session,
                 gnutls_x509_crt_t  certificate)
{
  gnutls_datum_t response;

  outpost_smtp_certificate_free (facts->certificate);
  facts->certificate = outpost_smtp_certificate_describe (certificate);
  facts->certificate->stapled = gnutls_ocsp_status_request_get (session, &response) == 0;
}

/**
 * outpost_smtp_verify_dup_name: (skip)
 * @endpoint: where to connect to
 *
 * Returns: (transfer full): the name or address that the certificate must be for:
 *   the host without the trailing dot of a fully qualified name
 */
char *
outpost_smtp_verify_dup_name (const OutpostSmtpEndpoint *endpoint)
{
  gsize length = strlen (endpoint->host);

  if (length > 1 && endpoint->host[length - 1] == '.')
    length--;

  return g_strndup (endpoint->host, length);
}

/**
 * outpost_smtp_verify_pins: (skip)
 * @endpoint: where to connect to
 * @error: return location for an [error@Outpost.SmtpError]
 *
 * Checks that each pin of @endpoint could match: a pin with a typing error must not
 * look like a server with another key.
 *
 * Returns: %TRUE if all pins are well formed, or there is none; otherwise @error
 *   is %OUTPOST_SMTP_ERROR_SETTINGS
 */
gboolean
outpost_smtp_verify_pins (const OutpostSmtpEndpoint  *endpoint,
                          GError                    **error)
{
  for (char **pin = endpoint->pinned_keys; pin != NULL && *pin != NULL; pin++) {
    gboolean good = FALSE;

    if (g_str_has_prefix (*pin, PIN_PREFIX)) {
      gsize length = 0;
      g_autofree guchar *digest = g_base64_decode (*pin + strlen (PIN_PREFIX), &length);
      g_autofree char *again = g_base64_encode (digest, length);

      good = length == PIN_OCTETS && g_str_equal (again, *pin + strlen (PIN_PREFIX));
    }

    if (!good) {
      g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_SETTINGS,
                           _("The pinned key is not written as “sha256:” and 44 characters "
                             "of base64."));
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * outpost_smtp_verify_session: (skip)
 * @session: a session whose peer has shown its certificate, in the handshake or,
 *   where it resumes, in an earlier one
 * @endpoint: where the connection goes
 * @facts: gets the certificate, also of a refused one
 * @failure: gets the certificate's status
 * @error: return location for an [error@Outpost.SmtpError]
 *
 * Verifies the peer: key strength and purpose, then either a pin or chain, dates,
 * name and stapled status. A pin waives chain, dates and name, and none of the rest.
 * GnuTLS' own gnutls_session_set_verify_cert() verifies nothing on a resumed session
 * (measured with 3.7.9); this is to be called after each handshake.
 *
 * Returns: %TRUE if the peer is who it should be; otherwise @error is
 *   %OUTPOST_SMTP_ERROR_CERTIFICATE
 */
gboolean
outpost_smtp_verify_session (gnutls_session_t            session,
                             const OutpostSmtpEndpoint  *endpoint,
                             OutpostSmtpFacts           *facts,
                             OutpostSmtpFailure         *failure,
                             GError                    **error)
{
  gnutls_x509_crt_t leaf = import_leaf (session);
  guint status = GNUTLS_CERT_SIGNER_NOT_FOUND;

  if (leaf != NULL) {
    set_certificate (facts, session, leaf);
    status = check_leaf (leaf);
    if (!has_pins (endpoint)) {
      status |= check_chain (session);
      status |= matches_host (leaf, endpoint) ? 0 : GNUTLS_CERT_UNEXPECTED_OWNER;
    } else if (!matches_pin (endpoint, facts->certificate->pin)) {
      status |= GNUTLS_CERT_MISMATCH;
    }
    gnutls_x509_crt_deinit (leaf);
  }

  if (status == 0)
    return TRUE;

  failure->certificate_status = status | GNUTLS_CERT_INVALID;
  g_set_error_literal (error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE,
                       get_message (status));

  return FALSE;
}
