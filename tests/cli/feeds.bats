#!/usr/bin/env bats
# Feeds of indicators, read by gaz build.
load helper

rows() { # rows SOURCE... [OPTION...]: the entries as surface|type|edges, in the order of bytes
    "$GAZ" export "$@" --to tsv --quiet 2>err | grep -v $'^surface\t' | tr '\t' '|' | LC_ALL=C sort
}

tags() { # tags TEXT: surface/type of each span
    printf '%s\n' "$1" | "$GAZ" tag m.gaz --from text --to tsv | cut -f5,7 | tr '\t\n' '= '
}

@test "a feed: comments are cut off, defanged forms made whole, and it is said" {
    printf '%s\n' '# Feed' '1.2.3.4 # inline' 'evil.com ; note' 'hxxp://bad[.]org/x' '10.0.0.0/8' >feed.txt
    same "$("$GAZ" build feed.txt -o m.gaz 2>err)" 'm.gaz: 3 entries, 1 lines skipped'
    diff err - <<'ERR'
gaz: feed.txt: line 5: a block of addresses, which no entry can express; skipped
gaz: feed.txt: read as a feed of indicators, 2 comments behind them cut off, 1 defanged ones made whole
ERR
    same "$(tags 'GET http://bad.org/x from 1.2.3.4 # by evil.com.')" 'url=http://bad.org/x ipv4-addr=1.2.3.4 domain-name=evil.com '
    same "$(rows feed.txt | tr '\n' ,)" '1.2.3.4|ipv4-addr|strict,evil.com|domain-name|strict,http://bad.org/x|url|strict,'
    "$GAZ" build feed.txt -o m.gaz --skipped skipped.tsv --quiet
    same "$(cat skipped.tsv)" $'feed.txt\t5\ta block of addresses, which no entry can express'
    "$GAZ" build - -o m.gaz <feed.txt 2>/dev/null | grep -q '3 entries'
}

@test "feeds: edges are strict unless --edges says otherwise, and --type names the type" {
    printf '%s\n' '# Feed' 'evil.com # a' '1.2.3.4 # b' >feed.txt
    "$GAZ" build feed.txt -o m.gaz --quiet
    same "$(tags 'not-evil.com evil.com.au 1.2.3.4.5 evil.com')" 'domain-name=evil.com '
    "$GAZ" build feed.txt -o m.gaz --quiet --edges token --type IOC
    same "$(tags 'not-evil.com x')" 'IOC=evil.com '
    "$GAZ" build feed.txt -o m.gaz --quiet --edges feed.txt=token
    same "$(tags 'not-evil.com x')" 'domain-name=evil.com '
}

@test "ordinary lists stay as they are" {
    printf '%s\n' '# Languages' 'C #' 'F#' 'C # sharp' 'evil[.]com' >lang.txt
    same "$(rows lang.txt | tr '\n' ,)" 'C # sharp|lang,C #|lang,F#|lang,evil[.]com|lang,'
    "$GAZ" build lang.txt -o m.gaz 2>err >out
    same "$(cat err)" ''
    printf '%s\n' '1.2.3.4 # a' '5.6.7.8 # b' >f.txt
    same "$(rows f.txt --list-format list | tr '\n' ,)" '1.2.3.4 # a|f,5.6.7.8 # b|f,'
}

@test "feeds in a folder of lists" {
    mkdir lists
    printf '%s\n' '1.2.3.4 # a' '5.6.7.8 # b' >lists/f.txt
    printf 'kernel\n' >lists/OS.tsv
    same "$(rows lists | tr '\n' ,)" '1.2.3.4|ipv4-addr|strict,5.6.7.8|ipv4-addr|strict,kernel|OS|,'
}

@test "hosts files and rules of ad blockers" {
    printf '%s\n' '127.0.0.1 localhost' '0.0.0.0 evil.com # bad' '0.0.0.0 bad.org' >hosts
    "$GAZ" build hosts -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 2 entries, 1 lines skipped'
    grep -qx 'gaz: hosts: line 1: a name of the machine itself; skipped' err
    grep -qx 'gaz: hosts: read as a hosts file, 1 comments behind them cut off' err
    printf '%s\n' '[Adblock Plus 2.0]' '! T' '||evil.com^' '@@||good.org^' '||x.org^$image' 'y.org##.ad' >a.txt
    "$GAZ" build a.txt -o m.gaz >out 2>err
    same "$(cat out)" 'm.gaz: 1 entries, 3 lines skipped'
    grep -qx 'gaz: a.txt: line 4: an exception, which no entry can express; skipped' err
    printf '%s\n' 'evil.com' >one.txt
    same "$(rows one.txt --list-format feed)" 'evil.com|domain-name|strict'
    fails 2 'hosts, adblock' "$GAZ" build one.txt -o m.gaz --list-format feeds
}

@test "STIX and MISP: indicators with their ids" {
    cat >b.json <<'JSON'
{"type": "bundle", "id": "bundle--1", "objects": [
 {"type": "indicator", "id": "indicator--1", "name": "Bad", "pattern": "[domain-name:value = 'evil.com' OR url:value = 'hxxp://a.org']"},
 {"type": "indicator", "id": "indicator--2", "pattern": "[url:value LIKE 'x%']"},
 {"type": "indicator", "id": "indicator--3", "pattern": "[url:value = 'http://x.org']", "revoked": true}]}
JSON
    same "$("$GAZ" build b.json -o m.gaz 2>err)" 'm.gaz: 2 entries, 1 obsolete concepts left out, 1 lines skipped'
    diff err - <<'ERR'
gaz: b.json: line 3: a pattern of more than equalities with OR, which no entry can express; skipped
gaz: b.json: read as indicators of STIX, 1 defanged ones made whole
ERR
    same "$(rows b.json | tr '\n' ,)" 'evil.com|domain-name|indicator--1|Bad|strict,http://a.org|url|indicator--1|Bad|strict,'
    cat >e.json <<'JSON'
{"Event": {"Attribute": [
 {"uuid": "u1", "type": "domain|ip", "value": "evil.com|1.2.3.4"},
 {"uuid": "u2", "type": "comment", "value": "x"}]}}
JSON
    same "$("$GAZ" build e.json -o m.gaz 2>err)" 'm.gaz: 2 entries, 1 lines skipped'
    grep -qx 'gaz: e.json: line 3: an attribute of a type that is not one of indicators; skipped' err
    same "$(rows e.json | tr '\n' ,)" '1.2.3.4|ipv4-addr|u1|strict,evil.com|domain-name|u1|strict,'
    printf '{"objects": [1, "bundle--",}' >bad.json
    fails 1 'bad.json: line 1: no JSON' "$GAZ" build bad.json -o m.gaz
}

@test "what looks like a wildcard or an expression alone is no feed" {
    printf '/usr/lib/\n/etc/\n*.c\n/bin/\n' >l.txt
    same "$("$GAZ" build l.txt --type T -o m.gaz 2>err)$(cat err)" 'm.gaz: 4 entries'
    printf '\0*.evil.com\n\0*.evil.com\n' >l.txt
    fails 1 'not a list' "$GAZ" build l.txt --type T -o m.gaz || fails 1 'zero byte' "$GAZ" build l.txt --type T -o m.gaz
}

@test "tables of indicators: a header, or one in the comments above" {
    cat >urls.csv <<'CSV'
################################
# URLs, made today             #
################################
#
# id,dateadded,url,tags
"30001","2026-11-29 10:14:11","http://evil.example.com/a.sh","elf,mirai"
"30002","2026-11-29 10:13:06","hxxp://198.51.100[.]7:8080/i","32-bit"
# END 2 entries
CSV
    same "$("$GAZ" build urls.csv -o m.gaz 2>err)" 'm.gaz: 2 entries'
    same "$(cat err)" 'gaz: urls.csv: read as a table of indicators, 1 defanged ones made whole'
    same "$(rows urls.csv | tr '\n' ,)" 'http://198.51.100.7:8080/i|url|30002|strict,http://evil.example.com/a.sh|url|30001|strict,'
    printf '"first_seen","dst_ip","dst_port"\n"2022","162.243.103.246","80"\n"2022","10.0.0.0/8","1"\nx\n' >ips
    same "$("$GAZ" build ips -o m.gaz 2>err)" 'm.gaz: 1 entries, 2 lines skipped'
    grep -qx 'gaz: ips: line 3: a block of addresses, which no entry can express; skipped' err
    grep -qx 'gaz: ips: line 4: 1 fields, expected 3; skipped' err
    printf 'surface,url\nevil,http://a.b\n' >list.csv # a list with addresses of pages
    same "$("$GAZ" export list.csv --to tsv --type T)" $'evil\tT'
}

@test "STIX: sets of values" {
    cat >b.json <<'JSON'
{"type": "bundle", "id": "bundle--1", "objects": [
 {"type": "indicator", "id": "indicator--1", "pattern": "[ipv4-addr:value IN ('192.0.2.1' , '192.0.2.2') OR url:value = 'http://a.org']"},
 {"type": "indicator", "id": "indicator--2", "pattern": "[url:value IN ('http://x' 'http://y')]"}]}
JSON
    same "$("$GAZ" build b.json -o m.gaz 2>err)" 'm.gaz: 3 entries, 1 lines skipped'
    same "$(rows b.json | cut -d'|' -f1,2 | tr '\n' ,)" '192.0.2.1|ipv4-addr,192.0.2.2|ipv4-addr,http://a.org|url,'
}
