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
