/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before a GTK program by LD_PRELOAD: once the program's first window has been painted it
 * writes the time (monotonic, microseconds) to the file named by FIRST_FRAME_FILE, a second later
 * the resident memory (KiB), and ends the program. One instrument for every program measured. */

#include "config.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
#include <gtk/gtk.h>

static gint64 first_frame;

static long
read_resident_kib (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*d %ld", &pages);

  return pages * (sysconf (_SC_PAGESIZE) / 1024);
}

static gboolean
finish_cb (gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %ld\n", first_frame,
                                           read_resident_kib ());

  g_file_set_contents (g_getenv ("FIRST_FRAME_FILE"), text, -1, NULL);
  _exit (0);
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  if (first_frame != 0)
    return;

  first_frame = g_get_monotonic_time ();
  g_timeout_add_seconds (1, finish_cb, NULL);
}

/* The program's call ends here, since a preloaded library is searched first. */
void
gtk_window_present (GtkWindow *window)
{
  static void (*present) (GtkWindow *window);

  if (present == NULL)
    present = (void (*) (GtkWindow *)) dlsym (RTLD_NEXT, "gtk_window_present");
  present (window);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (after_paint_cb), NULL);
}
