/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-discovery.h"

G_BEGIN_DECLS

#define OUTPOST_PREFERENCE_ASK_MOZILLA_LIST     "ask-mozilla-list"
#define OUTPOST_PREFERENCE_MOZILLA_LIST_ADDRESS "mozilla-list-address"

GSettings *outpost_preferences_load  (void);
void       outpost_preferences_apply (GSettings        *self,
                                      OutpostDiscovery *discovery);

G_END_DECLS
