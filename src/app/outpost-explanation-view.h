/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-explanation.h"

G_BEGIN_DECLS

GtkWidget *outpost_explanation_view_new (const OutpostExplanation *explanation);

G_END_DECLS
