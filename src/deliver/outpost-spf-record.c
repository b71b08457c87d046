/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-spf-record.h"

#include <string.h>

#include "outpost-spf-macro.h"

#define VERSION "v=spf1"
#define WRONG_MAX_OCTETS 80

/* What may follow the name of a mechanism (RFC 7208, section 12). */
typedef enum {
  TAKES_NOTHING,
  TAKES_DOMAIN,               /* ":" domain-spec */
  MAY_TAKE_DOMAIN,            /* [ ":" domain-spec ] */
  MAY_TAKE_DOMAIN_AND_PREFIX, /* [ ":" domain-spec ] [ dual-cidr-length ] */
  TAKES_NETWORK,              /* ":" network [ cidr-length ] */
} Form;

static const struct {
  const char          *name;
  OutpostSpfMechanism  mechanism;
  Form                 form;
} mechanisms[] = {
  { "all", OUTPOST_SPF_ALL, TAKES_NOTHING },
  { "include", OUTPOST_SPF_INCLUDE, TAKES_DOMAIN },
  { "a", OUTPOST_SPF_A, MAY_TAKE_DOMAIN_AND_PREFIX },
  { "mx", OUTPOST_SPF_MX, MAY_TAKE_DOMAIN_AND_PREFIX },
  { "ptr", OUTPOST_SPF_PTR, MAY_TAKE_DOMAIN },
  { "ip4", OUTPOST_SPF_IP4, TAKES_NETWORK },
  { "ip6", OUTPOST_SPF_IP6, TAKES_NETWORK },
  { "exists", OUTPOST_SPF_EXISTS, TAKES_DOMAIN },
};

static void
term_free (OutpostSpfTerm *term)
{
  g_free (term->spec);
  g_clear_object (&term->network);
  g_free (term->text);
  g_free (term);
}

/**
 * outpost_spf_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
outpost_spf_record_free (OutpostSpfRecord *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->terms);
  g_free (self->redirect);
  g_free (self);
}

/**
 * outpost_spf_record_is_one:
 * @text: the text of a TXT record
 *
 * Returns: whether @text is an SPF record, right or wrong (RFC 7208, section 4.5)
 */
gboolean
outpost_spf_record_is_one (const char *text)
{
  gsize length = strlen (VERSION);

  return g_ascii_strncasecmp (text, VERSION, length) == 0 &&
         (text[length] == '\0' || text[length] == ' ');
}

/* "0", or digits without a zero before them, up to a limit. */
static gboolean
read_prefix (const char *text,
             guint8      max,
             guint8     *prefix)
{
  guint64 number;

  if (!g_ascii_isdigit (*text) || (*text == '0' && text[1] != '\0') ||
      !g_ascii_string_to_unsigned (text, 10, 0, max, &number, NULL))
    return FALSE;
  *prefix = (guint8) number;
  return TRUE;
}

/* Where the digits begin with which a text ends. */
static char *
find_last_digits (char *text)
{
  char *at = text + strlen (text);

  while (at > text && g_ascii_isdigit (at[-1]))
    at--;
  return at;
}

/* Takes "/24", "//64" or "/24//64" off the end of an argument. Any other slash is part of the
 * domain-spec. */
static gboolean
cut_prefixes (char           *argument,
              OutpostSpfTerm *term)
{
  char *digits = find_last_digits (argument);

  if (*digits != '\0' && digits - argument >= 2 && digits[-1] == '/' && digits[-2] == '/') {
    if (!read_prefix (digits, 128, &term->prefix6))
      return FALSE;
    digits[-2] = '\0';
    digits = find_last_digits (argument);
  }
  if (*digits != '\0' && digits > argument && digits[-1] == '/') {
    if (!read_prefix (digits, 32, &term->prefix4))
      return FALSE;
    digits[-1] = '\0';
  }
  return TRUE;
}

static gboolean
read_domain (const char     *argument,
             OutpostSpfTerm *term)
{
  if (*argument != ':' || !outpost_spf_macro_is_domain_spec (argument + 1))
    return FALSE;
  term->spec = g_strdup (argument + 1);
  return TRUE;
}

static gboolean
read_network (char           *argument,
              OutpostSpfTerm *term)
{
  gboolean is_ip4 = term->mechanism == OUTPOST_SPF_IP4;
  char *slash = strchr (argument, '/');
  g_autoptr (GInetAddress) address = NULL;

  if (*argument != ':')
    return FALSE;
  if (slash != NULL) {
    if (!read_prefix (slash + 1, is_ip4 ? 32 : 128, is_ip4 ? &term->prefix4 : &term->prefix6))
      return FALSE;
    *slash = '\0';
  }
  address = g_inet_address_new_from_string (argument + 1);
  if (address == NULL || strchr (argument, '%') != NULL ||
      g_inet_address_get_family (address) != (is_ip4 ? G_SOCKET_FAMILY_IPV4
                                                     : G_SOCKET_FAMILY_IPV6))
    return FALSE;
  term->network = g_steal_pointer (&address);
  return TRUE;
}

static gboolean
read_argument (char           *argument,
               Form            form,
               OutpostSpfTerm *term)
{
  switch (form) {
    case TAKES_NOTHING:
      return *argument == '\0';
    case TAKES_DOMAIN:
      return read_domain (argument, term);
    case MAY_TAKE_DOMAIN:
      return *argument == '\0' || read_domain (argument, term);
    case MAY_TAKE_DOMAIN_AND_PREFIX:
      return cut_prefixes (argument, term) &&
             (*argument == '\0' || read_domain (argument, term));
    case TAKES_NETWORK:
      return read_network (argument, term);
    default:
      g_assert_not_reached ();
  }
}

static OutpostSpfTerm *
read_directive (const char *word)
{
  OutpostSpfTerm *term = g_new0 (OutpostSpfTerm, 1);
  const char *name = word + (strchr ("+-~?", *word) != NULL);
  gsize length = strcspn (name, ":/");

  term->text = g_strdup (word);
  term->qualifier = name > word ? *word : '+';
  term->prefix4 = 32;
  term->prefix6 = 128;
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    g_autofree char *argument = NULL;

    if (strlen (mechanisms[i].name) != length ||
        g_ascii_strncasecmp (mechanisms[i].name, name, length) != 0)
      continue;
    term->mechanism = mechanisms[i].mechanism;
    argument = g_strdup (name + length);
    if (read_argument (argument, mechanisms[i].form, term))
      return term;
    break;
  }
  term_free (term);
  return NULL;
}

/* The length of the name of a modifier that a word begins with, 0 if it begins with none. */
static gsize
get_modifier_length (const char *word)
{
  gsize length = 0;

  if (!g_ascii_isalpha (*word))
    return 0;
  while (g_ascii_isalnum (word[length]) || (word[length] != '\0' && strchr ("-_.", word[length])))
    length++;
  return word[length] == '=' ? length : 0;
}

/* Known modifiers stand once at most; what is not known plays no part (section 6). */
static gboolean
read_modifier (OutpostSpfRecord *self,
               const char       *word,
               gsize             length,
               gboolean         *explained)
{
  const char *value = word + length + 1;

  if (length == strlen ("redirect") && g_ascii_strncasecmp (word, "redirect", length) == 0) {
    if (self->redirect != NULL || !outpost_spf_macro_is_domain_spec (value))
      return FALSE;
    self->redirect = g_strdup (value);
    return TRUE;
  }
  if (length == strlen ("exp") && g_ascii_strncasecmp (word, "exp", length) == 0) {
    if (*explained || !outpost_spf_macro_is_domain_spec (value))
      return FALSE;
    *explained = TRUE;
    return TRUE;
  }
  return outpost_spf_macro_is_string (value, TRUE);
}

static gboolean
read_word (OutpostSpfRecord *self,
           const char       *word,
           gboolean         *explained)
{
  gsize length = get_modifier_length (word);
  OutpostSpfTerm *term;

  if (length > 0)
    return read_modifier (self, word, length, explained);
  term = read_directive (word);
  if (term != NULL)
    g_ptr_array_add (self->terms, term);
  return term != NULL;
}

/**
 * outpost_spf_record_parse:
 * @text: a record that [func@Outpost.spf_record_is_one] takes; any octets
 * @wrong: (out) (nullable): return location for the word that is wrong, not fit to be shown
 *
 * Reads a record by the grammar of RFC 7208, section 12. All of it must be right (section 4.6).
 *
 * Returns: (transfer full) (nullable): the record, or %NULL with @wrong set
 */
OutpostSpfRecord *
outpost_spf_record_parse (const char  *text,
                          char       **wrong)
{
  g_autoptr (OutpostSpfRecord) self = g_new0 (OutpostSpfRecord, 1);
  g_auto (GStrv) words = g_strsplit (text + strlen (VERSION), " ", -1);
  gboolean explained = FALSE;

  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0' || read_word (self, words[i], &explained))
      continue;
    *wrong = g_strndup (words[i], WRONG_MAX_OCTETS);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * outpost_spf_record_find_all:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the `all` that ends it; nothing behind it counts
 */
const OutpostSpfTerm *
outpost_spf_record_find_all (const OutpostSpfRecord *self)
{
  for (guint i = 0; i < self->terms->len; i++) {
    const OutpostSpfTerm *term = g_ptr_array_index (self->terms, i);

    if (term->mechanism == OUTPOST_SPF_ALL)
      return term;
  }
  return NULL;
}
