# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""outpostctl explain: a pasted reply, a bounce, and the header of a message that arrived."""
import json
import os
import pathlib
import re

import tap
from programs import ProgramTest, SENDER

TOP = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])
HEADERS = TOP / 'tests' / 'deliver' / 'headers'
MAN = TOP / 'data' / 'man' / 'outpostctl.1'
# From which these were sent.
SHOP = 'orders@shop.example'


def members_of(value):
    if isinstance(value, dict):
        yield from value
        value = value.values()
    if isinstance(value, (list, type({}.values()))):
        for inner in value:
            yield from members_of(inner)


class Replies(ProgramTest):
    REPLY = '535 5.7.8 Error: authentication failed\n'

    def test_reply(self):
        said = self.ctl(0, 'explain', text=self.REPLY).out
        self.assertTrue(said.startswith('535 5.7.8 Error: authentication failed\n'), said)

    def test_reply_as_json(self):
        value = json.loads(self.ctl(0, 'explain', '--json', '--provider', 'gmail', '-',
                                    text=self.REPLY).out)
        self.assertEqual(value['explanations'][0]['provider_from'], 'given')

    def test_nothing_to_explain(self):
        self.assertNotEqual(self.ctl(65, 'explain', text='hello').said, '')
        self.assertNotEqual(self.ctl(65, 'explain', self.home / 'nothing').said, '')

    def test_calls_that_are_not_right(self):
        for call in (['a', 'b'], ['--provider', 'nobody'], ['--account', 'shop'],
                     ['--sender', SHOP], ['--headers', '--provider', 'gmail'],
                     ['--headers', '--account', 'shop', '--sender', SHOP],
                     ['--headers', '--sender', 'nobody'], ['--headers', 'a', 'b']):
            with self.subTest(call=call):
                process = self.ctl(64, 'explain', *call)
                self.assertEqual(process.out, '')
                self.assertNotEqual(process.said, '')


class Headers(ProgramTest):
    def explain(self, name, *options):
        return self.ctl(0, 'explain', '--headers', *options, HEADERS / name).out

    def test_text(self):
        said = self.explain('exim.eml', '--sender', SHOP)
        for part in ('\nChecked by: mx.example.org\n', '\nDKIM: The message is not signed.\n',
                     'type TXT, value “v=DMARC1; p=none”',
                     '\nSender: From came as it was sent: ' + SHOP,
                     '\n? 1. laptop [198.51.100.7] → mail.shop.example, esmtpa, 2026-11-26'):
            self.assertIn(part, said)
        # Terminals do not turn text round.
        self.assertNotRegex(said, '[\u2066-\u2069]')

    def test_json(self):
        value = json.loads(self.explain('gmail.eml', '--json', '--sender', SHOP))
        self.assertEqual((value['schema_version'], value['level'], value['receiver']),
                         (1, 'good', 'mx.google.com'))
        self.assertEqual(value['dkim'], {'result': 'pass', 'aligned': True,
                                         'domain': 'shop.example', 'words': value['dkim']['words']})
        self.assertIs(value['rewritten'], False)
        self.assertEqual([hop['trusted'] for hop in value['hops']], [False, True, True])

    def test_the_sender_of_an_account(self):
        self.write_account(id='other', Sender=SHOP)
        for id, rewritten in (('shop', True), ('other', False)):
            value = json.loads(self.explain('gmail.eml', '--json', '--account', id))
            self.assertIs(value['rewritten'], rewritten)
        self.assertIn(SENDER, self.explain('gmail.eml', '--account', 'shop'))

    def test_from_standard_input(self):
        text = (HEADERS / 'gmail.eml').read_text()
        for call in ([], ['-']):
            said = self.ctl(0, 'explain', '--headers', *call, text=text).out
            self.assertIn('mx.google.com', said)

    def test_no_header(self):
        for text in ('', 'hello', '535 5.7.8 no', 'Hello: you\n', '\0' * 100000):
            process = self.ctl(65, 'explain', '--headers', text=text)
            self.assertEqual(process.said,
                             'outpostctl: There is no header of a message in this text.\n')

    def test_unknown_account(self):
        process = self.ctl(78, 'explain', '--headers', '--account', 'nobody')
        self.assertEqual(process.said, 'outpostctl: There is no account “nobody”.\n')

    def test_no_commands_of_others(self):
        """Nothing of a header is told as something to type but what is a domain."""
        said = self.ctl(0, 'explain', '--headers', text=(
            'Authentication-Results: a.example; spf=fail smtp.mailfrom="x;$(reboot).example"\n'
            'From: "x" <a@`reboot`.example>\n')).out
        self.assertNotIn('outpostctl check', said)

    def test_the_manual_knows_every_member(self):
        manual = MAN.read_text().replace('\\-', '-')
        manual = manual[manual.index('.B explain --headers --json\n'):]
        for name in members_of(json.loads(self.explain('exim.eml', '--json'))):
            said = re.search(r'(?m)^\.(I|IR|RI|B|BR)\b.*(?<![\w-])%s(?![\w-])' % name, manual)
            self.assertIsNotNone(said, name)


if __name__ == '__main__':
    tap.main()
