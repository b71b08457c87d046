/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-certificate-private.h"

#include <gio/gio.h>
#include <gnutls/x509-ext.h>

#define SHA256_OCTETS 32

static char *
dup_datum (gnutls_datum_t *datum)
{
  char *text = g_strndup ((const char *) datum->data, datum->size);

  gnutls_free (datum->data);

  return text;
}

static char *
dup_subject (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t name;

  return gnutls_x509_crt_get_dn3 (certificate, &name, 0) == 0 ? dup_datum (&name) : NULL;
}

static char *
dup_issuer (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t name;

  return gnutls_x509_crt_get_issuer_dn3 (certificate, &name, 0) == 0 ? dup_datum (&name) : NULL;
}

static char *
dup_name (const gnutls_datum_t *name,
          guint                 type)
{
  g_autoptr (GInetAddress) address = NULL;

  if (type == GNUTLS_SAN_DNSNAME)
    return g_strndup ((const char *) name->data, name->size);

  if (type != GNUTLS_SAN_IPADDRESS || (name->size != 4 && name->size != 16))
    return NULL;

  address = g_inet_address_new_from_bytes (name->data, name->size == 4 ? G_SOCKET_FAMILY_IPV4
                                                                       : G_SOCKET_FAMILY_IPV6);

  return g_inet_address_to_string (address);
}

/* The subject alternative names; NULL where there are none that can be read. */
static gnutls_subject_alt_names_t
load_names (gnutls_x509_crt_t certificate)
{
  gnutls_subject_alt_names_t names;
  gnutls_datum_t extension;

  if (gnutls_x509_crt_get_extension_by_oid2 (certificate, GNUTLS_X509EXT_OID_SAN, 0, &extension,
                                             NULL) != 0)
    return NULL;

  if (gnutls_subject_alt_names_init (&names) == 0 &&
      gnutls_x509_ext_import_subject_alt_names (&extension, names, 0) != 0)
    g_clear_pointer (&names, gnutls_subject_alt_names_deinit);
  gnutls_free (extension.data);

  return names;
}

static char **
dup_names (gnutls_x509_crt_t certificate)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gnutls_subject_alt_names_t names = load_names (certificate);
  gnutls_datum_t name;
  guint type;

  if (names == NULL)
    return g_strv_builder_end (builder);

  for (guint i = 0; gnutls_subject_alt_names_get (names, i, &type, &name, NULL) == 0; i++) {
    g_autofree char *text = dup_name (&name, type);

    if (text != NULL)
      g_strv_builder_add (builder, text);
  }
  gnutls_subject_alt_names_deinit (names);

  return g_strv_builder_end (builder);
}

static char *
dup_fingerprint (gnutls_x509_crt_t certificate)
{
  guint8 digest[SHA256_OCTETS];
  size_t size = sizeof digest;
  GString *text;

  if (gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256, digest, &size) != 0)
    return NULL;

  text = g_string_new (NULL);
  for (size_t i = 0; i < size; i++)
    g_string_append_printf (text, "%s%02X", i > 0 ? ":" : "", digest[i]);

  return g_string_free (text, FALSE);
}

static char *
dup_pin (gnutls_x509_crt_t certificate)
{
  guint8 digest[SHA256_OCTETS];
  size_t size = sizeof digest;
  g_autofree char *base64 = NULL;

  if (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, digest, &size) != 0)
    return NULL;

  base64 = g_base64_encode (digest, size);

  return g_strconcat ("sha256:", base64, NULL);
}

/**
 * outpost_smtp_certificate_describe: (skip)
 * @certificate: a certificate
 *
 * Reads what is shown of a certificate and matched against pins. The pin is the
 * SHA-256 of the SubjectPublicKeyInfo (as in RFC 7469, section 2.4).
 *
 * Returns: (transfer full): a description
 */
OutpostSmtpCertificate *
outpost_smtp_certificate_describe (gnutls_x509_crt_t certificate)
{
  OutpostSmtpCertificate *self = g_new0 (OutpostSmtpCertificate, 1);

  self->subject = dup_subject (certificate);
  self->issuer = dup_issuer (certificate);
  self->names = dup_names (certificate);
  self->not_before = gnutls_x509_crt_get_activation_time (certificate);
  self->not_after = gnutls_x509_crt_get_expiration_time (certificate);
  self->sha256 = dup_fingerprint (certificate);
  self->pin = dup_pin (certificate);

  return self;
}

/**
 * outpost_smtp_certificate_has_dns_name: (skip)
 * @certificate: a certificate
 *
 * Returns: whether its subject alternative name has a dNSName
 */
gboolean
outpost_smtp_certificate_has_dns_name (gnutls_x509_crt_t certificate)
{
  gnutls_subject_alt_names_t names = load_names (certificate);
  gboolean found = FALSE;
  gnutls_datum_t name;
  guint type;

  if (names == NULL)
    return FALSE;

  for (guint i = 0; gnutls_subject_alt_names_get (names, i, &type, &name, NULL) == 0; i++)
    found |= type == GNUTLS_SAN_DNSNAME;
  gnutls_subject_alt_names_deinit (names);

  return found;
}
