echo +io > /sys/fs/cgroup/cgroup.subtree_control
echo 200 > /sys/fs/cgroup/db/io.weight
echo 50 > /sys/fs/cgroup/batch/io.weight
