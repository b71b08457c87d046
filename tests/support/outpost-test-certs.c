/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-test-certs.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <gnutls/x509-ext.h>

#define DAY_S (24 * 60 * 60)

struct _OutpostTestCerts {
  char                  *dir;
  char                  *ca_file;
  GPtrArray             *files;  /* (element-type filename): removed at the end */
  gnutls_x509_privkey_t  ca_key;
  gnutls_x509_crt_t      ca;
  guint                  n_issued;
};

/* A test that cannot make its certificates has nothing to test. */
static void
must (int code)
{
  if (code < 0)
    g_error ("Making test certificates: %s", gnutls_strerror (code));
}

static gnutls_x509_privkey_t
make_key (OutpostTestCertFlags flags)
{
  gnutls_x509_privkey_t key;

  must (gnutls_x509_privkey_init (&key));
  if ((flags & (OUTPOST_TEST_CERT_RSA_1024 | OUTPOST_TEST_CERT_RSA_2048)) != 0)
    must (gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA,
                                        (flags & OUTPOST_TEST_CERT_RSA_1024) != 0 ? 1024 : 2048,
                                        0));
  else
    must (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                        GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));

  return key;
}

static gnutls_x509_crt_t
make_certificate (gnutls_x509_privkey_t key,
                  const char           *common_name)
{
  gnutls_x509_crt_t certificate;
  guint8 serial[16], id[64];
  size_t id_size = sizeof id;

  must (gnutls_x509_crt_init (&certificate));
  must (gnutls_x509_crt_set_version (certificate, 3));
  must (gnutls_x509_crt_set_key (certificate, key));
  must (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
                                       common_name, strlen (common_name)));
  must (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial));
  serial[0] = (serial[0] & 0x7f) | 0x01; /* positive, and no leading zero octet */
  must (gnutls_x509_crt_set_serial (certificate, serial, sizeof serial));
  must (gnutls_x509_crt_get_key_id (certificate, 0, id, &id_size));
  must (gnutls_x509_crt_set_subject_key_id (certificate, id, id_size));

  return certificate;
}

static void
set_times (gnutls_x509_crt_t    certificate,
           OutpostTestCertFlags flags)
{
  time_t now = time (NULL);
  time_t from = (flags & OUTPOST_TEST_CERT_NOT_YET_VALID) != 0 ? now + DAY_S : now - 2 * DAY_S;
  time_t to = (flags & OUTPOST_TEST_CERT_EXPIRED) != 0 ? now - DAY_S : now + 30 * DAY_S;

  must (gnutls_x509_crt_set_activation_time (certificate, from));
  must (gnutls_x509_crt_set_expiration_time (certificate, to));
}

static void
add_names (gnutls_x509_crt_t   certificate,
           char              **names)
{
  for (char **name = names; *name != NULL; name++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (*name);

    if (address != NULL)
      must (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS,
                                                  g_inet_address_to_bytes (address),
                                                  g_inet_address_get_native_size (address),
                                                  GNUTLS_FSAN_APPEND));
    else
      must (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME,
                                                  *name, strlen (*name), GNUTLS_FSAN_APPEND));
  }
}

static void
demand_stapling (gnutls_x509_crt_t certificate)
{
  gnutls_x509_tlsfeatures_t features;

  must (gnutls_x509_tlsfeatures_init (&features));
  must (gnutls_x509_tlsfeatures_add (features, 5)); /* status_request, RFC 6066, section 8 */
  must (gnutls_x509_crt_set_tlsfeatures (certificate, features));
  gnutls_x509_tlsfeatures_deinit (features);
}

static char *
write_pem (OutpostTestCerts     *self,
           const char           *name,
           const gnutls_datum_t *pem)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (self->dir, name, NULL);

  g_file_set_contents_full (path, (const char *) pem->data, pem->size,
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->files, g_strdup (path));

  return path;
}

static char *
write_certificate (OutpostTestCerts  *self,
                   const char        *name,
                   gnutls_x509_crt_t  certificate)
{
  gnutls_datum_t pem;
  char *path;

  must (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem));
  path = write_pem (self, name, &pem);
  gnutls_free (pem.data);

  return path;
}

static char *
write_key (OutpostTestCerts      *self,
           const char            *name,
           gnutls_x509_privkey_t  key)
{
  gnutls_datum_t pem;
  char *path;

  must (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                           &pem));
  path = write_pem (self, name, &pem);
  gnutls_free (pem.data);

  return path;
}

static char *
make_pin (gnutls_x509_crt_t certificate)
{
  guint8 digest[32];
  size_t size = sizeof digest;
  g_autofree char *base64 = NULL;

  must (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, digest, &size));
  base64 = g_base64_encode (digest, size);

  return g_strconcat ("sha256:", base64, NULL);
}

/**
 * outpost_test_certs_new:
 *
 * Makes a certification authority (ECDSA P-256, which takes milliseconds) in a new
 * temporary folder. Each call makes another one that knows nothing of the first.
 *
 * Returns: (transfer full): a new authority
 */
OutpostTestCerts *
outpost_test_certs_new (void)
{
  OutpostTestCerts *self = g_new0 (OutpostTestCerts, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  static guint n_authorities = 0;

  self->dir = g_dir_make_tmp ("outpost-certs-XXXXXX", &error);
  g_assert_no_error (error);
  self->files = g_ptr_array_new_with_free_func (g_free);
  self->ca_key = make_key (OUTPOST_TEST_CERT_DEFAULT);
  /* By its name alone, one authority must not be taken for another. */
  name = g_strdup_printf ("Outpost test CA %u", ++n_authorities);
  self->ca = make_certificate (self->ca_key, name);
  set_times (self->ca, OUTPOST_TEST_CERT_DEFAULT);
  must (gnutls_x509_crt_set_ca_status (self->ca, 1));
  must (gnutls_x509_crt_set_key_usage (self->ca, GNUTLS_KEY_KEY_CERT_SIGN));
  must (gnutls_x509_crt_sign2 (self->ca, self->ca, self->ca_key, GNUTLS_DIG_SHA256, 0));
  self->ca_file = write_certificate (self, "ca.pem", self->ca);

  return self;
}

/**
 * outpost_test_certs_free:
 * @self: (nullable) (transfer full): an authority
 *
 * Frees @self and removes its folder with all certificates it issued.
 */
void
outpost_test_certs_free (OutpostTestCerts *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->files->len; i++)
    g_remove (g_ptr_array_index (self->files, i));
  g_rmdir (self->dir);

  gnutls_x509_crt_deinit (self->ca);
  gnutls_x509_privkey_deinit (self->ca_key);
  g_ptr_array_unref (self->files);
  g_free (self->ca_file);
  g_free (self->dir);
  g_free (self);
}

/**
 * outpost_test_certs_get_dir:
 * @self: an authority
 *
 * Returns: (transfer none) (type filename): the temporary folder
 */
const char *
outpost_test_certs_get_dir (OutpostTestCerts *self)
{
  return self->dir;
}

/**
 * outpost_test_certs_get_ca_file:
 * @self: an authority
 *
 * Returns: (transfer none) (type filename): the authority's certificate, for `CAFile`
 */
const char *
outpost_test_certs_get_ca_file (OutpostTestCerts *self)
{
  return self->ca_file;
}

/**
 * outpost_test_certs_issue:
 * @self: an authority
 * @names: names and addresses for the subject alternative name, separated by blanks;
 *   the first is the common name, too
 * @flags: what is to be wrong or different
 *
 * Issues a certificate for servers (for clients with %OUTPOST_TEST_CERT_CLIENT) that
 * holds from two days ago for thirty more, with a key of its own.
 *
 * Returns: (transfer full): the certificate; its files live as long as @self
 */
OutpostTestCert *
outpost_test_certs_issue (OutpostTestCerts     *self,
                          const char           *names,
                          OutpostTestCertFlags  flags)
{
  OutpostTestCert *cert = g_new0 (OutpostTestCert, 1);
  gboolean self_signed = (flags & OUTPOST_TEST_CERT_SELF_SIGNED) != 0;
  const char *purpose = (flags & OUTPOST_TEST_CERT_CLIENT) != 0 ? GNUTLS_KP_TLS_WWW_CLIENT
                                                                : GNUTLS_KP_TLS_WWW_SERVER;
  g_auto (GStrv) list = g_strsplit (names, " ", -1);
  gnutls_x509_privkey_t key = make_key (flags);
  gnutls_x509_crt_t certificate = make_certificate (key, list[0]);
  g_autofree char *certificate_name = g_strdup_printf ("%u.pem", ++self->n_issued);
  g_autofree char *key_name = g_strdup_printf ("%u-key.pem", self->n_issued);

  set_times (certificate, flags);
  must (gnutls_x509_crt_set_ca_status (certificate, 0));
  must (gnutls_x509_crt_set_key_purpose_oid (certificate, purpose, 0));
  must (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE |
                                                    GNUTLS_KEY_KEY_ENCIPHERMENT));
  add_names (certificate, (flags & OUTPOST_TEST_CERT_NO_SAN) == 0 ? list : list + 1);
  if ((flags & OUTPOST_TEST_CERT_MUST_STAPLE) != 0)
    demand_stapling (certificate);
  must (gnutls_x509_crt_sign2 (certificate, self_signed ? certificate : self->ca,
                               self_signed ? key : self->ca_key, GNUTLS_DIG_SHA256, 0));

  cert->certificate_file = write_certificate (self, certificate_name, certificate);
  cert->key_file = write_key (self, key_name, key);
  cert->pin = make_pin (certificate);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);

  return cert;
}

/**
 * outpost_test_cert_free:
 * @self: (nullable) (transfer full): a certificate
 *
 * Frees @self; the files stay until the authority is freed.
 */
void
outpost_test_cert_free (OutpostTestCert *self)
{
  if (self == NULL)
    return;

  g_free (self->certificate_file);
  g_free (self->key_file);
  g_free (self->pin);
  g_free (self);
}
