# shellcheck shell=bash
# Emscripten and the header-only libraries, in a prefix of the user's own. Sourced by scripts/setup.
#
# Debian 12's Emscripten is too old, so Debian 13's is unpacked beside the system, which stays untouched.
# Its compiler is Debian 12's own clang-19; its binaryen runs with the C library it was built for.

# Count up when anything below changes what the prefix holds.
readonly toolchain_recipe=3
readonly emscripten_minimum=3.1.58
readonly typescript_version=5.9.3
readonly donor_suite=trixie

header_packages=(libxsimd-dev libxtensor-dev xtl-dev doctest-dev)
emscripten_packages=(emscripten binaryen libc6 libstdc++6 libgcc-s1 zlib1g node-acorn)

# The folder of the user's own emcc, if there is one and it is new enough; else nothing.
find_own_emscripten() {
  local emcc version
  for emcc in "$(command -v emcc || true)" "${EMSDK:+$EMSDK/upstream/emscripten/emcc}"; do
    [[ -x $emcc && $emcc != "$toolchain"/* ]] || continue
    version=$("$emcc" --version 2>/dev/null </dev/null | sed -nE '1s/.*\) ([0-9]+(\.[0-9]+)+).*/\1/p')
    if [[ -n $version ]] && at_least "$version" "$emscripten_minimum"; then
      dirname "$emcc"
      return
    fi
  done
}
own_emscripten=$(find_own_emscripten)

toolchain_description() { printf '%s' "${own_emscripten:-from Debian}"; }

toolchain_stamp() { printf '%s\n' "recipe $toolchain_recipe" "emscripten $(toolchain_description)"; }

toolchain_ready() { [[ "$(cat "$toolchain/stamp" 2>/dev/null)" == "$(toolchain_stamp)" ]]; }

toolchain_install() {
  local work packages=("${header_packages[@]}")
  [[ -n $own_emscripten ]] || packages+=("${emscripten_packages[@]}")
  rm -rf "$cache"/toolchain.new.*
  work=$(mktemp -d "$cache/toolchain.new.XXXXXX")
  mkdir "$work/prefix"
  download_debs "$work" "${packages[@]}"
  unpack_debs "$work"
  mv "$work/prefix/usr/include" "$work/prefix/include"
  if [[ -z $own_emscripten ]]; then
    configure_emscripten "$work/prefix"
  fi
  # Emscripten declares its module's types with options that TypeScript 6 no longer takes.
  npm install --prefix "$work/prefix/typescript" "typescript@$typescript_version"
  write_env "$work/prefix"
  toolchain_stamp >"$work/prefix/stamp"
  # Two renames: whoever looks meanwhile finds the old prefix, none for an instant, or the whole new one.
  [[ ! -e $toolchain ]] || mv "$toolchain" "$work/old"
  mv "$work/prefix" "$toolchain"
  rm -rf "$work"
}

# download_debs WORK PACKAGE...: fetches packages of the donor suite from the mirror that this machine uses.
download_debs() {
  local work=$1 mirror
  shift
  mirror=$(system_mirror)
  mkdir -p "$work"/apt/{lists,cache/archives}/partial "$work/debs"
  printf '%s\n' 'Types: deb' "URIs: $mirror" "Suites: $donor_suite" 'Components: main' \
    'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' >"$work/apt/donor.sources"
  local options=(
    -o "Dir::Etc::sourcelist=$work/apt/donor.sources" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache"
    # What is installed here must not count as a version to download.
    -o Dir::State::status=/dev/null
    # The user _apt cannot write below a home folder.
    -o APT::Sandbox::User=root
  )
  apt-get "${options[@]}" update
  (cd "$work/debs" && apt-get "${options[@]}" download "$@")
}

system_mirror() {
  local VERSION_CODENAME mirror
  # shellcheck source=/dev/null
  source /etc/os-release
  # shellcheck disable=SC2016  # apt's variables
  mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
    awk -v suite="$VERSION_CODENAME" '$1 == suite && !found { print $2; found = 1 }')
  [[ -n $mirror ]] || die "apt knows no mirror for $VERSION_CODENAME"
  printf '%s' "$mirror"
}

# Leaves out what is never linked here: 1.3 GB of variants of the system libraries, and documentation.
unpack_debs() {
  local work=$1 deb
  for deb in "$work"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$work/prefix" --no-same-owner \
      --exclude='*/wasm32-emscripten/pic' --exclude='*/wasm32-emscripten/lto' \
      --exclude='*/wasm32-emscripten/lto-pic' --exclude='*/wasm32-emscripten/lib*-asan*' \
      --exclude='*/wasm32-emscripten/libwasmfs*' --exclude='*/emscripten/test' --exclude='./usr/share/doc'
  done
}

# configure_emscripten PREFIX: makes the unpacked packages one working Emscripten, to be used at $toolchain.
configure_emscripten() {
  local prefix=$1 emscripten=$1/usr/share/emscripten tool loader libraries
  loader=$(cd "$prefix" && echo usr/lib*/ld-linux-*.so.*)
  libraries=$(cd "$prefix" && echo usr/lib/*-linux-gnu)
  mkdir -p "$prefix/binaryen/bin"
  for tool in "$prefix"/usr/bin/wasm*; do
    tool=$(basename "$tool")
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
      "$toolchain/$loader" "$toolchain/$libraries" "$toolchain/usr/bin/$tool" >"$prefix/binaryen/bin/$tool"
    chmod +x "$prefix/binaryen/bin/$tool"
  done
  # Its JavaScript optimizer imports acorn as an ES module, which looks in no global folder.
  mkdir -p "$emscripten/node_modules"
  ln -s ../../nodejs/acorn "$emscripten/node_modules/acorn"
  printf '%s\n' "LLVM_ROOT = '/usr/bin'" "LLVM_ADD_VERSION = '19'" "CLANG_ADD_VERSION = '19'" \
    "BINARYEN_ROOT = '$toolchain/binaryen'" "NODE_JS = '$(command -v node)'" \
    "CACHE = '$toolchain/usr/share/emscripten/cache'" "FROZEN_CACHE = False" >"$emscripten/.emscripten"
}

# write_env PREFIX: the file to source before compiling.
write_env() {
  local emscripten=$toolchain/usr/share/emscripten
  {
    if [[ -n $own_emscripten ]]; then
      emscripten=$("$own_emscripten/em-config" EMSCRIPTEN_ROOT)
    else
      # One that is set for another Emscripten would break this one's cache.
      printf 'export EM_CONFIG="%s"\n' "$emscripten/.emscripten"
    fi
    printf 'export GRADLET_INCLUDE="%s"\n' "$toolchain/include"
    printf 'export GRADLET_EMSCRIPTEN="%s"\n' "$emscripten"
    # shellcheck disable=SC2016  # for the reader of the file to expand
    printf 'export PATH="$GRADLET_EMSCRIPTEN:%s:$PATH"\n' "$toolchain/typescript/node_modules/.bin"
  } >"$1/env"
}
