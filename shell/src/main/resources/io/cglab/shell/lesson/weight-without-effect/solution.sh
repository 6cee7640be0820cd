echo "8:0 enable=1" > /sys/fs/cgroup/io.cost.qos
