/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-header-verdict-private.h"

#include <glib/gi18n-lib.h>

#include "outpost-message-pasted.h"

/* One method as the receiver told of it, and the line that is made of it. */
typedef struct {
  OutpostHeaderCheck        *check;
  const OutpostMethodResult *told;    /* or NULL */
  const char                *domain;  /* in A-labels, or NULL */
  char                      *shown;   /* the same in a sentence */
} Line;

/* RFC 8601, section 2.7. Exchange has a pass of its own for domains without a DMARC
 * record, Yahoo two failures of its own; "hardfail" is of older servers. */
static OutpostHeaderResult
read_result (const char *word)
{
  static const struct { const char *word; OutpostHeaderResult result; } results[] = {
    { "pass", OUTPOST_HEADER_RESULT_PASSED },
    { "fail", OUTPOST_HEADER_RESULT_FAILED },
    { "hardfail", OUTPOST_HEADER_RESULT_FAILED },
    { "perm_fail", OUTPOST_HEADER_RESULT_FAILED },
    { "softfail", OUTPOST_HEADER_RESULT_WEAK },
    { "neutral", OUTPOST_HEADER_RESULT_WEAK },
    { "policy", OUTPOST_HEADER_RESULT_WEAK },
    { "none", OUTPOST_HEADER_RESULT_NONE },
    { "bestguesspass", OUTPOST_HEADER_RESULT_NONE },
    { "temperror", OUTPOST_HEADER_RESULT_ERROR },
    { "permerror", OUTPOST_HEADER_RESULT_ERROR },
    { "temp_fail", OUTPOST_HEADER_RESULT_ERROR },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    if (g_str_equal (word, results[i].word))
      return results[i].result;
  return OUTPOST_HEADER_RESULT_UNTOLD;
}

static OutpostVerdictAnswer
align (const char *domain,
       const char *from_domain)
{
  if (domain == NULL || from_domain == NULL)
    return OUTPOST_VERDICT_UNTOLD;
  return outpost_header_are_aligned (domain, from_domain) ? OUTPOST_VERDICT_YES
                                                          : OUTPOST_VERDICT_NO;
}

static char *
dup_property_domain (const OutpostMethodResult *told,
                     const char * const        *names)
{
  for (; told != NULL && *names != NULL; names++) {
    char *domain = outpost_header_dup_domain (g_hash_table_lookup (told->properties, *names));

    if (domain != NULL)
      return domain;
  }
  return NULL;
}

static void
begin_line (Line                      *self,
            OutpostHeaderVerdict      *verdict,
            OutpostHeaderMethod        method,
            const OutpostMethodResult *told,
            char                      *domain)
{
  self->check = &verdict->checks[method];
  self->check->domain = domain;
  self->check->result = told != NULL ? read_result (told->result) : OUTPOST_HEADER_RESULT_UNTOLD;
  self->told = told;
  self->domain = domain;
  self->shown = domain != NULL ? outpost_header_show_address (domain) : NULL;
}

static char *
say_bare_result (const Line *self)
{
  g_autofree char *word = outpost_header_show (self->told->result);

  /* Translators: %s is a fixed word such as softfail */
  return g_strdup_printf (_("The receiver’s result is “%s”; it does not name the domain."), word);
}

/* Adds the receiver's own words where they may tell why. */
static void
end_line (Line       *self,
          char       *words,
          const char *comment)
{
  const OutpostMethodResult *told = self->told;
  OutpostHeaderResult result = self->check->result;

  self->check->words = words;
  if (told != NULL && result != OUTPOST_HEADER_RESULT_PASSED &&
      result != OUTPOST_HEADER_RESULT_NONE) {
    g_autofree char *why = outpost_header_show (told->reason != NULL ? told->reason : comment);

    if (*why != '\0') {
      /* Translators: the first %s is a sentence, the second what a server wrote */
      self->check->words = g_strdup_printf (_("%s The receiver’s words: “%s”."), words, why);
      g_free (words);
    }
  }
  g_free (self->shown);
}

static char *
say_spf_passed (const Line *self)
{
  if (self->check->aligned == OUTPOST_VERDICT_YES)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The server was allowed to send for %s, which fits From."),
                            self->shown);
  if (self->check->aligned == OUTPOST_VERDICT_NO)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The server was allowed to send for %s, but that is not the domain "
                              "in From, so it does not count for DMARC."), self->shown);
  return g_strdup (_("The server was allowed to send for the domain of the envelope."));
}

static char *
say_spf (const Line *self)
{
  OutpostHeaderResult result = self->check->result;

  if (result == OUTPOST_HEADER_RESULT_UNTOLD)
    return g_strdup (_("The receiver does not say whether the server was allowed to send."));
  if (result == OUTPOST_HEADER_RESULT_PASSED)
    return say_spf_passed (self);
  if (self->domain == NULL)
    return say_bare_result (self);
  if (result == OUTPOST_HEADER_RESULT_FAILED)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The SPF record of %s does not let this server send for it."),
                            self->shown);
  if (result == OUTPOST_HEADER_RESULT_WEAK)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The SPF record of %s does not name this server, but does not "
                              "forbid it either."), self->shown);
  if (result == OUTPOST_HEADER_RESULT_NONE)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("%s has no SPF record, so nobody can tell whether this server may "
                              "send for it."), self->shown);
  /* Translators: %s is a domain */
  return g_strdup_printf (_("The SPF record of %s could not be looked up, or has an error."),
                          self->shown);
}

/* Of several identities the one in MAIL FROM counts (RFC 7208, section 2.4). */
static const OutpostMethodResult *
pick_spf (GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++) {
    const OutpostMethodResult *told = g_ptr_array_index (found, i);

    if (g_hash_table_contains (told->properties, "smtp.mailfrom"))
      return told;
  }
  return found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
}

static void
check_spf (OutpostHeaderVerdict     *verdict,
           const OutpostHeaderFacts *facts)
{
  /* Yandex writes smtp.mail. A bounce has no sender, so the server's own name counts. */
  static const char * const names[] = { "smtp.mailfrom", "smtp.mail", "smtp.helo", NULL };
  g_autoptr (GPtrArray) found = outpost_header_facts_find (facts, "spf");
  const OutpostMethodResult *told = pick_spf (found);
  char *domain = dup_property_domain (told, names);
  Line line;

  if (domain == NULL && told != NULL)
    domain = outpost_header_dup_domain (outpost_pasted_find (facts->fields, "Return-Path"));
  begin_line (&line, verdict, OUTPOST_HEADER_SPF, told, domain);
  line.check->aligned = align (domain, facts->from_domain);
  end_line (&line, say_spf (&line), told != NULL ? told->comment : NULL);
}

static const char * const signer_names[] = { "header.d", "header.i", NULL };

/* The best of several signatures: one that passed and fits From, one that passed, else
 * the first (RFC 6376, section 6.1: any that passes is enough). */
static const OutpostMethodResult *
pick_dkim (GPtrArray  *found,
           const char *from_domain)
{
  const OutpostMethodResult *best = NULL;
  guint best_rank = 0;

  for (guint i = 0; i < found->len; i++) {
    const OutpostMethodResult *told = g_ptr_array_index (found, i);
    g_autofree char *domain = dup_property_domain (told, signer_names);
    guint rank = read_result (told->result) != OUTPOST_HEADER_RESULT_PASSED ? 1
                   : align (domain, from_domain) != OUTPOST_VERDICT_YES ? 2 : 3;

    if (rank > best_rank) {
      best = told;
      best_rank = rank;
    }
  }
  return best;
}

static char *
say_dkim_passed (const Line *self)
{
  if (self->check->aligned == OUTPOST_VERDICT_YES)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The message is signed by %s, which fits From, and was not changed "
                              "on its way."), self->shown);
  if (self->check->aligned == OUTPOST_VERDICT_NO)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The message is signed by %s, but that is not the domain in From, so "
                              "it does not count for DMARC."), self->shown);
  return g_strdup (_("The message is signed and was not changed on its way."));
}

static char *
say_dkim_untold (const Line *self)
{
  if (self->domain == NULL)
    return g_strdup (_("The receiver does not say whether the message is signed."));
  /* Translators: %s is a domain */
  return g_strdup_printf (_("The message has a signature of %s, but the receiver does not say "
                            "whether it fits."), self->shown);
}

static char *
say_dkim (const Line *self)
{
  OutpostHeaderResult result = self->check->result;

  if (result == OUTPOST_HEADER_RESULT_UNTOLD)
    return say_dkim_untold (self);
  if (result == OUTPOST_HEADER_RESULT_PASSED)
    return say_dkim_passed (self);
  if (result == OUTPOST_HEADER_RESULT_NONE)
    return g_strdup (_("The message is not signed."));
  if (self->domain == NULL)
    return say_bare_result (self);
  if (result == OUTPOST_HEADER_RESULT_FAILED)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The signature of %s does not fit: the message was changed after it "
                              "was signed, or the key in DNS is another."), self->shown);
  if (result == OUTPOST_HEADER_RESULT_WEAK)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The receiver could make nothing of the signature of %s."),
                            self->shown);
  /* Translators: %s is a domain */
  return g_strdup_printf (_("The key for the signature of %s could not be looked up, or has an "
                            "error."), self->shown);
}

static char *
dup_signature_domain (const OutpostHeaderFacts *facts)
{
  const char *signature = outpost_pasted_find (facts->fields, "DKIM-Signature");
  g_autofree char *domain =
    signature != NULL ? outpost_pasted_dup_tag (signature, "d", '=') : NULL;

  return outpost_header_dup_domain (domain);
}

static void
check_dkim (OutpostHeaderVerdict     *verdict,
            const OutpostHeaderFacts *facts)
{
  g_autoptr (GPtrArray) found = outpost_header_facts_find (facts, "dkim");
  const OutpostMethodResult *told = pick_dkim (found, facts->from_domain);
  char *domain = dup_property_domain (told, signer_names);
  Line line;

  if (domain == NULL && (told == NULL || read_result (told->result) != OUTPOST_HEADER_RESULT_NONE))
    domain = dup_signature_domain (facts);
  begin_line (&line, verdict, OUTPOST_HEADER_DKIM, told, domain);
  line.check->aligned = align (domain, facts->from_domain);
  end_line (&line, say_dkim (&line), told != NULL ? told->comment : NULL);
}

static gboolean
passed_aligned (const OutpostHeaderCheck *check)
{
  return check->result == OUTPOST_HEADER_RESULT_PASSED && check->aligned == OUTPOST_VERDICT_YES;
}

static gboolean
is_sure_not_to_count (const OutpostHeaderCheck *check)
{
  return check->result != OUTPOST_HEADER_RESULT_UNTOLD &&
         (check->result != OUTPOST_HEADER_RESULT_PASSED || check->aligned == OUTPOST_VERDICT_NO);
}

/* What DMARC makes of the other two (RFC 9989): one is enough. */
static OutpostVerdictAnswer
combine (const OutpostHeaderVerdict *verdict)
{
  const OutpostHeaderCheck *spf = &verdict->checks[OUTPOST_HEADER_SPF];
  const OutpostHeaderCheck *dkim = &verdict->checks[OUTPOST_HEADER_DKIM];

  if (passed_aligned (spf) || passed_aligned (dkim))
    return OUTPOST_VERDICT_YES;
  return is_sure_not_to_count (spf) && is_sure_not_to_count (dkim) ? OUTPOST_VERDICT_NO
                                                                   : OUTPOST_VERDICT_UNTOLD;
}

/* What the domain asks for, as Gmail, Yahoo and OpenDMARC tell it in a comment. */
static gboolean
asks_for (const OutpostMethodResult *told,
          const char                *policy)
{
  g_autofree char *pattern = g_strdup_printf ("\\bp=%s\\b", policy);

  return g_regex_match_simple (pattern, told->comment, G_REGEX_CASELESS, 0);
}

static char *
say_dmarc_failed (const Line           *self,
                  OutpostVerdictAnswer  combined)
{
  if (combined == OUTPOST_VERDICT_YES)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("The receiver finds that neither SPF nor DKIM holds for %s itself. "
                              "A related domain passed: the DMARC record may ask for the very "
                              "same one (“adkim=s”, “aspf=s”)."), self->shown);
  if (asks_for (self->told, "reject"))
    /* Translators: %s is a domain */
    return g_strdup_printf (_("Neither SPF nor DKIM passed for %s, the domain in From, so the "
                              "message looks forged, and the domain asks to refuse such mail."),
                            self->shown);
  if (asks_for (self->told, "quarantine"))
    /* Translators: %s is a domain */
    return g_strdup_printf (_("Neither SPF nor DKIM passed for %s, the domain in From, so the "
                              "message looks forged, and the domain asks to file such mail as "
                              "spam."), self->shown);
  /* Translators: %s is a domain */
  return g_strdup_printf (_("Neither SPF nor DKIM passed for %s, the domain in From, so the "
                            "message looks forged."), self->shown);
}

static char *
say_dmarc_none (const Line           *self,
                OutpostVerdictAnswer  combined)
{
  if (combined == OUTPOST_VERDICT_YES)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("%s has no DMARC record. The message would pass one."), self->shown);
  if (combined == OUTPOST_VERDICT_NO)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("%s has no DMARC record. The message would not pass one, since "
                              "neither SPF nor DKIM passed for that domain."), self->shown);
  /* Translators: %s is a domain */
  return g_strdup_printf (_("%s has no DMARC record."), self->shown);
}

static char *
say_dmarc_untold (OutpostVerdictAnswer combined)
{
  if (combined == OUTPOST_VERDICT_YES)
    return g_strdup (_("The receiver does not speak of DMARC. By its other results the message "
                       "passes."));
  if (combined == OUTPOST_VERDICT_NO)
    return g_strdup (_("The receiver does not speak of DMARC. By its other results the message "
                       "does not pass."));
  return g_strdup (_("The receiver does not speak of DMARC."));
}

static char *
say_dmarc (const Line           *self,
           OutpostVerdictAnswer  combined)
{
  OutpostHeaderResult result = self->check->result;

  if (result == OUTPOST_HEADER_RESULT_UNTOLD)
    return say_dmarc_untold (combined);
  if (self->domain == NULL || result == OUTPOST_HEADER_RESULT_WEAK)
    return say_bare_result (self);
  if (result == OUTPOST_HEADER_RESULT_PASSED)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("SPF or DKIM passed for %s, the domain in From: receivers can tell "
                              "that the message is genuine."), self->shown);
  if (result == OUTPOST_HEADER_RESULT_FAILED)
    return say_dmarc_failed (self, combined);
  if (result == OUTPOST_HEADER_RESULT_NONE)
    return say_dmarc_none (self, combined);
  /* Translators: %s is a domain */
  return g_strdup_printf (_("The DMARC record of %s could not be looked up, or has an error."),
                          self->shown);
}

static OutpostVerdictAnswer
align_dmarc (OutpostHeaderResult  result,
             OutpostVerdictAnswer combined)
{
  if (result == OUTPOST_HEADER_RESULT_PASSED)
    return OUTPOST_VERDICT_YES;
  return result == OUTPOST_HEADER_RESULT_FAILED ? OUTPOST_VERDICT_NO : combined;
}

static void
check_dmarc (OutpostHeaderVerdict     *verdict,
             const OutpostHeaderFacts *facts)
{
  static const char * const names[] = { "header.from", "header.d", NULL };
  g_autoptr (GPtrArray) found = outpost_header_facts_find (facts, "dmarc");
  const OutpostMethodResult *told = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
  OutpostVerdictAnswer combined = combine (verdict);
  char *domain = dup_property_domain (told, names);
  Line line;

  if (domain == NULL)
    domain = g_strdup (facts->from_domain);
  begin_line (&line, verdict, OUTPOST_HEADER_DMARC, told, domain);
  line.check->aligned = align_dmarc (line.check->result, combined);
  /* The comment holds the policy, of which the sentence speaks. */
  end_line (&line, say_dmarc (&line, combined), NULL);
}

/*
 * outpost_header_check_all:
 * @verdict: where the three lines go
 * @facts: a header
 *
 * Makes SPF, DKIM and DMARC of what the receiver told.
 */
void
outpost_header_check_all (OutpostHeaderVerdict     *verdict,
                          const OutpostHeaderFacts *facts)
{
  check_spf (verdict, facts);
  check_dkim (verdict, facts);
  check_dmarc (verdict, facts);
}
