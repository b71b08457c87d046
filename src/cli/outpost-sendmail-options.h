/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is asked of the program. */
typedef enum {
  OUTPOST_SENDMAIL_SEND,
  OUTPOST_SENDMAIL_HELP,
  OUTPOST_SENDMAIL_VERSION,
  OUTPOST_SENDMAIL_OTHER,   /* -bs, -bp, -q, --queue-only: what needs the outbox */
} OutpostSendmailTask;

/**
 * OutpostSendmailOptions:
 * @account: (nullable): id of the account
 * @from: (nullable): envelope sender; empty for the null reverse-path
 * @from_name: (nullable): display name for a missing From field
 * @recipients: (element-type utf8): those on the command line
 * @recipients_from_header: `-t`
 * @dots_are_text: `-i`: a lone dot does not end the message
 * @no_queue: send now or fail
 * @verbose: tell the dialogue on standard error
 */
typedef struct {
  OutpostSendmailTask  task;
  char                *account;
  char                *from;
  char                *from_name;
  GPtrArray           *recipients;
  gboolean             recipients_from_header;
  gboolean             dots_are_text;
  gboolean             no_queue;
  gboolean             verbose;
} OutpostSendmailOptions;

gboolean outpost_sendmail_options_parse (OutpostSendmailOptions  *self,
                                         int                      argc,
                                         char                   **argv,
                                         GError                 **error);
void     outpost_sendmail_options_clear (OutpostSendmailOptions  *self);

G_END_DECLS
