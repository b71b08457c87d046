/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-discovery-answer.h"

G_BEGIN_DECLS

/**
 * OutpostAnswerCard:
 *
 * What the search for settings has come to, or that it is under way. The card
 * has room for an answer before there is one, so that nothing below it moves.
 *
 * Signal `activated`: its button was pressed.
 */
#define OUTPOST_TYPE_ANSWER_CARD (outpost_answer_card_get_type ())
G_DECLARE_FINAL_TYPE (OutpostAnswerCard, outpost_answer_card, OUTPOST, ANSWER_CARD,
                      AdwPreferencesGroup)

void outpost_answer_card_show_search   (OutpostAnswerCard      *self,
                                        const char             *domain,
                                        const char             *address);
void outpost_answer_card_show_question (OutpostAnswerCard      *self,
                                        const char             *domain,
                                        const char             *meant);
void outpost_answer_card_show_answer   (OutpostAnswerCard      *self,
                                        OutpostDiscoveryAnswer *answer,
                                        const char             *button_label);
void outpost_answer_card_show_nothing  (OutpostAnswerCard      *self,
                                        const char             *domain,
                                        gboolean                offline);
void outpost_answer_card_hide          (OutpostAnswerCard      *self);
void outpost_answer_card_set_narrow    (OutpostAnswerCard      *self,
                                        gboolean                narrow);

G_END_DECLS
