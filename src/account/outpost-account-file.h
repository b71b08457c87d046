/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"
#include "outpost-key-file.h"

G_BEGIN_DECLS

OutpostAccount *outpost_account_file_load  (const char      *path,
                                            const char      *id,
                                            GError         **error);
OutpostAccount *outpost_account_file_read  (OutpostKeyFile  *file,
                                            const char      *id,
                                            GError         **error);
void            outpost_account_file_apply (OutpostKeyFile  *file,
                                            OutpostAccount  *before,
                                            OutpostAccount  *after);

G_END_DECLS
