# S15: fairness on a logical device leaves disks idle
#
# Claim: a controller on a logical volume shares it by weight although the jobs work on different
# disks below, where nothing contends.
# Set-up: lv0 over sda and sdb, one after the other; user 1000 reads on sda alone, user 2000 on sdb
# alone, weights 2 to 1 on an ioband device over lv0; 16 readers each, 1 ms for each I/O.
# Expected: 1000 and 500 I/Os a second, with sdb idle for half of the time; 1000 each with
# io_throttle 32, where nothing is held, and where control is at the disks.
# Outcome: As computed: 992 and 497 I/Os a second with control at the volume, 992 each with nothing
# held and with control at the disks.
# machine: machines/lvm.yaml
half=$(blockdev --getsize /dev/sda)
dmsetup create lv0 << END
0 $half linear /dev/sda 0
$half $half linear /dev/sdb 0
END
echo "0 $((2 * half)) ioband /dev/mapper/lv0 1" | dmsetup create ioband1
dmsetup create first --table "0 $half linear /dev/mapper/ioband1 0"
dmsetup create second --table "0 $half linear /dev/mapper/ioband1 $half"
dmsetup message ioband1 0 type user
for pair in 1000:200 2000:100; do
  dmsetup message ioband1 0 attach ${pair%:*}
  dmsetup message ioband1 0 weight $pair
done
for throttle in 4 32; do
  dmsetup message ioband1 0 io_throttle $throttle
  echo "# ioband over lv0, io_throttle $throttle:"
  job t1 --dev /dev/mapper/first --rw randread --clients 16 --uid 1000
  job t2 --dev /dev/mapper/second --rw randread --clients 16 --uid 2000
  run 30s
done
for name in first second ioband1 lv0; do dmsetup remove $name; done
echo "# ioband devices on the disks, a device group each:"
echo "0 $half ioband /dev/sda 1" | dmsetup create ioband1
echo "0 $half ioband /dev/sdb 2" | dmsetup create ioband2
job t1 --dev /dev/mapper/ioband1 --rw randread --clients 16 --uid 1000
job t2 --dev /dev/mapper/ioband2 --rw randread --clients 16 --uid 2000
run 30s
