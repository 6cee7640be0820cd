# IO scheduler based IO controller V10, Test3: more and more sequential readers in group1 of weight
# 500 against one in group2 of weight 1000, which gets double the bandwidth each time. See
# v10-writers-and-reader for what differs from the posting.
# machine: default
echo bfq > /sys/block/sdb/queue/scheduler
echo 128 > /sys/block/sdb/queue/nr_requests
cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir group1 group2
echo 500 > group1/io.bfq.weight
echo 1000 > group2/io.bfq.weight
for nr in 1 2 4 8 16; do
  cgexec group1 -- fio --name=readers --filename=/dev/sdb --rw=read --bs=4K --size=2G \
    --runtime=30 --direct=1 --numjobs=$nr --group_reporting > /tmp/group1 &
  cgexec group2 -- fio --name=reader --filename=/dev/sdb --rw=read --bs=4K --size=2G \
    --runtime=30 --direct=1 > /tmp/group2
  wait
  echo "# $nr readers in group1, one in group2:"
  grep READ: /tmp/group1 /tmp/group2
done
