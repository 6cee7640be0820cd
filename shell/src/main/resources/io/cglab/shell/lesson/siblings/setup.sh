cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir prod test
echo +io > prod/cgroup.subtree_control
echo +io > test/cgroup.subtree_control
mkdir prod/db test/load
echo 1000 > prod/db/io.bfq.weight
echo 1 > test/load/io.bfq.weight
