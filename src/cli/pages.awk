# Cuts the manual, gaz.1, into pages: gaz(1), one for each command, and those about formats, lists and more.
#
#   usage: awk -v folder=DIR -v version=1.0.0 -f pages.awk gaz.1 gaz.1    (it is read twice)
#
# A line `.\" page NAME SECTION SUMMARY` says which page the lines after it go to, up to the next such line; further
# parts of a page need no summary. `.SS gaz NAME ...` is a line of the page's synopsis. Where a part says
# `.BR "SOME HEADING" .`, and that is in another page, the page is named. After `.SH COMMANDS` of gaz(1) stands the list
# of all pages.

function bare(name) { gsub(/-/, "\\-", name); return name }

function title(name) { sub(/^gaz-/, "gaz-", name); return toupper(bare(name)) }

function volume(section) {
    return section == 1 ? "User Commands" : section == 5 ? "File Formats" : "Miscellaneous Information"
}

# What a heading is called: .SH "X Y" and .SH X Y are the same.
function heading(line) { sub(/^\.SH /, "", line); gsub(/"/, "", line); return line }

function put(line) { print line > (folder "/" page) }

function begin_page() {
    begun[page] = 1
    put(".\\\" Made from gaz.1 of gaz's sources.")
    put(".TH " title(name[page]) " " section[page] " " date " \"gaz " version "\" \"" volume(section[page]) "\"")
    put(".SH NAME")
    put(bare(name[page]) " \\- " summary[page])
}

# .TP entries for the pages of this section, or with `others` of the other ones.
function list_pages(others,    i) {
    for (i = 1; i <= pages; i++)
        if ((section[order[i]] != 1) == others && order[i] != "gaz.1") {
            put(".TP")
            put(".BR " bare(name[order[i]]) " (" section[order[i]] ")")
            put(toupper(substr(summary[order[i]], 1, 1)) substr(summary[order[i]], 2) ".")
        }
}

# Names the page of a heading behind it, if that is another one. The heading stands alone in its line, but for what
# follows it.
function refer(line,    words, after, target) {
    words = line
    sub(/^\.BR? /, "", words)
    if (words ~ /^"/) {
        after = words
        sub(/^"[^"]*" ?/, "", after)
        sub(/^"/, "", words)
        sub(/".*/, "", words)
    } else {
        after = words
        sub(/^[^ ]* ?/, "", after)
        sub(/ .*/, "", words)
    }
    target = place[words]
    if (target == "" || target == page || after ~ / /) {
        put(line)
        return
    }
    put(".B \"" words "\"")
    put("in")
    put(".BR " bare(name[target]) " (" section[target] ")" after)
    if (!mentioned[page, target]++) see[page] = see[page] " " target
}

$1 == ".\\\"" && $2 == "page" {
    page = $3 "." $4
    if (NR == FNR && NF > 4) {
        order[++pages] = page
        name[page] = $3
        section[page] = $4
        summary[page] = $5
        for (i = 6; i <= NF; i++) summary[page] = summary[page] " " $i
    }
    if (!name[page]) { print FILENAME ":" FNR ": the page " page " has no summary before" > "/dev/stderr"; exit 1 }
    if (NR != FNR && !begun[page]) begin_page()
    in_synopsis = 0
    next
}

/^\.TH / { date = $4; next }

NR == FNR { if (/^\.SH /) place[heading($0)] = page; next }

/^\.SS gaz / {
    if (!in_synopsis) put(".SH SYNOPSIS")
    if (in_synopsis) put(".br")
    in_synopsis = 1
    command = $3
    usage = $0
    sub(/^\.SS gaz [a-z]+ /, "", usage)
    put(".B gaz " command)
    put(usage)
    next
}

in_synopsis { put(".SH DESCRIPTION"); in_synopsis = 0 }

/^\.SH COMMANDS$/ {
    put($0)
    list_pages(0)
    put(".PP")
    put("Formats, lists, and more:")
    list_pages(1)
    next
}

/^\.BR? / { refer($0); next }

{ put($0) }

END {
    for (i = 2; i <= pages; i++) {
        page = order[i]
        put(".SH SEE ALSO")
        count = split("gaz.1" see[page], others, " ")
        for (k = 1; k <= count; k++)
            put(".BR " bare(name[others[k]]) " (" section[others[k]] ")" (k < count ? "," : ""))
    }
}
