/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "outpost-receiver-limits.h"
#include "outpost-secret.h"

G_BEGIN_DECLS

/**
 * OutpostReceiverEnvelope:
 * @hello: (nullable): what the client called itself
 * @user: (nullable): who signed in
 * @is_tls: inside TLS
 * @is_extended: greeted by EHLO
 * @sender: the reverse-path without brackets; empty for the null one
 * @size: octets announced by SIZE, 0 if none
 * @is_8bit: BODY=8BITMIME
 * @is_utf8: SMTPUTF8
 * @recipients: (element-type utf8): accepted forward-paths without brackets
 */
typedef struct {
  char      *hello;
  char      *user;
  gboolean   is_tls;
  gboolean   is_extended;
  char      *sender;
  guint64    size;
  gboolean   is_8bit;
  gboolean   is_utf8;
  GPtrArray *recipients;
} OutpostReceiverEnvelope;

/**
 * OutpostReceiverSink:
 * @check_sender: (nullable): asked at MAIL; returns a reply ("550 5.1.1 …") or %NULL
 * @check_recipient: (nullable): the same at RCPT
 * @begin: begins a message; %NULL if it cannot be kept now
 * @write: a piece of it, lines ended by CRLF, dots unstuffed
 * @finish: takes the message over: returns the reply, 2yz only if it is kept for good
 * @abort: the message will not be finished
 *
 * Where mail goes. @finish and @abort free what @begin made. Called in the
 * connection's thread, several connections at once.
 */
typedef struct {
  char     *(*check_sender)    (const OutpostReceiverEnvelope *envelope,
                                const char                    *sender,
                                gpointer                       user_data);
  char     *(*check_recipient) (const OutpostReceiverEnvelope *envelope,
                                const char                    *recipient,
                                gpointer                       user_data);
  gpointer  (*begin)           (const OutpostReceiverEnvelope *envelope,
                                gpointer                       user_data);
  void      (*write)           (gpointer                       mail,
                                const char                    *octets,
                                gsize                          length);
  char     *(*finish)          (gpointer                       mail,
                                const OutpostReceiverEnvelope *envelope,
                                gpointer                       user_data);
  void      (*abort)           (gpointer                       mail);
} OutpostReceiverSink;

/**
 * OutpostReceiverAccounts:
 * @mechanisms: SASL mechanisms to offer, separated by blanks; those with -PLUS only
 *   where the connection has a channel binding
 * @find_password: (nullable): the password of a user, or %NULL
 * @check_token: (nullable): whether a bearer token is good for a user
 *
 * Who may sign in. Called in the connection's thread.
 */
typedef struct {
  const char    *mechanisms;
  OutpostSecret *(*find_password) (const char    *user,
                                   gpointer       user_data);
  gboolean       (*check_token)   (const char    *user,
                                   OutpostSecret *token,
                                   gpointer       user_data);
} OutpostReceiverAccounts;

/**
 * OutpostReceiverConfig:
 * @host_name: what the server calls itself
 * @banner: what stands after it in the greeting
 * @credentials: (nullable): certificate; without it there is no TLS
 * @priority: GnuTLS priority string
 * @ticket_key: (nullable): hands out session tickets
 * @accounts: (nullable): with it mail is taken from who signed in only, and where
 *   there is a certificate inside TLS only
 * @sink: where mail goes
 * @user_data: for @accounts and @sink
 *
 * How to receive. Must stay as it is while connections are served.
 */
typedef struct {
  const char                       *host_name;
  const char                       *banner;
  gnutls_certificate_credentials_t  credentials;
  const char                       *priority;
  const gnutls_datum_t             *ticket_key;
  OutpostReceiverLimits             limits;
  const OutpostReceiverAccounts    *accounts;
  const OutpostReceiverSink        *sink;
  gpointer                          user_data;
} OutpostReceiverConfig;

void outpost_smtp_receiver_serve (const OutpostReceiverConfig *config,
                                  int                          fd,
                                  gboolean                     tls_first,
                                  GCancellable                *stop);

G_END_DECLS
