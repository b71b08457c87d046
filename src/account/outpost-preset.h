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
 * list. Immutable, lives as long as the program, safe from any thread.
 */
typedef struct _OutpostPreset OutpostPreset;

typedef struct {
  const char          *host;
  guint16              port;
  OutpostSmtpSecurity  security;
} OutpostPresetServer;

/**
 * OutpostUsernameForm:
 * @OUTPOST_USERNAME_FORM_ADDRESS: the full address
 * @OUTPOST_USERNAME_FORM_LOCAL_PART: the part before the @
 * @OUTPOST_USERNAME_FORM_FIXED: one word for everybody
 * @OUTPOST_USERNAME_FORM_ISSUED: given by the provider, or not known
 */
typedef enum {
  OUTPOST_USERNAME_FORM_ADDRESS,
  OUTPOST_USERNAME_FORM_LOCAL_PART,
  OUTPOST_USERNAME_FORM_FIXED,
  OUTPOST_USERNAME_FORM_ISSUED,
} OutpostUsernameForm;

/**
 * OutpostSenderRule:
 * @OUTPOST_SENDER_RULE_UNKNOWN: not known
 * @OUTPOST_SENDER_RULE_MUST_MATCH: another sender than the account is refused
 * @OUTPOST_SENDER_RULE_VERIFIED_ALIAS: the account or an alias confirmed there
 * @OUTPOST_SENDER_RULE_REWRITTEN: another sender is replaced without an error
 * @OUTPOST_SENDER_RULE_OWN_DOMAIN: any sender of the account's domain
 * @OUTPOST_SENDER_RULE_VERIFIED_IDENTITY: any address or domain confirmed there
 */
typedef enum {
  OUTPOST_SENDER_RULE_UNKNOWN,
  OUTPOST_SENDER_RULE_MUST_MATCH,
  OUTPOST_SENDER_RULE_VERIFIED_ALIAS,
  OUTPOST_SENDER_RULE_REWRITTEN,
  OUTPOST_SENDER_RULE_OWN_DOMAIN,
  OUTPOST_SENDER_RULE_VERIFIED_IDENTITY,
} OutpostSenderRule;

/**
 * OutpostHostLikeness:
 * @OUTPOST_HOST_LIKENESS_NONE: like no host of a provider, or one of them
 * @OUTPOST_HOST_LIKENESS_MISSPELT: a slip inside the provider's own domain: cannot be right
 * @OUTPOST_HOST_LIKENESS_SIMILAR: a slip elsewhere: may be someone's real host
 * @OUTPOST_HOST_LIKENESS_WRONG: a host of the provider that takes no mail from programs
 */
typedef enum {
  OUTPOST_HOST_LIKENESS_NONE,
  OUTPOST_HOST_LIKENESS_MISSPELT,
  OUTPOST_HOST_LIKENESS_SIMILAR,
  OUTPOST_HOST_LIKENESS_WRONG,
} OutpostHostLikeness;

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
const OutpostPreset       *outpost_preset_for_settings     (const char           *host,
                                                            const char           *address);
const OutpostPreset       *outpost_preset_for_domain_of    (const char           *host);
const OutpostPreset       *outpost_preset_by_id            (const char           *id);
guint                      outpost_preset_get_count        (void);
const OutpostPreset       *outpost_preset_get_nth          (guint                 n);

const char                *outpost_preset_get_id           (const OutpostPreset  *self);
const char                *outpost_preset_get_name         (const OutpostPreset  *self);
const char                *outpost_preset_get_operator     (const OutpostPreset  *self);
const char * const        *outpost_preset_get_domains      (const OutpostPreset  *self);
const OutpostPresetServer *outpost_preset_get_servers      (const OutpostPreset  *self,
                                                            gsize                *n_servers);
gboolean                   outpost_preset_has_implicit_tls (const OutpostPreset  *self);
OutpostUsernameForm        outpost_preset_get_username_form (const OutpostPreset *self,
                                                            const char          **fixed);
char                      *outpost_preset_dup_username     (const OutpostPreset  *self,
                                                            const char           *address);
OutpostSenderRule          outpost_preset_get_sender_rule  (const OutpostPreset  *self,
                                                            gboolean             *confirmed);
gboolean                   outpost_preset_allows_password  (const OutpostPreset  *self);
gboolean                   outpost_preset_wants_app_password (const OutpostPreset *self);
guint                      outpost_preset_get_app_password_letters (const OutpostPreset *self);
const char                *outpost_preset_get_create_url   (const OutpostPreset  *self);
OutpostSecret             *outpost_preset_tidy_password    (const OutpostPreset  *self,
                                                            OutpostSecret        *password);
gboolean                   outpost_preset_same_mailbox     (const OutpostPreset  *self,
                                                            const char           *address_a,
                                                            const char           *address_b);
const OutpostAdvice       *outpost_preset_get_advice       (const OutpostPreset  *self);
/* The catalogue's key for the provider ("google", "microsoft", "yahoo" …), or NULL. */
const char                *outpost_preset_get_family       (const OutpostPreset  *self);
/* The host that was meant, if @host is a slip of the pen (transfer none), or NULL. */
const char                *outpost_preset_near_host        (const char           *host,
                                                            OutpostHostLikeness  *likeness);
/* The same for the domain of an e-mail address. */
const char                *outpost_preset_near_domain      (const char           *domain);

G_END_DECLS
