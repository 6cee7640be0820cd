web=/sys/fs/cgroup/blkio/web
[ -d $web ] || fail "the cgroup $web is gone"
counted() {
  sum=$(grep "^259:0 Read " $web/blkio.$1.io_service_bytes | cut -d " " -f 3)
  echo "${sum:-0}"
}
throttle=$(counted throttle)
bfq=$(counted bfq)
rate=$(bytes -t 1s -d nvme0n1 -b 64k $web)
need 100000000 9999999999 "$rate" "bytes/s that web reads from nvme0n1"
throttle=$(($(counted throttle) - throttle))
bfq=$(($(counted bfq) - bfq))
[ $throttle -ge $rate ] || [ $bfq -ge $rate ] || fail \
  "web has read $rate bytes from nvme0n1; blkio.throttle counted $throttle of them, blkio.bfq $bfq"
