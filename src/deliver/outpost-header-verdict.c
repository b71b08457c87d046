/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-header-verdict-private.h"

#include <glib/gi18n-lib.h>

/* What the receiver does not check is nobody's fault. */
static gboolean
is_fine (const OutpostHeaderCheck *check)
{
  return check->result == OUTPOST_HEADER_RESULT_PASSED ||
         check->result == OUTPOST_HEADER_RESULT_UNTOLD;
}

static gboolean
is_untold (const OutpostHeaderVerdict *self)
{
  for (guint i = 0; i < OUTPOST_HEADER_N_METHODS; i++)
    if (self->checks[i].result != OUTPOST_HEADER_RESULT_UNTOLD)
      return FALSE;
  return TRUE;
}

static OutpostVerdictLevel
judge (const OutpostHeaderVerdict *self,
       const OutpostHeaderFacts   *facts)
{
  OutpostVerdictAnswer aligned = self->checks[OUTPOST_HEADER_DMARC].aligned;

  if (self->spam == OUTPOST_VERDICT_YES || facts->n_from > 1 || aligned == OUTPOST_VERDICT_NO)
    return OUTPOST_VERDICT_BAD;
  if (is_untold (self))
    return OUTPOST_VERDICT_UNKNOWN;
  if (aligned != OUTPOST_VERDICT_YES || self->rewritten == OUTPOST_VERDICT_YES ||
      *self->next_steps != NULL)
    return OUTPOST_VERDICT_REMARK;
  for (guint i = 0; i < OUTPOST_HEADER_N_METHODS; i++)
    if (!is_fine (&self->checks[i]))
      return OUTPOST_VERDICT_REMARK;
  return OUTPOST_VERDICT_GOOD;
}

static const char *
get_title (const OutpostHeaderVerdict *self,
           const OutpostHeaderFacts   *facts)
{
  switch (self->level) {
  case OUTPOST_VERDICT_GOOD:
    return _("The message arrived, and the receiver can tell that it is genuine.");
  case OUTPOST_VERDICT_REMARK:
    if (self->rewritten == OUTPOST_VERDICT_YES)
      return _("The message arrived, but under another sender.");
    return _("The message arrived, but not everything is as it should be.");
  case OUTPOST_VERDICT_BAD:
    if (self->spam == OUTPOST_VERDICT_YES)
      return _("The receiver took the message for spam.");
    if (facts->n_from > 1)
      return _("The message has more than one address in From, which receivers may refuse.");
    return _("The receiver cannot tell the message from a forged one.");
  case OUTPOST_VERDICT_UNKNOWN:
  default:
    return _("The header does not tell what the receiver found.");
  }
}

/**
 * outpost_header_verdict_new:
 * @octets: (array length=length): the header of a message that arrived, or the whole
 *   message; lines above the header, as a web page shows them, do no harm
 * @length: number of octets
 * @sender: (nullable): the address that was in From when the message was sent
 *
 * Says what a header means. What the topmost server of the receiver found out counts;
 * fields that stand below its border do not, since the sender can have written them.
 * Pure: nothing is looked up. At most 256 KiB and 1,000 fields of the header are read.
 *
 * Returns: (transfer full) (nullable): the verdict, or %NULL if there is no header
 */
OutpostHeaderVerdict *
outpost_header_verdict_new (const char *octets,
                            gsize       length,
                            const char *sender)
{
  g_autoptr (OutpostHeaderFacts) facts = outpost_header_facts_new (octets, length);
  OutpostHeaderVerdict *self;

  if (facts == NULL)
    return NULL;

  self = g_new0 (OutpostHeaderVerdict, 1);
  self->receiver = outpost_header_facts_dup_receiver (facts);
  self->from = g_strdup (facts->from);
  outpost_header_check_all (self, facts);
  outpost_header_add_hops (self, facts);
  outpost_header_judge_sender (self, facts, sender);
  outpost_header_judge_spam (self, facts);
  self->notes = outpost_header_make_notes (self, facts);
  self->next_steps = outpost_header_make_steps (self, facts, sender);
  self->level = judge (self, facts);
  self->title = g_strdup (get_title (self, facts));
  return self;
}

/**
 * outpost_header_verdict_free:
 * @self: (transfer full): a verdict
 */
void
outpost_header_verdict_free (OutpostHeaderVerdict *self)
{
  g_free (self->title);
  g_free (self->receiver);
  g_free (self->from);
  for (guint i = 0; i < OUTPOST_HEADER_N_METHODS; i++) {
    g_free (self->checks[i].domain);
    g_free (self->checks[i].words);
  }
  g_ptr_array_unref (self->hops);
  g_free (self->rewritten_words);
  g_free (self->spam_words);
  g_strfreev (self->notes);
  g_strfreev (self->next_steps);
  g_free (self);
}
