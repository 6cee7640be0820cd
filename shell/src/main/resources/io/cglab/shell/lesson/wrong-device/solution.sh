echo "8:0 rbps=max" > /sys/fs/cgroup/db/io.max
echo "253:0 rbps=1048576" > /sys/fs/cgroup/db/io.max
