/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-check-row.h"

#include <glib/gi18n-lib.h>

#include "outpost-beside-layout.h"
#include "outpost-style-class.h"
#include "outpost-words.h"

struct _OutpostCheckRow {
  AdwPreferencesRow    parent_instance;

  GtkStack            *state;
  GtkImage            *icon;
  GtkSpinner          *spinner;
  OutpostBesideLayout *layout;
  GtkLabel            *title;
  GtkLabel            *detail;
  GtkLabel            *text;
};

G_DEFINE_FINAL_TYPE (OutpostCheckRow, outpost_check_row, ADW_TYPE_PREFERENCES_ROW)

/* Shape and colour; the words say the same. In the order of OutpostStepState. */
static const struct {
  const char *icon;
  const char *style;
} looks[] = {
  { "outpost-pending-symbolic", NULL },
  { NULL, NULL },
  { "outpost-passed-symbolic", "success" },
  { "outpost-remark-symbolic", "warning" },
  { "outpost-failed-symbolic", "error" },
  { "outpost-skipped-symbolic", NULL },
};

static void
outpost_check_row_class_init (OutpostCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (OUTPOST_TYPE_BESIDE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostCheckRow, state);
  gtk_widget_class_bind_template_child (widget_class, OutpostCheckRow, icon);
  gtk_widget_class_bind_template_child (widget_class, OutpostCheckRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, OutpostCheckRow, layout);
  gtk_widget_class_bind_template_child (widget_class, OutpostCheckRow, title);
  gtk_widget_class_bind_template_child (widget_class, OutpostCheckRow, detail);
  gtk_widget_class_bind_template_child (widget_class, OutpostCheckRow, text);
}

static void
outpost_check_row_init (OutpostCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * outpost_check_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
outpost_check_row_new (void)
{
  return g_object_new (OUTPOST_TYPE_CHECK_ROW, NULL);
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

/* Not by a style class: what has it for less than a frame, GTK 4.8 may go on to draw so. */
static void
set_bold (GtkLabel *label,
          gboolean  bold)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  gtk_label_set_attributes (label, attributes);
}

static void
show_state (OutpostCheckRow  *self,
            OutpostStepState  state)
{
  gboolean running = state == OUTPOST_STEP_RUNNING;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    if (looks[i].style != NULL)
      outpost_style_class_set (GTK_WIDGET (self->icon), looks[i].style, i == state);
  }
  if (!running)
    gtk_image_set_from_icon_name (self->icon, looks[state].icon);
  gtk_stack_set_visible_child_name (self->state, running ? "spinner" : "icon");
  gtk_spinner_set_spinning (self->spinner, running);
  set_bold (self->title, running);
  outpost_style_class_set (GTK_WIDGET (self), "pending",
                 state == OUTPOST_STEP_PENDING || state == OUTPOST_STEP_SKIPPED);
}

/**
 * outpost_check_row_show:
 * @self: the row
 * @state: how it stands
 * @title: what was looked at
 * @detail: (nullable): what came of it, in a word or two
 * @text: (nullable): the same in whole sentences
 *
 * Shows how it stands.
 */
void
outpost_check_row_show (OutpostCheckRow  *self,
                        OutpostStepState  state,
                        const char       *title,
                        const char       *detail,
                        const char       *text)
{
  g_autofree char *name = NULL;

  g_return_if_fail (OUTPOST_IS_CHECK_ROW (self) && title != NULL);

  show_state (self, state);
  gtk_label_set_text (self->title, title);
  set_text (self->detail, detail);
  set_text (self->text, text);

  /* Translators: what a screen reader says of a row: what was looked at, then what came of it */
  name = detail != NULL ? g_strdup_printf (_("%s: %s"), title, detail) : g_strdup (title);
  outpost_words_name (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

/**
 * outpost_check_row_set_narrow:
 * @self: the row
 * @narrow: whether the window is narrow: the detail then stands below the title
 *
 * Follows the window's shape.
 */
void
outpost_check_row_set_narrow (OutpostCheckRow *self,
                              gboolean         narrow)
{
  g_return_if_fail (OUTPOST_IS_CHECK_ROW (self));

  outpost_beside_layout_set_narrow (self->layout, narrow);
  gtk_widget_set_margin_start (GTK_WIDGET (self->text), narrow ? 0 : 28);
}
