#!/usr/bin/env bash
# The browser that the journeys drive: CHROMIUM, or one that is installed, or Debian's.
. "$(dirname "$0")/common.sh"

for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && found=$(command -v "$name") && say "$found is there" && exit 0
done
debian_install chromium fonts-liberation fonts-dejavu-core
