# IO scheduler based IO controller V10, Test1: a random reader against more and more random writers,
# without groups and with two groups of weight 500 each.
# machine: default
#
# fio's options are the posting's, with a name and the disk added. The posting's controller was CFQ
# with groups on Linux 2.6.31; here BFQ of Linux 6.12 does its work, and the disk needs 8 ms for
# each request wherever it is. So the figures are not the posting's, but their point is: in groups
# the reader's share does not sink with the number of writers. A disk of queue depth 1 has only two
# requests in the scheduler on Linux 6.12, too few to choose from; 128 was usual in 2009.
echo bfq > /sys/block/sdb/queue/scheduler
echo 128 > /sys/block/sdb/queue/nr_requests
cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir group1 group2
echo 500 > group1/io.bfq.weight
echo 500 > group2/io.bfq.weight
both() {
  cgexec $1 -- fio --name=writers --filename=/dev/sdb --rw=randwrite --bs=64K --size=2G \
    --runtime=30 --direct=1 --ioengine=libaio --iodepth=4 --numjobs=$3 --group_reporting \
    > /tmp/writers &
  cgexec $2 -- fio --name=reader --filename=/dev/sdb --rw=randread --bs=4K --size=2G \
    --runtime=30 --direct=1 > /tmp/reader
  wait
  grep WRITE: /tmp/writers
  grep READ: /tmp/reader
}
for nr in 1 4 16; do
  echo "# $nr writers, no groups:"
  both /sys/fs/cgroup /sys/fs/cgroup $nr
  echo "# $nr writers in group1, the reader in group2:"
  both group1 group2 $nr
done
