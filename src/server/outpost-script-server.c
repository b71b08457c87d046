/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-script-server.h"

#include "outpost-listener-private.h"
#include "outpost-script-private.h"
#include "outpost-wire-private.h"

#define CONNECTIONS_MAX 256
struct _OutpostScriptServer {
  GObject             parent_instance;

  char               *script;
  char               *certificate_file;
  char               *key_file;
  char               *priority;
  guint16             port;

  /* Set before the threads start. */
  OutpostScriptStage  stage;
  OutpostListener    *listener;

  GMutex              mutex;      /* guards what follows */
  char               *deviation;
  GPtrArray          *records;    /* a GByteArray for each connection */
};

G_DEFINE_FINAL_TYPE (OutpostScriptServer, outpost_script_server, G_TYPE_OBJECT)

static void
note_deviation (const char *words,
                gpointer    user_data)
{
  OutpostScriptServer *self = user_data;

  g_mutex_lock (&self->mutex);
  if (self->deviation == NULL)
    self->deviation = g_strdup (words);
  g_mutex_unlock (&self->mutex);
}

static void
record (guint       number,
        const char *octets,
        gsize       length,
        gpointer    user_data)
{
  OutpostScriptServer *self = user_data;

  g_mutex_lock (&self->mutex);
  while (self->records->len < number)
    g_ptr_array_add (self->records, g_byte_array_new ());
  g_byte_array_append (g_ptr_array_index (self->records, number - 1), (const guint8 *) octets,
                       (guint) length);
  g_mutex_unlock (&self->mutex);
}

static void
serve (int           fd,
       guint         port_index,
       guint         number,
       GCancellable *stop,
       gpointer      user_data)
{
  OutpostScriptServer *self = user_data;
  g_autoptr (OutpostWire) wire = outpost_wire_new (fd, stop, TRUE);

  outpost_script_play (&self->stage, wire, number);
}

static void
outpost_script_server_finalize (GObject *object)
{
  OutpostScriptServer *self = OUTPOST_SCRIPT_SERVER (object);

  g_clear_pointer (&self->listener, outpost_listener_free);
  g_clear_pointer (&self->stage.steps, g_array_unref);
  if (self->stage.credentials != NULL)
    gnutls_certificate_free_credentials (self->stage.credentials);
  gnutls_free (self->stage.ticket_key.data);
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
    for (guint i = 0; i < self->stage.steps->len; i++) {
      if (g_array_index (self->stage.steps, OutpostScriptStep, i).kind == OUTPOST_SCRIPT_TLS) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED,
                             "The script has a TLS line, and no certificate was given");
        return FALSE;
      }
    }
    return TRUE;
  }

  gnutls_session_ticket_key_generate (&self->stage.ticket_key);
  gnutls_certificate_allocate_credentials (&self->stage.credentials);
  code = gnutls_certificate_set_x509_key_file (self->stage.credentials, self->certificate_file,
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

  self->stage.steps = outpost_script_parse (self->script, error);
  if (self->stage.steps == NULL || !load_certificate (self, error))
    return FALSE;

  self->stage.priority = self->priority;
  self->stage.deviate = note_deviation;
  self->stage.record = record;
  self->stage.user_data = self;
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
