/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-dns.h"
#include "outpost-smtp-prober.h"

G_BEGIN_DECLS

/**
 * OutpostBesideResult:
 * @OUTPOST_BESIDE_WORKS: its certificate verifies and it offers a sign-in
 * @OUTPOST_BESIDE_NO_SIGN_IN: its certificate verifies, but it offers no sign-in
 * @OUTPOST_BESIDE_NOT_TRUSTED: it speaks TLS with a certificate that does not verify
 * @OUTPOST_BESIDE_ANSWERS: somebody answers there, and no more was asked or came of it
 * @OUTPOST_BESIDE_REFUSED: the connection was refused
 * @OUTPOST_BESIDE_NO_ANSWER: nobody answered in time, or there is no way to it
 * @OUTPOST_BESIDE_NOT_FOUND: the name was not found
 * @OUTPOST_BESIDE_CUT_OFF: ended before it could be told, since a better one had answered
 *
 * What came of one attempt beside a failed test.
 */
typedef enum {
  OUTPOST_BESIDE_WORKS,
  OUTPOST_BESIDE_NO_SIGN_IN,
  OUTPOST_BESIDE_NOT_TRUSTED,
  OUTPOST_BESIDE_ANSWERS,
  OUTPOST_BESIDE_REFUSED,
  OUTPOST_BESIDE_NO_ANSWER,
  OUTPOST_BESIDE_NOT_FOUND,
  OUTPOST_BESIDE_CUT_OFF,
} OutpostBesideResult;

/**
 * OutpostBeside:
 * @probes: (element-type OutpostSmtpProbe): what was tried, without credentials, in the order
 *   in which they would be offered
 * @presence: of the server's name, if it was not found
 * @is_offline: this computer has no way out to any network
 * @is_portal: the network lets nobody through before its own page was seen (RFC 8952)
 *
 * What was looked at beside a test that could not connect or secure.
 */
typedef struct {
  GPtrArray          *probes;
  OutpostDnsPresence  presence;
  gboolean            is_offline;
  gboolean            is_portal;
} OutpostBeside;

OutpostBesideResult outpost_beside_judge (const OutpostSmtpProbe *probe);
void                outpost_beside_free  (OutpostBeside          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostBeside, outpost_beside_free)

G_END_DECLS
