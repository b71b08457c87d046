/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-draft.h"

G_BEGIN_DECLS

/**
 * OutpostFieldLookup:
 *
 * Looks up what stands in a field once the field is left: whether there is such
 * a server, or where mail for the domain of an address goes. Never waited for.
 */
#define OUTPOST_TYPE_FIELD_LOOKUP (outpost_field_lookup_get_type ())
G_DECLARE_FINAL_TYPE (OutpostFieldLookup, outpost_field_lookup, OUTPOST, FIELD_LOOKUP, GObject)

OutpostFieldLookup *outpost_field_lookup_new       (OutpostField        field,
                                                    AdwEntryRow        *row);
void                outpost_field_lookup_set_draft (OutpostFieldLookup *self,
                                                    OutpostDraft       *draft);

G_END_DECLS
