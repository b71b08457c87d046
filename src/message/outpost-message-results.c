/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-results.h"

#include <string.h>

#include "outpost-message-comment-private.h"

/* Real fields have three or four results with a handful of properties each. */
#define RESULTS_MAX 64
#define PROPERTIES_MAX 32
#define VERSION "1"
#define ARC_INSTANCE_MAX 50  /* RFC 8617, section 4.2.1 */

static void
method_result_free (gpointer data)
{
  OutpostMethodResult *self = data;

  g_free (self->method);
  g_free (self->result);
  g_free (self->reason);
  g_free (self->comment);
  g_hash_table_unref (self->properties);
  g_free (self);
}

static OutpostMethodResults *
results_new (void)
{
  OutpostMethodResults *self = g_new0 (OutpostMethodResults, 1);

  self->results = g_ptr_array_new_with_free_func (method_result_free);
  return self;
}

static const char *
take_quoted (const char *at,
             GString    *out)
{
  for (at++; *at != '\0' && *at != '"'; at++) {
    if (*at == '\\' && at[1] != '\0')
      at++;
    g_string_append_c (out, *at);
  }
  return *at == '"' ? at + 1 : at;
}

/* A `value` or `pvalue`, and what servers write in its place: signatures in base64
 * and addresses, of which a part may be quoted. */
static const char *
take_value (const char *at,
            GString    *out)
{
  while (*at != '\0' && *at != ';' && *at != '(' && !outpost_comment_is_blank (*at)) {
    if (*at == '"')
      at = take_quoted (at, out);
    else
      g_string_append_c (out, *at++);
  }
  return at;
}

static gboolean
joins (char c)
{
  return c == '.' || c == '/';
}

/* What stands before an equals sign: `method / version` or `ptype . property`, whose
 * parts comments may part. Returns where the word after it begins. */
static const char *
take_key (const char *at,
          GString    *key,
          GString    *comments)
{
  gsize before;

  do {
    before = key->len;
    at = outpost_comment_skip (at, comments);
    while (*at != '\0' && strchr (" \t;(=\"", *at) == NULL)
      g_string_append_c (key, g_ascii_tolower (*at++));
    at = outpost_comment_skip (at, comments);
  } while (key->len > before && (joins (key->str[key->len - 1]) || joins (*at)));
  return at;
}

/* Reads `key = value` and tells whether it was one. Goes on by one character at
 * least, but never past the semicolon that ends a section. */
static gboolean
take_pair (const char **at,
           GString     *key,
           GString     *value,
           GString     *comments)
{
  g_string_truncate (key, 0);
  g_string_truncate (value, 0);
  *at = take_key (*at, key, comments);
  if (**at == '=') {
    *at = outpost_comment_skip (*at + 1, comments);
    *at = take_value (*at, value);
    return key->len > 0;
  }
  /* A word that stands alone: Microsoft names the recipient's domain so. */
  if (key->len == 0 && **at == '"')
    *at = take_quoted (*at, value);
  return FALSE;
}

/* Takes the method with its result. A method's own version, of which only the first
 * is known (RFC 8601, section 2.2), is not kept. */
static OutpostMethodResult *
method_result_new (const char *key,
                   const char *value)
{
  OutpostMethodResult *self;
  const char *slash = strchr (key, '/');

  if (*value == '\0' || *key == '/' || (slash != NULL && !g_str_equal (slash + 1, VERSION)))
    return NULL;

  self = g_new0 (OutpostMethodResult, 1);
  self->method = slash != NULL ? g_strndup (key, (gsize) (slash - key)) : g_strdup (key);
  self->result = g_ascii_strdown (value, -1);
  self->properties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/* Of a property that is told twice the first counts, as for fields. */
static void
set_property (OutpostMethodResult *self,
              const char          *key,
              const char          *value)
{
  if (g_str_equal (key, "reason"))
    self->reason = self->reason != NULL ? self->reason : g_strdup (value);
  else if (*value != '\0' && g_hash_table_size (self->properties) < PROPERTIES_MAX &&
           !g_hash_table_contains (self->properties, key))
    g_hash_table_insert (self->properties, g_strdup (key), g_strdup (value));
}

/* Reads one `resinfo`, up to the semicolon behind it. */
static const char *
take_section (OutpostMethodResults *self,
              const char           *at)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  g_autoptr (GString) comments = g_string_new (NULL);
  OutpostMethodResult *result = NULL;
  gboolean first = TRUE;

  while (*at != '\0' && *at != ';') {
    if (!take_pair (&at, key, value, comments))
      continue;
    if (first)
      result = method_result_new (key->str, value->str);
    else if (result != NULL)
      set_property (result, key->str, value->str);
    first = FALSE;
  }
  if (result != NULL) {
    result->comment = g_strdup (comments->str);
    g_ptr_array_add (self->results, result);
  }
  return at;
}

static void
take_sections (OutpostMethodResults *self,
               const char           *at)
{
  while (*at != '\0' && self->results->len < RESULTS_MAX) {
    at = take_section (self, at);
    if (*at == ';')
      at++;
  }
}

/* Microsoft leaves the server out, so that the first word is a result already. */
static gboolean
begins_with_result (const char *at)
{
  g_autoptr (GString) key = g_string_new (NULL);

  return *(take_key (at, key, NULL)) == '=' && key->len > 0;
}

/* Reads server and version. Returns where the results begin, or NULL if the version
 * is another: what such a field means cannot be known. */
static const char *
take_server (OutpostMethodResults *self,
             const char           *at)
{
  g_autoptr (GString) word = g_string_new (NULL);

  at = outpost_comment_skip (at, NULL);
  if (begins_with_result (at))
    return at;

  at = outpost_comment_skip (take_value (at, word), NULL);
  if (word->len > 0)
    self->server = g_strdup (word->str);
  g_string_truncate (word, 0);
  at = take_value (at, word);
  if (word->len > 0 && strspn (word->str, "0123456789") == word->len &&
      !g_str_equal (word->str, VERSION))
    return NULL;
  at = outpost_comment_skip (at, NULL);
  /* What else stands here is nobody's rule; an old Yahoo told the domain of From. */
  while (*at != '\0' && *at != ';')
    at = outpost_comment_skip (take_value (at, word), NULL);
  return *at == ';' ? at + 1 : at;
}

/**
 * outpost_method_results_parse:
 * @value: the unfolded value of an Authentication-Results field
 *
 * Reads a field of RFC 8601, section 2.2, and what servers write in its place: no
 * server, words that stand alone, unquoted base64. At most 64 results are read.
 *
 * Returns: (transfer full) (nullable): what it tells, or %NULL if it is of a later
 *   version
 */
OutpostMethodResults *
outpost_method_results_parse (const char *value)
{
  g_autoptr (OutpostMethodResults) self = results_new ();
  const char *at = take_server (self, value);

  if (at == NULL)
    return NULL;
  take_sections (self, at);
  return g_steal_pointer (&self);
}

/**
 * outpost_method_results_parse_arc:
 * @value: the unfolded value of an ARC-Authentication-Results field
 *
 * Reads a field of RFC 8617, section 4.1.1: an instance before what
 * Authentication-Results has.
 *
 * Returns: (transfer full) (nullable): what it tells, or %NULL if it is none
 */
OutpostMethodResults *
outpost_method_results_parse_arc (const char *value)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (GString) number = g_string_new (NULL);
  const char *at = value;
  guint64 instance = 0;
  OutpostMethodResults *self;

  if (!take_pair (&at, key, number, NULL) || !g_str_equal (key->str, "i") ||
      !g_ascii_string_to_unsigned (number->str, 10, 1, ARC_INSTANCE_MAX, &instance, NULL))
    return NULL;
  at = outpost_comment_skip (at, NULL);
  if (*at != ';')
    return NULL;

  self = outpost_method_results_parse (at + 1);
  if (self != NULL)
    self->instance = (guint) instance;
  return self;
}

/* Who looked: `receiver`, else the host before the colon of the comment, where many
 * programs put it (RFC 7208, section 9.1 has an example). */
static char *
dup_spf_server (OutpostMethodResult *result)
{
  const char *receiver = g_hash_table_lookup (result->properties, "receiver");
  gsize length = strcspn (result->comment, ": ");

  if (receiver != NULL && strchr (receiver, '.') != NULL)
    return g_strdup (receiver);
  return result->comment[length] == ':' ? g_strndup (result->comment, length) : NULL;
}

static const char *
name_spf_property (const char *key)
{
  if (g_str_equal (key, "envelope-from"))
    return "smtp.mailfrom";
  return g_str_equal (key, "helo") ? "smtp.helo" : key;
}

/**
 * outpost_method_results_parse_spf:
 * @value: the unfolded value of a Received-SPF field
 *
 * Reads a field of RFC 7208, section 9.1. Its properties get the names that
 * Authentication-Results has for them.
 *
 * Returns: (transfer full) (nullable): one result of the method `spf`, or %NULL if
 *   there is none
 */
OutpostMethodResults *
outpost_method_results_parse_spf (const char *value)
{
  g_autoptr (OutpostMethodResults) self = results_new ();
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) comments = g_string_new (NULL);
  const char *at = take_value (outpost_comment_skip (value, NULL), text);
  OutpostMethodResult *result = method_result_new ("spf", text->str);

  if (result == NULL)
    return NULL;
  g_ptr_array_add (self->results, result);
  while (*at != '\0') {
    if (*at == ';')
      at++;
    else if (take_pair (&at, key, text, comments))
      set_property (result, name_spf_property (key->str), text->str);
  }
  result->comment = g_strdup (comments->str);
  self->server = dup_spf_server (result);
  return g_steal_pointer (&self);
}

/**
 * outpost_method_results_free:
 * @self: (transfer full): results
 */
void
outpost_method_results_free (OutpostMethodResults *self)
{
  g_free (self->server);
  g_ptr_array_unref (self->results);
  g_free (self);
}
