cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir app app/cpu app/web
spawn web
echo $web > /root/web.pid
echo $web > app/cgroup.procs
echo threaded > app/cpu/cgroup.type
echo $web > app/cpu/cgroup.threads
