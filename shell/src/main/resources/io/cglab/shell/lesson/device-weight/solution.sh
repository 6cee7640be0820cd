echo bfq > /sys/block/sda/queue/scheduler
echo 200 > /sys/fs/cgroup/blkio/db/blkio.bfq.weight
echo "8:0 300" > /sys/fs/cgroup/blkio/db/blkio.bfq.weight_device
