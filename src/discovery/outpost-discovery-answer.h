/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-fix.h"
#include "outpost-preset.h"

G_BEGIN_DECLS

/**
 * OutpostDiscoverySource:
 * @OUTPOST_DISCOVERY_SOURCE_ADMIN: a file of the administrator
 * @OUTPOST_DISCOVERY_SOURCE_USER: a file of the person's own
 * @OUTPOST_DISCOVERY_SOURCE_PRESET: the program's own list
 * @OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG: what the domain itself publishes over HTTPS
 * @OUTPOST_DISCOVERY_SOURCE_MOZILLA: the list that Mozilla keeps
 * @OUTPOST_DISCOVERY_SOURCE_SRV: service records in the domain's DNS (RFC 6186, RFC 8314)
 * @OUTPOST_DISCOVERY_SOURCE_MX: the provider that takes the domain's mail
 * @OUTPOST_DISCOVERY_SOURCE_TRYING: usual names, tried
 *
 * Where settings can come from. A smaller value is trusted more: it wins
 * whatever comes first.
 */
typedef enum {
  OUTPOST_DISCOVERY_SOURCE_ADMIN,
  OUTPOST_DISCOVERY_SOURCE_USER,
  OUTPOST_DISCOVERY_SOURCE_PRESET,
  OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG,
  OUTPOST_DISCOVERY_SOURCE_MOZILLA,
  OUTPOST_DISCOVERY_SOURCE_SRV,
  OUTPOST_DISCOVERY_SOURCE_MX,
  OUTPOST_DISCOVERY_SOURCE_TRYING,
} OutpostDiscoverySource;

#define OUTPOST_N_DISCOVERY_SOURCES 8

/**
 * OutpostDiscoveryAnswer:
 * @source: where it comes from
 * @address: the address it was looked for
 * @server: host name in A-labels, or an address literal without brackets
 * @port: TCP port
 * @security: never %OUTPOST_SMTP_SECURITY_NONE unless a file on this computer names a loopback host
 * @sign_in: how to sign in; %OUTPOST_SIGN_IN_AUTO where the source does not say
 * @username: (nullable): the user name, or %NULL if it cannot be told from the address
 * @preset: (nullable): what is known of the provider at @server: its advice is for this account
 * @provider: (nullable): the provider's name for people
 * @explanation: where it comes from in one sentence, translated, without a full stop: "Published
 *   by shop.example itself, over a secure connection"
 * @domain: the registrable domain of @server in Unicode ("example.org" of "smtp.eu.example.org");
 *   the whole of @server where it has none. What a person is shown to decide by
 * @needs_press: whether @domain has to be pressed before a password can be typed: the values come
 *   from DNS, from trying, or from a place that the domain only pointed to
 * @help_url: (nullable): an https page of help; from files of the administrator only
 *
 * Settings for sending from an address. Immutable and counted: may be kept while
 * better ones come. Every server in it but those of the first three sources has
 * just proved its name by a certificate that this computer trusts, and offered
 * a sign-in.
 */
typedef struct {
  OutpostDiscoverySource  source;
  char                   *address;
  char                   *server;
  guint16                 port;
  OutpostSmtpSecurity     security;
  OutpostSignIn           sign_in;
  char                   *username;
  const OutpostPreset    *preset;
  char                   *provider;
  char                   *explanation;
  char                   *domain;
  gboolean                needs_press;
  char                   *help_url;
  /*< private >*/
  char                   *origin;
  gboolean                username_is_usual;
} OutpostDiscoveryAnswer;

#define OUTPOST_TYPE_DISCOVERY_ANSWER (outpost_discovery_answer_get_type ())
GType                   outpost_discovery_answer_get_type   (void);

OutpostDiscoveryAnswer *outpost_discovery_answer_ref        (OutpostDiscoveryAnswer *self);
void                    outpost_discovery_answer_unref      (OutpostDiscoveryAnswer *self);

/* Where one value comes from, translated, to stand after it: "published by example.org", "from
 * Outpost’s own list", "found by trying". NULL for a field that the answer does not fill. */
const char             *outpost_discovery_answer_get_origin (OutpostDiscoveryAnswer *self,
                                                             OutpostField            field);
/* (transfer full) (element-type OutpostFixChange): what fills the draft: Email, Server, Port,
 * Security, SignIn, Username. Never lowers tls or starttls of a draft with a server to none. */
GPtrArray              *outpost_discovery_answer_to_fix     (OutpostDiscoveryAnswer *self,
                                                             OutpostAccount         *draft);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostDiscoveryAnswer, outpost_discovery_answer_unref)

G_END_DECLS
