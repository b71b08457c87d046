/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-field-mark.h"

#include <glib/gi18n-lib.h>

#include "outpost-finding-row.h"
#include "outpost-style-class.h"

#define AFTER_KEY_MS   500
#define AFTER_LEAVE_MS 250

struct _OutpostFieldMark {
  GObject            parent_instance;

  OutpostField       field;
  GtkWidget         *row;          /* borrowed: the page outlives its marks */
  OutpostFindingRow *finding_row;  /* in the same list as @row; NULL before the first finding */
  OutpostDraft      *draft;
  guint              timeout_id;
  gboolean           held;         /* something is about to be pressed */
  gboolean           due;          /* the time came while it was */
  gboolean           narrow;
};

G_DEFINE_FINAL_TYPE (OutpostFieldMark, outpost_field_mark, G_TYPE_OBJECT)

static const OutpostFinding *
current_finding (OutpostFieldMark *self)
{
  return self->draft != NULL ? outpost_draft_get_finding (self->draft, self->field) : NULL;
}

static void
describe (GtkAccessible        *accessible,
          const OutpostFinding *finding)
{
  g_autofree char *description = NULL;

  /* libadwaita describes a row by its subtitle (seen with 1.7), and that goes before the words
   * set here. Rows with a mark have no subtitle. */
  gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  if (finding == NULL) {
    /* INVALID alone would leave the old description standing. */
    gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_INVALID);
    gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    return;
  }

  switch (finding->severity) {
  case OUTPOST_SEVERITY_ERROR:
    /* Translators: what a screen reader says of a field; %s is the finding */
    description = g_strdup_printf (_("Error: %s"), finding->text);
    break;
  case OUTPOST_SEVERITY_WARNING:
    /* Translators: what a screen reader says of a field; %s is the finding */
    description = g_strdup_printf (_("Warning: %s"), finding->text);
    break;
  case OUTPOST_SEVERITY_HINT:
  default:
    description = g_strdup (finding->text);
    break;
  }
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID,
                               finding->severity == OUTPOST_SEVERITY_ERROR
                                 ? GTK_ACCESSIBLE_INVALID_TRUE
                                 : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
}

/**
 * outpost_field_mark_style:
 * @row: the row of a field
 * @finding: (nullable): what is wrong with it, or %NULL for nothing
 *
 * Gives the row the look of its finding, and tells assistive technology of it.
 */
void
outpost_field_mark_style (GtkWidget            *row,
                          const OutpostFinding *finding)
{
  g_return_if_fail (GTK_IS_WIDGET (row));

  outpost_style_class_set (row, "error", finding != NULL && finding->severity == OUTPOST_SEVERITY_ERROR);
  outpost_style_class_set (row, "warning",
                 finding != NULL && finding->severity == OUTPOST_SEVERITY_WARNING);
  outpost_style_class_set (row, "has-finding", finding != NULL);

  /* GTK 4.8 shows the row to assistive technology, 4.18 the text inside it. */
  describe (GTK_ACCESSIBLE (row), finding);
  if (GTK_IS_EDITABLE (row))
    describe (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (row))), finding);
}

static void
fix_cb (OutpostFieldMark *self)
{
  const OutpostFinding *finding = current_finding (self);

  if (finding == NULL)
    return;
  if (finding->fix != NULL)
    outpost_draft_apply (self->draft, finding);
  else if (finding->url != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (self->row)), finding->url, GDK_CURRENT_TIME);
}

/* Most fields never get one, and a window without them is there sooner. */
static void
make_finding_row (OutpostFieldMark *self)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_parent (self->row));

  self->finding_row = g_object_ref_sink (OUTPOST_FINDING_ROW (outpost_finding_row_new ()));
  outpost_finding_row_set_narrow (self->finding_row, self->narrow);
  gtk_list_box_insert (list, GTK_WIDGET (self->finding_row),
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self->row)) + 1);
  g_signal_connect_swapped (self->finding_row, "fix", G_CALLBACK (fix_cb), self);
}

static gboolean
is_open (OutpostFieldMark *self)
{
  return self->finding_row != NULL && outpost_finding_row_is_open (self->finding_row);
}

static void
settle (OutpostFieldMark *self)
{
  const OutpostFinding *finding = current_finding (self);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->due = FALSE;
  outpost_field_mark_style (self->row, finding);
  if (finding != NULL && self->finding_row == NULL)
    make_finding_row (self);
  if (finding != NULL)
    outpost_finding_row_show (self->finding_row, finding);
  else if (is_open (self))
    outpost_finding_row_close (self->finding_row);
}

static gboolean
timeout_cb (gpointer user_data)
{
  OutpostFieldMark *self = user_data;

  self->timeout_id = 0;
  /* A row that opened now would push the button from under the pointer. */
  if (self->held)
    self->due = TRUE;
  else
    settle (self);
  return G_SOURCE_REMOVE;
}

static void
outpost_field_mark_dispose (GObject *object)
{
  OutpostFieldMark *self = OUTPOST_FIELD_MARK (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->draft);
  if (self->finding_row != NULL)
    g_signal_handlers_disconnect_by_data (self->finding_row, self);
  g_clear_object (&self->finding_row);

  G_OBJECT_CLASS (outpost_field_mark_parent_class)->dispose (object);
}

static void
outpost_field_mark_class_init (OutpostFieldMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = outpost_field_mark_dispose;
}

static void
outpost_field_mark_init (OutpostFieldMark *self)
{
}

/**
 * outpost_field_mark_new:
 * @field: a field
 * @row: its row, in a list box; outlives the mark
 *
 * Returns: (transfer full): a mark for the field, which shows its findings below @row
 */
OutpostFieldMark *
outpost_field_mark_new (OutpostField  field,
                        GtkWidget    *row)
{
  OutpostFieldMark *self = g_object_new (OUTPOST_TYPE_FIELD_MARK, NULL);

  self->field = field;
  self->row = row;
  return self;
}

/**
 * outpost_field_mark_set_draft:
 * @self: a mark
 * @draft: the draft whose finding it shows from now on
 *
 * Shows at once how things stand in another draft.
 */
void
outpost_field_mark_set_draft (OutpostFieldMark *self,
                              OutpostDraft     *draft)
{
  g_return_if_fail (OUTPOST_IS_FIELD_MARK (self));

  g_set_object (&self->draft, draft);
  settle (self);
}

/**
 * outpost_field_mark_judge:
 * @self: a mark
 * @when: what led to it
 *
 * Shows what the draft says of the field now. An open finding follows at once:
 * mended, it closes; another fault takes its place. A closed one waits until
 * typing pauses.
 */
void
outpost_field_mark_judge (OutpostFieldMark *self,
                          OutpostJudge      when)
{
  g_return_if_fail (OUTPOST_IS_FIELD_MARK (self));

  if (current_finding (self) == NULL || when == OUTPOST_JUDGE_NOW || is_open (self)) {
    settle (self);
    return;
  }
  if (self->due || (self->timeout_id != 0 && when == OUTPOST_JUDGE_WITH_OTHERS))
    return;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->timeout_id = g_timeout_add (when == OUTPOST_JUDGE_AFTER_KEY ? AFTER_KEY_MS
                                                                    : AFTER_LEAVE_MS,
                                    timeout_cb, self);
}

/**
 * outpost_field_mark_hold:
 * @self: a mark
 * @held: whether the pointer is under way or presses something
 *
 * Keeps a closed finding closed meanwhile.
 */
void
outpost_field_mark_hold (OutpostFieldMark *self,
                         gboolean          held)
{
  g_return_if_fail (OUTPOST_IS_FIELD_MARK (self));

  self->held = held;
  if (!held && self->due)
    settle (self);
}

/**
 * outpost_field_mark_set_narrow:
 * @self: a mark
 * @narrow: whether the window is narrow
 *
 * Follows the window's shape.
 */
void
outpost_field_mark_set_narrow (OutpostFieldMark *self,
                               gboolean          narrow)
{
  g_return_if_fail (OUTPOST_IS_FIELD_MARK (self));

  self->narrow = narrow;
  if (self->finding_row != NULL)
    outpost_finding_row_set_narrow (self->finding_row, narrow);
}
