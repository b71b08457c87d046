/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"

G_BEGIN_DECLS

/**
 * OutpostFixChange:
 * @field: the field to change
 * @text: what it is to hold
 *
 * One change of a fix: the button beside a finding or a diagnosis makes them all.
 */
typedef struct {
  OutpostField  field;
  char         *text;
} OutpostFixChange;

GPtrArray *outpost_fix_new   (void);
void       outpost_fix_add   (GPtrArray      *self,
                              OutpostField    field,
                              const char     *text);
void       outpost_fix_apply (GPtrArray      *self,
                              OutpostAccount *draft);

G_END_DECLS
