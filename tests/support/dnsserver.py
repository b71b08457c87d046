# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Name servers for tests, inside a namespace (see namespace.py).

DnsServer is a real one, unbound, that knows the zones it is given and nothing else:

    with DnsServer({'shop.example': ['@ MX 10 mx', 'mx A 192.0.2.25',
                                     '_submissions._tcp SRV 0 1 465 smtp',
                                     '@ TXT "v=spf1 mx -all"', 'alias CNAME other.example.']},
                   broken=['broken.example'], silent=['slow.example']):
        ...

Lines are those of a zone file, without TTL and class; SOA and NS are added. Names in no zone do not
exist (NXDOMAIN), those under broken get SERVFAIL, those under silent no answer at all.

ScriptedDns is the stand-in for servers that no real one will play: hostile, malformed, slow. It
answers with whatever octets its function makes:

    with ScriptedDns(lambda query: reply(query, [record(query.name, MX, b'\\0\\1')])) as server:
        namespace.set_nameservers(server.address)
"""
import ctypes
import os
import pathlib
import selectors
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading

ADDRESS, SCRIPTED_ADDRESS = '127.0.0.1', '127.0.0.2'
A, CNAME, SOA, PTR, MX, TXT, AAAA, SRV = 1, 5, 6, 12, 15, 16, 28, 33
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, REFUSED = 0, 1, 2, 3, 5
TIMEOUT_S = 30

ROOT = '. 60 IN SOA ns.invalid. admin.invalid. 1 3600 900 604800 60\n. 60 IN NS ns.invalid.\n'


def _write_zone(folder, number, name, lines):
    """One zone file; its lines may be relative to the zone."""
    path = folder / ('zone-%d' % number)
    head = ['$ORIGIN %s.' % name, '$TTL 60', '@ SOA ns.invalid. admin.invalid. 1 3600 900 604800 60',
            '@ NS ns.invalid.']
    path.write_text('\n'.join(head + list(lines)) + '\n')
    return path


def _end_with_parent():
    """A test that is killed leaves no server behind: PR_SET_PDEATHSIG of prctl(2)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class DnsServer:
    def __init__(self, zones, broken=(), silent=(), address=ADDRESS):
        self.address = address
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='outpost-dns-'))
        self.process = None
        try:
            self._configure(zones, broken, silent)
            self._start()
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _configure(self, zones, broken, silent):
        text = ['server:', '  interface: %s' % self.address, '  port: 53', '  do-daemonize: no',
                '  access-control: 127.0.0.0/8 allow', '  access-control: 192.0.2.0/24 allow',
                '  chroot: ""', '  username: ""', '  pidfile: ""', '  use-syslog: no',
                '  logfile: ""', '  log-time-ascii: yes', '  directory: "%s"' % self.folder,
                '  module-config: "iterator"', '  num-threads: 1', '  do-not-query-localhost: no',
                '  so-reuseport: no', '  rrset-roundrobin: no', '  cache-max-ttl: 0',
                '  cache-max-negative-ttl: 0',
                # Names that unbound would answer by itself.
                '  local-zone: "test." nodefault', '  local-zone: "invalid." nodefault',
                '  local-zone: "home.arpa." nodefault']
        text += ['  local-zone: "%s." always_deny' % name for name in silent]
        text += ['remote-control:', '  control-enable: no']
        root = self.folder / 'root'
        # Nobody serves what is broken: its name server has no address.
        root.write_text(ROOT + ''.join('%s. 60 IN NS nowhere.invalid.\n' % name
                                       for name in broken))
        files = {'.': root}
        for number, (name, lines) in enumerate(zones.items()):
            files[name + '.'] = _write_zone(self.folder, number, name, lines)
        for name, path in files.items():
            text += ['auth-zone:', '  name: "%s"' % name, '  zonefile: "%s"' % path,
                     '  for-downstream: no', '  for-upstream: yes', '  fallback-enabled: no']
        (self.folder / 'unbound.conf').write_text('\n'.join(text) + '\n')

    def _start(self):
        unbound = shutil.which('unbound', path='/usr/sbin:' + os.defpath)
        # Its words are in a file: nobody need read a pipe, and it is there to look at.
        self.log = (self.folder / 'log').open('wb')
        self.process = subprocess.Popen([unbound, '-d', '-c', self.folder / 'unbound.conf'],
                                        stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, preexec_fn=_end_with_parent)
        self._wait()

    def _wait(self):
        """Until it takes connections; what it has said if it never will."""
        while True:
            try:
                socket.create_connection((self.address, 53), 1).close()
                return
            except OSError:
                pass
            try:
                self.process.wait(0.02)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError('unbound: ' + (self.folder / 'log').read_text())

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(TIMEOUT_S)
            self.log.close()
        shutil.rmtree(self.folder)


class Query:
    """A question as it came: id, name, type."""

    def __init__(self, octets):
        self.octets = octets
        self.id, self.flags = struct.unpack('>HH', octets[:4])
        labels, at = [], 12
        while octets[at]:
            labels.append(octets[at + 1:at + 1 + octets[at]].decode('ascii', 'replace'))
            at += 1 + octets[at]
        self.name = '.'.join(labels).lower()
        self.type, = struct.unpack('>H', octets[at + 1:at + 3])
        self.question = octets[12:at + 5]


def name_octets(name):
    """A name as it travels."""
    labels = [label.encode() for label in name.rstrip('.').split('.') if label]
    return b''.join(bytes([len(label)]) + label for label in labels) + b'\0'


def record(name, type, data, ttl=60):
    """A record with these octets in it, right or wrong. @ is the name in the question."""
    owner = b'\xc0\x0c' if name == '@' else name_octets(name)
    return owner + struct.pack('>HHIH', type, 1, ttl, len(data)) + data


def mx(preference, host):
    return record('@', MX, struct.pack('>H', preference) + name_octets(host))


def srv(priority, weight, port, host):
    return record('@', SRV, struct.pack('>HHH', priority, weight, port) + name_octets(host))


def txt(*strings):
    octets = [s if isinstance(s, bytes) else s.encode() for s in strings]
    return record('@', TXT, b''.join(bytes([len(s)]) + s for s in octets))


def reply(query, records=(), rcode=NOERROR, truncated=False, count=None):
    """An answer to the query; count claims another number of records than there are."""
    flags = 0x8180 | rcode | (0x0200 if truncated else 0)
    head = struct.pack('>HHHHHH', query.id, flags, 1,
                       len(records) if count is None else count, 0, 0)
    return head + query.question + b''.join(records)


class ScriptedDns:
    """Answers over UDP and TCP with what answer(query) returns: octets, or None for silence.
    Names that were asked for are in asked; wait_for_query() waits for the next one."""

    def __init__(self, answer, address=SCRIPTED_ADDRESS):
        self.answer = answer
        self.address = address
        self.asked = []
        self._came = threading.Semaphore(0)
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind((address, 53))
        self._tcp = socket.create_server((address, 53))
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stop.close()
        self._thread.join(TIMEOUT_S)
        for each in (self._udp, self._tcp, self._stopped):
            each.close()

    def wait_for_query(self):
        if not self._came.acquire(timeout=TIMEOUT_S):
            raise RuntimeError('nobody asked')

    def _ask(self, octets):
        query = Query(octets)
        self.asked.append((query.name, query.type))
        answer = self.answer(query)
        self._came.release()
        return answer

    def _serve_connection(self):
        connection = self._tcp.accept()[0]
        connection.settimeout(TIMEOUT_S)
        with connection, connection.makefile('rwb') as stream:
            head = stream.read(2)
            if len(head) < 2:
                return
            answer = self._ask(stream.read(struct.unpack('>H', head)[0]))
            if answer is not None:
                stream.write(struct.pack('>H', len(answer)) + answer)
                stream.flush()
            else:
                stream.read()  # until the other side has had enough

    def _serve(self):
        with selectors.DefaultSelector() as selector:
            for each in (self._udp, self._tcp, self._stopped):
                selector.register(each, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in selector.select()]
                if self._stopped in ready:
                    return
                if self._tcp in ready:
                    self._serve_connection()
                if self._udp in ready:
                    octets, sender = self._udp.recvfrom(65535)
                    answer = self._ask(octets)
                    if answer is not None:
                        self._udp.sendto(answer, sender)
