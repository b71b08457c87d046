/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-spf-macro.h"

#include <string.h>

/* RFC 7208, section 7.3: a longer result loses labels on its left. */
#define NAME_MAX_OCTETS 253
/* No record that is of use needs more; %{l10r} and the like make much of little. */
#define EXPANSION_MAX_OCTETS 4096
#define LABELS_MAX 128

/* One macro-expand, taken apart. */
typedef struct {
  char        letter;      /* as written: a capital one asks for URL escapes */
  guint       n_labels;    /* how many to keep, counted from the right; 0: all */
  gboolean    reversed;
  const char *delimiters;
  gsize       n_delimiters;
} Macro;

/* Reads what follows "%{" up to and with "}"; NULL if it is none. */
static const char *
read_macro (const char *at,
            gboolean    explains,
            Macro      *macro)
{
  static const char letters[] = "slodiphv", more_letters[] = "crt";
  char lower = g_ascii_tolower (*at);
  const char *digits;
  guint64 n = 0;

  if (lower == '\0' ||
      (strchr (letters, lower) == NULL && !(explains && strchr (more_letters, lower) != NULL)))
    return NULL;
  macro->letter = *at++;

  digits = at;
  for (; g_ascii_isdigit (*at); at++)
    n = MIN (n * 10 + (guint64) (*at - '0'), LABELS_MAX);
  if (at > digits && n == 0)
    return NULL; /* the number of labels must not be zero (section 7.3) */
  macro->n_labels = (guint) n;
  macro->reversed = g_ascii_tolower (*at) == 'r';
  if (macro->reversed)
    at++;
  macro->delimiters = at;
  macro->n_delimiters = strspn (at, ".-+,/_=");
  at += macro->n_delimiters;
  return *at == '}' ? at + 1 : NULL;
}

/* Reads one macro-expand that begins at "%", or one macro-literal; NULL if it is neither. */
static const char *
read_piece (const char *at,
            gboolean    explains,
            Macro      *macro)
{
  macro->letter = '\0';
  if (*at != '%')
    return *at >= 0x21 && *at <= 0x7e ? at + 1 : NULL;
  if (at[1] == '{')
    return read_macro (at + 2, explains, macro);
  return at[1] == '%' || at[1] == '_' || at[1] == '-' ? at + 2 : NULL;
}

/**
 * outpost_spf_macro_is_string:
 * @text: what may be a macro-string
 * @explains: whether it is part of an explanation, where more letters are known
 *
 * Returns: whether @text is a `macro-string` of RFC 7208, section 7.1
 */
gboolean
outpost_spf_macro_is_string (const char *text,
                             gboolean    explains)
{
  Macro macro;

  while (text != NULL && *text != '\0')
    text = read_piece (text, explains, &macro);
  return text != NULL;
}

/* "toplabel" with a dot before it and perhaps one behind it. */
static gboolean
ends_with_label (const char *text,
                 gsize       length)
{
  gsize start;
  gboolean any_letter = FALSE;

  if (length > 0 && text[length - 1] == '.')
    length--;
  for (start = length; start > 0 && text[start - 1] != '.'; start--) {
    char c = text[start - 1];

    if (!g_ascii_isalnum (c) && c != '-')
      return FALSE;
    any_letter |= !g_ascii_isdigit (c);
  }
  return start > 0 && start < length && any_letter && text[start] != '-' && text[length - 1] != '-';
}

/**
 * outpost_spf_macro_is_domain_spec:
 * @text: what may be a domain-spec
 *
 * Returns: whether @text is a `domain-spec` of RFC 7208, section 7.1: a macro-string that ends
 *   with a macro or with a dot and a top label
 */
gboolean
outpost_spf_macro_is_domain_spec (const char *text)
{
  const char *at = text, *literal = text;
  gboolean ends_with_macro = FALSE;

  while (*at != '\0') {
    Macro macro;
    const char *next = read_piece (at, FALSE, &macro);

    if (next == NULL)
      return FALSE;
    ends_with_macro = *at == '%';
    if (ends_with_macro)
      literal = next;
    at = next;
  }
  return ends_with_macro || ends_with_label (literal, strlen (literal));
}

/* Dotted quad, or the 32 nibbles of an IPv6 address with dots between (section 7.3). */
static char *
format_address (GInetAddress *address)
{
  const guint8 *octets = g_inet_address_to_bytes (address);
  GString *text;

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (address);

  text = g_string_new (NULL);
  for (gsize i = 0; i < g_inet_address_get_native_size (address); i++)
    g_string_append_printf (text, "%s%x.%x", i > 0 ? "." : "", octets[i] >> 4, octets[i] & 15);
  return g_string_free (text, FALSE);
}

/* The value of a macro letter; NULL if it depends on an address that is not known. */
static char *
get_value (char                    letter,
           const OutpostSpfMacros *macros)
{
  switch (g_ascii_tolower (letter)) {
    case 's':
      return g_strconcat (macros->local, "@", macros->sender_domain, NULL);
    case 'l':
      return g_strdup (macros->local);
    case 'o':
      return g_strdup (macros->sender_domain);
    case 'd':
      return g_strdup (macros->domain);
    case 'h':
      return g_strdup (macros->hello);
    case 'p':
      /* Who wants it validated asks too much; "unknown" is always allowed. */
      return g_strdup ("unknown");
    case 'i':
      return macros->address != NULL ? format_address (macros->address) : NULL;
    case 'v':
      if (macros->address == NULL)
        return NULL;
      return g_strdup (g_inet_address_get_family (macros->address) == G_SOCKET_FAMILY_IPV4
                         ? "in-addr" : "ip6");
    default:
      return g_strdup (""); /* of an explanation: read by nobody here */
  }
}

/* Splits at the delimiters, turns round, keeps the right-hand parts, joins with dots. */
static char *
transform (const char  *value,
           const Macro *macro)
{
  g_autofree char *delimiters = macro->n_delimiters > 0
                                  ? g_strndup (macro->delimiters, macro->n_delimiters)
                                  : g_strdup (".");
  g_auto (GStrv) parts = g_strsplit_set (value, delimiters, LABELS_MAX);
  guint n = g_strv_length (parts), keep = macro->n_labels;
  GString *text = g_string_new (NULL);

  if (keep == 0 || keep > n)
    keep = n;
  for (guint i = n - keep; i < n; i++)
    g_string_append_printf (text, "%s%s", i > n - keep ? "." : "",
                            parts[macro->reversed ? n - 1 - i : i]);
  return g_string_free (text, FALSE);
}

/* Adds the value of one piece of a macro-string; FALSE if it has none. */
static gboolean
append_piece (GString                *name,
              const char             *piece,
              const Macro            *macro,
              const OutpostSpfMacros *macros)
{
  g_autofree char *value = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (*piece != '%') {
    g_string_append_c (name, *piece);
    return TRUE;
  }
  if (macro->letter == '\0') {
    g_string_append (name, piece[1] == '%' ? "%" : piece[1] == '_' ? " " : "%20");
    return TRUE;
  }
  value = get_value (macro->letter, macros);
  if (value == NULL)
    return FALSE;
  text = transform (value, macro);
  if (g_ascii_isupper (macro->letter))
    escaped = g_uri_escape_string (text, NULL, FALSE);
  g_string_append (name, escaped != NULL ? escaped : text);
  return TRUE;
}

/**
 * outpost_spf_macro_expand:
 * @spec: a domain-spec that [func@Outpost.spf_macro_is_domain_spec] takes
 * @macros: what macros stand for
 *
 * Returns: (transfer full) (nullable): the name, shortened from its left to 253 octets, without
 *   a dot at its end; %NULL if it depends on an address that is not known, or grows past all
 *   bounds. It may still be no name that can be asked for
 */
char *
outpost_spf_macro_expand (const char             *spec,
                          const OutpostSpfMacros *macros)
{
  g_autoptr (GString) name = g_string_new (NULL);
  const char *start;

  while (*spec != '\0') {
    Macro macro;
    const char *next = read_piece (spec, FALSE, &macro);

    if (next == NULL || !append_piece (name, spec, &macro, macros) ||
        name->len > EXPANSION_MAX_OCTETS)
      return NULL;
    spec = next;
  }

  if (name->len > 0 && name->str[name->len - 1] == '.')
    g_string_truncate (name, name->len - 1);
  start = name->str;
  while (strlen (start) > NAME_MAX_OCTETS && strchr (start, '.') != NULL)
    start = strchr (start, '.') + 1;
  return g_strdup (start);
}
