/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Types into the real form, letter by letter, and tells what each key costs: until all findings
 * are known and marked, and until the frame that shows them is painted. Beside a frame of a screen
 * with 60 Hz: what takes longer is felt as a stutter. Processor time of the one thread that does
 * it: nothing here waits, and what other programs of the machine take is not ours. */

#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "outpost-general-page.h"

#define ROUNDS 20
#define FRAME_MS (1000.0 / 60)

static const struct {
  const char *row;
  const char *text;
} typed[] = {
  { "server_row", "smtps://smpt.gmail.com:587/" },
  { "port_row", "46500" },
  { "username_row", "anna" },
  { "password_row", " abcd efgh ijkl mnop" },
  { "email_row", "The Shop <anna@gmial.com>" },
  { "sender_row", "orders@m\303\274nchen.example" },
  { "hello_name_row", "my computer" },
  { "timeout_row", "0.5 s" },
};

typedef struct {
  gint64   paint_began;
  gint64   paint_us;
  gboolean painted;
} Frame;

static gint64
get_used_us (void)
{
  struct timespec used;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Frame         *frame)
{
  frame->paint_began = get_used_us ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Frame         *frame)
{
  frame->paint_us = get_used_us () - frame->paint_began;
  frame->painted = TRUE;
}

static void
wait_for_frame (GtkWidget *window,
                Frame     *frame)
{
  frame->painted = FALSE;
  gtk_widget_queue_draw (window);
  while (!frame->painted)
    g_main_context_iteration (NULL, TRUE);
}

static void
type (GtkEditable *row,
      const char  *text,
      GtkWidget   *window,
      Frame       *frame,
      GArray      *judged,
      GArray      *shown)
{
  int position = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gint64 began = get_used_us ();
    double ms;

    gtk_editable_insert_text (row, p, (int) (g_utf8_next_char (p) - p), &position);
    ms = (double) (get_used_us () - began) / 1000;
    g_array_append_val (judged, ms);
    wait_for_frame (window, frame);
    ms += (double) frame->paint_us / 1000;
    g_array_append_val (shown, ms);
  }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
percentile (GArray *values,
            double  share)
{
  return g_array_index (values, double, (guint) (share * (values->len - 1)));
}

static void
tell (const char *what,
      GArray     *values)
{
  g_array_sort (values, compare);
  printf ("%-28s median %5.2f ms   99th percentile %5.2f ms   worst %5.2f ms   %s\n", what,
          percentile (values, 0.5), percentile (values, 0.99), percentile (values, 1),
          percentile (values, 0.99) <= FRAME_MS ? "within a frame" : "LONGER THAN A FRAME");
}

int
main (void)
{
  g_autoptr (GArray) judged = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (double));
  Frame frame = { 0 };
  GtkWidget *page, *window;
  GdkFrameClock *clock;

  setlocale (LC_ALL, "");
  adw_init ();
  page = g_object_new (OUTPOST_TYPE_GENERAL_PAGE, NULL);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 780, 860);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &frame);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &frame);

  for (guint round = 0; round < ROUNDS; round++) {
    g_autoptr (OutpostDraft) draft = outpost_draft_new (NULL);

    outpost_general_page_set_draft (OUTPOST_GENERAL_PAGE (page), draft);
    for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
      GObject *row = gtk_widget_get_template_child (page, OUTPOST_TYPE_GENERAL_PAGE, typed[i].row);

      type (GTK_EDITABLE (row), typed[i].text, window, &frame, judged, shown);
    }
  }

  printf ("%u keys, one frame of %.1f ms:\n", judged->len, FRAME_MS);
  tell ("key to finding", judged);
  tell ("key to finding, with frame", shown);
  return EXIT_SUCCESS;
}
