/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-dmarc-record.h"

#include <string.h>

/* RFC 9989 was not at hand; its rules are taken from the working group's last text before it,
 * draft-ietf-dmarc-dmarcbis-41, sections 4.7 and 4.8. */

#define VERSION "DMARC1"
/* More tags than there are letters; the rest plays no part. */
#define TAGS_MAX 64

/* Tags that RFC 7489 knew and RFC 9989 knows no more. */
static const char * const removed_tags[] = { "pct", "rf", "ri", NULL };

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static char *
strip (const char *from,
       const char *to)
{
  while (from < to && is_blank (*from))
    from++;
  while (to > from && is_blank (to[-1]))
    to--;
  return g_strndup (from, (gsize) (to - from));
}

/* Takes "name = value" apart; FALSE if it is none. */
static gboolean
read_tag (const char  *part,
          char       **name,
          char       **value)
{
  const char *equals = strchr (part, '=');

  if (equals == NULL)
    return FALSE;
  *name = strip (part, equals);
  *value = strip (equals + 1, part + strlen (part));
  return TRUE;
}

/* "v=DMARC1" before anything else; the value is case-sensitive. */
static gboolean
is_version (const char *part)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  return read_tag (part, &name, &value) && g_ascii_strcasecmp (name, "v") == 0 &&
         strcmp (value, VERSION) == 0;
}

static OutpostDmarcPolicy
read_policy (OutpostDmarcRecord *self,
             const char         *value)
{
  for (OutpostDmarcPolicy policy = OUTPOST_DMARC_POLICY_NONE;
       policy <= OUTPOST_DMARC_POLICY_REJECT; policy++)
    if (g_ascii_strcasecmp (value, outpost_dmarc_policy_to_text (policy)) == 0)
      return policy;
  self->has_bad_policy = TRUE;
  return OUTPOST_DMARC_POLICY_UNSET;
}

/* Whether one of the addresses is one; the size that older records put behind it is dropped. */
static gboolean
has_report_address (const char *value)
{
  g_auto (GStrv) uris = g_strsplit (value, ",", TAGS_MAX);

  for (guint i = 0; uris[i] != NULL; i++) {
    g_strstrip (uris[i]);
    uris[i][strcspn (uris[i], "!")] = '\0';
    if (g_ascii_strncasecmp (uris[i], "mailto:", 7) == 0 && strchr (uris[i], '@') != NULL &&
        g_uri_is_valid (uris[i], G_URI_FLAGS_NONE, NULL))
      return TRUE;
  }
  return FALSE;
}

static void
note_removed_tag (OutpostDmarcRecord *self,
                  const char         *name)
{
  char *before = self->removed_tags;

  self->removed_tags = before != NULL ? g_strconcat (before, ", ", name, NULL) : g_strdup (name);
  g_free (before);
}

static void
apply_tag (OutpostDmarcRecord *self,
           const char         *name,
           const char         *value)
{
  if (g_str_equal (name, "p"))
    self->policy = read_policy (self, value);
  else if (g_str_equal (name, "sp"))
    self->subdomain_policy = read_policy (self, value);
  else if (g_str_equal (name, "np"))
    self->absent_policy = read_policy (self, value);
  else if (g_str_equal (name, "adkim"))
    self->strict_dkim = g_ascii_strcasecmp (value, "s") == 0;
  else if (g_str_equal (name, "aspf"))
    self->strict_spf = g_ascii_strcasecmp (value, "s") == 0;
  else if (g_str_equal (name, "psd"))
    self->psd = g_ascii_strcasecmp (value, "y") == 0   ? OUTPOST_DMARC_PSD_YES
                : g_ascii_strcasecmp (value, "n") == 0 ? OUTPOST_DMARC_PSD_NO
                                                       : OUTPOST_DMARC_PSD_UNKNOWN;
  else if (g_str_equal (name, "t"))
    self->is_test = g_ascii_strcasecmp (value, "y") == 0;
  else if (g_str_equal (name, "rua"))
    self->has_reports = has_report_address (value);
  else if (g_strv_contains (removed_tags, name))
    note_removed_tag (self, name);
}

/**
 * outpost_dmarc_record_parse:
 * @text: the text of a TXT record; any octets
 *
 * Reads a DMARC policy record. Unknown tags play no part, of a repeated one the first counts,
 * and what is wrong has its default; only the version must be right.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL if @text is none
 */
OutpostDmarcRecord *
outpost_dmarc_record_parse (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", TAGS_MAX);
  g_autoptr (GHashTable) seen = NULL;
  OutpostDmarcRecord *self;

  if (parts[0] == NULL || !is_version (parts[0]))
    return NULL;

  self = g_new0 (OutpostDmarcRecord, 1);
  self->text = g_strdup (text);
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 1; parts[i] != NULL; i++) {
    g_autofree char *name = NULL;
    g_autofree char *value = NULL;
    g_autofree char *lower = NULL;

    if (!read_tag (parts[i], &name, &value))
      continue;
    lower = g_ascii_strdown (name, -1);
    if (g_hash_table_contains (seen, lower))
      continue;
    apply_tag (self, lower, value);
    g_hash_table_add (seen, g_steal_pointer (&lower));
  }
  if (self->policy == OUTPOST_DMARC_POLICY_UNSET && !g_hash_table_contains (seen, "p"))
    self->policy = OUTPOST_DMARC_POLICY_NONE;
  return self;
}

/**
 * outpost_dmarc_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a copy
 */
OutpostDmarcRecord *
outpost_dmarc_record_copy (const OutpostDmarcRecord *self)
{
  OutpostDmarcRecord *copy = g_new (OutpostDmarcRecord, 1);

  *copy = *self;
  copy->text = g_strdup (self->text);
  copy->removed_tags = g_strdup (self->removed_tags);
  return copy;
}

/**
 * outpost_dmarc_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
outpost_dmarc_record_free (OutpostDmarcRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->removed_tags);
  g_free (self);
}

/* As section 4.8 has it; whoever copies the record gets nothing that hides in it. */
static gboolean
is_printable (const char *text)
{
  for (; *text != '\0'; text++)
    if (*text < ' ' || *text > '~')
      return FALSE;
  return TRUE;
}

/* Whether a tag of a record is to stay when it is mended. */
static gboolean
keeps (const char *part)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *lower = NULL;
  OutpostDmarcRecord ignored = { 0 };

  if (!is_printable (part) || !read_tag (part, &name, &value))
    return FALSE;
  lower = g_ascii_strdown (name, -1);
  if (*lower == '\0' || g_str_equal (lower, "v") || g_str_equal (lower, "p") ||
      g_strv_contains (removed_tags, lower))
    return FALSE;
  return (!g_str_equal (lower, "sp") && !g_str_equal (lower, "np")) ||
         read_policy (&ignored, value) != OUTPOST_DMARC_POLICY_UNSET;
}

/**
 * outpost_dmarc_record_mend:
 * @self: a record
 *
 * Returns: (transfer full): the record as it should be: with a policy, `none` where there was
 *   no good one, without tags that are read no more
 */
char *
outpost_dmarc_record_mend (const OutpostDmarcRecord *self)
{
  g_auto (GStrv) parts = g_strsplit (self->text, ";", TAGS_MAX);
  GString *text = g_string_new ("v=" VERSION "; p=");

  g_string_append (text, outpost_dmarc_policy_to_text (MAX (self->policy,
                                                            OUTPOST_DMARC_POLICY_NONE)));
  for (guint i = 1; parts[i] != NULL; i++)
    if (keeps (parts[i]))
      g_string_append_printf (text, "; %s", g_strstrip (parts[i]));
  return g_string_free (text, FALSE);
}

/**
 * outpost_dmarc_policy_to_text:
 * @policy: a policy
 *
 * Returns: (transfer none) (nullable): its word in a record, %NULL for
 *   %OUTPOST_DMARC_POLICY_UNSET
 */
const char *
outpost_dmarc_policy_to_text (OutpostDmarcPolicy policy)
{
  static const char * const words[] = { NULL, "none", "quarantine", "reject" };

  return words[policy];
}
