/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-locale.h"

#include <libintl.h>
#include <locale.h>

/**
 * outpost_locale_init:
 *
 * Turns to the language of the person. To be called first thing in main(). The
 * translations lie where the program is installed, or in `OUTPOST_LOCALEDIR` where
 * it is run without being installed.
 */
void
outpost_locale_init (void)
{
  const char *folder = g_getenv ("OUTPOST_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
