#!/bin/sh
# Runs a command where the network is nothing but a loopback of its own, if the system lets us: media
# of the calls under test then cannot leave it. Otherwise runs it as it is.
if unshare --net --map-root-user sh -c 'ip link set lo up' 2>/dev/null; then
  exec unshare --net --map-root-user sh -c 'ip link set lo up && exec "$@"' isolated "$@"
fi
exec "$@"
