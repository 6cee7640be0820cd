echo "8:16 target=3000" > /sys/fs/cgroup/prod/io.latency
