#!/bin/sh
# Installs the command, and a script that starts it with the container and then does what the container is for.
set -eu
if ! command -v npm >/dev/null; then
  echo "peertwin: this feature wants Node.js 20 or later in the image, or a feature before it that brings it" >&2
  exit 1
fi
npm install --global --no-audit --no-fund "${PACKAGE:-peertwin}"
mkdir -p /usr/local/share/peertwin
cat > /usr/local/share/peertwin/start.sh <<SCRIPT
#!/bin/sh
nohup peertwin start ${ARGUMENTS:-} > /tmp/peertwin.log 2>&1 &
exec "\$@"
SCRIPT
chmod +x /usr/local/share/peertwin/start.sh
