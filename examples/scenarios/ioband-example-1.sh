# The manual of dm-ioband v0.0.3, examples 1 and 3: partitions with weights 80 and 40, then a user's
# group of weight 20 on the second.
# machine: machines/ioband.yaml
#
# Example 3 types "user." with a full stop, which is refused; the line behind has none. It says that
# it assigns a weight of 10, and assigns 20.
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
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | \
        dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 1" | \
        dmsetup create ioband2
dmsetup message ioband1 0 weight 80
dmsetup message ioband2 0 weight 40
mkfs.ext3 /dev/mapper/ioband1 > /tmp/mkfs 2>&1
mount /dev/mapper/ioband1 /mnt1
mkfs.ext3 /dev/mapper/ioband2 > /tmp/mkfs 2>&1
mount /dev/mapper/ioband2 /mnt2
grep mnt /proc/mounts
echo "# Mounted, they cannot be removed:"
dmsetup remove ioband1

load() {
  fio --name=$3 --filename=$1 --uid=$2 --direct=1 --rw=randread --bs=4k --size=256M \
    --numjobs=16 --thinktime=20us --time_based --runtime=60 > /tmp/out &
}
dd if=/dev/zero of=/mnt1/database bs=1M count=256 oflag=direct 2> /tmp/dd
dd if=/dev/zero of=/mnt2/web bs=1M count=256 oflag=direct 2> /tmp/dd
dd if=/dev/zero of=/mnt2/application bs=1M count=256 oflag=direct 2> /tmp/dd
dmsetup message ioband1 0 reset
dmsetup message ioband2 0 reset
echo "# Example 1: a database on /mnt1, web applications on /mnt2"
load /mnt1/database 0 database
load /mnt2/web 0 web
wait
a=$(ios ioband1 -1) b=$(ios ioband2 -1)
part "/mnt1, weight 80" $a $((a + b))
part "/mnt2, weight 40" $b $((a + b))

echo "# Example 3: an application of user 1000 beside, on /mnt2"
dmsetup message ioband2 0 type user.
dmsetup message ioband2 0 type user
dmsetup message ioband2 0 attach 1000
dmsetup message ioband2 0 weight 1000:20
dmsetup message ioband1 0 reset
dmsetup message ioband2 0 reset
load /mnt1/database 0 database
load /mnt2/web 0 web
load /mnt2/application 1000 application
wait
a=$(ios ioband1 -1) b=$(ios ioband2 1000) c=$(ios ioband2 -1)
part "/mnt1, weight 80" $a $((a + b + c))
part "/mnt2, user 1000, weight 20" $b $((a + b + c))
part "/mnt2, others, weight 40" $c $((a + b + c))
umount /mnt1
umount /mnt2
dmsetup remove ioband1
dmsetup remove ioband2
