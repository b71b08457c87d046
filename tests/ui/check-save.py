# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty form to a saved account and back, and by keyboard alone."""
import os
import subprocess

import keyring
import mailservers
import tap
import ui
from window import (BY_HAND, CA_FILE, MAIL, OUTPOSTCTL, PASSED, PASSWORD, PORT, SAVE, SEND_TO,
                    SENDER, SENDER_NAME, SERVER, USER, WindowTest, accounts_folder, read_account,
                    write_account)

ANNA = 'anna@' + mailservers.DOMAIN
ORDERS = 'orders@' + mailservers.DOMAIN
BRUNO = 'bruno@' + mailservers.DOMAIN


def the_account():
    """The id of the one account saved."""
    files = list(accounts_folder().glob('*.conf'))
    assert len(files) == 1, files
    return files[0].stem


def stored(account_id):
    return keyring.stored_password(account=account_id, kind='password')


def setUpModule():
    global SERVERS
    SERVERS = mailservers.for_module()


class SaveTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.servers = SERVERS
        self.servers.empty()
        self.values = {SERVER: 'localhost', PORT: str(self.servers.port['tls']), USER: ANNA,
                       MAIL: ANNA, SENDER: ORDERS, SENDER_NAME: 'The Shop', SEND_TO: BRUNO}

    def assert_shows(self, window):
        for name, value in self.values.items():
            self.assertEqual(window.text_of(name, 'text'), value, name)


class ByHand(SaveTest):
    def test_first_start_fill_test_save_restart(self):
        with self.open() as window:
            window.by_hand()
            self.assertFalse(window.is_sensitive(SAVE))
            for name in (SERVER, PORT, USER, MAIL):
                self.assertFalse(window.is_invalid(name), 'an untouched field is no error')
            for name, value in self.values.items():
                window.fill(name, value)
            window.fill(PASSWORD, mailservers.PASSWORD)
            window.expand()
            window.set_text(CA_FILE, str(self.servers.ca_file))
            self.assertEqual(window.press_test(), PASSED, window.dump())
            self.assertEqual(len(self.servers.mail(BRUNO)), 1)
            window.click(SAVE)
            window.wait_saved()

        account_id = the_account()
        self.assertEqual(stored(account_id), mailservers.PASSWORD)
        saved = read_account(account_id)
        self.assertEqual(saved['Server'], 'localhost')
        self.assertEqual(saved['Sender'], ORDERS)
        self.assertNotIn(mailservers.PASSWORD,
                         (accounts_folder() / (account_id + '.conf')).read_text())

        with self.open() as window:
            self.assert_shows(window)
            # The stored password stays in the keyring; the row says so.
            self.assertEqual(window.text_of(PASSWORD), '')
            self.assertTrue(window.has_text('In the keyring'))
            self.assertEqual(window.press_test(), PASSED)

    def test_a_changed_server_asks_for_the_password_again(self):
        self.save_account()
        with self.open() as window:
            window.set_text(SERVER, '127.0.0.1')
            window.wait_for(lambda: not window.has_text('In the keyring'))

    def save_account(self):
        """As a person would have done it on the command line."""
        keys = dict(Name='Shop', Server='localhost', Port=self.servers.port['tls'], Security='tls',
                    Username=ANNA, Email=ANNA, Sender=ORDERS, CAFile=self.servers.ca_file)
        subprocess.run([OUTPOSTCTL, 'set', 'shop', *['%s=%s' % pair for pair in keys.items()]],
                       check=True, capture_output=True)
        subprocess.run([OUTPOSTCTL, 'password', 'shop'], check=True, capture_output=True,
                       input=mailservers.PASSWORD + '\n', text=True)

    def test_closing_with_changes_asks(self):
        write_account('shop', Name='Shop', Server='localhost', Port='465', Security='tls',
                      Username=ANNA, Email=ANNA)
        with self.open() as window:
            window.set_text(SENDER_NAME, 'Another Name')
            window.keys('ctrl+w')
            window.answer('Save Changes?', 'Cancel')
            self.assertEqual(window.text_of(SENDER_NAME, 'text'), 'Another Name')
            window.keys('ctrl+w')
            window.answer('Save Changes?', 'Discard')
            self.assertEqual(window.process.wait(5), 0)
        self.assertNotIn('SenderName', read_account('shop'))


class BadDays(SaveTest):
    """Saving fails: nothing typed is lost, the card says what to do, and doing it saves."""

    def fill(self, window):
        window.by_hand()
        for name, value in self.values.items():
            window.fill(name, value)
        window.fill(PASSWORD, mailservers.PASSWORD)

    def assert_kept(self, window, heading):
        window.wait_for(heading)
        self.assert_shows(window)
        self.assertEqual(len(window.text_of(PASSWORD)), len(mailservers.PASSWORD))
        self.assertTrue(window.is_sensitive(SAVE))

    def assert_saved(self, window):
        window.wait_saved()
        self.assertFalse(window.exists('Save Again'))
        self.assertEqual(stored(the_account()), mailservers.PASSWORD)

    def test_unlock_prompt_dismissed(self):
        keyring.lock()
        with self.open() as window:
            self.fill(window)
            window.click(SAVE)
            keyring.answer_prompt(None)
            self.assert_kept(window, 'Not saved: the keyring is locked')
            self.assertEqual(list(accounts_folder().glob('*.conf')), [])

            window.click('Save Again')
            keyring.answer_prompt(os.environ['OUTPOST_KEYRING_PASSWORD'])
            self.assert_saved(window)

    def test_folder_that_cannot_be_made(self):
        accounts_folder().parent.mkdir(parents=True, exist_ok=True)
        accounts_folder().write_text('in the way')
        with self.open() as window:
            self.fill(window)
            window.click(SAVE)
            self.assert_kept(window, 'The changes could not be saved')
            self.assertIsNone(keyring.stored_password(protocol='smtp', kind='password'))

            accounts_folder().unlink()
            window.click(SAVE)
            self.assert_saved(window)


class ByKeyboard(SaveTest):
    def into(self, window, name, text):
        window.tab_to(name)
        window.keys('ctrl+a', 'BackSpace')
        window.type(text)
        row = window.find(name)
        window.wait_for(lambda: ui.shows(ui.text(row), text))

    def test_fill_test_and_save(self):
        with self.open() as window:
            window.tab_to(BY_HAND)
            window.keys('Return')
            window.find(SERVER)
            for name, value in ((SERVER, '127.0.0.1'), (PORT, str(self.servers.port['tls'])),
                                (USER, ANNA), (PASSWORD, mailservers.PASSWORD), (MAIL, ANNA),
                                (SENDER, ORDERS), (SEND_TO, BRUNO)):
                self.into(window, name, value)
            window.keys('ctrl+Return')
            # Nobody has said yet which authority has signed this server's certificate.
            self.assertEqual(window.result(), 'Stopped at securing')
            window.keys('ctrl+s')
            window.wait_saved()
            window.keys('ctrl+q')
            self.assertEqual(window.process.wait(5), 0)
        self.assertEqual(stored(the_account()), mailservers.PASSWORD)


if __name__ == '__main__':
    tap.main()
