/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-fix.h"

static void
change_free (OutpostFixChange *change)
{
  g_free (change->text);
  g_free (change);
}

/**
 * outpost_fix_new:
 *
 * Returns: (transfer full) (element-type OutpostFixChange): a fix without changes
 */
GPtrArray *
outpost_fix_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
}

/**
 * outpost_fix_add:
 * @self: (element-type OutpostFixChange): a fix
 * @field: the field to change
 * @text: what it is to hold
 */
void
outpost_fix_add (GPtrArray    *self,
                 OutpostField  field,
                 const char   *text)
{
  OutpostFixChange *change = g_new0 (OutpostFixChange, 1);

  change->field = field;
  change->text = g_strdup (text);
  g_ptr_array_add (self, change);
}

/**
 * outpost_fix_apply:
 * @self: (element-type OutpostFixChange): a fix
 * @draft: the draft to change
 *
 * Makes the changes. A fix never holds a password; one that empties the password is for
 * a form, in which it was typed.
 */
void
outpost_fix_apply (GPtrArray      *self,
                   OutpostAccount *draft)
{
  for (guint i = 0; i < self->len; i++) {
    const OutpostFixChange *change = g_ptr_array_index (self, i);

    if (change->field != OUTPOST_FIELD_PASSWORD)
      outpost_account_set (draft, change->field, change->text);
  }
}
