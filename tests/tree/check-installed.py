# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the build has made, looked at from outside: needed libraries and what a desktop reads."""
import os
import pathlib
import subprocess
import unittest

import tap

APP_ID = 'io.github.outpost_mail.Outpost'
BUILD = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT'])
SOURCE = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])


def run(*argv):
    return subprocess.run([str(a) for a in argv], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


def data_file(name):
    """The file as it is installed: made from a template, or lying in the sources as it is."""
    return next(p for p in (BUILD / 'data' / name, SOURCE / 'data' / name) if p.exists())


class Programs(unittest.TestCase):
    def needed(self, program):
        # With all that these libraries need in turn: a hidden GTK is a GTK.
        said = run('ldd', BUILD / 'src/cli' / program)
        self.assertEqual(said.returncode, 0, said.stdout)
        return [line.split()[0] for line in said.stdout.splitlines()]

    def test_the_command_line_needs_no_toolkit(self):
        toolkit = ('libgtk', 'libadwaita', 'libgdk', 'libX11', 'libwayland')
        for program, unwanted in (('outpost-sendmail', (*toolkit, 'libsoup')),
                                  ('outpostctl', toolkit)):
            with self.subTest(program=program):
                names = self.needed(program)
                self.assertIn('libgnutls.so.30', names)
                self.assertEqual([name for name in names if name.startswith(unwanted)], [])


class Data(unittest.TestCase):
    def assert_succeeds(self, *argv):
        said = run(*argv)
        self.assertEqual(said.returncode, 0, said.stdout)

    def test_desktop_file(self):
        self.assert_succeeds('desktop-file-validate', data_file(APP_ID + '.desktop'))

    def test_metainfo(self):
        self.assert_succeeds('appstreamcli', 'validate', '--no-net',
                             data_file(APP_ID + '.metainfo.xml'))

    def test_settings_schema(self):
        schema = data_file(APP_ID + '.gschema.xml')
        self.assert_succeeds('glib-compile-schemas', '--strict', '--dry-run', schema.parent)


if __name__ == '__main__':
    tap.main()
