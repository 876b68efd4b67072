#!/usr/bin/env bash
# curl through every door of every provider, with the lines of `peertwin env` and nothing else.
set -u
cd "$(dirname "$0")"

SCRATCH=$(mktemp -d)
export XDG_CACHE_HOME=$SCRATCH
exec 3< <(exec node "${PEERTWIN_CLI:-../../../../dist/cli.cjs}" start --port 0 --ready-json --tls --proxy)
EMULATOR=$!
trap 'rm -rf "$SCRATCH"; kill "$EMULATOR"' EXIT
read -r READY <&3
PEERTWIN_CONTROL=$(sed -E 's/.*"control":"([^"]*)".*/\1/' <<<"$READY")
export PEERTWIN_CONTROL
ORIGIN=${PEERTWIN_CONTROL%/_peertwin}

peertwin() { node "${PEERTWIN_CLI:-../../../../dist/cli.cjs}" "$@"; }

FAILED=0
# check WHAT GOT WANTED
check() {
  if [ "$2" = "$3" ]; then
    echo "ok $1"
  else
    echo "not ok $1"
    printf 'got  %q\nwant %q\n' "$2" "$3"
    FAILED=1
  fi
}

# ask PROVIDER BASE: the status, and the beginning of the body, of a read with the credential of the printed lines
ask() {
  case $1 in
    confluent) set -- "$2/org/v2/environments" -u "$CONFLUENT_CLOUD_API_KEY:$CONFLUENT_CLOUD_API_SECRET" ;;
    digitalocean) set -- "$2/v2/account" -H "Authorization: Bearer $DIGITALOCEAN_TOKEN" ;;
    huawei) set -- "$OS_AUTH_URL/projects" -H 'X-Auth-Token: any' ;;
    tencent) set -- "$2/v2/index.php?Action=DescribeVpcEx&Region=gz&Nonce=1&Timestamp=1&SecretId=$TENCENTCLOUD_SECRET_ID" ;;
    upcloud) set -- "$2/1.3/account" -u "$UPCLOUD_USERNAME:$UPCLOUD_PASSWORD" ;;
  esac
  curl -sS -w ' %{http_code}' "$@" | tr -d '\n ' | sed -nE 's/^(.{12}).*([0-9]{3})$/\2 \1/p'
}

before=$(env | sort)
while read -r provider home wanted; do
  for door in '' --tls --proxy; do
    eval "$(peertwin env "$provider" $door)"
    base=${PEERTWIN_URL:-}
    [ "$door" = --proxy ] && base=$home
    check "$provider${door:+ }$door" "$(ask "$provider" "$base")" "$wanted"
    eval "$(peertwin env "$provider" --unset)"
    export PEERTWIN_CONTROL=$ORIGIN/_peertwin
  done
done <<'PROVIDERS'
confluent https://api.confluent.cloud 200 {"api_versio
digitalocean https://api.digitalocean.com 200 {"account":{
huawei - 200 {"links":{"s
tencent https://vpc.api.qcloud.com 200 {"code":4100
upcloud https://api.upcloud.com 200 {"account":{
PROVIDERS
check 'everything can be taken away again' "$(env | sort)" "$before"

peertwin ca --out "$SCRATCH/ca.pem"
auth='Authorization: Bearer any'
url=https://api.digitalocean.com/v2/account
check 'curl --proxy' "$(curl -sS -o /dev/null -w '%{http_code}' --proxy "$ORIGIN" --cacert "$SCRATCH/ca.pem" -H "$auth" $url)" 200
check 'curl --proxy to nobody' "$(curl -sS --proxy "$ORIGIN" https://example.org 2>&1)" \
  'curl: (56) CONNECT tunnel failed, response 403'
check 'curl --proxy without trust' "$(curl -sS --proxy "$ORIGIN" -H "$auth" $url 2>&1 | sed -n 's/^curl: (60).*/not trusted/p')" 'not trusted'
check 'curl --resolve' "$(curl -sS -o /dev/null -w '%{http_code}' --cacert "$SCRATCH/ca.pem" -H "$auth" \
  --connect-to "api.digitalocean.com:443:127.0.0.1:${ORIGIN##*:}" $url)" 200

if command -v fish >/dev/null; then
  check 'fish reads its lines' "$(peertwin env tencent --proxy --shell fish | fish -c 'source; echo $JAVA_TOOL_OPTIONS')" \
    "$(eval "$(peertwin env tencent --proxy)"; echo "$JAVA_TOOL_OPTIONS")"
fi
exit $FAILED
