/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-message-received.h"

#include <string.h>

#include <gio/gio.h>

#include "outpost-message-comment-private.h"
#include "outpost-message-date.h"

/* No field has more that looks like an address. */
#define ADDRESSES_MAX 20

typedef enum {
  CLAUSE_NONE,
  CLAUSE_FROM,
  CLAUSE_BY,
  CLAUSE_VIA,
  CLAUSE_WITH,
  CLAUSE_ID,
  CLAUSE_FOR,
  CLAUSE_TLS,  /* RFC 8314, section 4.3 */
  N_CLAUSES
} Clause;

/* The clauses of a field, their words and comments apart. A line feed stands behind
 * each comment: no field holds another. */
typedef struct {
  GString *words[N_CLAUSES];
  GString *comments[N_CLAUSES];
  GString *all_comments;
  Clause   clause;
} Clauses;

static void
clauses_init (Clauses *self)
{
  for (guint i = 0; i < N_CLAUSES; i++) {
    self->words[i] = g_string_new (NULL);
    self->comments[i] = g_string_new (NULL);
  }
  self->all_comments = g_string_new (NULL);
  self->clause = CLAUSE_NONE;
}

static void
clauses_clear (Clauses *self)
{
  for (guint i = 0; i < N_CLAUSES; i++) {
    g_string_free (self->words[i], TRUE);
    g_string_free (self->comments[i], TRUE);
  }
  g_string_free (self->all_comments, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Clauses, clauses_clear)

/* Reads a word; what stands in quotes or angle brackets is no mark. */
static const char *
take_word (const char *at,
           GString    *word)
{
  gboolean quoted = FALSE;

  for (; *at != '\0'; at++) {
    if (!quoted && (*at == ';' || *at == '(' || outpost_comment_is_blank (*at)))
      break;
    if (*at == '"')
      quoted = !quoted;
    g_string_append_c (word, *at);
  }
  return at;
}

/* Where the date begins: behind the last semicolon that stands in no comment. */
static const char *
find_date (const char *value)
{
  g_autoptr (GString) word = g_string_new (NULL);
  const char *date = NULL;

  for (const char *at = value; *at != '\0';) {
    if (*at == ';')
      date = ++at;
    else if (*at == '(')
      at = outpost_comment_take (at, NULL);
    else if (outpost_comment_is_blank (*at))
      at++;
    else
      at = take_word (at, word);
  }
  return date;
}

static Clause
find_clause (const char *word)
{
  static const char * const names[N_CLAUSES] = {
    NULL, "from", "by", "via", "with", "id", "for", "tls",
  };

  for (guint i = CLAUSE_FROM; i < N_CLAUSES; i++)
    if (g_ascii_strcasecmp (word, names[i]) == 0)
      return i;
  return CLAUSE_NONE;
}

static gboolean
is_empty (const Clauses *self,
          Clause         clause)
{
  return self->words[clause]->len == 0 && self->comments[clause]->len == 0;
}

/* A name of a clause begins one only where the clause before has its word: a client
 * may call itself "by". */
static void
add_word (Clauses    *self,
          const char *word)
{
  Clause next = find_clause (word);
  GString *words;

  if (next != CLAUSE_NONE && is_empty (self, next) &&
      (self->clause == CLAUSE_NONE || !is_empty (self, self->clause))) {
    self->clause = next;
    return;
  }
  words = self->words[self->clause];
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, word);
}

static void
read_clauses (Clauses    *self,
              const char *at,
              const char *end)
{
  g_autoptr (GString) word = g_string_new (NULL);

  while (*at != '\0' && at != end) {
    if (*at == '(') {
      g_string_truncate (word, 0);
      at = outpost_comment_take (at, word);
      g_string_append_printf (self->comments[self->clause], "%s\n", word->str);
      g_string_append_printf (self->all_comments, "%s\n", word->str);
    } else if (*at == ';' || outpost_comment_is_blank (*at)) {
      at++;
    } else {
      g_string_truncate (word, 0);
      at = take_word (at, word);
      add_word (self, word->str);
    }
  }
}

/* The group of that number in the first match, or NULL. */
static char *
dup_match (GRegex     *regex,
           const char *text,
           int         group)
{
  g_autoptr (GMatchInfo) match = NULL;
  char *found;

  if (!g_regex_match (regex, text, 0, &match))
    return NULL;
  found = g_match_info_fetch (match, group);
  if (found != NULL && *found == '\0')
    g_clear_pointer (&found, g_free);
  return found;
}

typedef struct {
  GRegex *address;
  GRegex *looked_up;
  GRegex *hello;
  GRegex *version;
  GRegex *cipher;
} Patterns;

static GRegex *
compile (const char *pattern)
{
  return g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
}

static const Patterns *
get_patterns (void)
{
  static gsize once = 0;
  static Patterns patterns;

  if (g_once_init_enter (&once)) {
    patterns.address = compile ("(?<![\\w.:-])(?:IPv6:)?([0-9a-f:.]{2,45})(?![\\w.:@-])");
    /* Postfix, sendmail and Gmail: "(mail.example [192.0.2.1])". */
    patterns.looked_up = compile ("^([\\w-]+(?:\\.[\\w-]+)*)\\.? \\[");
    /* qmail and Yahoo: "(HELO mail.example)"; Exim: "helo=mail.example". */
    patterns.hello = compile ("(?:^|[ \\]])(?:HELO |EHLO |helo=)([^\\s)]+)");
    patterns.version = compile ("(?<![A-Z0-9])(TLS|SSL)\\s?v?([0-9])(?:[._]([0-9]))?(?=[\\s,:/;])");
    patterns.cipher = compile ("(?|cipher[ =:]+([\\w-]{4,60})"                /* most of them */
                               "|(?<![A-Z0-9])TLSv?[0-9.]+:([\\w-]{4,60})"    /* older Exim */
                               "|(?<![\\w-])([\\w-]{4,60}) encrypted"         /* qmail */
                               "|bits,([\\w-]{4,60}))");                      /* Courier */
    g_once_init_leave (&once, 1);
  }
  return &patterns;
}

static char *
dup_first_word (const GString *words)
{
  gsize length = strcspn (words->str, " ");

  while (length > 0 && words->str[length - 1] == '.')
    length--;
  return length > 0 ? g_strndup (words->str, length) : NULL;
}

/* An IPv4 address that came in by a socket for both is shown as what it is. */
static char *
show_address (GInetAddress *address)
{
  static const char mapped[] = "::ffff:";
  g_autofree char *text = g_inet_address_to_string (address);

  if (g_str_has_prefix (text, mapped) && strchr (text, '.') != NULL)
    return g_strdup (text + strlen (mapped));
  return g_steal_pointer (&text);
}

static char *
dup_address_in (const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (get_patterns ()->address, text, 0, &match);
  for (guint i = 0; i < ADDRESSES_MAX && g_match_info_matches (match); i++) {
    g_autofree char *found = g_match_info_fetch (match, 1);
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (found);

    if (address != NULL)
      return show_address (address);
    g_match_info_next (match, NULL);
  }
  return NULL;
}

static gboolean
is_name (const char *text)
{
  return strchr (text, '.') != NULL && !g_hostname_is_ip_address (text) && *text != '[';
}

/* Whether both addresses lie in one operator's IPv6 network: registries give those
 * out with 32 bits or fewer. */
static gboolean
are_neighbours (const char *a,
                const char *b)
{
  g_autoptr (GInetAddress) address_a = a != NULL ? g_inet_address_new_from_string (a) : NULL;
  g_autoptr (GInetAddress) address_b = b != NULL ? g_inet_address_new_from_string (b) : NULL;

  return address_a != NULL && address_b != NULL &&
         g_inet_address_get_family (address_a) == G_SOCKET_FAMILY_IPV6 &&
         g_inet_address_get_family (address_b) == G_SOCKET_FAMILY_IPV6 &&
         memcmp (g_inet_address_to_bytes (address_a), g_inet_address_to_bytes (address_b), 4) == 0;
}

/* Exchange writes the name that the client gave, also at its border. Between its own
 * servers in the cloud it tells the addresses of both. */
static gboolean
is_exchange_step (OutpostReceived *self,
                  Clauses         *clauses)
{
  g_autofree char *by_address = dup_address_in (clauses->comments[CLAUSE_BY]->str);

  if (self->protocol == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (self->protocol, "HTTPS") == 0 ||
      g_ascii_strcasecmp (self->protocol, "mapi") == 0)
    return TRUE;
  return g_ascii_strncasecmp (self->protocol, "Microsoft SMTP", 14) == 0 &&
         are_neighbours (self->address, by_address);
}

/* Who the client was. Programs differ in where they put the name that it gave and
 * the one that belongs to its address. */
static void
read_client (OutpostReceived *self,
             Clauses         *clauses)
{
  const char *comments = clauses->comments[CLAUSE_FROM]->str;
  g_autofree char *hello = dup_match (get_patterns ()->hello, comments, 1);
  /* A client may call itself by an address that is not its own. */
  g_autofree char *others = g_regex_replace_literal (get_patterns ()->hello, comments, -1, 0, "", 0,
                                                     NULL);
  g_autofree char *looked_up = dup_match (get_patterns ()->looked_up, others, 1);

  self->from = dup_first_word (clauses->words[CLAUSE_FROM]);
  self->address = dup_address_in (others);
  if (self->address == NULL && self->from != NULL)
    self->address = dup_address_in (self->from);

  if (looked_up != NULL) {
    if (g_ascii_strcasecmp (looked_up, "unknown") != 0)
      self->verified = g_steal_pointer (&looked_up);
  } else if (self->from != NULL && is_name (self->from) &&
             /* qmail and Exim write the looked-up name first and the given one in brackets;
              * Exim leaves that out where the two are the same. */
             (hello != NULL || strstr (clauses->all_comments->str, "Exim ") != NULL ||
              is_exchange_step (self, clauses))) {
    self->verified = g_strdup (self->from);
  }
  if (hello != NULL) {
    g_free (self->from);
    self->from = g_steal_pointer (&hello);
  }
}

static gboolean
is_one_of (const char         *protocol,
           const char * const *names)
{
  for (; *names != NULL; names++)
    if (g_ascii_strcasecmp (protocol, *names) == 0)
      return TRUE;
  return FALSE;
}

/* The names are of RFC 3848 and RFC 6531, section 4.3, but for SMTPS, which Exim,
 * Gmail and Yahoo write. "SMTP" alone says nothing: it is older than these names, and
 * Gmail writes it for steps between its own servers. */
static OutpostReceivedTls
judge_tls (OutpostReceived *self,
           Clauses         *clauses)
{
  static const char * const secured[] = {
    "ESMTPS", "ESMTPSA", "LMTPS", "LMTPSA", "UTF8SMTPS", "UTF8SMTPSA", "UTF8LMTPS", "UTF8LMTPSA",
    "SMTPS", "SMTPSA", "HTTPS", "IMAPS", "POP3S", NULL
  };
  static const char * const clear[] = { "ESMTP", "ESMTPA", "UTF8SMTP", "UTF8SMTPA", NULL };

  /* An older Exchange tells no more than "(TLS)". */
  if (self->tls_version != NULL || self->cipher != NULL ||
      g_str_equal (clauses->comments[CLAUSE_WITH]->str, "TLS\n"))
    return OUTPOST_RECEIVED_TLS_YES;
  if (self->protocol == NULL)
    return OUTPOST_RECEIVED_TLS_UNTOLD;
  if (is_one_of (self->protocol, secured))
    return OUTPOST_RECEIVED_TLS_YES;
  return is_one_of (self->protocol, clear) ? OUTPOST_RECEIVED_TLS_NO : OUTPOST_RECEIVED_TLS_UNTOLD;
}

static char *
dup_tls_version (const char *comments)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *family = NULL;
  g_autofree char *major = NULL;
  g_autofree char *minor = NULL;

  if (!g_regex_match (get_patterns ()->version, comments, 0, &match))
    return NULL;
  family = g_match_info_fetch (match, 1);
  major = g_match_info_fetch (match, 2);
  minor = g_match_info_fetch (match, 3);
  if (g_ascii_strcasecmp (family, "SSL") == 0)
    return g_strdup_printf ("SSLv%s", major);
  return g_strdup_printf ("TLSv%s.%s", major, minor != NULL && *minor != '\0' ? minor : "0");
}

static void
read_protocol (OutpostReceived *self,
               Clauses         *clauses)
{
  const GString *with = clauses->words[CLAUSE_WITH];

  if (g_ascii_strncasecmp (with->str, "Microsoft ", 10) == 0)
    self->protocol = g_strdup (with->str);
  else
    self->protocol = dup_first_word (with);
}

static void
read_tls (OutpostReceived *self,
          Clauses         *clauses)
{
  self->tls_version = dup_tls_version (clauses->all_comments->str);
  self->cipher = dup_first_word (clauses->words[CLAUSE_TLS]);
  if (self->cipher == NULL)
    self->cipher = dup_match (get_patterns ()->cipher, clauses->all_comments->str, 1);
  self->tls = judge_tls (self, clauses);
}

/**
 * outpost_received_parse:
 * @value: the unfolded value of a Received field
 *
 * Reads a `Time-stamp-line` of RFC 5321, section 4.4, in the dialects of Postfix,
 * Exim, sendmail, qmail, Courier, Exchange, Gmail and Yahoo, which differ in what
 * stands in comments. What cannot be read is left out.
 *
 * Returns: (transfer full): what the field tells, perhaps nothing
 */
OutpostReceived *
outpost_received_parse (const char *value)
{
  OutpostReceived *self = g_new0 (OutpostReceived, 1);
  const char *date = find_date (value);
  g_auto (Clauses) clauses;

  clauses_init (&clauses);
  read_clauses (&clauses, value, date);
  self->by = dup_first_word (clauses.words[CLAUSE_BY]);
  read_protocol (self, &clauses);
  read_client (self, &clauses);
  read_tls (self, &clauses);
  if (date != NULL && !outpost_message_read_date (date, &self->time))
    self->time = 0;
  return self;
}

/**
 * outpost_received_free:
 * @self: (transfer full): a field
 */
void
outpost_received_free (OutpostReceived *self)
{
  g_free (self->from);
  g_free (self->verified);
  g_free (self->address);
  g_free (self->by);
  g_free (self->protocol);
  g_free (self->tls_version);
  g_free (self->cipher);
  g_free (self);
}
