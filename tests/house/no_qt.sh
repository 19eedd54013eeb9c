#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# no_qt.sh PROGRAM: fails when PROGRAM needs Qt: as a library, or linked in (its names would be among the symbols).
set -euo pipefail

program=${1:?no_qt.sh: name a program}
needed=$(readelf --dynamic --wide "$program" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p')
if grep -iE '^libQt|^libKF' <<<"$needed"; then
    printf '%s is linked with Qt (above)\n' "$program"
    exit 1
fi
# Into a variable, not into a pipe: grep -q would end nm early.
symbols=$(nm --demangle "$program" 2>/dev/null || true)
if grep -m 3 -E '\b(QObject|QString|QCoreApplication)::' <<<"$symbols"; then
    printf '%s has Qt linked in (above)\n' "$program"
    exit 1
fi
printf '%s: no Qt among its %s libraries and %s symbols\n' "$program" "$(grep -c . <<<"$needed" || true)" \
    "$(grep -c . <<<"$symbols" || true)"
