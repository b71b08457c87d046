/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "message-support.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads a text with the options and makes sure of it. */
OutpostMessage *
support_message (const char                  *text,
                 const OutpostMessageOptions *options)
{
  g_autoptr (GError) error = NULL;
  OutpostMessage *message = outpost_message_new_from_text (text, -1, options, &error);

  g_assert_no_error (error);
  g_assert_nonnull (message);
  return message;
}

void
support_refused (const char                  *text,
                 gssize                       length,
                 const OutpostMessageOptions *options,
                 OutpostMessageError          code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostMessage) message = outpost_message_new_from_text (text, length, options,
                                                                      &error);

  g_assert_error (error, OUTPOST_MESSAGE_ERROR, (int) code);
  g_assert_null (message);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

/* Reads everything, piece octets at a time, and compares what has come with the facts. */
GString *
support_read (OutpostMessage *message,
              gsize           piece)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutpostMessageReader) reader = outpost_message_open (message, &error);
  g_autofree char *buffer = g_malloc (piece);
  GString *all = g_string_new (NULL);
  gssize n;

  g_assert_no_error (error);
  while ((n = outpost_message_reader_read (reader, buffer, piece, &error)) > 0) {
    g_assert_cmpint (n, <=, piece);
    g_string_append_len (all, buffer, n);
  }
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 0);
  g_assert_cmpuint (all->len, ==, outpost_message_get_octets (message));
  return all;
}

/* The header with the CRLF of its last field. */
char *
support_header (OutpostMessage *message)
{
  g_autoptr (GString) all = support_read (message, 4096);
  const char *end = strstr (all->str, "\r\n\r\n");

  g_assert_nonnull (end);
  return g_strndup (all->str, (gsize) (end - all->str) + 2);
}

char *
support_body (OutpostMessage *message)
{
  g_autoptr (GString) all = support_read (message, 4096);
  const char *end = strstr (all->str, "\r\n\r\n");

  g_assert_nonnull (end);
  return g_strdup (end + 4);
}

/* The first field of a name as it goes out: from behind its colon, without its last CRLF; NULL if
 * there is none. */
char *
support_field (OutpostMessage *message,
               const char     *name)
{
  g_autofree char *header = support_header (message);
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autofree char *pattern = g_strdup_printf ("^%s:((?:.|\r\n[ \t])*)\r\n", escaped);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE | G_REGEX_CASELESS |
                                          G_REGEX_NEWLINE_CRLF | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, header, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* The rule of the line ends once more, one octet at a time. */
GString *
support_normalise (const char *octets,
                   gsize       length,
                   gboolean    dot_ends)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GString) line = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    if (octets[i] != '\r' && octets[i] != '\n') {
      g_string_append_c (line, octets[i]);
      continue;
    }
    if (dot_ends && strcmp (line->str, ".") == 0)
      return out;
    g_string_append_printf (out, "%s\r\n", line->str);
    g_string_truncate (line, 0);
    if (octets[i] == '\r' && i + 1 < length && octets[i + 1] == '\n')
      i++;
  }
  if (line->len > 0 && !(dot_ends && strcmp (line->str, ".") == 0))
    g_string_append_printf (out, "%s\r\n", line->str);
  return out;
}

/* An open file with these octets, read from its start, whose name is gone; its time lies long
 * ago, so that a change shows however coarse the file system's clock is. */
int
support_file (const char *octets,
              gsize       length)
{
  static const struct timespec long_ago[2] = { { .tv_sec = 1000000 }, { .tv_sec = 1000000 } };
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  int fd = g_file_open_tmp (NULL, &name, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (fd, octets, length), ==, length);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  g_assert_cmpint (futimens (fd, long_ago), ==, 0);
  g_assert_cmpint (unlink (name), ==, 0);
  return fd;
}
