# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the real window share: accounts on disk, the window, and its words."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import time
import unittest

import namespace
# No test of the window asks a name server beyond this computer. (As another user than root the
# namespace would look like root's to the mail servers, which are left out then.) Before anything
# makes a thread: only what is started from this one is in it.
NO_NETWORK = namespace.enter() if os.geteuid() == 0 else 'a network of its own needs root'

import ui

BUILD = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT'])
OUTPOST = BUILD / 'src/app/outpost'
OUTPOSTCTL = BUILD / 'src/cli/outpostctl'

SERVER, PORT, MODE, METHOD = 'SMTP server', 'SMTP port', 'SSL/TLS mode', 'Sign-in method'
USER, PASSWORD, MAIL = 'User name', 'Password', 'E-mail'
SENDER, SENDER_NAME, SEND_TO = "Sender's e-mail", "Sender's name", 'Send test to'
CA_FILE = 'CA file'
TEST, CANCEL, SAVE = 'Test', 'Cancel', 'Save'
FIND, BY_HAND, USE = 'Find Settings', 'Fill In by Hand', 'Use These Settings'

CHANGED = 'Settings have changed since this test'
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
        self._rows = {}
        env.setdefault('GSETTINGS_SCHEMA_DIR', str(BUILD / 'data'))
        env.setdefault('OUTPOST_LOCALEDIR', str(BUILD / 'po'))
        env.setdefault('OUTPOST_MODULEDIR', str(BUILD / 'src'))
        super().__init__([OUTPOST, *arguments], env=env)

        def active():
            """the window to have the keyboard"""
            return any('active' in ui.states(frame) for frame in ui.children(self.root))
        self.wait_for(active)

    def by_hand(self):
        """From the one field of the first run to the empty form."""
        self.click(BY_HAND)
        self.find(SERVER, 'text')

    def fill(self, name, text):
        """Puts a text into a row, wherever the focus and the layout are."""
        row = self.find(name, None if name == PASSWORD else 'text')
        self.set_text(row, text)
        self.wait_for(lambda: ui.shows(ui.text(row), text))

    def tab_to(self, name, key='Tab', limit=30):
        """Goes on by Tab until the focus is on that widget."""
        passed = []
        while True:
            passed.append(self.where())
            if passed[-1] == name:
                return
            assert len(passed) < limit, '%s does not lead to %r but to %r' % (key, name, passed)
            self.keys(key)

    def expand(self, name='Advanced'):
        if not self.exists(CA_FILE, 'text'):
            self.tab_to(name)
            self.keys('Return')
            self.find(CA_FILE, 'text')

    def wait_saved(self):
        """Waits until nothing is left to be saved. While saving is under way the button takes no
        press either, but does not say so yet."""
        self.wait_for(lambda: self.description_of(SAVE) == 'Nothing to save')

    def press_test(self, timeout=30):
        """Presses Test and waits for the end of it; what the result is titled. What an earlier
        test came to is not taken for it if the form has changed since."""
        self.click(TEST)
        self.wait_for(lambda: not self.exists(CHANGED))
        return self.result(timeout)

    def cancel_test(self):
        """Presses Cancel. The window takes no press for one that follows on Test like the second
        of a double click."""
        time.sleep(0.5)
        self.click(CANCEL)

    def result(self, timeout=30):
        return self.wait_for(ENDED, timeout)

    def has_text(self, pattern):
        return any(re.search(pattern, text) for text in self.texts())

    def answer(self, question, button):
        """Presses a button of the dialog with that title, and waits until it is gone.

        On the X server: GTK 4.8 loses track of its accessible windows when they are looked at
        while one of them closes."""
        dialog = self.find(question, 'dialog')
        before = len(self.windows())
        # The form behind it has buttons of the same name.
        self.click(self.find(button, 'button', within=dialog))
        self.wait_for(lambda: self.process.poll() is not None or len(self.windows()) < before)

    def choose_file(self, button, path):
        """Presses the button and gives GTK's dialog for files that path: a slash opens a row to
        type it. At once, since newer versions put their proposals between the letters."""
        before = {window[0] for window in self.windows()}
        self.click(button)

        def active():
            """the dialog for files to have the keyboard"""
            return self.active_window() in {window[0] for window in self.windows()} - before
        self.wait_for(active)
        self.keys('slash')

        def opened():
            """the row for a path"""
            return next((row for row in self.find_all(role='text') if ui.text(row) == '/'), None)
        row = self.wait_for(opened)
        self.set_text(row, str(path))
        self.wait_for(lambda: ui.text(row) == str(path))
        self.keys('Return')

    def where(self):
        """The name of the text row or other widget with the keyboard focus.

        GTK 4.8 does not tell that of a text row: the row is the one where a letter arrives."""
        rows = [row for row in self.find_all() if ui.role(row) in ('text', 'password text')]
        before = [ui.text(row) for row in rows]
        node = self.focused()
        if node is not None:
            return next(iter(ui.names(node)), None)
        self.keys('End', 'x')

        def arrived():
            """a letter in a text row, or a focus elsewhere"""
            return next((row for row, text in zip(rows, before) if ui.text(row) != text),
                        None) or self.focused()
        node = self.wait_for(arrived)
        if node in rows:
            self.keys('BackSpace')
            self.wait_for(lambda: ui.text(node) == before[rows.index(node)])
        return next(iter(ui.names(node)), None)

    def row(self, field):
        """The row of that name. Rows stay while the window does: each is looked for once."""
        if field not in self._rows:
            self._rows[field] = self.find(field)
        return self._rows[field]

    def remark_on(self, field):
        """What assistive technology is told about the field: "Error: ..." or "Warning: ..."."""
        return self.description_of(self.row(field))

    def shows_remark(self, words):
        """Whether those who see can read it: a label with these words is on the page."""
        return bool(self.find_all(words, 'label', within=self.root))

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

    def run(self, result=None):
        """Each test in a process of its own: libatspi 2.46 keeps what it knew of a window that is
        gone, and may fall over it in the next test."""
        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:
            own = unittest.TestResult()
            super().run(own)
            with open(write_end, 'w') as pipe:
                json.dump([''.join(words for _, words in own.failures + own.errors),
                           ''.join(reason for _, reason in own.skipped)], pipe)
            os._exit(0)
        os.close(write_end)
        with open(read_end) as pipe:
            faults, skipped = json.loads(pipe.read() or '["", ""]')
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != 0:
            faults += 'the test ended with status %d' % status
        result.startTest(self)
        if faults:
            error = AssertionError(faults)
            result.addFailure(self, (AssertionError, error, None))
        elif skipped:
            result.addSkip(self, skipped)
        else:
            result.addSuccess(self)
        result.stopTest(self)
        return result

    def setUp(self):
        for variable in ('XDG_CONFIG_HOME', 'XDG_STATE_HOME'):
            shutil.rmtree(pathlib.Path(os.environ[variable]) / 'outpost', ignore_errors=True)

    @contextlib.contextmanager
    def open(self, *arguments, **env):
        """The window, ended with the block; nothing that it has printed may be a fault."""
        with Window(*arguments, **env) as window:
            try:
                yield window
            finally:
                folder = os.environ.get('OUTPOST_UI_PICTURES')
                if folder and window.process.poll() is None:
                    window.screenshot(pathlib.Path(folder) / (self.id() + '.png'))
            window.quit()
            printed = window.output()
        # Ended by itself or by us, not by a fault.
        self.assertIn(window.process.returncode, (0, -signal.SIGTERM, -signal.SIGKILL), printed)
        self.assertNotRegex(printed, 'CRITICAL|runtime error|AddressSanitizer', printed)
