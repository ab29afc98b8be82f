#!/usr/bin/env bats
# The recipes of the manual's sections LOGS and SERVER, taken out of its text, with Debian's programs: make test-recipes.
load ../cli/helper

PROGRAMS=$TOP/build/recipes/programs
LIBRARIES=$(find "$PROGRAMS" -name '*.so.*' -printf '%h\n' 2>/dev/null | sort -u | tr '\n' ':')
export PATH=$TOP/build:$PATH
COUNT=10000

# program NAME: where it is; else the test is skipped.
program() {
    local path
    path=$(find "$PROGRAMS" -name "$1" -type f -perm /1 2>/dev/null | head -n 1)
    : "${path:=$(PATH=$PATH:/usr/sbin:/lib/systemd command -v "$1")}"
    echo "$path"
    [ -n "$path" ]
}

messages() { python3 "$TESTS/messages.py" "$@"; }

# recipe SUBSECTION NUMBER: a block of the manual, with the paths of this folder.
recipe() {
    sed -n '/^\.SH LOGS/,/^\.SH TABLE/p' "$TOP/src/cli/gaz.1" | awk -v title="$1" -v number="$2" '
        /^\.SS/ { inside = substr($0, 5) == title; count = 0 }
        /^\.EE/ { printing = 0 }
        printing
        inside && /^\.EX/ { printing = ++count == number }' |
        sed -e "s/\\\\(aq/'/g; s/\\\\-/-/g; s/\\\\e/\\\\/g" -e "s|/usr/local/bin/gaz|$RELEASE|g" \
            -e "s,/etc/gaz/\|/var/log/\|/run/,$PWD/,g" | grep .
}

model() {
    printf 'check pass\tEvent\nroot\tUser\nкернел\tWord\n' >list.tsv
    gaz build list.tsv --case ignore -o model.gaz --quiet
}

# await COMMAND...: until it succeeds.
await() {
    for _ in {1..400}; do
        ! "$@" 2>/dev/null || return 0
        sleep 0.05
    done
    echo "in vain: $*"
    return 1
}

has_lines() { [ "$(wc -l <"$2")" -ge "$1" ]; }

# What runs in the background: processes, or -groups.
started() { echo "$1" >>"$BATS_TEST_TMPDIR/started"; }

is_gone() { ! kill -0 -- "$1" 2>/dev/null; }

teardown() {
    local pid
    [ -e "$BATS_TEST_TMPDIR/started" ] || return 0
    while read -r pid; do
        kill -- "$pid" 2>/dev/null || true
        await is_gone "$pid"
    done <"$BATS_TEST_TMPDIR/started"
}

# rsyslog with the recipes, and what goes into it, on standard input.
start_rsyslog() {
    local rsyslogd modules
    rsyslogd=$(program rsyslogd) || skip "rsyslogd is absent: make deps-recipes"
    modules=$(find "$PROGRAMS" -name mmexternal.so -printf '%h' 2>/dev/null)
    { echo "global(workDirectory=\"$PWD\")"; cat; } >rsyslog.conf
    recipe 'Messages of rsyslog' 1 >rsyslog
    chmod +x rsyslog
    LD_LIBRARY_PATH=$LIBRARIES "$rsyslogd" -n -f "$PWD/rsyslog.conf" -i "$PWD/rsyslog.pid" ${modules:+-M "$modules"} \
        2>rsyslog.err 3>&- &
    started $!
}

TCP='module(load="imtcp")
input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="port")'

tagging_rsyslog() {
    model
    { echo "${TCP/\"port\"/\"$PWD/port\"}"; recipe 'Messages of rsyslog' 2; } | start_rsyslog
    await test -s port
}

@test "rsyslog with mmexternal: 10,000 messages tagged, in order, and not changed" {
    tagging_rsyslog
    messages send "$(cat port)" 0 $COUNT
    await has_lines $COUNT tagged.log
    messages check-tagged tagged.log $COUNT
    await has_lines $((COUNT / 5 * 4)) matches.log
    messages check-tagged matches.log $COUNT matches
    same "$(cat rsyslog.err gaz.err)" ''
}

@test "what gaz has to say is no reply to mmexternal" {
    tagging_rsyslog
    messages send "$(cat port)" 0 100
    await has_lines 100 tagged.log
    echo garbage >model.gaz
    sleep 1.2 # the file no longer changes
    local i
    for i in 1 2 3; do
        messages send "$(cat port)" ${i}00 $((i + 1))00
        await has_lines $((i + 1))00 tagged.log
    done
    grep -q 'the model read before stays' gaz.err
    messages check-tagged tagged.log 400
}

@test "rsyslog with omprog: matches into a file, which is rotated; SIGHUP has the model read again" {
    model
    { echo "${TCP/\"port\"/\"$PWD/port\"}"; recipe 'Messages of rsyslog' 3; } | start_rsyslog
    await test -s port
    messages send "$(cat port)" 0 5000
    await has_lines 4000 gaz.jsonl
    mv gaz.jsonl gaz.jsonl.1
    kill -HUP "$(cat rsyslog.pid)"
    local next=5000
    while [ ! -e gaz.jsonl ]; do
        messages send "$(cat port)" $next $((next + 100))
        next=$((next + 100))
        [ $next -lt $COUNT ]
        sleep 0.1
    done
    messages send "$(cat port)" $next $COUNT
    all_there() { cat gaz.jsonl.1 gaz.jsonl >all && has_lines 8000 all; }
    await all_there
    grep -q 'read again: 3 entries' gaz.err
    messages check-records all msg $COUNT matches
}

# rotate TIMES FILE: under the writer, who is told late.
rotate() {
    local logrotate i
    logrotate=$(program logrotate) || skip "logrotate is absent: make deps-recipes"
    recipe 'Files that are rotated' 2 | sed 's/kill/sleep 0.1; kill/' >logrotate.conf
    python3 "$TESTS/messages.py" follow app.log $COUNT 3>&- &
    echo $! >app.pid
    started $!
    for ((i = 0; i < 5; i++)); do
        sleep 0.3
        LD_LIBRARY_PATH=$LIBRARIES "$logrotate" -f -s "$PWD/state" logrotate.conf
    done
    wait "$(cat app.pid)"
    [ "$(ls app.log.* | wc -l)" -eq 5 ]
}

@test "a file that is rotated under its writer five times: rsyslog reads, gaz tags each line" {
    model
    touch app.log
    { recipe 'Files that are rotated' 1; recipe 'Messages of rsyslog' 2; } | start_rsyslog
    await test -s rsyslog.pid
    rotate
    await has_lines $COUNT tagged.log
    messages check-tagged tagged.log $COUNT
}

@test "tail -F at a file that is rotated: each line that it reads is tagged" {
    model
    touch app.log
    recipe 'Files that are rotated' 3 | sed '1s/|$/| tee raw |/' >command
    grep -q tee command
    setsid sh command >out 2>err 3>&- &
    local group=$!
    started -$group
    sleep 0.3
    rotate
    sleep 1.5 # tail may look once a second
    pkill -g $group tail
    wait $group || true
    messages check-tail out raw
}

@test "journalctl: long messages, bytes and several lines" {
    local remote
    remote=$(program systemd-journal-remote) || skip "systemd-journal-remote is absent: make deps-recipes"
    command -v journalctl >/dev/null || skip "journalctl is absent"
    model
    mkdir journal
    store() { messages journal "$@" | LD_LIBRARY_PATH=$LIBRARIES "$remote" -o "$PWD/journal/j.journal" - 2>remote.err; }
    # The journal of this folder instead of the system's.
    mkdir bin
    printf '#!/bin/sh\nexec %s -D %s "$@"\n' "$(command -v journalctl)" "$PWD/journal" >bin/journalctl
    chmod +x bin/journalctl
    PATH=$PWD/bin:$PATH
    store 0 $COUNT
    recipe 'The journal of systemd' 1 | sed 's/journalctl -f/journalctl/' >command
    grep -q '^journalctl -a' command
    sh command >out
    messages check-records out MESSAGE $COUNT matches

    # The service: from where it was stopped on, each once.
    recipe 'The journal of systemd' 2 >service
    export LOGS_DIRECTORY=$PWD
    head -n 4000 out >journal.jsonl
    bash service 2>err 3>&- &
    started $!
    await has_lines $((COUNT / 5 * 4)) journal.jsonl
    kill -HUP $!
    store $COUNT 12000
    await has_lines 9600 journal.jsonl
    messages check-records journal.jsonl MESSAGE 12000 matches
    grep -q 'read again: 3 entries' err
}

@test "the unit is one that systemd understands" {
    command -v systemd-analyze >/dev/null || skip "systemd-analyze is absent"
    recipe 'The journal of systemd' 2 >journal
    chmod +x journal
    recipe 'The journal of systemd' 3 >gaz-journal.service
    same "$(systemd-analyze verify --man=no "$PWD/gaz-journal.service" 2>&1 | grep gaz)" ''
    systemd-analyze security --offline=true --threshold=20 "$PWD/gaz-journal.service" >exposure 2>&1 || { tail -n 1 exposure; return 1; }
}

@test "the unit of the server is one that systemd understands" {
    command -v systemd-analyze >/dev/null || skip "systemd-analyze is absent"
    model
    recipe 'A service' 1 >gaz-serve.service
    same "$(systemd-analyze verify --man=no "$PWD/gaz-serve.service" 2>&1 | grep gaz)" ''
    systemd-analyze security --offline=true --threshold=20 "$PWD/gaz-serve.service" >exposure 2>&1 || { tail -n 1 exposure; return 1; }
}

@test "syslog-ng" {
    local syslog_ng modules
    syslog_ng=$(program syslog-ng) || skip "syslog-ng is absent: make deps-recipes"
    modules=$(find "$PROGRAMS" -name libjson-plugin.so -printf '%h' 2>/dev/null)
    model
    messages lines 0 $COUNT utf8 | sed 's/^/<13>Mar 10 01:00:00 host app: /' >in
    {
        "$syslog_ng" --version 2>/dev/null || LD_LIBRARY_PATH=$LIBRARIES "$syslog_ng" --module-path "$modules" --version
    } | sed -n 's/^Config version: /@version: /p' >syslog-ng.conf
    echo "source s_src { file(\"$PWD/in\"); };" >>syslog-ng.conf
    recipe 'syslog\-ng' 1 >>syslog-ng.conf
    LD_LIBRARY_PATH=$LIBRARIES "$syslog_ng" -F -f "$PWD/syslog-ng.conf" ${modules:+--module-path "$modules"} --no-caps \
        --persist-file "$PWD/persist" --control "$PWD/control" --pidfile "$PWD/syslog-ng.pid" 2>syslog-ng.err 3>&- &
    started $!
    await has_lines $((COUNT / 4 * 3)) gaz.jsonl
    messages check-records gaz.jsonl MESSAGE $COUNT matches utf8
}

@test "the commands for Vector and Logstash give a record for each" {
    model
    touch app.log
    recipe 'Vector, Logstash, Fluent Bit' 1 >vector.toml
    python3 -c '
import os, tomllib
command = tomllib.load(open("vector.toml", "rb"))["sources"]["gaz"]["command"]
os.setsid()
os.execv(command[0], command)' >out 2>err 3>&- &
    local group=$!
    started -$group
    sleep 0.5
    messages lines 0 $COUNT >>app.log
    await has_lines $COUNT out
    pkill -g $group tail
    messages check-records out text $COUNT

    recipe 'Vector, Logstash, Fluent Bit' 2 | sed -n 's/^ *command => "\(.*\)"$/\1/p' >command
    messages json 0 $COUNT | sh command
    messages check-records gaz.jsonl message $COUNT matches utf8
}
