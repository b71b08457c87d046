/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-draft-private.h"

#include <glib/gi18n-lib.h>

/**
 * outpost_draft_touch:
 * @self: a draft
 * @field: a field that a person has been in
 *
 * From now on it counts that the field is empty.
 */
void
outpost_draft_touch (OutpostDraft *self,
                     OutpostField  field)
{
  g_return_if_fail (OUTPOST_IS_DRAFT (self));

  if (self->touched[field])
    return;
  self->touched[field] = TRUE;
  outpost_draft_emit_changed (self);
}

/**
 * outpost_draft_touch_all:
 * @self: a draft
 *
 * Treats all fields as touched: somebody wanted to save.
 */
void
outpost_draft_touch_all (OutpostDraft *self)
{
  g_return_if_fail (OUTPOST_IS_DRAFT (self));

  for (guint i = 0; i < OUTPOST_N_FIELDS; i++)
    self->touched[i] = TRUE;
  outpost_draft_emit_changed (self);
}

static OutpostFinding *
worse_of (OutpostFinding *first,
          OutpostFinding *second)
{
  if (second == NULL || (first != NULL && first->severity >= second->severity))
    return first;
  return second;
}

/**
 * outpost_draft_get_finding:
 * @self: a draft
 * @field: a field
 *
 * Returns: (transfer none) (nullable): the one finding to show at the field,
 *   the worst; valid until the next `changed`
 */
const OutpostFinding *
outpost_draft_get_finding (OutpostDraft *self,
                           OutpostField  field)
{
  OutpostFinding *worst;

  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), NULL);

  if (field == OUTPOST_FIELD_PASSWORD && self->confirm != NULL)
    return self->confirm;
  worst = outpost_findings_worst (self->findings, field);
  if (worst != NULL && outpost_draft_is_empty (self, field) && !self->touched[field])
    worst = NULL;
  worst = worse_of (worst, self->remarks[field]);
  worst = worse_of (worst, self->looked_up[field]);
  if (worst == NULL && field == OUTPOST_FIELD_EMAIL)
    return self->offer;
  return worst;
}

/**
 * outpost_draft_find_error:
 * @self: a draft
 * @field: (out): return location for the first field at fault, in the form's order
 *
 * Returns: whether there is one
 */
gboolean
outpost_draft_find_error (OutpostDraft *self,
                          OutpostField *field)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self) && field != NULL, FALSE);

  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    OutpostFinding *worst = outpost_findings_worst (self->findings, (OutpostField) i);

    if (worst != NULL && worst->severity == OUTPOST_SEVERITY_ERROR) {
      *field = (OutpostField) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * outpost_draft_count_errors:
 * @self: a draft
 *
 * Returns: the number of fields that hold Save back
 */
guint
outpost_draft_count_errors (OutpostDraft *self)
{
  guint n = 0;

  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), 0);

  for (guint i = 0; i < OUTPOST_N_FIELDS; i++) {
    OutpostFinding *worst = outpost_findings_worst (self->findings, (OutpostField) i);

    n += worst != NULL && worst->severity == OUTPOST_SEVERITY_ERROR;
  }
  return n;
}

/**
 * outpost_draft_set_remark:
 * @self: a draft
 * @field: the field it is about
 * @text: what a test found
 *
 * Shows at the field what a test found, as a warning, until the field's next edit.
 */
void
outpost_draft_set_remark (OutpostDraft *self,
                          OutpostField  field,
                          const char   *text)
{
  OutpostFinding *remark;

  g_return_if_fail (OUTPOST_IS_DRAFT (self) && text != NULL);

  remark = g_new0 (OutpostFinding, 1);
  remark->field = field;
  remark->severity = OUTPOST_SEVERITY_WARNING;
  remark->id = "test";
  remark->text = g_strdup (text);
  g_clear_pointer (&self->remarks[field], outpost_finding_free);
  self->remarks[field] = remark;
  outpost_draft_emit_changed (self);
}

/**
 * outpost_draft_set_looked_up:
 * @self: a draft
 * @field: the field it is about
 * @finding: (transfer full) (nullable): what a look-up says of the text in the
 *   field, or %NULL for nothing
 *
 * Shows at the field what the network says of it, until the field's next edit.
 */
void
outpost_draft_set_looked_up (OutpostDraft   *self,
                             OutpostField    field,
                             OutpostFinding *finding)
{
  g_return_if_fail (OUTPOST_IS_DRAFT (self));

  if (finding == NULL && self->looked_up[field] == NULL)
    return;
  g_clear_pointer (&self->looked_up[field], outpost_finding_free);
  self->looked_up[field] = finding;
  outpost_draft_emit_changed (self);
}

/**
 * outpost_draft_is_changed:
 * @self: a draft
 *
 * Returns: whether it differs from what is saved
 */
gboolean
outpost_draft_is_changed (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), FALSE);

  return self->password != NULL || !outpost_account_equal (self->base, self->account);
}

/**
 * outpost_draft_can_save:
 * @self: a draft
 *
 * Returns: whether something changed and no error stands
 */
gboolean
outpost_draft_can_save (OutpostDraft *self)
{
  return outpost_draft_is_changed (self) && outpost_draft_count_errors (self) == 0;
}

/**
 * outpost_draft_why_not_test:
 * @self: a draft
 *
 * A test is held back only by what cannot be tried at all.
 *
 * Returns: (nullable): what is missing, translated, or %NULL if it can be tried
 */
const char *
outpost_draft_why_not_test (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), NULL);

  if (outpost_draft_is_empty (self, OUTPOST_FIELD_SERVER))
    return _("A server is needed to test");
  if (outpost_account_get_port (self->account) == 0)
    return _("A port from 1 to 65535 is needed to test");
  if (outpost_account_get_test_address (self->account)[0] == '\0')
    return _("An address to send the test to is needed");
  return NULL;
}

/**
 * outpost_draft_get_preset:
 * @self: a draft
 *
 * Returns: (nullable): the provider of the server, or while there is none of the address
 */
const OutpostPreset *
outpost_draft_get_preset (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), NULL);

  return outpost_preset_for_settings (outpost_account_get (self->account, OUTPOST_FIELD_SERVER),
                                      outpost_account_get (self->account, OUTPOST_FIELD_EMAIL));
}

/**
 * outpost_draft_get_advice:
 * @self: a draft
 *
 * Returns: (nullable): what the provider wants of a password today, or %NULL if
 *   nothing is known or no password is used
 */
const OutpostAdvice *
outpost_draft_get_advice (OutpostDraft *self)
{
  const OutpostPreset *preset = outpost_draft_get_preset (self);
  OutpostSignIn sign_in = outpost_account_get_sign_in (self->account);

  if (preset == NULL ||
      (sign_in != OUTPOST_SIGN_IN_AUTO && sign_in != OUTPOST_SIGN_IN_PASSWORD))
    return NULL;
  return outpost_preset_get_advice (preset);
}

/**
 * outpost_draft_has_likely_password:
 * @self: a draft
 *
 * Returns: whether there is a password, likely one that the provider wants
 */
gboolean
outpost_draft_has_likely_password (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), FALSE);

  if (self->password != NULL)
    return outpost_draft_get_finding (self, OUTPOST_FIELD_PASSWORD) == NULL;
  return self->secret_state == OUTPOST_SECRET_STATE_STORED ||
         self->secret_state == OUTPOST_SECRET_STATE_LOCKED;
}

/**
 * outpost_draft_get_refused:
 * @self: a draft
 *
 * Returns: when a server last refused the very credential that stands here, in
 *   seconds since 1970 UTC, or 0
 */
gint64
outpost_draft_get_refused (OutpostDraft *self)
{
  g_return_val_if_fail (OUTPOST_IS_DRAFT (self), 0);

  return self->refused;
}

/**
 * outpost_draft_set_refused:
 * @self: a draft
 * @time: when its credential was refused, in seconds since 1970 UTC
 *
 * Remembers it until the credential or the server is edited.
 */
void
outpost_draft_set_refused (OutpostDraft *self,
                           gint64        time)
{
  g_return_if_fail (OUTPOST_IS_DRAFT (self));

  self->refused = time;
}
