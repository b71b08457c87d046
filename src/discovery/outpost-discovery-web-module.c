/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-discovery-web-module-private.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <libsoup/soup.h>

#include "outpost-host.h"
#include "outpost-printable.h"

#define READ_OCTETS 16384

/* RFC 6585, section 4; libsoup has no name for it. */
#define STATUS_TOO_MANY_REQUESTS 429

typedef struct {
  SoupSession  *session;
  GUri         *uri;         /* where the document is looked for now */
  GCancellable *limited;     /* ends the request, at the limit or when the caller cancels */
  gulong        cancelled_id;
  GSource      *limit;
  gboolean      timed_out;
  guint         n_redirects;
  gsize         max_octets;
  GInputStream *stream;
  GByteArray   *octets;
} Fetch;

static void
fetch_free (Fetch *self)
{
  g_object_unref (self->session);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_object_unref (self->limited);
  g_clear_pointer (&self->limit, g_source_unref);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->octets, g_byte_array_unref);
  g_free (self);
}

static gboolean
limit_cb (gpointer user_data)
{
  Fetch *self = user_data;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->limited);
  return G_SOURCE_REMOVE;
}

/* Runs in whichever thread cancels. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      limited)
{
  g_cancellable_cancel (limited);
}

static char *
dup_shown_host (Fetch *self)
{
  return outpost_printable_isolate (g_uri_get_host (self->uri));
}

static GError *
explain (Fetch        *self,
         const GError *reason)
{
  g_autofree char *host = dup_shown_host (self);

  if (self->timed_out)
    return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                        /* Translators: %s is a host */
                        _("%s did not answer in time."), host);
  if (g_error_matches (reason, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND,
                        /* Translators: %s is a host */
                        _("There is no host %s."), host);
  if (g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                        _("This computer lacks what secure web connections need: the package "
                          "glib-networking."));
  if (g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        /* Translators: %s is a host */
                        _("%s cannot prove its name by a certificate."), host);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED,
                        /* Translators: %s is a host */
                        _("%s has no secure web server."), host);
  /* Translators: %s is a host */
  return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, _("%s cannot be reached."), host);
}

/* Takes the error; without one the document is complete. */
static void
end (GTask  *task,
     GError *error)
{
  Fetch *self = g_task_get_task_data (task);

  g_source_destroy (self->limit);
  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  /* What was not read to its end is not read any further. */
  g_cancellable_cancel (self->limited);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_clear_error (&error);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&self->octets)),
                           (GDestroyNotify) g_bytes_unref);
}

static GError *
make_too_large (Fetch *self)
{
  g_autofree char *host = dup_shown_host (self);

  return g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                      /* Translators: %s is a host */
                      _("What %s sends is too large to be settings."), host);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize length;

  if (piece == NULL) {
    end (task, explain (self, error));
    return;
  }
  length = g_bytes_get_size (piece);
  if (length == 0) {
    end (task, NULL);
    return;
  }
  if (self->octets->len + length > self->max_octets) {
    end (task, make_too_large (self));
    return;
  }
  g_byte_array_append (self->octets, g_bytes_get_data (piece, NULL), (guint) length);
  g_input_stream_read_bytes_async (self->stream, READ_OCTETS, G_PRIORITY_DEFAULT, self->limited,
                                   read_cb, g_object_ref (task));
}

static void send_request (GTask *task);

/* Only to https, only to a name, only some times. */
static void
follow (GTask      *task,
        const char *location)
{
  Fetch *self = g_task_get_task_data (task);
  g_autofree char *host = dup_shown_host (self);
  g_autoptr (GUri) uri = location != NULL
                           ? g_uri_parse_relative (self->uri, location, SOUP_HTTP_URI_FLAGS, NULL)
                           : NULL;
  g_autofree char *ascii = uri != NULL && g_uri_get_host (uri) != NULL
                             ? outpost_host_to_ascii (g_uri_get_host (uri), NULL) : NULL;

  if (ascii == NULL || outpost_host_is_address (ascii) || g_uri_get_userinfo (uri) != NULL) {
    end (task, g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            /* Translators: %s is a host */
                            _("%s leads to a place where no settings can be."), host));
    return;
  }
  if (!g_str_equal (g_uri_get_scheme (uri), "https")) {
    end (task, g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            /* Translators: %s is a host */
                            _("%s leads to a place without encryption, where Outpost does not go."),
                            host));
    return;
  }
  if (++self->n_redirects > OUTPOST_DISCOVERY_REDIRECTS_MAX) {
    end (task, g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            /* Translators: %s is a host */
                            _("%s leads from one place to the next and the next."), host));
    return;
  }

  g_uri_unref (self->uri);
  self->uri = g_steal_pointer (&uri);
  send_request (task);
}

static GError *
explain_status (Fetch *self,
                guint  status)
{
  g_autofree char *host = dup_shown_host (self);

  if (SOUP_STATUS_IS_CLIENT_ERROR (status) && status != SOUP_STATUS_REQUEST_TIMEOUT &&
      status != SOUP_STATUS_PROXY_UNAUTHORIZED && status != STATUS_TOO_MANY_REQUESTS)
    return g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                        /* Translators: %s is a host */
                        _("There is no such document at %s."), host);
  return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                      /* Translators: a host, a number such as 503 */
                      _("%s answered with the error %u."), host, status);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *self = g_task_get_task_data (task);
  SoupMessage *message = soup_session_get_async_result_message (self->session, result);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
    soup_session_send_finish (self->session, result, &error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  guint status = soup_message_get_status (message);

  if (stream == NULL) {
    end (task, explain (self, error));
  } else if (SOUP_STATUS_IS_REDIRECTION (status)) {
    follow (task, soup_message_headers_get_one (headers, "Location"));
  } else if (status != SOUP_STATUS_OK) {
    end (task, explain_status (self, status));
  } else if (soup_message_headers_get_content_length (headers) > (goffset) self->max_octets) {
    end (task, make_too_large (self));
  } else {
    self->stream = g_steal_pointer (&stream);
    g_input_stream_read_bytes_async (self->stream, READ_OCTETS, G_PRIORITY_DEFAULT, self->limited,
                                     read_cb, g_object_ref (task));
  }
}

/* A cancelled HTTP/2 request is not over before libsoup's own time-out (60 s with libsoup 3.2.3,
 * measured), and one small document has nothing to gain from it. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  static const char * const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

static void
send_request (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = soup_message_new_from_uri ("GET", self->uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), NULL);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, self->limited, sent_cb,
                           g_object_ref (task));
}

static GObject *
session_new (void)
{
  SoupSession *session = soup_session_new ();

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  /* So that what is counted is what is read: a packed document can be a thousand times its size. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  return G_OBJECT (session);
}

static void
fetch_async (GObject             *session,
             const char          *uri,
             gsize                max_octets,
             guint                limit_ms,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  Fetch *self = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, fetch_async);
  g_task_set_task_data (task, self, (GDestroyNotify) fetch_free);
  self->session = SOUP_SESSION (g_object_ref (session));
  self->max_octets = max_octets;
  self->octets = g_byte_array_new ();
  self->limited = g_cancellable_new ();
  self->limit = g_timeout_source_new (limit_ms);
  g_source_set_callback (self->limit, limit_cb, self, NULL);
  g_source_attach (self->limit, g_task_get_context (task));
  if (cancellable != NULL)
    self->cancelled_id =
      g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                             g_object_ref (self->limited), g_object_unref);

  self->uri = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  if (self->uri == NULL || g_uri_get_host (self->uri) == NULL ||
      !g_str_equal (g_uri_get_scheme (self->uri), "https"))
    end (task, g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                            _("“%s” is no address of a secure web page."), uri));
  else
    send_request (task);
}

static GBytes *
fetch_finish (GAsyncResult  *result,
              char         **host,
              GError       **error)
{
  Fetch *self = g_task_get_task_data (G_TASK (result));
  GBytes *document = g_task_propagate_pointer (G_TASK (result), error);

  if (document != NULL)
    *host = outpost_host_to_ascii (g_uri_get_host (self->uri), NULL);
  return document;
}

extern const OutpostDiscoveryWebModule outpost_web_module;

G_MODULE_EXPORT const OutpostDiscoveryWebModule outpost_web_module = {
  session_new, fetch_async, fetch_finish,
};
