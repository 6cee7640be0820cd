# Milliseconds that a command takes under /root/limit.
ms() {
  start=$(date +%s%N)
  /root/limit "$@" > /dev/null
  echo $((($(date +%s%N) - start) / 1000000))
}
[ "$(/root/limit echo yes)" = yes ] || fail "/root/limit does not run its command"
took=$(ms dd if=/dev/sda of=/dev/null bs=64k count=32 iflag=direct)
need 1850 2300 "$took" "milliseconds to read 2 MiB under /root/limit"
took=$(ms dd if=/dev/zero of=/dev/sda bs=4k count=100 oflag=direct)
need 900 1300 "$took" "milliseconds for 100 writes under /root/limit"
need 50000000 9999999999 "$(bytes -t 500ms -b 64k /sys/fs/cgroup)" "bytes/s that others read"
