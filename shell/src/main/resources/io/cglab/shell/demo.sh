# A disk that takes 200 us for an I/O, and a cgroup whose I/O the kernel counts.
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/web

# Without a limit: 4 MiB in blocks of 64 KiB.
free=$(cgexec /sys/fs/cgroup/web -- dd if=/dev/sda of=/dev/null bs=64k count=64 iflag=direct 2>&1 | tail -n 1)
echo "$free"

# Now 1 MiB a second. The same read takes 4 s of virtual time, and none of yours.
echo "8:0 rbps=1048576" > /sys/fs/cgroup/web/io.max
cat /sys/fs/cgroup/web/io.max
limited=$(cgexec /sys/fs/cgroup/web -- dd if=/dev/sda of=/dev/null bs=64k count=64 iflag=direct 2>&1 | tail -n 1)
echo "$limited"
cat /sys/fs/cgroup/web/io.stat

# The two rates as bars.
printf "no limit: %s\nrbps=1048576: %s\n" "${free##*, }" "${limited##*, }" | bars

# What the kernel refuses, and why: 8:1 is a partition, and a limit of 0 is none.
echo "8:1 rbps=1048576" > /sys/fs/cgroup/web/io.max
echo "8:0 rbps=0" > /sys/fs/cgroup/web/io.max

# Two cgroups want the whole disk. The scheduler bfq divides it by weight, 3 to 1.
echo bfq > /sys/block/sda/queue/scheduler
mkdir /sys/fs/cgroup/gold /sys/fs/cgroup/lead
echo 300 > /sys/fs/cgroup/gold/io.bfq.weight
job="fio --filename=/dev/sda --rw=randread --ioengine=libaio --iodepth=16 --direct=1 --time_based --runtime=2"
cgexec /sys/fs/cgroup/gold -- $job --name=gold > /tmp/gold &
cgexec /sys/fs/cgroup/lead -- $job --name=lead > /tmp/lead &
chart -t 2s bandwidth /gold /lead

# Why does lead not get more?
explain /sys/fs/cgroup/lead

# A latency target: on the slow disk web reads one block at a time, beside a batch job with 16.
mkdir /sys/fs/cgroup/batch
echo "8:0 rbps=max" > /sys/fs/cgroup/web/io.max
job="fio --filename=/dev/sdb --rw=randread --direct=1 --time_based --runtime=4"
cgexec /sys/fs/cgroup/batch -- $job --ioengine=libaio --iodepth=16 --name=batch > /tmp/batch &
cgexec /sys/fs/cgroup/web -- $job --name=web > /tmp/web &
sleep 1
echo "8:16 target=10000" > /sys/fs/cgroup/web/io.latency
chart -t 2s latency /web /batch
