mkdir /sys/fs/cgroup/blkio/web
