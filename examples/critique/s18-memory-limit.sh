# S18: a narrow group fills the page cache
#
# Claim (bio-cgroup's): without a limit of memory a group with little bandwidth can make the whole
# page cache dirty, and then all wait for its writes; with one, it waits for its own.
# Set-up: two groups with weights 10 and 90 on a file system on an ioband device, each writes a
# file of 1 GiB through the page cache of 2 GiB: without a limit, and with 64 MiB for the group of
# weight 10; and the group of weight 90 alone.
# Expected: both equally slow without the limit; with it, the group of weight 90 undisturbed.
# Outcome: Confirmed: without the limit the weights do not count at all, 43 and 40 MB/s, and the group
# of weight 90 is even the last to end; with it that one writes at 106 MB/s, against 136 alone, and the
# other has 139 MiB behind it when it ends, 12 % of all.
# machine: machines/pages.yaml
write() {
  sh -c "echo \$\$ > /cgroup/bio/$1/tasks
    exec dd if=/dev/zero of=/mnt/$1 bs=1M count=1024 2> /tmp/$1"
}
rate() { tail -n 1 /tmp/$1 | cut -d , -f 3,4; }
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | dmsetup create ioband1
mkfs.ext3 -q /dev/mapper/ioband1
mount /dev/mapper/ioband1 /mnt
mkdir -p /cgroup/bio
mount -t cgroup -o bio,memory none /cgroup/bio
mkdir /cgroup/bio/narrow /cgroup/bio/wide
iobandctl group /dev/mapper/ioband1 cgroup /cgroup/bio/narrow:10 /cgroup/bio/wide:90
for limit in -1 64M; do
  echo "# memory.limit_in_bytes of the group of weight 10: $limit"
  echo $limit > /cgroup/bio/narrow/memory.limit_in_bytes
  write narrow &
  write wide
  echo "when weight 90 is done, weight 10 has written $(($(stat -c %s /mnt/narrow) >> 20)) MiB"
  wait
  echo "weight 10:$(rate narrow)"
  echo "weight 90:$(rate wide)"
  sync
  rm /mnt/narrow /mnt/wide
done
echo "# weight 90 alone"
write wide
echo "weight 90:$(rate wide)"
