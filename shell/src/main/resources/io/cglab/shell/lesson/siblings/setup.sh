cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
# iocost divides the disk, which it knows to do 1900 I/Os a second.
echo "8:0 ctrl=user model=linear rbps=200000000 rseqiops=1900 rrandiops=1900 wbps=200000000 wseqiops=1900 wrandiops=1900" > io.cost.model
echo "8:0 enable=1 ctrl=user min=100 max=100" > io.cost.qos
mkdir prod test
echo +io > prod/cgroup.subtree_control
echo +io > test/cgroup.subtree_control
mkdir prod/db test/load
echo 10000 > prod/db/io.weight
echo 1 > test/load/io.weight
