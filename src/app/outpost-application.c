/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-application.h"

#include <glib/gi18n-lib.h>

#include "outpost-help.h"
#include "outpost-window.h"

struct _OutpostApplication {
  AdwApplication  parent_instance;

  GtkCssProvider *contrast;           /* while the desktop asks for high contrast */
  gboolean        contrast_is_dark;
};

G_DEFINE_FINAL_TYPE (OutpostApplication, outpost_application, ADW_TYPE_APPLICATION)

static const struct {
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "win.save", { "<Control>s", NULL } },
  { "win.test", { "<Control>Return", "<Control>KP_Enter", NULL } },
  { "win.cancel-test", { "Escape", NULL } },
  { "win.add", { "<Control>n", NULL } },
  { "win.back", { "<Alt>Left", NULL } },
  { "win.explain", { "<Control>e", NULL } },
  { "win.preferences", { "<Control>comma", NULL } },
  { "app.help", { "F1", NULL } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1", NULL } },
};

static OutpostWindow *
show_window (OutpostApplication *self)
{
  GtkWindow *window = NULL;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next) {
    if (OUTPOST_IS_WINDOW (l->data))
      window = l->data;
  }
  if (window == NULL)
    window = GTK_WINDOW (outpost_window_new (GTK_APPLICATION (self)));
  return OUTPOST_WINDOW (window);
}

static int
outpost_application_command_line (GApplication            *application,
                                  GApplicationCommandLine *command_line)
{
  const char *const tests[] = { "write-test", "check", "test" };
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  OutpostWindow *window = show_window (OUTPOST_APPLICATION (application));
  const char *id = NULL;

  g_variant_dict_lookup (options, "account", "&s", &id);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *action = g_strconcat ("win.", tests[i], NULL);

    if (g_variant_dict_contains (options, tests[i])) {
      outpost_window_test_account (window, id, action);
      return 0;
    }
  }
  outpost_window_open_account (window, id);
  return 0;
}

static void
outpost_application_activate (GApplication *application)
{
  OutpostWindow *window = show_window (OUTPOST_APPLICATION (application));

  outpost_window_open_account (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
}

/* From the menu of the icon, where the program may not run yet. */
static void
test_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  OutpostWindow *window = show_window (OUTPOST_APPLICATION (user_data));
  g_autofree char *name = g_strconcat ("win.", g_action_get_name (G_ACTION (action)), NULL);

  gtk_window_present (GTK_WINDOW (window));
  outpost_window_test_account (window, NULL, name);
}

/* Each window asks what is to become of unsaved changes, and the program ends with the last. */
static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (GTK_WINDOW (l->data));
  g_list_free (windows);
}

static void
help_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  outpost_help_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)), "index");
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  const char *const developers[] = { "The Outpost authors", NULL };

  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                         "application-name", "Outpost",
                         "application-icon", APPLICATION_ID,
                         "developer-name", _("The Outpost authors"),
                         "developers", developers,
                         "version", PACKAGE_VERSION,
                         "comments", _("Sets up outgoing mail once, so that everything on this "
                                       "computer can send."),
                         "copyright", "© 2026 The Outpost authors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: put your names here, one a line */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
leave_contrast (OutpostApplication *self)
{
  if (self->contrast != NULL)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (self->contrast));
  g_clear_object (&self->contrast);
}

/* By hand: libadwaita 1.10 warns of the style-hc.css that libadwaita 1.2 would load by itself, and
 * GTK 4.8 knows no media query. */
static void
show_contrast (OutpostApplication *self)
{
  AdwStyleManager *manager = adw_application_get_style_manager (ADW_APPLICATION (self));
  gboolean dark = adw_style_manager_get_dark (manager);

  if (!adw_style_manager_get_high_contrast (manager)) {
    leave_contrast (self);
    return;
  }
  if (self->contrast != NULL && self->contrast_is_dark == dark)
    return;
  leave_contrast (self);
  self->contrast_is_dark = dark;
  self->contrast = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (self->contrast,
                                       dark ? RESOURCE_PATH "contrast-dark.css"
                                            : RESOURCE_PATH "contrast.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (self->contrast),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

static void
outpost_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "help", .activate = help_action },
    { .name = "about", .activate = about_action },
    /* The desktop file names these three. */
    { .name = "test", .activate = test_action },
    { .name = "write-test", .activate = test_action },
    { .name = "check", .activate = test_action },
  };
  AdwStyleManager *manager;

  G_APPLICATION_CLASS (outpost_application_parent_class)->startup (application);

  manager = adw_application_get_style_manager (ADW_APPLICATION (application));
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (show_contrast),
                           application, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (show_contrast), application,
                           G_CONNECT_SWAPPED);
  show_contrast (OUTPOST_APPLICATION (application));
  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
}

static void
outpost_application_dispose (GObject *object)
{
  g_clear_object (&OUTPOST_APPLICATION (object)->contrast);

  G_OBJECT_CLASS (outpost_application_parent_class)->dispose (object);
}

static void
outpost_application_class_init (OutpostApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = outpost_application_dispose;
  application_class->startup = outpost_application_startup;
  application_class->activate = outpost_application_activate;
  application_class->command_line = outpost_application_command_line;
}

static void
outpost_application_init (OutpostApplication *self)
{
  static const GOptionEntry options[] = {
    { "account", 'a', 0, G_OPTION_ARG_STRING, NULL, N_("Show this account"),
      /* Translators: stands for an account's id in the help on the command line */
      N_("ID") },
    { "test", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Test this account, or else the default one"),
      NULL },
    { "write-test", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Ask first where the test is to go"), NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Test it without sending a message"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * outpost_application_new:
 *
 * Returns: (transfer full): the application
 */
OutpostApplication *
outpost_application_new (void)
{
  return g_object_new (OUTPOST_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/outpost_mail/Outpost",
                       NULL);
}
