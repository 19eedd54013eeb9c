#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What packaging/run promises where there is no display: gordianctl's answer and a picture, and that its demo leaves nothing
# behind. With IPC objects, processes and a folder for temporary files of its own, so that nobody else's are counted.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
skip() { printf 'SKIPPED: %s\n' "$*"; exit 77; }
fail() { printf 'FAILED: %s\n%s\n' "$*" "${said:-}"; exit 1; }

if [ "${1:-}" != --inside ]; then
    [ -n "${GORDIAN_DEV:-}" ] || skip 'this is not within packaging/dev'
    [ -x "$root/build/release/bin/gordian" ] || skip 'the preset release is not built'
    own=(--ipc --pid --mount --mount-proc --fork --kill-child)
    [ "$(id -u)" = 0 ] || own+=(--user --map-root-user)
    unshare "${own[@]}" true 2>/dev/null || skip 'namespaces of its own are not to be had here'
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/tmp" "$work/home"
    unshare "${own[@]}" -- env -u DISPLAY -u WAYLAND_DISPLAY TMPDIR="$work/tmp" HOME="$work/home" "$0" --inside </dev/null
    exit
fi

objects() { cat /proc/sysvipc/{msg,sem,shm}; }
# Without those that look, also before they have become cat, grep and sort: what is left of a demo bears other names.
processes() { cat /proc/[0-9]*/comm 2>/dev/null | grep -vxE 'bash|cat|grep|sort' | sort || true; }
picture=$root/build/release/gordian.png

# ---- the demo, to its end -------------------------------------------------------------------------------------------
rm -f "$picture"
before=$(objects) running=$(processes)
said=$("$root/packaging/run" --demo --for 3 2>&1) || fail 'packaging/run --demo did not end well'
[[ $said == *'is dead'* && $said == *'which is full'* ]] || fail 'it does not say what is stuck'
[[ $said == *"$picture"* ]] || fail 'it does not say where the picture is'
[ "$(head -c 8 "$picture" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || fail 'the picture is no PNG file'
[ "$(objects)" = "$before" ] || fail "IPC objects were left: $(objects)"
[ "$(processes)" = "$running" ] || fail "processes were left: $(processes)"
[ -z "$(ls -A "$TMPDIR")" ] || fail "files were left: $(ls -A "$TMPDIR")"

# ---- the demo, killed in the middle of it ---------------------------------------------------------------------------
"$root/packaging/run" --demo --for 60 >"$HOME/said" 2>&1 &
demo=$!
end=$((SECONDS + 100))
until grep -q 'keep running' "$HOME/said"; do
    [ "$SECONDS" -lt "$end" ] || fail "waited 100 s for the demo: $(cat "$HOME/said")"
    sleep 0.05
done
kill -KILL "$demo"
wait "$demo" 2>/dev/null || true
until [ "$(objects)" = "$before" ] && [ "$(processes)" = "$running" ] && [ -z "$(ls -A "$TMPDIR")" ]; do
    [ "$SECONDS" -lt "$end" ] || fail "left after SIGKILL: $(objects; processes; ls -A "$TMPDIR")"
    sleep 0.05
done

# ---- an answer without the demo ---------------------------------------------------------------------------------------
said=$("$root/packaging/run" 2>&1) || fail 'packaging/run failed'
[[ $said == *'Nothing is stuck'* && $said == *"$picture"* ]] || fail 'it does not say that nothing is stuck'
said=$("$root/packaging/run" findings --json 2>/dev/null) || fail 'packaging/run findings failed'
[[ $said == '['* || $said == '{'* ]] || fail 'gordianctl does not get its words'
printf 'all promises kept\n'
