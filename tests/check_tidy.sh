#!/usr/bin/env bash
# Holds the sources of a build tree against .clang-tidy: check_tidy.sh BUILD_TREE [FILE...]
# Without files: all of host/, plugins/ and tests/ that the tree compiles, the tests' own excepted.
set -euo pipefail
cd "$(dirname "$0")/.."
tree=$1
shift
if (($# == 0)); then
  mapfile -t files < <(find host/src plugins -name '*.cpp' ! -name '*_test.cpp')
  set -- "${files[@]}"
fi
printf '%s\0' "$@" | xargs -0 -n 4 -P "$(nproc)" clang-tidy --quiet -p "$tree" 2>&1 |
  { grep -vE '^[0-9]+ warnings? (generated|treated)|^$' || true; } | tee "$tree/clang-tidy.txt"
exit "${PIPESTATUS[0]}"
