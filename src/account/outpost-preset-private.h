/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outpost-preset.h"

G_BEGIN_DECLS

/* What the provider says about passwords. UNKNOWN where nobody has confirmed it. */
typedef enum {
  OUTPOST_PASSWORD_POLICY_UNKNOWN,
  OUTPOST_PASSWORD_POLICY_NOT_NEEDED,      /* the account's own password */
  OUTPOST_PASSWORD_POLICY_REQUIRED,        /* app passwords only */
  OUTPOST_PASSWORD_POLICY_WITH_2FA,        /* app passwords once two-factor sign-in is on */
  OUTPOST_PASSWORD_POLICY_SEPARATE,        /* one password for all programs */
  OUTPOST_PASSWORD_POLICY_ADMIN_DECIDES,
  OUTPOST_PASSWORD_POLICY_REFUSED,         /* OAuth2 only */
  OUTPOST_PASSWORD_POLICY_API_KEY,
} OutpostPasswordPolicy;

/* A list is NULL-terminated, never NULL itself. */
struct _OutpostPreset {
  const char                *id;
  const char                *name;
  const char                *operator_name;
  const char                *family;

  const char * const        *domains;
  const char * const        *own_domains;
  const char * const        *mx_suffixes;
  const char * const        *wrong_hosts;
  const char                *host_pattern;
  const OutpostPresetServer *servers;
  gsize                      n_servers;
  gboolean                   implicit_tls;

  OutpostUsernameForm        username_form;
  const char                *username_fixed;

  OutpostPasswordPolicy      policy;
  const char                *create_url;
  const char                *help_url;
  gboolean                   needs_2fa;
  gboolean                   if_eligible;
  gboolean                   access_off;
  gboolean                   authorization_code;
  guint                      app_password_letters;

  OutpostSenderRule          sender_rule;
  gboolean                   sender_confirmed;
  gboolean                   dots_ignored;
  gboolean                   plus_ignored;
  const char * const        *equivalent_domains;
};

/* Made from data/presets/providers.json by build-aux/preset-table. */
extern const OutpostPreset outpost_preset_table[];
extern const guint         outpost_preset_table_length;
extern const char          outpost_preset_table_checked[]; /* the day, by ISO 8601 */

gboolean outpost_preset_has_host  (const OutpostPreset *self,
                                   const char          *host);
gboolean outpost_preset_owns_host (const OutpostPreset *self,
                                   const char          *host);

G_END_DECLS
