echo 100 > /sys/fs/cgroup/web/io.weight
echo 200 > /sys/fs/cgroup/db/io.weight
