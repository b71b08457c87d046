# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in other languages: nothing is left in English, and all of it fits into 360 px."""
import gettext
import os
import pathlib
import subprocess
import tempfile

import tap
from window import BUILD, SERVER, TEST, WindowTest, write_account

TOP = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])
# What the account and the locale give, and the name of the program.
NOT_WORDS = {'Shop', 'Outpost', '•', 'TLS', 'STARTTLS'}


class LanguagesTest(WindowTest):
    def setUp(self):
        super().setUp()
        write_account('shop', Name='Shop', Server='mail.shop.example', Port='465', Security='tls',
                      SignIn='password', Username='anna@shop.example', Email='anna@shop.example',
                      Secret='command:cat /dev/null')

    def assert_fits(self, window):
        # The window's minimum falls once it has turned narrow: as when its edge is dragged.
        window.resize(600, 700)
        window.resize(360, 700)
        self.assertEqual([w[3] for w in window.windows()], [360])

    def test_pseudo_locale(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([TOP / 'build-aux/pseudo-locale', folder], check=True)
            with self.open(OUTPOST_LOCALEDIR=folder, LANGUAGE='en_XA') as window:
                plain = [text for text in window.texts() if not text.startswith('[')
                         and text not in NOT_WORDS and '@' not in text and '.example' not in text]
                self.assertEqual(plain, [])
                self.assert_fits(window)

    def test_german(self):
        words = gettext.translation('outpost', BUILD / 'po', ['de'])
        with self.open(LANGUAGE='de') as window:
            window.find(words.gettext(SERVER), 'text')
            window.find(words.gettext(TEST), 'button')
            self.assertNotEqual(words.gettext('Send test to'), 'Send test to')
            self.assert_fits(window)


if __name__ == '__main__':
    tap.main()
