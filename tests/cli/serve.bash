# A server for a test. Each test that sources this stops its servers when it ends.

needs_serve() {
    [[ $("$GAZ" serve absent 2>&1) != *'without libmicrohttpd'* ]] || skip "this gaz was built without libmicrohttpd"
}

# serve ARGUMENTS...: starts gaz serve on a free port; $URL is where it answers, $SERVER its process, and its messages are
# in the file "messages".
serve() {
    needs_serve
    : >messages
    "$GAZ" serve --port 0 "$@" 2>messages &
    SERVER=$!
    SERVERS+=("$SERVER")
    for _ in $(seq 600); do
        URL=$(sed -n 's/^gaz: serving at \(.*\)\/$/\1/p' messages)
        [ -z "$URL" ] || return 0
        kill -0 "$SERVER" 2>/dev/null || break
        sleep 0.05
    done
    cat messages >&2
    return 1
}

# stop: ends the newest one with SIGTERM; it must end well.
stop() {
    kill -TERM "$SERVER"
    wait "$SERVER"
}

teardown() {
    local server status
    for server in "${SERVERS[@]}"; do
        kill -TERM "$server" 2>/dev/null || continue
        status=0
        wait "$server" || status=$?
        [ "$status" = 0 ] || { cat messages >&2 && return 1; }
    done
}

# ask PATH [BODY] [HEADER: VALUE]...: prints the answer's body; fails if its status is not 200. Without a body it is GET;
# the body @FILE is that of a file.
ask() {
    python3 "$TESTS/ask.py" 200 "$URL" "$@"
}

# refused STATUS TEXT PATH [BODY] [HEADER: VALUE]...: the answer has that status, and an error that holds TEXT.
refused() {
    local status=$1 text=$2 out
    shift 2
    out=$(python3 "$TESTS/ask.py" "$status" "$URL" "$@")
    case $out in *"$text"*) ;; *)
        echo "no \"$text\" in: $out" >&2
        return 1
        ;;
    esac
}
