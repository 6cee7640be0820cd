# S14: groups interleave on noop, deadline and AS
#
# Claim: I/O of different groups goes into one queue below and is interleaved, with more seeks and
# less throughput than a queue for each group gives.
# Set-up: two groups of equal weight, each reading sequentially in its own region of the disk with
# 16 I/Os in flight, over noop; with pools of 2048 and 64 tokens; then CFQ's groups.
# Expected: the smaller the pool, the more often the head moves; most throughput with CFQ.
# Outcome: Confirmed: 64 I/Os a second in all under dm-ioband over noop, with either pool, since
# both groups have I/O in the queue at any time and the disk alternates between them; 16113 with
# CFQ's groups.
# machine: machines/disk.yaml
mkdir /sys/fs/cgroup/blkio/a /sys/fs/cgroup/blkio/b
echo noop > /sys/block/sda/queue/scheduler
for n in 1 2; do
  echo "0 $(blockdev --getsize /dev/sda$n) ioband /dev/sda$n 1" | dmsetup create ioband$n
done
for token in 2048 64; do
  dmsetup message ioband1 0 token $token
  echo "# dm-ioband over noop, token $token:"
  job a --dev /dev/mapper/ioband1 --rw read --depth 16 --cgroup /sys/fs/cgroup/blkio/a
  job b --dev /dev/mapper/ioband2 --rw read --depth 16 --cgroup /sys/fs/cgroup/blkio/b
  run 20s
done
dmsetup remove ioband1
dmsetup remove ioband2
echo cfq > /sys/block/sda/queue/scheduler
echo "# CFQ's groups:"
job a --dev /dev/sda1 --rw read --depth 16 --cgroup /sys/fs/cgroup/blkio/a
job b --dev /dev/sda2 --rw read --depth 16 --cgroup /sys/fs/cgroup/blkio/b
run 20s
