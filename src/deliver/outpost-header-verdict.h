/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OutpostVerdictLevel:
 * @OUTPOST_VERDICT_UNKNOWN: the header does not tell enough
 * @OUTPOST_VERDICT_GOOD: nothing to do
 * @OUTPOST_VERDICT_REMARK: it arrived well, but something should be looked at
 * @OUTPOST_VERDICT_BAD: mail like this is refused or filed as spam in places
 *
 * What the whole header comes to.
 */
typedef enum {
  OUTPOST_VERDICT_UNKNOWN,
  OUTPOST_VERDICT_GOOD,
  OUTPOST_VERDICT_REMARK,
  OUTPOST_VERDICT_BAD,
} OutpostVerdictLevel;

/**
 * OutpostVerdictAnswer:
 * @OUTPOST_VERDICT_UNTOLD: the header does not say
 * @OUTPOST_VERDICT_NO: no
 * @OUTPOST_VERDICT_YES: yes
 */
typedef enum {
  OUTPOST_VERDICT_UNTOLD,
  OUTPOST_VERDICT_NO,
  OUTPOST_VERDICT_YES,
} OutpostVerdictAnswer;

/**
 * OutpostHeaderMethod:
 * @OUTPOST_HEADER_SPF: may this server send for the envelope's domain (RFC 7208)
 * @OUTPOST_HEADER_DKIM: is it signed, and unchanged (RFC 6376)
 * @OUTPOST_HEADER_DMARC: does one of the two hold for the domain in From (RFC 9989)
 * @OUTPOST_HEADER_N_METHODS: how many there are
 */
typedef enum {
  OUTPOST_HEADER_SPF,
  OUTPOST_HEADER_DKIM,
  OUTPOST_HEADER_DMARC,
  OUTPOST_HEADER_N_METHODS,
} OutpostHeaderMethod;

/**
 * OutpostHeaderResult:
 * @OUTPOST_HEADER_RESULT_UNTOLD: the receiver says nothing about it
 * @OUTPOST_HEADER_RESULT_PASSED: `pass`
 * @OUTPOST_HEADER_RESULT_FAILED: `fail`
 * @OUTPOST_HEADER_RESULT_WEAK: `softfail`, `neutral` or `policy`: neither passed nor failed
 * @OUTPOST_HEADER_RESULT_NONE: `none`: no record, or no signature
 * @OUTPOST_HEADER_RESULT_ERROR: `temperror` or `permerror`: it could not be checked
 *
 * The result of one method (RFC 8601, section 2.7).
 */
typedef enum {
  OUTPOST_HEADER_RESULT_UNTOLD,
  OUTPOST_HEADER_RESULT_PASSED,
  OUTPOST_HEADER_RESULT_FAILED,
  OUTPOST_HEADER_RESULT_WEAK,
  OUTPOST_HEADER_RESULT_NONE,
  OUTPOST_HEADER_RESULT_ERROR,
} OutpostHeaderResult;

/**
 * OutpostHeaderCheck:
 * @result: how it went
 * @aligned: whether it was about the domain in From, as DMARC wants it; for
 *   %OUTPOST_HEADER_DMARC whether SPF or DKIM passed in alignment
 * @domain: (nullable): the domain it was about
 * @words: what it means, in whole sentences
 *
 * One of the three lines SPF, DKIM and DMARC; those names are not translated.
 */
typedef struct {
  OutpostHeaderResult   result;
  OutpostVerdictAnswer  aligned;
  char                 *domain;
  char                 *words;
} OutpostHeaderCheck;

/* The delay of a hop that cannot be told, as that of the first. */
#define OUTPOST_HEADER_DELAY_UNKNOWN G_MININT64

/**
 * OutpostHeaderHop:
 * @from: (nullable): who handed the message over, as the receiving side saw it
 * @by: (nullable): who took it
 * @time: when, in seconds since 1970 UTC; 0 if that cannot be told
 * @delay_s: seconds since the hop before, below zero where clocks differ, or
 *   %OUTPOST_HEADER_DELAY_UNKNOWN
 * @tls: whether the way between the two was encrypted
 * @protocol: (nullable): such as `ESMTPS`
 * @tls_version: (nullable): such as `TLSv1.3`
 * @cipher: (nullable): such as `TLS_AES_256_GCM_SHA384`
 * @trusted: whether the receiver's own servers wrote it; anybody can have
 *   written the others
 * @words: the protocol, the delay and what is to be known of the hop, for people
 *
 * One step of a message's way.
 */
typedef struct {
  char                 *from;
  char                 *by;
  gint64                time;
  gint64                delay_s;
  OutpostVerdictAnswer  tls;
  char                 *protocol;
  char                 *tls_version;
  char                 *cipher;
  gboolean              trusted;
  char                 *words;
} OutpostHeaderHop;

/**
 * OutpostHeaderVerdict:
 * @level: what it comes to
 * @title: one sentence that says it
 * @receiver: (nullable): the server whose results count
 * @from: (nullable): the address in From
 * @checks: SPF, DKIM and DMARC
 * @hops: (element-type OutpostHeaderHop): the way, from the first server to the
 *   last; at most 100
 * @n_hops: how many there are in the header
 * @rewritten: whether the address in From is another than was sent
 * @rewritten_words: what is known of that
 * @spam: whether the receiver took it for spam
 * @spam_words: what is known of that
 * @notes: (array zero-terminated=1): what else is to be known, as of results that
 *   do not count; whole sentences
 * @next_steps: (array zero-terminated=1): what to do, the most urgent first; may
 *   be empty
 *
 * What the header of a message that arrived says about the way of mail. All text
 * is printable UTF-8 and plain: what comes from the header may hold any other
 * character, so it must not be taken for markup.
 */
typedef struct {
  OutpostVerdictLevel    level;
  char                  *title;
  char                  *receiver;
  char                  *from;
  OutpostHeaderCheck     checks[OUTPOST_HEADER_N_METHODS];
  GPtrArray             *hops;
  guint                  n_hops;
  OutpostVerdictAnswer   rewritten;
  char                  *rewritten_words;
  OutpostVerdictAnswer   spam;
  char                  *spam_words;
  char                 **notes;
  char                 **next_steps;
} OutpostHeaderVerdict;

OutpostHeaderVerdict *outpost_header_verdict_new     (const char                 *octets,
                                                      gsize                       length,
                                                      const char                 *sender);
char                 *outpost_header_verdict_to_text (const OutpostHeaderVerdict *self);
char                 *outpost_header_verdict_to_json (const OutpostHeaderVerdict *self);
void                  outpost_header_verdict_free    (OutpostHeaderVerdict       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostHeaderVerdict, outpost_header_verdict_free)

G_END_DECLS
