echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/web /sys/fs/cgroup/db /sys/fs/cgroup/other
echo 500 > /sys/fs/cgroup/web/io.bfq.weight
echo 1000 > /sys/fs/cgroup/db/io.bfq.weight
