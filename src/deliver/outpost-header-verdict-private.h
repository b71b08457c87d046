/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-header-verdict.h"
#include "outpost-message-received.h"
#include "outpost-message-results.h"

G_BEGIN_DECLS

/* What kind of field told it; earlier ones are better. */
typedef enum {
  OUTPOST_TOLD_RESULTS,  /* Authentication-Results */
  OUTPOST_TOLD_SPF,      /* Received-SPF */
  OUTPOST_TOLD_ARC,      /* ARC-Authentication-Results */
  OUTPOST_TOLD_N_KINDS,
} OutpostToldKind;

/* A field that tells of checks. */
typedef struct {
  OutpostToldKind       kind;
  OutpostMethodResults *results;
  guint                 n_above;  /* Received fields above it */
  gboolean              trusted;  /* the receiver wrote it */
} OutpostHeaderTold;

/* A header as it was read, before anything is made of it. */
typedef struct {
  GPtrArray *fields;       /* of OutpostPastedField; in all of these the topmost is first */
  GPtrArray *received;     /* of OutpostReceived */
  GPtrArray *told;         /* of OutpostHeaderTold */
  guint      n_trusted;    /* how many Received fields the receiver wrote */
  GHashTable *organizations;  /* whose servers took the message in these steps */
  guint      n_from;       /* how many addresses From has, in all its fields */
  char      *from;         /* the first of them, or NULL; printable */
  char      *from_domain;  /* in A-labels, or NULL */
} OutpostHeaderFacts;

OutpostHeaderFacts *outpost_header_facts_new            (const char               *octets,
                                                         gsize                     length);
void                outpost_header_facts_free           (OutpostHeaderFacts       *self);
GPtrArray          *outpost_header_facts_find           (const OutpostHeaderFacts *self,
                                                         const char               *method);
char               *outpost_header_facts_dup_receiver   (const OutpostHeaderFacts *self);

char               *outpost_header_dup_domain           (const char               *text);
char               *outpost_header_dup_organization     (const char               *domain);
gboolean            outpost_header_are_aligned          (const char               *a,
                                                         const char               *b);

char               *outpost_header_show                 (const char               *text);
char               *outpost_header_show_address         (const char               *text);

void                outpost_header_check_all            (OutpostHeaderVerdict     *verdict,
                                                         const OutpostHeaderFacts *facts);
void                outpost_header_add_hops             (OutpostHeaderVerdict     *verdict,
                                                         const OutpostHeaderFacts *facts);
void                outpost_header_judge_sender         (OutpostHeaderVerdict     *verdict,
                                                         const OutpostHeaderFacts *facts,
                                                         const char               *sender);
void                outpost_header_judge_spam           (OutpostHeaderVerdict     *verdict,
                                                         const OutpostHeaderFacts *facts);
char              **outpost_header_make_notes           (const OutpostHeaderVerdict *verdict,
                                                         const OutpostHeaderFacts *facts);
char              **outpost_header_make_steps           (const OutpostHeaderVerdict *verdict,
                                                         const OutpostHeaderFacts *facts,
                                                         const char               *sender);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostHeaderFacts, outpost_header_facts_free)

G_END_DECLS
