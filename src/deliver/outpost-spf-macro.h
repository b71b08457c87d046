/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OutpostSpfMacros:
 * @address: (nullable): the sending server's; without it, what depends on it has no value
 * @local: the part of the sender before the @
 * @sender_domain: the domain of the sender
 * @domain: the domain whose record is read
 * @hello: what the server calls itself
 *
 * What macros stand for (RFC 7208, section 7.2).
 */
typedef struct {
  GInetAddress *address;
  const char   *local;
  const char   *sender_domain;
  const char   *domain;
  const char   *hello;
} OutpostSpfMacros;

gboolean  outpost_spf_macro_is_string      (const char             *text,
                                            gboolean                explains);
gboolean  outpost_spf_macro_is_domain_spec (const char             *text);
char     *outpost_spf_macro_expand         (const char             *spec,
                                            const OutpostSpfMacros *macros);

G_END_DECLS
