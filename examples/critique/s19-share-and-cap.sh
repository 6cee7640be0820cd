# S19: a share and a cap
#
# Claim: IO throttling is a controller of maximum bandwidth, not a proportional one.
# Set-up: two groups with 16 readers each on a disk that does 1000 I/Os a second, 4 KiB each: weights
# 40 and 10 under dm-ioband; 1 MiB/s and 256 KiB/s under io-throttle, and under io.max; then the same
# with the second group idle.
# Expected: 800 and 200 a second, or all 1000 for the first alone; 256 and 64 with limits, which leave
# the disk idle for 68 % of the time, and no more for the first alone.
# Outcome: As computed: 787 and 205, 992 alone; 256 and 64, 256 alone, by the sleep of the submitting
# tasks as by the timers of the block layer. What differs is where the readers wait: io-throttle puts
# each to sleep before its I/O is there.
# machine: machines/ioband.yaml
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir -p /sys/fs/cgroup/a /sys/fs/cgroup/b /cgroup/blockio
mount -t cgroup -o blockio cgroup /cgroup/blockio
mkdir /cgroup/blockio/a /cgroup/blockio/b
# pair PLACE DEVICE DEVICE: both groups at work, then one
pair() {
  job a --dev $2 --rw randread --clients 16 --cgroup $1/a
  job b --dev $3 --rw randread --clients 16 --cgroup $1/b
  run 30s
  job a --dev $2 --rw randread --clients 16 --cgroup $1/a
  run 30s
}
echo "# dm-ioband, 40 and 10:"
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 1" | dmsetup create ioband2
dmsetup message ioband1 0 weight 40
dmsetup message ioband2 0 weight 10
pair /sys/fs/cgroup /dev/mapper/ioband1 /dev/mapper/ioband2
dmsetup remove ioband1
dmsetup remove ioband2
echo "# io-throttle, 1 MiB/s and 256 KiB/s:"
echo /dev/sda:1048576 > /cgroup/blockio/a/blockio.bandwidth-max
echo /dev/sda:262144 > /cgroup/blockio/b/blockio.bandwidth-max
pair /cgroup/blockio /dev/sda1 /dev/sda2
cat /cgroup/blockio/a/blockio.throttlecnt
echo /dev/sda:0 > /cgroup/blockio/a/blockio.bandwidth-max
echo /dev/sda:0 > /cgroup/blockio/b/blockio.bandwidth-max
echo "# io.max, the same:"
echo "8:0 rbps=1048576" > /sys/fs/cgroup/a/io.max
echo "8:0 rbps=262144" > /sys/fs/cgroup/b/io.max
pair /sys/fs/cgroup /dev/sda1 /dev/sda2
