# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source with strings for people is in po/POTFILES, and every language is complete."""
import os
import pathlib
import re
import subprocess
import unittest

import tap

TOP = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])
TRANSLATED = re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*"')


def sources(*patterns):
    return sorted(p for pattern in patterns for p in (TOP / 'src').glob('*/' + pattern))


class Translations(unittest.TestCase):
    maxDiff = None

    def listed(self):
        lines = (TOP / 'po/POTFILES').read_text().splitlines()
        return [line.strip() for line in lines if line.strip() and not line.startswith('#')]

    def test_potfiles_are_complete(self):
        wanted = []
        for path in sources('*.c', '*.h'):
            if TRANSLATED.search(path.read_text()):
                wanted.append(str(path.relative_to(TOP)))
        for path in sources('*.ui'):
            if 'translatable="' in path.read_text():
                wanted.append(str(path.relative_to(TOP)))
        for pattern in ('*.desktop.in*', '*.metainfo.xml.in*', '*.gschema.xml*'):
            wanted += [str(p.relative_to(TOP)) for p in (TOP / 'data').glob(pattern)]
        self.assertEqual(sorted(wanted), sorted(self.listed()))

    def test_languages_are_complete(self):
        """Each language has a file, and every string of it is translated and not in doubt."""
        for language in (TOP / 'po/LINGUAS').read_text().splitlines():
            if not language.strip() or language.startswith('#'):
                continue
            with self.subTest(language=language):
                po = TOP / 'po' / (language.strip() + '.po')
                said = subprocess.run(['msgfmt', '--check', '--statistics', '-o', os.devnull, po],
                                      capture_output=True, text=True, env={'PATH': os.environ['PATH'],
                                                                           'LC_ALL': 'C'})
                self.assertEqual(said.returncode, 0, said.stderr)
                self.assertRegex(said.stderr, r'^\d+ translated messages?\.$')


if __name__ == '__main__':
    tap.main()
