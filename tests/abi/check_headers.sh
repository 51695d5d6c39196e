#!/usr/bin/env bash
# Each header of the SDK compiles alone, with both compilers, in every version of its language; the C
# headers are also C++. And freeze.c freezes every struct that a C header declares.
set -euo pipefail
cd "$(dirname "$0")/../.."
warnings=(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
mapfile -t c_headers < <(cd sdk/include && echo vuedeo/*.h vuedeo/abi/*.h | tr ' ' '\n')
mapfile -t cpp_headers < <(cd sdk/include && echo vuedeo/*.hpp | tr ' ' '\n')

# compile_alone COMPILER LANGUAGE STANDARD HEADER...: each as all that a source includes.
compile_alone() {
  local compiler=$1 language=$2 standard=$3 header
  shift 3
  for header in "$@"; do
    "$compiler" "-x$language" "-std=$standard" -I sdk/include -fsyntax-only "${warnings[@]}" \
      -include "$header" /dev/null
  done
}

for standard in c99 c11; do
  compile_alone gcc c "$standard" "${c_headers[@]}"
  compile_alone clang c "$standard" "${c_headers[@]}"
done
for standard in c++17 c++20; do
  compile_alone g++ c++ "$standard" "${c_headers[@]}" "${cpp_headers[@]}"
  compile_alone clang++ c++ "$standard" "${c_headers[@]}" "${cpp_headers[@]}"
done
clang -std=c11 -I sdk/include -fsyntax-only "${warnings[@]}" tests/abi/freeze.c

status=0
for struct in $(sed -n 's/^typedef struct \([a-z0-9_]*\) {$/\1/p' "${c_headers[@]/#/sdk/include/}"); do
  if ! grep -q "^SIZE($struct, " tests/abi/freeze.c; then
    echo "tests/abi/freeze.c does not freeze $struct" >&2
    status=1
  fi
done
exit $status
