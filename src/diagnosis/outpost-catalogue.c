/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-catalogue.h"

#include <string.h>

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "outpost-diagnosis-resources.h"

#define CATALOGUE_RESOURCE "/io/github/outpost_mail/Outpost/catalogue.json"
/* A reply is cut before a pattern is searched in it. */
#define TEXT_MAX_CHARACTERS 2000
/* The same for a guide. */
#define GUIDE_MAX_CHARACTERS 65536

typedef struct {
  JsonParser *parser;      /* owns the rows' strings */
  GPtrArray  *replies;
  GPtrArray  *classes;
  GPtrArray  *digits;
  GPtrArray  *transport;
  GPtrArray  *advice;      /* what old guides say */
  GPtrArray  *signs;       /* words that only one provider's servers use */
  gint64      checked;     /* the day on which the facts were checked, s since 1970 UTC */
} Catalogue;

static const char * const stage_names[OUTPOST_SMTP_N_STAGES] = {
  "lookup", "connect", "secure", "greeting", "sign-in", "sender", "recipient", "message",
};

static const char * const fault_names[] = {
  "settings", "account", "server", "network", "computer", "recipient", "outpost", "nobody",
};

static const char * const fix_names[] = {
  "", "connection", "sender-account", "mechanism-plain", "mechanism-auto",
};

static const struct { const char *name; OutpostField field; } field_names[] = {
  { "server", OUTPOST_FIELD_SERVER },
  { "port", OUTPOST_FIELD_PORT },
  { "security", OUTPOST_FIELD_SECURITY },
  { "sign-in", OUTPOST_FIELD_SIGN_IN },
  { "username", OUTPOST_FIELD_USERNAME },
  { "password", OUTPOST_FIELD_PASSWORD },
  { "sender", OUTPOST_FIELD_SENDER },
  { "test-address", OUTPOST_FIELD_TEST_ADDRESS },
  { "hello-name", OUTPOST_FIELD_HELLO_NAME },
  { "mechanism", OUTPOST_FIELD_MECHANISM },
  { "pinned-key", OUTPOST_FIELD_PINNED_KEY },
  { "ca-file", OUTPOST_FIELD_CA_FILE },
  { "client-certificate", OUTPOST_FIELD_CLIENT_CERTIFICATE },
  { "secret", OUTPOST_FIELD_SECRET },
};

static const char *
get_string (JsonObject *object,
            const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

/* The file is part of the program: a word that is not in the table is a mistake
 * of ours, which every test sees. */
static guint
get_name (JsonObject         *object,
          const char         *member,
          const char * const *names,
          guint               n_names,
          guint               fallback)
{
  const char *text = get_string (object, member);

  if (text == NULL)
    return fallback;
  for (guint i = 0; i < n_names; i++)
    if (g_str_equal (text, names[i]))
      return i;
  g_error ("%s: unknown %s “%s”", CATALOGUE_RESOURCE, member, text);
}

static void
read_field (JsonObject          *object,
            OutpostCatalogueRow *row)
{
  const char *text = get_string (object, "field");

  if (text == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (field_names); i++)
    if (g_str_equal (text, field_names[i].name)) {
      row->has_field = TRUE;
      row->field = field_names[i].field;
      return;
    }
  g_error ("%s: unknown field “%s”", CATALOGUE_RESOURCE, text);
}

static void
read_pattern (JsonObject          *object,
              OutpostCatalogueRow *row)
{
  g_autoptr (GError) error = NULL;
  const char *text = get_string (object, "pattern");

  if (text == NULL)
    return;
  row->pattern = g_regex_new (text, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);
  if (row->pattern == NULL)
    g_error ("%s: %s", CATALOGUE_RESOURCE, error->message);
}

static OutpostCatalogueRow *
read_row (JsonObject *object)
{
  OutpostCatalogueRow *row = g_new0 (OutpostCatalogueRow, 1);

  row->id = get_string (object, "id");
  row->provider = get_string (object, "provider");
  row->stage = get_name (object, "stage", stage_names, G_N_ELEMENTS (stage_names),
                         OUTPOST_SMTP_STAGE_LOOKUP);
  row->only_there = json_object_get_boolean_member_with_default (object, "only", FALSE);
  row->code = (guint) json_object_get_int_member_with_default (object, "code", 0);
  if (json_object_has_member (object, "digit"))
    row->code = (guint) json_object_get_int_member (object, "digit");
  row->enhanced = get_string (object, "enhanced");
  row->temporary = json_object_get_boolean_member_with_default (object, "temporary", FALSE);
  row->fault = get_name (object, "fault", fault_names, G_N_ELEMENTS (fault_names),
                         OUTPOST_FAULT_SERVER);
  row->fix = get_name (object, "fix", fix_names, G_N_ELEMENTS (fix_names),
                       OUTPOST_CATALOGUE_FIX_NONE);
  row->cause = get_string (object, "cause");
  row->next_step = get_string (object, "next");
  read_field (object, row);
  read_pattern (object, row);
  if (json_object_has_member (object, "link")) {
    JsonObject *link = json_object_get_object_member (object, "link");

    row->link_label = get_string (link, "label");
    row->url = get_string (link, "url");
  }

  return row;
}

/* The same row for other codes: "454 4.7.1", "553". */
static OutpostCatalogueRow *
read_variant (const OutpostCatalogueRow *row,
              const char                *codes)
{
  OutpostCatalogueRow *variant = g_memdup2 (row, sizeof *row);
  const char *blank = strchr (codes, ' ');

  variant->is_variant = TRUE;
  variant->code = (guint) g_ascii_strtoull (codes, NULL, 10);
  variant->enhanced = blank != NULL ? blank + 1 : NULL;
  return variant;
}

static GPtrArray *
read_rows (JsonObject *root,
           const char *member)
{
  JsonArray *array = json_object_get_array_member (root, member);
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *object = json_array_get_object_element (array, i);
    OutpostCatalogueRow *row = read_row (object);
    JsonArray *also = json_object_has_member (object, "also")
                        ? json_object_get_array_member (object, "also") : NULL;

    g_ptr_array_add (rows, row);
    for (guint j = 0; also != NULL && j < json_array_get_length (also); j++)
      g_ptr_array_add (rows, read_variant (row, json_array_get_string_element (also, j)));
  }
  return rows;
}

static gint64
read_date (const char *text)
{
  g_autofree char *iso = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (iso, NULL);

  if (date == NULL)
    g_error ("%s: no date “%s”", CATALOGUE_RESOURCE, text);
  return g_date_time_to_unix (date);
}

static gpointer
load_catalogue (gpointer unused)
{
  Catalogue *catalogue = g_new0 (Catalogue, 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *root;

  g_resources_register (outpost_diagnosis_get_resource ());
  bytes = g_resources_lookup_data (CATALOGUE_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);

  catalogue->parser = json_parser_new_immutable ();
  json_parser_load_from_data (catalogue->parser, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);

  root = json_node_get_object (json_parser_get_root (catalogue->parser));
  catalogue->replies = read_rows (root, "replies");
  catalogue->classes = read_rows (root, "classes");
  catalogue->digits = read_rows (root, "digits");
  catalogue->transport = read_rows (root, "transport");
  catalogue->advice = read_rows (root, "advice");
  catalogue->signs = read_rows (root, "signs");
  catalogue->checked = read_date (get_string (root, "checked"));

  return catalogue;
}

static const Catalogue *
get_catalogue (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_catalogue, NULL);
}

/* "5.7.8" under class 5 and 5.7.80 alike: Google's help page of 2026-02 prints
 * 5.7.80, 5.7.90 and 5.7.40 where its servers send 5.7.8, 5.7.9 and 5.7.4. */
static gboolean
same_enhanced (const char *wanted,
               const char *got)
{
  gsize length = strlen (wanted);

  if (got == NULL || strncmp (wanted, got, length) != 0)
    return FALSE;
  return got[length] == '\0' || (got[length] == '0' && got[length + 1] == '\0');
}

/* X.7.0 and the like say no more than the class (RFC 3463, section 3.1): the reply
 * code has to agree, too. */
static gboolean
is_undefined (const char *enhanced)
{
  return g_str_has_suffix (enhanced, ".0");
}

/* How well a row fits: 0 not at all. The order is provider before any, then code
 * and enhanced code with pattern, pattern alone, codes alone. A row with both a
 * pattern and codes needs the pattern and one of the codes. */
static guint
score_row (const OutpostCatalogueRow *row,
           const char                *family,
           OutpostSmtpStage           stage,
           const OutpostSmtpReply    *reply,
           const char                *text)
{
  gboolean code = row->code != 0 && row->code == reply->code;
  gboolean enhanced = row->enhanced != NULL && same_enhanced (row->enhanced, reply->enhanced);
  guint score = 0;

  if (stage < row->stage || (row->only_there && stage != row->stage) ||
      (row->provider != NULL && g_strcmp0 (row->provider, family) != 0))
    return 0;
  /* A code of one class never matches a row of the other. */
  if (row->code != 0 && row->code / 100 != reply->code / 100)
    return 0;
  if (row->pattern != NULL) {
    if (!g_regex_match (row->pattern, text, 0, NULL) ||
        ((row->code != 0 || row->enhanced != NULL) && !code && !enhanced))
      return 0;
    score += 4;
  } else if (row->enhanced == NULL ? !code : !enhanced || (!code && is_undefined (row->enhanced))) {
    return 0;
  }

  return 1 + score + code + enhanced + (row->provider != NULL ? 16 : 0);
}

static const OutpostCatalogueRow *
find_best (GPtrArray              *rows,
           const char             *family,
           OutpostSmtpStage        stage,
           const OutpostSmtpReply *reply,
           const char             *text)
{
  const OutpostCatalogueRow *best = NULL;
  guint best_score = 0;

  for (guint i = 0; i < rows->len; i++) {
    const OutpostCatalogueRow *row = g_ptr_array_index (rows, i);
    guint score = score_row (row, family, stage, reply, text);

    if (score > best_score || (score == best_score && score > 0 && row->stage > best->stage)) {
      best = row;
      best_score = score;
    }
  }
  return best;
}

/* The last row whose stage has been reached: rows of a table stand in that order. */
static const OutpostCatalogueRow *
find_latest (GPtrArray        *rows,
             OutpostSmtpStage  stage,
             guint             digit,
             const char       *subject)
{
  const OutpostCatalogueRow *found = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const OutpostCatalogueRow *row = g_ptr_array_index (rows, i);

    if (stage < row->stage || (digit != 0 && row->code != digit) ||
        (subject != NULL && strcmp (row->enhanced, subject) != 0))
      continue;
    if (found == NULL || row->stage >= found->stage)
      found = row;
  }
  return found;
}

/* UTF-8, else what the provider's servers are known to send, else Latin-1, in
 * which every octet is a letter. */
static char *
decode (const char *octets,
        const char *family)
{
  gboolean chinese = g_strcmp0 (family, "qq") == 0 || g_strcmp0 (family, "netease") == 0;
  char *text = NULL;

  if (g_utf8_validate (octets, -1, NULL))
    return g_strdup (octets);
  if (chinese)
    text = g_convert (octets, -1, "UTF-8", "GBK", NULL, NULL, NULL);
  if (text == NULL)
    text = g_convert (octets, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (octets, -1);
}

static void
cut (char *text,
     glong max_characters)
{
  if (g_utf8_strlen (text, -1) > max_characters)
    *g_utf8_offset_to_pointer (text, max_characters) = '\0';
}

/* A pattern may name an enhanced code, too. */
static char *
join_text (const OutpostSmtpReply *reply,
           const char             *family)
{
  g_autofree char *words = decode (reply->text != NULL ? reply->text : "", family);
  g_autofree char *text = reply->enhanced != NULL ? g_strjoin (" ", reply->enhanced, words, NULL)
                                                  : g_strdup (words);

  g_strdelimit (text, "\r\n\t", ' ');
  cut (text, TEXT_MAX_CHARACTERS);
  return g_steal_pointer (&text);
}

/**
 * outpost_catalogue_get:
 * @id: the name of a row about something else than a reply
 *
 * Returns: (transfer none): the row; a name that is not there is a mistake of ours
 */
const OutpostCatalogueRow *
outpost_catalogue_get (const char *id)
{
  GPtrArray *rows = get_catalogue ()->transport;

  for (guint i = 0; i < rows->len; i++) {
    const OutpostCatalogueRow *row = g_ptr_array_index (rows, i);

    if (g_str_equal (row->id, id))
      return row;
  }
  g_error ("%s: no row “%s”", CATALOGUE_RESOURCE, id);
}

/**
 * outpost_catalogue_match_reply:
 * @family: (nullable): the provider's family, from its server's name
 * @stage: where the reply came
 * @reply: a refusal
 *
 * Finds the cause of a refusal: the rows of the provider, then those for all, then
 * the class of the enhanced code (RFC 3463), then the first digit. A row is for
 * its stage or a later one. Where code and enhanced code are of different
 * classes the first digit decides.
 *
 * Returns: (transfer none) (nullable): a row, or %NULL if the code begins with
 *   neither 4 nor 5 and no row names it
 */
const OutpostCatalogueRow *
outpost_catalogue_match_reply (const char             *family,
                               OutpostSmtpStage        stage,
                               const OutpostSmtpReply *reply)
{
  const Catalogue *catalogue = get_catalogue ();
  g_autofree char *text = join_text (reply, family);
  g_auto (GStrv) parts = g_strsplit (reply->enhanced != NULL ? reply->enhanced : "", ".", 3);
  const OutpostCatalogueRow *row = find_best (catalogue->replies, family, stage, reply, text);

  /* A temporary refusal says the same about every subject: not now. */
  if (row == NULL && reply->code / 100 == 5 && g_strv_length (parts) == 3 && parts[0][0] == '5')
    row = find_latest (catalogue->classes, stage, 0, parts[1]);
  if (row == NULL)
    row = find_latest (catalogue->digits, stage, reply->code / 100, NULL);
  return row;
}

/* Words apart by one blank each, so that a pattern meets them across lines. */
static char *
tidy_guide (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *tidy = g_string_new (NULL);

  cut (valid, GUIDE_MAX_CHARACTERS);
  for (const char *c = valid; *c != '\0'; c++)
    if (!g_ascii_isspace (*c))
      g_string_append_c (tidy, *c);
    else if (tidy->len > 0 && tidy->str[tidy->len - 1] != ' ')
      g_string_append_c (tidy, ' ');
  return g_string_free (tidy, FALSE);
}

/**
 * outpost_catalogue_find_advice:
 * @text: what someone was told to do, or a program's complaint
 *
 * Finds advice that no longer holds: 2-Step Verification off, less secure apps
 * and the like. Only the first 65,536 characters are read.
 *
 * Returns: (transfer container) (element-type OutpostCatalogueRow): the rows, in
 *   the catalogue's order; perhaps none
 */
GPtrArray *
outpost_catalogue_find_advice (const char *text)
{
  GPtrArray *rows = get_catalogue ()->advice;
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *tidy = tidy_guide (text);

  for (guint i = 0; i < rows->len; i++) {
    OutpostCatalogueRow *row = g_ptr_array_index (rows, i);

    if (g_regex_match (row->pattern, tidy, 0, NULL))
      g_ptr_array_add (found, row);
  }
  return found;
}

/**
 * outpost_catalogue_find_family:
 * @text: a pasted reply
 *
 * Looks for words that the servers of only one provider use. A guess, for where
 * no server's name is known: see [func@Outpost.preset_for_server].
 *
 * Returns: (transfer none) (nullable): the provider's key in the catalogue
 */
const char *
outpost_catalogue_find_family (const char *text)
{
  GPtrArray *rows = get_catalogue ()->signs;
  g_autofree char *tidy = tidy_guide (text);

  for (guint i = 0; i < rows->len; i++) {
    const OutpostCatalogueRow *row = g_ptr_array_index (rows, i);

    if (g_regex_match (row->pattern, tidy, 0, NULL))
      return row->provider;
  }
  return NULL;
}

/**
 * outpost_catalogue_get_checked:
 *
 * Returns: the day on which the facts were last checked, in seconds since 1970 UTC: this
 *   program was not made before it
 */
gint64
outpost_catalogue_get_checked (void)
{
  return get_catalogue ()->checked;
}

/**
 * outpost_catalogue_name_fault:
 * @fault: whose fault it is
 *
 * Returns: (transfer none): its name in the catalogue, which JSON uses, too
 */
const char *
outpost_catalogue_name_fault (OutpostFault fault)
{
  return fault_names[fault];
}

/**
 * outpost_catalogue_foreach:
 * @func: (scope call): called for each row
 * @user_data: handed to @func
 *
 * Goes through all rows, for whoever lists or checks them.
 */
void
outpost_catalogue_foreach (void     (*func) (const OutpostCatalogueRow *row,
                                             gpointer                   user_data),
                           gpointer   user_data)
{
  const Catalogue *catalogue = get_catalogue ();
  GPtrArray *tables[] = {
    catalogue->replies, catalogue->classes, catalogue->digits, catalogue->transport,
    catalogue->advice,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (guint j = 0; j < tables[i]->len; j++) {
      const OutpostCatalogueRow *row = g_ptr_array_index (tables[i], j);

      if (!row->is_variant)
        func (row, user_data);
    }
}
