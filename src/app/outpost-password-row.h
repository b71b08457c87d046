/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-secret-store.h"

G_BEGIN_DECLS

/**
 * OutpostPasswordRow:
 *
 * An entry row for a password that may lie in the keyring. What is stored is
 * not loaded into it, since GTK 4.8 gives an entry's text in clear to
 * assistive technology: the row is empty then and says where the password is.
 *
 * Signals: `typed`, the person's own text is another one now; `peek-stored`,
 * the stored password is to be shown.
 */
#define OUTPOST_TYPE_PASSWORD_ROW (outpost_password_row_get_type ())
G_DECLARE_FINAL_TYPE (OutpostPasswordRow, outpost_password_row, OUTPOST, PASSWORD_ROW,
                      AdwEntryRow)

const char *outpost_password_row_get_typed   (OutpostPasswordRow *self);
void        outpost_password_row_set_typed   (OutpostPasswordRow *self,
                                              const char         *text);
void        outpost_password_row_set_state   (OutpostPasswordRow *self,
                                              OutpostSecretState  state);
void        outpost_password_row_set_held    (OutpostPasswordRow *self,
                                              gboolean            held);
void        outpost_password_row_set_narrow  (OutpostPasswordRow *self,
                                              gboolean            narrow);
void        outpost_password_row_show_stored (OutpostPasswordRow *self,
                                              OutpostSecret      *secret);

G_END_DECLS
