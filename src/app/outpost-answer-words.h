/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-discovery.h"

G_BEGIN_DECLS

char *outpost_answer_format_settings (guint                   port,
                                      OutpostSmtpSecurity     security,
                                      const char             *username);
char *outpost_answer_dup_settings    (OutpostDiscoveryAnswer *answer);
char *outpost_answer_describe        (OutpostDiscoveryAnswer *answer);
char *outpost_answer_dup_source      (OutpostDiscoveryAnswer *answer);

G_END_DECLS
