/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-form.h"

G_BEGIN_DECLS

void outpost_form_add_security  (OutpostForm *self,
                                 AdwComboRow *row);
void outpost_form_add_sign_in   (OutpostForm *self,
                                 AdwComboRow *row);
void outpost_form_add_mechanism (OutpostForm *self,
                                 AdwComboRow *row);

G_END_DECLS
