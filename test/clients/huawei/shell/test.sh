#!/usr/bin/env bash
# Two tenants from request to acceptance and routes, each with a token that still has the CR of its header line.
set -u
cd "$(dirname "$0")"
. ./client.sh

A=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
B=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
SCRATCH=$(mktemp -d)
SECRET_A=$(od -An -N10 -tx1 /dev/urandom | tr -d ' \n')
SECRET_B=$(od -An -N10 -tx1 /dev/urandom | tr -d ' \n')

if [ -n "${PEERTWIN_URL:-}" ]; then
  URL=${PEERTWIN_URL%/}
  curl -sS -o /dev/null -X POST "$URL/_peertwin/reset"
else
  cat >"$SCRATCH/tenants.json" <<JSON
{"huawei": {"tenants": [
  {"id": "$A", "domain": "OTC-a", "user": "user-a", "password": "$SECRET_A"},
  {"id": "$B", "domain": "OTC-b", "user": "user-b", "password": "$SECRET_B"}
]}}
JSON
  exec 3< <(exec node "${PEERTWIN_CLI:-../../../../dist/cli.cjs}" start --port 0 --ready-json --auth strict \
    --fixtures "$SCRATCH/tenants.json")
  EMULATOR=$!
  read -r READY <&3
  URL=$(sed -E 's/.*"huawei":"([^"]*)".*/\1/' <<<"$READY")
fi
trap 'rm -rf "$SCRATCH"; [ -z "${EMULATOR:-}" ] || kill "$EMULATOR"' EXIT

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

TOKEN_A=$(login "$URL" user-a "$SECRET_A" OTC-a $A)
TOKEN_B=$(login "$URL" user-b "$SECRET_B" OTC-b $B)
check 'the token keeps its CR' "${TOKEN_A: -1}" $'\r'

a() { call "$URL" "$TOKEN_A" "$@"; }
b() { call "$URL" "$TOKEN_B" "$@"; }

a GET /v2.0/vpc/peerings
check 'a list' "$STATUS $BODY" '200 {"peerings":[]}'

a POST /v1/$A/vpcs '{"vpc":{"name":"a","cidr":"192.168.0.0/16"}}'
VPC_A=$(member id)
check 'a VPC' "$STATUS $(member status)" '200 CREATING'
b POST /v1/$B/vpcs '{"vpc":{"name":"b","cidr":"10.20.0.0/16"}}'
VPC_B=$(member id)

a POST /v2.0/vpc/peerings '{"peering":{"name":"p",
  "request_vpc_info":{"vpc_id":"'"$VPC_A"'"},
  "accept_vpc_info":{"vpc_id":"'"$VPC_B"'","tenant_id":"'$B'"}}}'
PEERING=$(member id)
check 'a request' "$STATUS $(member status)" '201 PENDING_ACCEPTANCE'

a PUT "/v2.0/vpc/peerings/$PEERING/accept" ''
check 'the requester does not accept it' "$STATUS $(member type)" '403 PolicyNotAuthorized'
b PUT "/v2.0/vpc/peerings/$PEERING/accept" ''
check 'the other one does' "$STATUS $(member status)" '200 ACTIVE'

ROUTE='"type":"peering","nexthop":"'$PEERING'"'
a POST /v2.0/vpc/routes '{"route":{'"$ROUTE"',"destination":"10.20.0.0/16","vpc_id":"'"$VPC_A"'"}}'
check 'a route' "$STATUS $(member tenant_id)" "201 $A"
ROUTE_A=$(member id)
b POST /v2.0/vpc/routes '{"route":{'"$ROUTE"',"destination":"192.168.0.0/16","vpc_id":"'"$VPC_B"'"}}'
check 'the route back' "$STATUS $(member tenant_id)" "201 $B"

a GET "/v2.0/vpc/routes?vpc_id=$VPC_A&destination=10.20.0.0/16"
check 'is found' "$STATUS $(member id)" "200 $ROUTE_A"
a DELETE "/v2.0/vpc/peerings/$PEERING"
check 'the end' "$STATUS $BODY" '204 '
a GET /v2.0/vpc/routes
check 'of the routes, too' "$STATUS $BODY" '200 {"routes":[]}'
b GET "/v2.0/vpc/peerings/$PEERING"
check 'for both' "$STATUS $(member message)" '404 Resource could not be found'

exit $FAILED
