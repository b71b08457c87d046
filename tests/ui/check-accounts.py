# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several accounts in the real window: each keeps its own password, and what is removed can be had
back until the window is closed."""
import subprocess

import keyring
import mailservers
import tap
import ui
from window import OUTPOSTCTL, PASSED, PASSWORD, SAVE, WindowTest, accounts_folder

ANNA = 'anna@' + mailservers.DOMAIN
FOREIGN = {'server': 'localhost', 'user': ANNA, 'protocol': 'smtp', 'program': 'another'}


def setUpModule():
    global SERVERS
    SERVERS = mailservers.for_module()


def stored(account_id):
    return keyring.stored_password(account=account_id, kind='password')


def accounts():
    """The ids; what was removed waits under a name that begins with a dot."""
    return sorted(path.stem for path in accounts_folder().glob('[!.]*.conf'))


class AccountsTest(WindowTest):
    def add(self, account_id, password, **more):
        """As a person would have done it on the command line."""
        keys = dict(Name=account_id.title(), Server='localhost', Port=SERVERS.port['tls'],
                    Security='tls', Username=ANNA, Email=ANNA, CAFile=SERVERS.ca_file)
        keys.update(more)
        subprocess.run([OUTPOSTCTL, 'set', account_id,
                        *['%s=%s' % pair for pair in keys.items()]],
                       check=True, capture_output=True)
        subprocess.run([OUTPOSTCTL, 'password', account_id], check=True, capture_output=True,
                       input=password + '\n', text=True)

    def foreign_entry(self):
        """What another program has stored for the same user and server."""
        pairs = [word for pair in FOREIGN.items() for word in pair]
        subprocess.run(['secret-tool', 'store', '--label=Another program', *pairs], check=True,
                       input='not ours', text=True)
        return lambda: keyring.stored_password(**FOREIGN)

    def from_menu(self, window, account, item):
        """Chooses an entry of the account menu."""
        button = window.find('Account ' + account, 'button')
        # GTK tells of the menu button and of the button in it; the inner one takes the press.
        window.click(list(ui.children(button))[0])
        window.click(window.find(item, 'menu item'))


class SameServer(AccountsTest):
    def test_two_accounts_with_one_user_server_and_port(self):
        self.add('first', mailservers.PASSWORD)
        self.add('second', 'of the second')
        with self.open() as window:
            window.wait_for('Account First')
            self.assertEqual(window.press_test(), PASSED)
            self.from_menu(window, 'First', 'Second')
            window.wait_for('Account Second')
            self.assertEqual(window.press_test(), 'Stopped at sign-in')

            window.set_text(PASSWORD, 'another one')
            window.click(SAVE)
            window.wait_saved()
        self.assertEqual(stored('second'), 'another one')
        self.assertEqual(stored('first'), mailservers.PASSWORD)


class Removing(AccountsTest):
    def remove(self, window, account):
        self.from_menu(window, account, 'Remove…')
        window.answer('Remove “%s”?' % account, 'Remove')

    def test_duplicate_then_remove(self):
        self.add('shop', mailservers.PASSWORD)
        foreign = self.foreign_entry()
        with self.open() as window:
            self.from_menu(window, 'Shop', 'Duplicate')
            window.set_text(PASSWORD, 'of the copy')
            window.click(SAVE)
            window.wait_saved()
            copy, = set(accounts()) - {'shop'}
            self.assertEqual(stored(copy), 'of the copy')
            self.remove(window, 'Shop (copy)')
            window.wait_for('“Shop (copy)” was removed')
            window.wait_for('Account Shop')
            window.keys('ctrl+q')
            self.assertEqual(window.process.wait(5), 0)
        self.assertEqual(accounts(), ['shop'])
        self.assertIsNone(stored(copy))
        self.assertEqual(stored('shop'), mailservers.PASSWORD)
        self.assertEqual(foreign(), 'not ours')

    def test_undo(self):
        self.add('shop', mailservers.PASSWORD)
        with self.open() as window:
            self.remove(window, 'Shop')
            window.wait_for('“Shop” was removed')
            self.assertEqual(accounts(), [])
            # The toast goes by itself; the card stays, and so does its button.
            window.click(window.find('Undo', 'button'))
            window.wait_for('Account Shop')
            window.keys('ctrl+q')
            self.assertEqual(window.process.wait(5), 0)
        self.assertEqual(accounts(), ['shop'])
        self.assertEqual(stored('shop'), mailservers.PASSWORD)


class Report(AccountsTest):
    def test_copied_without_secret_and_addresses(self):
        self.add('shop', 'hunter2 is wrong')
        with self.open() as window:
            self.assertEqual(window.press_test(), 'Stopped at sign-in')
            window.click('Copy Report')
            copied = window.wait_for(lambda: subprocess.run(
                ['xclip', '-selection', 'clipboard', '-out'], capture_output=True, text=True).stdout)
        self.assertIn('535', copied)
        self.assertNotIn('hunter2', copied)
        self.assertNotIn(ANNA, copied)


if __name__ == '__main__':
    tap.main()
