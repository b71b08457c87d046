/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-discovery.h"
#include "outpost-discovery-answer-private.h"
#include "outpost-discovery-fetch-private.h"

G_BEGIN_DECLS

/* The places that are asked, the most trusted first. */
typedef enum {
  OUTPOST_DISCOVERY_PLACE_ADMIN,
  OUTPOST_DISCOVERY_PLACE_USER,
  OUTPOST_DISCOVERY_PLACE_PRESET,
  OUTPOST_DISCOVERY_PLACE_HOST,         /* autoconfig.DOMAIN */
  OUTPOST_DISCOVERY_PLACE_WELL_KNOWN,   /* DOMAIN/.well-known/autoconfig */
  OUTPOST_DISCOVERY_PLACE_MOZILLA,
  OUTPOST_DISCOVERY_PLACE_SRV,
  OUTPOST_DISCOVERY_PLACE_MX,
  OUTPOST_DISCOVERY_PLACE_TRYING,
} OutpostDiscoveryPlace;

#define OUTPOST_N_DISCOVERY_PLACES 9
#define OUTPOST_DISCOVERY_FIRST_REMOTE OUTPOST_DISCOVERY_PLACE_HOST

/* _submissions and _submission. */
#define OUTPOST_N_DISCOVERY_SERVICES 2

/* What becomes of one place. */
typedef struct {
  OutpostDiscovery       *search;
  OutpostDiscoveryPlace   place;
  OutpostDiscoverySource  source;
  OutpostDiscoveryState   state;
  char                   *detail;
  OutpostDiscoveryAnswer *answer;
  GCancellable           *cancellable;

  char                   *document_host; /* who sent the document whose servers are tried */
  GPtrArray              *candidates[OUTPOST_N_DISCOVERY_SERVICES]; /* SRV: of each service */
  guint                   n_look_ups;    /* SRV: how many are not over */
  GError                 *failure;       /* SRV: why one of them gave nothing */
  char                   *exchanger;     /* MX: the host that takes the domain's mail */
  GQueue                 *list_domains;  /* MX: what to look for in the Mozilla list */
  gboolean                list_asked;    /* MX: its turn at the list has come */
} OutpostDiscoveryAttempt;

struct _OutpostDiscovery {
  GObject                  parent_instance;

  char                    *address;
  char                    *domain;        /* in A-labels; NULL if the address is none */
  char                    *shown_domain;
  char                    *site_label;
  char                    *suggestion;
  gboolean                 keep_address;
  char                    *mozilla_uri;
  char                    *admin_folder;
  char                    *user_folder;
  OutpostDiscoveryLimits   limits;

  OutpostDiscoveryAttempt  attempts[OUTPOST_N_DISCOVERY_PLACES];
  OutpostDiscoveryAnswer  *best;          /* as last told */

  /* While it runs. */
  GTask                   *task;
  GObject                 *session;
  GSource                 *limit;
  GSource                 *cancelled;
  guint                    n_pending;     /* calls whose callbacks have not come */
  gboolean                 over;
};

/* An attempt. Between hold() and release() a callback is awaited. */
void     outpost_discovery_attempt_ask      (OutpostDiscoveryAttempt *self);
void     outpost_discovery_attempt_hold     (OutpostDiscoveryAttempt *self);
void     outpost_discovery_attempt_release  (OutpostDiscoveryAttempt *self);
gboolean outpost_discovery_attempt_is_over  (OutpostDiscoveryAttempt *self);
void     outpost_discovery_attempt_end      (OutpostDiscoveryAttempt *self,
                                             OutpostDiscoveryState    state,
                                             const char              *detail);
void     outpost_discovery_attempt_fail     (OutpostDiscoveryAttempt *self,
                                             const GError            *error);
void     outpost_discovery_attempt_answer   (OutpostDiscoveryAttempt *self,
                                             OutpostDiscoveryAnswer  *answer);
void     outpost_discovery_attempt_verify   (OutpostDiscoveryAttempt *self,
                                             GPtrArray               *answers);

/* Places on this computer: at once. */
void     outpost_discovery_ask_file         (OutpostDiscoveryAttempt *self);
void     outpost_discovery_ask_preset       (OutpostDiscoveryAttempt *self);
gboolean outpost_discovery_has_file         (OutpostDiscovery        *self);

/* Places elsewhere: they begin. */
void     outpost_discovery_ask_autoconfig   (OutpostDiscoveryAttempt *self);
void     outpost_discovery_ask_mozilla      (OutpostDiscoveryAttempt *self,
                                             const char              *domain);
void     outpost_discovery_ask_srv          (OutpostDiscoveryAttempt *self);
void     outpost_discovery_ask_mx           (OutpostDiscoveryAttempt *self);
void     outpost_discovery_ask_list_for_mx  (OutpostDiscoveryAttempt *self);
void     outpost_discovery_try_names        (OutpostDiscoveryAttempt *self);

/* The run. */
void     outpost_discovery_run_begin        (OutpostDiscovery        *self);
void     outpost_discovery_run_advance      (OutpostDiscovery        *self);

/* Words. */
void     outpost_discovery_attempt_describe (OutpostDiscoveryAttempt *self,
                                             OutpostDiscoveryAnswer  *answer);

G_END_DECLS
