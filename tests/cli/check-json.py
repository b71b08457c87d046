# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What outpostctl prints as JSON, held against the tables of its manual page: every member is
documented with its type, and every documented member is there."""
import json
import os
import pathlib
import re
import socket

import tap
from programs import ProgramTest, TO, WRONG

MANUAL = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT']) / 'data' / 'man' / 'outpostctl.1'
KINDS = {'string': str, 'word': str, 'number': int, 'boolean': bool, 'object': dict, 'array': list}
ROW = re.compile(r'^([a-z0-9_.\[\]]+)\|([^|]+)\|(.*)$', re.M)


def read_table(command):
    """The documented members: path: (kind, may be null, may be missing, words)."""
    text = MANUAL.read_text().split('.B %s \\-\\-json\n' % command, 1)[1].split('.TE', 1)[0]
    text = re.sub(r'T\{\n(.*?)\nT\}', lambda m: m.group(1).replace('\n', ' '), text, flags=re.S)
    table = {}
    for path, kind, meaning in ROW.findall(text):
        name, _, null = kind.strip('()').partition('/')
        table[path] = (name, null == 'null', kind.startswith('('), meaning.split(', '))
    return table


class Checker:
    """Compares a document with a table; what is wrong is in `faults`."""

    def __init__(self, command):
        self.table = read_table(command)
        self.faults = []

    def check(self, document):
        self._object(document, '')
        return self.faults

    def _object(self, value, prefix):
        inner = {path[len(prefix):] for path in self.table if path.startswith(prefix)}
        wanted = {name for name in inner if '.' not in name and '[' not in name}
        for name in sorted(wanted - value.keys()):
            if not self.table[prefix + name][2]:
                self.faults.append('%s is missing' % (prefix + name))
        for name, member in value.items():
            self._value(member, prefix + name)

    def _value(self, value, path):
        if path not in self.table:
            self.faults.append('%s is not documented' % path)
            return
        kind, may_be_null, _, words = self.table[path]
        if value is None:
            if not may_be_null:
                self.faults.append('%s is null' % path)
        elif type(value) is not KINDS[kind]:
            self.faults.append('%s is %r, not a %s' % (path, value, kind))
        elif kind == 'word' and value not in words:
            self.faults.append('%s is %r, none of %r' % (path, value, words))
        elif kind == 'array':
            for one in value:
                if type(one) is dict:
                    self._object(one, path + '[].')
                else:
                    self._value(one, path + '[]')
        # What has no members in the table has those of another file, as fix_changes.
        elif kind == 'object' and any(p.startswith(path + '.') for p in self.table):
            self._object(value, path + '.')


class Test(ProgramTest):
    def trial(self, code, *arguments):
        process = self.ctl(code, 'test', '--json', 'shop', *arguments)
        document = json.loads(process.out)
        self.assertEqual(Checker('test').check(document), [])
        self.assertEqual(document['exit_code'], code)
        return document

    def test_passed(self):
        document = self.trial(0)
        self.assertIsNone(document['diagnosis'])
        self.assertIsNone(document['beside'])
        self.assertIsNotNone(document['server']['certificate_sha256'])
        self.assertTrue(document['server']['abilities'])

    def test_refused_recipient(self):
        document = self.trial(16, '--to', 'refused@outpost.example')
        self.assertEqual(document['diagnosis']['field'], 'TestAddress')

    def test_refused_password(self):
        self.write_account(Secret='command:echo %s' % WRONG)
        self.assertEqual(self.trial(14)['diagnosis']['field'], 'Password')

    def test_settings_that_cannot_be_tried(self):
        self.write_account(Server=None)
        self.assertEqual(self.trial(78)['steps'][0]['state'], 'failed')

    def test_other_mode_works(self):
        self.write_account(Port=self.practice.starttls)
        document = self.trial(12)
        self.assertEqual(document['diagnosis']['id'], 'plain-on-tls')
        self.assertEqual(document['diagnosis']['fix_changes'], {'Security': 'starttls'})
        tried = document['beside']['tried'][0]
        self.assertEqual((tried['port'], tried['security'], tried['result']),
                         (self.practice.starttls, 'starttls', 'works'))

    def test_nothing_works(self):
        with socket.create_server(('127.0.0.1', 0)) as unused:
            port = unused.getsockname()[1]
        self.write_account(Port=port)
        document = self.trial(11)
        self.assertEqual(document['diagnosis']['fix_changes'], {})
        self.assertEqual([(t['port'], t['security']) for t in document['beside']['tried']],
                         [(465, 'tls'), (587, 'starttls')])

    def test_table_is_whole(self):
        # A row that the pattern does not take would be a member that nobody checks.
        text = MANUAL.read_text().split('.B test \\-\\-json\n', 1)[1].split('.TE', 1)[0]
        rows = [line for line in text.split('lw(26n).\n')[1].splitlines()
                if line.count('|') == 2]
        self.assertEqual(len(rows), len(read_table('test')))


class Explain(ProgramTest):
    def explain(self, text, *arguments):
        document = json.loads(self.ctl(0, 'explain', '--json', *arguments, text=text).out)
        self.assertEqual(Checker('explain').check(document), [])
        return document['explanations']

    def test_reply(self):
        self.assertEqual(self.explain('535 5.7.8 no', '--provider', 'gmail')[0]['provider'], 'google')

    def test_bounce(self):
        found = self.explain(
            'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n'
            '--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.shop.example\n\n'
            'Final-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n'
            'Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b--\n' % TO)
        self.assertEqual((found[0]['kind'], found[0]['recipient']), ('notice', TO))

    def test_old_advice(self):
        self.assertEqual([e['id'] for e in self.explain('Allow insecure apps.')],
                         ['advice-less-secure'])


if __name__ == '__main__':
    tap.main()
