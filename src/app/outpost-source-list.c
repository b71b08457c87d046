/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-source-list.h"

#include <glib/gi18n-lib.h>

#include "outpost-check-row.h"

struct _OutpostSourceList {
  AdwPreferencesGroup  parent_instance;

  OutpostCheckRow     *rows[OUTPOST_N_DISCOVERY_SOURCES];  /* made for the first search */
  gboolean             narrow;
};

G_DEFINE_FINAL_TYPE (OutpostSourceList, outpost_source_list, ADW_TYPE_PREFERENCES_GROUP)

/* In the order of OutpostDiscoveryState. */
static const OutpostCheckState looks[] = {
  OUTPOST_CHECK_PENDING,
  OUTPOST_CHECK_RUNNING,
  OUTPOST_CHECK_PASSED,
  OUTPOST_CHECK_SKIPPED,
  OUTPOST_CHECK_SKIPPED,
  OUTPOST_CHECK_REMARK,
  OUTPOST_CHECK_SKIPPED,
  OUTPOST_CHECK_SKIPPED,
  OUTPOST_CHECK_SKIPPED,
};

G_STATIC_ASSERT (G_N_ELEMENTS (looks) == OUTPOST_DISCOVERY_STATE_NOT_NEEDED + 1);

static void
outpost_source_list_class_init (OutpostSourceListClass *klass)
{
}

static void
outpost_source_list_init (OutpostSourceList *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Where Outpost Looked"));
}

static void
make_rows (OutpostSourceList *self)
{
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_SOURCES; i++) {
    self->rows[i] = OUTPOST_CHECK_ROW (outpost_check_row_new ());
    outpost_check_row_set_narrow (self->rows[i], self->narrow);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->rows[i]));
  }
}

/* Most computers have no such file: only one that says something is worth a line. Nor was it
 * looked anywhere else if something on this computer has answered. */
static gboolean
is_worth_a_line (OutpostDiscovery       *discovery,
                 OutpostDiscoverySource  source,
                 OutpostDiscoveryState   state)
{
  OutpostDiscoveryAnswer *best = outpost_discovery_get_best (discovery);

  if (source == OUTPOST_DISCOVERY_SOURCE_ADMIN || source == OUTPOST_DISCOVERY_SOURCE_USER)
    return state == OUTPOST_DISCOVERY_STATE_ANSWERED || state == OUTPOST_DISCOVERY_STATE_UNUSABLE;
  return state != OUTPOST_DISCOVERY_STATE_NOT_ASKED || best == NULL ||
         best->source > OUTPOST_DISCOVERY_SOURCE_PRESET;
}

/* That a place knows nothing needs no reason. */
static gboolean
is_trouble (OutpostDiscoveryState state)
{
  return state == OUTPOST_DISCOVERY_STATE_UNUSABLE || state == OUTPOST_DISCOVERY_STATE_NO_ANSWER;
}

/**
 * outpost_source_list_show:
 * @self: the list
 * @discovery: a search
 *
 * Shows how it stands with each source, in the order in which they are asked.
 */
void
outpost_source_list_show (OutpostSourceList *self,
                          OutpostDiscovery  *discovery)
{
  g_return_if_fail (OUTPOST_IS_SOURCE_LIST (self) && OUTPOST_IS_DISCOVERY (discovery));

  if (self->rows[0] == NULL)
    make_rows (self);
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_SOURCES; i++) {
    OutpostDiscoverySource source = (OutpostDiscoverySource) i;
    OutpostDiscoveryState state = outpost_discovery_get_state (discovery, source);
    gboolean waits = state == OUTPOST_DISCOVERY_STATE_WAITING ||
                     state == OUTPOST_DISCOVERY_STATE_ASKING;

    outpost_check_row_show (self->rows[i], looks[state],
                            outpost_discovery_get_source_label (discovery, source),
                            waits ? NULL : outpost_discovery_state_get_label (state),
                            is_trouble (state) ? outpost_discovery_get_detail (discovery, source)
                                               : NULL);
    gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), is_worth_a_line (discovery, source, state));
  }
}

/**
 * outpost_source_list_set_narrow:
 * @self: the list
 * @narrow: whether the window is narrow
 *
 * Follows the window's shape.
 */
void
outpost_source_list_set_narrow (OutpostSourceList *self,
                                gboolean           narrow)
{
  g_return_if_fail (OUTPOST_IS_SOURCE_LIST (self));

  self->narrow = narrow;
  for (guint i = 0; i < OUTPOST_N_DISCOVERY_SOURCES && self->rows[i] != NULL; i++)
    outpost_check_row_set_narrow (self->rows[i], narrow);
}
