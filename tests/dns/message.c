/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "message.h"

#include <string.h>

#define N_ANSWERS_AT 6

static void
put16 (GByteArray *octets,
       guint16     number)
{
  guint16 big = GUINT16_TO_BE (number);

  g_byte_array_append (octets, (const guint8 *) &big, sizeof big);
}

static void
put_name (GByteArray *octets,
          const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++) {
    guint8 length = (guint8) strlen (labels[i]);

    if (length == 0)
      continue;
    g_byte_array_append (octets, &length, 1);
    g_byte_array_append (octets, (const guint8 *) labels[i], length);
  }
  g_byte_array_append (octets, (const guint8 *) "", 1);
}

GByteArray *
message_new (guint16 type)
{
  static const guint16 head[] = { 1, 0x8180, 1, 0, 0, 0 };
  GByteArray *self = g_byte_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (head); i++)
    put16 (self, head[i]);
  put_name (self, "shop.example");
  put16 (self, type);
  put16 (self, 1);
  return self;
}

void
message_add (GByteArray *self,
             guint16     type,
             const void *data,
             gsize       length)
{
  guint n = (guint) (self->data[N_ANSWERS_AT] << 8 | self->data[N_ANSWERS_AT + 1]) + 1;

  put16 (self, 0xc00c); /* the name in the question */
  put16 (self, type);
  put16 (self, 1);
  put16 (self, 0);
  put16 (self, 60);
  put16 (self, (guint16) length);
  g_byte_array_append (self, data, (guint) length);
  self->data[N_ANSWERS_AT] = (guint8) (n >> 8);
  self->data[N_ANSWERS_AT + 1] = (guint8) n;
}

void
message_add_mx (GByteArray *self,
                guint16     preference,
                const char *host)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  put16 (data, preference);
  put_name (data, host);
  message_add (self, 15, data->data, data->len);
}

void
message_add_srv (GByteArray *self,
                 guint16     priority,
                 guint16     weight,
                 guint16     port,
                 const char *host)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  put16 (data, priority);
  put16 (data, weight);
  put16 (data, port);
  put_name (data, host);
  message_add (self, 33, data->data, data->len);
}

/* In strings of 255 octets at most. */
void
message_add_txt (GByteArray *self,
                 const char *text)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  do {
    guint8 length = (guint8) MIN (strlen (text), 255);

    g_byte_array_append (data, &length, 1);
    g_byte_array_append (data, (const guint8 *) text, length);
    text += length;
  } while (*text != '\0');
  message_add (self, 16, data->data, data->len);
}
