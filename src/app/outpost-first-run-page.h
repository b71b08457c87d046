/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-advice-card.h"
#include "outpost-discovery.h"

G_BEGIN_DECLS

/**
 * OutpostFirstRunPage:
 *
 * What is there before there is an account: one field for the address, and the
 * search for its settings. Nothing is looked up before the person asks for it.
 *
 * Signals: `found` (OutpostDiscoveryAnswer): these settings are to be used;
 * `by-hand` (string): the form is to be filled in by hand, with this address;
 * `leave`: the person wants back.
 */
#define OUTPOST_TYPE_FIRST_RUN_PAGE (outpost_first_run_page_get_type ())
G_DECLARE_FINAL_TYPE (OutpostFirstRunPage, outpost_first_run_page, OUTPOST, FIRST_RUN_PAGE,
                      AdwBin)

GtkWidget         *outpost_first_run_page_new         (GSettings           *settings);
void               outpost_first_run_page_reset       (OutpostFirstRunPage *self);
void               outpost_first_run_page_focus       (OutpostFirstRunPage *self);
void               outpost_first_run_page_set_narrow  (OutpostFirstRunPage *self,
                                                       gboolean             narrow);
OutpostAdviceCard *outpost_first_run_page_get_removed (OutpostFirstRunPage *self);
OutpostAdviceCard *outpost_first_run_page_get_broken  (OutpostFirstRunPage *self);

G_END_DECLS
