#!/usr/bin/env bash
# Runs the server half of video-daily against the real Daily, with the account of DAILY_API_KEY: one
# room is made, found, entered by a token of ours, and deleted. Costs nothing; nobody joins.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${DAILY_API_KEY:-}" ]; then
  echo 'tests/live-daily.sh: set DAILY_API_KEY' >&2
  exit 2
fi
exec node tests/support/live_daily.mjs
