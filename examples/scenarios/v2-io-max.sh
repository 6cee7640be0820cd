# io Cgroup Controller, "io.max: Hard rate limits": each command of the document, and what the file
# says then.
# machine: default
#
# The document shows the file with its limits after it removed them; a device without limits has no
# line.
echo +io > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/mycgroup
echo "8:0 rbps=52428800" > /sys/fs/cgroup/mycgroup/io.max # 50MB/s read
cat /sys/fs/cgroup/mycgroup/io.max
echo "8:0 wbps=26214400" > /sys/fs/cgroup/mycgroup/io.max # 25MB/s write
echo "8:0 riops=1000" > /sys/fs/cgroup/mycgroup/io.max # 1000 read IOPS
echo "8:0 wiops=500" > /sys/fs/cgroup/mycgroup/io.max # 500 write IOPS
cat /sys/fs/cgroup/mycgroup/io.max
# Multiple limits at once:
echo "8:0 rbps=52428800 wbps=26214400 riops=1000 wiops=500" \
> /sys/fs/cgroup/mycgroup/io.max
cat /sys/fs/cgroup/mycgroup/io.max

echo "# 1 MiB a read: 50 MiB/s holds it"
cgexec mycgroup -- dd if=/dev/sda of=/dev/null bs=1M count=100 iflag=direct
echo "# 4 KiB a read: 1000 a second hold it"
cgexec mycgroup -- dd if=/dev/sda of=/dev/null bs=4K count=2000 iflag=direct
echo "# writes: 25 MiB/s"
cgexec mycgroup -- dd if=/dev/zero of=/dev/sda bs=1M count=50 oflag=direct

# Remove a limit:
echo "8:0 rbps=max wbps=max riops=max wiops=max" \
> /sys/fs/cgroup/mycgroup/io.max
# Read current limits:
cat /sys/fs/cgroup/mycgroup/io.max
