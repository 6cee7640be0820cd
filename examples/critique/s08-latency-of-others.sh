# S8: a random reader's latency depends on how many readers the other group has
#
# Claim: a controller above the scheduler shapes bandwidth only. Each sequential reader of group A
# gets its 100 ms from CFQ, so that the random reader of group B waits for all of them; a scheduler
# with groups serves one reader of A and then B.
# Set-up: 1, 2, 4, 8 and 16 sequential readers in A, one random reader in B, equal weights:
# dm-ioband over CFQ without groups, then CFQ's groups alone.
# Expected: B's worst latency grows with the number of readers under dm-ioband, and stays bounded
# with groups.
# Outcome: Confirmed. B's worst latency goes from 147 to 618 ms under dm-ioband while its rate
# falls from 42 to 5 I/Os a second; with groups it stays between 182 and 230 ms, and the rate above
# 36. With 4 readers dm-ioband is an exception: just above io_throttle 4 each completion releases
# one held bio, all in lockstep, and the readers lose their sequence.
# machine: machines/disk.yaml
cd /sys/fs/cgroup/blkio
mkdir a b
for n in 1 2; do
  echo "0 $(blockdev --getsize /dev/sda$n) ioband /dev/sda$n 1" | dmsetup create ioband$n
done
for readers in 1 2 4 8 16; do
  echo "# $readers readers, dm-ioband over CFQ:"
  job a --dev /dev/mapper/ioband1 --rw read --clients $readers
  job b --dev /dev/mapper/ioband2 --rw randread
  run 20s
done
dmsetup remove ioband1
dmsetup remove ioband2
for readers in 1 2 4 8 16; do
  echo "# $readers readers, CFQ's groups:"
  job a --dev /dev/sda1 --rw read --clients $readers --cgroup /sys/fs/cgroup/blkio/a
  job b --dev /dev/sda2 --rw randread --cgroup /sys/fs/cgroup/blkio/b
  run 20s
done
