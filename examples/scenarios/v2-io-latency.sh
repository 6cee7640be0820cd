# io Cgroup Controller, "io.latency: Latency SLA": a target for one cgroup holds others back.
# machine: default
#
# The document writes target=10ms. The kernel takes microseconds and stops at the first letter, so
# that is a target of 10 us without any complaint: write target=10000. A read of this disk takes
# 0.2 ms, and longer when 64 other readers want its 32 slots; with a target of 0.25 ms the others
# are given fewer of them.
cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir important other
# Set target latency for a cgroup:
echo "8:0 target=10ms" > /sys/fs/cgroup/important/io.latency
cat /sys/fs/cgroup/important/io.latency
echo "8:0 target=10000" > /sys/fs/cgroup/important/io.latency
cat /sys/fs/cgroup/important/io.latency
for i in $(seq 64); do
  cgexec other -- dd if=/dev/sda of=/dev/null bs=4K count=10000000 iflag=direct 2> /dev/null &
  pids="$pids $!"
done
for target in 10000 250; do
  echo "# with a target of $target us:"
  echo "8:0 target=$target" > /sys/fs/cgroup/important/io.latency
  cgexec important -- dd if=/dev/sda of=/dev/null bs=4K count=5000 iflag=direct
done
# Check if throttling is happening:
cat /sys/fs/cgroup/important/io.stat
cat /sys/fs/cgroup/other/io.stat
kill $pids
