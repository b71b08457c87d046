/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-header-verdict-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-message-pasted.h"
#include "outpost-preset.h"

#define SERVERS_MAX 3
/* Exchange files from 5 on as spam; -1 is for senders that it does not ask about. */
#define SCL_SPAM 5

/* A server that writes letters small has replaced nobody. */
static gboolean
is_same (const char *a,
         const char *b)
{
  return g_ascii_strcasecmp (a, b) == 0 ||
         outpost_preset_same_mailbox (outpost_preset_for_address (a), a, b);
}

/* What From was before a provider replaced it: Gmail keeps it in the first of these. */
static char *
dup_original_from (const OutpostHeaderFacts *facts)
{
  static const char * const names[] = { "X-Google-Original-From", "X-Original-From" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = outpost_pasted_find (facts->fields, names[i]);
    char *address = value != NULL ? outpost_pasted_read_mailbox (value, NULL) : NULL;

    if (address != NULL)
      return address;
  }
  return NULL;
}

static void
set_rewritten (OutpostHeaderVerdict *verdict,
               OutpostVerdictAnswer  answer,
               char                 *words)
{
  verdict->rewritten = answer;
  verdict->rewritten_words = words;
}

/*
 * outpost_header_judge_sender:
 * @verdict: what is to be told
 * @facts: a header
 * @sender: (nullable): the address that was in From when the message was sent
 *
 * Says whether From came as it was sent, as the header itself tells it, else by
 * comparing it with @sender. Addresses of one mailbox are the same, as at Gmail with
 * and without dots.
 */
void
outpost_header_judge_sender (OutpostHeaderVerdict     *verdict,
                             const OutpostHeaderFacts *facts,
                             const char               *sender)
{
  g_autofree char *original = dup_original_from (facts);
  g_autofree char *from = NULL;
  g_autofree char *other = NULL;

  if (facts->from == NULL) {
    set_rewritten (verdict, OUTPOST_VERDICT_UNTOLD, g_strdup (_("There is no address in From.")));
    return;
  }
  from = outpost_header_show_address (facts->from);
  if (original != NULL && !is_same (original, facts->from)) {
    other = outpost_header_show_address (original);
    set_rewritten (verdict, OUTPOST_VERDICT_YES,
                   /* Translators: both %s are addresses */
                   g_strdup_printf (_("The provider has put %s into From in place of %s."), from,
                                    other));
  } else if (sender == NULL) {
    set_rewritten (verdict, OUTPOST_VERDICT_UNTOLD,
                   /* Translators: %s is an address */
                   g_strdup_printf (_("The message came as from %s. Compare that with the sender "
                                      "of your account."), from));
  } else if (is_same (sender, facts->from)) {
    set_rewritten (verdict, OUTPOST_VERDICT_NO,
                   /* Translators: %s is an address */
                   g_strdup_printf (_("From came as it was sent: %s."), from));
  } else {
    other = outpost_header_show_address (sender);
    set_rewritten (verdict, OUTPOST_VERDICT_YES,
                   /* Translators: both %s are addresses */
                   g_strdup_printf (_("The message came as from %s, not from %s: the provider has "
                                      "replaced the sender, or this is another message."), from,
                                    other));
  }
}

static OutpostVerdictAnswer
read_yes_or_no (const char *value)
{
  if (g_ascii_strncasecmp (value, "yes", 3) == 0)
    return OUTPOST_VERDICT_YES;
  return g_ascii_strncasecmp (value, "no", 2) == 0 ? OUTPOST_VERDICT_NO : OUTPOST_VERDICT_UNTOLD;
}

static OutpostVerdictAnswer
read_level (const char *value)
{
  gint64 level;

  if (value == NULL || !g_ascii_string_to_signed (value, 10, -1, 9, &level, NULL))
    return OUTPOST_VERDICT_UNTOLD;
  return level >= SCL_SPAM ? OUTPOST_VERDICT_YES : OUTPOST_VERDICT_NO;
}

/* SpamAssassin's and rspamd's fields. Where Gmail and Yahoo file a message stands in
 * no field. */
static OutpostVerdictAnswer
read_filter (const OutpostPastedField *field)
{
  static const char * const names[] = { "X-Spam-Flag", "X-Spam-Status", "X-Spam" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (field->name, names[i]) == 0)
      return read_yes_or_no (field->value);
  return OUTPOST_VERDICT_UNTOLD;
}

/* The spam confidence level, as Microsoft documents it ("Anti-spam message headers in
 * Microsoft 365"). */
static OutpostVerdictAnswer
read_exchange (const OutpostPastedField *field)
{
  g_autofree char *level = NULL;

  if (g_ascii_strcasecmp (field->name, "X-MS-Exchange-Organization-SCL") == 0)
    return read_level (field->value);
  if (g_ascii_strcasecmp (field->name, "X-Forefront-Antispam-Report") != 0)
    return OUTPOST_VERDICT_UNTOLD;
  level = outpost_pasted_dup_tag (field->value, "SCL", ':');
  return read_level (level);
}

/* Exchange adds its fields wherever it likes, and takes away or renames those that
 * come from outside. */
static gboolean
is_exchange (const OutpostHeaderFacts *facts)
{
  for (guint i = 0; i < facts->n_trusted; i++) {
    const OutpostReceived *received = g_ptr_array_index (facts->received, i);

    if (received->protocol != NULL && g_str_has_prefix (received->protocol, "Microsoft SMTP"))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_received (const OutpostPastedField *field)
{
  return g_ascii_strcasecmp (field->name, "Received") == 0;
}

/* A filter may add its field at the end of the header, where the sender's provider
 * can have put one as well: what it says there is told, but does not count. */
static char *
say_untrusted_spam (OutpostVerdictAnswer  answer,
                    const char           *name)
{
  g_autofree char *shown = outpost_header_show (name);

  if (answer == OUTPOST_VERDICT_YES)
    /* Translators: %s is the name of a header field */
    return g_strdup_printf (_("A filter took the message for spam (%s), but the header does not "
                              "tell whose. Look whether it lies under spam."), shown);
  /* Translators: %s is the name of a header field */
  return g_strdup_printf (_("A filter did not take the message for spam (%s), but the header does "
                            "not tell whose. Look whether it lies under spam."), shown);
}

static void
set_spam (OutpostHeaderVerdict *verdict,
          OutpostVerdictAnswer  answer,
          const char           *name)
{
  g_autofree char *shown = outpost_header_show (name);

  verdict->spam = answer;
  g_free (verdict->spam_words);
  if (answer == OUTPOST_VERDICT_YES)
    /* Translators: %s is the name of a header field */
    verdict->spam_words =
      g_strdup_printf (_("The receiver took the message for spam (%s)."), shown);
  else
    /* Translators: %s is the name of a header field */
    verdict->spam_words =
      g_strdup_printf (_("The receiver did not take the message for spam (%s)."), shown);
}

/*
 * outpost_header_judge_spam:
 * @verdict: what is to be told
 * @facts: a header
 *
 * Says whether the receiver took the message for spam, where a field tells it.
 */
void
outpost_header_judge_spam (OutpostHeaderVerdict     *verdict,
                           const OutpostHeaderFacts *facts)
{
  gboolean exchange = is_exchange (facts);
  guint n_above = 0;

  for (guint i = 0; i < facts->fields->len && verdict->spam == OUTPOST_VERDICT_UNTOLD; i++) {
    const OutpostPastedField *field = g_ptr_array_index (facts->fields, i);
    OutpostVerdictAnswer by_filter = read_filter (field);
    OutpostVerdictAnswer by_exchange =
      exchange ? read_exchange (field) : OUTPOST_VERDICT_UNTOLD;

    n_above += is_received (field);
    if (by_exchange != OUTPOST_VERDICT_UNTOLD)
      set_spam (verdict, by_exchange, field->name);
    else if (by_filter != OUTPOST_VERDICT_UNTOLD && n_above < facts->n_trusted)
      set_spam (verdict, by_filter, field->name);
    else if (by_filter != OUTPOST_VERDICT_UNTOLD && verdict->spam_words == NULL)
      verdict->spam_words = say_untrusted_spam (by_filter, field->name);
  }
  if (verdict->spam_words == NULL)
    verdict->spam_words = g_strdup (_("The header does not say whether the message was filed as "
                                      "spam. Look where it lies."));
}

/* Who else tells of checks, each once. */
static char *
list_strangers (const OutpostHeaderFacts *facts)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < facts->told->len && names->len < SERVERS_MAX; i++) {
    const OutpostHeaderTold *told = g_ptr_array_index (facts->told, i);
    char *name;

    if (told->trusted || told->kind != OUTPOST_TOLD_RESULTS || told->results->server == NULL)
      continue;
    name = outpost_header_show_address (told->results->server);
    if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_free (name);
    else
      g_ptr_array_add (names, name);
  }
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static gboolean
tells_that_dmarc_passed (const OutpostMethodResults *results)
{
  for (guint i = 0; i < results->results->len; i++) {
    const OutpostMethodResult *result = g_ptr_array_index (results->results, i);

    if (g_str_equal (result->method, "dmarc") && g_str_equal (result->result, "pass"))
      return TRUE;
  }
  return FALSE;
}

/* What a server saw that passed the message on (RFC 8617). */
static char *
say_arc (const OutpostHeaderFacts *facts)
{
  for (guint i = 0; i < facts->told->len; i++) {
    const OutpostHeaderTold *told = g_ptr_array_index (facts->told, i);
    g_autofree char *server = NULL;

    if (told->kind != OUTPOST_TOLD_ARC || told->trusted || told->results->server == NULL ||
        !tells_that_dmarc_passed (told->results))
      continue;
    server = outpost_header_show_address (told->results->server);
    /* Translators: %s is a server */
    return g_strdup_printf (_("The message was passed on by %s, which says that DMARC passed there "
                              "(ARC). That is a hint and no proof: the seal was not checked."),
                            server);
  }
  return NULL;
}

static char *
say_other_sender (const OutpostHeaderFacts *facts)
{
  const char *value = outpost_pasted_find (facts->fields, "Sender");
  g_autofree char *address = value != NULL ? outpost_pasted_read_mailbox (value, NULL) : NULL;
  g_autofree char *shown = NULL;

  if (address == NULL || facts->from == NULL || is_same (address, facts->from))
    return NULL;
  shown = outpost_header_show_address (address);
  /* Translators: %s is an address */
  return g_strdup_printf (_("The field Sender names %s: some programs show the message as sent on "
                            "behalf of another."), shown);
}

static gboolean
has_clear_hop (const OutpostHeaderVerdict *verdict)
{
  for (guint i = 0; i < verdict->hops->len; i++) {
    const OutpostHeaderHop *hop = g_ptr_array_index (verdict->hops, i);

    if (hop->tls == OUTPOST_VERDICT_NO)
      return TRUE;
  }
  return FALSE;
}

static void
add (GPtrArray *list,
     char      *sentence)
{
  if (sentence != NULL)
    g_ptr_array_add (list, sentence);
}

/*
 * outpost_header_make_notes:
 * @verdict: a verdict whose lines, steps and hops are made
 * @facts: the header
 *
 * Returns: (transfer full): what else is to be known
 */
char **
outpost_header_make_notes (const OutpostHeaderVerdict *verdict,
                           const OutpostHeaderFacts   *facts)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_autofree char *strangers = list_strangers (facts);

  if (facts->n_from > 1)
    add (notes, g_strdup (_("From holds more than one address: receivers may refuse that.")));
  if (facts->received->len == 0)
    add (notes, g_strdup (_("The header names no server on the way (Received), so it cannot be "
                            "told whose results these are.")));
  if (strangers != NULL)
    /* Translators: %s is a server, or several with commas between */
    add (notes, g_strdup_printf (_("Results that stand below the steps of the receiver do not "
                                   "count: anybody can have written them. They name %s."),
                                 strangers));
  if (verdict->checks[OUTPOST_HEADER_DMARC].result != OUTPOST_HEADER_RESULT_PASSED)
    add (notes, say_arc (facts));
  add (notes, say_other_sender (facts));
  if (has_clear_hop (verdict))
    add (notes, g_strdup (_("Part of the way was not encrypted: others could have read the "
                            "message there.")));
  g_ptr_array_add (notes, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&notes), FALSE);
}
