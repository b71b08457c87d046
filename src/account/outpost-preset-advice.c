/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-preset-private.h"

#include <glib/gi18n-lib.h>

static char *
make_title (const OutpostPreset *self)
{
  switch (self->policy) {
    case OUTPOST_PASSWORD_POLICY_REQUIRED:
      if (self->authorization_code) {
        /* Translators: a provider, such as QQ Mail */
        return g_strdup_printf (_("%s wants an authorization code"), self->name);
      }
      /* Translators: a provider, such as Gmail */
      return g_strdup_printf (_("%s wants an app password"), self->name);
    case OUTPOST_PASSWORD_POLICY_WITH_2FA:
      return g_strdup_printf (_("%s may want an app password"), self->name);
    case OUTPOST_PASSWORD_POLICY_SEPARATE:
      return g_strdup_printf (_("%s wants a separate password"), self->name);
    case OUTPOST_PASSWORD_POLICY_ADMIN_DECIDES:
      return g_strdup_printf (_("%s takes a password only where the administrator allows it"),
                              self->name);
    case OUTPOST_PASSWORD_POLICY_REFUSED:
      return g_strdup_printf (_("%s takes no passwords from programs"), self->name);
    case OUTPOST_PASSWORD_POLICY_API_KEY:
      return g_strdup_printf (_("%s issues a user name and a key for sending"), self->name);
    case OUTPOST_PASSWORD_POLICY_NOT_NEEDED:
      /* Translators: a provider, such as WP Poczta */
      return g_strdup_printf (_("%s has to be opened to programs"), self->name);
    case OUTPOST_PASSWORD_POLICY_UNKNOWN:
    default:
      g_assert_not_reached ();
  }
}

static char *
explain_app_password (const OutpostPreset *self)
{
  const char *name = self->operator_name;

  if (self->authorization_code)
    return g_strdup_printf (_("The password of the %s account itself is refused. Turn on SMTP in "
                              "its settings; the code shown there is the password."), name);
  if (self->needs_2fa) {
    /* Translators: a company, such as Google */
    return g_strdup_printf (_("The password of the %s account itself is refused. Turn on 2-Step "
                              "Verification, then create an app password."), name);
  }
  if (self->if_eligible) {
    /* Translators: both are the same company, such as Yahoo */
    return g_strdup_printf (_("The password of the %s account itself is refused. Create an app "
                              "password; where %s offers none, the account cannot send from "
                              "programs."), name, name);
  }
  return g_strdup_printf (_("The password of the %s account itself is refused. Create an app "
                            "password in its settings."), name);
}

static char *
explain_policy (const OutpostPreset *self)
{
  switch (self->policy) {
    case OUTPOST_PASSWORD_POLICY_REQUIRED:
      return explain_app_password (self);
    case OUTPOST_PASSWORD_POLICY_WITH_2FA:
      if (self->access_off)
        return g_strdup (_("Mail programs are kept out at first; allow them in the settings of "
                           "the mailbox. With two-factor sign-in an app password is needed, too."));
      return g_strdup (_("With two-factor sign-in the account’s own password is refused. Create an "
                         "app password then."));
    case OUTPOST_PASSWORD_POLICY_SEPARATE:
      return g_strdup (_("The password of the website may be refused. Use the one that is set for "
                         "this mailbox or for mail programs."));
    case OUTPOST_PASSWORD_POLICY_ADMIN_DECIDES:
      return g_strdup (_("“Authenticated SMTP” has to be turned on for the mailbox. Microsoft "
                         "turns passwords off for all at the end of December 2026 unless the "
                         "administrator keeps them."));
    case OUTPOST_PASSWORD_POLICY_REFUSED:
      return g_strdup_printf (_("%s refuses passwords and app passwords; it wants a sign-in in the "
                                "browser, which this version of Outpost does not have. Use an "
                                "account of another provider to send."), self->operator_name);
    case OUTPOST_PASSWORD_POLICY_API_KEY:
      return g_strdup_printf (_("Use the user name and the key that %s shows for SMTP. The address "
                                "or the domain of the sender has to be confirmed there first."),
                              self->operator_name);
    case OUTPOST_PASSWORD_POLICY_NOT_NEEDED:
      return g_strdup (_("Mail programs are kept out at first. Allow them in the settings of the "
                         "mailbox."));
    case OUTPOST_PASSWORD_POLICY_UNKNOWN:
    default:
      g_assert_not_reached ();
  }
}

static void
choose_page (const OutpostPreset *self,
             OutpostAdvice       *advice)
{
  if (self->create_url != NULL && self->policy == OUTPOST_PASSWORD_POLICY_REQUIRED) {
    /* Translators: on a button; an app password */
    advice->button = _("Create One");
    advice->url = self->create_url;
  } else if (self->create_url != NULL && self->policy == OUTPOST_PASSWORD_POLICY_API_KEY) {
    /* Translators: on a button; the page of a provider where a key is shown */
    advice->button = _("Open the Page");
    advice->url = self->create_url;
  } else if (self->help_url != NULL) {
    /* Translators: on a button; leads to a help page of a provider */
    advice->button = _("Show How");
    advice->url = self->help_url;
  }
}

/* Puts into words what the preset knows about passwords. Nothing where the account's own
 * password simply works, or where nobody has confirmed what does. */
static void
make_advice (const OutpostPreset *self,
             GDateTime           *checked,
             OutpostAdvice       *advice)
{
  g_autofree char *text = NULL;
  g_autofree char *month = NULL;

  if (self->policy == OUTPOST_PASSWORD_POLICY_UNKNOWN ||
      (self->policy == OUTPOST_PASSWORD_POLICY_NOT_NEEDED && !self->access_off))
    return;

  /* Translators: a month of a year as strftime writes it, for “November 2026” */
  month = g_date_time_format (checked, /* xgettext:no-c-format */ _("%OB %Y"));
  text = explain_policy (self);
  advice->title = make_title (self);
  /* Translators: some sentences, then the month when they were last checked */
  advice->text = g_strdup_printf (_("%s As of %s."), text, month);
  advice->blocks = self->policy == OUTPOST_PASSWORD_POLICY_REFUSED;
  choose_page (self, advice);
}

static OutpostAdvice *
make_all (void)
{
  g_autofree char *midnight = g_strconcat (outpost_preset_table_checked, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) checked = g_date_time_new_from_iso8601 (midnight, NULL);
  OutpostAdvice *all = g_new0 (OutpostAdvice, outpost_preset_table_length);

  for (guint i = 0; i < outpost_preset_table_length; i++)
    make_advice (&outpost_preset_table[i], checked, &all[i]);
  return all;
}

/**
 * outpost_preset_get_advice:
 * @self: a preset
 *
 * Returns: (transfer none) (nullable): what to say before a password is typed, or %NULL if
 *   there is nothing to say
 */
const OutpostAdvice *
outpost_preset_get_advice (const OutpostPreset *self)
{
  static OutpostAdvice *all;
  const OutpostAdvice *advice;

  if (g_once_init_enter (&all))
    g_once_init_leave (&all, make_all ());
  advice = &all[self - outpost_preset_table];
  return advice->title != NULL ? advice : NULL;
}
