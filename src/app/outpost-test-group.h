/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outpost-test-runner.h"

G_BEGIN_DECLS

/**
 * OutpostTestGroup:
 *
 * Where the test is sent to, and the buttons that begin and end it.
 */
#define OUTPOST_TYPE_TEST_GROUP (outpost_test_group_get_type ())
G_DECLARE_FINAL_TYPE (OutpostTestGroup, outpost_test_group, OUTPOST, TEST_GROUP,
                      AdwPreferencesGroup)

AdwEntryRow *outpost_test_group_get_row    (OutpostTestGroup  *self);
void         outpost_test_group_set_runner (OutpostTestGroup  *self,
                                            OutpostTestRunner *runner);
void         outpost_test_group_set_draft  (OutpostTestGroup  *self,
                                            OutpostDraft      *draft);
void         outpost_test_group_press      (OutpostTestGroup  *self,
                                            gboolean           send);
void         outpost_test_group_cancel     (OutpostTestGroup  *self);
gboolean     outpost_test_group_has_focus  (OutpostTestGroup  *self);
void         outpost_test_group_focus      (OutpostTestGroup  *self);

G_END_DECLS
