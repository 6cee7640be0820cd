# io Cgroup Controller, "io.stat: I/O statistics".
# machine: default
#
# There is no wait_usec, io_service_bytes or io_wait_time in the file of Linux 6.12; io.latency and
# iocost add keys of their own (cost.usage and so on).
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/mycgroup
cat /sys/fs/cgroup/mycgroup/io.stat
cgexec mycgroup -- dd if=/dev/sda of=/dev/null bs=64K count=16 iflag=direct
cgexec mycgroup -- dd if=/dev/zero of=/dev/nvme0n1 bs=4K count=10 oflag=direct
cat /sys/fs/cgroup/mycgroup/io.stat
echo "# the root's is the disks' own:"
cat /sys/fs/cgroup/io.stat
