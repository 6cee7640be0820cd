mkdir /sys/fs/cgroup/db /sys/fs/cgroup/batch
