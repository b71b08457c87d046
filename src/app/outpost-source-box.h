/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OutpostSourceBox:
 *
 * Says in the head of a group where its values came from, and puts them back
 * once they were changed.
 *
 * Signal `restore`: the person wants them back.
 */
#define OUTPOST_TYPE_SOURCE_BOX (outpost_source_box_get_type ())
G_DECLARE_FINAL_TYPE (OutpostSourceBox, outpost_source_box, OUTPOST, SOURCE_BOX, AdwBin)

void outpost_source_box_show (OutpostSourceBox *self,
                              const char       *source,
                              gboolean          changed,
                              gboolean          unsure,
                              gboolean          narrow);

G_END_DECLS
