/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-header-verdict-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-host.h"

#define HOPS_MAX 100
/* A queue or a greylist keeps mail for minutes; below that nothing is to be said. */
#define LONG_DELAY_S 120
/* Clocks that nobody sets differ by this much. */
#define CLOCK_SLACK_S 5

/* A duration in the largest two units: a message may have waited for days. */
static char *
format_delay (gint64 seconds)
{
  if (seconds < 60)
    /* Translators: a duration in seconds */
    return g_strdup_printf (_("%d s"), (int) seconds);
  if (seconds < 3600)
    /* Translators: a duration in minutes and seconds */
    return g_strdup_printf (_("%d min %d s"), (int) (seconds / 60), (int) (seconds % 60));
  if (seconds < 86400)
    /* Translators: a duration in hours and minutes */
    return g_strdup_printf (_("%d h %d min"), (int) (seconds / 3600), (int) (seconds % 3600 / 60));
  /* Translators: a duration in days and hours; the first number may be large */
  return g_strdup_printf (_("%d d %d h"), (int) MIN (seconds / 86400, G_MAXINT),
                          (int) (seconds % 86400 / 3600));
}

static void
add_sentence (GString    *words,
              const char *sentence)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, sentence);
}

/* Whether the message went from one computer to another. */
static gboolean
has_way (const OutpostReceived *received)
{
  return (received->from != NULL || received->address != NULL) &&
         (received->address == NULL || !outpost_host_is_loopback_address (received->address));
}

/* RFC 8996: versions before 1.2 must not be used. */
static gboolean
is_outdated (const char *version)
{
  return g_str_has_prefix (version, "SSL") || g_str_equal (version, "TLSv1.0") ||
         g_str_equal (version, "TLSv1.1");
}

static void
say_encryption (GString                *words,
                const OutpostHeaderHop *hop)
{
  g_autofree char *sentence = NULL;

  if (hop->tls == OUTPOST_VERDICT_NO)
    sentence = g_strdup (_("Not encrypted."));
  else if (hop->tls != OUTPOST_VERDICT_YES)
    return;
  else if (hop->tls_version == NULL)
    sentence = g_strdup (_("Encrypted."));
  else if (is_outdated (hop->tls_version))
    /* Translators: %s is such as TLSv1.0 */
    sentence = g_strdup_printf (_("Encrypted with %s, which is outdated."), hop->tls_version);
  else
    /* Translators: %s is such as TLSv1.3 */
    sentence = g_strdup_printf (_("Encrypted with %s."), hop->tls_version);
  add_sentence (words, sentence);
}

static void
say_delay (GString                *words,
           const OutpostHeaderHop *hop)
{
  g_autofree char *delay = NULL;
  g_autofree char *sentence = NULL;

  if (hop->time == 0) {
    add_sentence (words, _("The time cannot be told."));
    return;
  }
  if (hop->delay_s == OUTPOST_HEADER_DELAY_UNKNOWN)
    return;

  delay = format_delay (ABS (hop->delay_s));
  if (hop->delay_s < -CLOCK_SLACK_S)
    /* Translators: %s is a duration such as 12 s */
    sentence = g_strdup_printf (_("By its clock this was %s before the step above: one of the two "
                                  "clocks is wrong."), delay);
  else if (hop->delay_s <= 0)
    sentence = g_strdup (_("At once."));
  else if (hop->delay_s >= LONG_DELAY_S)
    /* Translators: %s is a duration such as 5 min 20 s */
    sentence = g_strdup_printf (_("After %s: the message waited in a queue, or the server asked to "
                                  "come back later."), delay);
  else
    /* Translators: %s is a duration such as 3 s */
    sentence = g_strdup_printf (_("After %s."), delay);
  add_sentence (words, sentence);
}

static char *
say_hop (const OutpostHeaderHop *hop,
         const OutpostReceived  *received)
{
  GString *words = g_string_new (NULL);

  if (has_way (received))
    say_encryption (words, hop);
  else
    add_sentence (words, _("Inside the server."));
  say_delay (words, hop);
  return g_string_free (words, FALSE);
}

static char *
show (const char *text)
{
  return text != NULL ? outpost_header_show (text) : NULL;
}

/* "mail.example [192.0.2.1]": the name that was looked up is better than the one that
 * the client gave. */
static char *
show_client (const OutpostReceived *received)
{
  g_autofree char *name =
    show (received->verified != NULL ? received->verified : received->from);

  if (name == NULL || received->address == NULL || strstr (name, received->address) != NULL)
    return name != NULL ? g_steal_pointer (&name) : g_strdup (received->address);
  return g_strdup_printf ("%s [%s]", name, received->address);
}

/* What never leaves a computer needs no encryption. */
static OutpostVerdictAnswer
read_tls (const OutpostReceived *received)
{
  if (received->tls == OUTPOST_RECEIVED_TLS_YES)
    return OUTPOST_VERDICT_YES;
  return received->tls == OUTPOST_RECEIVED_TLS_NO && has_way (received) ? OUTPOST_VERDICT_NO
                                                                        : OUTPOST_VERDICT_UNTOLD;
}

static OutpostHeaderHop *
hop_new (const OutpostReceived  *received,
         const OutpostHeaderHop *before,
         gboolean                trusted)
{
  OutpostHeaderHop *self = g_new0 (OutpostHeaderHop, 1);

  self->from = show_client (received);
  self->by = show (received->by);
  self->time = received->time;
  self->delay_s = before != NULL && before->time > 0 && self->time > 0
                    ? self->time - before->time : OUTPOST_HEADER_DELAY_UNKNOWN;
  self->tls = read_tls (received);
  self->protocol = show (received->protocol);
  self->tls_version = show (received->tls_version);
  self->cipher = show (received->cipher);
  self->trusted = trusted;
  self->words = say_hop (self, received);
  return self;
}

static void
hop_free (gpointer data)
{
  OutpostHeaderHop *self = data;

  g_free (self->from);
  g_free (self->by);
  g_free (self->protocol);
  g_free (self->tls_version);
  g_free (self->cipher);
  g_free (self->words);
  g_free (self);
}

/*
 * outpost_header_add_hops:
 * @verdict: where the steps go
 * @facts: a header
 *
 * Tells the message's way from the first server to the last. Of very many steps the
 * last ones are told, since the receiver wrote those.
 */
void
outpost_header_add_hops (OutpostHeaderVerdict     *verdict,
                         const OutpostHeaderFacts *facts)
{
  const OutpostHeaderHop *before = NULL;

  verdict->n_hops = facts->received->len;
  verdict->hops = g_ptr_array_new_with_free_func (hop_free);
  for (guint i = MIN (verdict->n_hops, HOPS_MAX); i > 0; i--) {
    OutpostHeaderHop *hop =
      hop_new (g_ptr_array_index (facts->received, i - 1), before, i <= facts->n_trusted);

    g_ptr_array_add (verdict->hops, hop);
    before = hop;
  }
}
