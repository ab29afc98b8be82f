#!/usr/bin/env bats
# spaCy itself reads what gaz writes for it (tests/cli/export.bats: and the patterns that gaz exports).
load helper

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
