/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib.h>

struct _OutpostSecret {
  gatomicrefcount ref_count;
  char           *data;      /* always followed by a NUL that length does not count */
  gsize           length;
  gsize           map_size;
};

G_DEFINE_BOXED_TYPE (OutpostSecret, outpost_secret, outpost_secret_ref, outpost_secret_unref)

/**
 * outpost_wipe:
 * @octets: (nullable): memory
 * @length: its size in octets
 *
 * Overwrites memory in a way that the compiler does not leave out.
 */
void
outpost_wipe (gpointer octets,
              gsize    length)
{
  if (octets != NULL)
    explicit_bzero (octets, length);
}

/* A mapping of its own: locking works on whole pages, and unlocking one secret's
 * page must not unlock a neighbour's. */
static char *
map_locked (gsize size)
{
  static gsize warned = 0;
  char *data = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (data == MAP_FAILED)
    g_error ("No memory for %" G_GSIZE_FORMAT " octets", size);

  madvise (data, size, MADV_DONTDUMP);
  if (mlock (data, size) != 0 && g_once_init_enter (&warned)) {
    g_info ("Secrets cannot be locked into memory on this computer; they may reach its swap space");
    g_once_init_leave (&warned, 1);
  }

  return data;
}

/**
 * outpost_secret_new_sized:
 * @length: number of octets
 *
 * Makes a secret of @length zero octets, to be filled through
 * [func@Outpost.secret_get_data] before it is shared.
 *
 * Returns: (transfer full): a new secret
 */
OutpostSecret *
outpost_secret_new_sized (gsize length)
{
  OutpostSecret *self = g_new0 (OutpostSecret, 1);
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  g_atomic_ref_count_init (&self->ref_count);
  self->length = length;
  self->map_size = (length + 1 + page - 1) / page * page;
  self->data = map_locked (self->map_size);

  return self;
}

/**
 * outpost_secret_new:
 * @octets: (array length=length): what is to be kept
 * @length: its length in octets, or -1 if a NUL ends it
 *
 * Copies @octets. The caller's own copy is the caller's to wipe.
 *
 * Returns: (transfer full): a new secret
 */
OutpostSecret *
outpost_secret_new (const char *octets,
                    gssize      length)
{
  OutpostSecret *self;

  g_return_val_if_fail (octets != NULL, NULL);

  self = outpost_secret_new_sized (length < 0 ? strlen (octets) : (gsize) length);
  memcpy (self->data, octets, self->length);

  return self;
}

/**
 * outpost_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self
 */
OutpostSecret *
outpost_secret_ref (OutpostSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * outpost_secret_unref:
 * @self: (transfer full): a secret
 *
 * Gives up a reference; the last one wipes the octets.
 */
void
outpost_secret_unref (OutpostSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  outpost_wipe (self->data, self->map_size);
  munmap (self->data, self->map_size);
  g_free (self);
}

/**
 * outpost_secret_get_text:
 * @self: a secret
 *
 * Returns: (transfer none): the octets, a NUL behind the last
 */
const char *
outpost_secret_get_text (OutpostSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

/**
 * outpost_secret_get_data:
 * @self: a secret that is not shared yet
 *
 * Returns: (transfer none): the octets, to be filled in place
 */
char *
outpost_secret_get_data (OutpostSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

/**
 * outpost_secret_get_length:
 * @self: a secret
 *
 * Returns: the number of octets
 */
gsize
outpost_secret_get_length (OutpostSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * outpost_secret_truncate:
 * @self: a secret that is not shared yet
 * @length: the new length in octets, at most the present one
 *
 * Cuts the secret short and wipes what is cut off.
 */
void
outpost_secret_truncate (OutpostSecret *self,
                         gsize          length)
{
  g_return_if_fail (self != NULL && length <= self->length);

  outpost_wipe (self->data + length, self->length - length);
  self->length = length;
}

/**
 * outpost_secret_equal:
 * @a: (nullable): a secret
 * @b: (nullable): another
 *
 * Compares in a time that depends on the lengths only.
 *
 * Returns: whether both hold the same octets, or both are %NULL
 */
gboolean
outpost_secret_equal (OutpostSecret *a,
                      OutpostSecret *b)
{
  guint8 difference = 0;

  if (a == NULL || b == NULL)
    return a == b;
  if (a->length != b->length)
    return FALSE;

  for (gsize i = 0; i < a->length; i++)
    difference |= (guint8) (a->data[i] ^ b->data[i]);

  return difference == 0;
}

/**
 * outpost_secret_to_base64:
 * @self: a secret
 *
 * Encodes by RFC 4648, section 4, without line breaks.
 *
 * Returns: (transfer full): the encoded text, as secret as @self
 */
OutpostSecret *
outpost_secret_to_base64 (OutpostSecret *self)
{
  OutpostSecret *encoded;
  int state = 0, save = 0;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  /* The step functions write where they are told; g_base64_encode() would leave
   * a copy on the heap. */
  encoded = outpost_secret_new_sized ((self->length / 3 + 2) * 4 + 1);
  length = g_base64_encode_step ((const guchar *) self->data, self->length, FALSE,
                                 encoded->data, &state, &save);
  length += g_base64_encode_close (FALSE, encoded->data + length, &state, &save);
  outpost_secret_truncate (encoded, length);
  outpost_wipe (&save, sizeof save);

  return encoded;
}
