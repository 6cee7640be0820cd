# S11: holding a bio longer than slice_idle makes CFQ idle in vain
#
# Claim: CFQ waits up to 8 ms for the next read of a queue that is held above it; the wait is lost,
# and the queue's turn with it.
# Set-up: two sequential readers against eight random ones, equal weights, a limit of 8 in progress
# and a small pool, over CFQ, which is told who the submitters are; with slice_idle 8 and 0.
# Expected: the disk stands still for part of the time, which slice_idle 0 gives back; without
# dm-ioband the same idling pays.
# Outcome: Confirmed: the disk stands still for 6.7 % of the time with slice_idle 8, and not at all
# with 0. CFQ alone does 7 times as many I/Os with its idling as without; under dm-ioband it
# gains half as much again.
# machine: machines/disk.yaml
modprobe dm-ioband context=submitter
for n in 1 2; do
  echo "0 $(blockdev --getsize /dev/sda$n) ioband /dev/sda$n 1 1 8" | dmsetup create ioband$n
done
dmsetup message ioband1 0 token 64
for idle in 8 0; do
  echo $idle > /sys/block/sda/queue/iosched/slice_idle
  echo "# slice_idle $idle, dm-ioband with io_limit 8:"
  job seq --dev /dev/mapper/ioband1 --rw read --clients 2
  job rand --dev /dev/mapper/ioband2 --rw randread --clients 8
  run 30s
  echo "# slice_idle $idle, CFQ alone:"
  job seq --dev /dev/sda1 --rw read --clients 2
  job rand --dev /dev/sda2 --rw randread --clients 8
  run 30s
done
