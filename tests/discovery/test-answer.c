/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "outpost-discovery.h"
#include "outpost-finding.h"

/* What this computer itself knows. Nothing here reaches a network: an answer of these sources is
 * the end of the search (tests/discovery/check-discovery.py listens whether that is so). */

typedef struct {
  char *folder;
  char *admin;
  char *user;
} Fixture;

static const char document[] =
  "<clientConfig version=\"1.1\"><emailProvider id=\"x\"><displayName>%s</displayName>"
  "<outgoingServer type=\"smtp\"><hostname>%s</hostname><port>587</port>"
  "<socketType>STARTTLS</socketType><authentication>password-cleartext</authentication>"
  "<username>%%EMAILLOCALPART%%</username></outgoingServer>"
  "<documentation url=\"https://help.example/\"/></emailProvider></clientConfig>";

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("outpost-discovery-XXXXXX", NULL);
  fixture->admin = g_build_filename (fixture->folder, "admin", NULL);
  fixture->user = g_build_filename (fixture->folder, "user", NULL);
  g_assert_cmpint (g_mkdir (fixture->admin, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->user, 0700), ==, 0);
}

static void
empty_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  empty_folder (fixture->admin);
  empty_folder (fixture->user);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->admin);
  g_free (fixture->user);
}

static void
write_file (const char *folder,
            const char *name,
            const char *contents)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
write_document (const char *folder,
                const char *domain,
                const char *provider,
                const char *host)
{
  g_autofree char *name = g_strconcat (domain, ".xml", NULL);
  g_autoptr (GString) contents = g_string_new (document);

  g_string_replace (contents, "%%", "%", 0);
  g_string_replace (contents, "%s", provider, 1);
  g_string_replace (contents, "%s", host, 1);
  write_file (folder, name, contents->str);
}

static OutpostDiscovery *
new_search (Fixture    *fixture,
            const char *address)
{
  OutpostDiscovery *search = outpost_discovery_new (address);

  outpost_discovery_set_folders (search, fixture->admin, fixture->user);
  return search;
}

static OutpostDiscoveryAnswer *
find (OutpostDiscovery *search)
{
  g_autoptr (GError) error = NULL;
  OutpostDiscoveryAnswer *answer = outpost_discovery_run_sync (search, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
  return answer;
}

static void
assert_error (OutpostDiscovery      *search,
              OutpostDiscoveryError  code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (outpost_discovery_run_sync (search, NULL, &error));
  g_assert_error (error, OUTPOST_DISCOVERY_ERROR, (int) code);
}

/* A form filled from the address alone lacks the password and nothing else. */
static void
assert_complete (OutpostAccount *draft)
{
  OutpostFindingContext context = { NULL, OUTPOST_SECRET_STATE_MISSING, TRUE };
  g_autoptr (GPtrArray) findings = outpost_findings_check (draft, &context);

  for (guint i = 0; i < findings->len; i++) {
    const OutpostFinding *finding = g_ptr_array_index (findings, i);

    g_test_message ("%s: %s", finding->id, finding->text);
    g_assert_true (finding->field == OUTPOST_FIELD_PASSWORD ||
                   finding->severity != OUTPOST_SEVERITY_ERROR);
  }
}

/* The providers of the panel's guide, by each of their domains. */
static void
test_guide (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct {
    const char *address, *server, *preset;
  } cases[] = {
    { "anna@gmail.com", "smtp.gmail.com", "gmail" },
    { "anna@googlemail.com", "smtp.gmail.com", "gmail" },
    { "anna@aol.com", "smtp.aol.com", "aol" },
    { "anna@outlook.com", "smtp-mail.outlook.com", "outlook-com" },
    { "anna@hotmail.com", "smtp-mail.outlook.com", "outlook-com" },
    { "anna@yahoo.com", "smtp.mail.yahoo.com", "yahoo" },
    { " Anna@Yahoo.COM ", "smtp.mail.yahoo.com", "yahoo" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (OutpostDiscovery) search = new_search (fixture, cases[i].address);
    g_autoptr (OutpostDiscoveryAnswer) answer = find (search);
    g_autoptr (OutpostAccount) draft = outpost_account_new (NULL);
    g_autoptr (GPtrArray) fix = outpost_discovery_answer_to_fix (answer, draft);
    const OutpostAdvice *advice = outpost_preset_get_advice (answer->preset);

    g_test_message ("%s", cases[i].address);
    g_assert_cmpint (answer->source, ==, OUTPOST_DISCOVERY_SOURCE_PRESET);
    g_assert_false (answer->needs_press);
    g_assert_cmpstr (outpost_preset_get_id (answer->preset), ==, cases[i].preset);
    outpost_fix_apply (fix, draft);
    g_assert_cmpstr (outpost_account_get (draft, OUTPOST_FIELD_SERVER), ==, cases[i].server);
    g_assert_cmpint (outpost_account_get_security (draft), !=, OUTPOST_SMTP_SECURITY_NONE);
    g_assert_cmpstr (outpost_account_get (draft, OUTPOST_FIELD_USERNAME), ==,
                     outpost_discovery_get_address (search));
    assert_complete (draft);
    g_assert_nonnull (advice);
    g_assert_nonnull (strstr (advice->text, "2026"));
    g_assert_cmpstr (outpost_discovery_answer_get_origin (answer, OUTPOST_FIELD_SERVER), ==,
                     "from Outpost’s own list");
    g_assert_cmpint (outpost_discovery_get_state (search, OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG),
                     ==, OUTPOST_DISCOVERY_STATE_NOT_ASKED);
  }
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostDiscovery) as_user = new_search (fixture, "anna@gmail.com");
  g_autoptr (OutpostDiscovery) as_admin = new_search (fixture, "anna@gmail.com");
  g_autoptr (OutpostDiscoveryAnswer) user = NULL, admin = NULL;

  write_document (fixture->user, "gmail.com", "Own", "relay.user.example");
  user = find (as_user);
  g_assert_cmpint (user->source, ==, OUTPOST_DISCOVERY_SOURCE_USER);
  g_assert_cmpstr (user->server, ==, "relay.user.example");
  g_assert_cmpstr (user->username, ==, "anna");
  g_assert_cmpstr (user->provider, ==, "Own");
  g_assert_cmpstr (user->domain, ==, "user.example");
  g_assert_null (user->help_url);
  g_assert_false (user->needs_press);

  write_document (fixture->admin, "gmail.com", "Office", "relay.office.example");
  admin = find (as_admin);
  g_assert_cmpint (admin->source, ==, OUTPOST_DISCOVERY_SOURCE_ADMIN);
  g_assert_cmpstr (admin->server, ==, "relay.office.example");
  g_assert_cmpstr (admin->help_url, ==, "https://help.example/");
  g_assert_cmpstr (outpost_discovery_answer_get_origin (admin, OUTPOST_FIELD_PORT), ==,
                   "set by your administrator");
  g_assert_cmpint (outpost_discovery_get_state (as_admin, OUTPOST_DISCOVERY_SOURCE_USER), ==,
                   OUTPOST_DISCOVERY_STATE_NOT_ASKED);
}

/* A broken file is told, and does not keep the next source from answering. */
static void
test_broken_file (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (OutpostDiscovery) search = new_search (fixture, "anna@gmail.com");
  g_autoptr (OutpostDiscoveryAnswer) answer = NULL;

  write_file (fixture->admin, "gmail.com.xml", "<clientConfig>");
  answer = find (search);
  g_assert_cmpint (answer->source, ==, OUTPOST_DISCOVERY_SOURCE_PRESET);
  g_assert_cmpint (outpost_discovery_get_state (search, OUTPOST_DISCOVERY_SOURCE_ADMIN), ==,
                   OUTPOST_DISCOVERY_STATE_UNUSABLE);
  g_assert_nonnull (strstr (outpost_discovery_get_detail (search, OUTPOST_DISCOVERY_SOURCE_ADMIN),
                            "gmail.com.xml"));
}

static void
test_suggestion (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostDiscovery) search = new_search (fixture, "\"an@na\"@gmial.com");
  g_autoptr (OutpostDiscovery) known = new_search (fixture, "anna@gmail.com");
  g_autoptr (OutpostDiscovery) own = new_search (fixture, "anna@gmial.com");
  g_autoptr (OutpostDiscoveryAnswer) answer = NULL;

  g_assert_cmpstr (outpost_discovery_get_suggestion (search), ==, "\"an@na\"@gmail.com");
  g_assert_null (outpost_discovery_get_suggestion (known));
  assert_error (search, OUTPOST_DISCOVERY_ERROR_SUGGESTION);
  for (guint i = OUTPOST_DISCOVERY_SOURCE_AUTOCONFIG; i < OUTPOST_N_DISCOVERY_SOURCES; i++)
    g_assert_cmpint (outpost_discovery_get_state (search, i), ==,
                     OUTPOST_DISCOVERY_STATE_NOT_ASKED);
  outpost_discovery_keep_address (search);
  g_assert_null (outpost_discovery_get_suggestion (search));

  /* Who has put a file there knows the domain. */
  write_document (fixture->user, "gmial.com", "Own", "relay.user.example");
  g_assert_null (outpost_discovery_get_suggestion (own));
  answer = find (own);
  g_assert_cmpint (answer->source, ==, OUTPOST_DISCOVERY_SOURCE_USER);
}

static void
test_no_address (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char * const texts[] = { "", "anna", "anna@", "@gmail.com", "a b@gmail.com",
                                        "anna@[192.0.2.1]", "anna@a..b", "anna@../../x" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (OutpostDiscovery) search = new_search (fixture, texts[i]);

    g_test_message ("%s", texts[i]);
    g_assert_null (outpost_discovery_get_domain (search));
    g_assert_null (outpost_discovery_get_suggestion (search));
    assert_error (search, OUTPOST_DISCOVERY_ERROR_ADDRESS);
  }
}

/* Files and people both know the domain, in the form that each can read. */
static void
test_international (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (OutpostDiscovery) search = new_search (fixture, "anna@Bücher.example");
  g_autoptr (OutpostDiscoveryAnswer) answer = NULL;

  write_document (fixture->user, "xn--bcher-kva.example", "Bücher", "smtp.xn--bcher-kva.example");
  answer = find (search);
  g_assert_cmpstr (outpost_discovery_get_domain (search), ==, "bücher.example");
  g_assert_cmpstr (answer->server, ==, "smtp.xn--bcher-kva.example");
  g_assert_cmpstr (answer->domain, ==, "bücher.example");
}

/* A name that only looks like a known one is shown as what it is. */
static void
test_look_alike (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (OutpostDiscovery) search = new_search (fixture, "anna@shop.example");
  g_autoptr (OutpostDiscoveryAnswer) answer = NULL;

  write_document (fixture->user, "shop.example", "Shop", "smtp.gmаil.com"); /* a Cyrillic a */
  answer = find (search);
  g_assert_cmpstr (answer->domain, ==, "xn--gmil-63d.com");
}

static void
test_never_lower (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (OutpostDiscovery) search = new_search (fixture, "anna@shop.example");
  g_autoptr (OutpostDiscoveryAnswer) answer = NULL;
  g_autoptr (OutpostAccount) fresh = outpost_account_new (NULL);
  g_autoptr (OutpostAccount) used = outpost_account_new (NULL);
  g_autoptr (GPtrArray) fills = NULL, changes = NULL;

  write_file (fixture->user, "shop.example.xml",
              "<clientConfig><emailProvider><outgoingServer type=\"smtp\">"
              "<hostname>127.0.0.1</hostname><port>1025</port><socketType>plain</socketType>"
              "<authentication>none</authentication></outgoingServer></emailProvider>"
              "</clientConfig>");
  answer = find (search);
  g_assert_cmpint (answer->security, ==, OUTPOST_SMTP_SECURITY_NONE);
  g_assert_cmpint (answer->sign_in, ==, OUTPOST_SIGN_IN_NONE);
  g_assert_null (answer->username);

  fills = outpost_discovery_answer_to_fix (answer, fresh);
  outpost_fix_apply (fills, fresh);
  g_assert_cmpint (outpost_account_get_security (fresh), ==, OUTPOST_SMTP_SECURITY_NONE);

  outpost_account_set (used, OUTPOST_FIELD_SERVER, "smtp.shop.example");
  outpost_account_set (used, OUTPOST_FIELD_SECURITY, "starttls");
  changes = outpost_discovery_answer_to_fix (answer, used);
  outpost_fix_apply (changes, used);
  g_assert_cmpint (outpost_account_get_security (used), ==, OUTPOST_SMTP_SECURITY_STARTTLS);
}

static void
changed_cb (OutpostDiscovery *search,
            guint             source,
            GString          *seen)
{
  g_string_append_printf (seen, "%u:%s ", source,
                          outpost_discovery_state_get_label (
                            outpost_discovery_get_state (search, source)));
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  OutpostDiscoveryAnswer **answer = user_data;
  g_autoptr (GError) error = NULL;

  *answer = outpost_discovery_run_finish (OUTPOST_DISCOVERY (source), result, &error);
  g_assert_no_error (error);
}

/* In the caller's context, and not before the caller has gone back to it. */
static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (OutpostDiscovery) search = new_search (fixture, "anna@gmail.com");
  g_autoptr (OutpostDiscoveryAnswer) answer = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);

  g_signal_connect (search, "source-changed", G_CALLBACK (changed_cb), seen);
  outpost_discovery_run_async (search, NULL, found_cb, &answer);
  g_assert_null (answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (answer == outpost_discovery_get_best (search));
  g_assert_true (g_str_has_prefix (seen->str, "0:not in it 1:not in it 2:answered "));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/discovery/guide", test_guide);
  ADD ("/discovery/order", test_order);
  ADD ("/discovery/broken-file", test_broken_file);
  ADD ("/discovery/suggestion", test_suggestion);
  ADD ("/discovery/no-address", test_no_address);
  ADD ("/discovery/international", test_international);
  ADD ("/discovery/look-alike", test_look_alike);
  ADD ("/discovery/never-lower", test_never_lower);
  ADD ("/discovery/async", test_async);

  return g_test_run ();
}
