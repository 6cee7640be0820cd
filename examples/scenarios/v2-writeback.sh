# io Cgroup Controller, "Writeback attribution": the two settings. There is no page cache yet, so
# writes are direct here, and the limit holds them as it will hold write-back.
# machine: default
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/mycgroup
cat /proc/sys/vm/dirty_ratio
echo 80 > /proc/sys/vm/dirty_ratio # 80% of RAM as dirty threshold
cat /proc/sys/vm/dirty_ratio
echo "8:0 wbps=10485760" > /sys/fs/cgroup/mycgroup/io.max # throttle writeback
cgexec mycgroup -- dd if=/dev/zero of=/dev/sda bs=1M count=20 oflag=direct
cat /sys/fs/cgroup/mycgroup/io.stat
