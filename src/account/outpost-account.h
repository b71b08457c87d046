/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "outpost-smtp-endpoint.h"

G_BEGIN_DECLS

/**
 * OutpostField:
 *
 * The fields of an account, in the order of the form. All but
 * %OUTPOST_FIELD_PASSWORD are keys of the account file.
 */
typedef enum {
  OUTPOST_FIELD_NAME,
  OUTPOST_FIELD_SERVER,
  OUTPOST_FIELD_PORT,
  OUTPOST_FIELD_SECURITY,
  OUTPOST_FIELD_SIGN_IN,
  OUTPOST_FIELD_USERNAME,
  OUTPOST_FIELD_PASSWORD,
  OUTPOST_FIELD_EMAIL,
  OUTPOST_FIELD_SENDER,
  OUTPOST_FIELD_SENDER_NAME,
  OUTPOST_FIELD_HELLO_NAME,
  OUTPOST_FIELD_REPLY_TO,
  OUTPOST_FIELD_RETURN_PATH,
  OUTPOST_FIELD_TIMEOUT,
  OUTPOST_FIELD_CA_FILE,
  OUTPOST_FIELD_PINNED_KEY,
  OUTPOST_FIELD_CLIENT_CERTIFICATE,
  OUTPOST_FIELD_CLIENT_KEY,
  OUTPOST_FIELD_MECHANISM,
  OUTPOST_FIELD_SECRET,
  OUTPOST_FIELD_TEST_ADDRESS,
} OutpostField;

#define OUTPOST_N_FIELDS 21

typedef enum {
  OUTPOST_SIGN_IN_AUTO,
  OUTPOST_SIGN_IN_PASSWORD,
  OUTPOST_SIGN_IN_OAUTH2,
  OUTPOST_SIGN_IN_CERTIFICATE,
  OUTPOST_SIGN_IN_NONE,
} OutpostSignIn;

/**
 * OutpostAccount:
 *
 * One way to submit mail: a saved account, or the draft of one as it stands in
 * a form. Every field is the text as it was typed or written in the file, so a
 * draft can hold what is not yet right; the typed getters say what it means.
 * Belongs to one thread.
 *
 * `PinnedKey` is bound to `Server` and `Port`: setting either to another text
 * empties it.
 *
 * Signal `changed` (OutpostField field): a field has another text now.
 */
#define OUTPOST_TYPE_ACCOUNT (outpost_account_get_type ())
G_DECLARE_FINAL_TYPE (OutpostAccount, outpost_account, OUTPOST, ACCOUNT, GObject)

const char          *outpost_field_get_key           (OutpostField          field);  /* "Server"; NULL for PASSWORD */
const char          *outpost_field_get_label         (OutpostField          field);  /* translated; "SMTP server" */
gboolean             outpost_field_from_key          (const char           *key,
                                                      OutpostField         *field);

OutpostAccount      *outpost_account_new             (const char           *id);     /* NULL: a draft without one yet */
OutpostAccount      *outpost_account_copy            (OutpostAccount       *self);
OutpostAccount      *outpost_account_copy_as         (OutpostAccount       *self,
                                                      const char           *id);
OutpostAccount      *outpost_account_duplicate       (OutpostAccount       *self);   /* without an id */
const char          *outpost_account_get_id          (OutpostAccount       *self);
const char          *outpost_account_get             (OutpostAccount       *self,
                                                      OutpostField          field);  /* never NULL */
void                 outpost_account_set             (OutpostAccount       *self,
                                                      OutpostField          field,
                                                      const char           *text);
gboolean             outpost_account_equal           (OutpostAccount       *a,
                                                      OutpostAccount       *b);

/* What the texts mean. Defaults are applied; what cannot be read gives the default. */
const char          *outpost_account_get_title       (OutpostAccount       *self);   /* Name, else Email, else a word */
guint16              outpost_account_get_port        (OutpostAccount       *self);   /* 0: not a port */
OutpostSmtpSecurity  outpost_account_get_security    (OutpostAccount       *self);
OutpostSignIn        outpost_account_get_sign_in     (OutpostAccount       *self);
OutpostSignIn        outpost_account_resolve_sign_in (OutpostAccount       *self);   /* never AUTO */
guint                outpost_account_get_timeout_s   (OutpostAccount       *self);
const char          *outpost_account_get_sender      (OutpostAccount       *self);   /* Sender, else Email */
const char          *outpost_account_get_return_path (OutpostAccount       *self);   /* ReturnPath, else sender */
const char          *outpost_account_get_test_address (OutpostAccount      *self);   /* TestAddress, else Email */
gboolean             outpost_account_uses_password   (OutpostAccount       *self);

const char          *outpost_security_to_text        (OutpostSmtpSecurity   security); /* "tls" */
gboolean             outpost_security_from_text      (const char           *text,
                                                      OutpostSmtpSecurity  *security);
const char          *outpost_sign_in_to_text         (OutpostSignIn         sign_in);
gboolean             outpost_sign_in_from_text       (const char           *text,
                                                      OutpostSignIn        *sign_in);

/* For the engine. Fails with OUTPOST_ACCOUNT_ERROR_INCOMPLETE or _INVALID, naming the field. */
typedef enum {
  OUTPOST_ACCOUNT_ERROR_INCOMPLETE,
  OUTPOST_ACCOUNT_ERROR_INVALID,
  OUTPOST_ACCOUNT_ERROR_NOT_FOUND,
  OUTPOST_ACCOUNT_ERROR_BROKEN_FILE,
  OUTPOST_ACCOUNT_ERROR_ID_TAKEN,
  OUTPOST_ACCOUNT_ERROR_CHANGED,      /* the file was changed by another process where it matters */
} OutpostAccountError;

#define OUTPOST_ACCOUNT_ERROR (outpost_account_error_quark ())
GQuark                 outpost_account_error_quark    (void);

OutpostSmtpEndpoint   *outpost_account_to_endpoint    (OutpostAccount       *self,
                                                       GError              **error);
OutpostSmtpCredential *outpost_account_to_credential  (OutpostAccount       *self,
                                                       OutpostSecret        *secret,
                                                       GError              **error);
/* SHA-256 (hexadecimal) over all settings but the secret: what a passed test is remembered for. */
char                  *outpost_account_hash_settings  (OutpostAccount       *self);

G_END_DECLS
