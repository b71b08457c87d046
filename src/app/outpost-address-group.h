/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OutpostAddressGroup:
 *
 * The one field of the first run, with what it says before anything leaves the
 * computer, and what is wrong with the address.
 *
 * Signals: `changed`: the text is another one; `activated`: Enter was pressed.
 */
#define OUTPOST_TYPE_ADDRESS_GROUP (outpost_address_group_get_type ())
G_DECLARE_FINAL_TYPE (OutpostAddressGroup, outpost_address_group, OUTPOST, ADDRESS_GROUP, AdwBin)

char    *outpost_address_group_dup_text   (OutpostAddressGroup *self);
void     outpost_address_group_set_text   (OutpostAddressGroup *self,
                                           const char          *text);
gboolean outpost_address_group_check      (OutpostAddressGroup *self);
void     outpost_address_group_focus      (OutpostAddressGroup *self);
void     outpost_address_group_set_narrow (OutpostAddressGroup *self,
                                           gboolean             narrow);

G_END_DECLS
