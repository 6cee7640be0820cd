echo "8:0 target=3000" > /sys/fs/cgroup/prod/io.latency
