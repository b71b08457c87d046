/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-autoconfig-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "outpost-printable.h"

/* The format itself needs five. */
#define DEPTH_MAX 10
/* Nobody lists more, and each may be tried. */
#define SERVERS_MAX 16
/* draft-ietf-mailmaint-autoconfig-06 says 60 for displayName. */
#define PROVIDER_MAX_CHARACTERS 60
#define URL_MAX_OCTETS 2048

G_DEFINE_QUARK (outpost-autoconfig-error-quark, outpost_autoconfig_error)

/* GMarkup reads neither a DTD nor any entity but the five of XML: nothing can
 * grow, and nothing is fetched. */
typedef struct {
  const char              *address;
  OutpostAutoconfigOrigin  origin;
  OutpostAutoconfig       *result;
  OutpostAutoconfigEntry  *entry;      /* while inside <outgoingServer type="smtp"> */
  GString                 *text;       /* while inside an element whose text counts */
  gboolean                 is_sasl;    /* the <authentication> names a mechanism */
  guint                    depth;
  guint                    leaf_depth;
  guint                    n_providers;
  guint                    n_servers;
  gboolean                 any_left_out;
  OutpostAutoconfigFault   first_fault;
} Reader;

static void
set_no_settings (GError **error)
{
  g_set_error_literal (error, OUTPOST_AUTOCONFIG_ERROR, OUTPOST_AUTOCONFIG_ERROR_NO_SETTINGS,
                       _("The document is something else than settings."));
}

static const char *
find_attribute (const char **names,
                const char **values,
                const char  *wanted)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], wanted))
      return values[i];
  return NULL;
}

static void
begin_text (Reader *reader)
{
  reader->text = g_string_new (NULL);
  reader->leaf_depth = reader->depth;
}

static gboolean
is_page (const char *url)
{
  g_autoptr (GUri) uri = strlen (url) <= URL_MAX_OCTETS
                           ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "https") &&
         g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

/* Elements directly below <emailProvider>. */
static void
begin_provider_part (Reader      *reader,
                     const char  *name,
                     const char **names,
                     const char **values)
{
  if (g_str_equal (name, "outgoingServer") && reader->n_servers < SERVERS_MAX &&
      g_strcmp0 (find_attribute (names, values, "type"), "smtp") == 0) {
    reader->entry = outpost_autoconfig_entry_new ();
    reader->n_servers++;
  } else if (g_str_equal (name, "displayName") && reader->result->provider == NULL) {
    begin_text (reader);
  } else if (g_str_equal (name, "documentation") && reader->result->help_url == NULL &&
             reader->origin == OUTPOST_AUTOCONFIG_ORIGIN_ADMIN) {
    const char *url = find_attribute (names, values, "url");

    if (url != NULL && is_page (url))
      reader->result->help_url = g_strdup (url);
  }
}

static void
begin_server_part (Reader      *reader,
                   const char  *name,
                   const char **names,
                   const char **values)
{
  static const char * const wanted[] = {
    "hostname", "port", "socketType", "username", "authentication", NULL
  };

  if (!g_strv_contains (wanted, name))
    return;
  reader->is_sasl = g_strcmp0 (find_attribute (names, values, "system"), "sasl") == 0;
  begin_text (reader);
}

static void
start_element_cb (GMarkupParseContext  *context,
                  const char           *name,
                  const char          **names,
                  const char          **values,
                  gpointer              user_data,
                  GError              **error)
{
  Reader *reader = user_data;

  reader->depth++;
  if (reader->depth > DEPTH_MAX) {
    g_set_error_literal (error, OUTPOST_AUTOCONFIG_ERROR, OUTPOST_AUTOCONFIG_ERROR_TOO_DEEP,
                         _("The document is nested too deeply to be settings."));
    return;
  }
  if (reader->depth == 1 && !g_str_equal (name, "clientConfig")) {
    set_no_settings (error);
    return;
  }

  if (reader->depth == 2 && g_str_equal (name, "emailProvider"))
    reader->n_providers++;
  else if (reader->depth == 3 && reader->n_providers == 1 &&
           g_str_equal (g_markup_parse_context_get_element_stack (context)->next->data,
                        "emailProvider"))
    begin_provider_part (reader, name, names, values);
  else if (reader->depth == 4 && reader->entry != NULL)
    begin_server_part (reader, name, names, values);
}

static void
text_cb (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              user_data,
         GError              **error)
{
  Reader *reader = user_data;

  if (reader->text != NULL && reader->depth == reader->leaf_depth)
    g_string_append_len (reader->text, text, (gssize) length);
}

/* The first of each counts; of the ways to sign in, all. */
static void
keep_text (Reader     *reader,
           const char *name,
           char       *text)
{
  OutpostAutoconfigEntry *entry = reader->entry;
  g_autofree char *owned = text;
  char **place = NULL;

  g_strstrip (owned);
  if (g_str_equal (name, "displayName"))
    reader->result->provider = outpost_printable (owned, -1, PROVIDER_MAX_CHARACTERS);
  else if (g_str_equal (name, "authentication"))
    g_ptr_array_add (entry->methods, g_strconcat (reader->is_sasl ? "sasl:" : "", owned, NULL));
  else if (g_str_equal (name, "hostname"))
    place = &entry->hostname;
  else if (g_str_equal (name, "port"))
    place = &entry->port;
  else if (g_str_equal (name, "socketType"))
    place = &entry->socket_type;
  else if (g_str_equal (name, "username"))
    place = &entry->username;

  if (place != NULL && *place == NULL)
    *place = g_steal_pointer (&owned);
}

static void
end_entry (Reader *reader)
{
  g_autoptr (OutpostAutoconfigEntry) entry = g_steal_pointer (&reader->entry);
  OutpostAutoconfigFault fault;
  OutpostAutoconfigServer *server =
    outpost_autoconfig_entry_judge (entry, reader->address, reader->origin, &fault);

  if (server != NULL) {
    g_ptr_array_add (reader->result->servers, server);
  } else if (!reader->any_left_out) {
    reader->any_left_out = TRUE;
    reader->first_fault = fault;
  }
}

static void
end_element_cb (GMarkupParseContext  *context,
                const char           *name,
                gpointer              user_data,
                GError              **error)
{
  Reader *reader = user_data;

  if (reader->text != NULL && reader->depth == reader->leaf_depth) {
    keep_text (reader, name, g_string_free (reader->text, FALSE));
    reader->text = NULL;
  } else if (reader->entry != NULL && reader->depth == 3) {
    end_entry (reader);
  }
  reader->depth--;
}

/* GMarkup's words name line and place, and may quote the document. */
static void
explain_markup_error (const GError  *error,
                      GError       **explained)
{
  g_autofree char *words = outpost_printable (error->message, -1, 200);

  g_set_error (explained, OUTPOST_AUTOCONFIG_ERROR, OUTPOST_AUTOCONFIG_ERROR_MALFORMED,
               /* Translators: %s is what the XML reader says */
               _("The document cannot be read: %s"), words);
}

static gboolean
read_document (Reader      *reader,
               const char  *octets,
               gsize        length,
               GError     **error)
{
  static const GMarkupParser parser = {
    .start_element = start_element_cb, .end_element = end_element_cb, .text = text_cb
  };
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, reader, NULL);
  g_autoptr (GError) found = NULL;

  if (g_markup_parse_context_parse (context, octets, (gssize) length, &found) &&
      g_markup_parse_context_end_parse (context, &found))
    return TRUE;

  if (found->domain == OUTPOST_AUTOCONFIG_ERROR)
    g_propagate_error (error, g_steal_pointer (&found));
  else
    explain_markup_error (found, error);
  return FALSE;
}

/* Many sites answer any question with a page; what people write there GMarkup may not even get
 * past the first tag of. */
static gboolean
is_web_page (const char *octets,
             gsize       length)
{
  static const char * const heads[] = { "<!doctype html", "<html" };

  while (length > 0 && g_ascii_isspace (*octets)) {
    octets++;
    length--;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (length >= strlen (heads[i]) &&
        g_ascii_strncasecmp (octets, heads[i], strlen (heads[i])) == 0)
      return TRUE;
  return FALSE;
}

static void
explain_no_server (const Reader  *reader,
                   GError       **error)
{
  g_set_error (error, OUTPOST_AUTOCONFIG_ERROR, OUTPOST_AUTOCONFIG_ERROR_NO_SERVER,
               "%s", reader->any_left_out
                       ? outpost_autoconfig_fault_explain (reader->first_fault)
                       : _("The document names no server for sending."));
}

/**
 * outpost_autoconfig_parse:
 * @octets: (array length=length): a document: anything may stand in it
 * @length: its length in octets
 * @address: the well-formed address that settings are wanted for
 * @origin: where the document is from
 * @error: return location for an [error@Outpost.AutoconfigError], as a sentence for people
 *
 * Reads the servers for sending from settings in the format `config-v1.1.xml`
 * (draft-ietf-mailmaint-autoconfig-06). Unknown elements and words are passed
 * over; a server that so becomes incomplete is left out, the rest stays, in the
 * provider's order. Pure: no file, no network. What it needs in time and memory
 * is bounded, whatever stands in the document.
 *
 * Addresses of OAuth servers, client ids and passwords in the document are not
 * looked at.
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL with @error set
 */
OutpostAutoconfig *
outpost_autoconfig_parse (const char               *octets,
                          gsize                     length,
                          const char               *address,
                          OutpostAutoconfigOrigin   origin,
                          GError                  **error)
{
  g_autoptr (OutpostAutoconfig) result = NULL;
  Reader reader = { .address = address, .origin = origin };
  gboolean read;

  g_return_val_if_fail (octets != NULL || length == 0, NULL);
  g_return_val_if_fail (address != NULL && strrchr (address, '@') != NULL, NULL);

  if (length > OUTPOST_AUTOCONFIG_MAX_OCTETS) {
    g_set_error_literal (error, OUTPOST_AUTOCONFIG_ERROR, OUTPOST_AUTOCONFIG_ERROR_TOO_LARGE,
                         _("The document is too large to be settings."));
    return NULL;
  }
  if (length > 0 && is_web_page (octets, length)) {
    set_no_settings (error);
    return NULL;
  }
  /* Some editors put a mark in front, which GMarkup takes for text. */
  if (length >= 3 && memcmp (octets, "\xEF\xBB\xBF", 3) == 0) {
    octets += 3;
    length -= 3;
  }

  result = g_new0 (OutpostAutoconfig, 1);
  result->servers =
    g_ptr_array_new_with_free_func ((GDestroyNotify) outpost_autoconfig_server_free);
  reader.result = result;
  read = read_document (&reader, octets != NULL ? octets : "", length, error);
  g_clear_pointer (&reader.entry, outpost_autoconfig_entry_free);
  if (reader.text != NULL)
    g_string_free (reader.text, TRUE);

  if (read && result->servers->len == 0) {
    explain_no_server (&reader, error);
    return NULL;
  }
  return read ? g_steal_pointer (&result) : NULL;
}

/**
 * outpost_autoconfig_free:
 * @self: (nullable) (transfer full): settings
 *
 * Frees them.
 */
void
outpost_autoconfig_free (OutpostAutoconfig *self)
{
  if (self == NULL)
    return;

  g_free (self->provider);
  g_free (self->help_url);
  g_ptr_array_unref (self->servers);
  g_free (self);
}
