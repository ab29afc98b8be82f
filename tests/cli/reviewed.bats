#!/usr/bin/env bats
# Documents that gaz has tagged, and those of them that a person has touched since.

load helper

texts() {
    printf 'kernel\tOS\nC++\tLang\nLinux\tOS\n' >names.tsv
    "$GAZ" build names.tsv -o m.gaz --quiet
    mkdir texts
    for i in 1 2 3 4 5 6 7 8 9; do printf 'The kernel of\r\nLinux %s 😀 and C++\n\xff kernel\n' $i >texts/d$i.txt; done
    echo 'nothing' >texts/none.txt
}

report() { # report NAME CORPUS... [OPTION...]: a line's value
    local name=$1
    shift
    "$GAZ" harvest --report --lenient "$@" 2>note | sed -n "s/^$name  *//p"
}

counts() { # documents, and those that were left out
    echo "$(report documents "$@") $(report unreviewed "$@")"
}

@test "brat: a folder that is half corrected" {
    texts
    "$GAZ" tag m.gaz texts/*.txt --from text --to brat -o ann --quiet
    same "$(counts ann)" '0 10'
    same "$("$GAZ" harvest ann --lenient -o none 2>&1 >/dev/null | tr '\n' ' ')" 'gaz: 10 documents that nobody has '\
'touched since they were tagged were left out (--trust-unreviewed) gaz: the corpora annotate nothing that a person has touched '
    same "$(counts ann --trust-unreviewed)" '10 0'
    sed -i 's/^T2\tOS/T2\tLang/' ann/d1.ann         # another type
    sed -i 's/^T1\tOS 4 10\tkernel/T1\tOS 0 10\tThe kernel/' ann/d2.ann
    sed -i '/^T1\t/d; /T1/d' ann/d3.ann             # one is deleted: the first, and the last
    sed -i '/^T4\t/d; /T4/d' ann/d4.ann
    printf 'T9\tX 0 3\tThe\n' >>ann/d5.ann          # one is added
    printf 'A1\tNegated T1\n' >>ann/d6.ann          # what gaz does not write
    printf '#9\tAnnotatorNotes T1\tis this right?\n' >>ann/d7.ann
    same "$(counts ann)" '7 3' # d8, d9 and none
    same "$(counts ann/d1.ann ann/d8.ann ann/none.ann)" '1 2'
    "$GAZ" harvest ann --lenient -o lists --min-purity 0 --quiet
    same "$(awk -F '\t' '$1 == "kernel" { print $2 }' lists/OS.tsv)" 11 # of 18 in all
    "$GAZ" build ann --lenient -o corpus.gaz 2>note
    grep -q '3 documents that nobody has touched since they were tagged were left out (--trust-unreviewed)' note
    # brat writes lines anew and in another order: that touches nothing.
    sort -r ann/d8.ann >order && mv order ann/d8.ann
    same "$(counts ann/d8.ann)" '0 1'
    # Nor does an editor that puts a byte order mark before the first line, which is read all the same.
    sed -i '1s/^/\xef\xbb\xbf/' ann/d9.ann
    same "$(counts ann/d9.ann)" '0 1'
    same "$(report entities ann/d9.ann --trust-unreviewed)" 4
}

@test "brat: changes that are small" {
    local sense
    printf 'surface\ttype\nkernel\tA\nkernel\tB\nkernel\tC\nkernel\tD\n' >names.tsv
    "$GAZ" build names.tsv -o m.gaz --quiet
    mkdir texts
    echo 'a kernel, then a kernel.' >texts/d.txt
    "$GAZ" tag m.gaz texts/d.txt --from text --to brat -o ann --senses all --quiet
    same "$(counts ann)" '0 1'
    for sense in T2 T3 T4; do # one of several is deleted
        cp -r ann other
        sed -i "/^$sense\t/d; / $sense\t/d" other/d.ann
        same "$sense $(counts other)" "$sense 1 0"
        rm -r other
    done
    sed 's/^T3\tC 2 8/T3\tC 17 23/' -i ann/d.ann # moved, to the same word and type
    same "$(counts ann)" '1 0'
    sed 's/^T3\tC 17 23/T3\tC 2 8/' -i ann/d.ann
    same "$(counts ann)" '0 1'
    echo '#9	AnnotatorNotes T2	gaz wrong' >>ann/d.ann # it begins as gaz's own
    same "$(counts ann)" '1 0'
}

@test "brat: files without annotations in a folder of one's own are reviewed" {
    mkdir own
    echo 'no names' >own/a.txt
    : >own/a.ann
    same "$(counts own)" '1 0'
    printf '[entities]\nOS\n' >own/annotation.conf
    same "$(counts own)" '1 0'
}

# edit FORMAT: the records of out with a change in each of the first two, as their tool would make it.
edit() {
    python3 - "$1" <<'PYTHON'
import json, sys
tool = sys.argv[1]
with open("out", encoding="utf-8") as file:
    records = json.load(file) if tool in ("label-studio", "argilla") else [json.loads(line) for line in file]
for number, record in enumerate(records):
    if tool == "doccano":  # the second one is confirmed as it is
        if number == 0:
            record["label"][0][2] = "Lang"
        if number == 1:
            record["is_confirmed"] = True
        record["label"].reverse()
        record.update(id=number, Comments=[])
    elif tool == "prodigy":
        if number < 2:
            record["answer"] = "accept"
    elif tool == "label-studio":
        if number < 2:
            record["annotations"] = [{"result": record["predictions"][0]["result"]}]
    elif number < 2:
        record["responses"] = {"spans": [{"value": record["suggestions"]["spans"]["value"], "status": "submitted"}]}
with open("edited.json", "w", encoding="utf-8") as file:
    if tool in ("label-studio", "argilla"):
        json.dump(records, file)
    else:
        file.writelines(json.dumps(record) + "\n" for record in records)
PYTHON
}

@test "records of tools: two of ten are reviewed" {
    texts
    local tool
    for tool in doccano prodigy label-studio argilla; do
        "$GAZ" tag m.gaz texts/*.txt --from text --to $tool --quiet >out
        same "$tool $(counts out)" "$tool 0 10"
        same "$tool $(counts out --trust-unreviewed)" "$tool 10 0"
        edit $tool
        same "$tool $(counts edited.json)" "$tool 2 8"
    done
}

@test "argilla: an answer that was not submitted is none" {
    local status
    local spans='"value": [{"start": 2, "end": 8, "label": "OS"}]'
    for status in submitted draft discarded; do
        printf '[{"fields": {"text": "a kernel"}, "suggestions": {}, "responses": {"spans": [{%s, "status": "%s"}]}}]' \
            "$spans" $status >$status.json
    done
    same "$(counts submitted.json)" '1 0'
    same "$(counts draft.json) $(report unannotated draft.json)" '0 0 1'
    same "$(counts discarded.json) $(report unannotated discarded.json)" '0 0 1'
}

@test "INCEpTION: the document before anybody annotated it" {
    texts
    mkdir -p annotation/d1.txt
    "$GAZ" tag m.gaz texts/d1.txt --from text --to webanno --quiet >annotation/d1.txt/INITIAL_CAS.tsv
    cp annotation/d1.txt/{INITIAL_CAS,admin}.tsv
    same "$(counts annotation/d1.txt/INITIAL_CAS.tsv annotation/d1.txt/admin.tsv)" '1 1'
}

convert() { # convert IN FORMAT OUT: into a folder of brat's, or a file
    rm -rf "$3"
    if [ "$2" = brat ]; then
        "$GAZ" convert "$1" --lenient --to brat -o "$3" --quiet
    else
        "$GAZ" convert "$1" --lenient --to "$2" --quiet >"$3"
    fi
}

@test "what is converted stays reviewed or not" {
    texts
    local from to
    "$GAZ" tag m.gaz texts/*.txt --from text --to brat -o ann --quiet
    sed -i 's/^T2\tOS/T2\tLang/' ann/d1.ann
    for from in brat doccano prodigy label-studio argilla; do
        convert ann $from from
        for to in brat doccano prodigy label-studio argilla; do
            convert from $to to
            same "$from $to $(counts to)" "$from $to 1 9"
        done
    done
    # Annotations of people are not made suggestions.
    printf 'Linux\tB-OS\nis\tO\n' >gold.conll
    for to in brat doccano prodigy label-studio argilla; do
        convert gold.conll $to gold
        same "$to $(counts gold)" "$to 1 0"
    done
}

@test "a second run does the new documents only" {
    texts
    "$GAZ" tag m.gaz texts/d[1-4].txt --from text --to brat -o ann --quiet
    sed -i 's/^T2\tOS/T2\tLang/' ann/d1.ann
    : >ann/d2.ann # all suggestions were wrong
    cp -r ann before
    printf 'C++\tLanguage\n' >names.tsv
    "$GAZ" build names.tsv -o m.gaz --quiet
    "$GAZ" tag m.gaz texts/*.txt --from text --to brat -o ann 2>note
    grep -q '^gaz: ann: 4 documents are there already and were left as they are; --renew' note
    for file in before/*; do cmp "$file" "ann/${file#before/}"; done
    same "$(ls ann | wc -l)" 21 # with annotation.conf
    grep -q Language ann/d5.ann
    rm -r before && cp -r ann before
    "$GAZ" tag m.gaz texts/*.txt --from text --to brat -o ann --renew -j 3 2>note
    same "$(grep -c renew note)" 0
    grep -q '^gaz: ann: 1 document is there already and was left as it is: somebody has touched it' note
    cmp ann/d1.ann before/d1.ann
    grep -q Language ann/d3.ann
    grep -q Language ann/d2.ann
    # Another text of that name.
    echo 'C++ and more' >texts/d1.txt
    fails 2 'ann/d1.txt: is there with another text; remove it and its annotations, or choose another folder' \
        "$GAZ" tag m.gaz texts/d1.txt --from text --to brat -o ann
    cmp ann/d1.ann before/d1.ann
    # A text in a folder of one's own that waits for its annotations.
    mkdir own
    cp texts/d3.txt own
    : >own/d3.ann
    "$GAZ" tag m.gaz texts/d3.txt --from text --to brat -o own --quiet
    grep -q Language own/d3.ann
    same "$(head -n 1 own/annotation.conf)" '[entities]'
}

@test "a second run, where files do not tell" {
    texts
    "$GAZ" tag m.gaz texts/d1.txt --from text --to webanno -o out --quiet
    sed -i 's/OS/Os/' out/d1.tsv
    cp out/d1.tsv before
    "$GAZ" tag m.gaz texts/*.txt --from text --to webanno -o out 2>note
    cmp out/d1.tsv before
    same "$(ls out | wc -l)" 10
    grep -q '1 document is there already and was left as it is; remove the files' note
    fails 2 "documents are renewed in a folder of brat's files" \
        "$GAZ" tag m.gaz texts/d1.txt --from text --to webanno -o out --renew
    fails 2 "documents are renewed in a folder of brat's files" \
        "$GAZ" tag m.gaz texts/d1.txt --from text --to jsonl -o out --renew
}

@test "gold that nobody has touched is none" {
    texts
    "$GAZ" tag m.gaz texts/*.txt --from text --to brat -o ann --quiet
    sed -i 's/^T2\tOS/T2\tLang/' ann/d1.ann
    "$GAZ" eval m.gaz ann --lenient >report 2>note
    grep -q '^gaz: gold texts: 9 documents that nobody has touched since they were tagged were left out' note
    grep -q 'with 4 phrases' report
    "$GAZ" eval m.gaz ann --lenient --trust-unreviewed | grep -q 'with 36 phrases'
    # Predictions are, and so is what they are compared with.
    "$GAZ" eval --pred ann ann --lenient | grep -q 'with 36 phrases; found: 36 phrases; correct: 36.'
}
