# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real mail servers for tests: Postfix and Dovecot of Debian's packages, run as root from a
private folder, on ports of the loopback that were free a moment ago. Nothing below /etc is read
or written, and everything ends with the `with` block, also when the test fails or is killed.

    with mailservers.MailServers() as servers:
        servers.port['tls']             # TLS from the first octet; see Postfix.SERVICES
        servers.ca_file
        servers.mail('anna@outpost.test')  # what was delivered: a list of octets
"""
import grp
import os
import pathlib
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import unittest

DOMAIN = 'outpost.test'
PASSWORD = 'korrekt-Pferd 42 "\\'
# Login name: mailbox. The login name is an address here, and the mailbox has one more sender.
USERS = {'anna@' + DOMAIN: ['anna@' + DOMAIN, 'orders@' + DOMAIN],
         'bruno@' + DOMAIN: ['bruno@' + DOMAIN]}
MAILBOXES = ['anna', 'bruno', 'carla']
TRACE_HEADERS = (b'return-path', b'x-original-to', b'delivered-to', b'received')

# Put before each server's command: the benchmarks run them in another network namespace.
COMMAND_PREFIX = []


def missing():
    """Why the servers cannot run on this machine, or None."""
    if os.geteuid() != 0:
        return 'mail servers need root'
    for program in ('/usr/lib/postfix/sbin/master', '/usr/sbin/dovecot',
                    '/usr/lib/dovecot/submission-login', '/usr/bin/openssl'):
        if not os.path.exists(program):
            return program + ' is not installed'
    return None


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(('127.0.0.1', 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


# Waits until this process has gone, however it went, and ends the server's process group. (A
# parent-death signal would not do: the kernel forgets it when a server changes its user.)
_GUARD = 'cat >/dev/null; kill -s TERM -- -$0; sleep 1; kill -s KILL -- -$0'


class Server:
    """A server's process, which does not outlive this one."""

    def __init__(self, argv, **options):
        self._process = subprocess.Popen([*COMMAND_PREFIX, *[str(a) for a in argv]],
                                         start_new_session=True, **options)
        self._guard = subprocess.Popen(['/bin/sh', '-c', _GUARD, str(self._process.pid)],
                                       stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       start_new_session=True)

    def ended(self):
        return self._process.poll() is not None

    def stop(self):
        """Ends the server and all that it has started."""
        self._guard.kill()
        self._guard.communicate()
        for signal_number in (signal.SIGTERM, signal.SIGKILL):
            self._signal(signal_number)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                continue
        # Children that have outlived their master.
        self._signal(signal.SIGKILL)

    def _signal(self, number):
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass


def wait_for_port(address, port, process, log):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if process.ended():
            break
        try:
            socket.create_connection((address, port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    text = log.read_text(errors='replace') if log.exists() else ''
    raise RuntimeError('the server on port %d did not start:\n%s' % (port, text))


class Certificates:
    """A CA of our own and leaves signed by it; the CA's key goes with the folder."""

    def __init__(self, folder):
        self.folder = folder
        self.ca_file = folder / 'ca.pem'
        self._openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                      '-nodes', '-keyout', folder / 'ca.key', '-out', self.ca_file, '-days', '30',
                      '-subj', '/CN=Outpost test CA')

    def _openssl(self, *argv, **options):
        subprocess.run(['openssl', *[str(a) for a in argv]], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)

    def leaf(self, name='server', alternative='DNS:localhost,IP:127.0.0.1,IP:::1', days=30):
        """(certificate file, key file)."""
        key, request = self.folder / (name + '.key'), self.folder / (name + '.csr')
        certificate, more = self.folder / (name + '.pem'), self.folder / (name + '.ext')
        more.write_text('subjectAltName=%s\nextendedKeyUsage=serverAuth\n' % alternative)
        self._openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                      '-keyout', key, '-out', request, '-subj', '/CN=' + name)
        self._openssl('x509', '-req', '-in', request, '-CA', self.ca_file, '-CAkey',
                      self.folder / 'ca.key', '-CAcreateserial', '-days', days,
                      '-extfile', more, '-out', certificate)
        return certificate, key


class PasswordDaemon(threading.Thread):
    """Answers on the socket of saslauthd(8), which knows passwords and not SCRAM's verifiers:
    user, password, service and realm come as counted strings, OK or NO goes back."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        os.chmod(path, 0o777)
        self._socket.listen(8)
        self.start()

    def run(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile('rb') as stream:
                words = [stream.read(struct.unpack('!H', stream.read(2))[0]).decode()
                         for _ in range(4)]
                user = words[0] if '@' in words[0] else '%s@%s' % (words[0], words[3])
                answer = b'OK' if user in USERS and words[1] == PASSWORD else b'NO'
                connection.sendall(struct.pack('!H', len(answer)) + answer)

    def stop(self):
        self._socket.close()


def dovecot_version():
    said = subprocess.run(['/usr/sbin/dovecot', '--version'], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    return tuple(int(number) for number in said.split()[0].split('.')[:2])


class Dovecot:
    """Dovecot's submission service, and the sign-in that Postfix asks."""

    # Dovecot 2.4 has other names for these, and wants to be told first that they are meant.
    _NAMES_2_3 = '''
ssl_cert = <{certificate}
ssl_key = <{key}
auth_username_format = %u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {users}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
mail_location = maildir:{folder}/home/mail
'''
    _NAMES_2_4 = '''
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
ssl_server_cert_file = {certificate}
ssl_server_key_file = {key}
auth_username_format = %{{user}}
passdb passwd-file {{
  passwd_file_path = {users}
  default_password_scheme = PLAIN
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}/home
  }}
}}
mail_driver = maildir
mail_path = {folder}/home/mail
'''
    _SETTINGS = '''
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {log}
protocols = submission
listen = {address}
default_internal_user = dovecot
default_login_user = dovenull
ssl = required
ssl_min_protocol = TLSv1.2
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
auth_failure_delay = 0
first_valid_uid = 1
hostname = dovecot.{domain}
submission_relay_host = {address}
submission_relay_port = {relay}
submission_relay_trusted = no
service auth {{
  unix_listener auth-postfix {{
    mode = 0666
  }}
}}
service submission-login {{
  inet_listener submission {{
    port = {starttls}
  }}
  inet_listener submissions {{
    port = {tls}
    ssl = yes
  }}
}}
service stats {{
  client_limit = 100
}}
service anvil {{
  client_limit = 200
  # Without it an address that has failed often is answered later and later.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
'''

    def __init__(self, folder, certificate, relay_port, address):
        self.folder = folder
        folder.mkdir()
        self.log = folder / 'log'
        self.auth_socket = folder / 'run' / 'auth-postfix'
        self.starttls_port, self.tls_port = free_ports(2)
        self._address = address
        users = folder / 'users'
        users.write_text(''.join('%s:{PLAIN}%s\n' % (user, PASSWORD) for user in USERS))
        nobody = pwd.getpwnam('nobody')
        self.config = folder / 'dovecot.conf'
        places = dict(folder=folder, log=self.log, address=address, certificate=certificate[0],
                      key=certificate[1], relay=relay_port, users=users, uid=nobody.pw_uid,
                      gid=nobody.pw_gid, starttls=self.starttls_port, tls=self.tls_port,
                      domain=DOMAIN)
        names = self._NAMES_2_4 if dovecot_version() >= (2, 4) else self._NAMES_2_3
        self.config.write_text((names + self._SETTINGS).format(**places))
        (folder / 'home').mkdir()
        os.chown(folder / 'home', nobody.pw_uid, nobody.pw_gid)
        self.process = None

    def start(self):
        with open(self.folder / 'printed', 'wb') as printed:
            self.process = Server(['/usr/sbin/dovecot', '-F', '-c', self.config],
                                 stdout=printed, stderr=printed)
        wait_for_port(self._address, self.tls_port, self.process, self.log)

    def stop(self):
        if self.process is not None:
            self.process.stop()


class Postfix:
    """One Postfix with a service a port, each with a rule of its own."""

    _SUBMISSION = {
        'smtpd_sasl_auth_enable': 'yes',
        'smtpd_tls_auth_only': 'yes',
        'smtpd_recipient_restrictions': 'permit_sasl_authenticated,reject',
        'smtpd_relay_restrictions': 'permit_sasl_authenticated,reject',
        'smtpd_sender_restrictions': 'reject_sender_login_mismatch,permit',
    }
    _TLS = {'smtpd_tls_wrappermode': 'yes'}
    _STARTTLS = {'smtpd_tls_security_level': 'encrypt'}
    _CYRUS = {'smtpd_sasl_type': 'cyrus', 'smtpd_sasl_path': 'smtpd'}
    # Name: what the service has besides the rules of a submission server.
    SERVICES = {
        'tls': _TLS,
        'starttls': _STARTTLS,
        'strict': dict(_TLS, smtpd_delay_reject='no'),
        'data': dict(_TLS, smtpd_discard_ehlo_keywords='chunking'),
        'plain-smtp': dict(_TLS, smtpd_discard_ehlo_keywords='chunking,pipelining,size'),
        'seven-bit': dict(_TLS, smtpd_discard_ehlo_keywords='8bitmime,smtputf8'),
        'no-size': dict(_TLS, smtpd_discard_ehlo_keywords='size'),
        'login-only': dict(_TLS, **_CYRUS, smtpd_sasl_mechanism_filter='login'),
        'empty-scram': dict(_TLS, **_CYRUS),
        # As Gmail does, it puts the account's own address into From.
        'rewriting': dict(_TLS, cleanup_service_name='cleanup-rewriting'),
        'relay': {'smtpd_sasl_auth_enable': 'no', 'smtpd_sender_restrictions': '',
                  'smtpd_relay_restrictions': 'permit_mynetworks,reject',
                  'smtpd_recipient_restrictions': 'permit_mynetworks,reject',
                  'smtpd_tls_security_level': 'none'},
    }

    def __init__(self, folder, certificate, auth_socket, address, message_size_limit):
        self.folder = folder
        folder.mkdir()
        self.log = folder / 'log'
        self.config = folder / 'config'
        self.queue = folder / 'queue'
        self.mail = folder / 'mail'
        self.port = dict(zip(self.SERVICES, free_ports(len(self.SERVICES))))
        self._address = address
        self._make_folders()
        self._write_config(certificate, auth_socket, message_size_limit)
        self.password_daemon = PasswordDaemon(self.config / 'sasl' / 'mux')
        self.process = None

    def _make_folders(self):
        postfix = pwd.getpwnam('postfix')
        nobody = pwd.getpwnam('nobody')
        drop = grp.getgrnam('postdrop').gr_gid
        self.config.mkdir()
        self.queue.mkdir()
        (self.config / 'sasl').mkdir()
        (self.folder / 'data').mkdir()
        os.chown(self.folder / 'data', postfix.pw_uid, postfix.pw_gid)
        self.mail.mkdir()
        os.chown(self.mail, nobody.pw_uid, nobody.pw_gid)
        for name in ('active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold',
                     'incoming', 'maildrop', 'pid', 'private', 'public', 'saved', 'trace'):
            (self.queue / name).mkdir(mode=0o700)
            os.chown(self.queue / name, postfix.pw_uid, 0)
        os.chown(self.queue / 'pid', 0, 0)
        for name, mode in (('maildrop', 0o730), ('public', 0o710)):
            os.chown(self.queue / name, postfix.pw_uid, drop)
            os.chmod(self.queue / name, mode)

    def _write_config(self, certificate, auth_socket, message_size_limit):
        nobody = pwd.getpwnam('nobody')
        maps = self.config / 'mailboxes'
        maps.write_text(''.join('%s@%s %s/\n' % (name, DOMAIN, name) for name in MAILBOXES))
        owners = self.config / 'owners'
        owners.write_text(''.join('%s %s\n' % (sender, user)
                                  for user, senders in USERS.items() for sender in senders)
                          + 'carla@%s carla@%s\n' % (DOMAIN, DOMAIN))
        rewritten = self.config / 'rewritten'
        rewritten.write_text('orders@%s anna@%s\n' % (DOMAIN, DOMAIN))
        (self.config / 'sasl' / 'smtpd.conf').write_text(
            'pwcheck_method: saslauthd\nsaslauthd_path: {0}/mux\n'
            'mech_list: SCRAM-SHA-256 PLAIN LOGIN\nauxprop_plugin: sasldb\n'
            'sasldb_path: {0}/none\n'.format(self.config / 'sasl'))
        settings = {
            'compatibility_level': '3.6',
            'queue_directory': self.queue,
            'data_directory': self.folder / 'data',
            'maillog_file': self.log,
            'maillog_file_prefixes': self.folder,
            'inet_interfaces': self._address,
            'inet_protocols': 'ipv4',
            'mynetworks': '127.0.0.0/8 %s/32' % self._address,
            'myhostname': 'postfix.' + DOMAIN,
            'mydestination': '',
            'alias_maps': '',
            'virtual_mailbox_domains': DOMAIN,
            'virtual_mailbox_maps': 'texthash:%s' % maps,
            'virtual_mailbox_base': self.mail,
            'virtual_mailbox_limit': '0',
            'virtual_uid_maps': 'static:%d' % nobody.pw_uid,
            'virtual_gid_maps': 'static:%d' % nobody.pw_gid,
            'message_size_limit': message_size_limit,
            'smtpd_tls_cert_file': certificate[0],
            'smtpd_tls_key_file': certificate[1],
            'smtpd_tls_security_level': 'may',
            'smtpd_tls_mandatory_protocols': '>=TLSv1.2',
            'smtpd_tls_received_header': 'yes',
            'smtpd_sasl_type': 'dovecot',
            'smtpd_sasl_path': auth_socket,
            'cyrus_sasl_config_path': self.config / 'sasl',
            'smtpd_sasl_security_options': 'noanonymous',
            'smtpd_sender_login_maps': 'texthash:%s' % owners,
            'smtpd_error_sleep_time': '0',
            'in_flow_delay': '0',
            'smtpd_peername_lookup': 'no',
            'smtpd_client_connection_rate_limit': '0',
            'smtpd_client_connection_count_limit': '0',
            'smtp_dns_support_level': 'disabled',
            'default_transport': 'error:no mail leaves this machine',
            'relay_transport': 'error:no mail leaves this machine',
        }
        (self.config / 'main.cf').write_text(
            ''.join('%s = %s\n' % pair for pair in settings.items()))
        lines = []
        for name, more in self.SERVICES.items():
            lines.append('%s:%d inet n - n - - smtpd' % (self._address, self.port[name]))
            for key, value in dict(self._SUBMISSION, **more).items():
                # Blanks are not allowed after -o in master.cf.
                lines.append('  -o %s=%s' % (key, value))
        for line in ('cleanup unix n - n - 0 cleanup',
                     'cleanup-rewriting unix n - n - 0 cleanup'
                     ' -o sender_canonical_maps=texthash:%s' % rewritten,
                     'qmgr unix n - n 300 1 qmgr',
                     'tlsmgr unix - - n 1000? 1 tlsmgr', 'rewrite unix - - n - - trivial-rewrite',
                     'bounce unix - - n - 0 bounce', 'defer unix - - n - 0 bounce',
                     'trace unix - - n - 0 bounce', 'verify unix - - n - 1 verify',
                     'flush unix n - n 1000? 0 flush', 'proxymap unix - - n - - proxymap',
                     'proxywrite unix - - n - 1 proxymap', 'error unix - - n - - error',
                     'retry unix - - n - - error', 'discard unix - - n - - discard',
                     'local unix - n n - - local', 'virtual unix - n n - - virtual',
                     'anvil unix - - n - 1 anvil', 'scache unix - - n - 1 scache',
                     'postlog unix-dgram n - n - 1 postlogd'):
            lines.append(line)
        (self.config / 'master.cf').write_text('\n'.join(lines) + '\n')

    def start(self):
        with open(self.folder / 'printed', 'wb') as printed:
            self.process = Server(['/usr/lib/postfix/sbin/master', '-c', self.config, '-d'],
                                 stdout=printed, stderr=printed,
                                 env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin',
                                      'MAIL_CONFIG': str(self.config)})
        wait_for_port(self._address, self.port['tls'], self.process, self.log)

    def stop(self):
        if self.process is not None:
            self.process.stop()
        self.password_daemon.stop()

    def queued(self):
        """Queue files that are still on their way, or half written."""
        return [path for name in ('incoming', 'active', 'deferred', 'maildrop', 'hold')
                for path in (self.queue / name).rglob('*') if path.is_file()]


def for_module(**options):
    """Servers for all tests of a module, or the skip of all of them; from its setUpModule()."""
    reason = missing()
    if reason:
        raise unittest.SkipTest('real mail servers: ' + reason)
    servers = MailServers(**options)
    servers.__enter__()
    unittest.addModuleCleanup(servers.__exit__, None, None, None)
    return servers


class MailServers:
    """Postfix, and Dovecot in front of it."""

    def __init__(self, address='127.0.0.1', message_size_limit=8 * 1024 * 1024, keep=False,
                 names=()):
        self.address = address
        self._names = names
        self._keep = keep
        self._limit = message_size_limit
        self.folder = None
        self.postfix = self.dovecot = None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='outpost-servers.'))
        # The servers' own users pass through.
        self.folder.chmod(0o755)
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _start(self):
        certificates = self.folder / 'certificates'
        certificates.mkdir()
        self.certificates = Certificates(certificates)
        self.ca_file = self.certificates.ca_file
        names = 'DNS:localhost,IP:::1,IP:127.0.0.1'
        if self.address != '127.0.0.1':
            names += ',IP:' + self.address
        names += ''.join(',DNS:' + name for name in self._names)
        leaf = self.certificates.leaf(alternative=names)
        auth_socket = self.folder / 'dovecot' / 'run' / 'auth-postfix'
        self.postfix = Postfix(self.folder / 'postfix', leaf, auth_socket, self.address,
                               self._limit)
        self.dovecot = Dovecot(self.folder / 'dovecot', leaf, self.postfix.port['relay'],
                               self.address)
        self._log_starts = {self.postfix: 0, self.dovecot: 0}
        self.dovecot.start()
        self.postfix.start()
        self.port = dict(self.postfix.port)
        self.port['dovecot-tls'] = self.dovecot.tls_port
        self.port['dovecot-starttls'] = self.dovecot.starttls_port
        self.password_file = self.folder / 'password'
        self.password_file.write_text(PASSWORD + '\n')
        self.password_file.chmod(0o600)

    def __exit__(self, kind, value, trace):
        for server in (self.postfix, self.dovecot):
            if server is not None:
                server.stop()
        if self._keep:
            print('# kept', self.folder)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    # -- what came of it --------------------------------------------------------

    def wait_until_idle(self):
        """Until Postfix has delivered or thrown away all it was given."""
        end = time.monotonic() + 20
        while self.postfix.queued():
            if time.monotonic() > end:
                raise RuntimeError('Postfix keeps %s' % self.postfix.queued())
            time.sleep(0.02)

    def mail(self, address, delivered=1):
        """The messages in a mailbox, oldest first, once that many are there and none is under way."""
        new = self.postfix.mail / address.split('@')[0] / 'new'
        end = time.monotonic() + 20
        while len(self._files(new)) < delivered and time.monotonic() < end:
            time.sleep(0.02)
        self.wait_until_idle()
        return [path.read_bytes() for path in self._files(new)]

    @staticmethod
    def _files(folder):
        return sorted(folder.glob('*'), key=lambda p: p.stat().st_mtime_ns) if folder.exists() else []

    def empty(self):
        """Throws away what was delivered, and begins the logs anew."""
        self.wait_until_idle()
        for mailbox in self.postfix.mail.iterdir():
            shutil.rmtree(mailbox)
        for server in self._log_starts:
            # Postfix makes its log at its first line.
            if server.log.exists():
                self._log_starts[server] = server.log.stat().st_size

    def logged(self):
        """What the servers have written to their logs since empty()."""
        return ''.join(server.log.read_bytes()[start:].decode(errors='replace')
                       for server, start in self._log_starts.items() if server.log.exists())

    def wait_logged(self, words):
        """Waits until a server has written that: what a connection came to is written after the
        client has seen its end. All that was logged."""
        end = time.monotonic() + 20
        while words not in self.logged() and time.monotonic() < end:
            time.sleep(0.02)
        return self.logged()


def without_trace(message):
    """A delivered message as it was sent: without the header fields that servers put before it,
    line ends as line feeds."""
    lines = message.replace(b'\r\n', b'\n').split(b'\n')
    while lines and lines[0].split(b':')[0].lower() in TRACE_HEADERS:
        lines.pop(0)
        while lines and lines[0][:1] in (b' ', b'\t'):
            lines.pop(0)
    return b'\n'.join(lines)
