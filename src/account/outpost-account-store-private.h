/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account-folder.h"
#include "outpost-account-store.h"

G_BEGIN_DECLS

const OutpostAccountFolder *outpost_account_store_get_folder (OutpostAccountStore *self);

G_END_DECLS
