/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-locale.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

/* Under cron and in a bare container no locale is named, and every letter outside ASCII
 * would be told as a question mark. The language stays as it is (PEP 538 does the same). */
static void
take_utf8_letters (void)
{
  const char *letters = setlocale (LC_CTYPE, NULL);

  if (g_getenv ("LC_ALL") == NULL && letters != NULL &&
      (strcmp (letters, "C") == 0 || strcmp (letters, "POSIX") == 0))
    setlocale (LC_CTYPE, "C.UTF-8");
}

static void
bind_translations (void)
{
  const char *folder = g_getenv ("OUTPOST_LOCALEDIR");

  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

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
  setlocale (LC_ALL, "");
  take_utf8_letters ();
  bind_translations ();
}

/**
 * outpost_locale_init_words:
 *
 * Does the same for a program that writes no number, date or list as a locale would: letters
 * and language are two of the twelve files of one.
 */
void
outpost_locale_init_words (void)
{
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  take_utf8_letters ();
  bind_translations ();
}
