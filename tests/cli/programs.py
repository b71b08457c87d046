# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs outpostctl and outpost-sendmail as a script does: private folders, the practice server,
and servers that play a part which the practice server cannot."""
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import unittest

BUILD = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT']) / 'src' / 'cli'
OUTPOSTCTL = BUILD / 'outpostctl'
SENDMAIL = BUILD / 'outpost-sendmail'
TIMEOUT_S = 60

# In no text that any program prints, and nothing that could stand there by chance.
WRONG = 'Wr0ng-Passw0rd-8842'
SENDER = 'orders@outpost.example'
OWN = 'anna@outpost.example'
TO = 'bruno@outpost.example'


def make_environment(home, **more):
    """What cron leaves of it, with folders of its own and no session bus."""
    env = {'PATH': '/usr/bin:/bin', 'HOME': str(home), 'LC_ALL': 'C.UTF-8',
           'XDG_CONFIG_HOME': str(home / 'config'), 'XDG_STATE_HOME': str(home / 'state'),
           'XDG_DATA_HOME': str(home / 'data'), 'XDG_RUNTIME_DIR': str(home / 'run'),
           'DBUS_SESSION_BUS_ADDRESS': 'unix:path=%s' % (home / 'no-bus'),
           'G_DEBUG': 'fatal-warnings', 'GIO_USE_VFS': 'local',
           'GIO_USE_PROXY_RESOLVER': 'dummy', 'OUTPOST_MODULEDIR': str(BUILD.parent)}
    # Sanitizers tell by these where to write and what to do.
    env.update((key, value) for key, value in os.environ.items() if key.endswith('SAN_OPTIONS'))
    env.update(more)
    return {key: value for key, value in env.items() if value is not None}


def members_of(value):
    """Every member's name in a JSON value."""
    if isinstance(value, dict):
        yield from value
        value = value.values()
    if not isinstance(value, (str, int, float, type(None))):
        for inner in value:
            yield from members_of(inner)


class Practice:
    """`outpostctl practice` in folders of its own."""

    def __init__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='outpost-cli-'))
        self.folder = self.home / 'practice'
        self.process = subprocess.Popen([OUTPOSTCTL, 'practice', '--folder', self.folder],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=make_environment(self.home))
        words = self.process.stdout.readline().split()
        if len(words) != 3 or words[0] != b'ready':
            self.stop()
            raise RuntimeError('outpostctl practice is not ready: %r' % words)
        self.tls, self.starttls = int(words[1]), int(words[2])
        self.ca_file = self.folder / 'ca.pem'
        self.password_file = self.folder / 'password'
        self.password = self.password_file.read_text().strip()

    def stop(self):
        """Its end comes with that of its standard input."""
        self.process.stdin.close()
        code = self.process.wait(TIMEOUT_S)
        self.process.stdout.close()
        shutil.rmtree(self.home)
        return code

    def mail(self):
        return [path.read_bytes() for path in sorted((self.folder / 'Maildir' / 'new').iterdir())]

    def empty(self):
        for path in (self.folder / 'Maildir' / 'new').iterdir():
            path.unlink()


class Part:
    """A server on the loopback without TLS that answers each verb as it is told: a reply, a
    function of the line that gives one, CLOSE, or HANG. What comes is kept in lines."""

    CLOSE, HANG = object(), object()
    REPLIES = {'GREETING': '220 part.example ESMTP', 'EHLO': '250-part.example\r\n250 AUTH PLAIN',
               'AUTH': '235 2.7.0 welcome', 'DATA': '354 go on', 'BODY': '250 2.0.0 taken',
               'QUIT': '221 2.0.0 bye'}

    def __init__(self, **replies):
        self.replies = {**self.REPLIES, **replies}
        self.lines = []
        self.connections = 0
        self.hangs = threading.Event()
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Also wakes accept(), which close() alone does not.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join(TIMEOUT_S)
        self.listener.close()

    def _serve(self):
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            self.connections += 1
            connection.settimeout(TIMEOUT_S)
            try:
                with connection, connection.makefile('rwb') as stream:
                    self._talk(stream)
            except OSError:
                pass  # the program left in the middle

    def _answer(self, stream, name, line=''):
        """Returns the reply, or None at the end of the connection."""
        reply = self.replies.get(name, '250 2.0.0 fine')
        if callable(reply):
            reply = reply(line)
        if reply is self.CLOSE:
            return None
        if reply is self.HANG:
            self.hangs.set()
            while stream.readline():
                pass
            return None
        stream.write(reply.encode() + b'\r\n')
        stream.flush()
        return reply

    def _talk(self, stream):
        reply = self._answer(stream, 'GREETING')
        while reply is not None:
            line = stream.readline().decode('utf-8', 'replace').rstrip('\r\n')
            if not line:
                return
            self.lines.append(line)
            name = line.split(' ')[0].upper()
            reply = self._answer(stream, name, line)
            if name == 'DATA' and reply is not None and reply.startswith('354'):
                while (line := stream.readline()) not in (b'.\r\n', b''):
                    self.lines.append(line.decode('utf-8', 'replace').rstrip('\r\n'))
                reply = self._answer(stream, 'BODY')
            elif name == 'QUIT':
                return


class ProgramTest(unittest.TestCase):
    """Each case has a home of its own, with the account "shop" on the practice server. Its four
    addresses differ, so that no two can be mistaken for each other."""
    maxDiff = 4000
    practice = None

    @classmethod
    def setUpClass(cls):
        cls.practice = Practice()

    @classmethod
    def tearDownClass(cls):
        code = cls.practice.stop()
        if code != 0:
            raise AssertionError('outpostctl practice ended with %d' % code)

    def setUp(self):
        self.practice.empty()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='outpost-cli-'))
        self.addCleanup(shutil.rmtree, self.home)
        self.accounts = self.home / 'config' / 'outpost' / 'accounts'
        self.accounts.mkdir(parents=True)
        self.write_account()

    def write_account(self, id='shop', **more):
        keys = dict(Name='Shop', Server='127.0.0.1', Port=self.practice.tls, Security='tls',
                    SignIn='password', Username='practice', Email=OWN, Sender=SENDER,
                    TestAddress=TO, CAFile=self.practice.ca_file,
                    Secret='command:cat %s' % self.practice.password_file)
        keys.update(more)
        self.write_file(id, '[Account]\n' + ''.join('%s=%s\n' % pair for pair in keys.items()
                                                    if pair[1] is not None))

    def write_part_account(self, part, **more):
        """The account for a server of this file: no TLS, a password that it takes unseen."""
        self.write_account(**{**dict(Port=part.port, Security='none', CAFile=None,
                                     Secret='command:echo %s' % WRONG), **more})

    def write_file(self, id, text):
        path = self.accounts / (id + '.conf')
        path.write_text(text)
        path.chmod(0o600)
        return path

    def read_file(self, id):
        return (self.accounts / (id + '.conf')).read_text()

    def run_program(self, program, *arguments, text='', prefix=(), preexec_fn=None, **environment):
        process = subprocess.run(
            [*prefix, program, *arguments], capture_output=True, timeout=TIMEOUT_S,
            input=text.encode() if text is not None else None, preexec_fn=preexec_fn,
            env=make_environment(self.home, **environment))
        process.out = process.stdout.decode()
        process.said = process.stderr.decode()
        for secret in (self.practice.password, WRONG):
            self.assertNotIn(secret, process.out + process.said)
        return process

    def ctl(self, code, *arguments, **more):
        """Runs outpostctl, which is to end with this code."""
        process = self.run_program(OUTPOSTCTL, *arguments, **more)
        self.assertEqual(process.returncode, code, process.out + process.said)
        return process
