/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "outpost-smtp-endpoint.h"

G_BEGIN_DECLS

/**
 * OutpostPreset:
 *
 * What is known of a provider before anyone is asked, from the program's own
 * list. Immutable, lives as long as the program.
 */
typedef struct _OutpostPreset OutpostPreset;

typedef struct {
  const char          *host;
  guint16              port;
  OutpostSmtpSecurity  security;
} OutpostPresetServer;

typedef enum {
  OUTPOST_USERNAME_FORM_ADDRESS,
  OUTPOST_USERNAME_FORM_LOCAL_PART,
  OUTPOST_USERNAME_FORM_FIXED,
  OUTPOST_USERNAME_FORM_ISSUED,
} OutpostUsernameForm;

typedef enum {
  OUTPOST_SENDER_RULE_UNKNOWN,
  OUTPOST_SENDER_RULE_MUST_MATCH,
  OUTPOST_SENDER_RULE_VERIFIED_ALIAS,
  OUTPOST_SENDER_RULE_REWRITTEN,
  OUTPOST_SENDER_RULE_OWN_DOMAIN,
  OUTPOST_SENDER_RULE_VERIFIED_IDENTITY,
} OutpostSenderRule;

/* What to tell a person before the password is typed; texts translated. */
typedef struct {
  const char *title;    /* "Gmail wants an app password" */
  const char *text;     /* with the month of the facts at the end */
  const char *button;   /* "Create One", or NULL */
  const char *url;      /* or NULL */
  gboolean    blocks;   /* a password cannot work at all (OAuth2 only) */
} OutpostAdvice;

const OutpostPreset       *outpost_preset_for_address      (const char           *address);
const OutpostPreset       *outpost_preset_for_mx           (const char           *mx_host);
const OutpostPreset       *outpost_preset_for_server       (const char           *host);
const OutpostPreset       *outpost_preset_by_id            (const char           *id);
guint                      outpost_preset_get_count        (void);
const OutpostPreset       *outpost_preset_get_nth          (guint                 n);

const char                *outpost_preset_get_id           (const OutpostPreset  *self);
const char                *outpost_preset_get_name         (const OutpostPreset  *self);
const OutpostPresetServer *outpost_preset_get_servers      (const OutpostPreset  *self,
                                                            gsize                *n_servers);
OutpostUsernameForm        outpost_preset_get_username_form (const OutpostPreset *self,
                                                            const char          **fixed);
char                      *outpost_preset_dup_username     (const OutpostPreset  *self,
                                                            const char           *address); /* NULL: issued */
OutpostSenderRule          outpost_preset_get_sender_rule  (const OutpostPreset  *self);
gboolean                   outpost_preset_allows_password  (const OutpostPreset  *self);
gboolean                   outpost_preset_wants_app_password (const OutpostPreset *self);
gboolean                   outpost_preset_same_mailbox     (const OutpostPreset  *self,
                                                            const char           *address_a,
                                                            const char           *address_b);
const OutpostAdvice       *outpost_preset_get_advice       (const OutpostPreset  *self);
/* The catalogue's key for the provider ("google", "microsoft", "yahoo" …), or NULL. */
const char                *outpost_preset_get_family       (const OutpostPreset  *self);
/* A known host within one edit inside the provider's own domain (transfer none), or NULL. */
const char                *outpost_preset_near_host        (const char           *host);

G_END_DECLS
