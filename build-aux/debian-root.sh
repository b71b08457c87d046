# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Another Debian in a folder, made with debootstrap and entered with bubblewrap; read with "." after
# common.sh, never run. The caller sets $root, the folder, and needs to be root.

# in_root BWRAP-OPTION... -- COMMAND...
in_root () {
  bwrap --bind "$root" / --dev /dev --proc /proc --tmpfs /tmp --tmpfs /run --die-with-parent \
    --unshare-pid --unshare-ipc --unshare-uts --hostname newer --clearenv \
    --setenv PATH /usr/sbin:/usr/bin:/sbin:/bin --setenv HOME /root --setenv LANG C.UTF-8 \
    --setenv DEBIAN_FRONTEND noninteractive "$@"
}

# apt_in_root ARG...: apt-get there, by the way to the mirror that this computer takes.
apt_in_root () {
  in_root --ro-bind /etc/resolv.conf /etc/resolv.conf \
    --ro-bind "$root.apt.conf" /etc/apt/apt.conf.d/99here -- \
    apt-get --quiet --quiet -o Dpkg::Use-Pty=0 "$@"
}

# debian_mirror: the address of the archive that apt uses here.
debian_mirror () {
  local mirror=${DEBIAN_MIRROR:-}
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
    grep -m1 '/debian/\?$')
  [ -n "$mirror" ] || die "cannot tell apt's mirror: run apt-get update, or set DEBIAN_MIRROR"
  printf '%s\n' "$mirror"
}

# make_root SUITE LOG: unpacks a Debian of that name into $root, without manuals and services.
make_root () {
  local suite=$1 log=$2 mirror script
  mirror=$(debian_mirror) || exit 1
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  apt-config dump | grep -i '^Acquire::.*\(proxy\|CaInfo\|Verify\)' >"$root.apt.conf"
  # A suite newer than this debootstrap is unpacked the way sid is.
  script=/usr/share/debootstrap/scripts/$suite
  [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
  nice debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror" \
    "$script" >"$log" 2>&1 || die "debootstrap did not succeed; see $log"
  printf 'path-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\n' \
    >"$root/etc/dpkg/dpkg.cfg.d/small"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  # The Release file of a suite that still moves may be past its date on a mirror.
  printf '%s\n' 'APT::Install-Recommends "false";' 'APT::Sandbox::User "root";' \
    'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/90small"
  apt_in_root update >>"$log" 2>&1 || die "apt-get update did not succeed; see $log"
}

# install_in_root LOG PACKAGE...
install_in_root () {
  local log=$1
  shift
  apt_in_root install --yes "$@" >>"$log" 2>&1 ||
    die "apt-get did not install the packages; see $log"
  apt_in_root clean
}
