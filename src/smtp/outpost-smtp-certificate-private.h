/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include "outpost-smtp-facts.h"

G_BEGIN_DECLS

OutpostSmtpCertificate *outpost_smtp_certificate_describe     (gnutls_x509_crt_t certificate);
gboolean                outpost_smtp_certificate_has_dns_name (gnutls_x509_crt_t certificate);

G_END_DECLS
