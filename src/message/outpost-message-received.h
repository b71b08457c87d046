/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostReceivedTls:
 * @OUTPOST_RECEIVED_TLS_UNTOLD: the server does not say
 * @OUTPOST_RECEIVED_TLS_NO: it names a protocol without
 * @OUTPOST_RECEIVED_TLS_YES: it names one with, or what was agreed upon
 *
 * Whether a step was encrypted.
 */
typedef enum {
  OUTPOST_RECEIVED_TLS_UNTOLD,
  OUTPOST_RECEIVED_TLS_NO,
  OUTPOST_RECEIVED_TLS_YES,
} OutpostReceivedTls;

/**
 * OutpostReceived:
 * @from: (nullable): the name that the client gave
 * @verified: (nullable): its name as the server looked it up
 * @address: (nullable): its IP address
 * @by: (nullable): the server
 * @protocol: (nullable): the `with` clause
 * @tls: whether the step was encrypted
 * @tls_version: (nullable): such as `TLSv1.3`
 * @cipher: (nullable): as the server writes it
 * @time: seconds since 1970 UTC, or 0 if it cannot be told
 *
 * A Received field. Its text is as it came: nothing in it is made printable.
 */
typedef struct {
  char               *from;
  char               *verified;
  char               *address;
  char               *by;
  char               *protocol;
  OutpostReceivedTls  tls;
  char               *tls_version;
  char               *cipher;
  gint64              time;
} OutpostReceived;

OutpostReceived *outpost_received_parse (const char      *value);
void             outpost_received_free  (OutpostReceived *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostReceived, outpost_received_free)

G_END_DECLS
