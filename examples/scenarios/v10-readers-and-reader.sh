# IO scheduler based IO controller V10, Test2: a random reader against more and more sequential
# readers, without groups and with two groups of weight 500 each. See v10-writers-and-reader for
# what differs from the posting.
# machine: default
echo bfq > /sys/block/sdb/queue/scheduler
echo 128 > /sys/block/sdb/queue/nr_requests
cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir group1 group2
echo 500 > group1/io.bfq.weight
echo 500 > group2/io.bfq.weight
both() {
  cgexec $1 -- fio --name=readers --filename=/dev/sdb --rw=read --bs=4K --size=2G \
    --runtime=30 --direct=1 --numjobs=$3 --group_reporting > /tmp/readers &
  cgexec $2 -- fio --name=reader --filename=/dev/sdb --rw=randread --bs=4K --size=2G \
    --runtime=30 --direct=1 > /tmp/reader
  wait
  grep READ: /tmp/readers /tmp/reader
}
for nr in 1 4 16; do
  echo "# $nr sequential readers, no groups:"
  both /sys/fs/cgroup /sys/fs/cgroup $nr
  echo "# $nr sequential readers in group1, the random reader in group2:"
  both group1 group2 $nr
done
