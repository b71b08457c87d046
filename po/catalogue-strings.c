/* SPDX-FileCopyrightText: 2026 The Outpost authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Made by build-aux/catalogue-strings from data/catalogue/catalogue.json, for
 * xgettext alone: nothing compiles this. {host}, {port} and other words in
 * braces are filled in and stay as they are in a translation. {begins}, {ends}
 * and {today} are dates such as 2026-11-23. */
/* Translators: google-app-password */
N_("The Google account has 2-Step Verification, so its own password is not taken from programs.")
/* Translators: google-app-password */
N_("Create an app password in the Google account and paste it into Password.")
/* Translators: google-app-password */
N_("Create App Password")
/* Translators: google-bad-credentials */
N_("Google takes no account passwords from programs, or this app password has been revoked.")
/* Translators: google-bad-credentials */
N_("Create an app password in the Google account and paste it into Password. The user name is the full address.")
/* Translators: google-web-login */
N_("Google has stopped this sign-in and wants to see the person in a browser first.")
/* Translators: google-web-login */
N_("Sign in at Google in a browser, confirm the security notice, then test again.")
/* Translators: google-web-login */
N_("Open Google Account")
/* Translators: google-auth-required */
N_("The message was handed over without signing in.")
/* Translators: google-auth-required */
N_("Choose a sign-in method and fill in user name and password.")
/* Translators: google-starttls */
N_("The connection is not encrypted.")
/* Translators: google-starttls */
N_("Choose TLS with port 465, or STARTTLS with port 587.")
/* Translators: google-daily-limit */
N_("The account has sent as many messages as Google allows in 24 hours.")
/* Translators: google-daily-limit */
N_("Wait up to 24 hours. Sending again sooner does not help.")
/* Translators: google-relay-limit */
N_("The relay limit of this Google Workspace is used up.")
/* Translators: google-relay-limit */
N_("Wait a day, or ask the Workspace administrator.")
/* Translators: google-relay-denied */
N_("The Workspace relay does not know this network address or this sender domain.")
/* Translators: google-relay-denied */
N_("Ask the Workspace administrator to register it under SMTP relay, or use smtp.gmail.com with sign-in.")
/* Translators: google-too-many-logins */
N_("Google has seen too many sign-ins in a short time.")
/* Translators: google-too-many-logins */
N_("Wait some minutes before the next test.")
/* Translators: google-auth-temp */
N_("Google cannot check the sign-in at the moment.")
/* Translators: google-auth-temp */
N_("Test again later; there is nothing to change.")
/* Translators: google-auth-type */
N_("Google does not offer this sign-in method.")
/* Translators: google-auth-type */
N_("Set the mechanism under Advanced to automatic.")
/* Translators: google-oauth-334 */
N_("Google has refused the access token.")
/* Translators: google-oauth-334 */
N_("Sign in to Google in the browser again.")
/* Translators: google-421 */
N_("Google has closed the connection for now.")
/* Translators: google-421 */
N_("Test again later. If it stays so, look whether a VPN or a shared network address is in use.")
/* Translators: google-too-many-rcpt */
N_("The message has more recipients than Google takes at once.")
/* Translators: google-too-many-rcpt */
N_("Send to at most 100 recipients at a time.")
/* Translators: google-size */
N_("The message is larger than Google allows.")
/* Translators: google-size */
N_("Send a smaller attachment.")
/* Translators: google-content */
N_("The message has an attachment or content that Google blocks.")
/* Translators: google-content */
N_("Leave the attachment out.")
/* Translators: google-helo */
N_("Google does not take the name this computer gave in its greeting.")
/* Translators: google-helo */
N_("Set the EHLO name under Advanced to a proper host name, or leave it empty.")
/* Translators: google-direct-ip */
N_("This server takes in mail for Google; it is not the one to send through.")
/* Translators: google-direct-ip */
N_("Use smtp.gmail.com as SMTP server.")
/* Translators: google-unauth-domain */
N_("Google found neither SPF nor DKIM for the sender’s domain, or its DMARC policy forbids the message.")
/* Translators: google-unauth-domain */
N_("The owner of the domain has to publish SPF and DKIM for the server in use.")
/* Translators: ms-basic-disabled */
N_("Microsoft no longer takes passwords from programs for this account; app passwords are refused too.")
/* Translators: ms-basic-disabled */
N_("With Microsoft 365, ask the administrator. A personal Outlook.com account can only sign in through the browser.")
/* Translators: ms-smtpauth-tenant */
N_("The organisation has switched off sending from programs (SMTP AUTH).")
/* Translators: ms-smtpauth-tenant */
N_("The administrator can turn on SMTP AUTH for the organisation or for this mailbox.")
/* Translators: ms-smtpauth-tenant */
N_("Show Microsoft’s Page")
/* Translators: ms-smtpauth-mailbox */
N_("Sending from programs is switched off for this mailbox.")
/* Translators: ms-smtpauth-mailbox */
N_("The administrator can tick “Authenticated SMTP” under “Manage email apps” for this mailbox.")
/* Translators: ms-policy */
N_("A sign-in rule of the organisation has refused it: security defaults, conditional access or a locked account.")
/* Translators: ms-policy */
N_("Ask the administrator to look at the sign-in log.")
/* Translators: ms-wrong-password */
N_("Microsoft does not accept this user name or password.")
/* Translators: ms-wrong-password */
N_("Check both. The user name is the primary address of the mailbox.")
/* Translators: ms-basic-removed */
N_("Password sign-in has been removed for this organisation.")
/* Translators: ms-basic-removed */
N_("Use another sending service, or ask the administrator for one.")
/* Translators: ms-535-573 */
N_("Microsoft has refused without saying why: wrong password, SMTP AUTH switched off, or an alias as user name.")
/* Translators: ms-535-573 */
N_("Use the primary address as user name and check the password; then ask the administrator whether SMTP AUTH is on.")
/* Translators: ms-not-authenticated */
N_("Choose STARTTLS on port 587 and fill in user name and password.")
/* Translators: ms-send-as */
N_("This account may not send as the address in Sender’s e-mail.")
/* Translators: ms-send-as */
N_("Use the account’s own address, or ask the administrator for the “Send As” permission.")
/* Translators: ms-concurrent */
N_("Too many connections use this mailbox at the same time.")
/* Translators: ms-concurrent */
N_("Test again in a minute.")
/* Translators: ms-blocked-sender */
N_("Microsoft has blocked this account because it sent unwanted mail.")
/* Translators: ms-blocked-sender */
N_("The administrator has to release it.")
/* Translators: ms-recipient-limit */
N_("The account has sent to as many recipients as Microsoft allows in a day.")
/* Translators: ms-recipient-limit */
N_("Wait a day. Sending again sooner does not help.")
/* Translators: ms-outbound-spam */
N_("Microsoft wants this account to be confirmed before it may send more.")
/* Translators: ms-outbound-spam */
N_("Sign in at outlook.live.com and follow the check.")
/* Translators: ms-outbound-spam */
N_("Open Outlook.com")
/* Translators: yahoo-bad-attempts */
N_("Most likely the account’s own password was used instead of an app password; after several tries Yahoo blocks for a while.")
/* Translators: yahoo-bad-attempts */
N_("Create an app password, wait some minutes, then test once.")
/* Translators: yahoo-bad-attempts */
N_("Open Account Security")
/* Translators: yahoo-wrong */
N_("Yahoo does not accept this user name or app password.")
/* Translators: yahoo-wrong */
N_("Use the full address and a new app password.")
/* Translators: yahoo-no-app-password */
N_("Yahoo refuses this password; it takes only app passwords, and does not let every account create one.")
/* Translators: yahoo-no-app-password */
N_("Create an app password. Where Yahoo offers none, nobody can override it: use another provider.")
/* Translators: yahoo-from */
N_("The address in Sender’s e-mail does not belong to this account.")
/* Translators: yahoo-from */
N_("Use the account’s own address.")
/* Translators: yahoo-tss */
N_("Yahoo slows this sender down because of volume or complaints.")
/* Translators: yahoo-tss */
N_("Wait, and send less.")
/* Translators: mailru-app-password */
N_("Mail.ru takes only a password that was created for programs.")
/* Translators: mailru-app-password */
N_("Create one in the security settings of the mailbox and paste it into Password.")
/* Translators: mailru-app-password */
N_("Show Mail.ru’s Page")
/* Translators: yandex-auth */
N_("Yandex does not accept this password: it takes only app passwords, and only once mail programs are allowed for the mailbox.")
/* Translators: yandex-auth */
N_("Allow mail programs in the settings of Yandex Mail, then create an app password and paste it into Password.")
/* Translators: yandex-auth */
N_("Show Yandex’s Page")
/* Translators: yandex-tls */
N_("Choose TLS with port 465.")
/* Translators: icloud-auth */
N_("iCloud does not accept this password: it takes only app-specific passwords.")
/* Translators: icloud-auth */
N_("Create an app-specific password in the Apple account and paste it into Password. The user name is the full iCloud address.")
/* Translators: icloud-auth */
N_("Open Apple Account")
/* Translators: icloud-from */
N_("Use the account’s own address or one of its aliases.")
/* Translators: qq-code */
N_("QQ Mail takes only its authorization code, not the password of the QQ account.")
/* Translators: qq-code */
N_("Turn on SMTP in the settings of QQ Mail and paste the authorization code into Password.")
/* Translators: qq-code */
N_("Open QQ Mail")
/* Translators: netease-auth */
N_("NetEase does not accept this password: it takes only its authorization code.")
/* Translators: netease-auth */
N_("Turn on SMTP in the settings of the mailbox and paste the authorization code into Password.")
/* Translators: netease-permission */
N_("Sending from programs is not turned on for this mailbox.")
/* Translators: netease-permission */
N_("Turn on SMTP in the settings of the mailbox; it then shows an authorization code, which is the password here.")
/* Translators: gmx-auth */
N_("GMX does not accept this sign-in: the password is another one, or mail programs are not let in, or two-factor authentication wants a password of its own.")
/* Translators: gmx-auth */
N_("Allow POP3 and IMAP in the settings of GMX; with two-factor authentication, create an application-specific password.")
/* Translators: zoho-relay */
N_("The address in Sender’s e-mail does not belong to this account, or the account is in another region of Zoho.")
/* Translators: zoho-relay */
N_("Use the account’s own address, and the server that the settings of Zoho Mail name.")
/* Translators: ses-unverified */
N_("Amazon SES has not verified this sender in the region of the server; in the sandbox the recipient has to be verified, too.")
/* Translators: ses-unverified */
N_("Verify the address or its domain in the SES console of the same region, or leave the sandbox. The server’s words say which address.")
/* Translators: ses-unverified */
N_("Show Amazon’s Page")
/* Translators: ses-auth */
N_("These are no SMTP credentials of this region of Amazon SES; AWS access keys do not work as they are.")
/* Translators: ses-auth */
N_("Create SMTP credentials in the SES console of the server’s region.")
/* Translators: ses-throttle */
N_("The sending rate or the daily quota of Amazon SES is used up.")
/* Translators: ses-throttle */
N_("Wait, or ask Amazon for a higher quota.")
/* Translators: sendgrid-identity */
N_("SendGrid has not verified this sender.")
/* Translators: sendgrid-identity */
N_("Verify the sender at SendGrid, or authenticate its domain there.")
/* Translators: sendgrid-identity */
N_("Show SendGrid’s Page")
/* Translators: sendgrid-unauth */
N_("Choose a sign-in method. The user name is the word “apikey”, the password is the API key.")
/* Translators: brevo-auth */
N_("Brevo does not accept this sign-in: the login is another one, or the password is an API key and not an SMTP key.")
/* Translators: brevo-auth */
N_("Copy the login and the SMTP key from “SMTP & API” at Brevo.")
/* Translators: postfix-sender */
N_("The server lets each account send only from its own addresses.")
/* Translators: postfix-sender */
N_("Use the account’s own address as Sender’s e-mail, or ask the server’s administrator.")
/* Translators: auth-ok */
N_("The server has accepted the sign-in.")
/* Translators: auth-ok */
N_("There is nothing to change.")
/* Translators: auth-transition */
N_("The server wants the password to be set in another way first.")
/* Translators: auth-transition */
N_("Sign in once on the provider’s site, then test again.")
/* Translators: auth-temp */
N_("The server cannot check the sign-in at the moment.")
/* Translators: auth-temp */
N_("Test again later; leave the password as it is.")
/* Translators: auth-weak */
N_("The server finds this sign-in method too weak for the account.")
/* Translators: auth-weak */
N_("Create an app password at the provider and paste it into Password.")
/* Translators: auth-credentials */
N_("The server does not accept this user name or password.")
/* Translators: auth-credentials */
N_("Check both: the full address or only the part before the @, stray blanks, and whether the provider wants an app password.")
/* Translators: auth-required */
N_("The server wants a sign-in first.")
/* Translators: auth-tls-needed */
N_("The server takes a sign-in only over an encrypted connection.")
/* Translators: auth-toolong */
N_("The server found a line of the sign-in too long.")
/* Translators: auth-toolong */
N_("Report this as a fault of Outpost, with the report.")
/* Translators: auth-not-offered */
N_("The server does not know this sign-in method.")
/* Translators: auth-not-enabled */
N_("The server takes no sign-in on this port.")
/* Translators: relay-denied */
N_("The server does not forward mail for strangers: a sign-in is missing, or this is not the server to send through.")
/* Translators: relay-denied */
N_("Turn on sign-in, and use the provider’s sending server.")
/* Translators: client-rejected */
N_("The server turns away this computer’s network address, or finds no name for it.")
/* Translators: client-rejected */
N_("Use the provider’s sending server with a sign-in, on port 465 with TLS or 587 with STARTTLS.")
/* Translators: bad-sender-syntax */
N_("The server finds the sender’s address not well formed.")
/* Translators: bad-sender-syntax */
N_("Correct Sender’s e-mail.")
/* Translators: bad-sender-domain */
N_("The domain of the sender’s address does not exist, as the server sees it.")
/* Translators: bad-recipient */
N_("The server knows no mailbox of this name.")
/* Translators: bad-recipient */
N_("Correct “Send test to”. The account itself works.")
/* Translators: mailbox-full */
N_("The recipient’s mailbox is full.")
/* Translators: mailbox-full */
N_("Send the test to another address. The account itself works.")
/* Translators: greylisting */
N_("The server wants to see a second try (greylisting).")
/* Translators: greylisting */
N_("Wait up to fifteen minutes and test again.")
/* Translators: too-large */
N_("The message is larger than the server allows.")
/* Translators: too-large */
N_("Send a smaller message.")
/* Translators: policy-spam */
N_("The server refused the content of the message or the network address it came from.")
/* Translators: policy-spam */
N_("Use the provider’s own sending server, or ask its operator.")
/* Translators: dmarc */
N_("The DMARC policy of the sender’s domain forbids this server to send for it.")
/* Translators: dmarc */
N_("Use a server of the domain, or have it added to the domain’s SPF and DKIM.")
/* Translators: spf */
N_("The SPF record of the sender’s domain does not list this server.")
/* Translators: spf */
N_("The owner of the domain has to add the server to SPF.")
/* Translators: smtputf8 */
N_("The address has letters outside ASCII, which this server does not take.")
/* Translators: smtputf8 */
N_("Use an address of plain letters and digits.")
/* Translators: starttls-temp */
N_("The server offers encryption but cannot start it now.")
/* Translators: starttls-temp */
N_("Test again later. Outpost does not go on without encryption.")
/* Translators: no-service */
N_("The server greets with a refusal: it serves no mail here, or it blocks this network address.")
/* Translators: no-service */
N_("Check the server’s name, and test from another network.")
/* Translators: service-down */
N_("The server is busy or shutting down.")
/* Translators: service-down */
N_("Test again later.")
/* Translators: class-1-sender */
N_("The server does not accept the sender’s address.")
/* Translators: class-1 */
N_("The server does not accept the recipient’s address.")
/* Translators: class-1 */
N_("Correct “Send test to”.")
/* Translators: class-2 */
N_("The recipient’s mailbox takes no message now.")
/* Translators: class-2 */
N_("Send the test to another address.")
/* Translators: class-3 */
N_("The server’s mail system cannot take the message.")
/* Translators: class-3 */
N_("Ask the server’s operator, with the report.")
/* Translators: class-4 */
N_("The server has trouble with its network or with passing the message on.")
/* Translators: class-5 */
N_("The server does not accept a command of Outpost.")
/* Translators: class-6 */
N_("The server does not accept the form or content of the message.")
/* Translators: class-7-sign-in */
N_("The server has refused the sign-in.")
/* Translators: class-7-sign-in */
N_("Check user name and password, and whether the provider wants an app password.")
/* Translators: class-7-sender */
N_("The server does not let this account send from this address.")
/* Translators: class-7 */
N_("The server’s rules do not allow this message.")
/* Translators: temporary-later */
N_("The server cannot take the message at the moment.")
/* Translators: temporary */
N_("The server cannot do this at the moment.")
/* Translators: refused-greeting */
N_("The server refuses to talk to this computer.")
/* Translators: refused-greeting */
N_("Check the server’s name, and ask its operator with the report.")
/* Translators: refused-message */
N_("The server does not accept the message.")
/* Translators: accepted */
N_("The server has accepted this.")
/* Translators: dns-not-found */
N_("The server name {host} does not exist.")
/* Translators: dns-not-found */
N_("Check its spelling.")
/* Translators: dns-no-address */
N_("The name {host} exists but has no address: there is no server of this name.")
/* Translators: dns-no-address */
N_("Use the name of the server for outgoing mail; often it begins with smtp or mail.")
/* Translators: dns-temporary */
N_("The name service gives no answer: no network, a VPN or a blocker in between.")
/* Translators: dns-temporary */
N_("Check this computer’s connection, then test again.")
/* Translators: offline */
N_("This computer is offline: it has no way out to any network.")
/* Translators: offline */
N_("Connect to the network, then test again.")
/* Translators: no-route */
N_("There is no way from this network to {host}, or a firewall turns connections away.")
/* Translators: no-route */
N_("Check the server’s name. Some servers can be reached only from their own network or through a VPN.")
/* Translators: refused */
N_("Nothing answers on port {port} of {host}, or a firewall refuses.")
/* Translators: refused */
N_("Check the server’s name and the port. Port 465 with TLS and port 587 with STARTTLS are usual.")
/* Translators: timeout-port25 */
N_("Port 25 does not answer; most internet providers block it.")
/* Translators: timeout-port25 */
N_("Use port 465 with TLS or port 587 with STARTTLS.")
/* Translators: timeout */
N_("The server does not answer on port {port}: it is down, or a firewall drops the packets.")
/* Translators: timeout */
N_("Check the server’s name and the port; try another network.")
/* Translators: filtered */
N_("Something on the way blocks port {port}: the server answers on another port.")
/* Translators: filtered */
N_("Use a port that is let through, or ask the network’s administrator to open port {port}.")
/* Translators: connect-lost */
N_("The connection was lost.")
/* Translators: connect-lost */
N_("Test again. If it stays so, ask the network’s or the server’s administrator.")
/* Translators: connect-failed */
N_("The connection could not be made.")
/* Translators: connect-failed */
N_("Check the server’s name and the port.")
/* Translators: ipv6-broken */
N_("The server’s IPv6 address does not answer from here; it was reached over IPv4.")
/* Translators: ipv6-broken */
N_("There is nothing to change here. Whoever looks after this network or the server can repair IPv6.")
/* Translators: banner-timeout */
N_("The server accepts the connection but says nothing: this port may want TLS from the first byte.")
/* Translators: banner-timeout */
N_("Choose TLS as SSL/TLS mode.")
/* Translators: tls-first */
N_("Port {port} speaks TLS from the first byte; these settings begin in plain text.")
/* Translators: silent */
N_("The server has stopped answering in the middle of the dialogue.")
/* Translators: silent */
N_("Test again later. If it stays so, ask the server’s operator.")
/* Translators: plain-on-tls */
N_("The server speaks plain text on this port: it wants STARTTLS.")
/* Translators: plain-on-tls */
N_("Choose STARTTLS as SSL/TLS mode.")
/* Translators: tls-eof */
N_("The server closed the connection while it was being secured.")
/* Translators: tls-eof */
N_("Test again; check port and mode.")
/* Translators: tls-timeout */
N_("The server does not answer while the connection is being secured.")
/* Translators: cert-unknown */
N_("Nobody this computer trusts has signed the server’s certificate: it is the server’s own, or something stands in between.")
/* Translators: cert-unknown */
N_("Ask the server’s operator for the CA certificate and name its file under Advanced.")
/* Translators: av-proxy */
N_("A security program on this computer or in its network reads the mail connection: {issuer} has signed the certificate.")
/* Translators: av-proxy */
N_("Exclude the server from the program’s mail scan, or name its CA certificate under Advanced.")
/* Translators: cert-name */
N_("The server’s certificate is for {names}, not for {host}.")
/* Translators: cert-name */
N_("Use the name in the certificate if it is the same operator’s, otherwise go no further.")
/* Translators: cert-expired */
N_("The server’s certificate ended on {ends}; it should have been renewed.")
/* Translators: cert-expired */
N_("Tell the server’s operator. If today is not {today}, set this computer’s clock.")
/* Translators: cert-issuer-expired */
N_("A certificate above the server’s has ended, or the list of authorities on this computer is old.")
/* Translators: cert-issuer-expired */
N_("Update this computer. If it stays so, tell the server’s operator.")
/* Translators: cert-not-yet */
N_("The server’s certificate begins only on {begins}: this computer’s clock is probably wrong.")
/* Translators: cert-not-yet */
N_("If today is not {today}, set this computer’s clock; otherwise tell the server’s operator.")
/* Translators: clock-behind */
N_("This computer’s clock is wrong: it says {today}, which is long past, so that no certificate seems valid yet.")
/* Translators: clock-behind */
N_("Set date and time of this computer, then test again.")
/* Translators: clock-ahead */
N_("This computer’s clock says {today}, and the server’s certificate ended on {ends}, long before: the clock is probably wrong.")
/* Translators: clock-ahead */
N_("Check date and time of this computer. If they are right, tell the server’s operator.")
/* Translators: cert-revoked */
N_("The server’s certificate has been withdrawn.")
/* Translators: cert-revoked */
N_("Go no further; tell the server’s operator.")
/* Translators: cert-weak */
N_("The server’s certificate is signed in an outdated way.")
/* Translators: cert-weak */
N_("The server’s operator has to renew it.")
/* Translators: cert-purpose */
N_("The server’s certificate is not meant for a server.")
/* Translators: cert-purpose */
N_("The server’s operator has to replace it.")
/* Translators: cert-no-name */
N_("The server’s certificate names no host in the way that is required today.")
/* Translators: cert-no-name */
N_("The server’s operator has to replace it by one with a subject alternative name.")
/* Translators: cert-pin */
N_("The server’s key is not the one that is pinned under Advanced.")
/* Translators: cert-pin */
N_("If the operator has changed the key, put the new one in; otherwise go no further.")
/* Translators: cert-other */
N_("The server’s certificate cannot be trusted.")
/* Translators: tls-version */
N_("The server knows only outdated encryption.")
/* Translators: tls-version */
N_("The server’s operator has to update it.")
/* Translators: tls-alert */
N_("The server refused to secure the connection.")
/* Translators: tls-alert */
N_("Check the server’s name; ask its operator, with the report.")
/* Translators: tls-other */
N_("The connection could not be secured.")
/* Translators: tls-other */
N_("Check port and mode; ask the server’s operator, with the report.")
/* Translators: starttls-missing */
N_("The server offers no STARTTLS, or something in between has removed it.")
/* Translators: starttls-missing */
N_("Use TLS on port 465. Outpost does not go on without encryption.")
/* Translators: starttls-injection */
N_("Something was put into the connection before it was secured; this may be an attack.")
/* Translators: starttls-injection */
N_("Test from another network, and tell the server’s operator.")
/* Translators: cleartext */
N_("A password or token would travel unencrypted.")
/* Translators: no-mechanism */
N_("The server offers no sign-in method that goes with these settings.")
/* Translators: no-mechanism */
N_("Set the mechanism under Advanced to automatic; check server and port.")
/* Translators: no-sign-in-offered */
N_("The server offers no sign-in on this port.")
/* Translators: no-sign-in-offered */
N_("Check port and mode: 465 with TLS and 587 with STARTTLS are for sending with a sign-in.")
/* Translators: scram-plain */
N_("The server does not accept this user name or password, or it offers {mechanism} without holding passwords for it.")
/* Translators: scram-plain */
N_("Check both. If they are right, sign in with PLAIN, which the secured connection protects.")
/* Translators: server-proof */
N_("The server could not prove that it knows the password.")
/* Translators: server-proof */
N_("Go no further before the server’s operator has explained it.")
/* Translators: sign-in-secret */
N_("The password cannot be used: it has a character that this sign-in method does not take.")
/* Translators: sign-in-secret */
N_("Set another password.")
/* Translators: line-too-long */
N_("What answers is no mail server, or it breaks the rules.")
/* Translators: line-too-long */
N_("Check server and port.")
/* Translators: not-smtp */
N_("Another service answers here, not one for sending mail.")
/* Translators: not-smtp */
N_("Check the port: 465 with TLS or 587 with STARTTLS.")
/* Translators: not-smtp-imap */
N_("A server for reading mail (IMAP) answers on this port.")
/* Translators: not-smtp-imap */
N_("Use the server and port for sending: 465 with TLS or 587 with STARTTLS.")
/* Translators: not-smtp-pop */
N_("A server for fetching mail (POP3) answers on this port.")
/* Translators: not-smtp-http */
N_("A web server answers on port {port}, not a mail server.")
/* Translators: not-smtp-http */
N_("Use a port for sending: 465 with TLS or 587 with STARTTLS.")
/* Translators: captive-portal */
N_("Something else answers in place of the mail server: a hotel or guest network may want its sign-in page seen first.")
/* Translators: captive-portal */
N_("Open a browser and sign in to the network, then test again. Otherwise check server and port.")
/* Translators: captive-network */
N_("This network lets nothing through before its own page was seen, as hotels and guest networks do.")
/* Translators: captive-network */
N_("Open a browser, sign in to the network, then test again.")
/* Translators: outcome-unknown */
N_("The server did not confirm that it took the message.")
/* Translators: outcome-unknown */
N_("Look for the message at the recipient before sending it again.")
/* Translators: needs-smtputf8 */
N_("The address has letters outside ASCII before the @, which this server does not take.")
/* Translators: settings */
N_("A file or key named under Advanced cannot be used.")
/* Translators: settings */
N_("Correct it: the details say which.")
/* Translators: client-certificate */
N_("The client certificate or its key cannot be used.")
/* Translators: client-certificate */
N_("Correct the files named under Advanced.")
/* Translators: message-content */
N_("The message cannot be sent as it is.")
/* Translators: message-content */
N_("The details say why.")
/* Translators: message-source */
N_("The message could not be read to its end; nothing was sent.")
/* Translators: message-source */
N_("Try again.")
/* Translators: incomplete */
N_("Something in the form is still missing or not right.")
/* Translators: incomplete */
N_("Correct the fields that are marked.")
/* Translators: secret-no-service */
N_("This computer has no keyring service, so the password cannot be kept or read.")
/* Translators: secret-no-service */
N_("Install and start a keyring such as GNOME Keyring, or type the password for this test.")
/* Translators: secret-locked */
N_("The keyring is locked, so the password cannot be read.")
/* Translators: secret-locked */
N_("Unlock the keyring, or type the password again.")
/* Translators: secret-dismissed */
N_("The keyring was not unlocked, so the password cannot be read.")
/* Translators: secret-dismissed */
N_("Test again and unlock the keyring, or type the password.")
/* Translators: secret-not-stored */
N_("No password is stored for this account.")
/* Translators: secret-not-stored */
N_("Type the password.")
/* Translators: secret-other-server */
N_("The stored password was given for another server, port or user name, and is not sent to this one.")
/* Translators: secret-other-server */
N_("Type the password again.")
/* Translators: secret-command */
N_("The command that should give the password did not.")
/* Translators: secret-command */
N_("Run the command by hand to see why.")
/* Translators: secret-credential */
N_("The credential that should hold the password is not there.")
/* Translators: secret-credential */
N_("Check the service that hands it over.")
/* Translators: part-missing */
N_("A part of Outpost cannot be loaded.")
/* Translators: part-missing */
N_("Install Outpost anew.")
/* Translators: unknown */
N_("This failure is not in Outpost’s catalogue.")
/* Translators: multi-mech-failed */
N_("The program has shown the same password to the server once for each way to sign in, and each was refused. The number tells nothing; the last reply of the server does.")
/* Translators: multi-mech-failed */
N_("Look at the server’s last reply. Create an app password where the provider wants one, and test once: several refusals can lock an account.")
/* Translators: advice-two-step */
N_("Old guides switched 2-Step Verification off so that the account’s own password would work in programs. Providers no longer take that password from programs at all.")
/* Translators: advice-two-step */
N_("Turn 2-Step Verification on: app passwords exist only with it. Then create an app password and paste it into Password.")
/* Translators: advice-less-secure */
N_("“Less secure apps” was a switch at Google that let programs sign in with the account’s own password. Google has removed it.")
/* Translators: advice-less-secure */
N_("Turn on 2-Step Verification, create an app password and paste it into Password.")
/* Translators: advice-unlock-captcha */
N_("UnlockCaptcha was a page at Google that let in one sign-in from a new place. It no longer helps.")
/* Translators: advice-unlock-captcha */
N_("Sign in at Google in a browser and confirm the security notice. Then use an app password.")
/* Translators: advice-password-letters */
N_("Some old panels refused passwords that begin or end with a digit. No mail server wants that.")
/* Translators: advice-password-letters */
N_("Keep the password as the provider has given it.")
/* Translators: advice-local-part */
N_("Old guides took only the part before the @ as the user name. Most providers want the full address.")
/* Translators: advice-local-part */
N_("Use the full address as user name.")
/* Translators: advice-dots */
N_("Google takes an address of gmail.com with and without dots for the same mailbox, so a dot is never what is wrong. Old panels refused it by mistake.")
/* Translators: advice-dots */
N_("Write the address with its dots or without: both work here.")
/* Translators: advice-wrong-host */
N_("The guide names a server that does not exist or takes no mail from programs.")
/* Translators: advice-wrong-host */
N_("For Gmail, use smtp.gmail.com with TLS on port 465 or STARTTLS on port 587.")
