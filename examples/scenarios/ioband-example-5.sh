# The manual of dm-ioband v0.0.3, example 5: two Xen guests with image files on one ioband device, by
# tap:aio:, told apart by the processes tapdisk.
# machine: machines/ioband.yaml
#
# The manual looks for /vmdisk/disk[12].img where the images are vm1.img and vm2.img: links have
# those names here. Both of its configurations are for "Virtual Machine 1". That /vmdisk is on
# ioband1 is left out of its steps. The numbers of the processes are those of the manual, by
# ns_last_pid. Inode numbers are others.
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

mkdir -p /etc/xen /vmdisk
cat > /etc/xen/vm1 << 'END'
disk = [ 'tap:aio:/vmdisk/vm1.img,xvda,w', ]
END
cat > /etc/xen/vm2 << 'END'
disk = [ 'tap:aio:/vmdisk/vm2.img,xvda,w', ]
END
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | \
        dmsetup create ioband1
mkfs.ext3 /dev/mapper/ioband1 > /tmp/mkfs 2>&1
mount /dev/mapper/ioband1 /vmdisk
for vm in 1 2; do
  truncate -s 2G /vmdisk/vm$vm.img
  ln -s vm$vm.img /vmdisk/disk$vm.img
done
echo 15010 > /proc/sys/kernel/ns_last_pid
xm create vm1
echo 15275 > /proc/sys/kernel/ns_last_pid
xm create vm2
lsof /vmdisk/disk[12].img
dmsetup message ioband1 0 type pid
dmsetup message ioband1 0 attach 15011
dmsetup message ioband1 0 weight 15011:80
dmsetup message ioband1 0 attach 15276
dmsetup message ioband1 0 weight 15276:40
workload 15011 randread 253:0 iodepth=16
workload 15276 randread 253:0 iodepth=16
sleep 60
a=$(ios ioband1 15011) b=$(ios ioband1 15276) c=$(ios ioband1 -1)
part "vm1, weight 80" $a $((a + b + c))
part "vm2, weight 40" $b $((a + b + c))
part "others, weight 100" $c $((a + b + c))

echo "# After a restart of vm1 its tapdisk has another number, and is one of the others:"
xm destroy vm1
xm create vm1
dmsetup message ioband1 0 reset
workload $(pidof tapdisk | cut -d ' ' -f 1) randread 253:0 iodepth=16
sleep 60
a=$(ios ioband1 15011) b=$(ios ioband1 15276) c=$(ios ioband1 -1)
part "15011, weight 80" $a $((a + b + c))
part "vm2, weight 40" $b $((a + b + c))
part "others, weight 100" $c $((a + b + c))
