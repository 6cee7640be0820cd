mkdir /sys/fs/cgroup/blkio/db /sys/fs/cgroup/blkio/web
cat > /root/weights <<'X'
echo "8:0 300" > /sys/fs/cgroup/blkio/db/blkio.bfq.weight_device
echo 200 > /sys/fs/cgroup/blkio/db/blkio.bfq.weight
X
