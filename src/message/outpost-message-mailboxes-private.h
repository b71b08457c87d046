/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a list of addresses is made of, in its order. */
typedef enum {
  OUTPOST_MAILBOX,
  OUTPOST_MAILBOX_GROUP,      /* a group of that name begins */
  OUTPOST_MAILBOX_GROUP_END,
} OutpostMailboxKind;

/* Text as it was written: encoded words are not decoded, and whether the
 * address is one has still to be asked. */
typedef struct {
  OutpostMailboxKind  kind;
  char               *name;     /* before the angle brackets, or of the group */
  char               *comment;  /* in round brackets */
  char               *address;
} OutpostMailbox;

GPtrArray *outpost_mailboxes_parse (const char *value,
                                    gboolean   *sound);

G_END_DECLS
