#!/usr/bin/env bash
# Holds what host/ and plugins/ compile, the tests excepted, against .clang-tidy:
# check_tidy.sh FOLDER, which is for the checker's own configuration of the build.
#
# Looks at many sources at once, as a unity build compiles them: headers are read far less often.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
cmake -G Ninja -S . -B "$folder" -D VUEDEO_TESTS=OFF \
  -D CMAKE_UNITY_BUILD=ON -D CMAKE_UNITY_BUILD_BATCH_SIZE=12 >/dev/null
# What is peculiar to such a unit (a .cpp that is included, a name that a neighbour has, too), and a
# warning option of GCC's alone, say nothing about the sources.
find "$folder" -name 'unity_*_cxx.cxx' -print0 |
  xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p "$folder" --checks=-bugprone-suspicious-include \
    --extra-arg=-Wno-shadow --extra-arg=-Wno-unknown-warning-option 2>&1 |
  { grep -vE '^[0-9]+ warnings? (generated|treated)|^$' || true; }
exit "${PIPESTATUS[0]}"
