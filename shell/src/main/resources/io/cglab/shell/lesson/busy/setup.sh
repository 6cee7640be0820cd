cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir app app/worker
spawn first second
echo $first > app/cgroup.procs
echo $second > app/cgroup.procs
echo $first $second > /root/app.pids
