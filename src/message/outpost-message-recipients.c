/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-address.h"
#include "outpost-message-complete-private.h"
#include "outpost-message-mailboxes-private.h"
#include "outpost-message-words-private.h"
#include "outpost-printable.h"

/* Longer than any address; what is shown of something that is none. */
#define SHOWN_MAX 80

/* Recipients in the order of the header, each once. */
typedef struct {
  GPtrArray  *addresses;
  GHashTable *seen;
} Gathering;

static gboolean
refuse (const char  *field,
        const char  *text,
        GError     **error)
{
  g_autofree char *shown = outpost_printable (text, -1, SHOWN_MAX);

  g_set_error (error, OUTPOST_MESSAGE_ERROR, OUTPOST_MESSAGE_ERROR_RECIPIENTS,
               /* Translators: the first %s is a header field such as To, the second what stands
                * in it */
               _("The header field “%s” has something that is no e-mail address: %s"),
               field, shown);
  return FALSE;
}

static gboolean
gather_field (Gathering           *self,
              const OutpostField  *field,
              GError             **error)
{
  g_autofree char *raw = outpost_field_dup_value (field);
  g_autofree char *value = outpost_words_to_utf8 (raw);
  gboolean sound;
  g_autoptr (GPtrArray) list = outpost_mailboxes_parse (value, &sound);

  if (!sound)
    return refuse (field->name, value, error);
  for (guint i = 0; i < list->len; i++) {
    OutpostMailbox *entry = list->pdata[i];
    g_autoptr (OutpostAddress) address = NULL;
    g_autofree char *wire = NULL;

    if (entry->kind != OUTPOST_MAILBOX)
      continue;
    address = outpost_address_parse (entry->address, NULL);
    if (address == NULL)
      return refuse (field->name, *entry->address != '\0' ? entry->address : value, error);
    wire = g_strdup (outpost_address_get_wire (address));
    if (g_hash_table_add (self->seen, wire))
      g_ptr_array_add (self->addresses, g_strdup (wire));
    wire = NULL;
  }
  return TRUE;
}

/* The fields of the block that was put on top last: the first ones that stand
 * together, up to one that begins the block below by coming again (RFC 5322,
 * section 3.6.6). NULL if the message was not sent before. */
static GPtrArray *
find_resent_block (GPtrArray *fields)
{
  g_autoptr (GPtrArray) block = g_ptr_array_new ();

  for (guint i = 0; i < fields->len; i++) {
    OutpostField *field = fields->pdata[i];

    if (g_ascii_strncasecmp (field->name, "Resent-", strlen ("Resent-")) == 0) {
      if (outpost_header_find (block, field->name) != NULL)
        break;
      g_ptr_array_add (block, field);
    } else if (block->len > 0) {
      break;
    }
  }
  return block->len > 0 ? g_steal_pointer (&block) : NULL;
}

static gboolean
names_recipients (const OutpostField *field,
                  gboolean            resent)
{
  static const char * const names[] = { "To", "Cc", "Bcc" };
  static const char * const resent_names[] = { "Resent-To", "Resent-Cc", "Resent-Bcc" };
  const char * const *wanted = resent ? resent_names : names;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (outpost_field_is (field, wanted[i]))
      return TRUE;
  return FALSE;
}

/**
 * outpost_header_recipients:
 * @fields: (element-type OutpostField): a header with its Bcc
 * @error: return location for an [error@Outpost.MessageError]
 *
 * Gathers whom a message is for by its header. A message that is sent on goes
 * to those of its newest Resent fields only.
 *
 * Returns: (transfer full) (nullable): the addresses as they go over the wire,
 *   perhaps none; %NULL with @error set to %OUTPOST_MESSAGE_ERROR_RECIPIENTS if
 *   one cannot be read
 */
char **
outpost_header_recipients (GPtrArray  *fields,
                           GError    **error)
{
  g_autoptr (GPtrArray) block = find_resent_block (fields);
  GPtrArray *from = block != NULL ? block : fields;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Gathering gathering = { addresses, seen };

  for (guint i = 0; i < from->len; i++)
    if (names_recipients (from->pdata[i], block != NULL) &&
        !gather_field (&gathering, from->pdata[i], error))
      return NULL;

  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_steal (addresses, NULL);
}
