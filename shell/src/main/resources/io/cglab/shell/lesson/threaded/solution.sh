cd /sys/fs/cgroup
web=$(cat /root/web.pid)
echo $web > cgroup.procs
rmdir app/cpu
echo +io > app/cgroup.subtree_control
echo $web > app/web/cgroup.procs
echo "8:0 rbps=1048576" > app/web/io.max
