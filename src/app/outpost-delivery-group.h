/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-test-runner.h"

G_BEGIN_DECLS

/**
 * OutpostDeliveryGroup:
 *
 * What can be found out once a server has taken mail: whether receivers can
 * tell that it is genuine, and how the test message arrived. Nothing is looked
 * up before the person asks for it.
 *
 * Signal `checked`: there is more to see than before.
 */
#define OUTPOST_TYPE_DELIVERY_GROUP (outpost_delivery_group_get_type ())
G_DECLARE_FINAL_TYPE (OutpostDeliveryGroup, outpost_delivery_group, OUTPOST, DELIVERY_GROUP,
                      AdwPreferencesGroup)

GtkWidget *outpost_delivery_group_new        (OutpostTestRunner    *runner,
                                              OutpostDraft         *draft);
void       outpost_delivery_group_set_draft  (OutpostDeliveryGroup *self,
                                              OutpostDraft         *draft);
void       outpost_delivery_group_set_narrow (OutpostDeliveryGroup *self,
                                              gboolean              narrow);

G_END_DECLS
