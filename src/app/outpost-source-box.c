/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-source-box.h"

#include <glib/gi18n-lib.h>

struct _OutpostSourceBox {
  AdwBin     parent_instance;

  GtkImage  *icon;
  GtkLabel  *label;
  GtkWidget *restore_button;
};

enum {
  RESTORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostSourceBox, outpost_source_box, ADW_TYPE_BIN)

static void
restore_clicked_cb (OutpostSourceBox *self)
{
  g_signal_emit (self, signals[RESTORE], 0);
}

static void
outpost_source_box_class_init (OutpostSourceBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * OutpostSourceBox::restore:
   * @self: the box
   *
   * The button was pressed.
   */
  signals[RESTORE] = g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-source-box.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostSourceBox, icon);
  gtk_widget_class_bind_template_child (widget_class, OutpostSourceBox, label);
  gtk_widget_class_bind_template_child (widget_class, OutpostSourceBox, restore_button);
  gtk_widget_class_bind_template_callback (widget_class, restore_clicked_cb);
}

static void
outpost_source_box_init (OutpostSourceBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * outpost_source_box_show:
 * @self: the box
 * @source: (nullable): where the values came from, or %NULL to show nothing
 * @changed: whether they were changed since
 * @unsure: whether the person still has to say that they are right
 * @narrow: whether the window is narrow: only the button is shown then, and the
 *   words stand in the group's description
 *
 * Brings the box up to date.
 */
void
outpost_source_box_show (OutpostSourceBox *self,
                         const char       *source,
                         gboolean          changed,
                         gboolean          unsure,
                         gboolean          narrow)
{
  g_return_if_fail (OUTPOST_IS_SOURCE_BOX (self));

  gtk_image_set_from_icon_name (self->icon, unsure ? "outpost-remark-symbolic"
                                                   : "outpost-passed-symbolic");
  gtk_label_set_text (self->label, source != NULL ? source : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), source);
  gtk_widget_set_visible (GTK_WIDGET (self->label), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !narrow && !changed);
  gtk_widget_set_visible (self->restore_button, changed);
  gtk_widget_set_visible (GTK_WIDGET (self), source != NULL && (!narrow || changed));
}
