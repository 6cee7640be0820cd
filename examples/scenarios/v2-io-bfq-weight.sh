# io Cgroup Controller, "BFQ weight-based scheduling": BFQ shares a disk by io.bfq.weight.
# machine: default
cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
echo bfq > /sys/block/sda/queue/scheduler
mkdir high-prio normal low-prio
echo 200 > high-prio/io.bfq.weight
echo 50 > low-prio/io.bfq.weight
grep . */io.bfq.weight
for group in high-prio normal low-prio; do
  for i in 1 2 3 4 5 6 7 8; do
    cgexec $group -- dd if=/dev/sda of=/dev/null bs=64K count=1000000 iflag=direct 2> /dev/null &
    pids="$pids $!"
  done
done
sleep 2
total=0
for group in high-prio normal low-prio; do
  bytes=$(cut -d ' ' -f 2 $group/io.stat | cut -d = -f 2)
  total=$((total + bytes))
  eval "$(echo $group | tr -d -)=$bytes"
done
echo "high-prio $((highprio * 100 / total)) %, normal $((normal * 100 / total)) %," \
  "low-prio $((lowprio * 100 / total)) %"
kill $pids
