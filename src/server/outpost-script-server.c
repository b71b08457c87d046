/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-script-server.h"

#include <string.h>
#include <unistd.h>

#include <gnutls/gnutls.h>

#include "outpost-listener-private.h"
#include "outpost-printable.h"
#include "outpost-script-private.h"
#include "outpost-wire-private.h"

#define CONNECTIONS_MAX 256
#define LINE_MAX_OCTETS 1048576
#define FLOOD_BLOCK_OCTETS 16384
#define SHOWN_CHARACTERS 120

struct _OutpostScriptServer {
  GObject                           parent_instance;

  char                             *script;
  char                             *certificate_file;
  char                             *key_file;
  char                             *priority;
  guint16                           port;

  /* Set before the threads start. */
  GArray                           *steps;
  gnutls_certificate_credentials_t  credentials;
  gnutls_datum_t                    ticket_key;
  OutpostListener                  *listener;

  GMutex                            mutex;      /* guards what follows */
  char                             *deviation;
  GPtrArray                        *records;    /* a GByteArray for each connection */
};

G_DEFINE_FINAL_TYPE (OutpostScriptServer, outpost_script_server, G_TYPE_OBJECT)

/* One connection and where it stands in the script. */
typedef struct {
  OutpostScriptServer *server;
  OutpostWire         *wire;
  guint                number;
  GString             *line;    /* read last, without CRLF */
  gsize                slow;
  guint                slow_pause_ms;
  guint64              bdat_octets;
} Player;

G_GNUC_PRINTF (3, 4)
static void
deviate (Player                  *self,
         const OutpostScriptStep *step,
         const char              *format,
         ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_mutex_lock (&self->server->mutex);
  if (self->server->deviation == NULL)
    self->server->deviation = g_strdup_printf ("connection %u, line %u of the script: %s",
                                               self->number, step->line, what);
  g_mutex_unlock (&self->server->mutex);
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

  g_mutex_lock (&self->server->mutex);
  g_byte_array_append (g_ptr_array_index (self->server->records, self->number - 1),
                       (const guint8 *) octets, (guint) length);
  g_mutex_unlock (&self->server->mutex);
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
  OutpostScriptServer *server = self->server;
  OutpostWireResult result;
  gsize length;
  guint n = 0;

  outpost_wire_peek (self->wire, &length);
  if (length > 0)
    return is_quiet (self, step, "in clear before the handshake");

  result = outpost_wire_start_tls (self->wire, server->credentials, &server->ticket_key,
                                   step->number == OUTPOST_SCRIPT_TLS_WITH_CERTIFICATE,
                                   server->priority, OUTPOST_DEADLINE_NEVER);
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
    OutpostScriptStep *step = &g_array_index (self->server->steps, OutpostScriptStep, i);

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
find_part (OutpostScriptServer *self,
           guint                number,
           guint               *from,
           guint               *to)
{
  *from = 0;
  for (guint i = 0; i < self->steps->len; i++) {
    if (g_array_index (self->steps, OutpostScriptStep, i).kind != OUTPOST_SCRIPT_NEXT)
      continue;
    *to = i;
    if (--number == 0)
      return;
    *from = i + 1;
  }
  *to = self->steps->len;
}

static void
serve (int           fd,
       guint         port_index,
       guint         number,
       GCancellable *stop,
       gpointer      user_data)
{
  g_autoptr (OutpostWire) wire = outpost_wire_new (fd, stop, TRUE);
  Player player = { .server = user_data, .wire = wire, .number = number };
  guint from, to;

  g_mutex_lock (&player.server->mutex);
  while (player.server->records->len < number)
    g_ptr_array_add (player.server->records, g_byte_array_new ());
  g_mutex_unlock (&player.server->mutex);

  player.line = g_string_new (NULL);
  outpost_wire_set_tap (wire, record, &player);
  find_part (player.server, number, &from, &to);
  if (play_range (&player, from, to))
    outpost_wire_finish (wire, OUTPOST_DEADLINE_NEVER);
  g_string_free (player.line, TRUE);
}

static void
outpost_script_server_finalize (GObject *object)
{
  OutpostScriptServer *self = OUTPOST_SCRIPT_SERVER (object);

  g_clear_pointer (&self->listener, outpost_listener_free);
  g_clear_pointer (&self->steps, g_array_unref);
  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  gnutls_free (self->ticket_key.data);
  g_free (self->script);
  g_free (self->certificate_file);
  g_free (self->key_file);
  g_free (self->priority);
  g_free (self->deviation);
  g_ptr_array_unref (self->records);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (outpost_script_server_parent_class)->finalize (object);
}

static void
outpost_script_server_class_init (OutpostScriptServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = outpost_script_server_finalize;
}

static void
outpost_script_server_init (OutpostScriptServer *self)
{
  g_mutex_init (&self->mutex);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
}

/**
 * outpost_script_server_new:
 * @script: what to play
 *
 * Returns: (transfer full): a server that is not started
 */
OutpostScriptServer *
outpost_script_server_new (const char *script)
{
  OutpostScriptServer *self = g_object_new (OUTPOST_TYPE_SCRIPT_SERVER, NULL);

  self->script = g_strdup (script);
  return self;
}

/**
 * outpost_script_server_set_certificate:
 * @self: a server that is not started
 * @certificate_file: (type filename): PEM, the server's own certificate first
 * @key_file: (type filename): PEM
 * @priority: (nullable): GnuTLS priority string, or %NULL for NORMAL
 *
 * Says what the TLS lines of the script show. Nothing of it is judged, so that old
 * versions, weak keys and wrong names can be played.
 */
void
outpost_script_server_set_certificate (OutpostScriptServer *self,
                                       const char          *certificate_file,
                                       const char          *key_file,
                                       const char          *priority)
{
  g_return_if_fail (OUTPOST_IS_SCRIPT_SERVER (self) && self->listener == NULL);

  g_free (self->certificate_file);
  self->certificate_file = g_strdup (certificate_file);
  g_free (self->key_file);
  self->key_file = g_strdup (key_file);
  g_free (self->priority);
  self->priority = g_strdup (priority != NULL ? priority : "NORMAL");
}

static gboolean
load_certificate (OutpostScriptServer  *self,
                  GError              **error)
{
  int code;

  if (self->certificate_file == NULL) {
    for (guint i = 0; i < self->steps->len; i++) {
      if (g_array_index (self->steps, OutpostScriptStep, i).kind == OUTPOST_SCRIPT_TLS) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED,
                             "The script has a TLS line, and no certificate was given");
        return FALSE;
      }
    }
    return TRUE;
  }

  gnutls_session_ticket_key_generate (&self->ticket_key);
  gnutls_certificate_allocate_credentials (&self->credentials);
  code = gnutls_certificate_set_x509_key_file (self->credentials, self->certificate_file,
                                               self->key_file, GNUTLS_X509_FMT_PEM);
  if (code >= 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” cannot be used: %s",
               self->certificate_file, gnutls_strerror (code));
  return FALSE;
}

/**
 * outpost_script_server_start:
 * @self: a server that is not started
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Reads the script and begins to listen.
 *
 * Returns: whether it listens
 */
gboolean
outpost_script_server_start (OutpostScriptServer  *self,
                             GError              **error)
{
  g_return_val_if_fail (OUTPOST_IS_SCRIPT_SERVER (self) && self->listener == NULL, FALSE);

  self->steps = outpost_script_parse (self->script, error);
  if (self->steps == NULL || !load_certificate (self, error))
    return FALSE;

  self->listener = outpost_listener_new (CONNECTIONS_MAX, serve, self);
  if (!outpost_listener_add (self->listener, &self->port, FALSE, NULL, error))
    return FALSE;
  outpost_listener_start (self->listener);

  return TRUE;
}

/**
 * outpost_script_server_get_port:
 * @self: a started server
 *
 * Returns: its port on 127.0.0.1
 */
guint16
outpost_script_server_get_port (OutpostScriptServer *self)
{
  g_return_val_if_fail (OUTPOST_IS_SCRIPT_SERVER (self), 0);

  return self->port;
}

/**
 * outpost_script_server_get_n_connections:
 * @self: a started server
 *
 * Returns: how many connections there were so far; all of them once it is stopped
 */
guint
outpost_script_server_get_n_connections (OutpostScriptServer *self)
{
  g_return_val_if_fail (OUTPOST_IS_SCRIPT_SERVER (self), 0);

  return self->listener != NULL ? outpost_listener_get_n_connections (self->listener) : 0;
}

/**
 * outpost_script_server_stop:
 * @self: a server
 *
 * Stops. What clients had sent by then is still played, so a test may call this as
 * soon as its client is done; a wait for more ends at once.
 *
 * Returns: (transfer full) (nullable): %NULL if every dialogue went by the script, else
 *   the first deviation, in words
 */
char *
outpost_script_server_stop (OutpostScriptServer *self)
{
  char *deviation;

  g_return_val_if_fail (OUTPOST_IS_SCRIPT_SERVER (self), NULL);

  if (self->listener != NULL)
    outpost_listener_stop (self->listener);
  g_mutex_lock (&self->mutex);
  deviation = g_strdup (self->deviation);
  g_mutex_unlock (&self->mutex);

  return deviation;
}

/**
 * outpost_script_server_dup_wire:
 * @self: a server
 *
 * Returns: (transfer full): all octets clients sent so far, after decryption,
 *   connections one after the other
 */
GBytes *
outpost_script_server_dup_wire (OutpostScriptServer *self)
{
  GByteArray *all = g_byte_array_new ();

  g_return_val_if_fail (OUTPOST_IS_SCRIPT_SERVER (self), NULL);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->records->len; i++) {
    GByteArray *one = g_ptr_array_index (self->records, i);

    g_byte_array_append (all, one->data, one->len);
  }
  g_mutex_unlock (&self->mutex);

  return g_byte_array_free_to_bytes (all);
}
