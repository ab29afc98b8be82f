#!/usr/bin/env bats
# spaCy itself reads what gaz writes for it (tests/cli/export.bats: and the patterns that gaz exports).
load helper

# bats test_tags=long
@test "spaCy reads every span of prodigy and spacy output, and keeps them in a DocBin" {
    needs_module spacy
    small_model
    sample_model sample.gaz
    python3 "$TESTS/random_text.py" 60000 9 >random
    cut -f 1 "$SAMPLE/sample.conll" | sed 's/^$/\n/' | tr '\n' ' ' | sed 's/  /\n/g' >sample
    local text model
    for text in random sample "$TOP/README.md"; do
        model=sample.gaz
        [ "$text" != random ] || model=m.gaz
        "$GAZ" tag $model --from text --to prodigy --document line "$text" >tasks.jsonl
        "$GAZ" tag $model --from text --to spacy --document line "$text" >pairs.jsonl
        python3 "$TESTS/spacy_reads.py" tasks.jsonl pairs.jsonl >read
        cat read
        same "$(cut -d ' ' -f 1 read)" "$("$GAZ" tag $model --from text --to tsv "$text" | wc -l)"
    done
}

# bats test_tags=long
@test "spaCy reads ids and senses" {
    needs_module spacy
    printf 'surface\ttype\tid\nEU\tORG\tQ458\nEU\tORG\tQ7\nEU\tLOC\tQ9\nkernel\tOS\tx:y\nC\tLanguage\t\n' >l.tsv
    "$GAZ" build l.tsv -o m.gaz --quiet
    printf 'The EU kernel\nC\nC, EU\nnone\n' >in.txt
    local senses
    for senses in first all; do
        "$GAZ" tag m.gaz --from text --to prodigy --document line --senses $senses in.txt >tasks.jsonl
        "$GAZ" tag m.gaz --from text --to spacy --document line --senses $senses in.txt >pairs.jsonl
        same "$(python3 "$TESTS/spacy_reads.py" tasks.jsonl pairs.jsonl | cut -d ' ' -f 1)" 5
        same "$(grep -c '"spans"' pairs.jsonl)" 2
    done
    grep -qF '"spans": {"gaz": [[4, 6, "LOC", "Q9"], [4, 6, "ORG", "Q458"], [4, 6, "ORG", "Q7"], [7, 13, "OS", "x:y"]]}' pairs.jsonl
}
