# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What run and test share; read by them with ".", never run.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say () { printf '%s\n' "$*"; }
die () { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# listed_packages LIST...: names what the lists ask for.
listed_packages () {
  local list
  for list in "$@"; do grep -v '^#' "$top/build-aux/packages-$list.txt"; done | sort -u
}

# missing_packages LIST...: names what the lists ask for and this machine has not.
missing_packages () {
  local wanted
  wanted=$(listed_packages "$@")
  # Only "installed" counts: a removed package that left its settings is still known to dpkg.
  # shellcheck disable=SC2086
  comm -23 <(printf '%s\n' "$wanted") \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
      sed -n 's/^installed //p' | sort -u)
}

# as_root COMMAND...: runs it as root, by sudo if need be.
as_root () {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Debian starts a service once its package is installed, and at every boot from then on. A person
# who only runs these scripts wants no mail server on port 25: none is started, and where systemd
# would start it later, that is switched off again.
install_quietly () {
  local policy=/usr/sbin/policy-rc.d ours=no status=0 unit
  if [ ! -e $policy ]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
  fi
  if command -v debconf-set-selections >/dev/null; then
    echo 'postfix postfix/main_mailer_type select No configuration' |
      as_root debconf-set-selections
  fi
  # --no-remove: a mail server that the person has is not pushed aside by ours.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet \
    --no-install-recommends --no-remove -o Dpkg::Use-Pty=0 "$@" || status=$?
  [ $ours = no ] || as_root rm -f $policy
  if [ -d /run/systemd/system ]; then
    for unit in postfix dovecot saslauthd unbound; do
      case " $* " in
        *" $unit "*|*" $unit-core "*) as_root systemctl disable --quiet "$unit.service" || true ;;
      esac
    done
  fi
  return $status
}

# need_packages LIST...: installs what is missing and says what.
need_packages () {
  local missing
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086
  set -- $missing
  say "Installing with apt: $*"
  command -v apt-get >/dev/null || die "this is no Debian; install what these packages hold: $*"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    die "needs root or sudo for: apt-get install --no-install-recommends $*"
  as_root apt-get update --quiet ||
    die "apt-get update did not succeed; see its words above"
  install_quietly "$@" ||
    die "apt-get did not install these packages; see its words above"
}

# set_up FOLDER [OPTION...]: makes the build folder on the first run; later ninja keeps it right.
set_up () {
  local folder=$1
  shift
  [ -f "$folder/build.ninja" ] || meson setup "$folder" "$top" "$@"
}

# count_run LABEL FOLDER COMMAND...: runs a "meson test" that leaves its log as suite-LABEL in that
# build folder, says what came of it, and keeps the count in the folder $results.
count_run () {
  local label=$1 folder=$2 status=0 started=$EPOCHREALTIME
  shift 2
  rm -f "$folder/meson-logs/suite-$label".*
  "$@" >"$results/$label.out" 2>&1 || status=$?
  /usr/bin/python3 "$top/build-aux/test-results.py" count "$label" \
    "$folder/meson-logs/suite-$label" "$started" "$EPOCHREALTIME" "$status" \
    "$results/$label.out" "$results/$label.json" || die "cannot count what came of $label"
}
