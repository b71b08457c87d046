/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-message.h"
#include "outpost-smtp-wire-private.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpBody:
 *
 * The octets of a message on their way to the wire, as chunks (RFC 3030) or with dot
 * stuffing (RFC 5321, section 4.5.2). Its memory does not grow with the message.
 */
typedef struct _OutpostSmtpBody OutpostSmtpBody;

OutpostSmtpBody *outpost_smtp_body_new         (OutpostMessage   *message,
                                                GError          **error);
void             outpost_smtp_body_free        (OutpostSmtpBody  *self);
guint64          outpost_smtp_body_begin_chunk (OutpostSmtpBody  *self,
                                                gboolean         *is_last);
gboolean         outpost_smtp_body_is_between  (OutpostSmtpBody  *self);
gboolean         outpost_smtp_body_is_at_end   (OutpostSmtpBody  *self);
gboolean         outpost_smtp_body_add_plain   (OutpostSmtpBody  *self,
                                                OutpostSmtpWire  *wire,
                                                gboolean         *added,
                                                GError          **error);
gboolean         outpost_smtp_body_add_stuffed (OutpostSmtpBody  *self,
                                                OutpostSmtpWire  *wire,
                                                gboolean         *added,
                                                GError          **error);
const char      *outpost_smtp_body_get_end     (OutpostSmtpBody  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpBody, outpost_smtp_body_free)

G_END_DECLS
