# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the real window share: accounts on disk, the window, and its words."""
import os
import pathlib
import re
import shutil
import unittest

import ui

BUILD = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT'])
OUTPOST = BUILD / 'src/app/outpost'
OUTPOSTCTL = BUILD / 'src/cli/outpostctl'

SERVER, PORT, MODE, METHOD = 'SMTP server', 'SMTP port', 'SSL/TLS mode', 'Sign-in method'
USER, PASSWORD, MAIL = 'User name', 'Password', 'E-mail'
SENDER, SENDER_NAME, SEND_TO = "Sender's e-mail", "Sender's name", 'Send test to'
CA_FILE = 'CA file'
TEST, CANCEL, SAVE = 'Test', 'Cancel', 'Save'

PASSED = 'Outgoing mail works'
ENDED = re.compile('^(Outgoing mail works|The server is ready to send|Stopped at .*|Cancelled at .*)$')


def accounts_folder():
    return pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'outpost' / 'accounts'


def write_account(account_id, **keys):
    folder = accounts_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (account_id + '.conf')
    path.write_text('[Account]\n' + ''.join('%s=%s\n' % pair for pair in keys.items()))
    path.chmod(0o600)
    return path


def read_account(account_id):
    lines = (accounts_folder() / (account_id + '.conf')).read_text().splitlines()
    return dict(line.split('=', 1) for line in lines if '=' in line and not line.startswith('#'))


class Window(ui.App):
    """The real window."""

    def __init__(self, *arguments, **env):
        env.setdefault('GSETTINGS_SCHEMA_DIR', str(BUILD / 'data'))
        env.setdefault('OUTPOST_LOCALEDIR', str(BUILD / 'po'))
        # A warning of GTK's or ours is a fault, not noise.
        env.setdefault('G_DEBUG', 'fatal-criticals')
        super().__init__([OUTPOST, *arguments], env=env)

    def fill(self, **fields):
        """Puts texts into rows at once; the names are those of this module, in lower case."""
        for name, text in fields.items():
            self.set_text(globals()[name.upper()], text)

    def expand(self, name='Advanced'):
        if not self.exists(CA_FILE, 'text'):
            self.mouse_click(name)
            self.find(CA_FILE, 'text')

    def press_test(self, timeout=30):
        """Presses Test and waits for the end of it; what the result is titled."""
        self.click(TEST)
        return self.result(timeout)

    def result(self, timeout=30):
        return self.wait_for(ENDED, timeout)

    def has_text(self, pattern):
        return any(re.search(pattern, text) for text in self.texts())

    def remark_on(self, field):
        """What assistive technology is told about the field: "Error: ..." or "Warning: ..."."""
        return self.description_of(field)

    def wait_for_remark(self, field, pattern):
        def found():
            return re.search(pattern, self.remark_on(field))
        found.__doc__ = 'the remark on %r to match %r (it is %r)' % (field, pattern,
                                                                     self.remark_on(field))
        self.wait_for(found)

    def wait_without_remark(self, field):
        self.wait_for(lambda: not re.match('(Error|Warning): ', self.remark_on(field)))


class WindowTest(unittest.TestCase):
    """Each test begins with no account and an empty keyring but for what it makes itself."""

    maxDiff = 2000

    def setUp(self):
        for variable in ('XDG_CONFIG_HOME', 'XDG_STATE_HOME'):
            shutil.rmtree(pathlib.Path(os.environ[variable]) / 'outpost', ignore_errors=True)

    def open(self, *arguments, **env):
        window = Window(*arguments, **env)
        self.addCleanup(self._end, window)
        return window

    def _end(self, window):
        picture = os.environ.get('OUTPOST_UI_PICTURES')
        if picture:
            window.screenshot(pathlib.Path(picture) / (self.id() + '.png'))
        window.quit()
        output = window.output()
        self.assertNotRegex(output, 'CRITICAL|runtime error|AddressSanitizer', output)
