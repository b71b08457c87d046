/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-advice-card.h"
#include "outpost-test-runner.h"

G_BEGIN_DECLS

typedef enum {
  OUTPOST_CARD_SLOT_PROBLEM,  /* the keyring, the disk */
  OUTPOST_CARD_SLOT_CHANGED,  /* another program wrote the file */
  OUTPOST_CARD_SLOT_REMOVED,  /* an account that can be had back */
  OUTPOST_CARD_SLOT_BROKEN,   /* a file that cannot be read */
} OutpostCardSlot;

#define OUTPOST_N_CARD_SLOTS 4

/**
 * OutpostGeneralPage:
 *
 * The form of one account, with Test and what it came to.
 *
 * Signal `keyring-error` (GError): a stored password could not be shown.
 */
#define OUTPOST_TYPE_GENERAL_PAGE (outpost_general_page_get_type ())
G_DECLARE_FINAL_TYPE (OutpostGeneralPage, outpost_general_page, OUTPOST, GENERAL_PAGE,
                      AdwPreferencesPage)

void               outpost_general_page_set_draft     (OutpostGeneralPage *self,
                                                       OutpostDraft       *draft);
void               outpost_general_page_set_narrow    (OutpostGeneralPage *self,
                                                       gboolean            narrow);
OutpostTestRunner *outpost_general_page_get_runner    (OutpostGeneralPage *self);
OutpostAdviceCard *outpost_general_page_get_card      (OutpostGeneralPage *self,
                                                       OutpostCardSlot     slot);
void               outpost_general_page_judge_advice  (OutpostGeneralPage *self);
void               outpost_general_page_press_test    (OutpostGeneralPage *self,
                                                       gboolean            send);
void               outpost_general_page_cancel_test   (OutpostGeneralPage *self);
void               outpost_general_page_focus_error   (OutpostGeneralPage *self);
void               outpost_general_page_focus_first   (OutpostGeneralPage *self);
void               outpost_general_page_focus_recipient (OutpostGeneralPage *self);
void               outpost_general_page_scroll_to_top (OutpostGeneralPage *self);

G_END_DECLS
