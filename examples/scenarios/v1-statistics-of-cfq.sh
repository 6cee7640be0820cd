# Block IO Controller, "Details of cgroup files", on a kernel of the document's time: the files
# have the document's names. CFQ itself is not simulated yet, so what it counts stays zero.
# machine: legacy
mkdir /sys/fs/cgroup/blkio/test1
cd /sys/fs/cgroup/blkio/test1
cat /sys/block/sda/queue/scheduler
ls | grep -Ev 'throttle|bfq|cgroup|recursive'
cat blkio.weight
echo 8:16 300 > blkio.weight_device
cat blkio.weight_device
echo "# removed by 0:"
echo 8:16 0 > blkio.weight_device
cat blkio.weight_device
echo "# time and sectors:"
cat blkio.time blkio.sectors
