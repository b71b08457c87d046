/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-sendmail-options.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

/* The options of sendmail(8) as sendmail, Postfix and Exim take them, with what
 * they do with an argument: it follows, attached or as the next word, or may be
 * attached only. Every option is taken; what has no meaning here is passed over. */
static const char with_argument[] = "FfrBCDhLNOpRVX";
static const char attached_only[] = "bdemoqsvA";

static gboolean
fail_unknown (GError     **error,
              const char  *word)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("the option “%s” is not known"), word);
  return FALSE;
}

static gboolean
fail_argument (GError     **error,
               const char  *word)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("the option “%s” wants an argument"), word);
  return FALSE;
}

static gboolean
take_long_option (OutpostSendmailOptions  *self,
                  const char              *word,
                  GError                 **error)
{
  if (g_str_equal (word, "--no-queue"))
    self->no_queue = TRUE;
  else if (g_str_equal (word, "--queue-only"))
    self->task = OUTPOST_SENDMAIL_OTHER;
  else if (g_str_equal (word, "--help"))
    self->task = OUTPOST_SENDMAIL_HELP;
  else if (g_str_equal (word, "--version"))
    self->task = OUTPOST_SENDMAIL_VERSION;
  else if (g_str_has_prefix (word, "--account=") && word[strlen ("--account=")] != '\0') {
    g_free (self->account);
    self->account = g_strdup (word + strlen ("--account="));
  } else if (g_str_equal (word, "--account") || g_str_equal (word, "--account="))
    return fail_argument (error, word);
  else
    return fail_unknown (error, word);
  return TRUE;
}

/* "-f <a@b>" means the address; "-f <>" and "-f ''" the null reverse-path. */
static char *
strip_brackets (const char *text)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '<' && text[length - 1] == '>')
    return g_strndup (text + 1, length - 2);
  return g_strdup (text);
}

static void
take_argument (OutpostSendmailOptions *self,
               char                    letter,
               const char             *argument)
{
  if (letter == 'f' || letter == 'r') {
    g_free (self->from);
    self->from = strip_brackets (argument);
  } else if (letter == 'F') {
    g_free (self->from_name);
    self->from_name = g_strdup (argument);
  }
}

static void
take_attached (OutpostSendmailOptions *self,
               char                    letter,
               const char             *argument)
{
  if (letter == 'b' && strchr ("spdDiHvtA", argument[0]) != NULL && argument[0] != '\0')
    self->task = OUTPOST_SENDMAIL_OTHER;
  else if (letter == 'q')
    self->task = OUTPOST_SENDMAIL_OTHER;
  else if (letter == 'o' && g_str_equal (argument, "i"))
    self->dots_are_text = TRUE;
  else if (letter == 'v')
    self->verbose = TRUE;
}

/* Reads one word of letters such as "-ti" or "-fa@b"; *used tells whether the next
 * word was its argument. */
static gboolean
take_letters (OutpostSendmailOptions  *self,
              const char              *word,
              const char              *next,
              gboolean                *used,
              GError                 **error)
{
  for (const char *c = word + 1; *c != '\0'; c++) {
    if (strchr (with_argument, *c) != NULL) {
      if (c[1] == '\0' && next == NULL)
        return fail_argument (error, word);
      *used = c[1] == '\0';
      take_argument (self, *c, *used ? next : c + 1);
      return TRUE;
    }
    if (strchr (attached_only, *c) != NULL && !(*c == 'v' && c[1] != '\0')) {
      take_attached (self, *c, c + 1);
      return TRUE;
    }
    switch (*c) {
    case 't':
      self->recipients_from_header = TRUE;
      break;
    case 'i':
      self->dots_are_text = TRUE;
      break;
    case 'v':
      self->verbose = TRUE;
      break;
    case 'n':
    case 'G':
    case 'U':
      break;
    default:
      return fail_unknown (error, word);
    }
  }
  return TRUE;
}

/**
 * outpost_sendmail_options_parse:
 * @self: (out caller-allocates): what is asked
 * @argc: number of words, the program's name included
 * @argv: (array length=argc): the words
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Reads the command line as sendmail does. No option names a file to write: `-X`,
 * `-C` and `-O` are taken and passed over.
 *
 * Returns: whether it could be read; @self is to be cleared in either case
 */
gboolean
outpost_sendmail_options_parse (OutpostSendmailOptions  *self,
                                int                      argc,
                                char                   **argv,
                                GError                 **error)
{
  gboolean only_recipients = FALSE;

  memset (self, 0, sizeof *self);
  self->recipients = g_ptr_array_new_with_free_func (g_free);

  for (int i = 1; i < argc; i++) {
    const char *word = argv[i];
    gboolean used = FALSE;

    if (only_recipients || word[0] != '-' || word[1] == '\0') {
      g_ptr_array_add (self->recipients, strip_brackets (word));
    } else if (g_str_equal (word, "--")) {
      only_recipients = TRUE;
    } else if (g_str_has_prefix (word, "--")) {
      if (!take_long_option (self, word, error))
        return FALSE;
    } else {
      if (!take_letters (self, word, i + 1 < argc ? argv[i + 1] : NULL, &used, error))
        return FALSE;
      i += used ? 1 : 0;
    }
  }
  return TRUE;
}

/**
 * outpost_sendmail_options_clear:
 * @self: what was asked
 *
 * Frees what it holds.
 */
void
outpost_sendmail_options_clear (OutpostSendmailOptions *self)
{
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->from_name, g_free);
  g_clear_pointer (&self->recipients, g_ptr_array_unref);
}
