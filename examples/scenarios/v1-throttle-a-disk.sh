# Block IO Controller, "Throttling/Upper Limit policy": mount blkio, limit reads of a disk, read.
# machine: v1
#
# The machine mounts blkio when it boots, so the script takes it away first. The document reads a
# file on 8:16; there are no files on the simulated disks, so dd reads the device itself. The hard
# disk 8:16 needs 8 ms for each read, which is less than 1 MB/s without any limit: the limit shows
# on the SSD, 8:0.
umount /sys/fs/cgroup/blkio
mount -t cgroup -o blkio none /sys/fs/cgroup/blkio

echo "# 8:16, slower than its limit:"
echo "8:16  1048576" > /sys/fs/cgroup/blkio/blkio.throttle.read_bps_device
cat /sys/fs/cgroup/blkio/blkio.throttle.read_bps_device
dd iflag=direct if=/dev/sdb of=/dev/null bs=4K count=1024

echo "# 8:0, without a limit and with one:"
dd iflag=direct if=/dev/sda of=/dev/null bs=4K count=1024
echo "8:0  1048576" > /sys/fs/cgroup/blkio/blkio.throttle.read_bps_device
cat /sys/fs/cgroup/blkio/blkio.throttle.read_bps_device
dd iflag=direct if=/dev/sda of=/dev/null bs=4K count=1024

echo "# the same for writes:"
echo "8:0  1048576" > /sys/fs/cgroup/blkio/blkio.throttle.write_bps_device
dd oflag=direct if=/dev/zero of=/dev/sda bs=4K count=1024
