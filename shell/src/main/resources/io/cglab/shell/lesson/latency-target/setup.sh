cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir prod batch
echo +io > prod/cgroup.subtree_control
mkdir prod/db
echo "8:16 target=3ms" > prod/db/io.latency
