/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-script-private.h"

#include <string.h>

/* Scripts are read by who works on Outpost: what is wrong with one is not translated. */

typedef enum { NO_ARGUMENT, NUMBERS, TEXT_LINE, RAW, GLOB, FLOOD, TLS } ArgumentKind;

static const struct {
  const char        *word;
  OutpostScriptKind  kind;
  ArgumentKind       argument;
} directives[] = {
  { "S:", OUTPOST_SCRIPT_SEND, TEXT_LINE },
  { "R:", OUTPOST_SCRIPT_SEND, RAW },
  { "C:", OUTPOST_SCRIPT_EXPECT, GLOB },
  { "C?", OUTPOST_SCRIPT_ANY_LINE, NO_ARGUMENT },
  { "BODY", OUTPOST_SCRIPT_BODY, NO_ARGUMENT },
  { "BDAT", OUTPOST_SCRIPT_BDAT, NO_ARGUMENT },
  { "READ", OUTPOST_SCRIPT_READ, NUMBERS },
  { "QUIET", OUTPOST_SCRIPT_QUIET, NO_ARGUMENT },
  { "TLS", OUTPOST_SCRIPT_TLS, TLS },
  { "WAIT", OUTPOST_SCRIPT_WAIT, NUMBERS },
  { "CLOSE", OUTPOST_SCRIPT_CLOSE, NO_ARGUMENT },
  { "RESET", OUTPOST_SCRIPT_RESET, NO_ARGUMENT },
  { "NEXT", OUTPOST_SCRIPT_NEXT, NO_ARGUMENT },
  { "FLOOD", OUTPOST_SCRIPT_FLOOD, FLOOD },
  { "SLOW", OUTPOST_SCRIPT_SLOW, NUMBERS },
  { "REPEAT", OUTPOST_SCRIPT_REPEAT, NUMBERS },
  { "END", OUTPOST_SCRIPT_END, NO_ARGUMENT },
};

static void
clear_step (gpointer step)
{
  g_clear_pointer (&((OutpostScriptStep *) step)->octets, g_bytes_unref);
}

static gboolean
unescape_one (const char **at,
              GString     *octets)
{
  static const char letters[] = "rnt0\\\"", values[] = "\r\n\t\0\\\"";
  const char *letter = **at != '\0' ? strchr (letters, **at) : NULL;

  if (letter != NULL) {
    g_string_append_c (octets, values[letter - letters]);
    *at += 1;
    return TRUE;
  }
  if (**at == 'x' && g_ascii_isxdigit ((*at)[1]) && g_ascii_isxdigit ((*at)[2])) {
    g_string_append_c (octets, (char) (g_ascii_xdigit_value ((*at)[1]) * 16 +
                                       g_ascii_xdigit_value ((*at)[2])));
    *at += 3;
    return TRUE;
  }
  return FALSE;
}

/* Reads C escapes; NULL if there is an unknown one. */
static GString *
unescape (const char *text)
{
  GString *octets = g_string_new (NULL);

  while (*text != '\0') {
    if (*text != '\\') {
      g_string_append_c (octets, *text++);
      continue;
    }
    text++;
    if (!unescape_one (&text, octets)) {
      g_string_free (octets, TRUE);
      return NULL;
    }
  }
  return octets;
}

static gboolean
read_octets (OutpostScriptStep *step,
             ArgumentKind       argument,
             const char        *text)
{
  GString *octets = unescape (text);

  if (octets == NULL)
    return FALSE;
  if (argument == TEXT_LINE)
    g_string_append (octets, "\r\n");
  step->octets = g_string_free_to_bytes (octets);
  return argument != FLOOD || g_bytes_get_size (step->octets) == 1;
}

static gboolean
read_number (const char **at,
             guint64     *number)
{
  char *end;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  *number = g_ascii_strtoull (*at, &end, 10);
  *at = end;
  while (**at == ' ')
    *at += 1;
  return TRUE;
}

static gboolean
read_argument (OutpostScriptStep *step,
               ArgumentKind       argument,
               const char        *text)
{
  switch (argument) {
  case NO_ARGUMENT:
    return *text == '\0';
  case TEXT_LINE:
  case RAW:
  case GLOB:
    return read_octets (step, argument, text);
  case FLOOD:
    return read_number (&text, &step->number) && read_octets (step, argument, text);
  case NUMBERS:
    if (*text == '\0')
      return step->kind == OUTPOST_SCRIPT_WAIT;
    if (!read_number (&text, &step->number))
      return FALSE;
    return *text == '\0' || (step->kind == OUTPOST_SCRIPT_SLOW &&
                             read_number (&text, &step->second) && *text == '\0');
  case TLS:
    step->number = g_str_equal (text, "?") ? OUTPOST_SCRIPT_TLS_MAY_FAIL
                   : g_str_equal (text, "certificate") ? OUTPOST_SCRIPT_TLS_WITH_CERTIFICATE
                   : OUTPOST_SCRIPT_TLS_MUST_SUCCEED;
    return *text == '\0' || step->number != OUTPOST_SCRIPT_TLS_MUST_SUCCEED;
  default:
    g_assert_not_reached ();
  }
}

static gboolean
read_step (const char        *line,
           OutpostScriptStep *step)
{
  for (guint i = 0; i < G_N_ELEMENTS (directives); i++) {
    gsize length = strlen (directives[i].word);
    const char *rest = line + length;

    if (strncmp (line, directives[i].word, length) != 0 || (*rest != '\0' && *rest != ' '))
      continue;
    if (*rest == ' ')
      rest++;
    step->kind = directives[i].kind;
    return read_argument (step, directives[i].argument, rest);
  }
  return FALSE;
}

/* Ties each REPEAT to its END. Returns the line at fault, or 0. */
static guint
pair_loops (GArray *steps)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < steps->len; i++) {
    OutpostScriptStep *step = &g_array_index (steps, OutpostScriptStep, i);

    if (step->kind == OUTPOST_SCRIPT_REPEAT) {
      g_array_append_val (open, i);
    } else if (step->kind == OUTPOST_SCRIPT_END) {
      if (open->len == 0)
        return step->line;
      step->partner = g_array_index (open, guint, open->len - 1);
      g_array_index (steps, OutpostScriptStep, step->partner).partner = i;
      g_array_set_size (open, open->len - 1);
    } else if (step->kind == OUTPOST_SCRIPT_NEXT && open->len > 0) {
      return step->line;
    }
  }
  return open->len == 0 ? 0
         : g_array_index (steps, OutpostScriptStep, g_array_index (open, guint, 0)).line;
}

/**
 * outpost_script_parse:
 * @script: lines as told at [class@Outpost.ScriptServer]
 * @error: return location for %G_IO_ERROR_INVALID_DATA, naming the line
 *
 * Reads a script. White space before a directive, empty lines and lines that begin
 * with # say nothing.
 *
 * Returns: (transfer full) (element-type OutpostScriptStep): the steps, or %NULL
 */
GArray *
outpost_script_parse (const char  *script,
                      GError     **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (OutpostScriptStep));
  g_auto (GStrv) lines = g_strsplit (script, "\n", -1);
  guint wrong = 0;

  g_array_set_clear_func (steps, clear_step);
  for (guint i = 0; lines[i] != NULL && wrong == 0; i++) {
    const char *line = g_strchug (lines[i]);
    OutpostScriptStep step = { .line = i + 1 };

    if (*line == '\0' || *line == '#')
      continue;
    if (!read_step (line, &step))
      wrong = step.line;
    g_array_append_val (steps, step);
  }
  if (wrong == 0)
    wrong = pair_loops (steps);
  if (wrong != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "Line %u of the script is not understood: “%s”", wrong, lines[wrong - 1]);
    return NULL;
  }
  return g_steal_pointer (&steps);
}
