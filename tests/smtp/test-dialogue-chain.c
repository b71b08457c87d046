/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <time.h>

#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <gnutls/x509-ext.h>

#include "tls-fixture.h"

#define DAY_S (24 * 60 * 60)

/* What a certificate is to be. */
typedef struct {
  gnutls_pk_algorithm_t     algorithm;
  guint                     bits;
  gnutls_digest_algorithm_t digest;    /* of the signature on it */
  const char               *purpose;   /* (nullable): OID */
  gboolean                  is_ca;
} Kind;

#define EC GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1)
#define SHA256 GNUTLS_DIG_SHA256

typedef struct {
  const char *name;
  Kind        root;
  Kind        middle;      /* without an algorithm: none */
  Kind        leaf;
  const char *host_name;   /* of the leaf */
  gsize       length;      /* of it; 0 if a NUL ends it */
  guint       status;      /* bits that must be set; 0: accepted */
} Case;

#define GOOD_ROOT { EC, SHA256, NULL, TRUE }
#define GOOD_LEAF { EC, SHA256, GNUTLS_KP_TLS_WWW_SERVER, FALSE }
#define NONE { 0 }

static const Case cases[] = {
  { "good", GOOD_ROOT, GOOD_ROOT, GOOD_LEAF, "mail.example", 0, 0 },

  /* Strength counts for the whole chain. */
  { "weak-root-key", { GNUTLS_PK_RSA, 1024, SHA256, NULL, TRUE }, NONE, GOOD_LEAF,
    "mail.example", 0, GNUTLS_CERT_INSECURE_ALGORITHM },
  { "weak-middle-key", GOOD_ROOT, { GNUTLS_PK_RSA, 1024, SHA256, NULL, TRUE }, GOOD_LEAF,
    "mail.example", 0, GNUTLS_CERT_INSECURE_ALGORITHM },
  { "weak-signature", GOOD_ROOT, NONE,
    { EC, GNUTLS_DIG_SHA1, GNUTLS_KP_TLS_WWW_SERVER, FALSE }, "mail.example", 0,
    GNUTLS_CERT_INSECURE_ALGORITHM },

  /* What its issuer must not sign for. */
  { "middle-for-clients", GOOD_ROOT, { EC, SHA256, GNUTLS_KP_TLS_WWW_CLIENT, TRUE }, GOOD_LEAF,
    "mail.example", 0, GNUTLS_CERT_PURPOSE_MISMATCH },
  { "signed-by-a-leaf", GOOD_ROOT, GOOD_LEAF, GOOD_LEAF, "mail.example", 0,
    GNUTLS_CERT_SIGNER_NOT_CA },

  /* Names (RFC 9525, section 6.3; CVE-2009-2408). */
  { "nul-in-name", GOOD_ROOT, NONE, GOOD_LEAF, "mail.example\0.example.net", 25,
    GNUTLS_CERT_UNEXPECTED_OWNER },
  { "part-of-a-label", GOOD_ROOT, NONE, GOOD_LEAF, "ma*.example", 0, GNUTLS_CERT_UNEXPECTED_OWNER },
  { "star-alone", GOOD_ROOT, NONE, GOOD_LEAF, "*", 0, GNUTLS_CERT_UNEXPECTED_OWNER },
  { "star-not-first", GOOD_ROOT, NONE, GOOD_LEAF, "mail.*", 0, GNUTLS_CERT_UNEXPECTED_OWNER },
  { "longer", GOOD_ROOT, NONE, GOOD_LEAF, "mail.example.net", 0, GNUTLS_CERT_UNEXPECTED_OWNER },
  { "shorter", GOOD_ROOT, NONE, GOOD_LEAF, "example", 0, GNUTLS_CERT_UNEXPECTED_OWNER },
};

typedef struct {
  gnutls_x509_crt_t     certificate;
  gnutls_x509_privkey_t key;
} Signed;

static void
must (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

static void
describe (gnutls_x509_crt_t  certificate,
          const Kind        *kind,
          const char        *name)
{
  guint8 serial[8], id[32];
  size_t size = sizeof id;

  must (gnutls_x509_crt_set_version (certificate, 3));
  must (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                       strlen (name)));
  must (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial));
  serial[0] = (serial[0] & 0x7f) | 0x01;
  must (gnutls_x509_crt_set_serial (certificate, serial, sizeof serial));
  must (gnutls_x509_crt_get_key_id (certificate, 0, id, &size));
  must (gnutls_x509_crt_set_subject_key_id (certificate, id, size));
  must (gnutls_x509_crt_set_activation_time (certificate, time (NULL) - DAY_S));
  must (gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + DAY_S));
  must (gnutls_x509_crt_set_ca_status (certificate, kind->is_ca));
  if (kind->is_ca)
    must (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_KEY_CERT_SIGN));
  if (kind->purpose != NULL)
    must (gnutls_x509_crt_set_key_purpose_oid (certificate, kind->purpose, 0));
}

/* A subject alternative name with one dNSName, made by hand: GnuTLS writes no NUL into one. */
static void
set_name (gnutls_x509_crt_t  certificate,
          const Case        *test)
{
  gsize length = test->length > 0 ? test->length : strlen (test->host_name);
  guint8 der[64] = { 0x30, (guint8) (length + 2), 0x82, (guint8) length };

  g_assert_cmpuint (length, <=, sizeof der - 4);
  memcpy (der + 4, test->host_name, length);
  must (gnutls_x509_crt_set_extension_by_oid (certificate, GNUTLS_X509EXT_OID_SAN, der, length + 4,
                                              0));
}

/* Without a signer it signs itself. */
static void
make (Signed       *self,
      const Kind   *kind,
      const char   *common_name,
      const Case   *names,
      const Signed *signer)
{
  must (gnutls_x509_privkey_init (&self->key));
  must (gnutls_x509_privkey_generate (self->key, kind->algorithm, kind->bits, 0));
  must (gnutls_x509_crt_init (&self->certificate));
  must (gnutls_x509_crt_set_key (self->certificate, self->key));
  describe (self->certificate, kind, common_name);
  if (names != NULL)
    set_name (self->certificate, names);
  if (signer == NULL)
    signer = self;
  must (gnutls_x509_crt_sign2 (self->certificate, signer->certificate, signer->key,
                               kind->digest, 0));
}

static void
clear (Signed *self)
{
  g_clear_pointer (&self->certificate, gnutls_x509_crt_deinit);
  g_clear_pointer (&self->key, gnutls_x509_privkey_deinit);
}

static void
add_pem (GString           *pem,
         gnutls_x509_crt_t  certificate)
{
  gnutls_datum_t text;

  must (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &text));
  g_string_append_len (pem, (const char *) text.data, text.size);
  gnutls_free (text.data);
}

static char *
write_file (TlsFixture *fixture,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (outpost_test_certs_get_dir (fixture->certs), name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* Makes the chain; the root goes to the account, the rest to the server. */
static OutpostTestCert *
make_chain (TlsFixture *fixture,
            const Case *test)
{
  Signed root = { 0 }, middle = { 0 }, leaf = { 0 };
  gboolean has_middle = test->middle.algorithm != 0;
  g_autoptr (GString) chain = g_string_new (NULL);
  g_autoptr (GString) trusted = g_string_new (NULL);
  g_autofree char *ca_file = NULL;
  OutpostTestCert *cert = g_new0 (OutpostTestCert, 1);
  gnutls_datum_t key;

  make (&root, &test->root, "root", NULL, NULL);
  if (has_middle)
    make (&middle, &test->middle, "middle", NULL, &root);
  make (&leaf, &test->leaf, "leaf", test, has_middle ? &middle : &root);

  add_pem (chain, leaf.certificate);
  if (has_middle)
    add_pem (chain, middle.certificate);
  add_pem (trusted, root.certificate);
  must (gnutls_x509_privkey_export2 (leaf.key, GNUTLS_X509_FMT_PEM, &key));
  cert->certificate_file = write_file (fixture, "chain.pem", chain->str);
  cert->key_file = write_file (fixture, "chain-key.pem", (const char *) key.data);
  ca_file = write_file (fixture, "root.pem", trusted->str);
  tls_fixture_set_ca_file (fixture, ca_file);

  gnutls_free (key.data);
  clear (&root);
  clear (&middle);
  clear (&leaf);
  return cert;
}

static void
remove_file (TlsFixture *fixture,
             const char *name)
{
  g_autofree char *path = g_build_filename (outpost_test_certs_get_dir (fixture->certs), name,
                                            NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
test_chain (TlsFixture    *fixture,
            gconstpointer  data)
{
  const Case *test = data;
  g_autoptr (OutpostTestCert) cert = make_chain (fixture, test);
  TlsServerOptions options = { 0 };
  g_autoptr (TlsServer) server = tls_server_new (cert, &options);
  gboolean secured = tls_fixture_secure (fixture, server, FALSE);

  if (test->status == 0) {
    g_assert_no_error (fixture->error);
    g_assert_true (secured);
  } else {
    g_assert_error (fixture->error, OUTPOST_SMTP_ERROR, OUTPOST_SMTP_ERROR_CERTIFICATE);
    g_assert_false (secured);
    g_assert_cmphex (fixture->failure.certificate_status & test->status, ==, test->status);
  }

  tls_fixture_forget (fixture);
  remove_file (fixture, "chain.pem");
  remove_file (fixture, "chain-key.pem");
  remove_file (fixture, "root.pem");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/chain/", cases[i].name, NULL);

    g_test_add (path, TlsFixture, &cases[i], tls_fixture_set_up, test_chain, tls_fixture_tear_down);
  }

  return g_test_run ();
}
