/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-finding-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-printable.h"

/* The address inside what mail programs and browsers copy: "The Shop
 * <shop@example.org>", "mailto:shop@example.org", blanks around. */
static char *
unwrap_address (const char *text)
{
  g_autofree char *inner = NULL;
  g_autoptr (OutpostAddress) address = NULL;
  const char *open = strrchr (text, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;

  inner = close != NULL ? g_strndup (open + 1, (gsize) (close - open - 1)) : g_strdup (text);
  g_strstrip (inner);
  if (g_ascii_strncasecmp (inner, "mailto:", 7) == 0)
    memmove (inner, inner + 7, strlen (inner + 7) + 1);
  address = outpost_address_parse (inner, NULL);
  return address != NULL ? g_steal_pointer (&inner) : NULL;
}

static OutpostFinding *
check_email_empty (const OutpostFindingCase *c,
                   OutpostField              field)
{
  const char *username = outpost_finding_case_get (c, OUTPOST_FIELD_USERNAME);
  g_autoptr (OutpostAddress) address = NULL;
  OutpostFinding *finding;

  if (!c->context->for_saving || outpost_finding_case_is_set (c, field) ||
      outpost_finding_case_is_set (c, OUTPOST_FIELD_SENDER))
    return NULL;
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "email-empty",
                                 _("The address that mail comes from is needed."));
  address = outpost_address_parse (username, NULL);
  if (address != NULL)
    outpost_finding_offer (finding, field, username);
  return finding;
}

static const char *
name_address_fault (const GError *error)
{
  switch ((OutpostAddressError) error->code) {
    case OUTPOST_ADDRESS_ERROR_NO_AT:
      return "address-no-at";
    case OUTPOST_ADDRESS_ERROR_LOCAL_PART:
      return "address-local-part";
    case OUTPOST_ADDRESS_ERROR_DOMAIN:
      return "address-domain";
    case OUTPOST_ADDRESS_ERROR_TOO_LONG:
      return "address-too-long";
    case OUTPOST_ADDRESS_ERROR_SEVERAL:
      return "address-several";
    case OUTPOST_ADDRESS_ERROR_EMPTY:
    default:
      g_assert_not_reached ();
  }
}

static OutpostFinding *
check_address (const OutpostFindingCase *c,
               OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autoptr (OutpostAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *inner = NULL;
  OutpostFinding *finding;

  if (text[0] == '\0')
    return NULL;
  address = outpost_address_parse (text, &error);
  if (address != NULL)
    return NULL;

  inner = unwrap_address (text);
  if (inner == NULL)
    return outpost_finding_new (OUTPOST_SEVERITY_ERROR, name_address_fault (error), error->message);
  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "address-wrapped",
                                 _("Only the address stands here, without a name, brackets or "
                                   "blanks around it."));
  outpost_finding_offer (finding, field, inner);
  return finding;
}

static OutpostFinding *
check_near_domain (const OutpostFindingCase *c,
                   OutpostField              field)
{
  g_autoptr (OutpostAddress) address =
    outpost_address_parse (outpost_finding_case_get (c, field), NULL);
  const char *meant;
  g_autofree char *shown = NULL;
  g_autofree char *mended = NULL;
  OutpostFinding *finding;

  if (address == NULL)
    return NULL;
  meant = outpost_preset_near_domain (outpost_address_get_domain (address));
  if (meant == NULL)
    return NULL;

  shown = outpost_printable_isolate (outpost_address_get_domain (address));
  mended = g_strconcat (outpost_address_get_local (address), "@", meant, NULL);
  finding = outpost_finding_new_filled (OUTPOST_SEVERITY_WARNING, "address-near-miss",
                                        /* Translators: the domain of an e-mail address */
                                        _("“%s” looks misspelt."), shown);
  outpost_finding_offer (finding, field, mended);
  return finding;
}

/* RFC 6531. The domain is no matter: A-labels say the same. */
static OutpostFinding *
check_smtputf8 (const OutpostFindingCase *c,
                OutpostField              field)
{
  g_autoptr (OutpostAddress) address =
    outpost_address_parse (outpost_finding_case_get (c, field), NULL);

  if (address == NULL || !outpost_address_needs_smtputf8 (address))
    return NULL;
  return outpost_finding_new (OUTPOST_SEVERITY_HINT, "address-smtputf8",
                              _("Not every server takes letters beyond a to z before the @. The "
                                "test shows whether this one does."));
}

static char *
describe_sender_rule (const OutpostFindingCase *c,
                      OutpostSenderRule         rule,
                      const char               *email)
{
  const char *name = outpost_preset_get_name (c->preset);
  g_autofree char *shown = outpost_printable_isolate (email);

  switch (rule) {
    case OUTPOST_SENDER_RULE_MUST_MATCH:
      /* Translators: a provider such as GMX, an address */
      return g_strdup_printf (_("%s refuses this sender unless it belongs to the mailbox %s."),
                              name, shown);
    case OUTPOST_SENDER_RULE_VERIFIED_ALIAS:
      return g_strdup_printf (_("%s refuses this sender unless it is an alias of %s."),
                              name, shown);
    case OUTPOST_SENDER_RULE_REWRITTEN:
      /* Translators: a provider such as Gmail, an address; “Send mail as” is what Google
       * calls the setting in your language */
      return g_strdup_printf (_("%s replaces this sender by %s unless it is confirmed under “Send "
                                "mail as”."), name, shown);
    case OUTPOST_SENDER_RULE_OWN_DOMAIN:
      return g_strdup_printf (_("%s takes only senders of a domain that belongs to the account, as "
                                "that of %s does."), name, shown);
    case OUTPOST_SENDER_RULE_UNKNOWN:
    case OUTPOST_SENDER_RULE_VERIFIED_IDENTITY:
    default:
      return NULL;
  }
}

static gboolean
same_domain (const char *a,
             const char *b)
{
  g_autoptr (OutpostAddress) first = outpost_address_parse (a, NULL);
  g_autoptr (OutpostAddress) second = outpost_address_parse (b, NULL);

  return first != NULL && second != NULL &&
         g_str_equal (strrchr (outpost_address_get_wire (first), '@'),
                      strrchr (outpost_address_get_wire (second), '@'));
}

static const char *
name_sender_rule (OutpostSenderRule rule)
{
  return rule == OUTPOST_SENDER_RULE_REWRITTEN ? "sender-rewritten" : "sender-refused";
}

/* A rule that is only hearsay is a hint. Which addresses a relay has confirmed
 * cannot be seen from here: the advice speaks of it. */
static OutpostFinding *
check_sender_rule (const OutpostFindingCase *c,
                   OutpostField              field)
{
  const char *email = outpost_finding_case_get (c, OUTPOST_FIELD_EMAIL);
  const char *sender = outpost_finding_case_get (c, field);
  g_autoptr (OutpostAddress) own = outpost_address_parse (email, NULL);
  g_autoptr (OutpostAddress) other = outpost_address_parse (sender, NULL);
  g_autofree char *text = NULL;
  gboolean confirmed;
  OutpostSenderRule rule;
  OutpostFinding *finding;

  if (c->preset == NULL || own == NULL || other == NULL ||
      !outpost_finding_case_is_set (c, OUTPOST_FIELD_SERVER) ||
      outpost_preset_same_mailbox (c->preset, email, sender))
    return NULL;
  rule = outpost_preset_get_sender_rule (c->preset, &confirmed);
  if (rule == OUTPOST_SENDER_RULE_OWN_DOMAIN && same_domain (email, sender))
    return NULL;
  text = describe_sender_rule (c, rule, email);
  if (text == NULL)
    return NULL;

  finding = outpost_finding_new (confirmed ? OUTPOST_SEVERITY_WARNING : OUTPOST_SEVERITY_HINT,
                                 name_sender_rule (rule), text);
  outpost_finding_offer (finding, field, email);
  return finding;
}

/* Neither a name in a header nor one on the wire carries them. */
static OutpostFinding *
check_control (const OutpostFindingCase *c,
               OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autoptr (GString) clean = g_string_new (NULL);
  OutpostFinding *finding;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_iscntrl (g_utf8_get_char (at)))
      g_string_append_unichar (clean, g_utf8_get_char (at));
  if (strcmp (clean->str, text) == 0)
    return NULL;

  finding = outpost_finding_new (OUTPOST_SEVERITY_ERROR, "control-characters",
                                 _("A line break or another control character stands here, as "
                                   "copying brings along."));
  outpost_finding_change (finding, field, clean->str);
  /* Translators: on a button: take the control characters away */
  outpost_finding_name_fix (finding, _("Remove Them"));
  return finding;
}

static OutpostFinding *
check_sender_name (const OutpostFindingCase *c,
                   OutpostField              field)
{
  const char *text = outpost_finding_case_get (c, field);
  g_autofree char *inner = strchr (text, '@') != NULL ? unwrap_address (text) : NULL;
  const char *open = strrchr (text, '<');
  g_autofree char *name = NULL;
  OutpostFinding *finding;

  if (inner == NULL)
    return NULL;
  name = g_strstrip (open != NULL ? g_strndup (text, (gsize) (open - text)) : g_strdup (""));
  finding = outpost_finding_new (OUTPOST_SEVERITY_WARNING, "sender-name-address",
                                 _("An address stands here. This is the place for the name that "
                                   "recipients see beside it."));
  if (name[0] != '\0') {
    outpost_finding_offer (finding, field, name);
  } else {
    outpost_finding_change (finding, field, "");
    /* Translators: on a button: nothing shall stand in the field */
    outpost_finding_name_fix (finding, _("Leave Empty"));
  }
  return finding;
}

const OutpostFindingEntry outpost_finding_identity_rules[] = {
  { OUTPOST_FIELD_NAME, check_control },
  { OUTPOST_FIELD_USERNAME, check_control },
  { OUTPOST_FIELD_EMAIL, check_email_empty },
  { OUTPOST_FIELD_EMAIL, check_address },
  { OUTPOST_FIELD_EMAIL, check_near_domain },
  { OUTPOST_FIELD_EMAIL, check_smtputf8 },
  { OUTPOST_FIELD_SENDER, check_address },
  { OUTPOST_FIELD_SENDER, check_near_domain },
  { OUTPOST_FIELD_SENDER, check_sender_rule },
  { OUTPOST_FIELD_SENDER, check_smtputf8 },
  { OUTPOST_FIELD_SENDER_NAME, check_control },
  { OUTPOST_FIELD_SENDER_NAME, check_sender_name },
  { OUTPOST_FIELD_REPLY_TO, check_address },
  { OUTPOST_FIELD_REPLY_TO, check_near_domain },
  { OUTPOST_FIELD_RETURN_PATH, check_address },
  { OUTPOST_FIELD_RETURN_PATH, check_near_domain },
  { OUTPOST_FIELD_RETURN_PATH, check_sender_rule },
  { OUTPOST_FIELD_TEST_ADDRESS, check_address },
  { OUTPOST_FIELD_TEST_ADDRESS, check_near_domain },
};
const gsize outpost_finding_n_identity_rules = G_N_ELEMENTS (outpost_finding_identity_rules);
