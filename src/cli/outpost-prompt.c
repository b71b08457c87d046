/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-prompt.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

/* As for Secret=command: more is no password. */
#define SECRET_MAX_OCTETS 65536

static struct termios shown;

/* An interrupt must not leave the person's terminal without echo. */
static void
show_again (int signal_number)
{
  tcsetattr (STDIN_FILENO, TCSANOW, &shown);
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

static gboolean
hide_typing (void)
{
  struct termios hidden;

  if (!isatty (STDIN_FILENO) || tcgetattr (STDIN_FILENO, &shown) != 0)
    return FALSE;

  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  hidden.c_lflag |= ECHONL;
  signal (SIGINT, show_again);
  signal (SIGTERM, show_again);
  return tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

/* One octet at a time, and none behind the line: what follows on standard input
 * is somebody else's. */
static OutpostSecret *
read_line (void)
{
  g_autoptr (OutpostSecret) line = outpost_secret_new_sized (SECRET_MAX_OCTETS);
  char *data = outpost_secret_get_data (line);
  gsize length = 0;

  while (length < SECRET_MAX_OCTETS) {
    ssize_t n = read (STDIN_FILENO, data + length, 1);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0 || data[length] == '\n')
      break;
    length++;
  }
  if (length == SECRET_MAX_OCTETS)
    return NULL;
  if (length > 0 && data[length - 1] == '\r')
    length--;

  return outpost_secret_new (data, (gssize) length);
}

/**
 * outpost_prompt_secret:
 * @prompt: the question, shown only on a terminal
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Reads one line from standard input, without echo where it is a terminal. Nothing
 * is changed but the line end.
 *
 * Returns: (transfer full): the line, or %NULL if it is empty or too long
 */
OutpostSecret *
outpost_prompt_secret (const char  *prompt,
                       GError     **error)
{
  g_autoptr (OutpostSecret) secret = NULL;
  gboolean hidden = hide_typing ();

  if (hidden)
    g_printerr ("%s", prompt);
  secret = read_line ();
  if (hidden)
    tcsetattr (STDIN_FILENO, TCSANOW, &shown);

  if (secret == NULL || outpost_secret_get_length (secret) == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         secret == NULL ? _("That line is too long for a password.")
                                        : _("No password was given."));
    return NULL;
  }
  return g_steal_pointer (&secret);
}
