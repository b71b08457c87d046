/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-abilities-private.h"

#include <string.h>

/* More than there are mechanisms. A reply could name twenty thousand, and each is compared
 * with those before it. */
#define MECHANISMS_MAX 64

/* Length of the keyword an ability line begins with; "AUTH=PLAIN" is an old form of "AUTH
 * PLAIN" that clients of the nineties asked for. */
static gsize
keyword_length (const char *line)
{
  return strcspn (line, " \t=");
}

static gboolean
is_keyword (const char *line,
            const char *keyword)
{
  gsize length = keyword_length (line);

  return length == strlen (keyword) && g_ascii_strncasecmp (line, keyword, length) == 0;
}

static void
read_mechanisms (GPtrArray          *mechanisms,
                 const char * const *words)
{
  for (; *words != NULL && mechanisms->len < MECHANISMS_MAX; words++) {
    g_autofree char *name = g_ascii_strup (*words, -1);

    if (*name != '\0' &&
        !g_ptr_array_find_with_equal_func (mechanisms, name, g_str_equal, NULL))
      g_ptr_array_add (mechanisms, g_steal_pointer (&name));
  }
}

/* "LIMITS MAILMAX=100 RCPTMAX=50" (RFC 9422, section 3). A value that is no number is as
 * good as absent. */
static void
read_limits (OutpostSmtpFacts   *facts,
             const char * const *words)
{
  for (; *words != NULL; words++) {
    guint64 value;
    const char *number = strchr (*words, '=');

    if (number == NULL ||
        !g_ascii_string_to_unsigned (number + 1, 10, 1, G_MAXUINT, &value, NULL))
      continue;

    if (is_keyword (*words, "RCPTMAX"))
      facts->rcpt_max = (guint) value;
    else if (is_keyword (*words, "MAILMAX"))
      facts->mail_max = (guint) value;
  }
}

static void
read_ability (OutpostSmtpFacts *facts,
              const char       *line,
              GPtrArray        *mechanisms)
{
  g_auto (GStrv) words = g_strsplit_set (line + keyword_length (line), " \t=", -1);
  const char * const *parameters = (const char * const *) words;

  if (is_keyword (line, "AUTH")) {
    read_mechanisms (mechanisms, parameters);
  } else if (is_keyword (line, "SIZE")) {
    /* RFC 1870, section 4: without a number, or with 0, there is no fixed limit. */
    while (*parameters != NULL && **parameters == '\0')
      parameters++;
    facts->size_limit = 0;
    if (*parameters != NULL)
      g_ascii_string_to_unsigned (*parameters, 10, 0, G_MAXUINT64, &facts->size_limit, NULL);
  } else if (is_keyword (line, "LIMITS")) {
    g_auto (GStrv) limits = g_strsplit_set (line + keyword_length (line), " \t", -1);

    read_limits (facts, (const char * const *) limits);
  } else if (is_keyword (line, "8BITMIME")) {
    facts->eight_bit_mime = TRUE;
  } else if (is_keyword (line, "SMTPUTF8")) {
    facts->smtputf8 = TRUE;
  } else if (is_keyword (line, "PIPELINING")) {
    facts->pipelining = TRUE;
  } else if (is_keyword (line, "CHUNKING")) {
    facts->chunking = TRUE;
  } else if (is_keyword (line, "ENHANCEDSTATUSCODES")) {
    facts->enhanced_codes = TRUE;
  }
}

/**
 * outpost_smtp_abilities_forget:
 * @facts: what is known of a server
 *
 * Forgets all that EHLO brought; what was said before TLS counts for nothing after it
 * (RFC 3207, section 4.2).
 */
void
outpost_smtp_abilities_forget (OutpostSmtpFacts *facts)
{
  g_return_if_fail (facts != NULL);

  g_clear_pointer (&facts->server_name, g_free);
  g_clear_pointer (&facts->abilities, g_strfreev);
  g_clear_pointer (&facts->mechanisms, g_strfreev);
  facts->size_limit = 0;
  facts->eight_bit_mime = facts->smtputf8 = facts->pipelining = FALSE;
  facts->chunking = facts->enhanced_codes = FALSE;
  facts->rcpt_max = facts->mail_max = 0;
}

/**
 * outpost_smtp_abilities_read:
 * @facts: what is known of the server; earlier abilities are forgotten
 * @reply: the answer to EHLO or HELO
 *
 * Reads what the server can do (RFC 5321, section 4.1.1.1). Keywords it does not know
 * are kept as text only.
 */
void
outpost_smtp_abilities_read (OutpostSmtpFacts       *facts,
                             const OutpostSmtpReply *reply)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) mechanisms = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (facts != NULL && reply != NULL);

  outpost_smtp_abilities_forget (facts);
  lines = g_strsplit (reply->text != NULL ? reply->text : "", "\n", -1);
  if (lines[0] == NULL)
    return;

  facts->server_name = g_strndup (lines[0], strcspn (lines[0], " \t"));
  facts->abilities = g_strdupv (lines + 1);
  for (guint i = 1; lines[i] != NULL; i++)
    read_ability (facts, lines[i], mechanisms);

  g_ptr_array_add (mechanisms, NULL);
  facts->mechanisms = (char **) g_ptr_array_free (g_steal_pointer (&mechanisms), FALSE);
}

/**
 * outpost_smtp_abilities_have:
 * @facts: what is known of the server
 * @keyword: an EHLO keyword
 *
 * Returns: whether the server has said it
 */
gboolean
outpost_smtp_abilities_have (const OutpostSmtpFacts *facts,
                             const char             *keyword)
{
  g_return_val_if_fail (facts != NULL && keyword != NULL, FALSE);

  for (guint i = 0; facts->abilities != NULL && facts->abilities[i] != NULL; i++)
    if (is_keyword (facts->abilities[i], keyword))
      return TRUE;

  return FALSE;
}
