# The manual of dm-ioband v0.0.3, example 4: two Xen guests with an ioband device each, by phy:.
# machine: machines/ioband.yaml
#
# What a guest reads and writes is done on the host by a thread of the block back end, here with
# workload.
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

mkdir -p /etc/xen
cat > /etc/xen/vm1 << 'END'
name = "vm1"
memory = 256
disk = [ 'phy:/dev/mapper/ioband1,xvda,w' ]
END
cat > /etc/xen/vm2 << 'END'
name = "vm2"
memory = 256
disk = [ 'phy:/dev/mapper/ioband2,xvda,w' ]
END
echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | \
        dmsetup create ioband1
echo "0 $(blockdev --getsize /dev/sda2) ioband /dev/sda2 1" | \
        dmsetup create ioband2
dmsetup message ioband1 0 weight 80
dmsetup message ioband2 0 weight 40
xm create vm1
xm create vm2
xm list
echo "# The guests have them open:"
dmsetup remove ioband1
workload $(pidof blkback.1.xvda) randread 253:0 iodepth=16
workload $(pidof blkback.2.xvda) randread 253:1 iodepth=16
sleep 60
a=$(ios ioband1 -1) b=$(ios ioband2 -1)
part "vm1, weight 80" $a $((a + b))
part "vm2, weight 40" $b $((a + b))
xm destroy vm1
xm destroy vm2
