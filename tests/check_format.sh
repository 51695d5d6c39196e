#!/usr/bin/env bash
# Holds every C and C++ file against .clang-format.
set -euo pipefail
cd "$(dirname "$0")/.."
find host plugins sdk tests -name node_modules -prune -o \
  -type f \( -name '*.cpp' -o -name '*.hpp' -o -name '*.h' -o -name '*.c' \) -print0 |
  xargs -0 clang-format --dry-run -Werror
