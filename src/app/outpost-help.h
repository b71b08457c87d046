/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "outpost-diagnosis.h"

G_BEGIN_DECLS

const char *outpost_help_page_for_failure (const OutpostDiagnosis *diagnosis,
                                           const char             *host);
void        outpost_help_show             (GtkWindow              *parent,
                                           const char             *page);

G_END_DECLS
