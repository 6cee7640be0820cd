# S20: partitions in different device groups do not compete
#
# Claim (of the manual): the same device group ID must be set among the ioband devices that share a
# disk.
# Set-up: sda1 in device group 1 with weight 80, sda2 in device group 2 with weight 20, 16 readers
# each; then both in group 1.
# Expected: 50 % each, whatever the weights; then 80 and 20 %.
# Outcome: 50.0 and 50.0 %, then 79.4 and 20.6 %.
# machine: machines/ioband.yaml
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/a /sys/fs/cgroup/b
for second in 2 1; do
  echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | dmsetup create ioband1
  echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 $second" | dmsetup create ioband2
  dmsetup message ioband1 0 weight 80
  dmsetup message ioband2 0 weight 20
  echo "# sda1 in device group 1, sda2 in $second:"
  job a --dev /dev/mapper/ioband1 --rw randread --clients 16 --cgroup /sys/fs/cgroup/a
  job b --dev /dev/mapper/ioband2 --rw randread --clients 16 --cgroup /sys/fs/cgroup/b
  run 60s
  dmsetup remove ioband1
  dmsetup remove ioband2
done
