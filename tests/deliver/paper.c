/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "paper.h"

#include <string.h>

#define ALIASES_MAX 8

static void
mx_free (OutpostDnsMx *mx)
{
  g_free (mx->host);
  g_free (mx);
}

static GPtrArray *
make_list (OutpostRecordType type)
{
  static const GDestroyNotify frees[] = {
    g_free, (GDestroyNotify) mx_free, g_object_unref, g_object_unref,
  };

  return g_ptr_array_new_with_free_func (frees[type]);
}

static gboolean
add_mx (GPtrArray   *list,
        const char  *data,
        GError     **error)
{
  const char *host = strchr (data, ' ') + 1;
  OutpostDnsMx *mx;

  if (g_str_equal (host, ".") || g_str_equal (host, "?")) {
    g_set_error_literal (error, OUTPOST_DNS_ERROR, *host == '.' ? OUTPOST_DNS_ERROR_NOT_OFFERED
                                                               : OUTPOST_DNS_ERROR_NOT_A_HOST, "");
    return FALSE;
  }
  mx = g_new (OutpostDnsMx, 1);
  mx->preference = (guint16) g_ascii_strtoull (data, NULL, 10);
  mx->host = g_strdup (host);
  g_ptr_array_add (list, mx);
  return TRUE;
}

static gboolean
add_record (GPtrArray          *list,
            OutpostRecordType   type,
            const char         *data,
            GError            **error)
{
  if (type == OUTPOST_RECORD_MX)
    return add_mx (list, data, error);
  if (type == OUTPOST_RECORD_TXT)
    g_ptr_array_add (list, g_strcompress (data));
  else
    g_ptr_array_add (list, g_inet_address_new_from_string (data));
  return TRUE;
}

static gboolean
fail (OutpostDnsError   code,
      const char       *name,
      GError          **error)
{
  g_set_error (error, OUTPOST_DNS_ERROR, (int) code, "%s", name);
  return FALSE;
}

/* Reads what there is of one name; FALSE with an error. Sets the alias if it is one. */
static gboolean
read_name (Paper              *self,
           OutpostRecordType   type,
           const char         *name,
           GPtrArray          *list,
           const char        **alias,
           GError            **error)
{
  static const char * const types[] = { "TXT", "MX", "A", "AAAA" };
  gsize length = strlen (name);
  gboolean is_there = FALSE;

  *alias = NULL;
  for (guint i = 0; i < self->lines->len; i++) {
    char **words = g_ptr_array_index (self->lines, i);
    gsize owner_length = strlen (words[0]);

    /* A name above one that is there is there, too. */
    is_there |= owner_length > length && words[0][owner_length - length - 1] == '.' &&
                g_ascii_strcasecmp (words[0] + owner_length - length, name) == 0;
    if (g_ascii_strcasecmp (words[0], name) != 0)
      continue;
    is_there = TRUE;
    if (g_str_equal (words[1], "TEMP"))
      return fail (OUTPOST_DNS_ERROR_TEMPORARY, name, error);
    if (g_str_equal (words[1], "CNAME"))
      *alias = words[2];
    if (g_str_equal (words[1], types[type]) && !add_record (list, type, words[2], error))
      return FALSE;
  }
  if (list->len > 0 || *alias != NULL)
    return TRUE;
  return fail (is_there ? OUTPOST_DNS_ERROR_NO_RECORD : OUTPOST_DNS_ERROR_NO_NAME, name, error);
}

static GPtrArray *
look_up (OutpostRecordType   type,
         const char         *name,
         gpointer            user_data,
         GError            **error)
{
  Paper *self = user_data;
  GPtrArray *list = make_list (type);
  const char *alias = name;

  self->n_queries++;
  for (guint i = 0; i < ALIASES_MAX && alias != NULL && list->len == 0; i++) {
    if (read_name (self, type, alias, list, &alias, error))
      continue;
    g_ptr_array_unref (list);
    return NULL;
  }
  if (list->len > 0)
    return list;
  /* Aliases that lead round in a circle: no name server follows them for ever. */
  fail (OUTPOST_DNS_ERROR_TEMPORARY, name, error);
  g_ptr_array_unref (list);
  return NULL;
}

Paper *
paper_new (const char *text)
{
  Paper *self = g_new0 (Paper, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  self->source.look_up = look_up;
  self->source.user_data = self;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (self->lines, g_strsplit (lines[i], " ", 3));
  return self;
}

void
paper_free (Paper *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}
