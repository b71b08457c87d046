/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-preset-private.h"

#include <string.h>

#include "outpost-host.h"

/* In shorter names one letter more or less makes another real name far too often. */
#define NAME_MIN_LETTERS 5

/* How servers are usually called: another of these is another server, no slip. */
static const char * const usual_names[] = {
  "smtp", "smtps", "esmtp", "asmtp", "mail", "mails", "mx", "out", "relay", "post", "send",
  "submit", "pop", "imap", NULL
};

static int
compare_characters (const void *a,
                    const void *b)
{
  return *(const char *) a - *(const char *) b;
}

static char *
sorted_digits (const char *text)
{
  char *digits = g_strdup (text);
  gsize n = 0;

  for (const char *c = text; *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      digits[n++] = *c;
  digits[n] = '\0';
  qsort (digits, n, 1, compare_characters);
  return digits;
}

/* "mail2" beside "mail", "us-east-2" beside "us-east-1": another number is
 * another server. */
static gboolean
is_one_slip (const char *a,
             const char *b)
{
  g_autofree char *digits_a = sorted_digits (a);
  g_autofree char *digits_b = sorted_digits (b);

  return outpost_host_edit_distance (a, b) == 1 && strcmp (digits_a, digits_b) == 0;
}

/* The one label in which two names of equally many labels differ, counted from
 * the end; -1 if a dot was part of the slip. */
static int
find_differing_label (char **typed,
                      char **known)
{
  guint n = g_strv_length (typed);
  int found = -1;

  if (g_strv_length (known) != n)
    return -1;
  for (guint i = 0; i < n; i++) {
    if (strcmp (typed[i], known[i]) == 0)
      continue;
    if (found >= 0)
      return -1;
    found = (int) (n - 1 - i);
  }
  return found;
}

static gboolean
is_slip_inside_domain (const char *typed,
                       const char *known)
{
  g_auto (GStrv) typed_labels = g_strsplit (typed, ".", -1);
  g_auto (GStrv) known_labels = g_strsplit (known, ".", -1);
  int n = (int) g_strv_length (typed_labels);

  return is_one_slip (typed, known) &&
         !(find_differing_label (typed_labels, known_labels) == n - 1 &&
           g_strv_contains (usual_names, typed_labels[0]));
}

/* A slip in the name that somebody registered: long enough to be no other word,
 * begun alike, or in ".com". */
static gboolean
is_slip_in_name (const char *typed,
                 const char *known)
{
  g_auto (GStrv) typed_labels = g_strsplit (typed, ".", -1);
  g_auto (GStrv) known_labels = g_strsplit (known, ".", -1);
  guint n = g_strv_length (known_labels);
  int at = find_differing_label (typed_labels, known_labels);
  const char *was, *is;

  if (!is_one_slip (typed, known) || n < 2 || strlen (known_labels[n - 2]) < NAME_MIN_LETTERS)
    return FALSE;
  if (at < 0)
    return TRUE;
  was = known_labels[n - 1 - (guint) at];
  is = typed_labels[n - 1 - (guint) at];
  if (at == 0)
    return strcmp (was, "com") == 0;
  return strlen (was) >= NAME_MIN_LETTERS &&
         (was[0] == is[0] || (was[0] == is[1] && was[1] == is[0]));
}

typedef gboolean (*SlipFunc) (const char *typed,
                              const char *known);

/* Of a host that does exist but takes no mail from programs the misspelt forms
 * are misspelt as well. */
static gboolean
is_slip_of_preset (const OutpostPreset *preset,
                   const char          *host,
                   SlipFunc             is_slip,
                   const char         **meant)
{
  for (gsize i = 0; i < preset->n_servers; i++) {
    if (is_slip (host, preset->servers[i].host)) {
      *meant = preset->servers[i].host;
      return TRUE;
    }
  }
  for (guint i = 0; preset->wrong_hosts[i] != NULL && preset->n_servers > 0; i++) {
    if (is_slip (host, preset->wrong_hosts[i])) {
      *meant = preset->servers[0].host;
      return TRUE;
    }
  }
  return FALSE;
}

static OutpostHostLikeness
judge_preset (const OutpostPreset *preset,
              const char          *host,
              const char         **meant)
{
  if (preset->n_servers > 0 && g_strv_contains (preset->wrong_hosts, host)) {
    *meant = preset->servers[0].host;
    return OUTPOST_HOST_LIKENESS_WRONG;
  }
  if (outpost_preset_owns_host (preset, host))
    return is_slip_of_preset (preset, host, is_slip_inside_domain, meant)
             ? OUTPOST_HOST_LIKENESS_MISSPELT : OUTPOST_HOST_LIKENESS_NONE;
  if (is_slip_of_preset (preset, host, is_slip_in_name, meant))
    return OUTPOST_HOST_LIKENESS_SIMILAR;
  return OUTPOST_HOST_LIKENESS_NONE;
}

/**
 * outpost_preset_near_host:
 * @host: a host name as it was typed
 * @likeness: (out) (optional): return location for what is wrong with it
 *
 * Looks whether another host was meant: one letter too many, too few, another
 * one, or two exchanged, against the known hosts; or one of the hosts that old
 * guides name.
 *
 * Returns: (transfer none) (nullable): the host that was meant, or %NULL
 */
const char *
outpost_preset_near_host (const char          *host,
                          OutpostHostLikeness *likeness)
{
  g_autofree char *ascii = NULL;
  OutpostHostLikeness found = OUTPOST_HOST_LIKENESS_NONE;
  const char *meant = NULL;

  g_return_val_if_fail (host != NULL, NULL);

  if (likeness != NULL)
    *likeness = OUTPOST_HOST_LIKENESS_NONE;
  ascii = outpost_host_to_ascii (host, NULL);
  if (ascii == NULL || outpost_host_is_address (ascii) || outpost_preset_for_server (ascii) != NULL)
    return NULL;

  for (guint i = 0; i < outpost_preset_get_count () && found == OUTPOST_HOST_LIKENESS_NONE; i++)
    found = judge_preset (outpost_preset_get_nth (i), ascii, &meant);

  if (likeness != NULL)
    *likeness = found;
  return meant;
}

/**
 * outpost_preset_near_domain:
 * @domain: the domain of an e-mail address
 *
 * Returns: (transfer none) (nullable): the provider's domain that was probably
 *   meant, or %NULL if @domain is one itself or like none
 */
const char *
outpost_preset_near_domain (const char *domain)
{
  g_autofree char *ascii = NULL;
  const char *meant = NULL;

  g_return_val_if_fail (domain != NULL, NULL);

  ascii = outpost_host_to_ascii (domain, NULL);
  if (ascii == NULL)
    return NULL;
  for (guint i = 0; i < outpost_preset_get_count (); i++) {
    const OutpostPreset *preset = outpost_preset_get_nth (i);

    if (g_strv_contains (preset->domains, ascii))
      return NULL;
    for (guint j = 0; preset->domains[j] != NULL && meant == NULL; j++)
      if (is_slip_in_name (ascii, preset->domains[j]))
        meant = preset->domains[j];
  }
  return meant;
}
