/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account.h"

G_BEGIN_DECLS

/**
 * OutpostAccountFolder:
 *
 * Where account files lie: the person's own folder, and the administrator's,
 * whose ids are taken too. Not changed once made, so threads may share a copy.
 */
typedef struct {
  char *path;
  char *admin_path;
} OutpostAccountFolder;

OutpostAccountFolder *outpost_account_folder_new             (const char                  *path,
                                                              const char                  *admin_path);
OutpostAccountFolder *outpost_account_folder_copy            (const OutpostAccountFolder  *self);
void                  outpost_account_folder_free            (OutpostAccountFolder        *self);
gboolean              outpost_account_id_is_well_formed      (const char                  *id);
char                 *outpost_account_folder_get_file        (const OutpostAccountFolder  *self,
                                                              const char                  *id);
char                 *outpost_account_folder_get_hidden_file (const OutpostAccountFolder  *self,
                                                              const char                  *id);
char                 *outpost_account_folder_get_config_file (const OutpostAccountFolder  *self);
gboolean              outpost_account_folder_has_id          (const OutpostAccountFolder  *self,
                                                              const char                  *id);
char                 *outpost_account_folder_make_id         (const OutpostAccountFolder  *self,
                                                              const char                  *name);
char                **outpost_account_folder_list            (const OutpostAccountFolder  *self,
                                                              gboolean                     hidden);
int                   outpost_account_folder_lock            (const OutpostAccountFolder  *self,
                                                              GError                     **error);
gboolean              outpost_account_folder_hide            (const OutpostAccountFolder  *self,
                                                              const char                  *id,
                                                              GError                     **error);
gboolean              outpost_account_folder_unhide          (const OutpostAccountFolder  *self,
                                                              const char                  *id,
                                                              GError                     **error);
char                 *outpost_account_folder_dup_default     (const OutpostAccountFolder  *self);
gboolean              outpost_account_folder_set_default     (const OutpostAccountFolder  *self,
                                                              const char                  *id,
                                                              GError                     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostAccountFolder, outpost_account_folder_free)

G_END_DECLS
