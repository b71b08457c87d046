/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "outpost-test-practice.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outpost-test-tree.h"

void
practice_set_up (Practice      *self,
                 gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("outpost-practice-XXXXXX", NULL);
  self->server = outpost_practice_server_new (self->folder);
}

void
practice_start (Practice *self)
{
  g_autoptr (GError) error = NULL;

  outpost_practice_server_start (self->server, &error);
  g_assert_no_error (error);
}

void
practice_tear_down (Practice      *self,
                    gconstpointer  data)
{
  g_clear_object (&self->server);
  outpost_test_tree_remove (self->folder);
  g_free (self->folder);
}

OutpostTestClient *
practice_join (Practice *self)
{
  OutpostTestClient *client =
    outpost_test_client_new (outpost_practice_server_get_tls_port (self->server));
  const char *ca_file = outpost_practice_server_get_ca_file (self->server);

  g_assert_cmpint (outpost_test_client_start_tls (client, ca_file, "localhost", NULL), ==, 0);
  outpost_test_client_expect (client, "220 localhost ESMTP *");
  outpost_test_client_ask (client, "EHLO [127.0.0.1]", "250-localhost\n*");
  return client;
}

OutpostTestClient *
practice_join_signed_in (Practice *self)
{
  OutpostTestClient *client = practice_join (self);
  OutpostSecret *password = outpost_practice_server_get_password (self->server);

  outpost_test_client_sign_in (client, OUTPOST_PRACTICE_USERNAME,
                               outpost_secret_get_text (password), "235 2.7.0 *");
  return client;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

GPtrArray *
practice_list_mail (Practice *self)
{
  g_autofree char *path = g_build_filename (outpost_practice_server_get_maildir (self->server),
                                            "new", NULL);
  g_autofree char *temporary = g_build_filename (outpost_practice_server_get_maildir (self->server),
                                                 "tmp", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GDir) left = g_dir_open (temporary, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (paths, g_build_filename (path, name, NULL));
  g_ptr_array_sort (paths, compare);
  g_assert_null (g_dir_read_name (left));
  return paths;
}

char *
practice_read_mail (Practice *self)
{
  g_autoptr (GPtrArray) paths = practice_list_mail (self);
  g_autofree char *all = NULL;
  const char *id;
  gsize length;

  g_assert_cmpuint (paths->len, ==, 1);
  g_assert_true (g_file_get_contents (g_ptr_array_index (paths, 0), &all, &length, NULL));
  g_assert_cmpuint (strlen (all), ==, length);
  g_assert_true (g_str_has_prefix (all, "Return-Path: <"));
  /* The last trace field ends at the first line, from its id on, that is not folded. */
  id = strstr (all, "\n\tid ");
  g_assert_nonnull (id);
  return g_strdup (strchr (id + 1, '\n') + 1);
}
