# S9: a single sequential reader loses its share
#
# Claim: dm-ioband does not anticipate. Between two reads of a lone reader its group looks idle, so
# that tokens are given out anew and the other side fills the queue.
# Set-up: a reader of weight 40 against 16 readers of weight 10, on a disk that takes 1 ms for
# each.
# Expected: 1 of 17 clients, 5.9 %, where the weights promise 80 %; 20, 33 and 50 % with limits of
# 4, 2 and 1, which leave the disk no queue to sort.
# Outcome: As computed: 5.9, 20.0, 33.3 and 50.0 %; with 16 readers on either side the promised 80
# %.
# machine: machines/ioband.yaml
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 1" | dmsetup create ioband2
dmsetup message ioband1 0 weight 40
dmsetup message ioband2 0 weight 10
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/a /sys/fs/cgroup/b
for limit in 128 4 2 1; do
  if [ $limit -le 4 ]; then dmsetup message ioband1 0 io_throttle $limit; fi
  dmsetup message ioband1 0 io_limit $limit
  echo "# io_limit $limit:"
  job reader --dev /dev/mapper/ioband1 --rw read --think 20us --cgroup /sys/fs/cgroup/a
  job others --dev /dev/mapper/ioband2 --rw randread --clients 16 --think 20us --cgroup /sys/fs/cgroup/b
  run 60s
done
echo "# The other way round, 16 readers have their 80 %:"
dmsetup message ioband1 0 io_limit 128
dmsetup message ioband1 0 io_throttle 4
job readers --dev /dev/mapper/ioband1 --rw read --clients 16 --think 20us --cgroup /sys/fs/cgroup/a
job others --dev /dev/mapper/ioband2 --rw randread --clients 16 --think 20us --cgroup /sys/fs/cgroup/b
run 60s
