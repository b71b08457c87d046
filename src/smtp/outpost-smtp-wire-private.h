/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-reply.h"
#include "outpost-smtp-transcript.h"
#include "outpost-smtp-transport-private.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpWire:
 *
 * Commands on their way to the server and replies on their way back. Both move
 * in one loop, so that neither side waits for the other to read first.
 */
typedef struct _OutpostSmtpWire OutpostSmtpWire;

OutpostSmtpWire      *outpost_smtp_wire_new               (OutpostSmtpTransport   *transport,
                                                           OutpostSmtpTranscript  *transcript);
void                  outpost_smtp_wire_free              (OutpostSmtpWire        *self);
OutpostSmtpTransport *outpost_smtp_wire_get_transport     (OutpostSmtpWire        *self);
void                  outpost_smtp_wire_start_over        (OutpostSmtpWire        *self);
gboolean              outpost_smtp_wire_is_clean          (OutpostSmtpWire        *self);

gboolean              outpost_smtp_wire_queue             (OutpostSmtpWire        *self,
                                                           const char             *line,
                                                           GError                **error);
void                  outpost_smtp_wire_queue_secret      (OutpostSmtpWire        *self,
                                                           const char             *start,
                                                           OutpostSecret          *rest);
void                  outpost_smtp_wire_queue_octets      (OutpostSmtpWire        *self,
                                                           const char             *octets);
char                 *outpost_smtp_wire_get_space         (OutpostSmtpWire        *self,
                                                           gsize                  *size);
void                  outpost_smtp_wire_use_space         (OutpostSmtpWire        *self,
                                                           gsize                   length);

guint64               outpost_smtp_wire_get_queued        (OutpostSmtpWire        *self);
guint64               outpost_smtp_wire_get_written       (OutpostSmtpWire        *self);
gint64                outpost_smtp_wire_get_last_progress (OutpostSmtpWire        *self);
char                 *outpost_smtp_wire_dup_first_octets  (OutpostSmtpWire        *self);

gboolean              outpost_smtp_wire_turn              (OutpostSmtpWire        *self,
                                                           OutpostDeadline         deadline,
                                                           GCancellable           *cancellable,
                                                           GError                **error);
OutpostSmtpReply     *outpost_smtp_wire_pop               (OutpostSmtpWire        *self);
void                  outpost_smtp_wire_refuse_unasked    (GError                **error);
OutpostSmtpReply     *outpost_smtp_wire_read_sync         (OutpostSmtpWire        *self,
                                                           guint                   silence_ms,
                                                           OutpostDeadline         deadline,
                                                           GCancellable           *cancellable,
                                                           GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpWire, outpost_smtp_wire_free)

G_END_DECLS
