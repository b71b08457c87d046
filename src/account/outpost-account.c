/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-account.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-account-value.h"

#define TIMEOUT_DEFAULT_S 30

struct _OutpostAccount {
  GObject  parent_instance;

  char    *id;
  char    *texts[OUTPOST_N_FIELDS];
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostAccount, outpost_account, G_TYPE_OBJECT)
G_DEFINE_QUARK (outpost-account-error-quark, outpost_account_error)

/* In the order of OutpostField. A field with a default is never empty, so that
 * leaving its key out and writing the default out are the same account. */
static const struct {
  const char *key;
  const char *label;
  const char *fallback;
} fields[OUTPOST_N_FIELDS] = {
  { "Name", N_("Account name"), "" },
  { "Server", N_("SMTP server"), "" },
  { "Port", N_("SMTP port"), "" },
  { "Security", N_("SSL/TLS mode"), "tls" },
  { "SignIn", N_("Sign-in method"), "auto" },
  { "Username", N_("User name"), "" },
  { NULL, N_("Password"), "" },
  { "Email", N_("E-mail"), "" },
  { "Sender", N_("Sender's e-mail"), "" },
  { "SenderName", N_("Sender's name"), "" },
  { "HelloName", N_("EHLO name"), "" },
  { "ReplyTo", N_("Reply-to address"), "" },
  { "ReturnPath", N_("Return path"), "" },
  { "Timeout", N_("Time limit"), "" },
  { "CAFile", N_("CA file"), "" },
  { "PinnedKey", N_("Pinned key"), "" },
  { "ClientCertificate", N_("Client certificate"), "" },
  { "ClientKey", N_("Client key"), "" },
  { "Mechanism", N_("Sign-in mechanism"), "" },
  { "Secret", N_("Password source"), "keyring" },
  { "TestAddress", N_("Send test to"), "" },
};

static const char *const security_words[] = { "tls", "starttls", "none" };
static const char *const sign_in_words[] = { "auto", "password", "oauth2", "certificate", "none" };

static gboolean
find_word (const char *const *words,
           guint              n_words,
           const char        *text,
           guint             *position)
{
  for (guint i = 0; i < n_words; i++) {
    if (strcmp (words[i], text) == 0) {
      *position = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Digits only: "465 587" is 465 to strtol() and to GKeyFile. */
static guint
parse_number (const char *text,
              guint       max)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, max, &number, NULL))
    return 0;
  return (guint) number;
}

static gboolean
is_set (OutpostAccount *self,
        OutpostField    field)
{
  return self->texts[field][0] != '\0';
}

static void
replace_text (OutpostAccount *self,
              OutpostField    field,
              const char     *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL || text[0] == '\0')
    text = fields[field].fallback;

  valid = g_utf8_make_valid (text, -1);
  g_free (self->texts[field]);
  self->texts[field] = g_steal_pointer (&valid);
}

static void
outpost_account_finalize (GObject *object)
{
  OutpostAccount *self = OUTPOST_ACCOUNT (object);

  g_free (self->id);
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (outpost_account_parent_class)->finalize (object);
}

static void
outpost_account_class_init (OutpostAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = outpost_account_finalize;

  /**
   * OutpostAccount::changed:
   * @self: the account
   * @field: an [enum@Outpost.Field]
   *
   * A field has another text now.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
outpost_account_init (OutpostAccount *self)
{
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++)
    self->texts[i] = g_strdup (fields[i].fallback);
}

/**
 * outpost_field_get_key:
 * @field: a field
 *
 * Returns: (nullable): its key in the account file; %NULL for the password,
 *   which is in no file
 */
const char *
outpost_field_get_key (OutpostField field)
{
  g_return_val_if_fail (field < OUTPOST_N_FIELDS, NULL);

  return fields[field].key;
}

/**
 * outpost_field_get_label:
 * @field: a field
 *
 * Returns: the field's name for people, translated
 */
const char *
outpost_field_get_label (OutpostField field)
{
  g_return_val_if_fail (field < OUTPOST_N_FIELDS, NULL);

  return _(fields[field].label);
}

/**
 * outpost_field_from_key:
 * @key: a key of the account file, in its exact case
 * @field: (out): return location for the field
 *
 * Returns: whether there is such a key
 */
gboolean
outpost_field_from_key (const char   *key,
                        OutpostField *field)
{
  g_return_val_if_fail (key != NULL && field != NULL, FALSE);

  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (g_strcmp0 (fields[i].key, key) == 0) {
      *field = (OutpostField) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * outpost_account_new:
 * @id: (nullable): the account's id, or %NULL for a draft without one yet
 *
 * Makes an account whose fields are empty or hold their defaults.
 *
 * Returns: (transfer full): a new account
 */
OutpostAccount *
outpost_account_new (const char *id)
{
  OutpostAccount *self = g_object_new (OUTPOST_TYPE_ACCOUNT, NULL);

  self->id = g_strdup (id);
  return self;
}

/**
 * outpost_account_copy_as:
 * @self: an account
 * @id: (nullable): the id of the copy
 *
 * Returns: (transfer full): another account with the same texts
 */
OutpostAccount *
outpost_account_copy_as (OutpostAccount *self,
                         const char     *id)
{
  OutpostAccount *copy;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), NULL);

  copy = outpost_account_new (id);
  for (guint i = 0; i < OUTPOST_N_FIELDS; i++)
    replace_text (copy, (OutpostField) i, self->texts[i]);
  return copy;
}

/**
 * outpost_account_copy:
 * @self: an account
 *
 * Returns: (transfer full): another account with the same id and texts
 */
OutpostAccount *
outpost_account_copy (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), NULL);

  return outpost_account_copy_as (self, self->id);
}

/**
 * outpost_account_duplicate:
 * @self: an account
 *
 * Returns: (transfer full): a draft of a new account with the same texts; it has no id and
 *   so no secret yet
 */
OutpostAccount *
outpost_account_duplicate (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), NULL);

  return outpost_account_copy_as (self, NULL);
}

/**
 * outpost_account_get_id:
 * @self: an account
 *
 * Returns: (nullable): its id, or %NULL for a draft that was never saved
 */
const char *
outpost_account_get_id (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), NULL);

  return self->id;
}

/**
 * outpost_account_get:
 * @self: an account
 * @field: one of its fields
 *
 * Returns: (transfer none): the text as it was typed or written, empty if there is none.
 *   Always empty for %OUTPOST_FIELD_PASSWORD: an account knows no secret
 */
const char *
outpost_account_get (OutpostAccount *self,
                     OutpostField    field)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self) && field < OUTPOST_N_FIELDS, "");

  return self->texts[field];
}

/* A pin waives name and chain for the one server it was taken from, so it goes
 * with the server: it would be a standing exception for a stranger otherwise. */
static gboolean
voids_pin (OutpostAccount *self,
           OutpostField    field,
           const char     *text)
{
  return (field == OUTPOST_FIELD_SERVER || field == OUTPOST_FIELD_PORT) &&
         is_set (self, OUTPOST_FIELD_PINNED_KEY) &&
         g_ascii_strcasecmp (self->texts[field], text) != 0;
}

/**
 * outpost_account_set:
 * @self: an account
 * @field: one of its fields, not %OUTPOST_FIELD_PASSWORD
 * @text: (nullable): the new text; %NULL or empty brings the default back
 *
 * Sets a field and emits [signal@Outpost.Account::changed] if that makes a
 * difference. `PinnedKey` is bound to `Server` and `Port`: another text in
 * either (the case of letters apart) empties it, so a new pin is set after them.
 */
void
outpost_account_set (OutpostAccount *self,
                     OutpostField    field,
                     const char     *text)
{
  g_autofree char *before = NULL;
  gboolean void_pin;

  g_return_if_fail (OUTPOST_IS_ACCOUNT (self) && field < OUTPOST_N_FIELDS);
  g_return_if_fail (field != OUTPOST_FIELD_PASSWORD);

  void_pin = voids_pin (self, field, text != NULL ? text : "");
  before = g_strdup (self->texts[field]);
  replace_text (self, field, text);
  if (void_pin)
    replace_text (self, OUTPOST_FIELD_PINNED_KEY, NULL);

  if (strcmp (before, self->texts[field]) != 0)
    g_signal_emit (self, signals[CHANGED], 0, (int) field);
  if (void_pin)
    g_signal_emit (self, signals[CHANGED], 0, (int) OUTPOST_FIELD_PINNED_KEY);
}

/**
 * outpost_account_equal:
 * @a: an account
 * @b: another
 *
 * Returns: whether all fields hold the same texts; the ids play no part
 */
gboolean
outpost_account_equal (OutpostAccount *a,
                       OutpostAccount *b)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (a) && OUTPOST_IS_ACCOUNT (b), FALSE);

  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    if (strcmp (a->texts[i], b->texts[i]) != 0)
      return FALSE;
  }
  return TRUE;
}

/**
 * outpost_account_get_title:
 * @self: an account
 *
 * Returns: (transfer none): what people call it: its name, else its address, else a word for
 *   an account that has neither yet
 */
const char *
outpost_account_get_title (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), NULL);

  if (is_set (self, OUTPOST_FIELD_NAME))
    return self->texts[OUTPOST_FIELD_NAME];
  if (is_set (self, OUTPOST_FIELD_EMAIL))
    return self->texts[OUTPOST_FIELD_EMAIL];
  return _("New Account");
}

/**
 * outpost_account_get_port:
 * @self: an account
 *
 * Returns: the port, or 0 where the text is not a number from 1 to 65535
 */
guint16
outpost_account_get_port (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), 0);

  return (guint16) parse_number (self->texts[OUTPOST_FIELD_PORT], G_MAXUINT16);
}

/**
 * outpost_account_get_security:
 * @self: an account
 *
 * Returns: the mode; %OUTPOST_SMTP_SECURITY_TLS where the text is none
 */
OutpostSmtpSecurity
outpost_account_get_security (OutpostAccount *self)
{
  OutpostSmtpSecurity security = OUTPOST_SMTP_SECURITY_TLS;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), security);

  outpost_security_from_text (self->texts[OUTPOST_FIELD_SECURITY], &security);
  return security;
}

/**
 * outpost_account_get_sign_in:
 * @self: an account
 *
 * Returns: the method as it was chosen; %OUTPOST_SIGN_IN_AUTO where the text is none
 */
OutpostSignIn
outpost_account_get_sign_in (OutpostAccount *self)
{
  OutpostSignIn sign_in = OUTPOST_SIGN_IN_AUTO;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), sign_in);

  outpost_sign_in_from_text (self->texts[OUTPOST_FIELD_SIGN_IN], &sign_in);
  return sign_in;
}

/**
 * outpost_account_resolve_sign_in:
 * @self: an account
 *
 * Says what %OUTPOST_SIGN_IN_AUTO comes to: a password where there is a user
 * name, the certificate where only that is given, else nothing.
 *
 * Returns: the method, never %OUTPOST_SIGN_IN_AUTO
 */
OutpostSignIn
outpost_account_resolve_sign_in (OutpostAccount *self)
{
  OutpostSignIn sign_in = outpost_account_get_sign_in (self);

  if (sign_in != OUTPOST_SIGN_IN_AUTO)
    return sign_in;
  if (is_set (self, OUTPOST_FIELD_USERNAME))
    return OUTPOST_SIGN_IN_PASSWORD;
  if (is_set (self, OUTPOST_FIELD_CLIENT_CERTIFICATE))
    return OUTPOST_SIGN_IN_CERTIFICATE;
  return OUTPOST_SIGN_IN_NONE;
}

/**
 * outpost_account_get_timeout_s:
 * @self: an account
 *
 * Returns: the longest silence to wait for, in seconds: 1 to 3600, or 30 where
 *   the text is not such a number
 */
guint
outpost_account_get_timeout_s (OutpostAccount *self)
{
  guint timeout_s;

  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), TIMEOUT_DEFAULT_S);

  timeout_s = parse_number (self->texts[OUTPOST_FIELD_TIMEOUT], OUTPOST_TIMEOUT_MAX_S);
  return timeout_s > 0 ? timeout_s : TIMEOUT_DEFAULT_S;
}

/**
 * outpost_account_get_sender:
 * @self: an account
 *
 * Returns: (transfer none): the address for From and, unless there is a return path, MAIL FROM
 */
const char *
outpost_account_get_sender (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), "");

  return self->texts[is_set (self, OUTPOST_FIELD_SENDER) ? OUTPOST_FIELD_SENDER
                                                          : OUTPOST_FIELD_EMAIL];
}

/**
 * outpost_account_get_return_path:
 * @self: an account
 *
 * Returns: (transfer none): the address for MAIL FROM
 */
const char *
outpost_account_get_return_path (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), "");

  if (is_set (self, OUTPOST_FIELD_RETURN_PATH))
    return self->texts[OUTPOST_FIELD_RETURN_PATH];
  return outpost_account_get_sender (self);
}

/**
 * outpost_account_get_test_address:
 * @self: an account
 *
 * Returns: (transfer none): the address that Test sends to
 */
const char *
outpost_account_get_test_address (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), "");

  return self->texts[is_set (self, OUTPOST_FIELD_TEST_ADDRESS) ? OUTPOST_FIELD_TEST_ADDRESS
                                                                : OUTPOST_FIELD_EMAIL];
}

/**
 * outpost_account_uses_password:
 * @self: an account
 *
 * Returns: whether signing in takes a password, wherever that comes from
 */
gboolean
outpost_account_uses_password (OutpostAccount *self)
{
  g_return_val_if_fail (OUTPOST_IS_ACCOUNT (self), FALSE);

  return outpost_account_resolve_sign_in (self) == OUTPOST_SIGN_IN_PASSWORD;
}

/**
 * outpost_security_to_text:
 * @security: a mode
 *
 * Returns: (transfer none): its word in the account file
 */
const char *
outpost_security_to_text (OutpostSmtpSecurity security)
{
  g_return_val_if_fail (security < G_N_ELEMENTS (security_words), NULL);

  return security_words[security];
}

/**
 * outpost_security_from_text:
 * @text: a word of the account file
 * @security: (out): return location for the mode
 *
 * Returns: whether @text is such a word, in its exact case; if not @security stays as it was
 */
gboolean
outpost_security_from_text (const char          *text,
                            OutpostSmtpSecurity *security)
{
  guint position;

  g_return_val_if_fail (text != NULL && security != NULL, FALSE);

  if (!find_word (security_words, G_N_ELEMENTS (security_words), text, &position))
    return FALSE;
  *security = (OutpostSmtpSecurity) position;
  return TRUE;
}

/**
 * outpost_sign_in_to_text:
 * @sign_in: a method
 *
 * Returns: (transfer none): its word in the account file
 */
const char *
outpost_sign_in_to_text (OutpostSignIn sign_in)
{
  g_return_val_if_fail (sign_in < G_N_ELEMENTS (sign_in_words), NULL);

  return sign_in_words[sign_in];
}

/**
 * outpost_sign_in_from_text:
 * @text: a word of the account file
 * @sign_in: (out): return location for the method
 *
 * Returns: whether @text is such a word, in its exact case; if not @sign_in stays as it was
 */
gboolean
outpost_sign_in_from_text (const char    *text,
                           OutpostSignIn *sign_in)
{
  guint position;

  g_return_val_if_fail (text != NULL && sign_in != NULL, FALSE);

  if (!find_word (sign_in_words, G_N_ELEMENTS (sign_in_words), text, &position))
    return FALSE;
  *sign_in = (OutpostSignIn) position;
  return TRUE;
}
