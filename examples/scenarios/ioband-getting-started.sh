# The manual of dm-ioband v0.0.3, "Getting started": weights 40 and 10 are 80 and 20 percent of the
# disk; with two users' groups beside, 30, 20, 40 and 10 percent.
# machine: machines/ioband.yaml
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

echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | \
     dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 1" | \
     dmsetup create ioband2
dmsetup message ioband1 0 weight 40
dmsetup message ioband2 0 weight 10
# Each job: 16 readers of 4 KiB that think for 20 us.
load() {
  fio --name=load --filename=$1 --uid=$2 --direct=1 --rw=randread --bs=4k --size=4G \
    --numjobs=16 --thinktime=20us --time_based --runtime=60 > /tmp/out &
}
load /dev/mapper/ioband1 0
load /dev/mapper/ioband2 0
wait
a=$(ios ioband1 -1) b=$(ios ioband2 -1)
part "ioband1, weight 40" $a $((a + b))
part "ioband2, weight 10" $b $((a + b))

dmsetup message ioband1 0 type user
dmsetup message ioband1 0 attach 1000
dmsetup message ioband1 0 attach 2000
dmsetup message ioband1 0 weight 1000:30
dmsetup message ioband1 0 weight 2000:20
dmsetup message ioband1 0 reset
dmsetup message ioband2 0 reset
for user in 1000 2000 0; do load /dev/mapper/ioband1 $user; done
load /dev/mapper/ioband2 0
wait
a=$(ios ioband1 1000) b=$(ios ioband1 2000) c=$(ios ioband1 -1) d=$(ios ioband2 -1)
all=$((a + b + c + d))
part "ioband1, user 1000, weight 30" $a $all
part "ioband1, user 2000, weight 20" $b $all
part "ioband1, others, weight 40" $c $all
part "ioband2, weight 10" $d $all
dmsetup remove ioband1
dmsetup remove ioband2
