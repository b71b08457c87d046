/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-pasted-reply-private.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX_CHARACTERS 2000

/* A reply code with its enhanced code cannot be much else. */
#define BOTH_CODES "(?<![\\d.])([2-5]\\d\\d)[- ]\\s*#?([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])"
/* A number alone can: only codes that are in use count, at the start of a line or
 * where a program quotes. */
#define CODE_ALONE \
  "(?:^|\\b(?:code|error|reply|response|responded|replied|said|smtp|S)\\b[\\s:;,\"'=(]*|[<\"'(;] ?)" \
  "(?<![\\d.])(220|221|235|25[0-2]|334|354|421|432|45[0-59]|471|" \
  "50[0-4]|521|530|53[458]|541|55[0-6]|571)(?=[- \"'\\n,.:)]|$)"
/* "status 5.1.1", "dsn=5.7.8": a digit that is no version of a program. */
#define ENHANCED_ALONE "(?:status|dsn|enhanced|smtp;)[\\s:=a-z]{0,20}([45]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])"

static GRegex *
get_regex (gsize      *once,
           GRegex    **regex,
           const char *pattern)
{
  if (g_once_init_enter (once)) {
    *regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, NULL);
    g_once_init_leave (once, 1);
  }
  return *regex;
}

static GRegex *
get_both_codes (void)
{
  static gsize once;
  static GRegex *regex;

  return get_regex (&once, &regex, BOTH_CODES);
}

static GRegex *
get_code_alone (void)
{
  static gsize once;
  static GRegex *regex;

  return get_regex (&once, &regex, CODE_ALONE);
}

static GRegex *
get_enhanced_alone (void)
{
  static gsize once;
  static GRegex *regex;

  return get_regex (&once, &regex, ENHANCED_ALONE);
}

static gboolean
is_refusal (const char *code)
{
  return code[0] == '4' || code[0] == '5';
}

/* A reply's lines each begin with its codes, and what is folded has them in the
 * middle: they say nothing twice. Another code begins another reply. */
static char *
read_words (const char *from,
            const char *code)
{
  g_autoptr (GMatchInfo) match = NULL;
  GString *words = g_string_new (NULL);
  int at = 0;

  for (g_regex_match (get_both_codes (), from, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *found = g_match_info_fetch (match, 1);
    int start, end;

    g_match_info_fetch_pos (match, 0, &start, &end);
    if (strncmp (found, code, 3) != 0)
      break;
    g_string_append_len (words, from + at, start - at);
    at = end;
  }
  if (g_match_info_matches (match)) {
    int start;

    g_match_info_fetch_pos (match, 0, &start, NULL);
    g_string_append_len (words, from + at, start - at);
  } else {
    g_string_append (words, from + at);
  }
  if (g_utf8_strlen (words->str, -1) > WORDS_MAX_CHARACTERS)
    g_string_truncate (words, (gsize) (g_utf8_offset_to_pointer (words->str, WORDS_MAX_CHARACTERS) -
                                       words->str));
  return g_strstrip (g_string_free (words, FALSE));
}

static OutpostSmtpReply *
make_reply (const char *code,
            const char *enhanced,
            const char *words)
{
  OutpostSmtpReply *reply = g_new0 (OutpostSmtpReply, 1);

  reply->code = (guint) strtoul (code, NULL, 10);
  reply->enhanced = g_strdup (enhanced);
  words += strspn (words, " -\"',:;.)\n\t");
  reply->text = read_words (words, code);
  return reply;
}

/* The first or last reply of a kind. Its words are read when it is known which one it
 * is: they go on to the end of the text. */
static OutpostSmtpReply *
find_kind (GRegex     *regex,
           const char *text,
           gboolean    refusal,
           gboolean    last)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *code = NULL;
  g_autofree char *enhanced = NULL;
  int words = 0;

  for (g_regex_match (regex, text, 0, &match);
       g_match_info_matches (match) && (code == NULL || last); g_match_info_next (match, NULL)) {
    g_autofree char *next = g_match_info_fetch (match, 1);

    /* The lines of one reply are matches, too: the words begin at the first. */
    if (is_refusal (next) != refusal || g_strcmp0 (next, code) == 0)
      continue;
    g_free (code);
    code = g_steal_pointer (&next);
    g_free (enhanced);
    enhanced = g_match_info_fetch (match, 2); /* NULL in a kind that has none */
    g_match_info_fetch_pos (match, 0, NULL, &words);
  }
  return code != NULL ? make_reply (code, enhanced, text + words) : NULL;
}

static OutpostSmtpReply *
find_enhanced_alone (const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *enhanced = NULL;
  int end;

  if (!g_regex_match (get_enhanced_alone (), text, 0, &match))
    return NULL;
  enhanced = g_match_info_fetch (match, 1);
  g_match_info_fetch_pos (match, 0, NULL, &end);
  return make_reply (enhanced[0] == '4' ? "450" : "550", enhanced, text + end);
}

/*
 * outpost_pasted_reply_find:
 * @text: what somebody pasted, in UTF-8
 * @last: whether the last refusal counts, not the first
 *
 * Looks for a server's reply among other words: a refusal before anything else,
 * with both codes before one.
 *
 * Returns: (transfer full) (nullable): the reply; its text is what follows the code
 */
OutpostSmtpReply *
outpost_pasted_reply_find (const char *text,
                           gboolean    last)
{
  OutpostSmtpReply *reply = find_kind (get_both_codes (), text, TRUE, last);

  if (reply == NULL)
    reply = find_kind (get_code_alone (), text, TRUE, last);
  if (reply == NULL)
    reply = find_enhanced_alone (text);
  if (reply == NULL)
    reply = find_kind (get_both_codes (), text, FALSE, TRUE);
  if (reply == NULL)
    reply = find_kind (get_code_alone (), text, FALSE, TRUE);
  return reply;
}

/* Which command programs say they had sent. */
static gboolean
names_command (const char       *text,
               OutpostSmtpStage *stage)
{
  static const struct { const char *pattern; OutpostSmtpStage stage; } commands[] = {
    { "(in reply to|during|after) (the )?(end of )?DATA|end of (the )?message", OUTPOST_SMTP_STAGE_MESSAGE },
    { "(in reply to|during|after) RCPT|^(C: ?|> ?|~> ?|-> ?)?RCPT TO", OUTPOST_SMTP_STAGE_RECIPIENT },
    { "(in reply to|during|after) MAIL FROM", OUTPOST_SMTP_STAGE_SENDER },
    { "(in reply to|during|after) AUTH|possible authenticator", OUTPOST_SMTP_STAGE_SIGN_IN },
    { "no smtp service", OUTPOST_SMTP_STAGE_GREETING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_regex_match_simple (commands[i].pattern, text, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0)) {
      *stage = commands[i].stage;
      return TRUE;
    }
  return FALSE;
}

/*
 * outpost_pasted_reply_guess_stage:
 * @reply: a reply that was found
 * @text: the text in which it stood
 *
 * Returns: where in a dialogue the reply came: by what the text says, else by
 *   which codes belong where (RFC 4954, section 6; RFC 3463)
 */
OutpostSmtpStage
outpost_pasted_reply_guess_stage (const OutpostSmtpReply *reply,
                                  const char             *text)
{
  static const guint sign_in[] = { 235, 334, 432, 454, 504, 534, 535, 538 };
  const char *subject = reply->enhanced != NULL ? reply->enhanced + 1 : "";
  OutpostSmtpStage stage;

  for (gsize i = 0; i < G_N_ELEMENTS (sign_in); i++)
    if (reply->code == sign_in[i] && !(reply->code == 454 && subject[1] != '7' && *subject != '\0'))
      return OUTPOST_SMTP_STAGE_SIGN_IN;
  if (names_command (text, &stage))
    return stage;
  if (reply->code == 530 || reply->code == 553 || g_str_equal (subject, ".1.7") ||
      g_str_equal (subject, ".1.8"))
    return OUTPOST_SMTP_STAGE_SENDER;
  if (g_str_has_prefix (subject, ".1.") || g_str_has_prefix (subject, ".2."))
    return OUTPOST_SMTP_STAGE_RECIPIENT;
  return OUTPOST_SMTP_STAGE_MESSAGE;
}
