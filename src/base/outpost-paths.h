/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *outpost_paths_get_accounts_dir       (void);
char     *outpost_paths_get_admin_accounts_dir (void);
char     *outpost_paths_get_providers_dir      (void);
char     *outpost_paths_get_admin_providers_dir (void);
char     *outpost_paths_get_config_file        (void);
char     *outpost_paths_get_state_dir          (void);
gboolean  outpost_paths_make_private_dir       (const char  *path,
                                                GError     **error);
void      outpost_paths_adopt_runtime_dir      (void);

G_END_DECLS
