/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-deliverability.h"

G_BEGIN_DECLS

/* What a check is made of: each looks at one area and adds what it finds. */
gboolean                outpost_deliverability_check_mail  (OutpostDeliverability     *self,
                                                            const OutpostRecordSource *source);
void                    outpost_deliverability_check_spf   (OutpostDeliverability     *self,
                                                            const OutpostRecordSource *source);
void                    outpost_deliverability_check_dmarc (OutpostDeliverability     *self,
                                                            const OutpostRecordSource *source);

OutpostDeliveryFinding *outpost_deliverability_add         (OutpostDeliverability     *self,
                                                            OutpostDeliveryArea        area,
                                                            OutpostSeverity            severity,
                                                            const char                *id,
                                                            const char                *format,
                                                            ...) G_GNUC_PRINTF (5, 6);
void                    outpost_delivery_finding_publish   (OutpostDeliveryFinding    *self,
                                                            const char                *name,
                                                            const char                *type,
                                                            char                      *value);
void                    outpost_deliverability_set_line    (OutpostDeliverability     *self,
                                                            OutpostDeliveryArea        area,
                                                            OutpostDeliveryState       state,
                                                            char                      *line);
char                   *outpost_deliverability_show_name   (const char                *name);

/* Whether the SPF record of the return path lists the server; if not, what it says of it. */
OutpostCoverage         outpost_coverage_find              (const OutpostDeliverability *self,
                                                            const OutpostRecordSource   *source,
                                                            OutpostSpfResult            *result);
/* The directive that would let the server pass; NULL where none is sure to. */
char                   *outpost_coverage_suggest           (const OutpostDeliverability *self,
                                                            const OutpostRecordSource   *source);

G_END_DECLS
