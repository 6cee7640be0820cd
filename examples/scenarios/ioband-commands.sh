# The manual of dm-ioband v0.0.3, "Setup and Installation" to "Command Reference": each command line
# as printed, with what it prints.
# machine: machines/ioband.yaml
#
# The manual's slips: it writes /dev/device-mapper/IOBAND_DEVICE once, which is /dev/mapper/...; the
# prose detaches 2000 where the command says 1000. A kernel of the time lists devices in no order;
# here they come by name.
echo "# Setup and Installation"
make modules
make modules_install
depmod -a
modprobe dm-ioband
dmsetup targets

echo "# Getting started"
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | \
     dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 1" | \
     dmsetup create ioband2
ls /dev/mapper
dmsetup message ioband1 0 weight 40
dmsetup message ioband2 0 weight 10
dmsetup message ioband1 0 type user
dmsetup message ioband1 0 attach 1000
dmsetup message ioband1 0 attach 2000
dmsetup message ioband1 0 weight 1000:30
dmsetup message ioband1 0 weight 2000:20
iobandctl showconfig
dmsetup remove ioband1
dmsetup remove ioband2
ls /dev/mapper

echo "# Create an ioband device"
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1 10 200" | \
        dmsetup create ioband1
dmsetup table --target ioband
dmsetup remove ioband1
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | \
        dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 1" | \
        dmsetup create ioband2
echo "0 $(blockdev --getsize /dev/sdb3) ioband /dev/sdb3 2" | \
        dmsetup create ioband3
echo "0 $(blockdev --getsize /dev/sdb4) ioband /dev/sdb4 2" | \
        dmsetup create ioband4
dmsetup table --target ioband
dmsetup ls
dmsetup deps
dmsetup info ioband1

echo "# Set an ioband group type, create, detach"
dmsetup message ioband1 0 type user
dmsetup message ioband1 0 attach 1000
dmsetup message ioband2 0 type user
dmsetup message ioband2 0 attach 1000
dmsetup message ioband2 0 detach 1000

echo "# Set the weight of an ioband group"
dmsetup message ioband1 0 weight 40
dmsetup message ioband2 0 weight 10
dmsetup message ioband1 0 weight 4
dmsetup message ioband2 0 weight 1  
dmsetup message ioband1 0 weight 40
dmsetup message ioband1 0 weight 1000:10

echo "# Set the number of tokens, I/O throttling, I/O limiting"
dmsetup message ioband1 0 token 256
dmsetup message ioband1 0 io_throttle 16
dmsetup message ioband1 0 io_limit 128
iobandctl showconfig

echo "# Display settings"
dmsetup table --target ioband
for name in ioband1 ioband2 ioband3 ioband4; do dmsetup remove $name; done
echo "0 $(blockdev --getsize /dev/xvdc1) ioband /dev/xvdc1 128 10 400" | dmsetup create ioband1
dmsetup table --target ioband

echo "# Display Statistics, Reset status counter"
dmsetup remove ioband1
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 128 10 400" | dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 128" | dmsetup create ioband2
dmsetup message ioband1 0 token 64
dmsetup message ioband1 0 type user
dmsetup message ioband1 0 attach 1001
dmsetup message ioband1 0 attach 1002
for user in 0 1001 1002; do
  fio --name=job --uid=$user --filename=/dev/mapper/ioband1 --direct=1 --ioengine=libaio \
    --iodepth=16 --rw=randrw --size=1600k --bs=4k > /tmp/out &
done
fio --name=job --filename=/dev/mapper/ioband2 --direct=1 --ioengine=libaio --iodepth=16 \
  --rw=randrw --size=1600k --bs=4k > /tmp/out
wait
dmsetup status
dmsetup message ioband1 0 reset
dmsetup status
dmsetup remove ioband1
dmsetup remove ioband2
dmsetup status
