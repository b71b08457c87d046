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

/* Texts belong to the parsed file. A list is NULL-terminated, never NULL itself. */
struct _OutpostPreset {
  const char             *id;
  const char             *name;
  const char             *operator_name;
  const char             *family;

  const char            **domains;
  const char            **own_domains;
  const char            **mx_suffixes;
  const char            **wrong_hosts;
  const char             *host_pattern;
  OutpostPresetServer    *servers;
  gsize                   n_servers;
  gboolean                implicit_tls;

  OutpostUsernameForm     username_form;
  const char             *username_fixed;

  OutpostPasswordPolicy   policy;
  const char             *create_url;
  const char             *help_url;
  gboolean                needs_2fa;
  gboolean                if_eligible;
  gboolean                access_off;
  gboolean                authorization_code;
  guint                   app_password_letters;

  OutpostSenderRule       sender_rule;
  gboolean                sender_confirmed;
  gboolean                dots_ignored;
  gboolean                plus_ignored;
  const char            **equivalent_domains;

  OutpostAdvice           advice;
};

/* The file as it was read. */
typedef struct {
  GObject   *parser;    /* owns the texts */
  GPtrArray *presets;
  GDateTime *checked;   /* the day the facts were checked */
} OutpostPresetFile;

OutpostPresetFile *outpost_preset_load        (void);
void               outpost_preset_make_advice (OutpostPreset        *self,
                                               GDateTime            *checked);
gboolean           outpost_preset_has_host    (const OutpostPreset  *self,
                                               const char           *host);
gboolean           outpost_preset_owns_host   (const OutpostPreset  *self,
                                               const char           *host);

G_END_DECLS
