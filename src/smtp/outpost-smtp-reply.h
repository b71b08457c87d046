/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OutpostSmtpReply:
 * @code: three digits, 200 to 599
 * @enhanced: (nullable): enhanced status code of RFC 3463 as text, such as `5.7.8`
 * @text: (nullable): the lines' texts without code and enhanced code, joined by line
 *   feeds, as the octets came
 *
 * One whole reply.
 */
typedef struct {
  guint  code;
  char  *enhanced;
  char  *text;
} OutpostSmtpReply;

OutpostSmtpReply *outpost_smtp_reply_copy (const OutpostSmtpReply *self);
void              outpost_smtp_reply_free (OutpostSmtpReply       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpReply, outpost_smtp_reply_free)

/**
 * OutpostSmtpReplyParser:
 *
 * Takes octets as they come and gives whole replies (RFC 5321, section 4.2;
 * RFC 2034 for the enhanced codes) within the engine's limits.
 */
typedef struct _OutpostSmtpReplyParser OutpostSmtpReplyParser;

OutpostSmtpReplyParser *outpost_smtp_reply_parser_new       (void);
void                    outpost_smtp_reply_parser_free      (OutpostSmtpReplyParser  *self);
gboolean                outpost_smtp_reply_parser_push      (OutpostSmtpReplyParser  *self,
                                                             const char              *octets,
                                                             gsize                    length,
                                                             GError                 **error);
OutpostSmtpReply       *outpost_smtp_reply_parser_pop       (OutpostSmtpReplyParser  *self);
gboolean                outpost_smtp_reply_parser_has_reply (OutpostSmtpReplyParser  *self);
gboolean                outpost_smtp_reply_parser_is_empty  (OutpostSmtpReplyParser  *self);
const char             *outpost_smtp_reply_parser_get_line  (OutpostSmtpReplyParser  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpReplyParser, outpost_smtp_reply_parser_free)

G_END_DECLS
