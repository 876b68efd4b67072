# A tenant in a shell: curl talks, sed cuts. What is cut out of a header keeps the CR of its line, and goes back with it.

# login URL USER PASSWORD DOMAIN PROJECT: a token
login() {
  local user='{"name":"'$2'","password":"'$3'","domain":{"name":"'$4'"}}'
  curl -sS -i "$1/v3/auth/tokens" -d '{"auth":{
    "identity":{"methods":["password"],"password":{"user":'"$user"'}},
    "scope":{"project":{"id":"'$5'"}}}}' | sed -n 's/^X-Subject-Token: //p'
}

# call URL TOKEN METHOD PATH [BODY]: the status in STATUS, the body in BODY
call() {
  local answer
  answer=$(curl -sS -w '\n%{http_code}' -X "$3" -H "X-Auth-Token: $2" ${5+-d "$5"} "$1$4")
  STATUS=${answer##*$'\n'}
  BODY=${answer%$'\n'*}
}

# member NAME: the value of a member of the last body
member() { sed -nE 's/.*"'"$1"'":"([^"]*)".*/\1/p' <<<"$BODY"; }
