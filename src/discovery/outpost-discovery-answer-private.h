/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-autoconfig.h"
#include "outpost-discovery-answer.h"

G_BEGIN_DECLS

/* Without words yet: outpost_discovery_attempt_describe() gives them before it is shared. */
OutpostDiscoveryAnswer *
outpost_discovery_answer_new             (OutpostDiscoverySource   source,
                                          const char              *address,
                                          const char              *server,
                                          guint16                  port,
                                          OutpostSmtpSecurity      security);
OutpostDiscoveryAnswer *
outpost_discovery_answer_new_from_preset (OutpostDiscoverySource   source,
                                          const char              *address,
                                          const OutpostPreset     *preset,
                                          gsize                    nth);
OutpostDiscoveryAnswer *
outpost_discovery_answer_new_from_config (OutpostDiscoverySource   source,
                                          const char              *address,
                                          const OutpostAutoconfig *config,
                                          guint                    nth);

char *outpost_discovery_dup_base_domain  (const char              *host);

G_END_DECLS
