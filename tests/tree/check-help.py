# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The help: sound pages, links that lead somewhere, and every page that the window opens there."""
import os
import pathlib
import re
import subprocess
import unittest
import xml.etree.ElementTree as ET

import tap

TOP = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])
HELP = TOP / 'data/help'
PAGES = sorted((HELP / 'C').glob('*.page'))


class Help(unittest.TestCase):
    def check(self, *argv):
        said = subprocess.run(['yelp-check', *[str(a) for a in argv]], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, cwd=HELP / 'C')
        self.assertEqual((said.returncode, said.stdout), (0, ''))

    def test_pages_are_valid(self):
        # Without --strict: its:translate, from another namespace, keeps scripts from translators.
        self.check('validate', *PAGES)

    def test_links_lead_to_pages(self):
        self.check('links', *PAGES)

    def test_no_page_is_an_orphan(self):
        self.check('orphans', *PAGES)

    def test_each_page_is_named_by_its_file(self):
        for page in PAGES:
            self.assertIn(' id="%s">' % page.stem, page.read_text())

    def test_pages_are_all_installed(self):
        listed = re.findall(r"'([a-z-]+\.page)'", (HELP / 'meson.build').read_text())
        self.assertEqual(listed, [page.name for page in PAGES])

    def test_scripts_are_those_of_the_window(self):
        """The page for the Flatpak shows what the window has to copy."""
        page = ET.parse(HELP / 'C/flatpak.page').getroot()
        for section in page.iter('{http://projectmallard.org/1.0/}section'):
            script = (TOP / 'data/flatpak' / section.get('id')).read_text()
            self.assertEqual(section.find('{http://projectmallard.org/1.0/}code').text.strip(),
                             script.strip())

    def test_the_window_opens_pages_that_exist(self):
        source = (TOP / 'src/app/outpost-help.c').read_text()
        opened = (re.findall(r'^  \{ "[a-z]+", "([a-z-]+)" \}', source, re.M)
                  + re.findall(r'return "([a-z-]+)"', source))
        self.assertGreaterEqual(len(opened), 4)
        for page in opened:
            self.assertIn(page, [path.stem for path in PAGES])


if __name__ == '__main__':
    tap.main()
