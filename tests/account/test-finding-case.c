/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "findings.h"

/* One finding: settings that bring it, what the fix does, and settings without it. */
typedef struct {
  OutpostField        field;
  OutpostSeverity     severity;
  const char         *id;
  const char         *settings;       /* lines Key=value, the last of a key counts */
  const char         *password;
  OutpostSecretState  state;
  const char         *label;          /* of the fix */
  const char         *fix;            /* the changes as lines, or NULL */
  const char         *mended;         /* further lines with which it is gone; NULL: the fix mends */
  const char         *text;           /* where the text is the feature */
} Case;

static const Case cases[] = {
  /* SMTP server */
  { OUTPOST_FIELD_SERVER, ERROR, "server-empty", "Email=shop@gmail.com\n", NULL, STORED,
    "Use smtp.gmail.com", "Server=smtp.gmail.com\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-empty", "", NULL, STORED, NULL, NULL,
    "Server=smtp.shop.example\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-is-address", "Server=shop@gmail.com\n", NULL, STORED,
    "Use smtp.gmail.com", "Server=smtp.gmail.com\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-is-address", "Server=shop@shop.example\n", NULL, STORED,
    NULL, NULL, "Server=smtp.shop.example\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server=smtps://smtp.shop.example:465/\n", NULL,
    STORED, "Use smtp.shop.example",
    "Server=smtp.shop.example\nPort=465\nSecurity=tls\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server=SMTPS://smtp.shop.example\n", NULL,
    STORED, "Use smtp.shop.example", "Server=smtp.shop.example\nPort=465\nSecurity=tls\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server=submission://smtp.shop.example\n", NULL,
    STORED, "Use smtp.shop.example", "Server=smtp.shop.example\nPort=587\nSecurity=starttls\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server=smtp.shop.example:587\n", NULL, STORED,
    "Use smtp.shop.example", "Server=smtp.shop.example\nPort=587\nSecurity=starttls\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server=ssl://smtp.shop.example:2465\n", NULL,
    STORED, "Use smtp.shop.example", "Server=smtp.shop.example\nPort=2465\nSecurity=tls\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server=smtp.shop.example:2525\n", NULL, STORED,
    "Use smtp.shop.example", "Server=smtp.shop.example\nPort=2525\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server=smtp://smtp.shop.example/x?y\n", NULL,
    STORED, "Use smtp.shop.example", "Server=smtp.shop.example\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server= smtp.shop.example \n", NULL, STORED,
    "Use smtp.shop.example", "Server=smtp.shop.example\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted", "Server=[::1]:465\n", NULL, STORED,
    "Use [::1]", "Server=[::1]\nPort=465\nSecurity=tls\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-pasted",
    "Server=smtps://shop:secret@smtp.shop.example:465\n", NULL, STORED,
    "Use smtp.shop.example", "Server=smtp.shop.example\nPort=465\nSecurity=tls\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-not-a-name", "Server=smtp shop example\n", NULL, STORED,
    NULL, NULL, "Server=smtp.shop.example\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-not-a-name", "Server=smtp.shop.example:ssl\n", NULL,
    STORED, NULL, NULL, "Server=[IPv6:2001:db8::1]\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-not-a-name", "Server=256.1.1.1\n", NULL, STORED, NULL,
    NULL, "Server=192.0.2.1\n" },
  { OUTPOST_FIELD_SERVER, ERROR, "server-near-miss", GMAIL "Server=smpt.gmail.com\n", NULL, STORED,
    "Use smtp.gmail.com", "Server=smtp.gmail.com\n", NULL,
    "“\u2068smpt.gmail.com\u2069” looks misspelt." },
  { OUTPOST_FIELD_SERVER, ERROR, "server-near-miss", "Server=smpt.google.com\n", NULL, STORED,
    "Use smtp.gmail.com", "Server=smtp.gmail.com\n" },
  { OUTPOST_FIELD_SERVER, WARNING, "server-near-miss", "Server=smtp.gmial.com\n", NULL, STORED,
    "Use smtp.gmail.com", "Server=smtp.gmail.com\n" },
  { OUTPOST_FIELD_SERVER, WARNING, "server-not-for-sending", "Server=smtp.google.com\n", NULL,
    STORED, "Use smtp.gmail.com", "Server=smtp.gmail.com\n" },
  { OUTPOST_FIELD_SERVER, WARNING, "server-incoming", "Server=imap.gmail.com\n", NULL, STORED,
    "Use smtp.gmail.com", "Server=smtp.gmail.com\n" },
  { OUTPOST_FIELD_SERVER, WARNING, "server-incoming", "Server=POP3.shop.example\n", NULL, STORED,
    NULL, NULL, "Server=smtp.shop.example\n" },
  { OUTPOST_FIELD_SERVER, WARNING, "server-is-domain", "Server=gmail.com\n", NULL, STORED,
    "Use smtp.gmail.com", "Server=smtp.gmail.com\n" },
  { OUTPOST_FIELD_SERVER, HINT, "server-short", "Server=mailhub\n", NULL, STORED, NULL, NULL,
    "Server=localhost\n" },

  /* SMTP port */
  { OUTPOST_FIELD_PORT, ERROR, "port-empty", SHOP "Port=\n", NULL, STORED, "Use 465",
    "Port=465\n" },
  { OUTPOST_FIELD_PORT, ERROR, "port-empty", SHOP "Port=\nSecurity=starttls\n", NULL, STORED,
    "Use 587", "Port=587\n" },
  { OUTPOST_FIELD_PORT, ERROR, "port-not-a-port", SHOP "Port=465 587\n", NULL, STORED, NULL, NULL,
    "Port=65535\n", "“SMTP port” takes one number from 1 to 65535." },
  { OUTPOST_FIELD_PORT, ERROR, "port-not-a-port", SHOP "Port= 465 \n", NULL, STORED, "Use 465",
    "Port=465\n" },
  { OUTPOST_FIELD_PORT, ERROR, "port-not-a-port", SHOP "Port=0\n", NULL, STORED, NULL, NULL,
    "Port=1\n" },
  { OUTPOST_FIELD_PORT, ERROR, "port-not-a-port", SHOP "Port=65536\n", NULL, STORED, NULL, NULL,
    "Port=465\n" },
  { OUTPOST_FIELD_PORT, WARNING, "port-mode", SHOP "Port=587\n", NULL, STORED, "Use 465",
    "Port=465\n", NULL, "TLS usually answers on port 465; 587 is for STARTTLS." },
  { OUTPOST_FIELD_PORT, WARNING, "port-mode", SHOP "Security=starttls\n", NULL, STORED, "Use 587",
    "Port=587\n" },
  { OUTPOST_FIELD_PORT, WARNING, "port-mode",
    "Server=smtp.orange.fr\nPort=465\nSecurity=starttls\nUsername=a@orange.fr\nEmail=a@orange.fr\n",
    NULL, STORED, "Use TLS", "Security=tls\n" },
  { OUTPOST_FIELD_PORT, WARNING, "port-mode", SHOP "Security=none\n", NULL, STORED, "Use TLS",
    "Security=tls\n" },
  { OUTPOST_FIELD_PORT, WARNING, "port-25", SHOP "Port=25\nSecurity=starttls\n", NULL, STORED,
    "Use 587", "Port=587\n" },
  { OUTPOST_FIELD_PORT, WARNING, "port-25", SHOP "Port=25\nSecurity=none\n", NULL, STORED, NULL,
    NULL, "Server=127.0.0.1\n" },
  { OUTPOST_FIELD_PORT, WARNING, "port-for-reading", SHOP "Port=993\n", NULL, STORED, "Use 465",
    "Port=465\n" },

  /* SSL/TLS mode */
  { OUTPOST_FIELD_SECURITY, ERROR, "security-unknown", SHOP "Security=ssl\n", NULL, STORED,
    "Use TLS", "Security=tls\n" },
  { OUTPOST_FIELD_SECURITY, ERROR, "security-none-password", SHOP "Security=none\n", NULL, STORED,
    "Use TLS", "Security=tls\n" },
  { OUTPOST_FIELD_SECURITY, ERROR, "security-none-password",
    SHOP "Security=none\nPort=587\n", NULL, STORED, "Use STARTTLS", "Security=starttls\n" },
  { OUTPOST_FIELD_SECURITY, ERROR, "security-none-password",
    SHOP "Security=none\nServer=192.168.1.1\n", NULL, STORED, "Use TLS", "Security=tls\n" },
  { OUTPOST_FIELD_SECURITY, ERROR, "security-none-password",
    SHOP "Security=none\nPort=25\n", NULL, STORED, "Use STARTTLS", "Security=starttls\n",
    "Server=127.1.2.3\n" },
  { OUTPOST_FIELD_SECURITY, ERROR, "security-none-password",
    SHOP "Security=none\nPort=25\n", NULL, STORED, "Use STARTTLS", "Security=starttls\n",
    "Server=::1\n" },
  { OUTPOST_FIELD_SECURITY, ERROR, "security-none-token",
    SHOP "Security=none\nServer=127.0.0.1\nSignIn=oauth2\n", NULL, STORED, "Use TLS",
    "Security=tls\n" },
  { OUTPOST_FIELD_SECURITY, ERROR, "security-none-certificate",
    SHOP "Security=none\nServer=127.0.0.1\nSignIn=certificate\nClientCertificate=/c.pem\n", NULL,
    STORED, "Use TLS", "Security=tls\n" },
  { OUTPOST_FIELD_SECURITY, HINT, "security-none-localhost",
    SHOP "Security=none\nServer=localhost\nPort=25\n", NULL, STORED, NULL, NULL,
    "Server=127.0.0.1\n" },
  { OUTPOST_FIELD_SECURITY, WARNING, "security-none", SHOP "Security=none\nUsername=\nPort=2525\n",
    NULL, STORED, "Use TLS", "Security=tls\n" },
  { OUTPOST_FIELD_SECURITY, WARNING, "security-not-offered",
    "Server=smtp-mail.outlook.com\nPort=587\n", NULL, STORED, "Use STARTTLS on 587",
    "Security=starttls\nPort=587\n" },

  /* Sign-in method */
  { OUTPOST_FIELD_SIGN_IN, ERROR, "sign-in-unknown", SHOP "SignIn=plain\n", NULL, STORED,
    "Choose Automatically", "SignIn=auto\n" },
  { OUTPOST_FIELD_SIGN_IN, ERROR, "sign-in-oauth2", GMAIL "SignIn=oauth2\n", NULL, STORED,
    "Use a Password", "SignIn=password\n" },
  { OUTPOST_FIELD_SIGN_IN, ERROR, "sign-in-oauth2",
    "Server=smtp-mail.outlook.com\nSignIn=oauth2\n", NULL, STORED, NULL, NULL, "SignIn=auto\n" },
  { OUTPOST_FIELD_SIGN_IN, ERROR, "sign-in-no-certificate", SHOP "SignIn=certificate\n", NULL,
    STORED, NULL, NULL, "ClientCertificate=/etc/outpost/shop.pem\n" },
  { OUTPOST_FIELD_SIGN_IN, WARNING, "sign-in-needed", GMAIL "SignIn=none\n", NULL, STORED,
    "Choose Automatically", "SignIn=auto\n" },

  /* User name */
  { OUTPOST_FIELD_USERNAME, ERROR, "username-empty", GMAIL "Username=\n", NULL, STORED,
    "Use shop@gmail.com", "Username=shop@gmail.com\n" },
  { OUTPOST_FIELD_USERNAME, ERROR, "username-empty", SHOP "Username=\nSignIn=password\n", NULL,
    STORED, NULL, NULL, "Username=shop\n" },
  { OUTPOST_FIELD_USERNAME, ERROR, "username-empty", SHOP "Username=\n", "secret", STORED, NULL,
    NULL, "SignIn=none\n" },
  { OUTPOST_FIELD_USERNAME, HINT, "username-none", SHOP "Username=\n", NULL, STORED, NULL, NULL,
    "SignIn=none\n" },
  { OUTPOST_FIELD_USERNAME, WARNING, "username-blanks", SHOP "Username= shop\n", NULL, STORED,
    "Remove Blanks", "Username=shop\n" },
  { OUTPOST_FIELD_USERNAME, WARNING, "username-form", GMAIL "Username=shop\n", NULL, STORED,
    "Use shop@gmail.com", "Username=shop@gmail.com\n", NULL,
    "Gmail wants the full address as the user name." },
  { OUTPOST_FIELD_USERNAME, WARNING, "username-form", GMAIL "Username=shop\nEmail=\n", NULL, STORED,
    NULL, NULL, "Username=shop@gmail.com\n" },
  { OUTPOST_FIELD_USERNAME, WARNING, "username-form",
    "Server=smtp.web.de\nPort=465\nUsername=shop@web.de\nEmail=shop@web.de\n", NULL, STORED,
    "Use shop", "Username=shop\n" },
  { OUTPOST_FIELD_USERNAME, WARNING, "username-form",
    "Server=smtp.sendgrid.net\nPort=465\nUsername=shop@shop.example\n", NULL, STORED,
    "Use apikey", "Username=apikey\n" },
  { OUTPOST_FIELD_USERNAME, ERROR, "control-characters", SHOP "Username=sh\rop\n", NULL, STORED,
    "Remove Them", "Username=shop\n" },

  /* Password */
  { OUTPOST_FIELD_PASSWORD, ERROR, "password-missing", SHOP, NULL, MISSING, NULL, NULL,
    "SignIn=none\n" },
  { OUTPOST_FIELD_PASSWORD, ERROR, "password-other-server", SHOP, NULL,
    OUTPOST_SECRET_STATE_OTHER_SERVER, NULL, NULL, "SignIn=none\n" },
  { OUTPOST_FIELD_PASSWORD, WARNING, "password-no-keyring", SHOP, "secret",
    OUTPOST_SECRET_STATE_NO_SERVICE, NULL, NULL, "SignIn=none\n" },
  { OUTPOST_FIELD_PASSWORD, WARNING, "password-refused",
    "Server=smtp-mail.outlook.com\nUsername=a@outlook.com\n", "abcd", STORED, NULL, NULL,
    "Server=smtp.shop.example\n" },
  { OUTPOST_FIELD_PASSWORD, WARNING, "password-not-app-password", GMAIL, "secret123", STORED, NULL,
    NULL, "Server=smtp.shop.example\n",
    "A Gmail app password has 16 letters; this one has 9 characters. The account’s own password "
    "is refused." },
  { OUTPOST_FIELD_PASSWORD, WARNING, "password-not-app-password", GMAIL, "abcdefghijklmno1", STORED,
    NULL, NULL, "Server=smtp.shop.example\n",
    "A Gmail app password has 16 letters and nothing else. The account’s own password is "
    "refused." },
  { OUTPOST_FIELD_PASSWORD, WARNING, "password-not-app-password", GMAIL, "ä", STORED,
    NULL, NULL, "Server=smtp.shop.example\n",
    "A Gmail app password has 16 letters; this one has 1 character. The account’s own password "
    "is refused." },
  { OUTPOST_FIELD_PASSWORD, WARNING, "password-blanks", SHOP, "secret ", STORED, NULL, NULL, "-" },
  { OUTPOST_FIELD_PASSWORD, WARNING, "password-blanks", GMAIL, " secret", STORED, NULL, NULL, "-" },
  { OUTPOST_FIELD_PASSWORD, WARNING, "password-control", SHOP, "secret\n", STORED, NULL, NULL,
    "-" },
  { OUTPOST_FIELD_PASSWORD, HINT, "password-panel", SHOP, "123456", STORED, NULL, NULL,
    "Server=smtp.gmail.com\n" },
  { OUTPOST_FIELD_PASSWORD, HINT, "password-panel", SHOP, "a12345", STORED, NULL, NULL, "-" },

  /* Addresses */
  { OUTPOST_FIELD_EMAIL, ERROR, "email-empty", GMAIL "Email=\n", NULL, STORED,
    "Use shop@gmail.com", "Email=shop@gmail.com\n" },
  { OUTPOST_FIELD_EMAIL, ERROR, "email-empty", "", NULL, STORED, NULL, NULL,
    "Sender=a@shop.example\n" },
  { OUTPOST_FIELD_EMAIL, ERROR, "address-no-at", "Email=shop\n", NULL, STORED, NULL, NULL,
    "Email=shop@shop.example\n" },
  { OUTPOST_FIELD_SENDER, ERROR, "address-local-part", "Sender=a..b@shop.example\n", NULL, STORED,
    NULL, NULL, "Sender=a.b@shop.example\n" },
  { OUTPOST_FIELD_SENDER, ERROR, "address-local-part", "Sender=a b@shop.example\n", NULL, STORED,
    NULL, NULL, "Sender=\"a b\"@shop.example\n" },
  { OUTPOST_FIELD_REPLY_TO, ERROR, "address-domain", "ReplyTo=a@shop_example\n", NULL, STORED, NULL,
    NULL, "ReplyTo=a@bücher.example\n" },
  { OUTPOST_FIELD_RETURN_PATH, ERROR, "address-too-long",
    "ReturnPath=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg@b.example\n",
    NULL, STORED, NULL, NULL, "ReturnPath=bounce@shop.example\n" },
  { OUTPOST_FIELD_TEST_ADDRESS, ERROR, "address-several",
    "TestAddress=a@shop.example, b@shop.example\n", NULL, STORED, NULL, NULL,
    "TestAddress=a@shop.example\n" },
  { OUTPOST_FIELD_EMAIL, ERROR, "address-wrapped", "Email=The Shop <shop@shop.example>\n", NULL,
    STORED, "Use shop@shop.example", "Email=shop@shop.example\n" },
  { OUTPOST_FIELD_SENDER, ERROR, "address-wrapped", "Sender=mailto:shop@shop.example\n", NULL,
    STORED, "Use shop@shop.example", "Sender=shop@shop.example\n" },
  { OUTPOST_FIELD_TEST_ADDRESS, ERROR, "address-wrapped", "TestAddress= me@shop.example \n", NULL,
    STORED, "Use me@shop.example", "TestAddress=me@shop.example\n" },
  { OUTPOST_FIELD_EMAIL, WARNING, "address-near-miss", "Email=shop@gmial.com\n", NULL, STORED,
    "Use shop@gmail.com", "Email=shop@gmail.com\n" },
  { OUTPOST_FIELD_TEST_ADDRESS, WARNING, "address-near-miss", "TestAddress=me@hotmial.com\n", NULL,
    STORED, "Use me@hotmail.com", "TestAddress=me@hotmail.com\n" },
  { OUTPOST_FIELD_EMAIL, HINT, "address-smtputf8", "Email=käse@shop.example\n", NULL, STORED, NULL,
    NULL, "Email=kaese@käse.example\n" },

  /* Sender */
  { OUTPOST_FIELD_SENDER, WARNING, "sender-rewritten", GMAIL "Sender=orders@shop.example\n", NULL,
    STORED, "Use shop@gmail.com", "Sender=shop@gmail.com\n", NULL,
    "Gmail replaces this sender by \u2068shop@gmail.com\u2069 unless it is confirmed under “Send "
    "mail as”." },
  { OUTPOST_FIELD_SENDER, WARNING, "sender-rewritten", GMAIL "Sender=shap@gmail.com\n", NULL,
    STORED, "Use shop@gmail.com", "Sender=shop@gmail.com\n", "Sender=s.h.op+a@googlemail.com\n" },
  { OUTPOST_FIELD_SENDER, WARNING, "sender-refused",
    "Server=smtp.yandex.com\nPort=465\nUsername=a@ya.ru\nEmail=a@ya.ru\nSender=b@shop.example\n",
    NULL, STORED, "Use a@ya.ru", "Sender=a@ya.ru\n" },
  { OUTPOST_FIELD_SENDER, HINT, "sender-refused",
    "Server=mail.gmx.net\nPort=465\nUsername=a@gmx.de\nEmail=a@gmx.de\nSender=b@shop.example\n",
    NULL, STORED, "Use a@gmx.de", "Sender=a@gmx.de\n" },
  { OUTPOST_FIELD_RETURN_PATH, WARNING, "sender-refused",
    "Server=smtp.yandex.com\nPort=465\nUsername=a@ya.ru\nEmail=a@ya.ru\nReturnPath=b@b.example\n",
    NULL, STORED, "Use a@ya.ru", "ReturnPath=a@ya.ru\n" },
  { OUTPOST_FIELD_SENDER, HINT, "sender-refused",
    "Server=smtp.fastmail.com\nPort=465\nUsername=a@sent.com\nEmail=a@sent.com\n"
    "Sender=b@b.example\n",
    NULL, STORED, "Use a@sent.com", "Sender=a@sent.com\n" },
  { OUTPOST_FIELD_SENDER, HINT, "sender-refused",
    "Server=ssl0.ovh.net\nPort=465\nUsername=a@a.example\nEmail=a@a.example\nSender=b@b.example\n",
    NULL, STORED, "Use a@a.example", "Sender=a@a.example\n", "Sender=b@A.example\n" },
  { OUTPOST_FIELD_SENDER_NAME, ERROR, "control-characters", SHOP "SenderName=The\tShop\n", NULL,
    STORED, "Remove Them", "SenderName=TheShop\n" },
  { OUTPOST_FIELD_NAME, ERROR, "control-characters", SHOP "Name=Sh\x01op\n", NULL, STORED,
    "Remove Them", "Name=Shop\n" },
  { OUTPOST_FIELD_SENDER_NAME, WARNING, "sender-name-address",
    SHOP "SenderName=shop@shop.example\n", NULL, STORED, "Leave Empty", "SenderName=\n",
    "SenderName=Shop @ Home\n" },
  { OUTPOST_FIELD_SENDER_NAME, WARNING, "sender-name-address",
    SHOP "SenderName=The Shop <shop@shop.example>\n", NULL, STORED, "Use The Shop",
    "SenderName=The Shop\n" },

  /* Advanced */
  { OUTPOST_FIELD_HELLO_NAME, ERROR, "hello-name-form", SHOP "HelloName=my computer\n", NULL,
    STORED, "Leave Empty", "HelloName=\n", "HelloName=[192.0.2.1]\n" },
  { OUTPOST_FIELD_HELLO_NAME, WARNING, "hello-name-short", SHOP "HelloName=localhost\n", NULL,
    STORED, "Leave Empty", "HelloName=\n", "HelloName=pc.shop.example\n" },
  { OUTPOST_FIELD_TIMEOUT, ERROR, "timeout-not-a-number", SHOP "Timeout=30 s\n", NULL, STORED,
    "Leave Empty", "Timeout=\n" },
  { OUTPOST_FIELD_TIMEOUT, WARNING, "timeout-short", SHOP "Timeout=4\n", NULL, STORED, "Use 30",
    "Timeout=30\n", "Timeout=5\n" },
  { OUTPOST_FIELD_TIMEOUT, HINT, "timeout-long", SHOP "Timeout=601\n", NULL, STORED, "Use 600",
    "Timeout=600\n" },
  { OUTPOST_FIELD_CA_FILE, ERROR, "path-not-whole", SHOP "CAFile=ca.pem\n", NULL, STORED, NULL,
    NULL, "CAFile=/etc/ca.pem\n" },
  { OUTPOST_FIELD_CA_FILE, ERROR, "path-not-whole", SHOP "CAFile=file:///etc/my%20ca.pem\n", NULL,
    STORED, "Use /etc/my ca.pem", "CAFile=/etc/my ca.pem\n" },
  { OUTPOST_FIELD_CLIENT_CERTIFICATE, ERROR, "path-not-whole", SHOP "ClientCertificate=c.pem\n",
    NULL, STORED, NULL, NULL, "ClientCertificate=/c.pem\n" },
  { OUTPOST_FIELD_CLIENT_KEY, ERROR, "path-not-whole",
    SHOP "ClientCertificate=/c.pem\nClientKey=k.pem\n", NULL, STORED, NULL, NULL,
    "ClientKey=/k.pem\n" },
  { OUTPOST_FIELD_CLIENT_KEY, WARNING, "client-key-alone", SHOP "ClientKey=/k.pem\n", NULL, STORED,
    NULL, NULL, "ClientCertificate=/c.pem\n" },
  { OUTPOST_FIELD_PINNED_KEY, ERROR, "pinned-key-form", SHOP "PinnedKey=sha256:abc\n", NULL, STORED,
    NULL, NULL, "PinnedKey=" PIN "\n" },
  { OUTPOST_FIELD_PINNED_KEY, ERROR, "pinned-key-provider", GMAIL "PinnedKey=" PIN "\n", NULL,
    STORED, "Leave Empty", "PinnedKey=\n", "Server=smtp.shop.example\nPinnedKey=" PIN "\n" },
  { OUTPOST_FIELD_MECHANISM, ERROR, "mechanism-unknown", SHOP "Mechanism=DIGEST-MD5\n", NULL,
    STORED, "Choose Automatically", "Mechanism=\n", "Mechanism=plain\n" },
  { OUTPOST_FIELD_MECHANISM, ERROR, "mechanism-unsuited", SHOP "Mechanism=EXTERNAL\n", NULL, STORED,
    "Choose Automatically", "Mechanism=\n", "Mechanism=CRAM-MD5\n" },
  { OUTPOST_FIELD_MECHANISM, ERROR, "mechanism-unsuited", SHOP "Mechanism=XOAUTH2\n", NULL, STORED,
    "Choose Automatically", "Mechanism=\n", "Mechanism=SCRAM-SHA-256-PLUS\n" },
  { OUTPOST_FIELD_MECHANISM, ERROR, "mechanism-needs-tls",
    SHOP "Server=127.0.0.1\nSecurity=none\nMechanism=SCRAM-SHA-256-PLUS\n", NULL, STORED,
    "Choose Automatically", "Mechanism=\n", "Mechanism=SCRAM-SHA-256\n" },
  { OUTPOST_FIELD_SECRET, ERROR, "secret-unknown", SHOP "Secret=file:/x\n", NULL, STORED,
    "Use the Keyring", "Secret=keyring\n", "Secret=credential:shop\n" },
  { OUTPOST_FIELD_SECRET, ERROR, "secret-unknown", SHOP "Secret=command:pass 'mail\n", NULL, STORED,
    "Use the Keyring", "Secret=keyring\n", "Secret=command:pass 'mail'\n" },
  { OUTPOST_FIELD_SECRET, WARNING, "secret-shell", SHOP "Secret=command:cat $HOME/x\n", NULL,
    STORED, NULL, NULL, "Secret=command:cat /home/shop/x\n" },
};

/* The finding appears, is worded well, and each way out makes it go. */
static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (OutpostAccount) draft = findings_make_draft (c->settings);
  g_autoptr (OutpostAccount) fixed = findings_make_draft (c->settings);
  g_autoptr (GPtrArray) findings = findings_check (draft, c->password, c->state);
  const OutpostFinding *finding = findings_find (findings, c->field, c->id);
  g_autofree char *fix = NULL;

  g_assert_nonnull (finding);
  g_test_message ("%s [%s]", finding->text, finding->fix_label);
  g_assert_cmpint (finding->severity, ==, c->severity);
  findings_assert_well_worded (finding);
  if (c->text != NULL)
    g_assert_cmpstr (finding->text, ==, c->text);

  fix = findings_describe_fix (finding->fix);
  g_assert_cmpstr (fix, ==, c->fix != NULL ? c->fix : "");
  g_assert_cmpstr (finding->fix_label, ==, c->label);
  if (finding->fix != NULL) {
    g_autoptr (GPtrArray) after = NULL;

    outpost_fix_apply (finding->fix, fixed);
    after = findings_check (fixed, c->password, c->state);
    g_assert_null (findings_find (after, c->field, c->id));
  }
  if (g_strcmp0 (c->mended, "-") == 0) {
    g_autoptr (GPtrArray) after = findings_check (draft, "a1a", c->state);

    g_assert_null (findings_find (after, c->field, c->id));
  } else if (c->mended != NULL) {
    g_autoptr (GPtrArray) after = NULL;

    findings_apply_lines (draft, c->mended);
    after = findings_check (draft, c->password, c->state);
    g_assert_null (findings_find (after, c->field, c->id));
  }
  g_assert_true (finding->fix != NULL || c->mended != NULL);
}

/* Every id that the rules can give has a case above. */
static void
test_every_id_has_a_case (void)
{
  static const char * const files[] = {
    "outpost-finding.c", "outpost-finding-server.c", "outpost-finding-transport.c",
    "outpost-finding-sign-in.c", "outpost-finding-identity.c", "outpost-finding-advanced.c",
  };
  g_autoptr (GRegex) id = g_regex_new ("\"([a-z]+(?:-[a-z0-9]+)+)\"", 0, 0, NULL);
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "src", "account", files[i],
                                                   NULL);
    g_autofree char *source = NULL;
    g_autoptr (GMatchInfo) match = NULL;

    g_assert_true (g_file_get_contents (path, &source, NULL, NULL));
    g_regex_match (id, source, 0, &match);
    for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
      g_autofree char *word = g_match_info_fetch (match, 1);
      gboolean found = FALSE;

      for (gsize j = 0; j < G_N_ELEMENTS (cases) && !found; j++)
        found = g_str_equal (cases[j].id, word);
      g_test_message ("%s", word);
      g_assert_true (found);
      n++;
    }
  }
  g_assert_cmpuint (n, >, 40);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/finding/%s/%02zu", cases[i].id, i);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/finding/every-id-has-a-case", test_every_id_has_a_case);

  return g_test_run ();
}
