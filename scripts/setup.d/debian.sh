# shellcheck shell=bash
# Packages of the system itself. Sourced by scripts/setup.

# Vite and ESLint refuse earlier ones.
readonly node_minimum=20.19.0

debian_packages=(clang-19 lld-19 llvm-19 cmake ninja-build python3)
if $with_tests; then
  debian_packages+=(libclang-rt-19-dev zlib1g-dev clang-format-19 shellcheck fonts-dejavu-core)
  # Three engines: Blink, Gecko, WebKit; the last one wants a screen.
  debian_packages+=(chromium firefox-esr libwebkit2gtk-4.1-0 webkit2gtk-driver xvfb)
fi
if $with_peers; then debian_packages+=(python3-torch python3-numpy); fi

# at_least VERSION MINIMUM
at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]; }

node_check() {
  local version
  version=$(node -p process.versions.node 2>/dev/null) || version=0
  if ! at_least "$version" "$node_minimum" || ! command -v npm >/dev/null; then
    die "please install Node.js $node_minimum or later, with npm"
  fi
}

debian_missing() {
  local installed package
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${debian_packages[@]}" 2>/dev/null || true)
  for package in "${debian_packages[@]}"; do
    [[ $'\n'$installed$'\n' == *$'\n'"installed $package"$'\n'* ]] || printf '%s ' "$package"
  done | sed 's/ $//'
}

# Ends set-up at once, with one line, on a machine that it cannot serve.
debian_check() {
  local ID='' VERSION_ID=0
  # shellcheck source=/dev/null
  [[ ! -r /etc/os-release ]] || source /etc/os-release
  if [[ $ID != debian ]] || ((VERSION_ID < 12)) || ! command -v apt-get >/dev/null; then
    die "only Debian 12 or later is served; elsewhere please use a Debian 12 container, with Node.js $node_minimum or later"
  fi
  if ((EUID != 0)) && ! debian_ready; then
    die "please install, as root: apt-get install --no-install-recommends $(debian_missing)"
  fi
}

debian_ready() { [[ -z $(debian_missing) ]]; }

debian_install() {
  local missing
  read -ra missing <<<"$(debian_missing)"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  apt-get install --yes --no-install-recommends "${missing[@]}"
}
