/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  OUTPOST_SPF_ALL,
  OUTPOST_SPF_INCLUDE,
  OUTPOST_SPF_A,
  OUTPOST_SPF_MX,
  OUTPOST_SPF_PTR,
  OUTPOST_SPF_IP4,
  OUTPOST_SPF_IP6,
  OUTPOST_SPF_EXISTS,
} OutpostSpfMechanism;

/**
 * OutpostSpfTerm:
 * @mechanism: what is compared
 * @qualifier: `+`, `-`, `~` or `?`: what a match means
 * @spec: (nullable): a domain-spec, its macros not expanded; %NULL: the domain itself
 * @network: (nullable): for `ip4` and `ip6`
 * @prefix4: bits of an IPv4 address that count, at most 32
 * @prefix6: bits of an IPv6 address that count, at most 128
 * @text: the directive as it was written
 *
 * One directive of an SPF record.
 */
typedef struct {
  OutpostSpfMechanism  mechanism;
  char                 qualifier;
  char                *spec;
  GInetAddress        *network;
  guint8               prefix4;
  guint8               prefix6;
  char                *text;
} OutpostSpfTerm;

/**
 * OutpostSpfRecord:
 * @terms: (element-type OutpostSpfTerm): the directives, in order
 * @redirect: (nullable): the domain-spec of `redirect=`
 *
 * An SPF record whose syntax is right.
 */
typedef struct {
  GPtrArray *terms;
  char      *redirect;
} OutpostSpfRecord;

gboolean              outpost_spf_record_is_one   (const char              *text);
OutpostSpfRecord     *outpost_spf_record_parse    (const char              *text,
                                                   char                   **wrong);
void                  outpost_spf_record_free     (OutpostSpfRecord        *self);
const OutpostSpfTerm *outpost_spf_record_find_all (const OutpostSpfRecord  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSpfRecord, outpost_spf_record_free)

G_END_DECLS
