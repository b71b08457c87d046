/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-spf-compose.h"

#include <string.h>

#include "outpost-spf-record.h"

typedef struct {
  GPtrArray  *words;      /* (element-type utf8): what comes before the end */
  const char *all;        /* the end that was found, or that was asked for */
  char       *redirect;
  guint       n_redirects;
} Draft;

static gboolean
is_all (const char *word)
{
  return g_ascii_strcasecmp (word + (strchr ("+-~?", *word) != NULL), "all") == 0;
}

static gboolean
is_explanation (const char *word)
{
  return g_ascii_strncasecmp (word, "exp=", strlen ("exp=")) == 0;
}

/* Whether a word is there, or stands for one that may be there once only. */
static gboolean
holds (GPtrArray  *words,
       const char *word)
{
  for (guint i = 0; i < words->len; i++) {
    const char *other = g_ptr_array_index (words, i);

    if (g_ascii_strcasecmp (other, word) == 0 || (is_explanation (other) && is_explanation (word)))
      return TRUE;
  }
  return FALSE;
}

/* What counts in one record: nothing does behind "all", nor does "redirect" beside it. */
static void
add_record (Draft      *draft,
            const char *text,
            gboolean    has_all)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gboolean ended = FALSE;

  for (guint i = 1; words[0] != NULL && words[i] != NULL; i++) {
    if (*words[i] == '\0')
      continue;
    if (g_ascii_strncasecmp (words[i], "redirect=", strlen ("redirect=")) == 0) {
      if (has_all)
        continue;
      draft->n_redirects++;
      g_free (draft->redirect);
      draft->redirect = g_strdup (words[i]);
    } else if (is_all (words[i])) {
      ended = TRUE;
    } else if (!ended && !holds (draft->words, words[i])) {
      g_ptr_array_add (draft->words, g_strdup (words[i]));
    }
  }
}

static char *
write_draft (const Draft *draft,
             const char  *extra)
{
  GString *text = g_string_new ("v=spf1");

  for (guint i = 0; i < draft->words->len; i++)
    g_string_append_printf (text, " %s", (const char *) g_ptr_array_index (draft->words, i));
  if (extra != NULL && !holds (draft->words, extra))
    g_string_append_printf (text, " %s", extra);
  g_string_append_printf (text, " %s", draft->redirect != NULL ? draft->redirect : draft->all);
  return g_string_free (text, FALSE);
}

/**
 * outpost_spf_compose:
 * @texts: (element-type utf8): SPF records, perhaps none
 * @extra: (nullable): a directive to add
 * @all: (nullable): the `all` it shall end with; %NULL: as the first record that has one,
 *   else `~all`
 *
 * Writes one record that says what several said together.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL where that cannot be done: a
 *   record is wrong, or `redirect` of one would be lost in another
 */
char *
outpost_spf_compose (GPtrArray  *texts,
                     const char *extra,
                     const char *all)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first_all = NULL;
  g_autofree char *redirect = NULL;
  Draft draft = { words, all, NULL, 0 };

  for (guint i = 0; i < texts->len; i++) {
    const char *text = g_ptr_array_index (texts, i);
    g_autofree char *wrong = NULL;
    g_autoptr (OutpostSpfRecord) record = outpost_spf_record_parse (text, &wrong);
    const OutpostSpfTerm *end = record != NULL ? outpost_spf_record_find_all (record) : NULL;

    if (record == NULL) {
      g_free (draft.redirect);
      return NULL;
    }
    if (end != NULL && first_all == NULL)
      first_all = g_strdup (end->text);
    add_record (&draft, text, end != NULL);
  }

  redirect = draft.redirect;
  if (redirect != NULL && (texts->len > 1 || draft.n_redirects > 1 || all != NULL))
    return NULL;
  if (draft.all == NULL)
    draft.all = first_all != NULL ? first_all : "~all";
  return write_draft (&draft, extra);
}
