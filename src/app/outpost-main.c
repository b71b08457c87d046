/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "outpost-application.h"

int
main (int   argc,
      char *argv[])
{
  const char *locale_dir = g_getenv ("OUTPOST_LOCALE_DIR"); /* of a build folder */
  g_autoptr (OutpostApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name ("Outpost");
  application = outpost_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
