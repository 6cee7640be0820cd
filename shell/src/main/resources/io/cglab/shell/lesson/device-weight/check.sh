db=/sys/fs/cgroup/blkio/db
[ -d $db ] || fail "the cgroup $db is gone"
grep -qx "8:0 300" $db/blkio.bfq.weight_device ||
  fail "db/blkio.bfq.weight_device has no line \"8:0 300\""
grep -qx "default 200" $db/blkio.bfq.weight_device ||
  fail "the weight of db on other disks is \"$(head -n 1 $db/blkio.bfq.weight_device)\", not 200"
set -- $(measure -t 6s $db /sys/fs/cgroup/blkio/web)
[ $# -eq 14 ] || fail "nothing can run in the cgroups db and web"
[ $(($3 * 10)) -ge $((${10} * 24)) ] && [ $(($3 * 10)) -le $((${10} * 38)) ] ||
  fail "on sda db gets $3 I/Os a second and web ${10}: that is no 3 to 1"
