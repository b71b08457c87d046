# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sending costs, beside msmtp and curl on the same server in the same run: round trips over
a link with a set delay, time, processor and memory. A run that fails, or whose message does not
arrive, is no figure."""
import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

import link
import mailservers

BUILD = pathlib.Path(os.environ['OUTPOST_BUILD_ROOT'])
SENDMAIL = BUILD / 'src/cli/outpost-sendmail'
SUBMIT = BUILD / 'tests/servers/submit'
MEASURE = BUILD / 'tests/bench/measure'
USER = 'anna@' + mailservers.DOMAIN
SENDER = 'orders@' + mailservers.DOMAIN
TO = 'bruno@' + mailservers.DOMAIN
HEADER = ('From: <%s>\nTo: <%s>\nSubject: benchmark\nDate: Mon, 23 Nov 2026 10:41:00 +0100\n'
          'Message-ID: <1@%s>\n\n' % (SENDER, TO, mailservers.DOMAIN)).encode()
LINE = b'0123456789 0123456789 0123456789 0123456789 0123456789 012345678\n'
MIB = 1024 * 1024


class Run:
    """One program run to its end, with what it used."""

    def __init__(self, argv, stdin, env, folder):
        told = folder / 'usage'
        with open(stdin, 'rb') as source:
            process = subprocess.run([MEASURE, told, *[str(a) for a in argv]], stdin=source,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                     env=dict(os.environ, **env))
        self.printed = process.stdout.decode(errors='replace')
        if process.returncode != 0:
            sys.exit('%s ended with status %d: no figure\n%s'
                     % (argv[0], process.returncode, self.printed))
        seconds, cpu, peak_kib = told.read_text().split()
        self.seconds, self.cpu, self.peak_kib = float(seconds), float(cpu), int(peak_kib)


class Bench:
    def __init__(self, servers, wire):
        self.servers = servers
        self.wire = wire
        self.folder = servers.folder / 'bench'
        self.folder.mkdir()
        self.message = self.write_message('small', 2048)
        self.expected = 0

    def write_message(self, name, octets):
        path = self.folder / name
        with open(path, 'wb') as f:
            f.write(HEADER)
            for _ in range((octets - len(HEADER)) // len(LINE)):
                f.write(LINE)
        return path

    # -- the clients ------------------------------------------------------------

    def outpost(self, service, message=None, mechanism='PLAIN'):
        config = self.folder / 'config'
        accounts = config / 'outpost' / 'accounts'
        accounts.mkdir(parents=True, exist_ok=True)
        (config / 'outpost').chmod(0o700)
        account = accounts / 'bench.conf'
        account.write_text(
            '[Account]\nName=Bench\nSecurity=%s\nServer=%s\nPort=%d\nSignIn=password\n'
            'Username=%s\nEmail=%s\nSender=%s\nCAFile=%s\nSecret=command:cat %s\n%s'
            % ('starttls' if service == 'starttls' else 'tls', self.servers.address,
               self.servers.port[service], USER, USER, SENDER, self.servers.ca_file,
               self.servers.password_file, 'Mechanism=%s\n' % mechanism if mechanism else ''))
        account.chmod(0o600)
        return self.run([SENDMAIL, '--account=bench', '--no-queue', '-i', '-f', SENDER, '--', TO],
                        message, {'XDG_CONFIG_HOME': str(config),
                                  'XDG_STATE_HOME': str(self.folder / 'state')})

    def engine(self, service, *options, count=1):
        run = self.run([SUBMIT, '--host=' + self.servers.address,
                        '--port=%d' % self.servers.port[service],
                        '--security=' + ('starttls' if service == 'starttls' else 'tls'),
                        '--username=' + USER, '--password-file=%s' % self.servers.password_file,
                        '--ca-file=%s' % self.servers.ca_file, '--sender=' + SENDER,
                        '--message=%s' % self.message, '--mechanism=PLAIN', *options, TO],
                       None, {}, count)
        run.microseconds = [int(line.partition('=')[2]) for line in run.printed.splitlines()
                            if line.startswith('microseconds=')]
        return run

    def msmtp(self, service, message=None):
        config = self.folder / 'msmtprc'
        config.write_text(
            'account default\nhost %s\nport %d\ntls on\ntls_starttls %s\ntls_trust_file %s\n'
            'auth plain\nuser %s\npasswordeval "cat %s"\n'
            % (self.servers.address, self.servers.port[service],
               'on' if service == 'starttls' else 'off', self.servers.ca_file, USER,
               self.servers.password_file))
        config.chmod(0o600)
        return self.run(['msmtp', '-C', config, '-f', SENDER, '--', TO], message, {})

    def curl(self, service, message=None, count=1):
        url = '%s://%s:%d/client' % ('smtp' if service == 'starttls' else 'smtps',
                                     self.servers.address, self.servers.port[service])
        one = ['--silent', '--show-error', '--ssl-reqd', '--cacert', self.servers.ca_file,
               '--url', url, '--mail-from', SENDER, '--mail-rcpt', TO, '--login-options',
               'AUTH=PLAIN', '--user', '%s:%s' % (USER, mailservers.PASSWORD),
               '--upload-file', message or self.message]
        argv = ['curl', *one]
        for _ in range(count - 1):
            argv += ['--next', *one]
        return self.run(argv, message, {}, count)

    def run(self, argv, message, env, count=1):
        self.expected += count
        return Run(argv, message or self.message, env, self.folder)

    def check_arrivals(self):
        arrived = len(self.servers.mail(TO, self.expected))
        if arrived != self.expected:
            sys.exit('%d of %d messages arrived: no figure' % (arrived, self.expected))
        self.servers.empty()
        self.expected = 0


def say(what, value, mark=None, kept=None):
    note = '' if mark is None else '   mark %s: %s' % (mark, 'kept' if kept else 'NOT KEPT')
    print('%-46s %s%s' % (what, value, note), flush=True)


def median_seconds(client, runs):
    return statistics.median(client().seconds for _ in range(runs))


def round_trips(bench):
    """Trips = time at 100 ms less time at none, by 100 ms."""
    clients = {
        'outpost-sendmail, PLAIN': (lambda s: bench.outpost(s), {'tls': 7.2, 'starttls': 9.2}),
        'outpost-sendmail, its own choice (SCRAM)':
            (lambda s: bench.outpost(s, mechanism=None), {'tls': 9.2, 'starttls': 11.2}),
        'msmtp': (lambda s: bench.msmtp(s), {}),
        'curl': (lambda s: bench.curl(s), {}),
    }
    for service, port in (('tls', 465), ('starttls', 587)):
        for name, (client, marks) in clients.items():
            bench.wire.set_round_trip(0)
            near = median_seconds(lambda: client(service), 5)
            bench.wire.set_round_trip(100)
            far = median_seconds(lambda: client(service), 3)
            trips = round((far - near) / 0.1, 1)
            mark = marks.get(service)
            say('port %d, %s' % (port, name), '%5.1f round trips, %4.0f ms at no delay'
                % (trips, near * 1e3), mark, mark is None or trips <= mark)
        second_connection(bench, service, port)
    bench.check_arrivals()


def second_connection(bench, service, port):
    times = {}
    for milliseconds in (0, 100):
        bench.wire.set_round_trip(milliseconds)
        times[milliseconds] = statistics.median(
            bench.engine(service, '--connections=2', '--resume', count=2).microseconds[1]
            for _ in range(3)) / 1e6
    trips = round((times[100] - times[0]) / 0.1, 1)
    mark = 6.2 if service == 'tls' else 8.2
    say('port %d, the engine, second connection' % port, '%5.1f round trips' % trips, mark,
        trips <= mark)


def no_delay(bench):
    bench.wire.set_round_trip(0)
    seconds = min(bench.outpost('tls').seconds for _ in range(10))
    # A delayed acknowledgement costs 40 ms.
    say('no delay, outpost-sendmail', '%5.1f ms' % (seconds * 1e3), '40 ms', seconds < 0.04)
    bench.check_arrivals()


def many(bench):
    """Beside the figure what it is made of: see "A hundred messages" in README.md."""
    bench.wire.set_round_trip(50)
    ours = bench.engine('tls', '--messages=100', count=100).microseconds[0] / 1e3 / 100
    say('100 messages, 50 ms, the engine', '%5.1f ms each' % ours, '11 ms', ours <= 11)
    alone = bench.engine('tls').microseconds[0] / 1e3 / 100
    say('  of it opening the connection', '%5.1f ms each' % alone)
    with sending_at_once(bench, 'tls'):
        ours = bench.engine('tls', '--messages=100', count=100).microseconds[0] / 1e3 / 100
    say('  with a server that sends its replies at once', '%5.1f ms each' % ours)
    theirs = bench.curl('tls', count=100).seconds * 1e3 / 100
    say('100 messages, 50 ms, curl', '%5.1f ms each' % theirs)
    bench.check_arrivals()


@contextlib.contextmanager
def sending_at_once(bench, service):
    """The server behind a relay that does not wait for acknowledgements."""
    target = bench.servers.port[service]
    port = mailservers.free_ports(1)[0]
    relay = subprocess.Popen(
        [*bench.wire.server, sys.executable, pathlib.Path(__file__).parent / 'relay.py',
         link.SERVER, str(port), str(target)], stdout=subprocess.PIPE)
    try:
        relay.stdout.readline()
        bench.servers.port[service] = port
        yield
    finally:
        bench.servers.port[service] = target
        relay.kill()
        relay.wait()
        relay.stdout.close()


def one_submission(bench):
    bench.wire.set_round_trip(0)
    figures = {}
    for name, client in (('outpost-sendmail', bench.outpost), ('msmtp', bench.msmtp),
                         ('curl', bench.curl)):
        runs = [client('tls') for _ in range(20)]
        figures[name] = (statistics.mean(r.cpu for r in runs) * 1e3,
                         statistics.median(r.peak_kib for r in runs) / 1024)
        say('one submission, ' + name, '%5.1f ms processor, %5.1f MiB peak' % figures[name])
    ours, theirs = figures['outpost-sendmail'], figures['msmtp']
    for what, i, mark in (('processor', 0, 0.75), ('peak memory', 1, 1.333)):
        ratio = ours[i] / theirs[i]
        say('one submission, %s to msmtp' % what, '%5.2f' % ratio, mark, ratio <= mark)
    bench.check_arrivals()


def large(bench):
    bench.wire.set_round_trip(0)
    message = bench.write_message('large', 200 * MIB)
    small = bench.outpost('tls')
    ours = bench.outpost('tls', message)
    bench.check_arrivals()
    theirs = bench.curl('tls', message)
    bench.check_arrivals()
    growth = (ours.peak_kib - small.peak_kib) / 1024
    say('200 MiB, memory over 2 KiB, outpost-sendmail', '%5.2f MiB' % growth, '1 MiB', growth < 1)
    say('200 MiB, curl', '%5.2f ms processor a MiB' % (theirs.cpu * 1e3 / 200))
    say('200 MiB, outpost-sendmail', '%5.2f ms processor a MiB' % (ours.cpu * 1e3 / 200),
        "curl's", ours.cpu <= theirs.cpu)


def main():
    reason = mailservers.missing() or link.missing()
    for program in ('msmtp', 'curl', 'ip'):
        if reason is None and shutil.which(program) is None:
            reason = '%s is not installed; see build-aux/packages-bench.txt' % program
    if reason is not None:
        print('no figures: ' + reason)
        sys.exit(77)
    with link.Link(BUILD / 'tests/bench/delay-link') as wire:
        mailservers.COMMAND_PREFIX = wire.server
        with mailservers.MailServers(link.SERVER, message_size_limit=300 * MIB) as servers:
            bench = Bench(servers, wire)
            for part in (round_trips, no_delay, many, one_submission, large):
                if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
                    part(bench)


main()
