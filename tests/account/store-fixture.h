/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-account-store.h"

typedef struct {
  char                *parent;
  char                *folder;
  OutpostAccountStore *store;
  GString             *changed;  /* the ids that account-changed told of */
  guint                n_items_changed;
} StoreFixture;

/* Makes folders of its own the person's, and the bus one that is not there; then as g_test_init()
 * and g_test_run(). */
void            store_fixture_init        (int            *argc,
                                           char         ***argv);
int             store_fixture_run         (void);

void            store_fixture_set_up      (StoreFixture   *self,
                                           gconstpointer   unused);
void            store_fixture_tear_down   (StoreFixture   *self,
                                           gconstpointer   unused);
/* As another program would. */
void            store_fixture_write       (StoreFixture   *self,
                                           const char     *name,
                                           const char     *text);
void            store_fixture_assert_file (StoreFixture   *self,
                                           const char     *name,
                                           const char     *expected);
char           *store_fixture_save        (StoreFixture   *self,
                                           OutpostAccount *base,
                                           OutpostAccount *draft,
                                           GError        **error);
OutpostAccount *store_fixture_save_new    (StoreFixture   *self,
                                           const char     *name);

OutpostAccount *store_fixture_draft       (const char     *id,
                                           const char     *name);
