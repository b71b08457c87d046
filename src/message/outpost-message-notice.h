/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostNoticeRecipient:
 * @address: (nullable): whom the message was for
 * @action: (nullable): `failed`, `delayed`, `delivered`, `relayed` or `expanded`
 * @status: (nullable): the enhanced status code, such as `5.1.1`
 * @remote: (nullable): the server that was asked
 * @diagnostic: (nullable): what it said; with SMTP, its reply
 *
 * What became of a message for one recipient.
 */
typedef struct {
  char *address;
  char *action;
  char *status;
  char *remote;
  char *diagnostic;
} OutpostNoticeRecipient;

/**
 * OutpostNotice:
 * @reporting: (nullable): the server that gave up, or has news
 * @recipients: (element-type OutpostNoticeRecipient): at least one
 *
 * A delivery status notification (RFC 3464), made printable.
 */
typedef struct {
  char      *reporting;
  GPtrArray *recipients;
} OutpostNotice;

OutpostNotice *outpost_notice_parse (const char    *octets,
                                     gsize          length);
void           outpost_notice_free  (OutpostNotice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostNotice, outpost_notice_free)

G_END_DECLS
