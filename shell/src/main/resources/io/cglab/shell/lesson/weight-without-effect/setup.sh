echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/db /sys/fs/cgroup/batch
echo 400 > /sys/fs/cgroup/db/io.weight
