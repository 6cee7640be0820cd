# Block IO Controller, "Hierarchical Cgroups": root, test1 with test3 in it, test2. Without
# sane_behavior, which no v1 mount of Linux 6.12 has, all groups are at the same level: a limit of
# test1 does not hold test3. The document's other picture is v2-hierarchy-is-a-tree.sh.
# machine: v1
mkdir -p /sys/fs/cgroup/blkio/test1/test3 /sys/fs/cgroup/blkio/test2
cat /sys/fs/cgroup/blkio/cgroup.sane_behavior
echo "8:0  1048576" > /sys/fs/cgroup/blkio/test1/blkio.throttle.read_bps_device
for group in test1 test1/test3 test2; do
  echo "# $group:"
  cgexec /sys/fs/cgroup/blkio/$group -- dd iflag=direct if=/dev/sda of=/dev/null bs=64K count=32
done
echo "# statistics are those of the group's own tasks; _recursive adds its descendants':"
cat /sys/fs/cgroup/blkio/test1/blkio.throttle.io_serviced
cat /sys/fs/cgroup/blkio/test1/blkio.throttle.io_serviced_recursive
