# The manual of dm-ioband v0.0.3, example 2: the same on two striped logical volumes.
# machine: machines/lvm.yaml
#
# The manual gives lvcreate both -l 64 and -L 1024M; -L is taken, and a warning says so (a later
# manual has -I 64, the stripe size). It calls the volumes /dev/mapper/lv0 and lv1; their names are
# /dev/mapper/vg0-lv0 and vg0-lv1, and the others are aliases here.
# I/Os of an ioband group: DEVICE ID
ios() {
  id=$2
  set -- $(dmsetup status $1)
  shift 4
  while [ $# -ge 7 ]; do
    if [ "$1" = "$id" ]; then echo $(($2 + $5)); fi
    shift 7
  done
}
# LABEL I/Os, as a part of ALL
part() { echo "$1: $(($2 * 1000 / $3 / 10)).$(($2 * 1000 / $3 % 10)) %"; }

mkdir -p /mnt1 /mnt2
pvcreate /dev/sdb
pvcreate /dev/sdc
vgcreate vg0 /dev/sdb /dev/sdc
lvcreate -n lv0 -i 2 -l 64 vg0 -L 1024M
lvcreate -n lv1 -i 2 -l 64 vg0 -L 1024M
dmsetup table
ls /dev/mapper /dev/vg0
echo "0 $(blockdev --getsize /dev/mapper/lv0) ioband /dev/mapper/lv0 1"\
       | dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/mapper/lv1) ioband /dev/mapper/lv1 1"\
       | dmsetup create ioband2
dmsetup message ioband1 0 weight 80
dmsetup message ioband2 0 weight 40
mkfs.ext3 /dev/mapper/ioband1 > /tmp/mkfs 2>&1
mount /dev/mapper/ioband1 /mnt1
mkfs.ext3 /dev/mapper/ioband2 > /tmp/mkfs 2>&1
mount /dev/mapper/ioband2 /mnt2
dmsetup table
lsblk
umount /mnt1
umount /mnt2
for name in ioband1 ioband2; do
  fio --name=load --filename=/dev/mapper/$name --direct=1 --rw=randread --bs=4k --size=1G \
    --numjobs=16 --thinktime=20us --time_based --runtime=60 > /tmp/out &
done
wait
a=$(ios ioband1 -1) b=$(ios ioband2 -1)
part "ioband1, weight 80" $a $((a + b))
part "ioband2, weight 40" $b $((a + b))
