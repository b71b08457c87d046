/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-practice-certificate.h"

#include <string.h>
#include <time.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509-ext.h>
#include <gnutls/x509.h>

#include "outpost-file.h"
#include "outpost-secret.h"

/* The whole span, slack included. */
#define VALID_S (30 * 24 * 60 * 60)

/* A clock set back by a moment after the start must not make the pair unusable. */
#define CLOCK_SLACK_S 300

#define SERIAL_OCTETS 16

typedef gnutls_x509_crt_t Certificate;
typedef gnutls_x509_privkey_t Key;
typedef gnutls_x509_name_constraints_t Constraints;

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Certificate, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Key, gnutls_x509_privkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Constraints, gnutls_x509_name_constraints_deinit, NULL)

static gboolean
check (int      code,
       GError **error)
{
  if (code >= 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               /* Translators: %s is the reason as the TLS library words it */
               _("The practice certificate cannot be made: %s."), gnutls_strerror (code));
  return FALSE;
}

static int
generate_key (Key *key)
{
  int code = gnutls_x509_privkey_init (key);

  if (code < 0)
    return code;
  return gnutls_x509_privkey_generate (*key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
}

static int
set_subject_key_id (Certificate certificate)
{
  guint8 id[64];
  gsize length = sizeof id;
  int code = gnutls_x509_crt_get_key_id (certificate, 0, id, &length);

  return code < 0 ? code : gnutls_x509_crt_set_subject_key_id (certificate, id, length);
}

/* What CA and leaf have in common. */
static int
fill_common (Certificate  certificate,
             Key          key,
             const char  *name)
{
  guint8 serial[SERIAL_OCTETS];
  time_t now = time (NULL);
  int code = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);

  if (code < 0)
    return code;
  /* RFC 5280, section 4.1.2.2: positive, and not zero. */
  serial[0] = (serial[0] & 0x7f) | 0x40;
  if ((code = gnutls_x509_crt_set_serial (certificate, serial, sizeof serial)) < 0 ||
      (code = gnutls_x509_crt_set_version (certificate, 3)) < 0 ||
      (code = gnutls_x509_crt_set_key (certificate, key)) < 0 ||
      (code = gnutls_x509_crt_set_dn (certificate, name, NULL)) < 0 ||
      (code = gnutls_x509_crt_set_activation_time (certificate, now - CLOCK_SLACK_S)) < 0 ||
      (code = gnutls_x509_crt_set_expiration_time (certificate, now - CLOCK_SLACK_S + VALID_S)) < 0)
    return code;
  return set_subject_key_id (certificate);
}

static int
permit_address (Constraints  constraints,
                const char  *network)
{
  gnutls_datum_t range = { NULL, 0 };
  int code = gnutls_x509_cidr_to_rfc5280 (network, &range);

  if (code < 0)
    return code;
  code = gnutls_x509_name_constraints_add_permitted (constraints, GNUTLS_SAN_IPADDRESS, &range);
  gnutls_free (range.data);
  return code;
}

/* RFC 5280, section 4.2.1.10: nothing outside these names can be vouched for. */
static int
constrain (Certificate certificate)
{
  g_auto (Constraints) constraints = NULL;
  gnutls_datum_t name = { (guchar *) "localhost", strlen ("localhost") };
  int code = gnutls_x509_name_constraints_init (&constraints);

  if (code < 0 ||
      (code = gnutls_x509_name_constraints_add_permitted (constraints, GNUTLS_SAN_DNSNAME,
                                                          &name)) < 0 ||
      (code = permit_address (constraints, "127.0.0.1/32")) < 0 ||
      (code = permit_address (constraints, "::1/128")) < 0)
    return code;
  return gnutls_x509_crt_set_name_constraints (certificate, constraints, 1);
}

static int
make_ca (Certificate *ca,
         Key          key)
{
  int code = gnutls_x509_crt_init (ca);

  if (code < 0 ||
      (code = fill_common (*ca, key, "CN=Outpost practice CA")) < 0 ||
      (code = gnutls_x509_crt_set_basic_constraints (*ca, 1, 0)) < 0 ||
      (code = gnutls_x509_crt_set_key_usage (*ca, GNUTLS_KEY_KEY_CERT_SIGN)) < 0 ||
      (code = constrain (*ca)) < 0)
    return code;
  return gnutls_x509_crt_sign2 (*ca, *ca, key, GNUTLS_DIG_SHA256, 0);
}

static int
add_names (Certificate leaf)
{
  static const guint8 ipv4[] = { 127, 0, 0, 1 };
  static const guint8 ipv6[16] = { [15] = 1 };
  int code = gnutls_x509_crt_set_subject_alt_name (leaf, GNUTLS_SAN_DNSNAME, "localhost",
                                                   strlen ("localhost"), GNUTLS_FSAN_SET);

  if (code < 0 ||
      (code = gnutls_x509_crt_set_subject_alt_name (leaf, GNUTLS_SAN_IPADDRESS, ipv4, sizeof ipv4,
                                                    GNUTLS_FSAN_APPEND)) < 0)
    return code;
  return gnutls_x509_crt_set_subject_alt_name (leaf, GNUTLS_SAN_IPADDRESS, ipv6, sizeof ipv6,
                                               GNUTLS_FSAN_APPEND);
}

static int
make_leaf (Certificate *leaf,
           Key          key,
           Certificate  ca,
           Key          ca_key)
{
  guint8 id[64];
  gsize length = sizeof id;
  int code = gnutls_x509_crt_init (leaf);

  if (code < 0 ||
      (code = fill_common (*leaf, key, "CN=Outpost practice server")) < 0 ||
      (code = add_names (*leaf)) < 0 ||
      (code = gnutls_x509_crt_set_basic_constraints (*leaf, 0, -1)) < 0 ||
      (code = gnutls_x509_crt_set_key_usage (*leaf, GNUTLS_KEY_DIGITAL_SIGNATURE)) < 0 ||
      (code = gnutls_x509_crt_set_key_purpose_oid (*leaf, GNUTLS_KP_TLS_WWW_SERVER, 0)) < 0 ||
      (code = gnutls_x509_crt_get_subject_key_id (ca, id, &length, NULL)) < 0 ||
      (code = gnutls_x509_crt_set_authority_key_id (*leaf, id, length)) < 0)
    return code;
  return gnutls_x509_crt_sign2 (*leaf, ca, ca_key, GNUTLS_DIG_SHA256, 0);
}

/* Takes the text over and wipes it, since it may be a key. */
static gboolean
write_pem (const char      *path,
           int              code,
           gnutls_datum_t  *pem,
           GError         **error)
{
  gboolean done;

  if (!check (code, error))
    return FALSE;
  done = outpost_file_replace (path, (const char *) pem->data, pem->size, error);
  outpost_wipe (pem->data, pem->size);
  g_clear_pointer (&pem->data, gnutls_free);

  return done;
}

/**
 * outpost_practice_certificate_write:
 * @ca_file: (type filename): gets the CA's certificate
 * @certificate_file: (type filename): gets the server's certificate
 * @key_file: (type filename): gets the server's key
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Makes a CA and one certificate signed by it, both for localhost, 127.0.0.1 and
 * ::1 only and for 30 days. The CA's key signs this one certificate, is wiped and
 * never written: who trusts the CA trusts nothing else. All files are mode 0600.
 *
 * Returns: whether the three files are on disk
 */
gboolean
outpost_practice_certificate_write (const char  *ca_file,
                                    const char  *certificate_file,
                                    const char  *key_file,
                                    GError     **error)
{
  g_auto (Key) ca_key = NULL;
  g_auto (Key) key = NULL;
  g_auto (Certificate) ca = NULL;
  g_auto (Certificate) leaf = NULL;
  gnutls_datum_t pem = { NULL, 0 };
  int code;

  if (!check (generate_key (&ca_key), error) || !check (generate_key (&key), error) ||
      !check (make_ca (&ca, ca_key), error) || !check (make_leaf (&leaf, key, ca, ca_key), error))
    return FALSE;

  code = gnutls_x509_crt_export2 (ca, GNUTLS_X509_FMT_PEM, &pem);
  if (!write_pem (ca_file, code, &pem, error))
    return FALSE;
  code = gnutls_x509_crt_export2 (leaf, GNUTLS_X509_FMT_PEM, &pem);
  if (!write_pem (certificate_file, code, &pem, error))
    return FALSE;
  code = gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &pem);
  return write_pem (key_file, code, &pem, error);
}
