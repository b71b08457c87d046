# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the build has made, looked at from outside: needed libraries and what a desktop reads."""
import configparser
import os
import pathlib
import struct
import subprocess
import unittest
import xml.etree.ElementTree as ET

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
        said = run('ldd', BUILD / 'src' / program)
        self.assertEqual(said.returncode, 0, said.stdout)
        return [line.split()[0] for line in said.stdout.splitlines()]

    def test_the_command_line_needs_no_toolkit(self):
        toolkit = ('libgtk', 'libadwaita', 'libgdk', 'libX11', 'libwayland')
        for program, unwanted in (('cli/outpost-sendmail', (*toolkit, 'libsoup')),
                                  ('cli/outpostctl', toolkit)):
            with self.subTest(program=program):
                names = self.needed(program)
                self.assertIn('libgnutls.so.30', names)
                self.assertEqual([name for name in names if name.startswith(unwanted)], [])

    def test_what_a_module_brings_is_not_there_at_the_start(self):
        for program in ('app/outpost', 'cli/outpost-sendmail'):
            with self.subTest(program=program):
                modules = ('libsoup', 'libsecret', 'libgsasl', 'libgmime', 'librsvg')
                names = self.needed(program)
                self.assertEqual([name for name in names if name.startswith(modules)], [])


class Data(unittest.TestCase):
    def assert_silent(self, *argv):
        said = run(*argv)
        self.assertEqual(said.returncode, 0, said.stdout)
        return said.stdout

    def desktop_file(self):
        parsed = configparser.ConfigParser(delimiters='=', interpolation=None, strict=True)
        parsed.optionxform = str
        parsed.read(data_file(APP_ID + '.desktop'), encoding='utf-8')
        return parsed

    def test_desktop_file(self):
        # Not even a hint.
        self.assertEqual(self.assert_silent('desktop-file-validate', data_file(APP_ID + '.desktop')),
                         '')

    def test_actions_of_the_icon(self):
        """Each is an option of the program, for desktops that start it by a command, and an action
        of that name, for those that start it on the bus."""
        desktop = self.desktop_file()
        known = run(BUILD / 'src/app/outpost', '--help').stdout
        actions = desktop['Desktop Entry']['Actions'].strip(';').split(';')
        self.assertEqual(actions, ['test', 'write-test', 'check'])
        for action in actions:
            entry = desktop['Desktop Action ' + action]
            self.assertEqual(entry['Exec'], 'outpost --' + action)
            self.assertRegex(known, r'(?m)^  --%s +\w' % action)
            self.assertIn('.name = "%s"' % action,
                          (SOURCE / 'src/app/outpost-application.c').read_text())

    def test_start_on_the_bus(self):
        self.assertEqual(self.desktop_file()['Desktop Entry']['DBusActivatable'], 'true')
        service = configparser.ConfigParser()
        service.read(data_file(APP_ID + '.service'))
        self.assertEqual(service['D-BUS Service']['Name'], APP_ID)
        self.assertRegex(service['D-BUS Service']['Exec'], r'^/.*/outpost --gapplication-service$')

    def test_settings_schema(self):
        schema = data_file(APP_ID + '.gschema.xml')
        self.assert_silent('glib-compile-schemas', '--strict', '--dry-run', schema.parent)

    def test_scripts_for_the_flatpak(self):
        for program in ('outpostctl', 'outpost-sendmail'):
            script = SOURCE / 'data' / 'flatpak' / program
            self.assertTrue(os.access(script, os.X_OK), script)
            self.assert_silent('sh', '-n', script)
            self.assertTrue(script.read_text().endswith(
                'exec flatpak run --command=%s %s "$@"\n' % (program, APP_ID)))


class Metainfo(unittest.TestCase):
    """What is beyond the validator: the quality guidelines of Flathub,
    docs.flathub.org/docs/for-app-authors/metainfo-guidelines/quality-guidelines"""

    def setUp(self):
        self.file = data_file(APP_ID + '.metainfo.xml')
        self.root = ET.parse(self.file).getroot()

    def test_validates(self):
        said = run('appstreamcli', 'validate', '--strict', '--no-net', self.file)
        self.assertEqual(said.returncode, 0, said.stdout)

    def texts(self, path):
        """In English and in every language."""
        found = [element.text for element in self.root.findall(path)]
        self.assertTrue(found, path)
        return found

    def test_name_and_summary(self):
        for name in self.texts('name'):
            self.assertLessEqual(len(name), 15)
        summary = self.texts('summary')[0]
        self.assertLessEqual(len(summary), 35)
        self.assertFalse(summary.endswith('.') or 'Outpost' in summary, summary)

    def test_brand_colours(self):
        colours = {c.get('scheme_preference'): c.text
                   for c in self.root.findall('branding/color[@type="primary"]')}
        self.assertEqual(set(colours), {'light', 'dark'})
        brightness = {scheme: sum(int(text[i:i + 2], 16) for i in (1, 3, 5))
                      for scheme, text in colours.items()}
        self.assertGreater(brightness['light'], 2 * brightness['dark'])

    def test_screenshots(self):
        tag = 'v' + self.root.find('releases/release').get('version')
        for caption in self.texts('screenshots/screenshot/caption'):
            self.assertFalse(caption.endswith('.') or len(caption) > 100, caption)
        for url in self.texts('screenshots/screenshot/image'):
            # Of the release: a branch would show another window one day.
            self.assertIn('/outpost/%s/data/screenshots/' % tag, url)
            head = (SOURCE / 'data/screenshots' / url.rsplit('/', 1)[1]).read_bytes()[:24]
            width, height = struct.unpack('>II', head[16:24])
            self.assertLessEqual(width, 1000, url)
            self.assertLessEqual(height, 700, url)

    def test_every_release_has_notes(self):
        for release in self.root.findall('releases/release'):
            self.assertIsNotNone(release.find('description/p'), release.get('version'))

    def test_programs_are_named(self):
        self.assertEqual(sorted(self.texts('provides/binary')),
                         ['outpost', 'outpost-sendmail', 'outpostctl'])


class Icons(unittest.TestCase):
    """GNOME's guidelines: developer.gnome.org/hig/guidelines/app-icons.html"""

    def parse(self, name):
        root = ET.parse(SOURCE / 'data/icons/hicolor' / name).getroot()
        return root, {element.get('fill') for element in root.iter() if element.get('fill')}

    def test_full_colour(self):
        root, fills = self.parse('scalable/apps/%s.svg' % APP_ID)
        self.assertEqual((root.get('width'), root.get('height'), root.get('viewBox')),
                         ('128', '128', '0 0 128 128'))
        self.assertGreater(len(fills), 2)
        # Software centers add the shadow.
        self.assertEqual([e.tag for e in root.iter() if 'filter' in e.tag or e.get('filter')], [])

    def test_symbolic(self):
        root, fills = self.parse('symbolic/apps/%s-symbolic.svg' % APP_ID)
        self.assertEqual((root.get('width'), root.get('height')), ('16', '16'))
        # GTK puts the colour of the text in its place.
        self.assertEqual(fills, {'#2e3436'})


if __name__ == '__main__':
    tap.main()
