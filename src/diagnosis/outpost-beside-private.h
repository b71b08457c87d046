/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-diagnosis.h"

G_BEGIN_DECLS

/* Looks for other ways to the server of a test that has failed, and at the network. Sends no
 * credential. Blocks for at most five seconds, or the account's time limit. */
OutpostBeside *outpost_beside_look_sync (OutpostAccount                *account,
                                         const OutpostDiagnosisSubject *subject,
                                         const OutpostSmtpFailure      *failure,
                                         const OutpostSmtpFacts        *facts,
                                         const GError                  *error,
                                         GCancellable                  *cancellable);

G_END_DECLS
