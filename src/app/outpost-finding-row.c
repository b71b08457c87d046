/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-finding-row.h"

#include <glib/gi18n-lib.h>

#include "outpost-beside-layout.h"
#include "outpost-words.h"

struct _OutpostFindingRow {
  AdwPreferencesRow    parent_instance;

  GtkRevealer         *revealer;
  GtkImage            *icon;
  GtkLabel            *text;
  GtkButton           *button;
  OutpostBesideLayout *layout;
};

enum {
  FIX,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostFindingRow, outpost_finding_row, ADW_TYPE_PREFERENCES_ROW)

/* Shape and colour; the words say the same. In the order of OutpostSeverity. */
static const struct {
  const char *icon;
  const char *style;
} looks[] = {
  { "outpost-hint-symbolic", "accent" },
  { "outpost-remark-symbolic", "warning" },
  { "outpost-failed-symbolic", "error" },
};

static void
button_clicked_cb (OutpostFindingRow *self)
{
  g_signal_emit (self, signals[FIX], 0);
}

/* A closed revealer in a visible row leaves a strip with a second line. */
static void
child_revealed_cb (OutpostFindingRow *self)
{
  if (!gtk_revealer_get_reveal_child (self->revealer) &&
      !gtk_revealer_get_child_revealed (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
neighbour (GtkWidget        *row,
           GtkDirectionType  direction)
{
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_DOWN)
    return gtk_widget_get_next_sibling (row);
  if (direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP)
    return gtk_widget_get_prev_sibling (row);
  return NULL;
}

/* GtkListBox gives up its whole list at a visible row that takes no focus. One without a
 * button therefore hands the focus on to the rows after it. */
static gboolean
outpost_finding_row_focus (GtkWidget        *widget,
                           GtkDirectionType  direction)
{
  if (GTK_WIDGET_CLASS (outpost_finding_row_parent_class)->focus (widget, direction))
    return TRUE;
  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE; /* leaving the button: the list finds the next row by itself */

  for (GtkWidget *row = neighbour (widget, direction); row != NULL;
       row = neighbour (row, direction)) {
    if (gtk_widget_child_focus (row, direction))
      return TRUE;
  }
  return FALSE;
}

static void
outpost_finding_row_class_init (OutpostFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * OutpostFindingRow::fix:
   * @self: the row
   *
   * The button was pressed.
   */
  signals[FIX] = g_signal_new ("fix", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);

  widget_class->focus = outpost_finding_row_focus;

  g_type_ensure (OUTPOST_TYPE_BESIDE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostFindingRow, revealer);
  gtk_widget_class_bind_template_child (widget_class, OutpostFindingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, OutpostFindingRow, text);
  gtk_widget_class_bind_template_child (widget_class, OutpostFindingRow, button);
  gtk_widget_class_bind_template_child (widget_class, OutpostFindingRow, layout);
  gtk_widget_class_bind_template_callback (widget_class, child_revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
outpost_finding_row_init (OutpostFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * outpost_finding_row_new:
 *
 * Returns: (transfer floating): a closed row
 */
GtkWidget *
outpost_finding_row_new (void)
{
  return g_object_new (OUTPOST_TYPE_FINDING_ROW, NULL);
}

static void
show_button (OutpostFindingRow    *self,
             const OutpostFinding *finding)
{
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->button), finding->fix_label != NULL);
  if (finding->fix_label == NULL)
    return;

  gtk_button_set_label (self->button, finding->fix_label);
  /* Translators: what a screen reader says of a button: first its visible words, such as
   * "Use 465", then the field that they are about, such as "SMTP port" */
  name = g_strdup_printf (_("%s for %s"), finding->fix_label,
                          outpost_field_get_label (finding->field));
  outpost_words_name (GTK_WIDGET (self->button), name);
}

static void
announce (OutpostFindingRow    *self,
          const OutpostFinding *finding)
{
  g_autofree char *text = g_strdup_printf (_("%s: %s"), outpost_field_get_label (finding->field),
                                           finding->text);

  outpost_words_announce (GTK_WIDGET (self), text);
}

/**
 * outpost_finding_row_show:
 * @self: the row
 * @finding: what to show; copied
 *
 * Opens the row, or changes its text in place.
 */
void
outpost_finding_row_show (OutpostFindingRow    *self,
                          const OutpostFinding *finding)
{
  gboolean news;

  g_return_if_fail (OUTPOST_IS_FINDING_ROW (self) && finding != NULL);

  news = !outpost_finding_row_is_open (self) ||
         g_strcmp0 (gtk_label_get_text (self->text), finding->text) != 0;
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), looks[i].style);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[finding->severity].style);
  gtk_image_set_from_icon_name (self->icon, looks[finding->severity].icon);
  gtk_label_set_text (self->text, finding->text);
  show_button (self, finding);

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  if (news)
    announce (self, finding);
}

/**
 * outpost_finding_row_close:
 * @self: the row
 *
 * Closes the row.
 */
void
outpost_finding_row_close (OutpostFindingRow *self)
{
  g_return_if_fail (OUTPOST_IS_FINDING_ROW (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  child_revealed_cb (self);
}

/**
 * outpost_finding_row_is_open:
 * @self: the row
 *
 * Returns: whether it shows a finding, or is about to
 */
gboolean
outpost_finding_row_is_open (OutpostFindingRow *self)
{
  g_return_val_if_fail (OUTPOST_IS_FINDING_ROW (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

/**
 * outpost_finding_row_set_narrow:
 * @self: the row
 * @narrow: whether the window is narrow: the button is then below the text and larger
 *
 * Follows the window's shape.
 */
void
outpost_finding_row_set_narrow (OutpostFindingRow *self,
                                gboolean           narrow)
{
  g_return_if_fail (OUTPOST_IS_FINDING_ROW (self));

  outpost_beside_layout_set_narrow (self->layout, narrow);
}
