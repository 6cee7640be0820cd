echo 100 > /sys/fs/cgroup/web/io.bfq.weight
echo 200 > /sys/fs/cgroup/db/io.bfq.weight
