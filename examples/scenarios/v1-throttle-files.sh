# Block IO Controller, "Throttling/Upper limit policy files": the four limits, both kinds at once,
# what was issued, and the reset.
# machine: v1
#
# /cgrp in the document is the directory of a cgroup. 0 lifts a limit. On Linux 6.12,
# blkio.reset_stats resets BFQ's debugging statistics alone.
mkdir /sys/fs/cgroup/blkio/cgrp
cd /sys/fs/cgroup/blkio/cgrp
echo "8:0  1048576" > blkio.throttle.read_bps_device
echo "8:0  2097152" > blkio.throttle.write_bps_device
echo "8:0  100" > blkio.throttle.read_iops_device
echo "8:0  100" > blkio.throttle.write_iops_device
grep . blkio.throttle.*_device

echo "# 64 KiB a read: bytes are what holds it (16 a second)"
cgexec . -- dd iflag=direct if=/dev/sda of=/dev/null bs=64K count=32
echo "# 4 KiB a read: their number is (100 a second)"
cgexec . -- dd iflag=direct if=/dev/sda of=/dev/null bs=4K count=200
echo "# writes:"
cgexec . -- dd oflag=direct if=/dev/zero of=/dev/sda bs=64K count=32

cat blkio.throttle.io_serviced
cat blkio.throttle.io_service_bytes
echo 1 > blkio.reset_stats
cat blkio.throttle.io_serviced

echo "# lifted:"
echo "8:0  0" > blkio.throttle.read_bps_device
cat blkio.throttle.read_bps_device
echo "# refused:"
echo "8:1  1048576" > blkio.throttle.read_bps_device
echo "8:0  fast" > blkio.throttle.read_bps_device
