/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-dns.h"

G_BEGIN_DECLS

/* Pure: the octets of an answer (RFC 1035, section 4) in, records out. Whatever the octets are,
 * what comes out is bounded, and every host in it is well formed. On failure the error is
 * OUTPOST_DNS_ERROR_NO_RECORD, _NOT_OFFERED, _NOT_A_HOST or _BAD_ANSWER; its words speak of name. */
GList     *outpost_dns_answer_read_srv       (const guint8   *octets,
                                              gsize           length,
                                              const char     *name,
                                              GError        **error);
GPtrArray *outpost_dns_answer_read_mx        (const guint8   *octets,
                                              gsize           length,
                                              const char     *name,
                                              GError        **error);
GPtrArray *outpost_dns_answer_read_txt       (const guint8   *octets,
                                              gsize           length,
                                              const char     *name,
                                              GError        **error);
GPtrArray *outpost_dns_answer_read_addresses (const guint8   *octets,
                                              gsize           length,
                                              GSocketFamily   family,
                                              const char     *name,
                                              GError        **error);
void       outpost_dns_set_error             (GError        **error,
                                              OutpostDnsError code,
                                              const char     *name);

G_END_DECLS
