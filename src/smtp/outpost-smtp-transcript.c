/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "outpost-smtp-transcript.h"

#include <string.h>

#include "outpost-printable.h"

/* Untranslated, as all of a transcript: it is read beside the server's log. */
#define HIDDEN "[hidden]"

/* The beginning and the end tell most: what is dropped comes from between. */
#define HEAD_MAX_LINES 200
#define TAIL_MAX_LINES 800
#define LINE_MAX_CHARACTERS 1000

struct _OutpostSmtpTranscript {
  gatomicrefcount  ref_count;
  gint64           began;    /* of the monotonic clock */

  GMutex           mutex;    /* guards what follows */
  GPtrArray       *secrets;  /* (element-type OutpostSecret) */
  gsize            shortest; /* octets of the shortest of them */
  GPtrArray       *head;     /* (element-type OutpostSmtpTranscriptLine) */
  GQueue           tail;     /* (element-type OutpostSmtpTranscriptLine) */
  guint            dropped;
};

static OutpostSmtpTranscriptLine *
line_new (gint64      microseconds,
          char        side,
          const char *text)
{
  OutpostSmtpTranscriptLine *line = g_new0 (OutpostSmtpTranscriptLine, 1);

  line->microseconds = microseconds;
  line->side = side;
  line->text = g_strdup (text);

  return line;
}

static void
line_free (OutpostSmtpTranscriptLine *line)
{
  g_free (line->text);
  g_free (line);
}

/* Octets of the longest secret that stands literally at the start of at; 0 for none. */
static gsize
match_secret (OutpostSmtpTranscript *self,
              const char            *at,
              gsize                  length)
{
  gsize longest = 0;

  for (guint i = 0; i < self->secrets->len; i++) {
    OutpostSecret *secret = g_ptr_array_index (self->secrets, i);
    gsize secret_length = outpost_secret_get_length (secret);

    if (secret_length > longest && secret_length <= length &&
        memcmp (at, outpost_secret_get_text (secret), secret_length) == 0)
      longest = secret_length;
  }

  return longest;
}

static gboolean
contains_secret (OutpostSmtpTranscript *self,
                 const char            *octets,
                 gsize                  length)
{
  for (gsize i = 0; i < length; i++)
    if (match_secret (self, octets + i, length - i) > 0)
      return TRUE;

  return FALSE;
}

/* Both alphabets of RFC 4648, sections 4 and 5. */
static gboolean
is_base64 (char octet)
{
  return g_ascii_isalnum (octet) || strchr ("+/-_", octet) != NULL;
}

static gsize
count_base64 (const char *at,
              gsize       length)
{
  gsize n = 0;

  while (n < length && at[n] != '\0' && is_base64 (at[n]))
    n++;

  return n;
}

/* Whether the run of base64 decodes to something with a secret in it. The run may
 * have been cut anywhere before it came here (servers quote what they refuse): up to
 * three letters in front try each alignment, and padding that is lacking is added.
 * What it decodes to may be a secret: it stays in memory that is wiped. */
static gboolean
encodes_secret (OutpostSmtpTranscript *self,
                const char            *run,
                gsize                  length)
{
  g_autoptr (OutpostSecret) folded = NULL;
  g_autoptr (OutpostSecret) decoded = NULL;
  char *text;

  if (self->secrets->len == 0 || length / 4 * 3 + 2 < self->shortest)
    return FALSE;

  folded = outpost_secret_new_sized (3 + length + 2);
  decoded = outpost_secret_new_sized (3 + length + 2);
  text = outpost_secret_get_data (folded);
  memcpy (text, "AAA", 3);
  for (gsize i = 0; i < length; i++)
    text[3 + i] = run[i] == '-' ? '+' : run[i] == '_' ? '/' : run[i];
  memcpy (text + 3 + length, "==", 2);

  for (gsize front = 0; front < 4; front++) {
    int state = 0;
    guint save = 0;
    gsize padding = MIN ((4 - (front + length) % 4) % 4, 2);
    gsize n = g_base64_decode_step (text + 3 - front, front + length + padding,
                                    (guchar *) outpost_secret_get_data (decoded), &state, &save);
    gboolean found = contains_secret (self, outpost_secret_get_data (decoded), n);

    outpost_wipe (&save, sizeof save);
    if (found)
      return TRUE;
  }

  return FALSE;
}

/* Copies the octets without the secrets in them. */
static GString *
redact (OutpostSmtpTranscript *self,
        const char            *octets,
        gsize                  length)
{
  GString *clean = g_string_new (NULL);
  gsize judged = 0; /* base64 runs that begin before here have been looked at */

  for (gsize i = 0; i < length;) {
    gsize hide = match_secret (self, octets + i, length - i);

    if (hide == 0 && i >= judged) {
      gsize run = count_base64 (octets + i, length - i);

      judged = i + run;
      if (run > 0 && encodes_secret (self, octets + i, run)) {
        hide = run;
        while (i + hide < length && octets[i + hide] == '=')
          hide++;
      }
    }

    if (hide > 0)
      g_string_append (clean, HIDDEN);
    else
      g_string_append_c (clean, octets[i]);
    i += MAX (hide, 1);
  }

  return clean;
}

static void
keep_line (OutpostSmtpTranscript *self,
           char                   side,
           const char            *octets,
           gssize                 length)
{
  g_autofree char *text = outpost_printable (octets, length, LINE_MAX_CHARACTERS);
  OutpostSmtpTranscriptLine *line = line_new (g_get_monotonic_time () - self->began, side, text);

  if (self->head->len < HEAD_MAX_LINES) {
    g_ptr_array_add (self->head, line);
    return;
  }

  g_queue_push_tail (&self->tail, line);
  if (g_queue_get_length (&self->tail) > TAIL_MAX_LINES) {
    line_free (g_queue_pop_head (&self->tail));
    self->dropped++;
  }
}

/**
 * outpost_smtp_transcript_new:
 *
 * Makes an empty transcript whose clock starts now.
 *
 * Returns: (transfer full): a new transcript
 */
OutpostSmtpTranscript *
outpost_smtp_transcript_new (void)
{
  OutpostSmtpTranscript *self = g_new0 (OutpostSmtpTranscript, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->began = g_get_monotonic_time ();
  g_mutex_init (&self->mutex);
  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_secret_unref);
  self->shortest = G_MAXSIZE;
  self->head = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  g_queue_init (&self->tail);

  return self;
}

/**
 * outpost_smtp_transcript_ref:
 * @self: a transcript
 *
 * Returns: (transfer full): @self
 */
OutpostSmtpTranscript *
outpost_smtp_transcript_ref (OutpostSmtpTranscript *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * outpost_smtp_transcript_unref:
 * @self: (transfer full): a transcript
 *
 * Gives up a reference; the last one frees @self.
 */
void
outpost_smtp_transcript_unref (OutpostSmtpTranscript *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->secrets);
  g_ptr_array_unref (self->head);
  g_queue_clear_full (&self->tail, (GDestroyNotify) line_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * outpost_smtp_transcript_hide:
 * @self: a transcript
 * @secret: (transfer none): what must not be seen from now on
 *
 * Lines added later have @secret replaced wherever it stands literally, and any
 * run of base64 that it is a part of, whatever surrounds it there (such as the
 * user name in PLAIN's message, RFC 4616). What stands in the transcript already
 * stays. An empty secret hides nothing.
 */
void
outpost_smtp_transcript_hide (OutpostSmtpTranscript *self,
                              OutpostSecret         *secret)
{
  g_return_if_fail (self != NULL && secret != NULL);

  g_mutex_lock (&self->mutex);
  if (outpost_secret_get_length (secret) > 0) {
    g_ptr_array_add (self->secrets, outpost_secret_ref (secret));
    self->shortest = MIN (self->shortest, outpost_secret_get_length (secret));
  }
  g_mutex_unlock (&self->mutex);
}

/**
 * outpost_smtp_transcript_add:
 * @self: a transcript
 * @side: `C` for the client, `S` for the server, `*` for a remark of ours
 * @octets: (array length=length): one or several whole lines, as they were sent
 * @length: their length in octets, or -1 if a NUL ends them
 *
 * Adds what was said. Lines must come whole: a secret that is cut in two by the
 * caller is not found.
 */
void
outpost_smtp_transcript_add (OutpostSmtpTranscript *self,
                             char                   side,
                             const char            *octets,
                             gssize                 length)
{
  GString *clean;

  g_return_if_fail (self != NULL && octets != NULL);

  g_mutex_lock (&self->mutex);
  clean = redact (self, octets, length < 0 ? strlen (octets) : (gsize) length);
  for (gsize i = 0; i < clean->len;) {
    const char *start = clean->str + i;
    const char *end = memchr (start, '\n', clean->len - i);
    gsize line_length = end != NULL ? (gsize) (end - start) : clean->len - i;
    gsize shown = line_length;

    if (shown > 0 && start[shown - 1] == '\r')
      shown--;
    keep_line (self, side, start, shown);
    i += line_length + 1;
  }
  g_mutex_unlock (&self->mutex);

  g_string_free (clean, TRUE);
}

/**
 * outpost_smtp_transcript_add_hidden:
 * @self: a transcript
 * @side: `C` for the client, `S` for the server
 * @visible: the start of the line that may be seen, such as `AUTH PLAIN`
 *
 * Adds a line whose rest must not be seen although the secret is not in it
 * literally: from a SCRAM or CRAM-MD5 exchange a password can be guessed.
 */
void
outpost_smtp_transcript_add_hidden (OutpostSmtpTranscript *self,
                                    char                   side,
                                    const char            *visible)
{
  g_autofree char *line = NULL;

  g_return_if_fail (self != NULL && visible != NULL);

  line = *visible != '\0' ? g_strconcat (visible, " " HIDDEN, NULL) : g_strdup (HIDDEN);
  outpost_smtp_transcript_add (self, side, line, -1);
}

/**
 * outpost_smtp_transcript_redact:
 * @self: a transcript
 * @text: what a server said
 *
 * Replaces in @text what lines of @self have replaced: some servers repeat in a
 * refusal what they refuse, and their words go into errors and reports, too.
 *
 * Returns: (transfer full): @text without secrets
 */
char *
outpost_smtp_transcript_redact (OutpostSmtpTranscript *self,
                                const char            *text)
{
  GString *clean;

  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  g_mutex_lock (&self->mutex);
  clean = redact (self, text, strlen (text));
  g_mutex_unlock (&self->mutex);

  return g_string_free (clean, FALSE);
}

/**
 * outpost_smtp_transcript_get_lines:
 * @self: a transcript
 *
 * Gives what the transcript holds now. Where lines were dropped, they are missing
 * between the 200th line and the next.
 *
 * Returns: (transfer full) (element-type OutpostSmtpTranscriptLine): a copy of the lines
 */
GPtrArray *
outpost_smtp_transcript_get_lines (OutpostSmtpTranscript *self)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);

  g_return_val_if_fail (self != NULL, lines);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->head->len; i++) {
    OutpostSmtpTranscriptLine *line = g_ptr_array_index (self->head, i);

    g_ptr_array_add (lines, line_new (line->microseconds, line->side, line->text));
  }
  for (GList *l = self->tail.head; l != NULL; l = l->next) {
    OutpostSmtpTranscriptLine *line = l->data;

    g_ptr_array_add (lines, line_new (line->microseconds, line->side, line->text));
  }
  g_mutex_unlock (&self->mutex);

  return lines;
}

/**
 * outpost_smtp_transcript_get_dropped:
 * @self: a transcript
 *
 * Returns: how many lines were dropped to keep the transcript small
 */
guint
outpost_smtp_transcript_get_dropped (OutpostSmtpTranscript *self)
{
  guint dropped;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->mutex);
  dropped = self->dropped;
  g_mutex_unlock (&self->mutex);

  return dropped;
}
