/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account-folder.h"

G_BEGIN_DECLS

/**
 * OutpostAccountList:
 * @accounts: (element-type OutpostAccount): those that could be read, sorted by title
 * @broken: (element-type OutpostBrokenAccount): the files that could not
 *
 * What was in the folder at one moment.
 */
typedef struct {
  GPtrArray *accounts;
  GPtrArray *broken;
} OutpostAccountList;

OutpostAccountList *outpost_account_list_new  (void);
void                outpost_account_list_free (OutpostAccountList          *self);
OutpostAccountList *outpost_account_list_load (const OutpostAccountFolder  *folder,
                                               OutpostAccountList          *known);
OutpostAccount     *outpost_account_list_find (OutpostAccountList          *self,
                                               const char                  *id);
GPtrArray          *outpost_account_list_diff (OutpostAccountList          *before,
                                               OutpostAccountList          *now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutpostAccountList, outpost_account_list_free)

G_END_DECLS
