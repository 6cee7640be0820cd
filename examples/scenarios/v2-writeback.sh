# io Cgroup Controller, "Writeback attribution": the two settings. What is written is in memory at
# once; the last close of the disk has its pages written, and they are the writer's, within its limit.
# machine: default
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/mycgroup
cat /proc/sys/vm/dirty_ratio
echo 80 > /proc/sys/vm/dirty_ratio # 80% of RAM as dirty threshold
cat /proc/sys/vm/dirty_ratio
echo "8:0 wbps=10485760" > /sys/fs/cgroup/mycgroup/io.max # throttle writeback
cgexec mycgroup -- dd if=/dev/zero of=/dev/sda bs=1M count=20
cat /sys/fs/cgroup/mycgroup/io.stat
