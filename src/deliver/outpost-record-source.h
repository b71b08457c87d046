/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-deadline.h"
#include "outpost-dns.h"

G_BEGIN_DECLS

/**
 * OutpostRecordType:
 * @OUTPOST_RECORD_TXT: gives texts (char *)
 * @OUTPOST_RECORD_MX: gives #OutpostDnsMx
 * @OUTPOST_RECORD_A: gives #GInetAddress
 * @OUTPOST_RECORD_AAAA: gives #GInetAddress
 */
typedef enum {
  OUTPOST_RECORD_TXT,
  OUTPOST_RECORD_MX,
  OUTPOST_RECORD_A,
  OUTPOST_RECORD_AAAA,
} OutpostRecordType;

/**
 * OutpostRecordFunc:
 * @type: which records
 * @name: of which name, in A-labels
 * @user_data: of the source
 * @error: return location for a [error@Outpost.DnsError] or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): at least one record, or %NULL with @error set
 */
typedef GPtrArray *(*OutpostRecordFunc) (OutpostRecordType   type,
                                         const char         *name,
                                         gpointer            user_data,
                                         GError            **error);

/**
 * OutpostRecordSource:
 * @look_up: answers
 * @user_data: handed to it
 *
 * Where the rules get their records from: the DNS, or a test's paper.
 */
typedef struct {
  OutpostRecordFunc look_up;
  gpointer          user_data;
} OutpostRecordSource;

OutpostRecordSource *outpost_record_source_new_dns (OutpostDeadline            deadline,
                                                    GCancellable              *cancellable);
void                 outpost_record_source_free    (OutpostRecordSource       *self);

GPtrArray           *outpost_record_source_look_up (const OutpostRecordSource *self,
                                                    OutpostRecordType          type,
                                                    const char                *name,
                                                    GError                   **error);
gboolean             outpost_record_is_absent      (const GError              *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostRecordSource, outpost_record_source_free)

G_END_DECLS
