/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-discovery.h"

G_BEGIN_DECLS

/**
 * OutpostSourceList:
 *
 * Where settings are being looked for, and what came of it there.
 */
#define OUTPOST_TYPE_SOURCE_LIST (outpost_source_list_get_type ())
G_DECLARE_FINAL_TYPE (OutpostSourceList, outpost_source_list, OUTPOST, SOURCE_LIST,
                      AdwPreferencesGroup)

void outpost_source_list_show       (OutpostSourceList *self,
                                     OutpostDiscovery  *discovery);
void outpost_source_list_set_narrow (OutpostSourceList *self,
                                     gboolean           narrow);

G_END_DECLS
