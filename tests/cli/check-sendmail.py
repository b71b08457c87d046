# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""outpost-sendmail as programs call it: what arrives, what is said, and each exit code."""
import base64
import email
import email.header
import os
import resource
import signal
import socket

import tap
from programs import OWN, Part, ProgramTest, SENDMAIL, SENDER, TO, WRONG

TEXT = 'Subject: The backup\n\nis done.\n'
CARLA = 'carla@outpost.example'
WHOLE = ('From: cron@outpost.example\nTo: bruno@outpost.example\n'
         'Date: Mon, 23 Nov 2026 12:00:00 +0000\nMessage-ID: <1@outpost.example>\n'
         'Subject: dots\n\n')


class SendmailTest(ProgramTest):
    def send(self, code, *arguments, text=TEXT, account='--account=shop', **more):
        """Sends, which is to end with this code; on failure one plain line is said."""
        process = self.run_program(SENDMAIL, *([account] if account else []), '--no-queue',
                                   *arguments, text=text, **more)
        self.assertEqual(process.returncode, code, process.said)
        self.assertEqual(process.out, '')
        if code != 0:
            self.assertEqual(self.practice.mail(), [])
            self.assertNotEqual(process.said, '')
        elif '-v' not in arguments:
            self.assertEqual(process.said, '')
        for line in process.said.splitlines():
            if '-v' not in arguments:
                self.assertTrue(line.startswith('outpost-sendmail: '), line)
            self.assertTrue(line.isprintable(), line)
        return process

    def fail(self, *arguments, **more):
        if not arguments or not isinstance(arguments[0], int):
            return super().fail(*arguments, **more)
        process = self.send(*arguments, **more)
        self.assertEqual(process.said.count('\n'), 1, process.said)
        return process.said

    def arrived(self):
        mail, = self.practice.mail()
        return mail

    def arrived_to(self):
        return sorted(line[14:].decode() for line in self.arrived().splitlines()
                      if line.startswith(b'Delivered-To: '))

    def arrived_message(self):
        return email.message_from_bytes(self.arrived())


class Delivered(SendmailTest):
    def test_a_message(self):
        self.send(0, '--', TO)
        message = self.arrived_message()
        self.assertEqual(message['Return-Path'], '<%s>' % SENDER)
        self.assertEqual(message['From'], SENDER)
        self.assertEqual(message['Subject'], 'The backup')
        self.assertIsNotNone(message['Date'])
        self.assertTrue(message['Message-ID'].endswith('@outpost.example>'))
        self.assertEqual(message.get_payload(), 'is done.\n')

    def test_four_different_addresses(self):
        self.write_account(ReturnPath='bounce@outpost.example', ReplyTo='desk@outpost.example',
                           SenderName='The Shop')
        self.send(0, '--', TO)
        message = self.arrived_message()
        self.assertEqual(message['Return-Path'], '<bounce@outpost.example>')
        self.assertEqual(message['From'], 'The Shop <%s>' % SENDER)
        self.assertEqual(message['Reply-To'], 'desk@outpost.example')

    def assert_body(self, arguments, sent, arrives):
        self.practice.empty()
        self.send(0, *arguments, '--', TO, text=WHOLE + sent)
        mail = self.arrived()
        self.assertEqual(mail[mail.index(b'From: cron'):].decode(), WHOLE + arrives)

    def test_dots(self):
        lines = '.\n..\n.a\n...\nend.\n'
        for option in ('-i', '-oi'):
            self.assert_body([option], lines, lines)
        self.assert_body([], 'one\n.\ntwo\n', 'one\n')
        self.assert_body([], '..\n.a\n', '..\n.a\n')

    def test_line_ends(self):
        self.assert_body(['-i'], 'a\r\nb\nc\rd', 'a\nb\nc\nd\n')

    def test_large_input(self):
        body = ('x' * 70 + '\n') * 40000
        self.assert_body(['-i'], body, body)
        state = self.home / 'state' / 'outpost'
        self.assertEqual(list(state.iterdir()), [])  # spooled, and gone
        self.assertEqual(state.stat().st_mode & 0o777, 0o700)

    def test_a_programs_own_fields_stay(self):
        self.send(0, '-i', '-F', 'Somebody Else', '--', TO, text=WHOLE + 'x\n')
        message = self.arrived_message()
        self.assertEqual(message['From'], 'cron@outpost.example')
        self.assertEqual(message['Message-ID'], '<1@outpost.example>')

    def test_sender(self):
        for option in (['-f', OWN], ['-f' + OWN], ['-r', OWN], ['-f', '<%s>' % OWN], ['-if', OWN]):
            with self.subTest(option=option):
                self.practice.empty()
                self.send(0, *option, '--', TO)
                message = self.arrived_message()
                self.assertEqual(message['Return-Path'], '<%s>' % OWN)
                self.assertEqual(message['From'], OWN)

    def test_sender_without_a_domain(self):
        self.write_account(ReturnPath='bounce@outpost.example')
        for name in ('root', 'root@', 'x y'):
            with self.subTest(name=name):
                self.practice.empty()
                self.send(0, '-f', name, '--', TO)
                message = self.arrived_message()
                self.assertEqual(message['Return-Path'], '<bounce@outpost.example>')
                self.assertEqual(message['From'], SENDER)

    def test_null_sender(self):
        for option in ('<>', ''):
            self.practice.empty()
            self.send(0, '-f', option, '--', TO)
            self.assertEqual(self.arrived_message()['Return-Path'], '<>')
            self.assertEqual(self.arrived_message()['From'], SENDER)

    def test_sender_of_another_alphabet(self):
        self.send(0, '-f', 'anna@bücher.example', '--', TO)
        self.assertEqual(self.arrived_message()['Return-Path'], '<anna@xn--bcher-kva.example>')

    def test_sender_name(self):
        self.send(0, '-F', 'Anna Ämter', '--', TO)
        name = email.header.decode_header(self.arrived_message()['From'])[0]
        self.assertEqual(name[0].decode(name[1]), 'Anna Ämter')

    def test_no_line_of_the_header_by_an_option(self):
        self.send(0, '-F', 'Anna\r\nBcc: %s\r\n\r\nX: y' % CARLA, '--', TO)
        self.assertNotIn(b'\nBcc:', self.arrived())
        self.assertEqual(self.arrived_to(), [TO])
        self.assertEqual(self.arrived_message()['Subject'], 'The backup')

    def test_recipients_of_the_header(self):
        header = 'To: Bruno <%s>,\n %s\nCc: desk@outpost.example\nBcc: hidden@outpost.example\n'
        self.send(0, '-t', '-i', text=header % (TO, OWN) + TEXT)
        self.assertEqual(self.arrived_to(), sorted([TO, OWN, 'desk@outpost.example',
                                                    'hidden@outpost.example']))
        self.assertNotIn(b'Bcc', self.arrived())

    def test_recipients_of_both(self):
        self.send(0, '-ti', '--', CARLA, TO, text='To: %s\n' % TO + TEXT)
        self.assertEqual(self.arrived_to(), [TO, CARLA])

    def test_recipients_of_the_newest_resent_block(self):
        self.send(0, '-ti', text='Resent-To: %s\nResent-From: %s\nTo: %s\n' % (CARLA, OWN, TO)
                  + TEXT)
        self.assertEqual(self.arrived_to(), [CARLA])

    def test_bcc_goes_without_t(self):
        self.send(0, '-i', '--', TO, text='Bcc: %s\n' % CARLA + TEXT)
        self.assertEqual(self.arrived_to(), [TO])
        self.assertNotIn(b'Bcc', self.arrived())

    def test_an_address_like_an_option(self):
        self.send(0, '--', '-t@outpost.example')
        self.assertEqual(self.arrived_to(), ['-t@outpost.example'])

    def test_options_that_mean_nothing_here(self):
        log = self.home / 'log'
        self.send(0, '-X', log, '-C' + str(log), '-O', 'QueueDirectory=%s' % log, '-oem', '-oee',
                  '-bm', '-N', 'never', '-R', 'hdrs', '-V', 'id', '-B8BITMIME', '-L', 'tag', '-Am',
                  '-n', '-G', '-U', '-h', '5', '-p', 'SMTP:x', '-m', '--', TO)
        self.assertEqual(self.arrived_to(), [TO])
        self.assertFalse(log.exists())

    def test_a_mailbox_line_and_no_header(self):
        self.send(0, '-i', '--', TO, text='From anna Mon Nov 23 12:00:00 2026\njust text\n')
        self.assertEqual(self.arrived_message().get_payload(), 'just text\n')

    def test_verbose(self):
        said = self.send(0, '-v', '--', TO, text=TEXT + 'the-body-of-it\n').said
        for word in ('C: EHLO [127.0.0.1]', 'MAIL FROM:<%s>' % SENDER, 'RCPT TO:<%s>' % TO):
            self.assertIn(word, said)
        self.assertNotIn('the-body-of-it', said)

    def test_verbose_hides_a_refused_password(self):
        self.write_account(Secret='command:echo ' + WRONG)
        said = self.send(77, '-v', '--', TO).said
        self.assertIn('C: AUTH', said)

    def test_a_user_name_with_a_backslash(self):
        with Part() as part:
            self.write_part_account(part, Username='SHOP\\\\anna')
            self.send_elsewhere()
            words = [line.split()[2] for line in part.lines if line.startswith('AUTH PLAIN ')]
            self.assertEqual(base64.b64decode(words[0]),
                             b'\0SHOP\\anna\0' + WRONG.encode())

    def send_elsewhere(self, text=TEXT):
        """To a part, which takes the message and keeps its lines."""
        self.send(0, '-i', '--', TO, text=text)

    def test_text_that_has_to_be_encoded(self):
        mime = 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n'
        text = 'Subject: x\n' + mime + 'Content-Transfer-Encoding: 8bit\n\nGrüße\n'
        with Part() as part:  # without 8BITMIME
            self.write_part_account(part)
            self.send_elsewhere(text)
            self.assertIn('Gr=C3=BC=C3=9Fe', part.lines)
            self.assertIn('Content-Transfer-Encoding: quoted-printable', part.lines)
        long = 'y' * 1500
        with Part() as part:
            self.write_part_account(part)
            self.send_elsewhere('Subject: x\n' + mime + '\n' + long + '\n')
            body = '\n'.join(part.lines[part.lines.index(''):])
            self.assertIn(long, body.replace('=\n', ''))
            self.assertLess(max(map(len, part.lines)), 998)

    def test_raw_letters_in_the_header(self):
        self.send(0, '-i', '--', TO, text='Subject: Grüße\nTo: Jörg <%s>\n\nx\n' % TO)
        head = self.arrived().split(b'\n\n')[0]
        self.assertTrue(head.isascii())
        (word, charset), = email.header.decode_header(self.arrived_message()['Subject'])
        self.assertEqual(word.decode(charset), 'Grüße')

    def test_accounts(self):
        self.write_account(id='second', Sender='second@outpost.example')
        for account, config, sender in (('--account=second', '', 'second@outpost.example'),
                                        (None, 'DefaultAccount=second', 'second@outpost.example'),
                                        (None, 'DefaultAccount=shop', SENDER)):
            with self.subTest(config=config):
                self.practice.empty()
                self.write_file('../outpost', '[Outpost]\n%s\n' % config)
                self.send(0, '--', TO, account=account)
                self.assertEqual(self.arrived_message()['Return-Path'], '<%s>' % sender)

    def test_the_only_account(self):
        self.send(0, '--', TO, account=None)


class Refused(SendmailTest):
    def test_help_and_version(self):
        for option in ('--help', '--version'):
            process = self.run_program(SENDMAIL, option)
            self.assertEqual((process.returncode, process.said), (0, ''))
            self.assertIn('outpost-sendmail', process.out)

    def test_64_calls_that_are_not_right(self):
        for call in ([], ['--nonsense', TO], ['-z', TO], ['-f'], ['--account', 'shop', TO],
                     ['--account=', TO], ['-bs'], ['-bp'], ['-q'], ['-q15m'], ['-bd'],
                     ['--queue-only', TO]):
            with self.subTest(call=call):
                self.fail(64, *call)

    def test_64_without_no_queue(self):
        process = self.run_program(SENDMAIL, '--account=shop', '--', TO, text=TEXT)
        self.assertEqual(process.returncode, 64)
        self.assertIn('--no-queue', process.said)
        self.assertEqual(self.practice.mail(), [])

    def test_65_content(self):
        for text in ('Subject: x\n\na\0b\n', 'Subject: a\0b\n\nx\n',
                     'Subject: ' + 'x' * 1100000 + '\n\nx\n'):
            with self.subTest(text=text[:20]):
                self.fail(65, '-i', '--', TO, text=text)

    def test_65_recipients(self):
        self.assertIn('root', self.fail(65, '--', 'root'))
        self.fail(65, '--', TO, 'a@b>\r\nRCPT TO:<%s' % CARLA)
        self.fail(65, '--', TO, '\x1b[31m\u202e@x')
        self.fail(65, '-t', text='To: bruno at work\n' + TEXT)
        self.fail(65, '-t')
        self.fail(65, '-t', text='Resent-From: %s\nTo: %s\n' % (OWN, TO) + TEXT)

    def test_65_what_the_server_cannot_take(self):
        parts = ('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n'
                 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n'
                 'Grüße\n--b--\n')
        for ehlo, to, text in (('250 AUTH PLAIN', TO, parts), ('250 AUTH PLAIN', 'jörg@x.de', TEXT),
                               ('250-AUTH PLAIN\r\n250 SIZE 20', TO, TEXT)):
            with self.subTest(ehlo=ehlo, to=to), Part(EHLO='250-part.example\r\n' + ehlo) as part:
                self.write_part_account(part)
                self.fail(65, '-i', '--', to, text=text)
                self.assertNotIn('DATA', part.lines)

    def test_67_recipient(self):
        said = self.fail(67, '--', 'refused@outpost.example')
        self.assertIn('refused@outpost.example: 550 5.1.1 ', said)

    def test_67_each_recipient_is_named(self):
        said = self.send(67, '--', TO, 'refused@outpost.example', CARLA).said.splitlines()
        self.assertEqual([line.split(': ')[1] for line in said],
                         [TO, 'refused@outpost.example', CARLA])
        self.assertIn('550 5.1.1', said[1])

    def test_75_a_temporary_refusal_beats_a_final_one(self):
        refused, full, later = ('%s@outpost.example' % name for name in ('refused', 'full', 'later'))
        for recipients in ([refused, full], [full, refused], [later, refused], [refused, later, TO]):
            with self.subTest(recipients=recipients):
                said = self.send(75, '--', *recipients).said.splitlines()
                self.assertEqual([line.split(': ')[1] for line in said], recipients)

    def test_69_sender(self):
        for sender in ('sender-refused', 'sender-refused-late'):
            said = self.fail(69, '-f', sender + '@outpost.example', '--', TO)
            self.assertIn('sender: 553 5.7.1 ', said)

    def test_69_service_and_message(self):
        for replies in ({'GREETING': '554 5.3.2 not today'}, {'MAIL': '550 5.7.1 no'},
                        {'DATA': '554 5.6.0 no'}, {'BODY': '552 5.3.4 too much'}):
            with self.subTest(replies=replies), Part(**replies) as part:
                self.write_part_account(part)
                self.assertIn(list(replies.values())[0], self.fail(69, '--', TO))
        self.write_account()
        self.fail(69, '--', 'message-refused@outpost.example')

    def test_75_temporary_refusals(self):
        for replies in ({'GREETING': '421 4.3.2 later'}, {'AUTH': '454 4.7.0 later'},
                        {'MAIL': '451 4.3.0 later'}, {'RCPT': '450 4.2.0 later'},
                        {'BODY': '452 4.3.1 later'}, {'RCPT': '421 4.3.2 bye'}):
            with self.subTest(replies=replies), Part(**replies) as part:
                self.write_part_account(part)
                self.assertIn(list(replies.values())[0], self.fail(75, '--', TO))

    def test_75_connection(self):
        with socket.socket() as silent:
            silent.bind(('127.0.0.1', 0))  # and never listens
            self.write_account(Port=silent.getsockname()[1])
            self.fail(75, '--', TO)
        for replies in ({'GREETING': Part.CLOSE}, {'MAIL': Part.CLOSE}, {'DATA': Part.CLOSE}):
            with self.subTest(replies=replies), Part(**replies) as part:
                self.write_part_account(part)
                self.fail(75, '--', TO)

    def test_75_time_out(self):
        with Part(MAIL=Part.HANG) as part:
            self.write_part_account(part, Timeout=1)
            self.fail(75, '--', TO)

    def test_75_outcome_unknown(self):
        with Part(BODY=Part.CLOSE) as part:
            self.write_part_account(part)
            self.assertIn('may have been sent', self.fail(75, '--', TO))

    def test_75_no_password_now(self):
        for secret in ('keyring', 'command:false', 'command:/nonexistent', 'credential:smtp'):
            with self.subTest(secret=secret), Part() as part:
                self.write_part_account(part, Secret=secret)
                self.fail(75, '--', TO)
                self.assertEqual(part.connections, 0)

    def test_75_disk_full(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
        with Part() as part:
            self.write_part_account(part)
            self.fail(75, '-i', '--', TO, text=TEXT + ('x' * 70 + '\n') * 40000, preexec_fn=limit)
            self.assertEqual(part.connections, 0)
        self.assertEqual(list((self.home / 'state' / 'outpost').iterdir()), [])

    def test_75_no_standard_input(self):
        self.fail(75, '--', TO, text=None, preexec_fn=lambda: os.close(0))

    def test_76_tls_and_protocol(self):
        self.write_account(CAFile=None)
        self.fail(76, '--', TO)
        for replies in ({'GREETING': 'SSH-2.0-OpenSSH_9.2'}, {'MAIL': '250-no end\r\n550 of it'},
                        {'DATA': '250 too early'}):
            with self.subTest(replies=replies), Part(**replies) as part:
                self.write_part_account(part)
                self.fail(76, '--', TO)

    def test_starttls_refused(self):
        offer = '250-part.example\r\n250-STARTTLS\r\n250 AUTH PLAIN'
        for ehlo, reply, code in ((Part.REPLIES['EHLO'], '', 76), (offer, '502 5.5.1 no', 76),
                                  (offer, '454 4.7.0 later', 75)):
            with self.subTest(reply=reply), Part(EHLO=ehlo, STARTTLS=reply) as part:
                self.write_part_account(part, Security='starttls')
                self.fail(code, '--', TO)
                self.assertFalse([line for line in part.lines if line.startswith('AUTH')])

    def test_77_no_second_time(self):
        with Part(AUTH='535 5.7.8 no such luck') as part:
            self.write_part_account(part)
            self.assertIn('535 5.7.8 no such luck', self.fail(77, '--', TO))
            self.assertEqual(part.connections, 1)
            self.assertIn('not shown again', self.fail(77, '--', TO))
            self.assertEqual(part.connections, 1)
            # Other settings may have another answer.
            self.write_part_account(part, Username='other')
            self.fail(77, '--', TO)
            self.assertEqual(part.connections, 2)
            # A person may ask, and what passes then is used again.
            part.replies['AUTH'] = '235 2.7.0 welcome'
            self.fail(77, '--', TO)
            self.ctl(0, 'test', '--no-send', 'shop')
            self.send(0, '--', TO)
            self.assertEqual(part.connections, 4)

    def test_a_temporary_refusal_leaves_no_mark(self):
        with Part(AUTH='454 4.7.0 later') as part:
            self.write_part_account(part)
            for connections in (1, 2):
                self.fail(75, '--', TO)
                self.assertEqual(part.connections, connections)

    def test_77_no_mechanism(self):
        with Part(EHLO='250-part.example\r\n250 AUTH GSSAPI') as part:
            self.write_part_account(part)
            self.fail(77, '--', TO)

    def test_78_accounts(self):
        self.assertIn('“nobody”', self.fail(78, '--', TO, account='--account=nobody'))
        self.fail(78, '--', TO, account='--account=../shop')
        path = self.write_file('bad', '[Account]\nPort=%s\n' % WRONG)
        self.assertIn('“%s”, line 2' % path, self.fail(78, '--', TO, account='--account=bad'))
        # Not through the one that is left.
        self.assertIn('line 2', self.fail(78, '--', TO, account=None))
        self.write_file('../outpost', '[Outpost]\nDefaultAccount=bad\n')
        self.assertIn('line 2', self.fail(78, '--', TO, account=None))

    def test_78_none_or_too_many(self):
        self.write_account(id='second')
        self.fail(78, '--', TO, account=None)
        for path in self.accounts.iterdir():
            path.unlink()
        self.fail(78, '--', TO, account=None)

    def test_78_settings(self):
        for keys in ({'Server': None}, {'Port': None}, {'Username': None}, {'Username': ''},
                     {'Sender': 'nonsense'}, {'Sender': None, 'Email': None},
                     {'ReturnPath': 'nonsense'}, {'ReplyTo': 'nonsense'}, {'CAFile': 'ca.pem'},
                     {'CAFile': '/nonexistent'}, {'SignIn': 'oauth2'}, {'SignIn': 'certificate'},
                     {'ClientCertificate': '/nonexistent'}, {'Mechanism': 'a b'}):
            with self.subTest(keys=keys):
                self.write_account(**keys)
                self.fail(78, '--', TO)
        self.write_account(SignIn='oauth2')
        self.assertIn('browser', self.fail(78, '--', TO))

    def test_78_no_password_in_the_clear(self):
        # 127.0.0.1 is what may see it: this address of the computer's own is not.
        self.write_account(Server='0.0.0.0', Security='none', Port=self.practice.starttls)
        self.fail(78, '--', TO)


if __name__ == '__main__':
    tap.main()
