# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab leads through the form in the order in which it is read, also past open findings."""
import tap
from window import (CA_FILE, MAIL, METHOD, MODE, PASSWORD, PORT, SEND_TO, SENDER, SENDER_NAME,
                    SERVER, USER, WindowTest, write_account)

ADVANCED = ['EHLO name', 'Reply-to address', 'Return path', 'Time limit', CA_FILE,
            'Choose File… for CA file', 'Pinned key', 'Client certificate',
            'Choose File… for Client certificate', 'Client key', 'Choose File… for Client key',
            'Sign-in mechanism']
FORM = [SERVER, PORT, MODE, METHOD, USER, PASSWORD, MAIL, SENDER, SENDER_NAME, 'Advanced',
        SEND_TO]


class KeyboardTest(WindowTest):
    def account(self, **more):
        keys = dict(Name='Shop', Server='mail.shop.example', Port='465', Security='tls',
                    SignIn='password', Username='anna@shop.example', Email='anna@shop.example',
                    Secret='keyring')
        keys.update(more)
        write_account('shop', **keys)

    def stations(self, window, key, stop, limit=30):
        """The names that the focus comes by to a row, the first included."""
        found = [window.where()]
        while found[-1] != stop:
            window.keys(key)
            found.append(window.where())
            self.assertLess(len(found), limit, found)
        return found

    def test_there_and_back(self):
        self.account()
        with self.open() as window:
            window.mouse_click(SERVER)
            self.assertEqual(self.stations(window, 'Tab', SEND_TO), FORM)
            self.assertEqual(self.stations(window, 'shift+Tab', SERVER), FORM[::-1])

    def test_past_findings(self):
        self.account(Server='', Port='', Username='', Email='')
        # Of these only the port's has a button.
        stations = FORM[:2] + ['Use 465 for SMTP port'] + FORM[2:]
        with self.open() as window:
            for field in (SERVER, PORT, USER, PASSWORD, MAIL):
                window.wait_for_remark(field, '^Error: ')
            window.mouse_click(SERVER)
            self.assertEqual(self.stations(window, 'Tab', SEND_TO), stations)
            self.assertEqual(self.stations(window, 'shift+Tab', SERVER), stations[::-1])

    def test_into_advanced(self):
        self.account(Email='')
        with self.open() as window:
            window.mouse_click(SENDER_NAME)
            self.assertEqual(self.stations(window, 'Tab', 'Advanced'), [SENDER_NAME, 'Advanced'])
            window.keys('Return')
            window.find(CA_FILE, 'text')
            window.keys('Tab')
            self.assertEqual(self.stations(window, 'Tab', SEND_TO), ADVANCED + [SEND_TO])

    def test_shortcuts_are_listed(self):
        with self.open() as window:
            window.wait_for(lambda: len(window.windows()) == 1)
            # GTK 4.24 has taken Ctrl+F1 for itself.
            window.keys('ctrl+question')
            window.wait_for(lambda: len(window.windows()) == 2)
            window.keys('Escape')
            window.wait_for(lambda: len(window.windows()) == 1)


if __name__ == '__main__':
    tap.main()
