# IO scheduler based IO controller V10 on the kernel and the disk that it was posted for: Test3, more and more sequential readers
# in group1 of weight 500 against one in group2 of weight 1000, and Test2's random reader, which keeps its share beside any
# number of sequential ones. fio's lines are the posting's; what they read are files on an ext3. `cglab reproduce v10` has all of its tables.
# machine: sata7200-2009
mkdir /cgroup/group1 /cgroup/group2
echo 500 > /cgroup/group1/io.weight
cd /mnt
inside() { echo 0 > /cgroup/$1/tasks; shift; "$@"; }
both() {
  (inside group1 fio --rw=read --bs=4K --size=2G --runtime=30 --direct=1 --numjobs=$1 > /tmp/group1) &
  (inside group2 fio --name=reader --rw=$2 --bs=4K --size=2G --runtime=30 --direct=1 > /tmp/group2) &
  wait
  grep READ: /tmp/group1 /tmp/group2
}
echo 1000 > /cgroup/group2/io.weight
for nr in 1 4 16; do
  echo "# $nr readers in group1 of weight 500, one in group2 of weight 1000:"
  both $nr read
done
echo 500 > /cgroup/group2/io.weight
echo 1 > /sys/block/sda/queue/iosched/group_idle
for nr in 1 4 16; do
  echo "# $nr readers in group1, a random reader in group2, weights 500:"
  both $nr randread
done
