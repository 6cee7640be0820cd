#!/usr/bin/env bash
# Debian's cgroup-tools on an emulated machine, in a mount namespace of their own.
#
# usage: cgroup-tools.sh [COMMAND...]     COMMAND runs cglab (default: cglab)
#
# Wants root and the packages cgroup-tools, libfuse2 and fuse3. libcgroup believes what it reads in
# /proc/mounts and /proc/cgroups, so each tool gets its own versions of these.
set -euo pipefail
[ $# -gt 0 ] || set -- cglab
dir=$(mktemp -d)
mkdir "$dir/m"
: > "$dir/log"
"$@" mount --machine recorded-v2 "$dir/m" > "$dir/log" 2>&1 &
server=$!
trap 'fusermount -u "$dir/m" || true; wait $server || true; rm -f "$dir/log" "$dir/mounts"; rmdir "$dir/m" "$dir"' EXIT
until grep -q serving "$dir/log"; do
  kill -0 $server || { cat "$dir/log"; exit 1; }
  sleep 0.1
done
echo "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec 0 0" > "$dir/mounts"

# shellcheck disable=SC2016 # the inner shell expands
unshare --mount bash -euo pipefail -s "$dir" <<'NAMESPACE'
dir=$1
mount --bind "$dir/m/sys/fs/cgroup" /sys/fs/cgroup
mount --bind "$dir/m/proc/cgroups" /proc/cgroups
cd "$dir/m"

# run TOOL [ARGUMENTS...]: shows the command line, and runs it with a /proc/mounts of its own
run() {
  echo "\$ $*"
  local status=0
  bash -c 'mount --bind "$0" /proc/$$/mounts && exec "$@"' "$dir/mounts" "$@" 2>&1 || status=$?
  [ $status -eq 0 ] || echo "exit $status"
}

run cgcreate -g io:web
run cgcreate -g io:web/static
run lscgroup io:/
run cgset -r io.max="8:0 rbps=1048576 riops=100" web
run cgget -r io.max web
run cgset -r io.max="8:0 rbps=0" web
run cgexec -g io:web/static grep -o "/web.*" proc/self/cgroup
run cgexec -g io:web/static dd if=dev/sda of=/dev/null bs=64k count=8 iflag=direct status=none
run cgget -n -v -r io.stat web

sleep 1000 & sleeper=$!
run cgclassify -g io:web/static $sleeper | sed "s/$sleeper/PID/"
run grep -c "^$sleeper\$" /sys/fs/cgroup/web/static/cgroup.procs | sed "s/$sleeper/PID/"
run cgdelete io:web/static
kill $sleeper
wait $sleeper || true
run cgdelete -r io:web
run lscgroup io:/
NAMESPACE
