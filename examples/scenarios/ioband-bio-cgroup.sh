# The mail about bio-cgroup: two cgroups whose block I/O is ioband1's by their bio.id, with weights 30
# and 60.
# machine: machines/ioband.yaml
#
# The mail writes both processes to bgroup1; surely bgroup2 was meant for the second, which a line
# of ours moves there. Its numbers 1234 and 5678 are given to the processes by ns_last_pid.
# I/Os of an ioband group: DEVICE ID
ios() {
  id=$2
  set -- $(dmsetup status $1)
  shift 4
  while [ $# -ge 7 ]; do
    if [ "$1" = "$id" ]; then echo $(($2 + $5)); fi
    shift 7
  done
}
# LABEL I/Os, as a part of ALL
part() { echo "$1: $(($2 * 1000 / $3 / 10)).$(($2 * 1000 / $3 % 10)) %"; }

echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | dmsetup create ioband1
mkdir -p /cgroup/bio
mount -t cgroup -o bio none /cgroup/bio
mkdir /cgroup/bio/bgroup1
mkdir /cgroup/bio/bgroup2
echo 1233 > /proc/sys/kernel/ns_last_pid
spawn first
echo 5677 > /proc/sys/kernel/ns_last_pid
spawn second
echo 1234 > /cgroup/bio/bgroup1/tasks
echo 5678 > /cgroup/bio/bgroup1/tasks
cat /cgroup/bio/bgroup1/tasks
echo 5678 > /cgroup/bio/bgroup2/tasks
cat /cgroup/bio/bgroup1/bio.id
cat /cgroup/bio/bgroup2/bio.id
dmsetup message ioband1 0 type cgroup
dmsetup message ioband1 0 attach 1
dmsetup message ioband1 0 attach 2
dmsetup message ioband1 0 weight 1:30
dmsetup message ioband1 0 weight 2:60
workload 1234 randread 253:0 iodepth=16
workload 5678 randread 253:0 iodepth=16
sleep 60
a=$(ios ioband1 1) b=$(ios ioband1 2) c=$(ios ioband1 -1)
part "bgroup1, weight 30" $a $((a + b + c))
part "bgroup2, weight 60" $b $((a + b + c))

echo "# The default group has a weight of 100, which counts as soon as it has something to do:"
dmsetup message ioband1 0 reset
spawn third
workload $third randread 253:0 iodepth=16
sleep 60
a=$(ios ioband1 1) b=$(ios ioband1 2) c=$(ios ioband1 -1)
part "bgroup1, weight 30" $a $((a + b + c))
part "bgroup2, weight 60" $b $((a + b + c))
part "others, weight 100" $c $((a + b + c))

echo "# The same with the administration tool:"
dmsetup message ioband1 0 detach 1
dmsetup message ioband1 0 detach 2
iobandctl.py group /dev/mapper/ioband1 cgroup /cgroup/bio/bgroup1:30 /cgroup/bio/bgroup2:60
iobandctl.py showconfig | cut -d , -f 1

echo "# A trap: the number of a cgroup that is gone goes to the next, and its weight with it."
kill 5678
sleep 1
rmdir /cgroup/bio/bgroup2
mkdir /cgroup/bio/bgroup3
cat /cgroup/bio/bgroup3/bio.id
