# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways into the window: options of the command line, and the bus that a desktop starts the
program by."""
import contextlib
import os
import subprocess

import mailservers
import tap
import ui
from window import (BUILD, OUTPOST, PASSED, SEND_TO, SENDER_NAME, SERVER, Window, WindowTest,
                    accounts_folder, write_account)

APP_ID = 'io.github.outpost_mail.Outpost'
ANNA = 'anna@' + mailservers.DOMAIN
BRUNO = 'bruno@' + mailservers.DOMAIN
READY = 'The server is ready to send'


def setUpModule():
    global SERVERS
    SERVERS = mailservers.for_module()


class StartedWindow(Window):
    """The window of a program that runs without one, once this command has made it appear."""

    def __init__(self, *command):
        self._rows = {}
        ui.App.__init__(self, command, name='outpost')


class Activation(WindowTest):
    def setUp(self):
        super().setUp()
        self.servers = SERVERS
        self.servers.empty()
        # The default one is neither the first nor the last.
        for account_id in ('another', 'shop', 'zebra'):
            write_account(account_id, Name=account_id, Server='localhost', Security='tls',
                          Port=self.servers.port['tls'] if account_id == 'shop' else 1,
                          SignIn='password', Username=ANNA, Email=ANNA, TestAddress=BRUNO,
                          CAFile=self.servers.ca_file,
                          Secret='command:cat %s' % self.servers.password_file)
        (accounts_folder().parent / 'outpost.conf').write_text('[Outpost]\nDefaultAccount=shop\n')

    def test_options(self):
        with self.open('--check') as window:
            self.assertEqual(window.result(), READY)
        self.assertEqual(self.servers.mail(BRUNO, 0), [])
        with self.open('--test') as window:
            self.assertEqual(window.result(), PASSED)
        self.assertEqual(len(self.servers.mail(BRUNO)), 1)

    def test_written_by_hand(self):
        """To somebody else than the account's own test address."""
        with self.open('--account=shop', '--write-test') as window:
            self.assertEqual(window.where(), SEND_TO)
            window.keys('ctrl+a')
            window.type(ANNA)
            window.wait_for(lambda: window.text_of(SEND_TO, 'text') == ANNA)
            window.keys('Return')
            self.assertEqual(window.result(), PASSED)
            subprocess.run(['gapplication', 'action', APP_ID, 'write-test'], check=True)
            window.wait_for(lambda: window.where() == SEND_TO)
        self.assertEqual(self.servers.mail(BRUNO, 0), [])
        self.assertEqual(len(self.servers.mail(ANNA)), 1)

    def test_another_account(self):
        with self.open('--account=zebra', '--test') as window:
            self.assertEqual(window.result(), 'Stopped at connecting')

    def test_an_account_that_is_not_there_is_not_tested(self):
        with self.open('--account=nobody', '--test') as window:
            self.assertIn('nobody', window.toast())
            self.assertTrue(window.is_sensitive('Test'))
            self.assertEqual(self.servers.logged(), '')

    @contextlib.contextmanager
    def on_the_bus(self):
        """The program as the bus starts it: no window, until it is asked for one."""
        service = (BUILD / 'data' / (APP_ID + '.service')).read_text()
        self.assertIn('outpost --gapplication-service\n', service)
        env = dict(os.environ, GSETTINGS_SCHEMA_DIR=str(BUILD / 'data'),
                   OUTPOST_LOCALEDIR=str(BUILD / 'po'))
        program = subprocess.Popen([OUTPOST, '--gapplication-service'], env=env)
        try:
            subprocess.run(['gdbus', 'wait', '--session', '--timeout=10', APP_ID], check=True)
            yield program
        finally:
            program.kill()
            program.wait()

    def test_actions_of_the_icon(self):
        with self.on_the_bus(), StartedWindow('gapplication', 'action', APP_ID, 'check') as window:
            self.assertEqual(window.result(), READY)
            self.assertEqual(self.servers.mail(BRUNO, 0), [])
            # Once more, with the window there.
            subprocess.run(['gapplication', 'action', APP_ID, 'test'], check=True)
            window.wait_for(PASSED)
        self.assertEqual(len(self.servers.mail(BRUNO)), 1)

    def test_unsaved_changes_go_first(self):
        with self.open('--account=another') as window:
            window.set_text(SENDER_NAME, 'Another Name')
            subprocess.run(['gapplication', 'action', APP_ID, 'test'], check=True)
            window.answer('Save Changes?', 'Cancel')
            self.assertEqual(window.text_of(SENDER_NAME, 'text'), 'Another Name')
            self.assertEqual(self.servers.logged(), '')

    def test_started_by_its_icon(self):
        with self.on_the_bus(), StartedWindow('gapplication', 'launch', APP_ID) as window:
            self.assertEqual(window.text_of(SERVER, 'text'), 'localhost')
            self.assertTrue(window.exists('Account shop'))


if __name__ == '__main__':
    tap.main()
