/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "outpost-account-store.h"
#include "outpost-exit.h"

G_BEGIN_DECLS

/**
 * OutpostCommand:
 * @name: the first word after `outpostctl`
 * @arguments: what follows, for the help
 * @summary: one line for the help, untranslated
 * @options: (nullable): the command's own options, %NULL-terminated
 * @run: does it; arguments are those left after the options
 */
typedef struct {
  const char         *name;
  const char         *arguments;
  const char         *summary;
  const GOptionEntry *options;
  int               (*run) (OutpostAccountStore  *store,
                            char                **arguments,
                            int                   n_arguments);
} OutpostCommand;

extern const OutpostCommand outpost_list_command;
extern const OutpostCommand outpost_show_command;
extern const OutpostCommand outpost_set_command;
extern const OutpostCommand outpost_remove_command;
extern const OutpostCommand outpost_password_command;
extern const OutpostCommand outpost_discover_command;
extern const OutpostCommand outpost_test_command;
extern const OutpostCommand outpost_check_command;
extern const OutpostCommand outpost_explain_command;
extern const OutpostCommand outpost_practice_command;

/* What the commands share. */
void            outpost_ctl_complain     (const char           *message);
int             outpost_ctl_usage        (const OutpostCommand *command,
                                          const char           *message);
gboolean        outpost_ctl_tell_broken  (OutpostAccountStore  *store,
                                          const char           *id);
OutpostAccount *outpost_ctl_find_account (OutpostAccountStore  *store,
                                          const char           *id);
int             outpost_ctl_error_exit   (const GError         *error);
void            outpost_ctl_print_json   (JsonBuilder          *builder);
gboolean        outpost_ctl_may_prompt   (void);

G_END_DECLS
