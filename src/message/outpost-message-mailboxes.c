/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-mailboxes-private.h"

#include <string.h>

/* Why not GMime's parser: 3.2.13 drops the second recipient of "a@x, <b@>, c@y"
 * without a word, and 300,000 nested groups end the process, since it calls
 * itself for each (both measured). Whom mail goes to must not be a guess. */

/* One entry of the list, as far as it has been read. */
typedef struct {
  GPtrArray *list;
  GString   *phrase;      /* outside brackets */
  GString   *angle;       /* inside angle brackets */
  GString   *comment;
  gsize      phrase_end;  /* length of the phrase when the angle brackets closed */
  gboolean   had_angle;
  gboolean   in_angle;
  gboolean   in_group;
  gboolean   sound;
} Reading;

static void
mailbox_free (gpointer data)
{
  OutpostMailbox *self = data;

  g_free (self->name);
  g_free (self->comment);
  g_free (self->address);
  g_free (self);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Removes the blanks that may stand around the parts of an address (RFC 5322,
 * section 4.4); any other is left for the address's own check to find. */
static char *
close_up (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *c = text; *c != '\0'; c++) {
    const char *next = c + strspn (c, " \t");

    if (!quoted && next > c) {
      char before = out->len > 0 ? out->str[out->len - 1] : '@';

      if (strchr ("@.", before) == NULL && strchr ("@.", *next) == NULL)
        g_string_append_c (out, ' ');
      c = next - 1;
      continue;
    }
    g_string_append_c (out, *c);
    if (quoted && *c == '\\' && c[1] != '\0')
      g_string_append_c (out, *++c);
    else if (*c == '"')
      quoted = !quoted;
  }
  return g_string_free (out, FALSE);
}

/* A route before the address is read over (RFC 5321, appendix C). */
static const char *
skip_route (const char *angle)
{
  const char *from = angle + strspn (angle, " \t");
  const char *colon = *from == '@' ? strchr (from, ':') : NULL;

  return colon != NULL ? colon + 1 : from;
}

static void
add (Reading            *self,
     OutpostMailboxKind  kind,
     char               *name,
     char               *address)
{
  OutpostMailbox *entry = g_new0 (OutpostMailbox, 1);

  entry->kind = kind;
  entry->name = name;
  entry->address = address;
  if (kind == OUTPOST_MAILBOX)
    entry->comment = g_strdup (g_strstrip (self->comment->str));
  g_ptr_array_add (self->list, entry);
}

static void
begin_entry (Reading *self)
{
  g_string_truncate (self->phrase, 0);
  g_string_truncate (self->angle, 0);
  g_string_truncate (self->comment, 0);
  self->phrase_end = 0;
  self->had_angle = FALSE;
}

/* Entries of a list may be empty (RFC 5322, section 4.4). */
static void
end_entry (Reading *self)
{
  g_autofree char *text = g_strstrip (g_strdup (self->phrase->str));

  if (self->had_angle) {
    const char *behind = self->phrase->str + self->phrase_end;
    g_autofree char *address = close_up (skip_route (self->angle->str));

    if (behind[strspn (behind, " \t")] != '\0')
      self->sound = FALSE;
    add (self, OUTPOST_MAILBOX, g_steal_pointer (&text), g_steal_pointer (&address));
  } else if (*text != '\0') {
    add (self, OUTPOST_MAILBOX, g_strdup (""), close_up (text));
  }
  begin_entry (self);
}

static void
begin_group (Reading *self)
{
  g_autofree char *name = g_strstrip (g_strdup (self->phrase->str));

  if (self->in_group || self->had_angle || *name == '\0')
    self->sound = FALSE;
  self->in_group = TRUE;
  add (self, OUTPOST_MAILBOX_GROUP, g_steal_pointer (&name), NULL);
  begin_entry (self);
}

static void
end_group (Reading *self)
{
  end_entry (self);
  if (self->in_group)
    add (self, OUTPOST_MAILBOX_GROUP_END, NULL, NULL);
  self->in_group = FALSE;
}

/* Takes what stands between two marks, which goes on to the same depth of them
 * (comments nest). Returns where it ends. */
static const char *
take_bracketed (Reading    *self,
                const char *from,
                char        open,
                char        close,
                GString    *into)
{
  guint depth = 0;
  const char *c = from;

  for (; *c != '\0'; c++) {
    if (*c == close && (open == close ? depth > 0 : depth == 1))
      break;
    if (*c == open)
      depth++;
    else if (*c == close)
      depth--;
    if (*c == '\\' && c[1] != '\0')
      g_string_append_c (into, *c++);
    g_string_append_c (into, *c);
  }
  if (*c == '\0') {
    self->sound = FALSE;
    return c - 1;
  }
  g_string_append_c (into, *c);
  return c;
}

static const char *
take_comment (Reading    *self,
              const char *from)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *end = take_bracketed (self, from, '(', ')', text);

  if (text->len >= 2) {
    g_string_truncate (text, text->len - 1);
    if (self->comment->len > 0)
      g_string_append_c (self->comment, ' ');
    g_string_append (self->comment, text->str + 1);
  }
  /* A comment parts words as a blank does. */
  g_string_append_c (self->in_angle ? self->angle : self->phrase, ' ');
  return end;
}

static void
open_angle (Reading *self)
{
  if (self->had_angle)
    self->sound = FALSE;
  self->had_angle = self->in_angle = TRUE;
}

static void
close_angle (Reading *self)
{
  if (!self->in_angle)
    self->sound = FALSE;
  self->in_angle = FALSE;
  self->phrase_end = self->phrase->len;
}

/* What parts entries; not inside angle brackets. */
static void
take_separator (Reading *self,
                char     c)
{
  if (c == ':')
    begin_group (self);
  else if (c == ';')
    end_group (self);
  else
    end_entry (self);
}

static void
read_list (Reading    *self,
           const char *value)
{
  for (const char *c = value; *c != '\0'; c++) {
    GString *text = self->in_angle ? self->angle : self->phrase;

    if (*c == '"')
      c = take_bracketed (self, c, '"', '"', text);
    else if (*c == '[')
      c = take_bracketed (self, c, '[', ']', text);
    else if (*c == '(')
      c = take_comment (self, c);
    else if (*c == '<' && !self->in_angle)
      open_angle (self);
    else if (*c == '>')
      close_angle (self);
    else if (!self->in_angle && strchr (",;:", *c) != NULL)
      take_separator (self, *c);
    else
      g_string_append_c (text, is_blank (*c) ? ' ' : *c);
  }
  if (self->in_angle)
    self->sound = FALSE;
  end_entry (self);
  if (self->in_group)
    end_group (self);
}

/**
 * outpost_mailboxes_parse:
 * @value: an unfolded list of addresses
 * @sound: (out): whether brackets, quotes and groups are as they should be
 *
 * Reads an `address-list` of RFC 5322, section 3.4 with the older forms of
 * section 4.4. A semicolon also parts addresses outside a group, as some
 * programs write it.
 *
 * Returns: (transfer full) (element-type OutpostMailbox): what stands in it;
 *   nothing is left out
 */
GPtrArray *
outpost_mailboxes_parse (const char *value,
                         gboolean   *sound)
{
  g_autoptr (GString) phrase = g_string_new (NULL);
  g_autoptr (GString) angle = g_string_new (NULL);
  g_autoptr (GString) comment = g_string_new (NULL);
  Reading reading = {
    .list = g_ptr_array_new_with_free_func (mailbox_free),
    .phrase = phrase,
    .angle = angle,
    .comment = comment,
    .sound = TRUE,
  };

  read_list (&reading, value);
  *sound = reading.sound;
  return reading.list;
}
