/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-draft-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-offer.h"
#include "outpost-printable.h"

/* Keeps the settings that stand in the form as those of @source. */
void
outpost_draft_remember_source (OutpostDraft *self,
                               const char   *source,
                               const char   *domain)
{
  g_free (self->source);
  self->source = g_strdup (source);
  g_free (self->source_domain);
  self->source_domain = g_strdup (domain);
  self->unconfirmed = domain != NULL;
  g_clear_object (&self->source_values);
  self->source_values = outpost_account_copy (self->account);
}

/* The person has pressed the domain: from now on the password may be typed. */
void
outpost_draft_confirm_source (OutpostDraft *self)
{
  g_clear_pointer (&self->source_domain, g_free);
  self->unconfirmed = FALSE;
  outpost_draft_judge (self);
}

/* Makes the finding that asks for the press. */
void
outpost_draft_judge_source (OutpostDraft *self)
{
  g_autofree char *server = NULL;

  g_clear_pointer (&self->confirm, outpost_finding_free);
  if (!outpost_draft_is_unconfirmed (self))
    return;

  server = outpost_printable_isolate (outpost_account_get (self->account, OUTPOST_FIELD_SERVER));
  self->confirm = g_new0 (OutpostFinding, 1);
  self->confirm->field = OUTPOST_FIELD_PASSWORD;
  self->confirm->severity = OUTPOST_SEVERITY_WARNING;
  self->confirm->id = "server-unconfirmed";
  /* Translators: %s is a host name */
  self->confirm->text = g_strdup_printf (_("%s was found in a way that can be forged, and would "
                                           "get the password. Go on only if its domain is your "
                                           "provider’s."), server);
  /* Translators: on a button; %s is a domain, such as example.org */
  self->confirm->fix_label = g_strdup_printf (_("Trust %s"), self->source_domain);
  self->confirm->fix = outpost_fix_new ();
}

/**
 * outpost_draft_fill:
 * @self: a draft
 * @changes: (element-type OutpostFixChange): what was found out
 * @source: where it came from, translated
 * @domain: (nullable): what the person has to press before a password can be
 *   typed, or %NULL if the source is to be trusted
 *
 * Fills in settings that were found, and remembers where they came from.
 */
void
outpost_draft_fill (OutpostDraft *self,
                    GPtrArray    *changes,
                    const char   *source,
                    const char   *domain)
{
  g_return_if_fail (OUTPOST_IS_DRAFT (self) && changes != NULL && source != NULL);

  self->batch++;
  outpost_draft_apply_changes (self, changes);
  outpost_draft_remember_source (self, source, domain);
  self->batch--;
  outpost_draft_judge (self);
}

/**
 * outpost_draft_get_source:
 * @self: a draft
 * @changed: (out): return location for whether the values were edited since
 *
 * Returns: (nullable): where the server's settings came from, translated, or
 *   %NULL if none were filled in
 */
const char *
outpost_draft_get_source (OutpostDraft *self,
                          gboolean     *changed)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self) && changed != NULL, NULL);

  *changed = self->source != NULL &&
             !outpost_offer_same_server (self->source_values, self->account);
  return self->source;
}

/**
 * outpost_draft_restore_source:
 * @self: a draft with a source
 *
 * Puts the source's settings of the server back. A password that was typed for
 * another server meanwhile goes, unless the source is to be trusted.
 */
void
outpost_draft_restore_source (OutpostDraft *self)
{
  g_autoptr (GPtrArray) changes = NULL;

  g_return_if_fail (OUTPOST_IS_DRAFT (self) && self->source != NULL);

  changes = outpost_offer_server_changes (self->source_values);
  self->batch++;
  if (self->source_domain != NULL)
    outpost_draft_set_text (self, OUTPOST_FIELD_PASSWORD, "");
  outpost_draft_apply_changes (self, changes);
  self->unconfirmed = self->source_domain != NULL;
  self->batch--;
  outpost_draft_judge (self);
}

/**
 * outpost_draft_is_unconfirmed:
 * @self: a draft
 *
 * Returns: whether no password can be typed yet: the domain that the finding at
 *   the password names has to be pressed first
 */
gboolean
outpost_draft_is_unconfirmed (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), FALSE);

  return self->unconfirmed && outpost_account_uses_password (self->account);
}
