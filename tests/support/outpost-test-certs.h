/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostTestCertFlags:
 * @OUTPOST_TEST_CERT_EXPIRED: its time ended yesterday
 * @OUTPOST_TEST_CERT_NOT_YET_VALID: its time begins tomorrow
 * @OUTPOST_TEST_CERT_NO_SAN: the first name stands as common name only
 * @OUTPOST_TEST_CERT_RSA_1024: an RSA key of 1024 bits
 * @OUTPOST_TEST_CERT_RSA_2048: an RSA key of 2048 bits
 * @OUTPOST_TEST_CERT_CLIENT: for clients only (the wrong purpose on a server)
 * @OUTPOST_TEST_CERT_SELF_SIGNED: signed by itself, not by the CA
 * @OUTPOST_TEST_CERT_MUST_STAPLE: demands an OCSP response (RFC 7633)
 */
typedef enum {
  OUTPOST_TEST_CERT_DEFAULT = 0,
  OUTPOST_TEST_CERT_EXPIRED = 1 << 0,
  OUTPOST_TEST_CERT_NOT_YET_VALID = 1 << 1,
  OUTPOST_TEST_CERT_NO_SAN = 1 << 2,
  OUTPOST_TEST_CERT_RSA_1024 = 1 << 3,
  OUTPOST_TEST_CERT_RSA_2048 = 1 << 4,
  OUTPOST_TEST_CERT_CLIENT = 1 << 5,
  OUTPOST_TEST_CERT_SELF_SIGNED = 1 << 6,
  OUTPOST_TEST_CERT_MUST_STAPLE = 1 << 7,
} OutpostTestCertFlags;

/**
 * OutpostTestCert:
 * @certificate_file: path of the PEM certificate
 * @key_file: path of the PEM private key
 * @pin: `sha256:BASE64` of the SubjectPublicKeyInfo
 */
typedef struct {
  char *certificate_file;
  char *key_file;
  char *pin;
} OutpostTestCert;

/**
 * OutpostTestCerts:
 *
 * A certification authority made for one test, in a temporary folder of its own.
 */
typedef struct _OutpostTestCerts OutpostTestCerts;

OutpostTestCerts *outpost_test_certs_new         (void);
void              outpost_test_certs_free        (OutpostTestCerts     *self);
const char       *outpost_test_certs_get_dir     (OutpostTestCerts     *self);
const char       *outpost_test_certs_get_ca_file (OutpostTestCerts     *self);
OutpostTestCert  *outpost_test_certs_issue       (OutpostTestCerts     *self,
                                                  const char           *names,
                                                  OutpostTestCertFlags  flags);
void              outpost_test_cert_free         (OutpostTestCert      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostTestCerts, outpost_test_certs_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostTestCert, outpost_test_cert_free)

G_END_DECLS
