/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-check-row.h"

#include <glib/gi18n-lib.h>

#include "outpost-beside-layout.h"
#include "outpost-printable.h"
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
  GtkBox              *body;
  GtkLabel            *text;
};

G_DEFINE_FINAL_TYPE (OutpostCheckRow, outpost_check_row, ADW_TYPE_PREFERENCES_ROW)

/* Shape and colour; the words say the same. In the order of OutpostCheckState. */
static const struct {
  const char *icon;
  const char *style;
} looks[] = {
  { "outpost-pending-symbolic", NULL },
  { NULL, NULL },
  { "outpost-passed-symbolic", "success" },
  { "outpost-hint-symbolic", "accent" },
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
  gtk_widget_class_bind_template_child (widget_class, OutpostCheckRow, body);
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
show_state (OutpostCheckRow   *self,
            OutpostCheckState  state)
{
  gboolean running = state == OUTPOST_CHECK_RUNNING;

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
                 state == OUTPOST_CHECK_PENDING || state == OUTPOST_CHECK_SKIPPED);
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
outpost_check_row_show (OutpostCheckRow   *self,
                        OutpostCheckState  state,
                        const char        *title,
                        const char        *detail,
                        const char        *text)
{
  g_autofree char *name = NULL;

  g_return_if_fail (OUTPOST_IS_CHECK_ROW (self) && title != NULL);

  show_state (self, state);
  gtk_label_set_text (self->title, title);
  set_text (self->detail, detail);
  set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->body), text != NULL && text[0] != '\0');

  /* Translators: what a screen reader says of a row: what was looked at, then what came of it */
  name = detail != NULL ? g_strdup_printf (_("%s: %s"), title, detail) : g_strdup (title);
  outpost_words_name (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

static GtkWidget *
create_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  outpost_words_keep_whole (GTK_LABEL (label));
  return label;
}

/**
 * outpost_check_row_add_text:
 * @self: the row
 * @text: one or two sentences
 *
 * Says one thing more.
 */
void
outpost_check_row_add_text (OutpostCheckRow *self,
                            const char      *text)
{
  GtkWidget *label = create_text (text);

  g_return_if_fail (OUTPOST_IS_CHECK_ROW (self));

  gtk_widget_add_css_class (label, "text");
  gtk_box_append (self->body, label);
  gtk_widget_set_visible (GTK_WIDGET (self->body), TRUE);
}

static void
copy_cb (GtkWidget  *button,
         const char *value)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (button, ADW_TYPE_TOAST_OVERLAY);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), value);
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (_("Record copied")));
}

static void
free_value (gpointer  value,
            GClosure *closure)
{
  g_free (value);
}

static GtkWidget *
create_copy_button (const char *name,
                    const char *value)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *isolated = outpost_printable_isolate (name);
  /* Translators: what a button copies: a DNS record, at a name such as _dmarc.shop.example */
  g_autofree char *label = g_strdup_printf (_("Copy the Record for %s"), isolated);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  outpost_words_name (button, label);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_cb), g_strdup (value), free_value, 0);
  return button;
}

/**
 * outpost_check_row_add_record:
 * @self: the row
 * @name: where a DNS record is to be published
 * @type: its type, such as `TXT`
 * @value: what is to be published, letter for letter
 *
 * Shows a record, to be copied into the form of whoever keeps the domain.
 */
void
outpost_check_row_add_record (OutpostCheckRow *self,
                              const char      *name,
                              const char      *type,
                              const char      *value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *isolated = outpost_printable_isolate (name);
  /* Translators: a DNS record: its type, such as TXT, and the name it belongs to */
  g_autofree char *where = g_strdup_printf (_("%s record for %s"), type, isolated);
  GtkWidget *where_label, *value_label;

  g_return_if_fail (OUTPOST_IS_CHECK_ROW (self));

  where_label = create_text (where);
  gtk_widget_add_css_class (where_label, "caption");
  gtk_widget_add_css_class (where_label, "facts");
  value_label = create_text (value);
  gtk_label_set_selectable (GTK_LABEL (value_label), TRUE);
  gtk_widget_set_direction (value_label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (value_label, "record");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), where_label);
  gtk_box_append (GTK_BOX (words), value_label);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), create_copy_button (name, value));
  gtk_box_append (self->body, box);
  gtk_widget_set_visible (GTK_WIDGET (self->body), TRUE);
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
}
