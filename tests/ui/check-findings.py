# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every finding of the form appears at its field, goes away, and its button mends it."""
import tap
import ui
from window import (MAIL, MODE, PASSWORD, PORT, SAVE, SEND_TO, SENDER, SERVER, USER,
                    WindowTest, write_account)

GOOD = dict(Name='Shop', Server='mail.shop.example', Port='465', Security='tls',
            SignIn='password', Username='anna@shop.example', Email='anna@shop.example',
            TestAddress='bruno@shop.example', Secret='command:cat /dev/null')


class FindingsTest(WindowTest):
    def with_account(self, **more):
        write_account('shop', **dict(GOOD, **more))
        return self.open()

    def assert_finding(self, window, field, text, severity, good):
        """The text brings the finding, a good one takes it away."""
        row = window.row(field)
        window.set_text(row, text)
        window.wait_for_remark(field, '^%s: ' % severity)
        window.wait_for(lambda: window.is_invalid(row) == (severity == 'Error'))
        # Also for those who see: the same words stand below the field.
        words = window.remark_on(field).split(': ', 1)[1]
        window.wait_for(lambda: window.shows_remark(words))
        if severity == 'Error':
            window.wait_for(lambda: not window.is_sensitive(window.row(SAVE)))

        window.set_text(row, good)
        window.wait_without_remark(field)
        self.assertFalse(window.is_invalid(row), field)
        window.wait_for(lambda: not window.shows_remark(words))

    def assert_fix(self, window, field, button, result):
        """Pressing the button mends the field for good."""
        window.click('%s for %s' % (button, field))
        window.wait_for(lambda: window.text_of(field) == result)
        window.wait_without_remark(field)
        window.wait_gone('%s for %s' % (button, field))


class Fields(FindingsTest):
    def test_an_account_without_fault_shows_none(self):
        with self.with_account() as window:
            for field in (SERVER, PORT, USER, MAIL, SENDER, SEND_TO):
                self.assertFalse(window.is_invalid(field), field)
                self.assertEqual(window.remark_on(field), '')

    def test_server(self):
        with self.with_account() as window:
            for text in ('', 'mail shop.example', '-mail.shop.example', 'mail..example',
                         'a' * 64 + '.example', '[2001:db8::g]'):
                with self.subTest(server=text):
                    self.assert_finding(window, SERVER, text, 'Error', 'mail.shop.example')
            for text in ('mail.shop.example', '192.0.2.1', '[2001:db8::1]', 'münchen.example'):
                with self.subTest(server=text):
                    window.set_text(SERVER, text)
                    window.wait_without_remark(SERVER)

    def test_port(self):
        with self.with_account() as window:
            for text in ('', '0', '65536', '-1', 'smtp', '46 5'):
                with self.subTest(port=text):
                    self.assert_finding(window, PORT, text, 'Error', '465')
            for text in ('587', '25'):
                with self.subTest(port=text):
                    self.assert_finding(window, PORT, text, 'Warning', '465')

    def test_port_that_many_networks_block(self):
        with self.with_account(Port='25', Security='starttls') as window:
            window.wait_for_remark(PORT, 'Many networks block port 25')
            self.assertFalse(window.is_invalid(PORT))

    def test_user_name(self):
        with self.with_account() as window:
            self.assert_finding(window, USER, '', 'Error', 'anna')

    def test_addresses(self):
        with self.with_account() as window:
            for field, texts in ((MAIL, ('anna', '@shop.example', 'anna@shop..example')),
                                 (SENDER, ('anna@', 'an na@shop.example')), (SEND_TO, ('anna',))):
                for text in texts:
                    with self.subTest(field=field, text=text):
                        self.assert_finding(window, field, text, 'Error', 'anna@shop.example')

    def test_password_with_blanks_at_its_ends(self):
        with self.with_account(Secret='keyring') as window:
            window.wait_for_remark(PASSWORD, '^Error: .*has no password')
            self.assert_finding(window, PASSWORD, ' secret', 'Warning', 'secret')
            # It is never changed behind the person's back.
            window.set_text(PASSWORD, ' secret ')
            window.wait_for_remark(PASSWORD, '^Warning: ')
            self.assertTrue(ui.shows(window.text_of(PASSWORD), ' secret '))

    def test_password_that_some_panels_refuse(self):
        with self.with_account(Secret='keyring') as window:
            window.set_text(PASSWORD, '7secret')
            window.wait_for_remark(PASSWORD, 'begin and end with a letter')
            self.assertFalse(window.is_invalid(PASSWORD), 'a hint, never an error')
            window.set_text(PASSWORD, 'secret')
            window.wait_for(lambda: window.remark_on(PASSWORD) == '')

    def test_password_that_the_provider_would_not_have_made(self):
        with self.with_account(Server='smtp.gmail.com', Email='shop@gmail.com', Secret='keyring',
                               Username='shop@gmail.com') as window:
            window.set_text(PASSWORD, 'fifteen-letters')
            window.wait_for_remark(PASSWORD, '16')
            self.assertFalse(window.is_invalid(PASSWORD), 'a remark, never an error')
            # As Gmail displays it; the blanks are left out.
            window.set_text(PASSWORD, 'abcd efgh ijkl mnop')
            window.wait_without_remark(PASSWORD)

    def test_none_while_a_password_would_travel(self):
        with self.with_account(Security='none', Port='25') as window:
            window.wait_for_remark(MODE, '^Error: ')
            window.wait_for(lambda: not window.is_sensitive(SAVE))
            window.set_text(SERVER, '127.0.0.1')
            window.wait_without_remark(MODE)


class Fixes(FindingsTest):
    def test_a_pasted_address_is_taken_apart(self):
        with self.with_account() as window:
            window.set_text(SERVER, 'smtps://mail.shop.example:4650/')
            window.wait_for_remark(SERVER, '^Error: ')
            self.assert_fix(window, SERVER, 'Use mail.shop.example', 'mail.shop.example')
            self.assertEqual(window.text_of(PORT), '4650')

    def test_a_misspelt_host(self):
        with self.with_account() as window:
            window.set_text(SERVER, 'smpt.gmail.com')
            window.wait_for_remark(SERVER, 'looks misspelt')
            self.assert_fix(window, SERVER, 'Use smtp.gmail.com', 'smtp.gmail.com')

    def test_the_port_of_the_mode(self):
        with self.with_account(Port='587') as window:
            window.wait_for_remark(PORT, '^Warning: ')
            self.assert_fix(window, PORT, 'Use 465', '465')
        with self.with_account(Port='465', Security='starttls') as window:
            window.wait_for_remark(PORT, '^Warning: ')
            self.assert_fix(window, PORT, 'Use 587', '587')

    def test_the_full_address_as_user_name(self):
        with self.with_account(Server='smtp.gmail.com', Email='shop@gmail.com',
                               Username='shop') as window:
            window.wait_for_remark(USER, '^Warning: ')
            self.assert_fix(window, USER, 'Use shop@gmail.com', 'shop@gmail.com')

    def test_a_sender_that_the_provider_replaces(self):
        with self.with_account(Server='smtp.gmail.com', Email='shop@gmail.com',
                               Username='shop@gmail.com', Sender='orders@shop.example') as window:
            window.wait_for_remark(SENDER, '^Warning: ')
            window.set_text(SENDER, 'S.hop+new@googlemail.com')
            window.wait_without_remark(SENDER)


if __name__ == '__main__':
    tap.main()
