# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""outpostctl as people and scripts call it: every command but those that need a keyring."""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess

import programs
import tap
from programs import OUTPOSTCTL, Part, ProgramTest, SENDER, TIMEOUT_S, TO, WRONG

COMMANDS = ['list', 'show', 'set', 'remove', 'password', 'discover', 'test', 'check', 'explain',
            'practice']
MAN = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT']) / 'data' / 'man' / 'outpostctl.1'
STAGES = ['look-up', 'connect', 'secure', 'greeting', 'sign-in', 'sender', 'recipient', 'message']


class Calls(ProgramTest):
    def test_help_names_every_command(self):
        for option in ('--help', '-h'):
            self.assertEqual(re.findall(r'^  (\w+) ', self.ctl(0, option).out, re.M), COMMANDS)

    def test_each_command_has_help(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                process = self.ctl(0, command, '--help')
                self.assertIn('outpostctl %s' % command, process.out)
                self.assertEqual(process.said, '')

    def test_version(self):
        self.assertRegex(self.ctl(0, '--version').out, r'^outpostctl \d+\.\d+')

    def test_calls_that_are_not_right(self):
        for call in ([], ['nonsense'], ['list', 'shop'], ['list', '--nonsense'], ['show'],
                     ['show', 'shop', 'shop'], ['set'], ['set', 'shop'], ['set', 'shop', 'Port'],
                     ['set', 'shop', 'Nonsense=1'], ['set', 'shop', 'Password=' + WRONG],
                     ['remove'], ['remove', 'shop', 'shop'], ['password'], ['test'],
                     ['test', 'shop', 'shop'], ['test', '--to'], ['check'], ['check', 'shop', 'shop'],
                     ['check', '-a.example'], ['check', '192.0.2.1'],
                     ['check', 'a.example', '--server', 'no name'], ['practice', 'shop']):
            with self.subTest(call=call):
                process = self.ctl(64, *call)
                self.assertEqual(process.out, '')
                self.assertNotEqual(process.said, '')
        self.assertEqual(self.read_file('shop').count('\n'), 12)

    def test_unknown_id(self):
        for command in ('show', 'remove', 'password', 'test', 'check'):
            with self.subTest(command=command):
                process = self.ctl(78, command, 'nobody')
                self.assertEqual(process.said, 'outpostctl: There is no account “nobody”.\n')

    def test_the_manual_knows_every_member(self):
        # What test and explain print is held against the manual's tables by check-json.py.
        self.write_account(id='second')
        printed = [self.ctl(0, 'list', '--json'), self.ctl(0, 'show', '--json', 'shop'),
                   self.ctl(0, 'practice', '--json', '--folder', self.home / 'practice'),
                   self.ctl(0, 'set', '--json', 'second', 'Server=a.example', 'Port=587'),
                   self.ctl(0, 'remove', '--json', 'second')]
        manual = MAN.read_text().replace('\\-', '-')
        for process in printed:
            value = json.loads(process.out)
            if isinstance(value, dict):
                value.pop('settings', None)  # the keys of outpost.conf(5)
            for name in programs.members_of(value):
                said = re.search(r'(?m)^\.(I|IR|RI|B|BR)\b.*(?<![\w-])%s(?![\w-])' % name, manual)
                self.assertIsNotNone(said, name)


class Accounts(ProgramTest):
    def test_list(self):
        self.write_account(id='backup', Name='Back-up', Port=25)
        self.write_file('../outpost', '[Outpost]\nDefaultAccount=shop\n')
        lines = self.ctl(0, 'list').out.splitlines()
        self.assertEqual([line.split()[:2] for line in lines],
                         [['backup', 'Back-up'], ['*', 'shop']])
        self.assertIn('(127.0.0.1:%d, tls)' % self.practice.tls, lines[1])

    def test_list_as_json(self):
        self.assertEqual(json.loads(self.ctl(0, 'list', '--json').out),
                         [{'id': 'shop', 'name': 'Shop', 'server': '127.0.0.1',
                           'port': self.practice.tls, 'security': 'tls', 'default': True}])

    def test_list_of_nothing(self):
        (self.accounts / 'shop.conf').unlink()
        self.assertEqual(self.ctl(0, 'list').out, '')
        self.assertEqual(json.loads(self.ctl(0, 'list', '--json').out), [])

    def test_broken_files_are_named_and_the_others_listed(self):
        head = '[Account]\nName=Bad\n'
        for text, line, key in ((head + 'Port=%s\n' % WRONG, 3, 'Port'),
                                (head + 'Port=465 587\n', 3, 'Port'),
                                (head + 'Security=%s\n' % WRONG, 3, 'Security'),
                                (head + 'Port=1\nPort=%s\n' % WRONG, 4, 'Port'),
                                (head + '[Account]\nPort=25\n', 3, None),
                                (head + WRONG + '\n', 3, None),
                                (head + 'Username=DOMAIN\\%s\n' % WRONG, 3, 'Username')):
            with self.subTest(text=text):
                path = self.write_file('bad', text)
                for arguments in ((), ('--json',)):
                    process = self.ctl(78, 'list', *arguments)
                    self.assertIn('shop', process.out)
                    self.assertIn('“%s”, line %d: ' % (path, line), process.said)
                    self.assertIn('“%s”' % key if key else '', process.said)
                self.assertIn('line %d' % line, self.ctl(78, 'show', 'bad').said)
                self.assertIn('line %d' % line, self.ctl(78, 'test', 'bad').said)

    def test_a_broken_file_is_not_written_to(self):
        text = '[Account]\nName=Bad\nPort=x\n'
        path = self.write_file('bad', text)
        process = self.ctl(78, 'set', 'bad', 'Port=465')
        self.assertIn('“%s”, line 3: ' % path, process.said)
        self.assertEqual(path.read_text(), text)

    def test_a_command_of_a_file_that_others_may_write(self):
        path = self.accounts / 'shop.conf'
        for mode in (0o620, 0o602):
            path.chmod(mode)
            said = self.ctl(78, 'test', 'shop').said
            self.assertIn('“%s”, line 12: “Secret”' % path, said)
            self.assertIn('chmod go-w', said)
        path.chmod(0o644)
        self.ctl(0, 'test', 'shop')
        self.write_account(Secret='keyring')
        path.chmod(0o666)
        self.ctl(0, 'show', 'shop')

    def test_show_prints_the_file_again(self):
        self.write_account(Username='SHOP\\\\anna', SenderName='The Shop\\s')
        process = self.ctl(0, 'show', 'shop')
        self.assertIn('Username=SHOP\\\\anna\n', process.out)
        self.assertIn('SenderName=The Shop\\s\n', process.out)
        self.write_file('again', process.out)
        self.assertEqual(self.ctl(0, 'show', 'again').out, process.out)

    def test_show_as_json(self):
        self.write_account(Username='SHOP\\\\anna')
        value = json.loads(self.ctl(0, 'show', '--json', 'shop').out)
        self.assertEqual(set(value), {'id', 'settings', 'password'})
        self.assertEqual((value['id'], value['password']), ('shop', 'command'))
        self.assertEqual(value['settings']['Username'], 'SHOP\\anna')
        self.assertEqual(value['settings']['Port'], str(self.practice.tls))

    def test_where_the_password_is(self):
        for keys, state in (({'Secret': 'keyring'}, 'no-service'), ({}, 'command'),
                            ({'Secret': 'credential:smtp'}, 'credential'),
                            ({'SignIn': 'none'}, 'not-needed')):
            with self.subTest(state=state):
                self.write_account(**keys)
                self.assertIn('# password: %s\n' % state, self.ctl(0, 'show', 'shop').out)

    def test_set_makes_an_account(self):
        process = self.ctl(0, 'set', 'new', 'Server=smtp.shop.example', 'Port=465', 'Security=tls',
                           'Username=SHOP\\anna', 'Email=anna@shop.example')
        self.assertEqual(process.said, '')
        text = self.read_file('new')
        self.assertIn('Server=smtp.shop.example\n', text)
        self.assertIn('Username=SHOP\\\\anna\n', text)
        mode = (self.accounts / 'new.conf').stat().st_mode
        self.assertEqual(mode & 0o777, 0o600)

    def test_set_makes_the_folders_private(self):
        home = self.home / 'fresh'
        self.ctl(0, 'set', 'new', 'Server=smtp.shop.example', 'Port=465', 'Username=anna',
                 'Email=anna@shop.example', XDG_CONFIG_HOME=str(home))
        for folder in (home / 'outpost', home / 'outpost' / 'accounts'):
            self.assertEqual(folder.stat().st_mode & 0o777, 0o700)

    def test_set_changes_only_what_it_is_told(self):
        text = '# mine\n' + self.read_file('shop') + 'Colour=blue\n[Other]\nA=b\n'
        self.write_file('shop', text)
        self.ctl(0, 'set', 'shop', 'SenderName=The Shop', 'Timeout=45')
        self.assertEqual(self.read_file('shop').replace('SenderName=The Shop\n', '')
                         .replace('Timeout=45\n', ''), text)

    def test_set_takes_a_key_away(self):
        self.ctl(0, 'set', 'shop', 'TestAddress=')
        self.assertNotIn('TestAddress', self.read_file('shop'))

    def test_set_tells_findings(self):
        before = self.read_file('shop')
        process = self.ctl(78, 'set', 'shop', 'Port=70000')
        self.assertIn('error: SMTP port: ', process.said)
        process = self.ctl(78, 'set', 'shop', 'Server=https://mail.shop.example/')
        self.assertIn('error: SMTP server: ', process.said)
        self.assertEqual(self.read_file('shop'), before)
        process = self.ctl(0, 'set', 'shop', 'Server=smtp.shop.example', 'Port=587', 'Security=tls')
        self.assertIn('warning: ', process.said)
        self.assertIn('Port=587\n', self.read_file('shop'))

    def test_set_wants_what_an_account_needs(self):
        said = self.ctl(78, 'set', 'new', 'Name=New').said
        for label in ('SMTP server', 'E-mail'):
            self.assertIn('error: %s: ' % label, said)
        self.assertFalse((self.accounts / 'new.conf').exists())

    def test_set_as_json(self):
        value = json.loads(self.ctl(0, 'set', '--json', 'shop', 'Server=smtp.shop.example',
                                    'Port=587').out)
        self.assertEqual((value['id'], value['saved']), ('shop', True))
        self.assertIn(('Port', 'warning'), [(f['field'], f['severity']) for f in value['findings']])
        for finding in value['findings']:
            self.assertEqual(set(finding), {'id', 'field', 'severity', 'text'})
        value = json.loads(self.ctl(78, 'set', '--json', 'shop', 'Port=0').out)
        self.assertEqual(value['saved'], False)
        self.assertIn(('Port', 'error'), [(f['field'], f['severity']) for f in value['findings']])

    def test_remove_as_json(self):
        self.assertEqual(json.loads(self.ctl(0, 'remove', '--json', 'shop').out),
                         {'id': 'shop', 'removed': True})

    def test_set_refuses_an_id_that_is_none(self):
        for id in ('../elsewhere', 'Shop', '-shop', 'a' * 64, ''):
            with self.subTest(id=id):
                self.ctl(78, 'set', '--', id, 'Server=smtp.shop.example', 'Port=465',
                         'Username=anna', 'Email=anna@shop.example')
        self.assertEqual([path.name for path in self.accounts.glob('*.conf')], ['shop.conf'])

    def test_set_chooses_the_default(self):
        self.write_account(id='second')
        self.ctl(0, 'set', '--default', 'second', 'Name=Second')
        accounts = json.loads(self.ctl(0, 'list', '--json').out)
        self.assertEqual([a['default'] for a in accounts if a['id'] == 'second'], [True])
        self.assertIn('DefaultAccount=second',
                      (self.accounts.parent / 'outpost.conf').read_text())

    def test_set_where_nothing_can_be_written(self):
        # A folder in the place of the lock: root may write anywhere else.
        (self.accounts / '.lock').mkdir()
        before = self.read_file('shop')
        process = self.ctl(75, 'set', 'shop', 'Name=Other')
        self.assertEqual(process.said.count('\n'), 1)
        self.assertEqual(self.read_file('shop'), before)

    def test_remove(self):
        self.write_account(id='second')
        self.ctl(0, 'remove', 'shop')
        self.assertEqual([path.name for path in self.accounts.glob('*')
                          if path.name != '.lock'], ['second.conf'])
        self.ctl(78, 'show', 'shop')

    def test_remove_forgets_what_was_remembered(self):
        self.ctl(0, 'test', 'shop')
        remembered = self.home / 'state' / 'outpost' / 'accounts' / 'shop.conf'
        self.assertTrue(remembered.exists())
        for folder in (remembered.parent, remembered.parent.parent):
            self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        self.ctl(0, 'remove', 'shop')
        self.assertFalse(remembered.exists())

    def test_password_where_none_is_kept(self):
        process = self.ctl(78, 'password', 'shop', text=WRONG + '\n')
        self.assertIn('Secret=keyring', process.said)
        self.write_account(SignIn='none')
        self.ctl(78, 'password', 'shop', text=WRONG + '\n')

    def test_password_without_a_keyring(self):
        self.write_account(Secret='keyring')
        self.ctl(75, 'password', 'shop', text=WRONG + '\n')

    def test_password_that_is_none(self):
        self.write_account(Secret='keyring')
        for text in ('', '\n', 'x' * 70000 + '\n'):
            self.ctl(64, 'password', 'shop', text=text)
        self.ctl(64, 'password', 'shop', text=None, preexec_fn=lambda: os.close(0))


class Trials(ProgramTest):
    def trial(self, code, *arguments, **more):
        return self.ctl(code, 'test', 'shop', *arguments, **more)

    def report(self, code, *arguments, **more):
        value = json.loads(self.trial(code, '--json', *arguments, **more).out)
        self.assertEqual(value['exit_code'], code)
        return value

    def assert_failed_at(self, stage, value):
        self.assertEqual((value['outcome'], value['stage'], value['sent']), ('failed', stage, 'no'))
        self.assertEqual(value['diagnosis']['stage'], stage)
        states = [step['state'] for step in value['steps']]
        self.assertEqual(states[STAGES.index(stage)], 'failed')
        self.assertEqual(set(states[STAGES.index(stage) + 1:]) - {'skipped'}, set())
        for member in ('title', 'cause', 'next_step'):
            self.assertNotEqual(value['diagnosis'][member], '')

    def test_passed(self):
        for keys in ({}, {'Port': self.practice.starttls, 'Security': 'starttls'}):
            with self.subTest(keys=keys):
                self.write_account(**keys)
                self.practice.empty()
                process = self.trial(0)
                self.assertEqual(len(re.findall(r'^\+ ', process.out, re.M)), 8)
                self.assertEqual(process.said, '')
                mail, = self.practice.mail()
                self.assertIn(b'Return-Path: <%s>' % SENDER.encode(), mail)
                self.assertIn(b'Delivered-To: %s\n' % TO.encode(), mail)

    def test_no_marks_for_the_window(self):
        """The isolates that keep hosts and addresses in their direction are no terminal's."""
        self.write_account()
        self.assertNotRegex(self.trial(0).out, '[\u2066-\u2069]')

    def test_passed_as_json(self):
        value = self.report(0)
        self.assertEqual((value['schema_version'], value['outcome'], value['sent']),
                         (1, 'passed', 'yes'))
        self.assertIsNone(value['diagnosis'])
        self.assertEqual([step['stage'] for step in value['steps']], STAGES)
        for step in value['steps']:
            self.assertEqual(step['state'], 'passed')
        self.assertEqual(value['server']['tls_version'], 'TLS 1.3')
        self.assertIn('8BITMIME', value['server']['abilities'])

    def test_failed_as_json(self):
        value = self.report(16, '--to', 'refused@outpost.example')
        self.assert_failed_at('recipient', value)
        self.assertEqual(value['diagnosis']['reply'], '550 5.1.1')

    def test_report(self):
        process = self.trial(0, '--report')
        self.assertIn('EHLO [127.0.0.1]', process.out)
        self.assertIn(TO, process.out)

    def test_to_somebody_else(self):
        self.trial(0, '--to', 'carla@outpost.example')
        self.assertIn(b'Delivered-To: carla@outpost.example\n', self.practice.mail()[0])

    def test_without_a_test_address(self):
        self.write_account(TestAddress=None)
        self.trial(0)
        self.assertIn(b'Delivered-To: anna@outpost.example\n', self.practice.mail()[0])

    def test_without_sending(self):
        value = self.report(0, '--no-send')
        self.assertEqual((value['outcome'], value['sent']), ('passed', 'no'))
        self.assertEqual(value['steps'][7]['state'], 'skipped')
        self.assertEqual(self.practice.mail(), [])

    def test_failed_at_look_up(self):
        # In a network of its own, so that the question leaves no computer.
        alone = ['unshare', '--map-root-user', '--net']
        if subprocess.run([*alone, 'true'], capture_output=True).returncode != 0:
            self.skipTest('no network namespace of our own here')
        self.write_account(Server='nowhere.invalid')
        self.assert_failed_at('look-up', self.report(10, prefix=alone))

    def test_failed_at_connect(self):
        with socket.socket() as silent:
            silent.bind(('127.0.0.1', 0))  # and never listens
            self.write_account(Port=silent.getsockname()[1])
            self.assert_failed_at('connect', self.report(11))

    def test_failed_at_secure(self):
        self.write_account(CAFile=None)
        self.assert_failed_at('secure', self.report(12))
        with Part() as part:  # offers no STARTTLS
            self.write_part_account(part, Security='starttls')
            self.assert_failed_at('secure', self.report(12))
            self.assertFalse([line for line in part.lines if line.startswith('AUTH')])

    def test_failed_at_greeting(self):
        for greeting in ('554 5.3.2 not today', 'SSH-2.0-OpenSSH_9.2', Part.CLOSE):
            with self.subTest(greeting=greeting), Part(GREETING=greeting) as part:
                self.write_part_account(part)
                self.assert_failed_at('greeting', self.report(13))

    def test_failed_at_sign_in(self):
        self.write_account(Secret='command:echo ' + WRONG)
        value = self.report(14)
        self.assert_failed_at('sign-in', value)
        self.assertEqual(value['diagnosis']['reply'], '535 5.7.8')
        self.write_account(Mechanism='CRAM-MD5')
        self.assert_failed_at('sign-in', self.report(14))

    def test_failed_at_sender(self):
        for sender in ('sender-refused@outpost.example', 'sender-refused-late@outpost.example'):
            with self.subTest(sender=sender):
                self.write_account(Sender=sender)
                self.assert_failed_at('sender', self.report(15))

    def test_failed_at_recipient(self):
        for recipient, temporary in (('refused', False), ('full', True)):
            value = self.report(16, '--to', recipient + '@outpost.example')
            self.assert_failed_at('recipient', value)
            self.assertEqual(value['diagnosis']['temporary'], temporary)

    def test_failed_at_message(self):
        for recipient in ('message-refused', 'message-later'):
            self.assert_failed_at('message', self.report(17, '--to', recipient + '@outpost.example'))
        self.assertEqual(self.practice.mail(), [])

    def test_outcome_unknown(self):
        with Part(BODY=Part.CLOSE) as part:
            self.write_part_account(part)
            self.assertEqual(self.report(17)['sent'], 'perhaps')

    def test_cancelled(self):
        for verb, code in (('RCPT', 18), ('EHLO', 18)):
            with self.subTest(verb=verb), Part(**{verb: Part.HANG}) as part:
                self.write_part_account(part)
                process = subprocess.Popen(
                    [OUTPOSTCTL, 'test', '--json', 'shop'], stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE, env=programs.make_environment(self.home))
                self.assertTrue(part.hangs.wait(TIMEOUT_S))
                process.send_signal(signal.SIGINT)
                value = json.loads(process.communicate(timeout=TIMEOUT_S)[0])
                self.assertEqual(process.returncode, code)
                self.assertEqual((value['outcome'], value['sent']), ('cancelled', 'no'))
                self.assertEqual(part.lines[-1].split()[0], verb)  # nothing after the cancel

    def test_no_password(self):
        for secret in ('keyring', 'command:false', 'command:/nonexistent/program',
                       'credential:smtp'):
            with self.subTest(secret=secret):
                self.write_account(Secret=secret)
                value = self.report(75)
                self.assertEqual(value['stage'], 'sign-in')
                self.assertEqual(value['transcript'], [])

    def test_settings_that_cannot_be_tried(self):
        for keys, field in (({'Server': None}, 'Server'), ({'Port': None}, 'Port'),
                            ({'Username': None}, 'Username'), ({'CAFile': 'ca.pem'}, 'CAFile')):
            with self.subTest(keys=keys):
                self.write_account(**keys)
                value = self.report(78)
                self.assertEqual(value['outcome'], 'failed')

    def test_files_that_are_not_there(self):
        for keys in ({'CAFile': '/nonexistent/ca.pem'},
                     {'ClientCertificate': '/nonexistent/client.pem'}):
            with self.subTest(keys=keys):
                self.write_account(**keys)
                value = self.report(12)
                self.assertIn('/nonexistent/', value['diagnosis']['cause'])
                self.assertEqual(value['diagnosis']['fault'], 'settings')

    def test_files_that_are_no_certificates(self):
        junk = self.home / 'junk.pem'
        junk.write_text('nothing of the kind\n')
        for path in (junk, self.home):
            for key in ('CAFile', 'ClientCertificate'):
                with self.subTest(key=key, path=path):
                    self.write_account(**{key: path})
                    value = self.report(12)
                    self.assertIn(str(path), value['diagnosis']['cause'])
                    self.assertEqual(value['diagnosis']['fault'], 'settings')

    def test_pinned_keys(self):
        pin = self.report(0)['server']['key_pin']
        other = 'sha256:' + 43 * 'A' + '='
        self.assertRegex(pin, '^sha256:.{43}=$')
        for pins, code in ((pin, 0), (other + ' ' + pin, 0), (other, 12)):
            with self.subTest(pins=pins):
                self.write_account(CAFile=None, PinnedKey=pins)
                self.report(code)
        # It was for that server and port only.
        self.write_account(CAFile=None, PinnedKey=pin)
        self.ctl(0, 'set', 'shop', 'Server=localhost')
        self.assertNotIn('PinnedKey', self.read_file('shop'))
        self.report(12)

    def test_sign_in_through_the_browser(self):
        self.write_account(SignIn='oauth2')
        value = self.report(78)
        self.assertIn('browser', value['diagnosis']['cause'])
        self.assertEqual(value['transcript'], [])

    def test_neither_test_address_nor_email(self):
        self.write_account(TestAddress=None, Email=None)
        self.assertIn('--to', self.trial(64).said)

    def test_a_recipient_that_is_none(self):
        for to in ('bruno', 'bruno@outpost.example>\r\nRCPT TO:<carla@outpost.example'):
            self.trial(78, '--to', to)
        self.assertEqual(self.practice.mail(), [])


class Practices(ProgramTest):
    def test_it_makes_an_account_that_passes(self):
        env = {'XDG_CONFIG_HOME': str(self.practice.home / 'config'),
               'XDG_STATE_HOME': str(self.practice.home / 'state')}
        self.ctl(0, 'test', 'practice', **env)
        self.assertEqual(len(self.practice.mail()), 1)
        self.assertNotIn(self.practice.password,
                         (self.practice.home / 'config/outpost/accounts/practice.conf').read_text())

    def test_its_folder_is_private(self):
        self.assertEqual(self.practice.folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual(self.practice.password_file.stat().st_mode & 0o777, 0o600)

    def test_ready_as_json(self):
        folder = self.home / 'practice'
        value = json.loads(self.ctl(0, 'practice', '--json', '--folder', folder).out)
        self.assertEqual(set(value), {'account', 'folder', 'starttls_port', 'tls_port'})
        self.assertEqual((value['account'], value['folder']), ('practice', str(folder)))
        self.assertIn('Port=%d\n' % value['tls_port'], self.read_file('practice'))

    def test_one_at_a_time(self):
        self.ctl(69, 'practice', '--folder', self.practice.folder)

    def test_it_ends_on_a_signal(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                folder = self.home / 'practice'
                process = subprocess.Popen([OUTPOSTCTL, 'practice', '--folder', folder],
                                           stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           env=programs.make_environment(self.home))
                with process:
                    self.assertTrue(process.stdout.readline().startswith(b'ready '))
                    process.send_signal(number)
                    self.assertEqual(process.wait(TIMEOUT_S), 0)
                self.assertFalse((folder / 'password').exists())

    def test_it_ends_with_its_input(self):
        folder = self.home / 'practice'
        self.assertTrue(self.ctl(0, 'practice', '--folder', folder).out.startswith('ready '))
        self.assertFalse((folder / 'password').exists())


if __name__ == '__main__':
    tap.main()
