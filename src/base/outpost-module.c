/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-module.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

/* Another folder than the installed one is for a program that is run without being installed.
 * Where a program has more rights than its caller, the caller does not choose its code. */
static const char *
get_folder (void)
{
  const char *folder = secure_getenv ("OUTPOST_MODULEDIR");

  return folder != NULL ? folder : MODULEDIR;
}

/**
 * outpost_module_get:
 * @name: the name of a module, such as `keyring`
 * @error: return location for a %G_MODULE_ERROR
 *
 * Loads a part of Outpost that stands on a large library and that most runs do not need, and
 * keeps it: `outpost-NAME.so`. What it offers is a table, the variable `outpost_NAME_module`;
 * each module has a header that says what is in it.
 *
 * The two halves are built together, each with a copy of its own of the rooms below. So what
 * is handed across must not be a class, and the table has no version.
 *
 * Returns: (transfer none): the table, or %NULL if the module is not installed
 */
gconstpointer
outpost_module_get (const char  *name,
                    GError     **error)
{
  g_autofree char *file = g_strdup_printf ("outpost-%s.so", name);
  g_autofree char *symbol = g_strdup_printf ("outpost_%s_module", name);
  g_autofree char *path = g_build_filename (get_folder (), file, NULL);
  g_autoptr (GError) reason = NULL;
  GModule *module = g_module_open_full (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL, &reason);
  gpointer table = NULL;

  if (module != NULL && g_module_symbol (module, symbol, &table)) {
    g_module_make_resident (module);
    return table;
  }

  g_set_error (error, G_MODULE_ERROR, G_MODULE_ERROR_FAILED,
               /* Translators: the name of a file, and the system's words for what is wrong */
               _("The part “%s” of Outpost cannot be loaded. Install Outpost anew. (%s)"), file,
               reason != NULL ? reason->message : g_module_error ());
  return NULL;
}
