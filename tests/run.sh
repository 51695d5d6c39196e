#!/usr/bin/env bash
# Builds and runs all tests, and ends with ctest's summary.
#
#   tests/run.sh          unit and API tests under ASan + UBSan and under TSan, API tests plain, calls
#                         in real browsers, faults, checks of style and types
#   tests/run.sh --fast   unit and API tests only, plain
#
# Works on a bare Debian 12: installs what is missing. Listens on loopback only, on free ports.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=host/setup.sh
. host/setup.sh

fast=false
case "${1-}" in
  '') ;;
  --fast) fast=true ;;
  *) echo "usage: tests/run.sh [--fast]" >&2; exit 2 ;;
esac

# Ends what this step has written to a file unless it fails: then the file is shown.
quietly() {
  local log=.build/$1.log began=$SECONDS
  shift
  mkdir -p .build
  if "$@" >"$log" 2>&1; then
    printf '    %d s\n' $((SECONDS - began))
  else
    cat "$log"
    echo "failed: $*" >&2
    return 1
  fi
}

# The packages of the tests, again only when package-lock.json has changed.
install_test_tools() {
  local lock stamp=.build/test-packages
  lock=$(sha256sum tests/package.json tests/package-lock.json tests/.npmrc && node --version)
  if [ -d tests/node_modules ] && [ "$(cat "$stamp" 2>/dev/null)" = "$lock" ]; then return 0; fi
  (cd tests && npm ci --no-progress)
  printf '%s\n' "$lock" >"$stamp"
}

# A tree looks for its browser app beside its executable: it is built once and linked there.
share_web() {
  local from=$PWD/.build/release to=$PWD/.build/$1 folder
  for folder in share/vuedeo/web $(cd "$from" && echo lib/vuedeo/plugins/*/web); do
    mkdir -p "$to/$(dirname "$folder")"
    ln -sfn "$from/$folder" "$to/$folder"
  done
}

trees=(release)
lists=(host/packages.txt tests/packages.txt)
selection=(-L '^(unit|api)$')
if ! $fast; then
  trees+=(asan tsan)
  lists+=(tests/packages-full.txt)
  selection=()
fi

mapfile -t packages < <(packages_in "${lists[@]}")
install_packages "${packages[@]}"
say "Installing the tests' tools"
quietly test-tools install_test_tools
for tree in "${trees[@]}"; do
  # With the sanitizers' trees there, the units need no third run.
  unit_tests=ON
  if ! $fast && [ "$tree" = release ]; then unit_tests=OFF; fi
  export VUEDEO_CMAKE_FLAGS="-D VUEDEO_TESTS=ON -D VUEDEO_UNIT_TESTS=$unit_tests"
  say "Building $tree (messages go to .build/$tree.log)"
  quietly "$tree" build "$tree"
done
say "Building the browser app"
quietly web build_web .build/release
for tree in "${trees[@]:1}"; do share_web "$tree"; done

say "Testing"
printf 'subdirs(%s)\n' "${trees[*]}" >.build/CTestTestfile.cmake
ctest --test-dir .build --output-on-failure --no-tests=error -j 2 "${selection[@]}"
