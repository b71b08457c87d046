# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page of the window in every state, in one language: no label is cut off in a window of
360 px, no letter lacks its glyph, and what is technical stands from left to right.

    check-languages.py LANGUAGE

LANGUAGE is one of po/LINGUAS, "en", or one that nobody speaks: "pseudo" (accents, 40 % longer) or
"pseudo-rtl" (Arabic letters). A picture of each state is left in the build folder."""
import atexit
import gettext
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import observer as see
import states
import tap

TOP = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])
BUILD = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT'])
LANGUAGE = sys.argv.pop(1)
PICTURES = BUILD / 'tests' / 'pictures' / LANGUAGE
RTL = LANGUAGE in ('ar', 'he', 'pseudo-rtl')
# In these no hyphen stands for a word that goes on.
NO_HYPHENS = ('ja', 'ko', 'zh_CN')
WIDTH, HEIGHT = 360, 1800
WORDS = {} if LANGUAGE in ('en', 'pseudo', 'pseudo-rtl') else \
    gettext.translation('outpost', BUILD / 'po', [LANGUAGE])._catalog
# What is not translated: names, codes, hosts, keys, and what the practice server says.
PLAIN = re.compile(r'Outpost|Shop( \d+)?|Office|[^a-z]*|\S+\.\S+|sha256:\S+|IPv4|TLS 1.*|Ctrl\+.'
                   r'|localhost .*|Ok: queued .*|User name and password do not fit'
                   r'|outpostctl|outpost-sendmail|v=DMARC1; .*|[\u2068\u2069\da-f:]+'
                   r'|Username and Password not accepted(?s:.*)')


def pseudo_locale():
    folder = tempfile.mkdtemp(dir=os.environ['OUTPOST_SESSION_DIR'])
    atexit.register(shutil.rmtree, folder)
    argv = ['--rtl', folder] if RTL else [folder]
    subprocess.run([TOP / 'build-aux/pseudo-locale', *argv], check=True)
    return folder


class Language(states.StatesTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)
        if LANGUAGE.startswith('pseudo'):
            # GTK turns the window by its own Arabic translation.
            cls.environment = {'OUTPOST_LOCALEDIR': pseudo_locale(),
                               'LANGUAGE': 'ar' if RTL else 'en_XA'}
        else:
            cls.environment = {'LANGUAGE': LANGUAGE}

    def look(self, observer, state):
        for width in (780, WIDTH):
            widgets = observer.resize(width, HEIGHT)
            with self.subTest(state=state, width=width):
                self.assert_good(widgets, width)
        observer.take_picture(PICTURES / (state + '.png'))

    def assert_good(self, widgets, width):
        found = ['%r has no room' % w for w in see.cut_labels(widgets) if not see.is_data(w)]
        found += ['%r lacks a glyph' % w for w in see.unknown_glyphs(widgets)]
        found += ['%r shows a hyphen of its own' % w
                  for w in see.hyphenated_words(widgets, LANGUAGE in NO_HYPHENS)]
        found += ['%r goes on in the next line: %r' % pair for pair in see.broken_words(widgets)]
        found += ['%r turns round: %r' % pair for pair in see.split_technical_words(widgets)]
        # The shortcuts window is GTK's, as wide as its two columns.
        found += ['%r is wider than %d' % (w, width) for w in widgets
                  if w.native and w.parent is None and w.inner_width > width
                  and w.type != 'GtkShortcutsWindow']
        found += ['%r is in English' % w for w in see.labels(widgets) if self.is_english(w)]
        found += ['%r is the wrong way round' % w for w in widgets if w.native and w.rtl != RTL]
        self.assertFalse(found, '\n'.join([''] + found))

    def is_english(self, label):
        """Whether a label of ours shows what has a translation, or in the pseudo-locale anything
        that was not marked for one."""
        if see.is_data(label) or PLAIN.fullmatch(label.text) or \
                label.surface.type in ('GtkShortcutsWindow', 'AdwAboutWindow'):
            return False
        if LANGUAGE.startswith('pseudo'):
            return '[' not in label.text
        return WORDS.get(label.text, label.text) != label.text


if __name__ == '__main__':
    tap.main()
