/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "outpost-secret.h"

G_BEGIN_DECLS

/**
 * OutpostSmtpTranscript:
 *
 * What was said, fit to be shown: the literal secret and its base64 are
 * replaced in both directions, the message body is never in it, text is made
 * printable, and its size is bounded. Safe to use from any thread.
 */
typedef struct _OutpostSmtpTranscript OutpostSmtpTranscript;

/* 'C': client, 'S': server, '*': a remark of ours ("TLS 1.3 from here on") */
typedef struct {
  gint64  microseconds;  /* since the transcript began */
  char    side;
  char   *text;
} OutpostSmtpTranscriptLine;

OutpostSmtpTranscript *outpost_smtp_transcript_new    (void);
OutpostSmtpTranscript *outpost_smtp_transcript_ref    (OutpostSmtpTranscript *self);
void                   outpost_smtp_transcript_unref  (OutpostSmtpTranscript *self);
void                   outpost_smtp_transcript_hide   (OutpostSmtpTranscript *self,
                                                       OutpostSecret         *secret);
void                   outpost_smtp_transcript_add    (OutpostSmtpTranscript *self,
                                                       char                   side,
                                                       const char            *octets,
                                                       gssize                 length);
void                   outpost_smtp_transcript_add_hidden (OutpostSmtpTranscript *self,
                                                           char                   side,
                                                           const char            *visible);
char                  *outpost_smtp_transcript_redact (OutpostSmtpTranscript *self,
                                                       const char            *text);
GPtrArray             *outpost_smtp_transcript_get_lines (OutpostSmtpTranscript *self);
guint                  outpost_smtp_transcript_get_dropped (OutpostSmtpTranscript *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostSmtpTranscript, outpost_smtp_transcript_unref)

G_END_DECLS
