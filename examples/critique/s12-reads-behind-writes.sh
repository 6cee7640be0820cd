# S12: reads wait behind writes in one queue
#
# Claim: a group's bios go on first in, first out, and writes can overwhelm reads.
# Set-up: one group with 32 writers and a reader, io_limit 16, on a disk that takes 1 ms for each:
# v0.0.3, and 1.x, which counts reads and writes apart.
# Expected: the reader waits for all 32 writers, about 33 ms, with v0.0.3, and about half of that
# with 1.x.
# Outcome: Confirmed: 33.0 and 17.0 ms.
# machine: machines/ioband.yaml
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/reader /sys/fs/cgroup/writers
echo "# v0.0.3:"
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1 4 16" | dmsetup create ioband1
job reader --dev /dev/mapper/ioband1 --rw randread --cgroup /sys/fs/cgroup/reader
job writers --dev /dev/mapper/ioband1 --rw randwrite --clients 32 --cgroup /sys/fs/cgroup/writers
run 30s
dmsetup remove ioband1
modprobe dm-ioband profile=1.8
echo "# v1.8.0:"
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1 4 16 none weight 0" | dmsetup create ioband1
job reader --dev /dev/mapper/ioband1 --rw randread --cgroup /sys/fs/cgroup/reader
job writers --dev /dev/mapper/ioband1 --rw randwrite --clients 32 --cgroup /sys/fs/cgroup/writers
run 30s
