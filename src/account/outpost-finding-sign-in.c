/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-finding-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"

static gboolean
has_password (const OutpostFindingCase *c)
{
  return c->context->password != NULL && c->context->password[0] != '\0';
}

static OutpostFinding *
check_sign_in_word (const OutpostFindingCase *c,
                    OutpostField              field)
{
  OutpostFinding *finding = outpost_finding_check_value (c, field);

  if (finding != NULL) {
    outpost_finding_change (finding, field, outpost_sign_in_to_text (OUTPOST_SIGN_IN_AUTO));
    outpost_finding_name_fix (finding, _("Choose Automatically"));
  }
  return finding;
}

static OutpostFinding *
check_oauth2 (const OutpostFindingCase *c,
              OutpostField              field)
{
  OutpostFinding *finding;

  if (outpost_account_get_sign_in (c->draft) != OUTPOST_SIGN_IN_OAUTH2)
    return NULL;
  if (c->preset != NULL && !outpost_preset_allows_password (c->preset))
    return outpost_finding_new_filled (OUTPOST_SEVERITY_ERROR, "sign-in-oauth2",
                                       /* Translators: a company such as Microsoft */
                                       _("This version of Outpost does not sign in through the "
                                         "browser, and %s takes nothing else. Use an account of "
                                         "another provider."),
                                       outpost_preset_get_operator (c->preset));
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "sign-in-oauth2",
                                 _("This version of Outpost does not sign in through the browser. "
                                   "Use a password or an app password."));
  outpost_finding_change (finding, field, outpost_sign_in_to_text (OUTPOST_SIGN_IN_PASSWORD));
  /* Translators: on a button: sign in with a password */
  outpost_finding_name_fix (finding, _("Use a Password"));
  return finding;
}

static OutpostFinding *
check_certificate (const OutpostFindingCase *c,
                   OutpostField              field)
{
  if (outpost_account_get_sign_in (c->draft) != OUTPOST_SIGN_IN_CERTIFICATE ||
      outpost_finding_case_is_set (c, OUTPOST_FIELD_CLIENT_CERTIFICATE))
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_ERROR, "sign-in-no-certificate",
                              _("Signing in with a certificate needs its file. Name it in “Client "
                                "certificate” under “Advanced”."));
}

/* The relays and mailboxes of the list all want to know who sends. */
static OutpostFinding *
check_sign_in_off (const OutpostFindingCase *c,
                   OutpostField              field)
{
  OutpostFinding *finding;

  if (outpost_account_get_sign_in (c->draft) != OUTPOST_SIGN_IN_NONE || c->preset == NULL)
    return NULL;
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "sign-in-needed",
                                        /* Translators: a provider such as Gmail */
                                        _("%s takes mail from programs only after a sign-in."),
                                        outpost_preset_get_name (c->preset));
  outpost_finding_change (finding, field, outpost_sign_in_to_text (OUTPOST_SIGN_IN_AUTO));
  outpost_finding_name_fix (finding, _("Choose Automatically"));
  return finding;
}

/* Whether the settings ask for a user name: a method that has one was chosen, a
 * password was typed, or the provider lets nobody in without. */
static gboolean
wants_username (const OutpostFindingCase *c)
{
  OutpostSignIn sign_in = outpost_account_get_sign_in (c->draft);

  if (sign_in == OUTPOST_SIGN_IN_AUTO)
    return !outpost_finding_case_is_set (c, OUTPOST_FIELD_CLIENT_CERTIFICATE) &&
           (has_password (c) || c->preset != NULL);
  return sign_in == OUTPOST_SIGN_IN_PASSWORD || sign_in == OUTPOST_SIGN_IN_OAUTH2;
}

static OutpostFinding *
check_username_empty (const OutpostFindingCase *c,
                      OutpostField              field)
{
  OutpostFinding *finding;
  g_autofree char *username = NULL;

  if (!c->context->for_saving || outpost_finding_case_is_set (c, field) || !wants_username (c))
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "username-empty",
                                 _("Signing in needs a user name. At most providers it is the "
                                   "e-mail address."));
  if (c->preset != NULL)
    username = outpost_preset_dup_username (c->preset,
                                            outpost_finding_case_get (c, OUTPOST_FIELD_EMAIL));
  if (username != NULL)
    outpost_finding_offer (finding, field, username);
  return finding;
}

/* With "auto" no user name means no sign-in, which few servers take. */
static OutpostFinding *
check_username_none (const OutpostFindingCase *c,
                     OutpostField              field)
{
  if (!c->context->for_saving || outpost_finding_case_is_set (c, field) || wants_username (c) ||
      outpost_account_get_sign_in (c->draft) != OUTPOST_SIGN_IN_AUTO ||
      outpost_account_resolve_sign_in (c->draft) != OUTPOST_SIGN_IN_NONE)
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_HINT, "username-none",
                              _("Without a user name Outpost does not sign in. Most servers take "
                                "mail only after a sign-in."));
}

static OutpostFinding *
check_username_blanks (const OutpostFindingCase *c,
                       OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  OutpostFinding *finding;

  if (strcmp (text, stripped) == 0)
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_WARNING, "username-blanks",
                                 _("The user name begins or ends with a blank."));
  outpost_finding_change (finding, field, stripped);
  /* Translators: on a button: take the blanks away */
  outpost_finding_name_fix (finding, _("Remove Blanks"));
  return finding;
}

static OutpostFinding *
judge_address_form (const OutpostFindingCase *c,
                    OutpostField              field)
{
  const char *email = outpost_finding_case_get (c, OUTPOST_FIELD_EMAIL);
  g_autoptr (OutpostAddress) address = outpost_address_parse (email, NULL);
  OutpostFinding *finding;

  if (strchr (outpost_finding_case_get (c, field), '@') != NULL)
    return NULL;
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "username-form",
                                        /* Translators: a provider such as Gmail */
                                        _("%s wants the full address as the user name."),
                                        outpost_preset_get_name (c->preset));
  if (address != NULL)
    outpost_finding_offer (finding, field, email);
  return finding;
}

/* Only for an address of the provider itself: another one may be a login of its own. */
static OutpostFinding *
judge_local_part_form (const OutpostFindingCase *c,
                       OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autoptr (OutpostAddress) address = outpost_address_parse (text, NULL);
  OutpostFinding *finding;

  if (address == NULL || outpost_preset_for_address (text) != c->preset)
    return NULL;
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "username-form",
                                        /* Translators: a provider such as WEB.DE */
                                        _("%s wants only the part before the @ as the user name."),
                                        outpost_preset_get_name (c->preset));
  outpost_finding_offer (finding, field, outpost_address_get_local (address));
  return finding;
}

static OutpostFinding *
judge_fixed_form (const OutpostFindingCase *c,
                  OutpostField              field,
                  const char               *word)
{
  OutpostFinding *finding;

  if (g_str_equal (outpost_finding_case_get (c, field), word))
    return NULL;
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "username-form",
                                        /* Translators: a provider such as SendGrid, a word */
                                        _("%s wants the word “%s” as the user name for everybody."),
                                        outpost_preset_get_name (c->preset), word);
  outpost_finding_offer (finding, field, word);
  return finding;
}

static OutpostFinding *
check_username_form (const OutpostFindingCase *c,
                     OutpostField              field)
{
  const char *word = NULL;

  if (c->preset == NULL || !outpost_finding_case_is_set (c, field) ||
      !outpost_account_uses_password (c->draft))
    return NULL;
  switch (outpost_preset_get_username_form (c->preset, &word)) {
    case OUTPOST_USERNAME_FORM_ADDRESS:
      return judge_address_form (c, field);
    case OUTPOST_USERNAME_FORM_LOCAL_PART:
      return judge_local_part_form (c, field);
    case OUTPOST_USERNAME_FORM_FIXED:
      return judge_fixed_form (c, field, word);
    case OUTPOST_USERNAME_FORM_ISSUED:
    default:
      return NULL;
  }
}

static OutpostFinding *
check_other_server (const OutpostFindingCase *c,
                    OutpostField              field)
{
  if (has_password (c) || !outpost_account_uses_password (c->draft) ||
      c->context->secret_state != OUTPOST_SECRET_STATE_OTHER_SERVER)
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_ERROR, "password-other-server",
                              _("The stored password belongs to another server, port or user name "
                                "and is not sent to this one. Type the password for this one."));
}

static OutpostFinding *
check_password_missing (const OutpostFindingCase *c,
                        OutpostField              field)
{
  if (!c->context->for_saving || has_password (c) || !outpost_account_uses_password (c->draft) ||
      c->context->secret_state != OUTPOST_SECRET_STATE_MISSING)
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_ERROR, "password-missing",
                              _("The keyring has no password for this account. Type it here."));
}

static OutpostFinding *
check_no_keyring (const OutpostFindingCase *c,
                  OutpostField              field)
{
  if (!outpost_account_uses_password (c->draft) ||
      c->context->secret_state != OUTPOST_SECRET_STATE_NO_SERVICE)
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_WARNING, "password-no-keyring",
                              _("This session has no keyring that could keep the password. Start "
                                "one, such as GNOME Keyring or KWallet."));
}

static OutpostFinding *
check_password_refused (const OutpostFindingCase *c,
                        OutpostField              field)
{
  OutpostFinding *finding;
  const OutpostAdvice *advice;

  if (c->preset == NULL || outpost_preset_allows_password (c->preset) ||
      !outpost_account_uses_password (c->draft))
    return NULL;
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "password-refused",
                                        /* Translators: a company such as Microsoft */
                                        _("%s refuses every password from programs, app passwords "
                                          "too. Use an account of another provider."),
                                        outpost_preset_get_operator (c->preset));
  advice = outpost_preset_get_advice (c->preset);
  finding->url = advice != NULL ? g_strdup (advice->url) : NULL;
  return finding;
}

/* Characters of UTF-8 without blanks, which do not count: app passwords are
 * displayed in groups. */
static guint
count_characters (const char *text,
                  gboolean   *only_letters)
{
  guint n = 0;

  *only_letters = TRUE;
  for (const char *at = text; *at != '\0'; at++) {
    n += *at != ' ' && (*at & 0xC0) != 0x80; /* octets that begin a character */
    *only_letters = *only_letters && (*at == ' ' || g_ascii_isalpha (*at));
  }
  return n;
}

static OutpostFinding *
check_app_password (const OutpostFindingCase *c,
                    OutpostField              field)
{
  guint wanted = c->preset != NULL ? outpost_preset_get_app_password_letters (c->preset) : 0;
  const char *name;
  gboolean only_letters;
  guint n;
  OutpostFinding *finding;

  if (wanted == 0 || !has_password (c) || !outpost_account_uses_password (c->draft))
    return NULL;
  n = count_characters (c->context->password, &only_letters);
  if (n == wanted && only_letters)
    return NULL;

  name = outpost_preset_get_name (c->preset);
  if (n == wanted)
    finding = outpost_finding_new_filled (
      OUTPOST_SEVERITY_WARNING, "password-not-app-password",
      /* Translators: a provider such as Gmail, a number */
      _("A %s app password has %u letters and nothing else. The account’s own password is "
        "refused."), name, wanted);
  else
    finding = outpost_finding_new_filled (
      OUTPOST_SEVERITY_WARNING, "password-not-app-password",
      /* Translators: a provider such as Gmail, a number of letters, a number of characters */
      g_dngettext (GETTEXT_PACKAGE,
                   "A %s app password has %u letters; this one has %u character. The account’s "
                   "own password is refused.",
                   "A %s app password has %u letters; this one has %u characters. The account’s "
                   "own password is refused.", n), name, wanted, n);
  finding->url = g_strdup (outpost_preset_get_create_url (c->preset));
  return finding;
}

/* Told, never changed: a blank may belong to the password. Not where it is only how
 * the provider displays it, see outpost_preset_tidy_password(). */
static OutpostFinding *
check_password_blanks (const OutpostFindingCase *c,
                       OutpostField              field)
{
  const char *text = c->context->password;
  g_autoptr (OutpostSecret) typed = NULL;
  g_autoptr (OutpostSecret) tidy = NULL;

  if (!has_password (c) ||
      (!g_ascii_isspace (text[0]) && !g_ascii_isspace (text[strlen (text) - 1])))
    return NULL;
  typed = outpost_secret_new (text, -1);
  tidy = outpost_preset_tidy_password (c->preset, typed);
  if (!outpost_secret_equal (typed, tidy))
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_WARNING, "password-blanks",
                              _("The password begins or ends with a blank. If that came from "
                                "copying, remove it."));
}

static OutpostFinding *
check_password_control (const OutpostFindingCase *c,
                        OutpostField              field)
{
  if (!has_password (c))
    return NULL;
  for (const char *at = c->context->password; *at != '\0'; at++) {
    if (g_ascii_iscntrl (*at))
      return outpost_finding_new (OUTPOST_SEVERITY_WARNING, "password-control",
                                  _("The password holds a line break or a tab, as copying brings "
                                    "along. Type it anew."));
  }
  return NULL;
}

/* Whether the provider makes the password, so that there is nothing to choose. */
static gboolean
issues_password (const OutpostPreset *preset)
{
  OutpostUsernameForm form = outpost_preset_get_username_form (preset, NULL);

  return outpost_preset_wants_app_password (preset) || form == OUTPOST_USERNAME_FORM_FIXED ||
         form == OUTPOST_USERNAME_FORM_ISSUED;
}

/* The rule of some panels' guides ("a123456a"). No mail server has it. */
static OutpostFinding *
check_panel_rule (const OutpostFindingCase *c,
                  OutpostField              field)
{
  const char *text = c->context->password;

  if (!has_password (c) || (c->preset != NULL && issues_password (c->preset)) ||
      (g_ascii_isalpha (text[0]) && g_ascii_isalpha (text[strlen (text) - 1])))
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_HINT, "password-panel",
                              _("Some web panels refuse a password that does not begin and end "
                                "with a letter. Outpost takes it as it is."));
}

static OutpostFinding *
check_secret_word (const OutpostFindingCase *c,
                   OutpostField              field)
{
  OutpostFinding *finding = outpost_finding_check_value (c, field);

  if (finding != NULL) {
    outpost_finding_change (finding, field, "keyring");
    outpost_finding_name_fix (finding, _("Use the Keyring"));
  }
  return finding;
}

/* Run without a shell, so that nothing is expanded. */
static OutpostFinding *
check_secret_command (const OutpostFindingCase *c,
                      OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);

  if (!g_str_has_prefix (text, "command:") ||
      (strchr (text, '$') == NULL && strstr (text, "~/") == NULL && strpbrk (text, "|<>;") == NULL))
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_WARNING, "secret-shell",
                              _("The command is run without a shell: “$”, “~”, “|” and the like "
                                "stay as they are. Write paths out, or name a script."));
}

const OutpostFindingEntry outpost_finding_sign_in_rules[] = {
  { OUTPOST_FIELD_SIGN_IN, check_sign_in_word },
  { OUTPOST_FIELD_SIGN_IN, check_oauth2 },
  { OUTPOST_FIELD_SIGN_IN, check_certificate },
  { OUTPOST_FIELD_SIGN_IN, check_sign_in_off },
  { OUTPOST_FIELD_USERNAME, check_username_empty },
  { OUTPOST_FIELD_USERNAME, check_username_none },
  { OUTPOST_FIELD_USERNAME, check_username_blanks },
  { OUTPOST_FIELD_USERNAME, check_username_form },
  { OUTPOST_FIELD_PASSWORD, check_other_server },
  { OUTPOST_FIELD_PASSWORD, check_password_missing },
  { OUTPOST_FIELD_PASSWORD, check_no_keyring },
  { OUTPOST_FIELD_PASSWORD, check_password_refused },
  { OUTPOST_FIELD_PASSWORD, check_password_control },
  { OUTPOST_FIELD_PASSWORD, check_app_password },
  { OUTPOST_FIELD_PASSWORD, check_password_blanks },
  { OUTPOST_FIELD_PASSWORD, check_panel_rule },
  { OUTPOST_FIELD_SECRET, check_secret_word },
  { OUTPOST_FIELD_SECRET, check_secret_command },
};
const gsize outpost_finding_n_sign_in_rules = G_N_ELEMENTS (outpost_finding_sign_in_rules);
