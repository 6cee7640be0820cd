written() {
  set -- $(cat /sys/block/sda/stat)
  echo "$7"
}
before=$(written)
start=$(date +%s%N)
/root/nightly > /dev/null || fail "/root/nightly does not run"
ms=$((($(date +%s%N) - start) / 1000000))
sectors=$(($(written) - before))
[ "$sectors" -ge 8192 ] ||
  fail "/root/nightly wrote $((sectors / 2)) KiB to sda, and the backup has 4096"
need 3800 4600 "$ms" "milliseconds that the 4 MiB of /root/nightly took"
need 50000000 9999999999 "$(bytes -t 500ms -b 64k -w /sys/fs/cgroup/blkio)" \
  "bytes/s that other programs can write"
