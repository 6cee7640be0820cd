# io Cgroup Controller, "io.weight: Proportional scheduling": three groups of weights 200, 100 and
# 50 read as fast as they can, and get 57, 29 and 14 percent.
# machine: default
#
# The document says that io.weight is BFQ's. On Linux 6.12 it belongs to iocost, which must be
# enabled for the disk; before that, a weight for a device is refused (Operation not supported) and
# other weights do nothing. BFQ has io.bfq.weight, 1 to 1000: v2-io-bfq-weight.sh. The 50 MB/s for
# the disk in io.cost.model is so low that the three compete.
cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir high-prio normal low-prio
# Set weight (1-10000, default 100):
echo "default 200" > /sys/fs/cgroup/high-prio/io.weight # 2x default
echo "default 50" > /sys/fs/cgroup/low-prio/io.weight # 0.5x default
# Per-device weight:
echo "8:0 200" > /sys/fs/cgroup/high-prio/io.weight # only for /dev/sda
echo "# with iocost for 8:0:"
echo "8:0 enable=1 ctrl=user min=100 max=100" > io.cost.qos
echo "8:0 ctrl=user model=linear rbps=52428800 rseqiops=1600 rrandiops=800" > io.cost.model
echo "8:0 200" > /sys/fs/cgroup/high-prio/io.weight # only for /dev/sda
echo "default 100" >> /sys/fs/cgroup/high-prio/io.weight # others default
grep . */io.weight

for group in high-prio normal low-prio; do
  for i in 1 2 3 4; do
    cgexec $group -- dd if=/dev/sda of=/dev/null bs=64K count=100000 iflag=direct 2> /dev/null &
    pids="$pids $!"
  done
done
sleep 5
total=0
for group in high-prio normal low-prio; do
  bytes=$(cut -d ' ' -f 2 $group/io.stat | cut -d = -f 2)
  total=$((total + bytes))
  eval "$(echo $group | tr -d -)=$bytes"
done
echo "high-prio $((highprio * 100 / total)) %, normal $((normal * 100 / total)) %," \
  "low-prio $((lowprio * 100 / total)) %"
kill $pids
