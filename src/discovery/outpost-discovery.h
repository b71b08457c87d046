/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-discovery-answer.h"

G_BEGIN_DECLS

/**
 * OutpostDiscoveryState:
 * @OUTPOST_DISCOVERY_STATE_WAITING: not asked yet; asked if those before it know nothing
 * @OUTPOST_DISCOVERY_STATE_ASKING: being asked
 * @OUTPOST_DISCOVERY_STATE_ANSWERED: gave an answer
 * @OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN: was asked, and knows nothing
 * @OUTPOST_DISCOVERY_STATE_NOT_IN_IT: a list without the domain
 * @OUTPOST_DISCOVERY_STATE_UNUSABLE: said something that cannot be used; the detail says why
 * @OUTPOST_DISCOVERY_STATE_NO_ANSWER: could not be asked, or did not answer in time
 * @OUTPOST_DISCOVERY_STATE_NOT_ASKED: left alone: switched off, or a better answer was there
 * @OUTPOST_DISCOVERY_STATE_NOT_NEEDED: was being asked when a better answer came
 *
 * How it stands with one source.
 */
typedef enum {
  OUTPOST_DISCOVERY_STATE_WAITING,
  OUTPOST_DISCOVERY_STATE_ASKING,
  OUTPOST_DISCOVERY_STATE_ANSWERED,
  OUTPOST_DISCOVERY_STATE_NOTHING_KNOWN,
  OUTPOST_DISCOVERY_STATE_NOT_IN_IT,
  OUTPOST_DISCOVERY_STATE_UNUSABLE,
  OUTPOST_DISCOVERY_STATE_NO_ANSWER,
  OUTPOST_DISCOVERY_STATE_NOT_ASKED,
  OUTPOST_DISCOVERY_STATE_NOT_NEEDED,
} OutpostDiscoveryState;

/**
 * OutpostDiscoveryError:
 * @OUTPOST_DISCOVERY_ERROR_ADDRESS: the text is no e-mail address
 * @OUTPOST_DISCOVERY_ERROR_SUGGESTION: another domain was probably meant; nothing was asked
 * @OUTPOST_DISCOVERY_ERROR_NOTHING_FOUND: there are no settings for the domain to be found
 * @OUTPOST_DISCOVERY_ERROR_OFFLINE: nobody could be asked
 */
typedef enum {
  OUTPOST_DISCOVERY_ERROR_ADDRESS,
  OUTPOST_DISCOVERY_ERROR_SUGGESTION,
  OUTPOST_DISCOVERY_ERROR_NOTHING_FOUND,
  OUTPOST_DISCOVERY_ERROR_OFFLINE,
} OutpostDiscoveryError;

#define OUTPOST_DISCOVERY_ERROR (outpost_discovery_error_quark ())
GQuark                  outpost_discovery_error_quark       (void);

/* The Mozilla list, to which a domain is appended. */
#define OUTPOST_DISCOVERY_MOZILLA_URI "https://autoconfig.thunderbird.net/v1.1/"

/**
 * OutpostDiscoveryLimits:
 * @total_ms: for the whole search
 * @request_ms: for one document or one look-up
 * @probe_ms: for trying the servers of one answer
 */
typedef struct {
  guint total_ms;
  guint request_ms;
  guint probe_ms;
} OutpostDiscoveryLimits;

/**
 * OutpostDiscovery:
 *
 * The search for the settings of one address. Made and set up, it has told
 * nobody anything: what leaves the computer leaves after
 * [method@Outpost.Discovery.run_async], and then only the domain, never the
 * address. One object is one search. Belongs to the thread that runs it; its
 * signals come in the main context that was the default when it began.
 *
 * Files on this computer and the program's own list are asked first; if one
 * answers, that is the end and no network is used. The other sources are asked
 * side by side, and an answer stands once all that are trusted more have said
 * their word, at the latest when the time is up.
 *
 * Signals: `source-changed` (#OutpostDiscoverySource): it has another state
 * now; `answer-changed`: there is a better answer. The first of them already come
 * while the run is being begun.
 */
#define OUTPOST_TYPE_DISCOVERY (outpost_discovery_get_type ())
G_DECLARE_FINAL_TYPE (OutpostDiscovery, outpost_discovery, OUTPOST, DISCOVERY, GObject)

OutpostDiscovery       *outpost_discovery_new               (const char                   *address);
/* NULL: the Mozilla list is not asked. At first it is OUTPOST_DISCOVERY_MOZILLA_URI. */
void                    outpost_discovery_set_mozilla_uri   (OutpostDiscovery             *self,
                                                             const char                   *uri);
/* NULL leaves a folder as outpost-paths.h names it. */
void                    outpost_discovery_set_folders       (OutpostDiscovery             *self,
                                                             const char                   *admin,
                                                             const char                   *user);
void                    outpost_discovery_set_limits        (OutpostDiscovery             *self,
                                                             const OutpostDiscoveryLimits *limits);

/* "Did you mean …?" The whole address that was probably meant, or NULL. Ask for it before the run:
 * while there is one, a run ends at once with OUTPOST_DISCOVERY_ERROR_SUGGESTION. Make a new search
 * for the suggestion, or say with keep_address() that the address is right. A domain with a file on
 * this computer is. */
const char             *outpost_discovery_get_suggestion    (OutpostDiscovery             *self);
void                    outpost_discovery_keep_address      (OutpostDiscovery             *self);

const char             *outpost_discovery_get_address       (OutpostDiscovery             *self);
/* All that is looked up, in Unicode; NULL if the address is none. */
const char             *outpost_discovery_get_domain        (OutpostDiscovery             *self);

/* How it stands, at any time. Labels are translated: "Built-in list", "not in it". The detail, one
 * sentence or NULL, says more: why an answer cannot be used, which server was asked. */
OutpostDiscoveryState   outpost_discovery_get_state         (OutpostDiscovery             *self,
                                                             OutpostDiscoverySource        source);
const char             *outpost_discovery_get_detail        (OutpostDiscovery             *self,
                                                             OutpostDiscoverySource        source);
const char             *outpost_discovery_get_source_label  (OutpostDiscovery             *self,
                                                             OutpostDiscoverySource        source);
const char             *outpost_discovery_state_get_label   (OutpostDiscoveryState         state);
/* (transfer none) (nullable): the answer of one source. */
OutpostDiscoveryAnswer *outpost_discovery_get_answer        (OutpostDiscovery             *self,
                                                             OutpostDiscoverySource        source);
/* (transfer none) (nullable): the most trusted answer so far. */
OutpostDiscoveryAnswer *outpost_discovery_get_best          (OutpostDiscovery             *self);

void                    outpost_discovery_run_async         (OutpostDiscovery      *self,
                                                             GCancellable          *cancellable,
                                                             GAsyncReadyCallback    callback,
                                                             gpointer               user_data);
/* (transfer full) (nullable): the best answer, or NULL with an OutpostDiscoveryError or
 * G_IO_ERROR_CANCELLED (what came before the cancel is still there by get_best()). */
OutpostDiscoveryAnswer *outpost_discovery_run_finish        (OutpostDiscovery       *self,
                                                             GAsyncResult           *result,
                                                             GError                **error);
/* The same, blocking, in a main context of its own, in which the signals come. */
OutpostDiscoveryAnswer *outpost_discovery_run_sync          (OutpostDiscovery       *self,
                                                             GCancellable           *cancellable,
                                                             GError                **error);
/* What was found and what each source said, as outpostctl(1) documents it. */
char                   *outpost_discovery_to_json           (OutpostDiscovery             *self);

G_END_DECLS
