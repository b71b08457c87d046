/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-script-private.h"

#include <string.h>

#include "outpost-printable.h"

#define LINE_MAX_OCTETS 1048576
#define FLOOD_BLOCK_OCTETS 16384
#define SHOWN_CHARACTERS 120

/* One connection and where it stands in the script. */
typedef struct {
  const OutpostScriptStage *stage;
  OutpostWire              *wire;
  guint                     number;
  GString                  *line;    /* read last, without CRLF */
  gsize                     slow;
  guint                     slow_pause_ms;
  guint64                   bdat_octets;
} Player;

G_GNUC_PRINTF (3, 4)
static void
deviate (Player                  *self,
         const OutpostScriptStep *step,
         const char              *format,
         ...)
{
  g_autofree char *what = NULL;
  g_autofree char *words = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  words = g_strdup_printf ("connection %u, line %u of the script: %s", self->number, step->line,
                           what);
  self->stage->deviate (words, self->stage->user_data);
}

static const char *
describe (Player            *self,
          OutpostWireResult  result)
{
  switch (result) {
  case OUTPOST_WIRE_OK:
    return "all is well";
  case OUTPOST_WIRE_CLOSED:
    return "the client closed";
  case OUTPOST_WIRE_TIMED_OUT:
    return "the time ran out";
  case OUTPOST_WIRE_STOPPED:
    return "the server was stopped";
  case OUTPOST_WIRE_TOO_LONG:
    return "a line without end came";
  case OUTPOST_WIRE_BROKEN:
    return outpost_wire_get_tls_problem (self->wire);
  default:
    g_assert_not_reached ();
  }
}

static void
record (const char *octets,
        gsize       length,
        gpointer    user_data)
{
  Player *self = user_data;

  self->stage->record (self->number, octets, length, self->stage->user_data);
}

static OutpostWireResult
send_octets (Player     *self,
             const char *octets,
             gsize       length)
{
  while (length > 0) {
    gsize n = self->slow > 0 ? MIN (self->slow, length) : length;
    OutpostWireResult result = outpost_wire_write (self->wire, octets, n, OUTPOST_DEADLINE_NEVER);

    if (result != OUTPOST_WIRE_OK)
      return result;
    if (self->slow_pause_ms > 0)
      outpost_wire_pause (self->wire, self->slow_pause_ms);
    octets += n;
    length -= n;
  }
  return OUTPOST_WIRE_OK;
}

static void
send_flood (Player                  *self,
            const OutpostScriptStep *step)
{
  g_autofree char *block = g_malloc (FLOOD_BLOCK_OCTETS);
  guint64 left = step->number;

  memset (block, *(const char *) g_bytes_get_data (step->octets, NULL), FLOOD_BLOCK_OCTETS);
  while (left > 0) {
    gsize n = (gsize) MIN (left, FLOOD_BLOCK_OCTETS);

    if (send_octets (self, block, n) != OUTPOST_WIRE_OK)
      return;
    left -= n;
  }
}

static gboolean
read_line (Player                  *self,
           const OutpostScriptStep *step,
           const char              *wanted)
{
  OutpostWireResult result = outpost_wire_read_line (self->wire, LINE_MAX_OCTETS,
                                                     OUTPOST_DEADLINE_NEVER, self->line);
  GString *line = self->line;

  if (result != OUTPOST_WIRE_OK) {
    deviate (self, step, "%s where %s was expected", describe (self, result), wanted);
    return FALSE;
  }
  if (line->len == 0 || line->str[line->len - 1] != '\r') {
    g_autofree char *shown = outpost_printable (line->str, (gssize) line->len, SHOWN_CHARACTERS);

    deviate (self, step, "the client ended its line by LF without CR: “%s”", shown);
    return FALSE;
  }
  g_string_truncate (line, line->len - 1);
  if (g_ascii_strncasecmp (line->str, "BDAT ", 5) == 0)
    self->bdat_octets = g_ascii_strtoull (line->str + 5, NULL, 10);
  return TRUE;
}

static gboolean
expect_line (Player                  *self,
             const OutpostScriptStep *step)
{
  gsize length;
  const char *octets = g_bytes_get_data (step->octets, &length);
  g_autofree char *glob = g_strndup (octets, length);
  g_autofree char *wanted = g_strdup_printf ("“%s”", glob);
  g_autofree char *shown = NULL;

  if (!read_line (self, step, wanted))
    return FALSE;
  /* A NUL would end the comparison early. */
  if (memchr (self->line->str, '\0', self->line->len) == NULL &&
      g_pattern_match_simple (glob, self->line->str))
    return TRUE;

  shown = outpost_printable (self->line->str, (gssize) self->line->len, SHOWN_CHARACTERS);
  deviate (self, step, "%s was expected, the client said “%s”", wanted, shown);
  return FALSE;
}

static gboolean
read_octets (Player                  *self,
             const OutpostScriptStep *step,
             guint64                  left)
{
  guint64 wanted = left;

  for (;;) {
    gsize length;
    OutpostWireResult result;

    outpost_wire_peek (self->wire, &length);
    length = (gsize) MIN (length, left);
    outpost_wire_take (self->wire, length);
    left -= length;
    if (left == 0)
      return TRUE;
    result = outpost_wire_fill (self->wire, OUTPOST_DEADLINE_NEVER);
    if (result != OUTPOST_WIRE_OK) {
      deviate (self, step, "%s with %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " octets to come",
               describe (self, result), left, wanted);
      return FALSE;
    }
  }
}

/* Reads to CRLF . CRLF; the CRLF before the dot may be the one of the DATA line. */
static gboolean
read_body (Player                  *self,
           const OutpostScriptStep *step)
{
  static const char end[] = "\r\n.\r\n";
  guint matched = 2;

  for (;;) {
    gsize length, used = 0;
    const char *octets = outpost_wire_peek (self->wire, &length);
    OutpostWireResult result;

    while (used < length && matched < 5) {
      char c = octets[used++];

      if (c == end[matched])
        matched++;
      else
        matched = c == '\r' ? 1 : 0;
    }
    outpost_wire_take (self->wire, used);
    if (matched == 5)
      return TRUE;
    result = outpost_wire_fill (self->wire, OUTPOST_DEADLINE_NEVER);
    if (result != OUTPOST_WIRE_OK) {
      deviate (self, step, "%s before the lone dot", describe (self, result));
      return FALSE;
    }
  }
}

static gboolean
is_quiet (Player                  *self,
          const OutpostScriptStep *step,
          const char              *when)
{
  gsize length;
  const char *octets;
  g_autofree char *shown = NULL;

  if (!outpost_wire_fill_at_hand (self->wire))
    return TRUE;
  octets = outpost_wire_peek (self->wire, &length);
  shown = outpost_printable (octets, (gssize) length, SHOWN_CHARACTERS);
  deviate (self, step, "the client sent “%s” %s", shown, when);
  return FALSE;
}

static gboolean
start_tls (Player                  *self,
           const OutpostScriptStep *step)
{
  const OutpostScriptStage *stage = self->stage;
  OutpostWireResult result;
  gsize length;
  guint n = 0;

  outpost_wire_peek (self->wire, &length);
  if (length > 0)
    return is_quiet (self, step, "in clear before the handshake");

  result = outpost_wire_start_tls (self->wire, stage->credentials, &stage->ticket_key,
                                   step->number == OUTPOST_SCRIPT_TLS_WITH_CERTIFICATE,
                                   stage->priority, OUTPOST_DEADLINE_NEVER);
  if (result != OUTPOST_WIRE_OK) {
    if (step->number != OUTPOST_SCRIPT_TLS_MAY_FAIL)
      deviate (self, step, "no handshake: %s", describe (self, result));
    return FALSE;
  }
  if (step->number == OUTPOST_SCRIPT_TLS_WITH_CERTIFICATE &&
      gnutls_certificate_get_peers (outpost_wire_get_session (self->wire), &n) == NULL) {
    deviate (self, step, "the client showed no certificate");
    return FALSE;
  }
  return TRUE;
}

static void
wait_for_end (Player                  *self,
              const OutpostScriptStep *step)
{
  OutpostDeadline deadline = step->number > 0 ? outpost_deadline_in ((guint) step->number)
                                              : OUTPOST_DEADLINE_NEVER;
  gsize length;

  do {
    outpost_wire_peek (self->wire, &length);
    outpost_wire_take (self->wire, length);
  } while (outpost_wire_fill (self->wire, deadline) == OUTPOST_WIRE_OK);
}

/* Returns whether the connection goes on. */
static gboolean
play_step (Player                  *self,
           const OutpostScriptStep *step)
{
  gsize length;
  const char *octets = step->octets != NULL ? g_bytes_get_data (step->octets, &length) : NULL;

  switch (step->kind) {
  case OUTPOST_SCRIPT_SEND:
    /* A client that is gone shows where its next line is expected. */
    send_octets (self, octets, length);
    return TRUE;
  case OUTPOST_SCRIPT_EXPECT:
    return expect_line (self, step);
  case OUTPOST_SCRIPT_ANY_LINE:
    return read_line (self, step, "a line");
  case OUTPOST_SCRIPT_BODY:
    return read_body (self, step);
  case OUTPOST_SCRIPT_BDAT:
    return read_octets (self, step, self->bdat_octets);
  case OUTPOST_SCRIPT_READ:
    return read_octets (self, step, step->number);
  case OUTPOST_SCRIPT_QUIET:
    return is_quiet (self, step, "where nothing was due");
  case OUTPOST_SCRIPT_TLS:
    return start_tls (self, step);
  case OUTPOST_SCRIPT_WAIT:
    wait_for_end (self, step);
    return TRUE;
  case OUTPOST_SCRIPT_RESET:
    outpost_wire_reset (self->wire);
    return FALSE;
  case OUTPOST_SCRIPT_CLOSE:
    outpost_wire_fill_at_hand (self->wire);
    return FALSE;
  case OUTPOST_SCRIPT_FLOOD:
    send_flood (self, step);
    return TRUE;
  case OUTPOST_SCRIPT_SLOW:
    self->slow = (gsize) step->number;
    self->slow_pause_ms = (guint) step->second;
    return TRUE;
  case OUTPOST_SCRIPT_NEXT:
  case OUTPOST_SCRIPT_REPEAT:
  case OUTPOST_SCRIPT_END:
  default:
    g_assert_not_reached ();
  }
}

/* Plays the steps from one to before another; a loop's inside is played by a call
 * of its own. Returns whether the connection goes on. */
static gboolean
play_range (Player *self,
            guint   from,
            guint   to)
{
  for (guint i = from; i < to; i++) {
    OutpostScriptStep *step = &g_array_index (self->stage->steps, OutpostScriptStep, i);

    if (step->kind != OUTPOST_SCRIPT_REPEAT) {
      if (!play_step (self, step))
        return FALSE;
      continue;
    }
    for (guint64 n = 0; n < step->number; n++) {
      if (!play_range (self, i + 1, step->partner))
        return FALSE;
    }
    i = step->partner;
  }
  return TRUE;
}

/* The part of the script between the NEXT lines that a connection plays. */
static void
find_part (GArray *steps,
           guint   number,
           guint  *from,
           guint  *to)
{
  *from = 0;
  for (guint i = 0; i < steps->len; i++) {
    if (g_array_index (steps, OutpostScriptStep, i).kind != OUTPOST_SCRIPT_NEXT)
      continue;
    *to = i;
    if (--number == 0)
      return;
    *from = i + 1;
  }
  *to = steps->len;
}

/**
 * outpost_script_play:
 * @stage: the script, and who hears what happens
 * @wire: a connection
 * @number: which it is, from 1
 *
 * Plays the part of the script that falls to this connection.
 */
void
outpost_script_play (const OutpostScriptStage *stage,
                     OutpostWire              *wire,
                     guint                     number)
{
  Player player = { .stage = stage, .wire = wire, .number = number };
  guint from, to;

  player.line = g_string_new (NULL);
  outpost_wire_set_tap (wire, record, &player);
  find_part (stage->steps, number, &from, &to);
  if (play_range (&player, from, to))
    outpost_wire_finish (wire, OUTPOST_DEADLINE_NEVER);
  g_string_free (player.line, TRUE);
}
