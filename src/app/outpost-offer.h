/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-finding.h"

G_BEGIN_DECLS

OutpostFinding *outpost_offer_server         (OutpostAccount *draft);
GPtrArray      *outpost_offer_server_changes (OutpostAccount *values);
gboolean        outpost_offer_same_server    (OutpostAccount *a,
                                              OutpostAccount *b);

G_END_DECLS
