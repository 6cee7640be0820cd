echo "259:0 0" > /sys/fs/cgroup/blkio/web/blkio.throttle.read_bps_device
