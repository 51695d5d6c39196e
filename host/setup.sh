# shellcheck shell=bash
# What host/run.sh and tests/run.sh share: packages, build, browser app. To be sourced by bash, in the
# project's folder. Functions that fail say why and return a status that is not 0.

say() { printf '\n==> %s\n' "$*" >&2; }

# node of 18 or later with npm, wherever it came from: the distribution's packages might not go with it.
node_is_there() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)'
}

# Those of the packages that are not installed, one a line.
missing_packages() {
  local package status
  for package in "$@"; do
    case $package in
      nodejs | npm) node_is_there && continue ;;
    esac
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status=none
    [ "$status" = installed ] || printf '%s\n' "$package"
  done
}

# install_packages PACKAGE...: nothing happens when all are there.
install_packages() {
  local missing=() as_root=()
  if ! command -v dpkg-query >/dev/null; then
    say "This is no Debian or Ubuntu: install what host/packages.txt names by hand; going on."
    return 0
  fi
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -v; then
      say "Missing packages, and neither root nor sudo to install them. Let an administrator run:"
      printf '    apt-get update && apt-get install -y --no-install-recommends %s\n' \
        "${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=550)
  "${as_root[@]}" "${apt[@]}" update &&
    "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
}

# The packages of the files named, which have one a line and comments.
packages_in() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@"; }

# build PRESET [TARGET...]: into .build/PRESET. VUEDEO_CMAKE_FLAGS: more options for cmake, by spaces.
build() {
  local preset=$1 folder=.build/$1 flags=()
  shift
  read -ra flags <<<"${VUEDEO_CMAKE_FLAGS:-}"
  if [ ! -e "$folder/build.ninja" ] || [ ${#flags[@]} -gt 0 ]; then
    cmake -G Ninja -S . -B "$folder" -D VUEDEO_PRESET="$preset" "${flags[@]}" >&2 || return
  fi
  ninja -C "$folder" "$@" >&2
}

# The content of all that the browser app is made of, as one checksum.
web_sources_checksum() {
  find web plugins/*/web sdk/web -name node_modules -prune -o -type f -print0 2>/dev/null |
    sort -z | xargs -0 sha256sum | sha256sum
}

# build_web PREFIX: the browser app and the plugins' browser halves, when their sources have changed.
build_web() {
  local prefix=$1 lock stamp=.build/web-packages sources built=$1/.web-sources
  mkdir -p .build "$prefix"
  lock=$(sha256sum web/package.json web/package-lock.json web/.npmrc && node --version) || return
  if [ ! -d web/node_modules ] || [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ]; then
    say "Installing the browser app's tools"
    (cd web && npm ci --no-progress >&2) || return
    printf '%s\n' "$lock" >"$stamp"
  fi
  sources=$(web_sources_checksum) || return
  if [ ! -e "$prefix/share/vuedeo/web/index.html" ] ||
    [ "$(cat "$built" 2>/dev/null)" != "$sources" ]; then
    say "Building the browser app"
    node web/build.mjs "$prefix" >&2 || return
    printf '%s\n' "$sources" >"$built"
  fi
}
