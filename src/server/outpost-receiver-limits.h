/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostReceiverLimits:
 * @line_octets: longest command line without CRLF (RFC 4954, section 4, wants 12,288)
 * @recipients: recipients a transaction
 * @message_octets: largest message
 * @idle_ms: longest silence
 * @session_ms: longest connection
 * @sign_ins: refused sign-ins before the connection ends
 * @commands: commands a connection
 * @errors: commands that were answered by an error before the connection ends
 *
 * What one connection may cost. Each must be set.
 */
typedef struct {
  gsize   line_octets;
  guint   recipients;
  guint64 message_octets;
  guint   idle_ms;
  guint   session_ms;
  guint   sign_ins;
  guint   commands;
  guint   errors;
} OutpostReceiverLimits;

G_END_DECLS
