echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/db
echo "8:0 rbps=1048576" > /sys/fs/cgroup/db/io.max
