echo "8:0 rbps=1048576" > /sys/fs/cgroup/web/io.max
