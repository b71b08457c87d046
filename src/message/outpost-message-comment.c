/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-comment-private.h"

gboolean
outpost_comment_is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/*
 * outpost_comment_take:
 * @at: an opening round bracket
 * @text: (nullable): where to add what stands in the comment
 *
 * Reads a `comment` of RFC 5322, section 3.2.2. They nest; the depth is counted,
 * so that a thousand brackets are no thousand calls. One that is never closed
 * ends with the text.
 *
 * Returns: what follows the comment
 */
const char *
outpost_comment_take (const char *at,
                      GString    *text)
{
  guint depth = 0;

  for (; *at != '\0'; at++) {
    if (*at == '(' && depth++ == 0)
      continue;
    if (*at == ')' && --depth == 0)
      return at + 1;
    if (*at == '\\' && at[1] != '\0')
      at++;
    if (text != NULL)
      g_string_append_c (text, *at);
  }
  return at;
}

/*
 * outpost_comment_skip:
 * @at: an unfolded value, or the rest of one
 * @texts: (nullable): where to add the comments, each after a blank
 *
 * Returns: what follows blanks and comments (`CFWS` of RFC 5322)
 */
const char *
outpost_comment_skip (const char *at,
                      GString    *texts)
{
  while (outpost_comment_is_blank (*at) || *at == '(') {
    if (*at != '(') {
      at++;
      continue;
    }
    if (texts != NULL && texts->len > 0)
      g_string_append_c (texts, ' ');
    at = outpost_comment_take (at, texts);
  }
  return at;
}
