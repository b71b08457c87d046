# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What flatpak-check has in place of Flathub and of the sources' servers; read by it with ".", never
# run. It sets $kept, the folder for all this, and $manifest, and exports FLATPAK_USER_DIR.

# The runtime is Debian's software under GNOME's names: good for finding out that the manifest
# builds, that the modules are all that is missing, and that the program runs with the permissions
# it asks for. It says nothing of the versions in the real one.
stand_in_suite=trixie
# What of org.gnome.Platform a program finds at run time. No GMime, GNU SASL or libidn, as there.
platform_packages=(bash coreutils ca-certificates libgtk-4-1 libadwaita-1-0 libsoup-3.0-0
  glib-networking libgnutls30t64 libsecret-1-0 libjson-glib-1.0-0 libidn2-0 libsqlite3-0
  libglib2.0-bin dconf-gsettings-backend gsettings-desktop-schemas adwaita-icon-theme
  hicolor-icon-theme shared-mime-info librsvg2-common fontconfig fonts-cantarell fonts-dejavu-core
  xkb-data at-spi2-common)
# And what of org.gnome.Sdk there is to build with.
sdk_packages=(gcc g++ libc6-dev make meson ninja-build pkgconf gettext itstool patch bzip2 xz-utils
  zstd unzip file python3 libxml2-utils libgtk-4-bin libgtk-4-dev libadwaita-1-dev
  libsoup-3.0-dev libgnutls28-dev libsecret-1-dev libjson-glib-dev libidn2-dev libpsl-dev
  libsqlite3-dev desktop-file-utils appstream appstream-compose)

# from_manifest EXPRESSION: what the Python expression says of m, the manifest. (flatpak-builder
# leaves a folder where it is called.)
from_manifest () {
  (cd "$kept" && flatpak-builder --show-manifest "$manifest") |
    /usr/bin/python3 -c "import json, sys; m = json.load(sys.stdin); print($1)"
}

# commit_runtime NAME BRANCH LOG: the tree in $root becomes the runtime org.gnome.NAME.
commit_runtime () {
  local name=$1 branch=$2 log=$3 tree=$kept/runtime/$1 arch
  arch=$(flatpak --default-arch)
  rm -rf --one-file-system "$tree"
  mkdir -p "$tree"
  # A runtime is mounted as /usr, with /etc out of its etc.
  cp -a "$root/usr" "$tree/files"
  cp -a "$root/etc" "$tree/files/etc"
  rm -rf "$tree"/files/{games,local,src} "$tree"/files/share/{bug,doc,info,lintian,locale,man} \
    "$tree"/files/etc/{apt,fstab,group,gshadow,hostname,hosts,init.d,ld.so.cache,machine-id} \
    "$tree"/files/etc/{mtab,passwd,resolv.conf,shadow,systemd}
  [ "$name" = Sdk ] || rm -rf "$tree/files/include"
  mkdir -p "$tree/files/extensions" "$tree/files/share/runtime/locale"
  : >"$tree/files/etc/machine-id"
  printf '%s\n' /app/lib 'include /etc/ld.so.conf.d/*.conf' >"$tree/files/etc/ld.so.conf"
  [ "$name" != Sdk ] || install -m 755 "$top/build-aux/flatpak-appstream-compose" \
    "$tree/files/bin/appstream-compose"
  printf '[Runtime]\nname=org.gnome.%s\nruntime=org.gnome.Platform/%s/%s\nsdk=org.gnome.Sdk/%s/%s\n' \
    "$name" "$arch" "$branch" "$arch" "$branch" >"$tree/metadata"
  flatpak build-export --runtime --files=files --metadata=metadata --no-update-summary \
    "$kept/runtime/repo" "$tree" "$branch" >>"$log" 2>&1 || die "cannot commit org.gnome.$name"
  rm -rf --one-file-system "$tree"
}

# make_runtime: installs the runtime and the Sdk that the manifest asks for, once.
make_runtime () {
  local branch log=$kept/runtime.log wanted name root=$kept/runtime/root
  branch=$(from_manifest "m['runtime-version']") || die "cannot read $manifest"
  wanted="$branch $stand_in_suite ${platform_packages[*]} ${sdk_packages[*]}"
  [ "$wanted" != "$(cat "$kept/runtime.made" 2>/dev/null)" ] || return 0
  say "Making a stand-in for org.gnome.Platform $branch; $log tells how far it is"
  rm -rf --one-file-system "$kept/runtime.made" "$kept/runtime" "$FLATPAK_USER_DIR"
  mkdir -p "$kept/runtime"
  make_root "$stand_in_suite" "$log"
  ostree --repo="$kept/runtime/repo" init --mode=archive-z2
  install_in_root "$log" "${platform_packages[@]}"
  commit_runtime Platform "$branch" "$log"
  install_in_root "$log" "${sdk_packages[@]}"
  commit_runtime Sdk "$branch" "$log"
  rm -rf --one-file-system "$root"
  flatpak build-update-repo --no-update-appstream "$kept/runtime/repo" >>"$log" 2>&1
  flatpak --user remote-add --no-gpg-verify stand-in "$kept/runtime/repo"
  for name in Platform Sdk; do
    flatpak --user install --noninteractive stand-in "org.gnome.$name//$branch" >>"$log" 2>&1 ||
      die "cannot install org.gnome.$name; see $log"
  done
  printf '%s\n' "$wanted" >"$kept/runtime.made"
}

# fetch_upstream PACKAGE SUITE: the upstream archive in that source package of Debian, in the folder
# we are in. apt compares it with the signed index.
fetch_upstream () {
  local package=$1 suite=$2 settings=$PWD/apt.conf mirror
  mirror=$(debian_mirror) || exit 1
  mkdir -p apt/lists/partial apt/cache/archives/partial
  printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' \
    "$mirror" "$suite" >apt/sources.list
  printf '%s\n' "Dir::Etc::SourceList \"$PWD/apt/sources.list\";" \
    'Dir::Etc::SourceParts "/dev/null";' "Dir::State::Lists \"$PWD/apt/lists\";" \
    "Dir::Cache \"$PWD/apt/cache\";" 'APT::Sandbox::User "root";' >"$settings"
  APT_CONFIG=$settings apt-get --quiet --quiet update &&
    APT_CONFIG=$settings apt-get --quiet --quiet source --download-only --tar-only "$package"
}

# The archive that upstream has published, if Debian holds it as it was.
same_as_upstream () {
  fetch_upstream "$1" "$2" &&
    printf '%s  %s\n' "$4" "$(echo "$1"_*.orig.tar.*)" | sha256sum --check --quiet &&
    mv "$1"_*.orig.tar.* "$3"
}

# unpack_upstream FOLDER: unpacks the archive that was fetched.
unpack_upstream () {
  mkdir "$1" && tar --extract --strip-components=1 --directory="$1" --file="$(echo ./*.orig.tar.*)"
}

# GNU SASL's release is what its ./bootstrap makes of the tag, and the tag is what Debian 13 holds.
# The gnulib of Debian 12 is older than the one upstream took: it lacks one macro, for a comment.
made_of_gsasl () {
  local folder=${3%.tar.*}
  fetch_upstream "$1" "$2" && unpack_upstream "$folder" &&
    echo "${folder#"$1"-}" >"$folder/.tarball-version" &&
    sed -i '/^gl_CONFIG_VERSION_STAMP/d' "$folder/configure.ac" &&
    (cd "$folder" && ./bootstrap --gnulib-srcdir=/usr/share/gnulib --gen --skip-po) &&
    tar --create --dereference --auto-compress --file="$3" "$folder"
}

# GMime's release is the tag with a configure made by its autogen.sh; Debian's archive lacks the
# RFCs of it and one mailbox of its tests.
made_of_gmime () {
  local folder=${3%.tar.*}
  fetch_upstream "$1" "$2" && unpack_upstream "$folder" &&
    (cd "$folder" && NOCONFIGURE=1 ./autogen.sh) &&
    tar --create --dereference --auto-compress --file="$3" "$folder"
}

# mirror_module MODULE HOW SUITE: puts the module's archive where flatpak-builder's --extra-sources
# looks for it: by the sum in the manifest, which it does not compare there.
mirror_module () {
  local module=$1 how=$2 suite=$3 url sum name work=$kept/sources/work log=$kept/sources.log
  read -r url sum < <(from_manifest "*[(s['url'], s['sha256']) for x in m['modules']
    if x['name'] == '$module' for s in x['sources']][0]")
  [ -n "$sum" ] || die "cannot tell the source of $module in $manifest"
  name=${url##*/}
  [ ! -e "$kept/sources/downloads/$sum/$name" ] || return 0
  say "Fetching $name from Debian's sources"
  rm -rf --one-file-system "$work"
  mkdir -p "$work" "$kept/sources/downloads/$sum"
  (cd "$work" && "$how" "$module" "$suite" "$name" "$sum") >"$log" 2>&1 ||
    die "no $name could be had; see $log"
  mv "$work/$name" "$kept/sources/downloads/$sum/"
  # What was built of an earlier archive of this sum is kept in there.
  rm -rf --one-file-system "$work" "$kept/state"
}

make_sources () {
  mirror_module libidn same_as_upstream bookworm
  mirror_module gsasl made_of_gsasl "$stand_in_suite"
  mirror_module gmime made_of_gmime "$stand_in_suite"
}
