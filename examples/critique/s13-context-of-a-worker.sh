# S13: submission by a worker loses the I/O context
#
# Claim: held bios go on by a worker thread; CFQ takes them for the worker's, idles for nobody, and
# is unfair inside the group.
# Set-up: two sequential readers in one ioband group and eight random readers in another, equal
# weights, pool 64, over CFQ: held bios sent on as the worker's, as dm-ioband does, and as the
# submitters'; and without dm-ioband.
# Expected: more for the sequential readers where CFQ sees who reads.
# Outcome: Confirmed in the main: under dm-ioband the two sequential readers fall from 239 and 244
# I/Os a second to 37 and 31, and one gets a fifth more than the other. But telling CFQ who they
# are does not help here: it idles for a reader whose next I/O is held above (S11), and they get 25
# and 24.
# machine: machines/disk.yaml
for context in worker submitter; do
  modprobe dm-ioband context=$context
  for n in 1 2; do
    echo "0 $(blockdev --getsize /dev/sda$n) ioband /dev/sda$n 1" | dmsetup create ioband$n
  done
  dmsetup message ioband1 0 token 64
  echo "# context=$context:"
  job reader1 --dev /dev/mapper/ioband1 --rw read
  job reader2 --dev /dev/mapper/ioband1 --rw read
  job others --dev /dev/mapper/ioband2 --rw randread --clients 8
  run 30s
  dmsetup remove ioband1
  dmsetup remove ioband2
done
echo "# CFQ alone:"
job reader1 --dev /dev/sda1 --rw read
job reader2 --dev /dev/sda1 --rw read
job others --dev /dev/sda2 --rw randread --clients 8
run 30s
