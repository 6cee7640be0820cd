echo "8:0 rbps=6291456" > /sys/fs/cgroup/shop/io.max
