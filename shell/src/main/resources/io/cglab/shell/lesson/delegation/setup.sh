mkdir /sys/fs/cgroup/team /sys/fs/cgroup/team/user
