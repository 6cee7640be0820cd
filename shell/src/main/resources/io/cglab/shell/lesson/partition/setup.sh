echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/web
