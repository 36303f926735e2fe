#!/usr/bin/env bash
# Everything the gate needs that is not in the repository; what is there already is left alone.
. "$(dirname "$0")/common.sh"

.ci/setup-wasm.sh
.ci/setup-npm.sh frontend end2end
.ci/setup-chromium.sh
.ci/setup-postgres.sh
.ci/setup-lint.sh
