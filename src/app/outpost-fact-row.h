/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *outpost_fact_row_add (AdwPreferencesGroup *group,
                                 const char          *title,
                                 const char          *value);
GtkWidget *outpost_link_row_add (AdwPreferencesGroup *group,
                                 const char          *title,
                                 const char          *url);

G_END_DECLS
