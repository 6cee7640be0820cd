# S7: dm-ioband counts I/Os, not disk time
#
# Claim: fairness in the number of I/Os lets a seeky job have nearly all of the disk's time, and
# brings the throughput of the whole disk down.
# Set-up: one sequential job and one random job, 16 I/Os in flight each, equal weights, on a hard
# disk; then the same with CFQ's groups in the place of dm-ioband.
# Expected: 50 % of the I/Os each under dm-ioband, with more than 90 % of the time for the random
# job; half of the time each under CFQ, with many times the sequential I/Os.
# Outcome: Half of the I/Os each: the sequential job falls to 27 I/Os a second from the 7969 that
# CFQ leaves it. On this disk the I/Os of the two jobs alternate, so that each of the sequential
# ones costs a seek too, and the whole throughput is gone. CFQ shares time instead, 48 and 52 %,
# and the random job has twice as many I/Os as under dm-ioband all the same.
# machine: machines/disk.yaml
mkdir /sys/fs/cgroup/blkio/seq /sys/fs/cgroup/blkio/rand
echo "# dm-ioband over noop:"
echo noop > /sys/block/sda/queue/scheduler
for n in 1 2; do
  echo "0 $(blockdev --getsize /dev/sda$n) ioband /dev/sda$n 1" | dmsetup create ioband$n
done
dmsetup message ioband1 0 token 64
job seq --dev /dev/mapper/ioband1 --rw read --depth 16 --cgroup /sys/fs/cgroup/blkio/seq
job rand --dev /dev/mapper/ioband2 --rw randread --depth 16 --cgroup /sys/fs/cgroup/blkio/rand
run 30s
dmsetup remove ioband1
dmsetup remove ioband2
echo "# CFQ with groups:"
echo cfq > /sys/block/sda/queue/scheduler
job seq --dev /dev/sda1 --rw read --depth 16 --cgroup /sys/fs/cgroup/blkio/seq
job rand --dev /dev/sda2 --rw randread --depth 16 --cgroup /sys/fs/cgroup/blkio/rand
run 30s
