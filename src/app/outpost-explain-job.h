/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "outpost-explanation.h"
#include "outpost-header-verdict.h"

G_BEGIN_DECLS

/**
 * OutpostExplained:
 * @explanations: (element-type OutpostExplanation): what the text means as replies, bounces and
 *   advice; may be empty
 * @verdict: (nullable): what it means as the header of a message that arrived
 *
 * What came of a pasted text.
 */
typedef struct {
  GPtrArray            *explanations;
  OutpostHeaderVerdict *verdict;
} OutpostExplained;

void              outpost_explain_async  (GBytes               *text,
                                          const char           *sender,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
OutpostExplained *outpost_explain_finish (GAsyncResult         *result,
                                          GError              **error);
void              outpost_explained_free (OutpostExplained     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostExplained, outpost_explained_free)

G_END_DECLS
