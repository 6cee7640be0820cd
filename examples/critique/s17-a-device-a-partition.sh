# S17: one mapped device for each partition
#
# Claim: whoever wants to control partitions needs the device mapper's tools and an ioband device
# on each of them.
# Set-up: the commands for two groups of users on each partition of the machine, counted; and those
# for two cgroups under CFQ.
# Expected: a create, a type, two attaches and two weights for each partition, and a mount of
# another device; two writes for all disks.
# Outcome: 42 commands for 7 partitions, before the file systems are mounted from the new devices,
# against 2 writes.
# machine: machines/ioband.yaml
commands=0
count() { commands=$((commands + 1)); "$@"; }
n=0
for partition in $(lsblk -lnp -o NAME,TYPE | grep part | cut -d ' ' -f 1); do
  n=$((n + 1))
  disk=$(basename $partition | tr -d 0-9)
  count dmsetup create ioband$n --table \
    "0 $(blockdev --getsize $partition) ioband $partition $(printf %d "'${disk#??}")"
  count dmsetup message ioband$n 0 type user
  count dmsetup message ioband$n 0 attach 1000
  count dmsetup message ioband$n 0 attach 2000
  count dmsetup message ioband$n 0 weight 1000:200
  count dmsetup message ioband$n 0 weight 2000:100
done
dmsetup ls
echo "dm-ioband: $commands commands for $n partitions"
commands=0
mkdir -p /cgroup/blkio
mount -t cgroup -o blkio none /cgroup/blkio
mkdir /cgroup/blkio/a /cgroup/blkio/b
count tee /cgroup/blkio/a/blkio.weight <<< 1000
count tee /cgroup/blkio/b/blkio.weight <<< 500
echo "blkio.weight: $commands writes for all disks"
