#!/usr/bin/env bash
# Builds and runs all tests, and ends with ctest's summary.
#
#   tests/run.sh          unit and API tests plain, under ASan + UBSan and under TSan; calls in real
#                         browsers, faults, checks of style and types
#   tests/run.sh --fast   unit and API tests only, plain
#
# Works on a bare Debian 12: installs what is missing. Listens on loopback only, on free ports.
set -euo pipefail
cd "$(dirname "$0")/.."
source host/setup.sh

fast=false
case "${1-}" in
  '') ;;
  --fast) fast=true ;;
  *) echo "usage: tests/run.sh [--fast]" >&2; exit 2 ;;
esac

trees=(release)
packages=(libgtest-dev libgmock-dev)
if ! $fast; then
  trees+=(asan tsan)
  packages+=(libbenchmark-dev chromium clang-format clang-tidy fonts-dejavu-core)
fi

step() { printf '\n== %s (%d s)\n' "$*" "$SECONDS"; }

# Each tree looks for its browser app beside its executable: it is built once and linked there.
share_web() {
  local from=$PWD/.build/release to=$PWD/.build/$1 folder
  for folder in share/vuedeo/web $(cd "$from" && echo lib/vuedeo/plugins/*/web); do
    mkdir -p "$to/$(dirname "$folder")"
    ln -sfn "$from/$folder" "$to/$folder"
  done
}

step "Packages"
install_packages "${packages[@]}"
(cd tests && install_node_modules)

for tree in "${trees[@]}"; do
  step "Building $tree"
  build "$tree" -D VUEDEO_TESTS=ON
done
step "Building the browser app"
build_web .build/release
for tree in "${trees[@]:1}"; do share_web "$tree"; done

step "Testing"
printf 'subdirs(%s)\n' "${trees[*]}" >.build/CTestTestfile.cmake
selection=()
if $fast; then selection=(-L '^(unit|api)$'); fi
ctest --test-dir .build --output-on-failure --no-tests=error -j 2 "${selection[@]}"
