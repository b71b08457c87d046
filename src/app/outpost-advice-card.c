/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-advice-card.h"

#include <glib/gi18n-lib.h>

#include "outpost-column-layout.h"
#include "outpost-words.h"

struct _OutpostAdviceCard {
  AdwPreferencesGroup  parent_instance;

  GtkWidget           *row;
  GtkImage            *icon;
  GtkBox              *content;
  GtkWidget           *texts;
  GtkLabel            *heading;
  GtkLabel            *text;
  GtkWidget           *button;
  GtkLabel            *button_label;
  GtkWidget           *button_icon;
  GtkWidget           *close_button;
};

enum {
  PROP_0,
  PROP_CLOSABLE,
  N_PROPS
};

enum {
  ACTIVATED,
  CLOSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OutpostAdviceCard, outpost_advice_card, ADW_TYPE_PREFERENCES_GROUP)

static void
button_clicked_cb (OutpostAdviceCard *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
close_clicked_cb (OutpostAdviceCard *self)
{
  outpost_advice_card_hide (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
outpost_advice_card_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  OutpostAdviceCard *self = OUTPOST_ADVICE_CARD (object);

  if (id == PROP_CLOSABLE)
    gtk_widget_set_visible (self->close_button, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
outpost_advice_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OUTPOST_TYPE_ADVICE_CARD);

  G_OBJECT_CLASS (outpost_advice_card_parent_class)->dispose (object);
}

static void
outpost_advice_card_class_init (OutpostAdviceCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = outpost_advice_card_set_property;
  object_class->dispose = outpost_advice_card_dispose;

  /**
   * OutpostAdviceCard:closable:
   *
   * Whether the card has a cross.
   */
  properties[PROP_CLOSABLE] =
    g_param_spec_boolean ("closable", NULL, NULL, FALSE,
                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * OutpostAdviceCard::activated:
   * @self: the card
   *
   * The card's button was pressed.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OutpostAdviceCard::closed:
   * @self: the card
   *
   * The person has put the card away.
   */
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "ui/outpost-advice-card.ui");
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, row);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, icon);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, content);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, texts);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, heading);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, text);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, button);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, button_label);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, button_icon);
  gtk_widget_class_bind_template_child (widget_class, OutpostAdviceCard, close_button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
}

static void
outpost_advice_card_init (OutpostAdviceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->texts, outpost_column_layout_new ());
  gtk_widget_set_visible (self->button_icon, FALSE);
}

/**
 * outpost_advice_card_show:
 * @self: the card
 * @style: whether something is wrong
 * @heading: the heading
 * @text: one or two sentences
 * @button_label: (nullable): what the one button says, or %NULL for none
 *
 * Shows the card, or changes what it says.
 */
void
outpost_advice_card_show (OutpostAdviceCard *self,
                          OutpostCardStyle   style,
                          const char        *heading,
                          const char        *text,
                          const char        *button_label)
{
  gboolean warn = style == OUTPOST_CARD_WARNING;
  gboolean news = !gtk_widget_get_visible (GTK_WIDGET (self)) ||
                  g_strcmp0 (gtk_label_get_text (self->heading), heading) != 0;
  g_autofree char *close = g_strdup_printf (_("%s: %s"), _("Close"), heading);

  g_return_if_fail (OUTPOST_IS_ADVICE_CARD (self) && heading != NULL && text != NULL);

  gtk_widget_remove_css_class (self->row, warn ? "notice" : "warn");
  gtk_widget_add_css_class (self->row, warn ? "warn" : "notice");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), warn ? "accent" : "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), warn ? "warning" : "accent");
  gtk_image_set_from_icon_name (self->icon, warn ? "outpost-remark-symbolic"
                                                 : "outpost-hint-symbolic");
  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->text), text[0] != '\0');
  gtk_widget_set_visible (self->button, button_label != NULL);
  if (button_label != NULL) {
    gtk_label_set_text (self->button_label, button_label);
    outpost_words_name (self->button, button_label);
  }
  /* The list has no title of its own to be named by. */
  outpost_words_name (gtk_widget_get_parent (self->row), heading);
  outpost_words_name (self->close_button, close);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (news)
    outpost_words_announce (GTK_WIDGET (self), heading);
}

/**
 * outpost_advice_card_hide:
 * @self: the card
 *
 * Takes the card away.
 */
void
outpost_advice_card_hide (OutpostAdviceCard *self)
{
  g_return_if_fail (OUTPOST_IS_ADVICE_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * outpost_advice_card_set_link:
 * @self: the card
 * @is_link: whether the button opens a web page
 *
 * Shows at the button that it leads out of the program.
 */
void
outpost_advice_card_set_link (OutpostAdviceCard *self,
                              gboolean           is_link)
{
  g_return_if_fail (OUTPOST_IS_ADVICE_CARD (self));

  gtk_widget_set_visible (self->button_icon, is_link);
}

/**
 * outpost_advice_card_set_narrow:
 * @self: the card
 * @narrow: whether the window is narrow: the button is then below the text
 *
 * Follows the window's shape.
 */
void
outpost_advice_card_set_narrow (OutpostAdviceCard *self,
                                gboolean           narrow)
{
  g_return_if_fail (OUTPOST_IS_ADVICE_CARD (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->content),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (self->button, narrow ? GTK_ALIGN_START : GTK_ALIGN_FILL);
}
