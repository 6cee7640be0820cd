# S10: I/O priority inside a group is lost
#
# Claim: bios are held in one queue for a group and go on first in, first out, whatever the
# priority of who sent them.
# Set-up: eight readers of best effort 0 and eight of best effort 7 in one ioband group of weight
# 10 beside 16 readers of weight 90, over CFQ; then without dm-ioband.
# Expected: equal shares of the two kinds of readers in the group; without the controller priority
# 0 wins clearly.
# Outcome: Confirmed: 243 and 240 I/Os under dm-ioband; 1521 and 1002 under CFQ alone, where
# priority 7 waits up to 6 s.
# machine: machines/disk.yaml
for n in 1 2; do
  echo "0 $(blockdev --getsize /dev/sda$n) ioband /dev/sda$n 1 4 8" | dmsetup create ioband$n
done
dmsetup message ioband1 0 weight 10
dmsetup message ioband2 0 weight 90
dmsetup message ioband1 0 token 64
echo "# with dm-ioband, io_limit 8:"
job prio0 --dev /dev/mapper/ioband1 --rw randread --clients 8 --prio 2:0
job prio7 --dev /dev/mapper/ioband1 --rw randread --clients 8 --prio 2:7
job others --dev /dev/mapper/ioband2 --rw randread --clients 16
run 60s
echo "# CFQ alone:"
job prio0 --dev /dev/sda1 --rw randread --clients 8 --prio 2:0
job prio7 --dev /dev/sda1 --rw randread --clients 8 --prio 2:7
job others --dev /dev/sda2 --rw randread --clients 16
run 60s
