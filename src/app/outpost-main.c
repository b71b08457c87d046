/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-application.h"
#include "outpost-locale.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (OutpostApplication) application = NULL;

  outpost_locale_init ();
  g_set_application_name ("Outpost");
  application = outpost_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
