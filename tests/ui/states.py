# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page of the window in every state, for tests that look at each of them the same way.

A test derives from StatesTest and says in look() what must hold. The states are reached by the
ids of widgets and the names of actions, so that they are the same in every language."""
import contextlib
import os
import pathlib
import subprocess
import tempfile

import mailservers
from observer import Observer, environment, find
from pages import PageStates
from stallingserver import StallingServer
from window import OUTPOSTCTL, WindowTest, accounts_folder, write_account

SHOP = dict(Name='Shop', Server='mail.shop.example', Port='465', Security='tls',
            SignIn='password', Username='anna@shop.example', Email='anna@shop.example',
            Sender='orders@shop.example', SenderName='The Shop', TestAddress='bruno@shop.example',
            Secret='command:echo secret')
# An account whose every value asks for a remark.
SUSPECT = dict(Name='Gmail', Server='smtp.gmail.com', Port='587', Security='tls',
               SignIn='password', Username='shop', Email='shop@gmail.com',
               Sender='orders@shop.example', TestAddress='bruno@', Secret='keyring',
               HelloName='shop computer', ReplyTo='orders', ReturnPath='@shop.example',
               Timeout='3000', CAFile='certificates/ca.pem', PinnedKey='sha256:' + 43 * 'A' + '=',
               ClientKey='/etc/shop.key', Mechanism='GUESS')


class Practice:
    """The practice server, and the account that goes with it."""

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            [OUTPOSTCTL, 'practice', '--folder', pathlib.Path(self._folder.name) / 'server'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout.readline().startswith('ready')
        return self

    def __exit__(self, kind, value, trace):
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
        self._folder.cleanup()


class ObservedTest(WindowTest):
    """A window with the observer in it."""

    # Added to the environment of the window.
    environment = {}

    @contextlib.contextmanager
    def observed(self, **env):
        with tempfile.TemporaryDirectory(dir=os.environ['OUTPOST_SESSION_DIR']) as folder:
            path = pathlib.Path(folder) / 'observer'
            with self.open(**dict(environment(path), **self.environment, **env)) as self.window:
                observer = Observer(path)
                try:
                    yield observer
                finally:
                    observer.close()


class StatesTest(PageStates, ObservedTest):
    """Derive from this, and give look()."""

    def look(self, observer, state):
        """What must hold in every state."""
        raise NotImplementedError

    def practice(self):
        return Practice()

    def test_new_account(self):
        with self.observed() as observer:
            self.look(observer, 'new')

    def test_form(self):
        write_account('shop', **SHOP)
        with self.observed() as observer:
            observer.wait_for('stored_label')
            self.look(observer, 'form')
            observer.do('press', 'advanced_row')
            observer.wait_for('mechanism_row')
            self.look(observer, 'advanced')

    def test_fields_left_empty(self):
        write_account('shop', Name='Shop', Security='tls', SignIn='certificate')
        with self.observed() as observer:
            observer.wait(lambda widgets: len(find(widgets, 'OutpostFindingRow')) >= 4)
            self.look(observer, 'empty-fields')

    def test_suspect_values(self):
        write_account('gmail', **SUSPECT)
        with self.observed() as observer:
            observer.do('press', 'advanced_row')
            observer.wait(lambda widgets: len(find(widgets, 'OutpostFindingRow')) >= 10)
            self.look(observer, 'findings')
            # Not yet the length of an app password: a hint, not an error.
            observer.do('text', 'password_row', '7secret ')
            observer.do('text', 'server_row', 'smtps://smpt.gmail.com:465/')
            observer.wait(lambda widgets: any('smpt.gmail.com' in (w.text or '')
                                              for w in widgets if w.within('OutpostFindingRow')))
            self.look(observer, 'findings-typed')

    def test_password_in_the_clear(self):
        write_account('shop', **dict(SHOP, Security='none', Port='25', SignIn='auto', Username=''))
        with self.observed() as observer:
            observer.wait_for('OutpostFindingRow')
            self.look(observer, 'unencrypted')

    def test_cards(self):
        write_account('gmail', **dict(SUSPECT, Secret='keyring'))
        (accounts_folder() / 'broken.conf').write_text('Server=before any group\n')
        with self.observed() as observer:
            observer.wait(lambda widgets: len(find(widgets, 'OutpostAdviceCard')) >= 2)
            self.look(observer, 'advice')
            observer.do('text', 'sender_name_row', 'Changed here')
            write_account('gmail', **dict(SUSPECT, SenderName='Changed there'))
            observer.wait_for('changed_card')
            self.look(observer, 'changed-elsewhere')

    def test_no_keyring(self):
        write_account('shop', **dict(SHOP, Secret='keyring'))
        with self.observed(SECRET_SERVICE_BUS_NAME='io.github.outpost_mail.Nobody') as observer:
            observer.wait_for('problem_card')
            self.look(observer, 'no-keyring')
            observer.do('text', 'password_row', 'secret')
            observer.do('action', 'win.save')
            observer.wait(lambda widgets: find(widgets, 'problem_card') and
                          not find(widgets, 'stored_box'))
            self.look(observer, 'not-saved')

    def test_removed_and_undone(self):
        write_account('shop', **SHOP)
        write_account('office', **dict(SHOP, Name='Office'))
        with self.observed() as observer:
            observer.do('action', 'win.remove')
            observer.wait_for('AdwMessageDialog')
            self.look(observer, 'remove')
            observer.do('action', 'win.undo-remove')

    def test_trials(self):
        with Practice(), self.observed() as observer:
            observer.do('action', 'win.test')
            observer.wait(lambda widgets: len(find(widgets, 'icon', 'success')) == 8)
            self.look(observer, 'passed')
            observer.do('action', 'win.details')
            observer.wait_for('OutpostDetailsWindow')
            self.look(observer, 'passed-details')
            observer.ask('close')
            observer.wait_gone('OutpostDetailsWindow')
            observer.do('action', 'win.check')
            observer.wait(lambda widgets: len(find(widgets, 'icon', 'success')) == 7
                          and not find(widgets, 'cancel_button'))
            self.look(observer, 'checked')
            observer.do('text', 'sender_name_row', 'Another')
            observer.wait_for('OutpostResultGroup', 'outdated')
            self.look(observer, 'outdated')

    def test_refused_password(self):
        with Practice(), self.observed() as observer:
            observer.do('text', 'password_row', 'not the password')
            observer.do('action', 'win.test')
            observer.wait_for('OutpostStepRow', 'failed')
            self.look(observer, 'failed')
            observer.do('action', 'win.details')
            observer.wait_for('OutpostDetailsWindow')
            self.look(observer, 'failed-details')
            observer.ask('close')
            observer.wait_gone('OutpostDetailsWindow')
            observer.do('action', 'win.test')
            observer.wait_for('AdwMessageDialog')
            self.look(observer, 'again')

    def test_no_connection(self):
        write_account('shop', **dict(SHOP, Server='127.0.0.1', Port=mailservers.free_ports(1)[0]))
        with self.observed() as observer:
            observer.do('action', 'win.test')
            observer.wait_for('OutpostStepRow', 'failed')
            self.look(observer, 'no-connection')

    def test_running_and_cancelled(self):
        with StallingServer('connect', None) as server, contextlib.ExitStack() as stack:
            write_account('shop', **dict(SHOP, Server='127.0.0.1', Port=server.port))
            observer = stack.enter_context(self.observed())
            observer.do('action', 'win.test')
            observer.wait_for('GtkSpinner')
            self.look(observer, 'running')
            # A press that follows on Test like a double click is no Cancel.
            observer.wait(lambda widgets: observer.ask('action', 'win.cancel-test') and
                          not find(widgets, 'cancel_button'))
            self.look(observer, 'cancelled')

    def test_menus(self):
        write_account('shop', **SHOP)
        write_account('office', **dict(SHOP, Name='Office'))
        with self.observed() as observer:
            for button in ('account_button', 'menu_button', 'test_button'):
                observer.do('press', button)
                observer.wait_for('GtkModelButton')
                self.look(observer, 'menu-' + button.split('_')[0])
                observer.do('press', button)
                observer.wait_gone('GtkModelButton')
            for row in ('security_row', 'sign_in_row'):
                observer.do('press', row)
                observer.wait_for('GtkPopover')
                self.look(observer, 'choice-' + row.split('_')[0])
                observer.do('press', row)
                observer.wait_gone('GtkPopover')

    def test_many_accounts(self):
        for number in range(14):
            write_account('shop-%d' % number, **dict(SHOP, Name='Shop %d' % number))
        with self.observed() as observer:
            observer.do('press', 'account_button')
            observer.wait_for('GtkModelButton')
            self.look(observer, 'menu-many-accounts')
            observer.do('press', 'account_button')
            observer.wait_gone('GtkModelButton')
            observer.do('action', 'win.all-accounts')
            observer.wait_for('OutpostAccountsWindow')
            self.look(observer, 'all-accounts')

    def test_questions(self):
        write_account('shop', **SHOP)
        with self.observed() as observer:
            observer.do('action', 'win.rename')
            observer.wait_for('AdwMessageDialog')
            self.look(observer, 'rename')
            observer.ask('close')
            observer.wait_gone('AdwMessageDialog')
            observer.do('text', 'server_row', 'mail.shop.example:25')
            observer.wait_for('OutpostFindingRow')
            observer.do('action', 'window.close')
            observer.wait_for('AdwMessageDialog')
            self.look(observer, 'save-changes')

    def test_help_and_about(self):
        write_account('shop', **SHOP)
        with self.observed() as observer:
            observer.do('action', 'win.show-help-overlay')
            observer.wait_for('GtkShortcutsWindow')
            self.look(observer, 'shortcuts')
            observer.ask('close')
            observer.wait_gone('GtkShortcutsWindow')
            observer.do('action', 'app.about')
            observer.wait_for('AdwAboutWindow')
            self.look(observer, 'about')
