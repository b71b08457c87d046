/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum {
  OUTPOST_CARD_NOTICE,
  OUTPOST_CARD_WARNING,
} OutpostCardStyle;

/**
 * OutpostAdviceCard:
 *
 * A card on top of the page: what a provider wants, or how the whole window
 * stands, with one button. Stays until it is answered, other than a toast.
 *
 * Signals: `activated`, the button was pressed; `closed`, the cross was.
 */
#define OUTPOST_TYPE_ADVICE_CARD (outpost_advice_card_get_type ())
G_DECLARE_FINAL_TYPE (OutpostAdviceCard, outpost_advice_card, OUTPOST, ADVICE_CARD,
                      AdwPreferencesGroup)

void     outpost_advice_card_show       (OutpostAdviceCard *self,
                                         OutpostCardStyle   style,
                                         const char        *heading,
                                         const char        *text,
                                         const char        *button_label);
void     outpost_advice_card_hide       (OutpostAdviceCard *self);
void     outpost_advice_card_set_link   (OutpostAdviceCard *self,
                                         gboolean           is_link);
void     outpost_advice_card_set_narrow (OutpostAdviceCard *self,
                                         gboolean           narrow);

G_END_DECLS
