/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-words-private.h"

#include <string.h>

#include "outpost-message-mime-private.h"

/* RFC 2047, section 2: an encoded word has at most 75 characters, a line with
 * one at most 76. GMime 3.2.13 writes words of up to 160 (measured), so it only
 * reads them here. */
#define WORD_MAX 75
#define LINE_MAX_COLUMNS 76
#define WORD_OVERHEAD (sizeof ("=?utf-8?q?" "?=") - 1)

/* Below this, the rest of a line is not worth a word of its own. */
#define WORD_MIN 30

/* A longer name is encoded rather than quoted, since quotes cannot be folded. */
#define QUOTED_MAX 70

/**
 * outpost_field_writer_init:
 * @self: (out caller-allocates): a writer
 * @out: where to write
 * @name: name of the field
 */
void
outpost_field_writer_init (OutpostFieldWriter *self,
                           GString            *out,
                           const char         *name)
{
  g_string_append_printf (out, "%s:", name);
  self->out = out;
  self->column = strlen (name) + 1;
  self->has_words = FALSE;
}

/**
 * outpost_field_writer_add_word:
 * @self: a writer
 * @blanks: what parts it from the word before; the line may be folded there
 * @word: what stays in one piece
 *
 * The first word stays on the line of the name: some servers take a field whose
 * first line is empty for one without value.
 */
void
outpost_field_writer_add_word (OutpostFieldWriter *self,
                               const char         *blanks,
                               const char         *word)
{
  gsize length = strlen (blanks) + strlen (word);

  if (self->has_words && *blanks != '\0' && self->column + length > LINE_MAX_COLUMNS) {
    g_string_append (self->out, "\r\n");
    self->column = 0;
  }
  g_string_append (self->out, blanks);
  g_string_append (self->out, word);
  self->column += length;
  self->has_words = TRUE;
}

/* What may stand for itself in the Q encoding wherever the word stands (RFC 2047, section 5,
 * rule 3). */
static gboolean
is_q_safe (guchar c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!*+-/", c) != NULL);
}

static gsize
measure_q (const char *text,
           gsize       length)
{
  gsize sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += text[i] == ' ' || is_q_safe ((guchar) text[i]) ? 1 : 3;
  return sum;
}

static gsize
measure_b (gsize length)
{
  return (length + 2) / 3 * 4;
}

static char *
encode_word (const char *text,
             gsize       length,
             gboolean    as_q)
{
  GString *word = g_string_new (as_q ? "=?utf-8?q?" : "=?utf-8?b?");
  g_autofree char *base64 = NULL;

  if (!as_q) {
    base64 = g_base64_encode ((const guchar *) text, length);
    g_string_append (word, base64);
  }
  for (gsize i = 0; as_q && i < length; i++) {
    if (text[i] == ' ')
      g_string_append_c (word, '_');
    else if (is_q_safe ((guchar) text[i]))
      g_string_append_c (word, text[i]);
    else
      g_string_append_printf (word, "=%02X", (guchar) text[i]);
  }
  g_string_append (word, "?=");
  return g_string_free (word, FALSE);
}

/* As many whole characters as one word takes (RFC 2047, section 5: no character is split). */
static gsize
measure_fitting (const char *text,
                 gsize       room,
                 gboolean    as_q)
{
  gsize length = 0;

  while (text[length] != '\0') {
    gsize next = length + (gsize) (g_utf8_next_char (text + length) - (text + length));

    if ((as_q ? measure_q (text, next) : measure_b (next)) > room)
      break;
    length = next;
  }
  return length;
}

static void
add_encoded (OutpostFieldWriter *self,
             const char         *blanks,
             const char         *text)
{
  gsize length = strlen (text);
  /* Western names stay readable where no program decodes them, such as in logs. */
  gboolean as_q = measure_q (text, length) <= measure_b (length) * 3 / 2;

  while (*text != '\0') {
    gsize used = self->column + strlen (blanks);
    gsize left = used < LINE_MAX_COLUMNS ? LINE_MAX_COLUMNS - used : 0;
    gsize room = left < WORD_MIN ? WORD_MAX : MIN (left, WORD_MAX);
    gsize n = measure_fitting (text, room - WORD_OVERHEAD, as_q);
    g_autofree char *word = encode_word (text, n, as_q);

    outpost_field_writer_add_word (self, blanks, word);
    blanks = " "; /* between two encoded words it does not count */
    text += n;
  }
}

static gboolean
needs_encoding (const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length; i++) {
    if ((guchar) text[i] >= 0x7F || (text[i] < ' ' && text[i] != '\t'))
      return TRUE;
    if (text[i] == '=' && i + 1 < length && text[i + 1] == '?')
      return TRUE;
  }
  return FALSE;
}

/* Adds words of ASCII as they are, up to end. */
static void
add_words (OutpostFieldWriter *self,
           const char         *from,
           const char         *end)
{
  while (from < end) {
    gsize blank = MIN (strspn (from, " \t"), (gsize) (end - from));
    gsize length = MIN (strcspn (from + blank, " \t"), (gsize) (end - from) - blank);
    g_autofree char *blanks = g_strndup (from, blank);
    g_autofree char *word = g_strndup (from + blank, length);

    outpost_field_writer_add_word (self, blanks, word);
    from += blank + length;
  }
}

/* The stretch from the first to the last word that needs encoding: @from stands
 * before the blanks in front of it, and both are at the end if there is none. */
static void
find_encoded_span (const char  *text,
                   const char **from,
                   const char **to)
{
  const char *c = text;

  *from = *to = NULL;
  while (*c != '\0') {
    const char *word = c + strspn (c, " \t");
    gsize length = strcspn (word, " \t");

    if (needs_encoding (word, length)) {
      *from = *from != NULL ? *from : c;
      *to = word + length;
    }
    c = word + length;
  }
  if (*from == NULL)
    *from = *to = c;
}

/**
 * outpost_field_writer_add_text:
 * @self: a writer
 * @text: UTF-8 without line ends or blanks at its ends
 *
 * Adds unstructured text (RFC 5322, section 2.2.1), and encodes what is not
 * ASCII by RFC 2047.
 */
void
outpost_field_writer_add_text (OutpostFieldWriter *self,
                               const char         *text)
{
  g_autofree char *spaced = g_strconcat (" ", text, NULL);
  const char *from, *to;

  find_encoded_span (spaced, &from, &to);
  add_words (self, spaced, from);
  if (to > from) {
    gsize blank = strspn (from, " \t");
    g_autofree char *blanks = g_strndup (from, blank);
    g_autofree char *span = g_strndup (from + blank, (gsize) (to - from) - blank);

    add_encoded (self, blanks, span);
  }
  add_words (self, to, to + strlen (to));
}

/* "atext" of RFC 5322, section 3.2.3, and single blanks. */
static gboolean
is_words_of_atoms (const char *phrase)
{
  for (const char *c = phrase; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("!#$%&'*+-/=?^_`{|}~ ", *c) == NULL)
      return FALSE;
  return strstr (phrase, "  ") == NULL;
}

static char *
quote (const char *phrase)
{
  GString *out = g_string_new ("\"");

  for (const char *c = phrase; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *c);
  }
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}

/**
 * outpost_field_writer_add_phrase:
 * @self: a writer
 * @phrase: UTF-8 without line ends, not empty
 *
 * Adds the name before an address, quoted or encoded where that is needed.
 *
 * Returns: whether it was encoded, so that a blank has to follow (RFC 2047,
 *   section 5, rule 3)
 */
gboolean
outpost_field_writer_add_phrase (OutpostFieldWriter *self,
                                 const char         *phrase)
{
  gsize length = strlen (phrase);
  g_autofree char *quoted = NULL;

  if (needs_encoding (phrase, length) || (!is_words_of_atoms (phrase) && length > QUOTED_MAX)) {
    add_encoded (self, " ", phrase);
    return TRUE;
  }
  if (is_words_of_atoms (phrase)) {
    outpost_field_writer_add_text (self, phrase);
  } else {
    quoted = quote (phrase);
    outpost_field_writer_add_word (self, " ", quoted);
  }
  return FALSE;
}

/**
 * outpost_words_to_utf8:
 * @text: text of a header
 *
 * What is not UTF-8 is read as ISO 8859-1: a program that writes raw text of
 * another kind is old, and its mail is not lost for one name.
 *
 * Returns: (transfer full): UTF-8
 */
char *
outpost_words_to_utf8 (const char *text)
{
  GString *out;

  if (g_utf8_validate (text, -1, NULL))
    return g_strdup (text);

  out = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c++)
    g_string_append_unichar (out, (guchar) *c);
  return g_string_free (out, FALSE);
}

static char *
decode_words (const char *utf8)
{
  if (strstr (utf8, "=?") == NULL)
    return g_strdup (utf8);
  return outpost_mime_get ()->decode_text (utf8);
}

/**
 * outpost_words_decode:
 * @text: unfolded text of a header, perhaps with encoded words
 *
 * Returns: (transfer full): UTF-8 in which each control character, which an
 *   encoded word can hide, has become a blank
 */
char *
outpost_words_decode (const char *text)
{
  g_autofree char *utf8 = outpost_words_to_utf8 (text);
  g_autofree char *decoded = decode_words (utf8);
  char *valid = g_utf8_make_valid (decoded, -1);

  for (char *c = valid; *c != '\0'; c++)
    if ((guchar) *c < ' ' || *c == 0x7F)
      *c = ' ';
  return g_strstrip (valid);
}

/**
 * outpost_words_decode_phrase:
 * @phrase: a phrase as it was written, perhaps with quotes
 *
 * Returns: (transfer full): what it says, in UTF-8
 */
char *
outpost_words_decode_phrase (const char *phrase)
{
  g_autoptr (GString) bare = g_string_new (NULL);

  for (const char *c = phrase; *c != '\0'; c++) {
    if (*c == '"')
      continue;
    if (*c == '\\' && c[1] != '\0')
      c++;
    g_string_append_c (bare, *c);
  }
  return outpost_words_decode (bare->str);
}
