# Block IO Controller, "Proportional weight policy files": weights by device.
# machine: v1
#
# What is different on Linux 6.12: a disk must have bfq as its scheduler (Operation not supported
# otherwise); the file has a line for the default and no heading; and 0 does not remove a weight
# (Numerical result out of range), the word default does.
mkdir /sys/fs/cgroup/blkio/test1
cd /sys/fs/cgroup/blkio/test1
echo 8:16 300 > blkio.bfq.weight_device
echo "# with bfq:"
echo bfq > /sys/block/sdb/queue/scheduler
echo bfq > /sys/block/sda/queue/scheduler
cat blkio.bfq.weight
echo 8:16 300 > blkio.bfq.weight_device
cat blkio.bfq.weight_device
echo 8:0 500 > blkio.bfq.weight_device
cat blkio.bfq.weight_device
echo "# taken away:"
echo 8:0 0 > blkio.bfq.weight_device
echo 8:0 default > blkio.bfq.weight_device
cat blkio.bfq.weight_device
echo "# out of range, 1 to 1000:"
echo 1001 > blkio.bfq.weight
