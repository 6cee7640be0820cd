cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
# iocost divides the disk, which it knows to do 1900 I/Os a second.
echo "8:0 ctrl=user model=linear rbps=200000000 rseqiops=1900 rrandiops=1900 wbps=200000000 wseqiops=1900 wrandiops=1900" > io.cost.model
echo "8:0 enable=1 ctrl=user min=100 max=100" > io.cost.qos
mkdir web db other
echo 500 > web/io.weight
echo 1000 > db/io.weight
