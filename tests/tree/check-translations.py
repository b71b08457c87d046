# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source with strings for people is in po/POTFILES, every language is complete, and what is
installed speaks it. What each string must keep to is in check-strings.py."""
import functools
import gettext
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET

import catalogues
import tap
from catalogues import PO, TOP, languages, lines_of

APP_ID = 'io.github.outpost_mail.Outpost'
BUILD = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT'])
COMMANDS = ('list', 'show', 'set', 'remove', 'password', 'test', 'practice')
TRANSLATED = re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*"')


@functools.lru_cache
def template():
    """What xgettext finds in the sources of today."""
    return subprocess.run(
        ['xgettext', '--from-code=UTF-8', '--files-from=po/POTFILES', '--directory=.',
         '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
         '--keyword=g_dngettext:2,3', '--output=-'],
        capture_output=True, text=True, cwd=TOP, check=True).stdout


class Translations(unittest.TestCase):
    maxDiff = None

    def test_potfiles_are_up_to_date(self):
        made = subprocess.run([TOP / 'build-aux/potfiles'], capture_output=True, text=True,
                              check=True).stdout.splitlines()
        self.assertEqual(sorted(lines_of('po/POTFILES')), sorted(made))

    def test_no_string_is_outside_of_them(self):
        listed = lines_of('po/POTFILES')
        missing = [str(path.relative_to(TOP)) for path in sorted((TOP / 'src').rglob('*'))
                   if path.suffix in ('.c', '.h') and TRANSLATED.search(path.read_text())
                   or path.suffix == '.ui' and 'translatable="' in path.read_text()]
        self.assertEqual([path for path in missing if path not in listed], [])

    def test_languages_are_complete(self):
        """Each language has a file, and every string of it is translated and not in doubt."""
        for language in languages():
            with self.subTest(language=language):
                said = subprocess.run(
                    ['msgfmt', '--check', '--check-accelerators=_', '--statistics', '-o', os.devnull,
                     PO / (language + '.po')],
                    capture_output=True, text=True, env={'PATH': os.environ['PATH'], 'LC_ALL': 'C'})
                self.assertEqual(said.returncode, 0, said.stderr)
                self.assertRegex(said.stderr, r'^\d+ translated messages?\.$')

    def test_languages_know_every_string(self):
        """What the sources say now is what was translated."""
        for language in languages():
            with self.subTest(language=language):
                self.assertEqual(self.untranslated(language), [])

    def test_languages_are_listed_and_described(self):
        """A language is one line in LINGUAS, one in po/README.md, and one file."""
        self.assertEqual(languages(), sorted(set(languages())))
        self.assertEqual([path.stem for path in sorted(PO.glob('*.po'))], languages())
        for language in languages():
            with self.subTest(language=language):
                self.assertIn(language, catalogues.rules())
                self.assertIn('account', catalogues.glossary()[language])

    def test_heads_of_the_files(self):
        for language in languages():
            with self.subTest(language=language):
                head = catalogues.header(language)
                self.assertEqual(head['Language'], language)
                self.assertEqual(head['Content-Type'], 'text/plain; charset=UTF-8')
                self.assertEqual(head['Plural-Forms'],
                                 catalogues.rules()[language].plural_forms)
                for line in ('Last-Translator', 'Language-Team'):
                    self.assertNotRegex(head[line], 'FULL NAME|LANGUAGE|^$')

    def untranslated(self, language):
        merged = subprocess.run(
            ['msgmerge', '--quiet', '--no-fuzzy-matching', '--output-file=-',
             PO / (language + '.po'), '-'],
            input=template(), capture_output=True, text=True, check=True).stdout
        left = subprocess.run(['msgattrib', '--untranslated', '--no-obsolete', '-'],
                              input=merged, capture_output=True, text=True, check=True).stdout
        return re.findall(r'^msgid ("(?!").*)$', left, re.M)


class Programs(unittest.TestCase):
    """What a person sees in another language."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        # One locale, whatever the language: LANGUAGE chooses that. Not C.UTF-8, in which newer
        # C libraries (seen with glibc 2.41) translate as little as in C.
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.locales = folder.name
        subprocess.run(['localedef', '-i', 'en_US', '-f', 'UTF-8', cls.locales + '/en_US.UTF-8'],
                       check=True)

    def said(self, language, folder, *argv):
        env = {'PATH': os.environ['PATH'], 'LOCPATH': self.locales, 'LC_ALL': 'en_US.UTF-8',
               'LANGUAGE': language, 'OUTPOST_LOCALEDIR': str(folder)}
        return subprocess.run([BUILD / 'src/cli/outpostctl', *argv, '--help'], env=env, check=True,
                              capture_output=True, text=True).stdout

    def test_nothing_is_left_plain(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([TOP / 'build-aux/pseudo-locale', folder], check=True)
            plain = [line for line in self.said('en_XA', folder).splitlines()
                     if line and not re.search(r'\[.*~\]$', line)]
            self.assertEqual(plain, [])
            for command in COMMANDS:
                # GLib heads the list of options and adds --help, in a language that it has.
                said = self.said('en_XA', folder, command)
                plain = [line for line in said.splitlines()
                         if re.match(r'  -(?!h, --help)|\w', line) and not line.endswith(':')
                         and not line.endswith('~]')]
                self.assertEqual(plain, [], command)
                self.assertRegex(said, r'(?m)^\[.*~\]$', command)

    def test_languages_are_spoken(self):
        for language in languages():
            with self.subTest(language=language):
                words = gettext.translation('outpost', BUILD / 'po', [language]).gettext
                said = self.said(language, BUILD / 'po')
                for text in ('Commands:', 'List the accounts', 'Remove an account and its password'):
                    self.assertNotEqual(words(text), text)
                    self.assertIn(words(text), said)

class Desktop(unittest.TestCase):
    """What a desktop shows of Outpost before it runs."""

    def translated(self, language, name):
        """The strings of a file that read otherwise in the language."""
        return [(entry.source, entry.translated[0]) for entry in catalogues.entries(language)
                if any(place.startswith('data/' + name) for place in entry.files)
                and entry.translated[0] != entry.source]

    def test_desktop_file(self):
        said = (BUILD / 'data' / (APP_ID + '.desktop')).read_text()
        for language in languages():
            with self.subTest(language=language):
                strings = self.translated(language, APP_ID + '.desktop')
                self.assertTrue(strings)
                for source, text in strings:
                    key = re.search('^([A-Za-z-]+)=%s$' % re.escape(source), said, re.M)[1]
                    self.assertIn('\n%s[%s]=%s\n' % (key, language, text), said)
                keywords = re.search(r'(?m)^Keywords\[%s\]=(.*)$' % language, said)[1]
                self.assertRegex(keywords, 'smtp.*;$')

    def test_metainfo(self):
        root = ET.parse(BUILD / 'data' / (APP_ID + '.metainfo.xml')).getroot()
        for language in languages():
            with self.subTest(language=language):
                # Newer gettext (seen with 0.23) writes pt-BR, as newer AppStream wants it.
                tag = re.compile(language.replace('_', '[_-]') + '$')
                texts = [element.text for element in root.iter() if tag.match(
                    element.get('{http://www.w3.org/XML/1998/namespace}lang', ''))]
                strings = self.translated(language, APP_ID + '.metainfo')
                self.assertTrue(strings)
                for source, text in strings:
                    self.assertIn(text, texts)


if __name__ == '__main__':
    tap.main()
