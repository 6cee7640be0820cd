mkdir /sys/fs/cgroup/blkio/backup
echo "8:0 1048576" > /sys/fs/cgroup/blkio/backup/blkio.throttle.write_bps_device
cat > /root/nightly <<'X'
#!/bin/sh
exec cgexec /sys/fs/cgroup/blkio/backup -- /root/backup
X
cat > /root/backup <<'X'
#!/bin/sh
# backup [direct]: writes 4 MiB to /dev/sda.
if [ "$1" = direct ]; then
  exec dd if=/dev/zero of=/dev/sda bs=64k count=64 oflag=direct
fi
# Plays the flusher: what was written is on its way by a thread of the kernel's, in the root cgroup.
exec cgexec /sys/fs/cgroup/blkio -- dd if=/dev/zero of=/dev/sda bs=64k count=64
X
chmod +x /root/nightly /root/backup
