/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-smtp-receiver.h"
#include "outpost-wire-private.h"

G_BEGIN_DECLS

/* One connection of the receiver, as its parts share it. The words of its replies are
 * for other programs and for logs: they are not translated. */
typedef struct {
  const OutpostReceiverConfig *config;
  OutpostWire                 *wire;
  OutpostDeadline              session_end;
  GString                     *line;
  GString                     *output;
  gboolean                     is_over;
  guint                        n_commands;
  guint                        n_errors;
  guint                        n_sign_ins;

  OutpostReceiverEnvelope      envelope;
  gboolean                     by_chunks;     /* BDAT was used in this transaction */
  gpointer                     mail;          /* what the sink began */
  guint64                      mail_octets;
  gboolean                     after_cr;
  const char                  *mail_refusal;  /* static; why the message will not be taken */
} OutpostReceiverDialogue;

void     outpost_receiver_reply           (OutpostReceiverDialogue *self,
                                           const char              *text);
void     outpost_receiver_hang_up         (OutpostReceiverDialogue *self,
                                           const char              *text);
gboolean outpost_receiver_fill            (OutpostReceiverDialogue *self);
gboolean outpost_receiver_read_line       (OutpostReceiverDialogue *self);
void     outpost_receiver_wipe_line       (OutpostReceiverDialogue *self);
void     outpost_receiver_drop_mail       (OutpostReceiverDialogue *self);
void     outpost_receiver_reset           (OutpostReceiverDialogue *self);
gboolean outpost_receiver_offers_starttls (OutpostReceiverDialogue *self);

void     outpost_receiver_do_auth         (OutpostReceiverDialogue *self,
                                           const char              *argument);
void     outpost_receiver_do_data         (OutpostReceiverDialogue *self,
                                           const char              *argument);
void     outpost_receiver_do_bdat         (OutpostReceiverDialogue *self,
                                           const char              *argument);

G_END_DECLS
