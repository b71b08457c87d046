/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"

G_BEGIN_DECLS

/* More than any provider needs: the longest file of the Mozilla list has some 10 KiB. */
#define OUTPOST_AUTOCONFIG_MAX_OCTETS (64 * 1024)

/**
 * OutpostAutoconfigError:
 * @OUTPOST_AUTOCONFIG_ERROR_TOO_LARGE: more than %OUTPOST_AUTOCONFIG_MAX_OCTETS
 * @OUTPOST_AUTOCONFIG_ERROR_TOO_DEEP: elements within elements within elements
 * @OUTPOST_AUTOCONFIG_ERROR_MALFORMED: no XML in UTF-8
 * @OUTPOST_AUTOCONFIG_ERROR_NO_SETTINGS: something else than settings
 * @OUTPOST_AUTOCONFIG_ERROR_NO_SERVER: settings without a server that can be used
 */
typedef enum {
  OUTPOST_AUTOCONFIG_ERROR_TOO_LARGE,
  OUTPOST_AUTOCONFIG_ERROR_TOO_DEEP,
  OUTPOST_AUTOCONFIG_ERROR_MALFORMED,
  OUTPOST_AUTOCONFIG_ERROR_NO_SETTINGS,
  OUTPOST_AUTOCONFIG_ERROR_NO_SERVER,
} OutpostAutoconfigError;

#define OUTPOST_AUTOCONFIG_ERROR (outpost_autoconfig_error_quark ())
GQuark             outpost_autoconfig_error_quark (void);

/**
 * OutpostAutoconfigOrigin:
 * @OUTPOST_AUTOCONFIG_ORIGIN_ADMIN: a file of the administrator
 * @OUTPOST_AUTOCONFIG_ORIGIN_USER: a file of the person's own
 * @OUTPOST_AUTOCONFIG_ORIGIN_NETWORK: a document from elsewhere
 *
 * How much a document may say. Only a file on this computer may name a private
 * address, port 25, or a loopback server without encryption; only the
 * administrator's may lead to a page.
 */
typedef enum {
  OUTPOST_AUTOCONFIG_ORIGIN_ADMIN,
  OUTPOST_AUTOCONFIG_ORIGIN_USER,
  OUTPOST_AUTOCONFIG_ORIGIN_NETWORK,
} OutpostAutoconfigOrigin;

/**
 * OutpostAutoconfigServer:
 * @host: host name in A-labels, or an address without brackets
 * @port: TCP port
 * @security: how the connection is secured
 * @sign_in: how to sign in
 * @username: (nullable): the user name with its placeholders filled in, or %NULL if the document
 *   has none
 */
typedef struct {
  char                *host;
  guint16              port;
  OutpostSmtpSecurity  security;
  OutpostSignIn        sign_in;
  char                *username;
} OutpostAutoconfigServer;

/**
 * OutpostAutoconfig:
 * @provider: (nullable): the provider's name for people
 * @help_url: (nullable): an https page
 * @servers: (element-type OutpostAutoconfigServer): at least one, in the provider's order
 *
 * What a document says of sending.
 */
typedef struct {
  char      *provider;
  char      *help_url;
  GPtrArray *servers;
} OutpostAutoconfig;

OutpostAutoconfig *outpost_autoconfig_parse       (const char               *octets,
                                                   gsize                     length,
                                                   const char               *address,
                                                   OutpostAutoconfigOrigin   origin,
                                                   GError                  **error);
void               outpost_autoconfig_free        (OutpostAutoconfig        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostAutoconfig, outpost_autoconfig_free)

G_END_DECLS
