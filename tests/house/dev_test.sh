#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What packaging/dev promises, with a small root of our own (fake_mmdebstrap) in a cache of our own. GORDIAN_NATIVE=0
# makes it take the way of an older distribution, also when this test runs inside packaging/dev itself.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
dev=$here/../../packaging/dev
skip() { printf 'SKIPPED: %s\n' "$*"; exit 77; }

[ "$(id -u)" = 0 ] || skip 'making and entering a root needs root rights'
unshare --mount --propagation private true 2>/dev/null || skip 'no mount namespace can be made here'

work=$(mktemp -d /tmp/gordian-dev-test.XXXXXX)
started=()
clean_up() {
    [ "${#started[@]}" = 0 ] || kill -KILL "${started[@]}" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT
mkdir "$work/bin" "$work/home"
ln -s "$here/fake_mmdebstrap" "$work/bin/mmdebstrap"
export PATH=$work/bin:$PATH HOME=$work/home XDG_CACHE_HOME=$work/cache FAKE_LOG=$work/made
export GORDIAN_NATIVE=0 GORDIAN_MIRROR=http://mirror.invalid/debian

checks=0
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
is() { # is WHAT GOT WANTED
    checks=$((checks + 1))
    [ "$2" = "$3" ] || fail "$1: got '$2', wanted '$3'"
}
has() { # has WHAT GOT PART
    checks=$((checks + 1))
    [[ "$2" == *"$3"* ]] || fail "$1: got '$2', wanted something with '$3'"
}
status_of() { local status=0; "$@" >/dev/null 2>&1 || status=$?; echo "$status"; }
made() { grep -c . "$FAKE_LOG" 2>/dev/null || true; }
await() { # await WHAT CMD…: polls until CMD succeeds, 20 s at most
    local what=$1 end=$((SECONDS + 20)); shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || fail "waited 20 s for: $what"
        sleep 0.02
    done
}
root_folder() { printf '%s\n' "$work"/cache/gordian/root-* | grep -v '\.new$'; }

# ---- a making that is killed, one that is interrupted, one that is half-made ----------------------------------------
# Killed with its mmdebstrap: an unfinished folder is left, which must not be taken for a root.
FAKE_STALL=$work/stalled setsid "$dev" true 2>/dev/null &
started+=($!)
await 'a making that stalls' test -e "$work/stalled"
kill -KILL -- "-$!"
wait "$!" 2>/dev/null || true
is 'nothing bears the final name' "$(ls -d "$work"/cache/gordian/root-*)" "$(ls -d "$work"/cache/gordian/root-*.new)"
rm "$work/stalled"

FAKE_STALL=$work/stalled "$dev" true 2>/dev/null &
pid=$!
started+=("$pid")
await 'a making that stalls' test -e "$work/stalled"
is 'what was left before is gone' "$(find "$work/cache/gordian" -maxdepth 1 -name 'root-*' | wc -l)" 1
kill -TERM "$pid"
status=0; wait "$pid" 2>/dev/null || status=$?
is 'a making that is told to end ends' "$status" 130
await 'the end of its mmdebstrap' flock -n "$work/cache/gordian/lock" true

is 'made again, and entered' "$("$dev" sh -c 'echo in' 2>/dev/null)" in
is 'three makings' "$(made)" 3
is 'entered without making' "$("$dev" sh -c 'echo in' 2>&1)" in
is 'still three makings' "$(made)" 3

root=$(root_folder)
rm "$root/.gordian-root"
: >"$root/half-made"
is 'a root without stamp is made again' "$("$dev" sh -c 'echo in' 2>/dev/null)" in
is 'four makings' "$(made)" 4
is 'and what was there is gone' "$(status_of test -e "$root/half-made")" 1

# Two first runs at once: one makes.
rm -rf --one-file-system "$work/cache"
"$dev" sh -c 'echo in' >"$work/first" 2>/dev/null &
first=$!
second=$("$dev" sh -c 'echo in' 2>/dev/null)
wait "$first"
is 'both of two first runs enter' "$(cat "$work/first") $second" 'in in'
is 'one of them makes' "$(made)" 5
root=$(root_folder)

# An old root of another key: kept while fresh, removed when nobody entered it for long, once a new one is made.
mkdir "$work/cache/gordian/root-old" "$work/cache/gordian/root-fresh"
touch -d '30 days ago' "$work/cache/gordian/root-old/.gordian-root"
: >"$work/cache/gordian/root-fresh/.gordian-root"
rm "$root/.gordian-root"
"$dev" true 2>/dev/null
is 'the old root is gone' "$(status_of test -d "$work/cache/gordian/root-old")" 1
is 'the fresh one is kept' "$(status_of test -d "$work/cache/gordian/root-fresh")" 0

# A making that fails says so and leaves nothing.
mkdir "$work/failing"
cat >"$work/failing/mmdebstrap" <<'END'
#!/bin/sh
for arg; do case $arg in */root-*) mkdir -p "$arg" ;; esac; done
exit 9
END
chmod +x "$work/failing/mmdebstrap"
is 'a failed making is a failure' "$(PATH=$work/failing:$PATH XDG_CACHE_HOME=$work/cache2 status_of "$dev" true)" 1
is 'and leaves nothing' "$(find "$work/cache2/gordian" -name 'root-*')" ''

# ---- what passes through --------------------------------------------------------------------------------------------
is 'exit status' "$(status_of "$dev" sh -c 'exit 37')" 37
is 'a program that is not there' "$(status_of "$dev" no-such-program)" 127
# shellcheck disable=SC2016  # expanded inside
is 'death by a signal' "$(status_of "$dev" sh -c 'kill -SEGV $$')" 139
# shellcheck disable=SC2016
is 'quoting' "$("$dev" bash -c 'printf "[%s]" "$@"' - 'a b' '' "it's" '$HOME' '*' $'two\nlines' '--scratch')" \
    "[a b][][it's][\$HOME][*]["$'two\nlines'"][--scratch]"
mkdir "$work/a folder"
is 'working directory' "$(cd "$work/a folder" && "$dev" pwd)" "$work/a folder"
is 'input' "$(echo text | "$dev" cat)" text
is 'options of CMD after --' "$("$dev" -- sh -c 'echo in')" in
has 'an unknown option' "$("$dev" --no-such-option true 2>&1 || true)" 'unknown option'
is 'no command' "$(status_of "$dev")" 2

# shellcheck disable=SC2016
"$dev" sh -c 'echo $$ >"$1"; exec sleep 100' - "$work/pid" &
pid=$!
started+=("$pid")
await 'CMD at work' grep -q . "$work/pid"
is 'CMD keeps the pid' "$(cat "$work/pid")" "$pid"
kill -TERM "$pid"
status=0; wait "$pid" || status=$?
is 'a signal from outside' "$status" 143
for namespace in pid ipc net uts user; do
    is "the same $namespace namespace" "$("$dev" readlink "/proc/self/ns/$namespace")" \
        "$(readlink "/proc/self/ns/$namespace")"
done
is 'the checkout is seen' "$(status_of "$dev" ls "$here/dev_test.sh")" 0
is 'within it, it is entered already' "$("$dev" "$dev" sh -c 'echo in')" in
is 'and nothing was made for all this' "$(made)" 6

# ---- what changes ---------------------------------------------------------------------------------------------------
has 'the root is read-only' "$("$dev" touch /usr/mark 2>&1 || true)" 'Read-only'
is 'with --scratch it can be changed' "$("$dev" --scratch sh -c 'touch /usr/mark && ls /usr/mark')" /usr/mark
is 'and the change vanishes' "$(status_of "$dev" --scratch ls /usr/mark)" 2
is 'nor is it in the cache' "$(status_of test -e "$root/usr/mark")" 1
"$dev" --scratch sh -c 'echo kept >/tmp/'"${work##*/}"'/kept'
is 'what is written to /tmp stays' "$(cat "$work/kept")" kept
GORDIAN_NATIVE=1 "$dev" --scratch sh -c 'touch /etc/gordian-mark; ls /etc/gordian-mark' >"$work/native"
is 'on this machine itself --scratch works too' "$(cat "$work/native")" /etc/gordian-mark
is 'and leaves it alone' "$(status_of test -e /etc/gordian-mark)" 1

# ---- without root rights --------------------------------------------------------------------------------------------
# /root and the like may be closed to others: the script is read from a copy that is not.
mkdir "$work/checkout"
cp -r "$here/../../packaging" "$work/checkout"
chmod -R a+rX "$work"
chmod 755 "$work"
said=$(setpriv --reuid=65534 --regid=65534 --clear-groups "$work/checkout/packaging/dev" make all 2>&1) && fail 'it entered without root rights'
has 'without root rights it says what to run' "$said" 'sudo packaging/dev make all'
is 'in one sentence' "$(wc -l <<<"$said")" 1

printf '%s checks passed\n' "$checks"
