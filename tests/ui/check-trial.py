# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test in the real window against real Postfix: green, red with the right diagnosis, cancelled."""
import mailservers
import tap
from stallingserver import StallingServer
from window import PASSED, PASSWORD, PORT, TEST, WindowTest, write_account

ANNA = 'anna@' + mailservers.DOMAIN
ORDERS = 'orders@' + mailservers.DOMAIN
BRUNO = 'bruno@' + mailservers.DOMAIN


def setUpModule():
    global SERVERS
    SERVERS = mailservers.for_module()


class TrialTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.servers = SERVERS
        self.servers.empty()

    def account(self, service='tls', **more):
        keys = dict(Name='Shop', Server='localhost', Port=self.servers.port.get(service, 0),
                    Security='starttls' if 'starttls' in service else 'tls', SignIn='password',
                    Username=ANNA, Email=ANNA, Sender=ORDERS, TestAddress=BRUNO,
                    CAFile=self.servers.ca_file,
                    Secret='command:cat %s' % self.servers.password_file)
        keys.update(more)
        write_account('shop', **{key: value for key, value in keys.items() if value is not None})

    def assert_nothing_sent(self):
        for name in mailservers.MAILBOXES:
            self.assertEqual(self.servers.mail(name, 0), [])


class Green(TrialTest):
    def test_every_step_passes_by_tls_and_by_starttls(self):
        for service in ('tls', 'starttls'):
            with self.subTest(service=service):
                self.servers.empty()
                self.account(service)
                with self.open() as window:
                    self.assertEqual(window.press_test(), PASSED, window.dump())
                    for words in ('Connected', 'Secured', 'Server ready', 'Signed in',
                                  'Sender accepted', 'Recipient accepted', 'Message accepted'):
                        self.assertTrue(window.has_text('^%s$' % words), words)
                message = self.servers.mail(BRUNO)[0]
                self.assertIn(b'Return-Path: <%s>' % ORDERS.encode(), message)
                self.assertIn(b'Auto-Submitted: auto-generated', message)

    def test_again_after_a_pass(self):
        self.account()
        with self.open() as window:
            for _ in range(2):
                self.assertEqual(window.press_test(), PASSED)
        self.assertEqual(len(self.servers.mail(BRUNO, 2)), 2)


class Red(TrialTest):
    def test_wrong_password(self):
        self.account(Secret=None)
        with self.open() as window:
            window.set_text(PASSWORD, 'not the password')
            self.assertEqual(window.press_test(), 'Stopped at sign-in')
            self.assertTrue(window.has_text('^Sign-in refused$'))
            self.assertTrue(window.has_text('535'))
        failed = 'authentication failed'
        self.assertEqual(self.servers.wait_logged(failed).count(failed), 1)
        self.assert_nothing_sent()

    def test_wrong_port(self):
        port = mailservers.free_ports(1)[0]
        self.account(Port=port)
        with self.open() as window:
            self.assertEqual(window.press_test(), 'Stopped at connecting')
            self.assertTrue(window.has_text('^No connection$'))
            # Mended at the field, the same window passes.
            window.set_text(PORT, str(self.servers.port['tls']))
            self.assertEqual(window.press_test(), PASSED)

    def test_untrusted_certificate(self):
        self.account(CAFile=None)
        with self.open() as window:
            self.assertEqual(window.press_test(), 'Stopped at securing')
            self.assertTrue(window.has_text('^Not secured$'))
        self.assertNotIn('sasl_', self.servers.logged())
        self.assert_nothing_sent()

    def test_sender_refused(self):
        self.account(Sender='carla@' + mailservers.DOMAIN)
        with self.open() as window:
            self.assertEqual(window.press_test(), 'Stopped at the sender')
        self.assert_nothing_sent()

    def test_recipient_refused(self):
        self.account(TestAddress='nobody@' + mailservers.DOMAIN)
        with self.open() as window:
            self.assertEqual(window.press_test(), 'Stopped at the recipient')
            self.assertTrue(window.has_text('^Recipient refused$'))
        self.assert_nothing_sent()

    def test_scram_without_such_passwords_is_mended_by_its_button(self):
        self.account('empty-scram')
        with self.open() as window:
            self.assertEqual(window.press_test(), 'Stopped at sign-in')
            window.click('Sign in with PLAIN')
            # The account may lock after some refusals: a second try with this password is asked about.
            window.click(TEST)
            window.answer('Try the Same Password Again?', 'Try Again')
            window.wait_for(PASSED)


class Cancelled(TrialTest):
    # Where the server stops: what the result says, and the last command on the wire.
    CASES = {
        'connect': ('Cancelled at connecting', None),
        'secure': ('Cancelled at securing', None),
        'greeting': ('Cancelled at the greeting', None),
        'sign-in': ('Cancelled at sign-in', 'AUTH'),
        'sender': ('Cancelled at the sender', 'MAIL'),
        'recipient': ('Cancelled at the recipient', 'RCPT'),
        'message': ('Cancelled at the message', 'DATA'),
        'outcome': ('Cancelled at the message', 'DATA'),
    }

    def try_cancel(self, step):
        title, last = self.CASES[step]
        certificate = self.servers.certificates.leaf('stalling')
        with StallingServer(step, certificate) as server:
            self.account(Port=server.port)
            with self.open() as window:
                window.click(TEST)
                self.assertTrue(server.stalled.wait(10))
                window.cancel_test()
                self.assertEqual(window.result(5), title)
                self.assertTrue(window.has_text(
                    'may have been sent' if step == 'outcome' else 'No message was sent'),
                    window.texts())
                # The form is there again.
                window.find(TEST)
                if step != 'connect':
                    self.assertTrue(server.closed.wait(5))
                words = server.words()
                self.assertEqual(words[-1] if words else None, last)

    def test_at_connecting(self):
        self.try_cancel('connect')

    def test_at_securing(self):
        self.try_cancel('secure')

    def test_at_the_greeting(self):
        self.try_cancel('greeting')

    def test_at_sign_in(self):
        self.try_cancel('sign-in')

    def test_at_the_sender(self):
        self.try_cancel('sender')

    def test_at_the_recipient(self):
        self.try_cancel('recipient')

    def test_before_the_message(self):
        self.try_cancel('message')

    def test_after_the_message(self):
        self.try_cancel('outcome')


if __name__ == '__main__':
    tap.main()
