/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "line-server.h"

#include <string.h>

struct _LineServer {
  GSocket        *listener;
  guint16         port;
  LineServerFunc  func;
  gpointer        user_data;
  GThread        *thread;
  GString        *received;  /* the thread's until it has ended */
};

static void
answer (LineServer *self,
        GSocket    *client,
        const char *line)
{
  g_autofree char *reply = self->func (line, self->user_data);
  g_autofree char *octets = reply != NULL ? g_strconcat (reply, "\r\n", NULL) : NULL;

  if (octets != NULL)
    g_socket_send (client, octets, strlen (octets), NULL, NULL);
}

static gpointer
serve_thread (gpointer user_data)
{
  LineServer *self = user_data;
  g_autoptr (GSocket) client = g_socket_accept (self->listener, NULL, NULL);
  gsize begin = 0;
  char octet;

  if (client == NULL)
    return NULL;

  answer (self, client, NULL);
  while (g_socket_receive (client, &octet, 1, NULL, NULL) == 1) {
    g_autofree char *line = NULL;

    g_string_append_c (self->received, octet);
    if (octet != '\n')
      continue;
    line = g_strndup (self->received->str + begin, self->received->len - begin);
    begin = self->received->len;
    answer (self, client, g_strchomp (line));
  }

  return NULL;
}

LineServer *
line_server_new (const char     *address,
                 LineServerFunc  func,
                 gpointer        user_data)
{
  LineServer *self;
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) listener = g_socket_new (g_socket_address_get_family (wanted),
                                               G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  if (listener == NULL || !g_socket_bind (listener, wanted, TRUE, NULL) ||
      !g_socket_listen (listener, NULL))
    return NULL;

  bound = g_socket_get_local_address (listener, NULL);
  self = g_new0 (LineServer, 1);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->listener = g_steal_pointer (&listener);
  self->func = func;
  self->user_data = user_data;
  self->received = g_string_new (NULL);
  self->thread = g_thread_new ("line-server", serve_thread, self);

  return self;
}

guint16
line_server_get_port (LineServer *self)
{
  return self->port;
}

char *
line_server_finish (LineServer *self)
{
  char *received;

  g_thread_join (self->thread);
  received = g_string_free (self->received, FALSE);
  g_clear_object (&self->listener);
  g_free (self);

  return received;
}
