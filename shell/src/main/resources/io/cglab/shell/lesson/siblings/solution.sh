echo 300 > /sys/fs/cgroup/prod/io.weight
