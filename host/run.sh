#!/usr/bin/env bash
# Installs what is missing, builds, and starts Vuedeo:
#
#     host/run.sh [options of vuedeo]
#
# With DAILY_API_KEY and PGHOST in the environment or in .env it uses config/vuedeo.toml, with the first
# alone config/daily.toml, otherwise config/embedded.toml; --config FILE overrides this, --help lists the
# options. The working directory of the server, with .env and .data, is the project's folder. A second
# start takes seconds.
set -euo pipefail

started_in=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=host/setup.sh
. host/setup.sh

# is_set NAME: not empty in the environment, or else in .env.
is_set() {
  [ -z "${!1:-}" ] || return 0
  [ -f .env ] || return 1
  grep -Eq "^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*[^[:space:]#]" .env
}

# A file that the caller named from where the caller stands.
from_caller() {
  if [[ $1 != /* && -e "$started_in/$1" ]]; then printf '%s' "$started_in/$1"; else printf '%s' "$1"; fi
}

arguments=()
config=
while [ $# -gt 0 ]; do
  case $1 in
    --config=*) config=$(from_caller "${1#--config=}") ;;
    --config)
      if [ $# -lt 2 ]; then
        echo "host/run.sh: --config needs a value, for instance --config config/embedded.toml" >&2
        exit 2
      fi
      config=$(from_caller "$2")
      shift
      ;;
    *) arguments+=("$1") ;;
  esac
  shift
done

mapfile -t packages < <(packages_in host/packages.txt)
install_packages "${packages[@]}"
build release
build_web .build/release

if [ -n "$config" ]; then
  say "Configuration: $config (--config)"
elif is_set DAILY_API_KEY && is_set PGHOST; then
  config=config/vuedeo.toml
  say "Configuration: $config (DAILY_API_KEY and PGHOST are set)"
elif is_set DAILY_API_KEY; then
  config=config/daily.toml
  say "Configuration: $config (DAILY_API_KEY is set, PGHOST is not)"
else
  config=config/embedded.toml
  say "Configuration: $config (DAILY_API_KEY is not set)"
fi
exec .build/release/bin/vuedeo --config "$config" "${arguments[@]}"
