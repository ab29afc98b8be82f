#!/usr/bin/env bats
# JSON corpora of many tools: what holds text and spans is found, told and chosen; what is not understood is refused.
load helper

report() { # report NAME CORPUS...: a line's value
    local name=$1
    shift
    "$GAZ" harvest --report "$@" | sed -n "s/^$name  *//p"
}

# The spans of a corpus: "label=surface" with commas between, of all documents.
spans() {
    "$GAZ" convert "$@" --to jsonl --quiet >spans.jsonl
    python3 -c '
import json
for line in open("spans.jsonl", encoding="utf-8"):
    record = json.loads(line)
    for span in record["spans"]:
        slices = [text[span["start"]:span["end"]] for text in record.values() if isinstance(text, str)]
        assert span["text"] in slices, record
        print(span["label"], span["text"], sep="=", end=",")'
}

reads() { # EXPECTED FIELDS FORMAT RECORD [OPTION...]
    local expected=$1 fields=$2 format=$3
    printf '%s\n' "$4" >corpus.json
    shift 4
    same "$(spans corpus.json "$@")" "$expected"
    same "$(report fields corpus.json "$@")" "$fields"
    same "$(report format corpus.json "$@")" "$format"
}

refuses() { # MESSAGE RECORD [OPTION...]
    local message=$1
    printf '%s\n' "$2" >corpus.json
    shift 2
    fails 1 "corpus.json: $message" "$GAZ" harvest corpus.json --report "$@"
}

@test "begin and end under each pair of names" {
    local begin end places
    while read -r begin end places; do
        reads 'ORG=EU,' "text=text,spans=entities,begin=$begin,${end/:/=},label=label" \
            "$([ "$begin" = start_offset ] && echo doccano || echo jsonl)" \
            "{\"text\": \"the EU rejects\", \"entities\": [{$places, \"label\": \"ORG\"}]}"
    done <<'CASES'
start end:end "start": 4, "end": 6
start_offset end:end_offset "start_offset": 4, "end_offset": 6
begin end:end "begin": 4, "end": 6
startOffset end:endOffset "startOffset": 4, "endOffset": 6
BeginOffset end:EndOffset "BeginOffset": 4, "EndOffset": 6
start_char end:end_char "start_char": 4, "end_char": 6
span.begin end:span.end "span": {"begin": 4, "end": 6}
span.0 end:span.1 "span": [4, 6]
offsets.0.0 end:offsets.0.1 "offsets": [[4, 6]]
offset length:length "offset": 4, "length": 2
CASES
}

@test "the label under each of its names, the best one where there are several" {
    local name value
    while read -r name value; do
        reads 'ORG=EU,' "text=text,spans=mentions,begin=start,end=end,label=$name" jsonl \
            "{\"text\": \"EU rejects\", \"mentions\": [{\"start\": 0, \"end\": 2, $value}]}"
    done <<'CASES'
label "label": "ORG"
label "label": ["ORG"]
type "type": "ORG", "value": "EU"
entity "entity": "ORG", "name": "European Union"
entity_group "entity_group": "ORG", "word": "EU", "score": 0.5
tag "tag": "ORG"
class "class": "ORG"
category "category": "ORG"
name "name": "ORG"
label "label": "ORG", "type": "manual"
CASES
    reads 'ORG=EU,' 'text=text,spans=mentions,begin=start,end=end,label=labels' label-studio \
        '{"text": "EU rejects", "mentions": [{"start": 0, "end": 2, "labels": ["ORG"]}]}' # as JSON-MIN has it
    # The array goes, ids stay.
    echo '{"text": "EU", "ents": [{"start": 0, "end": 2, "label": "ORG", "kb_id": "Q458"}], "label": "x"}' >corpus.json
    same "$("$GAZ" convert corpus.json --to jsonl)" \
        '{"text": "EU", "label": "x", "spans": [{"start": 0, "end": 2, "label": "ORG", "id": "Q458", "text": "EU"}]}'
    # Two labels of a span are two senses.
    reads 'A=EU,' 'text=text,spans=spans,begin=start,end=end,label=label' jsonl \
        '{"text": "EU", "spans": [{"start": 0, "end": 2, "label": ["A", "B"]}]}'
    "$GAZ" convert corpus.json --to jsonl | grep -q '"senses": \[{"label": "A"}, {"label": "B"}\]'
}

@test "a file whose records name the label differently, and spans without one" {
    printf '%s\n' '{"text":"EU rejects","entities":[{"start":0,"end":2,"type":"ORG"}]}' \
        '{"text":"Paris is","entities":[{"start":0,"end":5,"entity":"city","value":"Paris"}]}' \
        '{"text":"Bonn is","spans":[{"start":0,"end":4,"entity_group":"LOC","word":"Bonn"}]}' >corpus.json
    same "$(spans corpus.json)" 'ORG=EU,city=Paris,LOC=Bonn,'
    reads 'ORG=EU,ENTITY=is,ENTITY=the,' 'text=text,spans=spans,begin=start,end=end,label=label' jsonl \
        '{"text": "EU is the", "spans": [{"start": 0, "end": 2, "label": "ORG", "type": "x"},
            {"start": 3, "end": 5, "label": null, "type": "x"}, {"start": 6, "end": 9, "text": "the", "score": 1}]}'
    refuses 'line 1: no member of span 1 is known as its label: start, end, what; --fields names the members' \
        '{"text": "EU", "spans": [{"start": 0, "end": 2, "what": "ORG"}]}'
    refuses 'line 1: no members of span 1 are known as its begin and end: at, label; --fields' \
        '{"text": "EU", "spans": [{"at": 0, "label": "ORG"}]}'
    refuses 'line 1: the label of span 1 is the number 7, which has no name; --labels names them' \
        '{"text": "EU", "spans": [{"start": 0, "end": 2, "label": 7}]}'
}

@test "--fields chooses, with the words of the report" {
    local record='{"body": "the EU", "text": "other", "marks": {"x": [{"f": 4, "l": 5, "n": 2, "what": {"k": "ORG"}, "cid": "Q458"}]}}'
    reads 'ORG=EU,' 'text=body,spans=marks.x,begin=f,last=l,label=what.k,id=cid' jsonl "$record" \
        --fields text=body,spans=marks.x,begin=f,last=l,label=what.k,id=cid
    reads 'ORG=EU,' 'text=body,spans=marks.x,begin=f,length=n,label=what.k' jsonl "$record" \
        --field body --fields spans=marks.x,begin=f,length=n,label=what.k
    reads 'B=EU,' 'text=text,spans=label,begin=1,end=2,label=3' doccano '{"text": "EU", "label": [["A", 0, 2, "B"]]}' \
        --fields begin=1,end=2,label=3
    "$GAZ" build corpus.json --fields begin=1,end=2,label=3 -o m.gaz --quiet
    "$GAZ" eval m.gaz corpus.json --fields begin=1,end=2,label=3 --quiet >/dev/null
    local wrong
    for wrong in text spans= 'spans=a,spans=b' what=x 'spans=a,' ''; do
        fails 2 'names no member' "$GAZ" harvest corpus.json --report --fields "$wrong"
    done
    fails 2 'begin and for end' "$GAZ" harvest corpus.json --report --fields begin=b
    refuses 'line 1: the member "label" is no array of spans; --fields' '{"text": "EU", "label": "x"}' --fields spans=label
}

@test "Rasa, CLUENER, ner-annotator, PubAnnotation, spans of one file" {
    reads 'city=Paris,' 'text=text,spans=entities,begin=start,end=end,label=entity' jsonl \
        '{"rasa_nlu_data": {"common_examples": [{"text": "to Paris", "intent": "go", "entities": [
            {"start": 3, "end": 8, "value": "paris", "entity": "city"}]}, {"text": "hi", "intent": "x", "entities": []}]}}'
    same "$(report documents corpus.json)" 2
    reads 'company=浙商银行,name=叶老桂,' 'text=text,spans=label' jsonl \
        '{"text": "浙商银行 叶老桂", "label": {"company": {"浙商银行": [[0, 3]]}, "name": {"叶老桂": [[5, 7]]}}}'
    refuses 'line 1: span 1 is "浙商银" by its offsets and "浙商银行" by its text; --offsets' \
        '{"text": "浙商银行", "label": {"company": {"浙商银行": [[0, 2]]}}}'
    reads 'ORG=EU,' 'text=0,spans=1.entities,begin=0,end=1,label=2' spacy \
        '{"classes": ["ORG"], "annotations": [null, ["EU rejects", {"entities": [[0, 2, "ORG"]]}]]}'
    same "$(report unannotated corpus.json)" 1
    reads 'ORG=EU,' 'text=text,spans=denotations,begin=span.begin,end=span.end,label=obj' pubannotation \
        '{"source": "x", "text": "EU rejects", "denotations": [{"id": "T1", "span": {"begin": 0, "end": 2}, "obj": "ORG"},
            {"id": "T2", "span": [{"begin": 0, "end": 1}, {"begin": 3, "end": 4}], "obj": "ORG"}]}'
    same "$(report discontinuous corpus.json)" 1
    local track='{"project": "p", "denotations": [{"span": {"begin": 0, "end": 2}, "obj": "ORG"}]}'
    reads 'ORG=EU,' 'text=text,spans=tracks.0.denotations,begin=span.begin,end=span.end,label=obj' pubannotation \
        "{\"text\": \"EU\", \"tracks\": [$track]}"
    refuses 'line 1: the record has 2 tracks' "{\"text\": \"EU\", \"tracks\": [$track, $track]}"
    reads 'ORG=EU,' 'text=text,spans=tracks.1.denotations,begin=span.begin,end=span.end,label=obj' jsonl \
        "{\"text\": \"EU\", \"tracks\": [$track, $track]}" --fields spans=tracks.1.denotations
}

bioc() { # the annotations of the second passage
    echo '{"source": "x", "documents": [{"id": "1", "passages": [
        {"offset": 0, "text": "A title.", "annotations": []},
        {"offset": 9, "text": "the EU rejects", "annotations": ['"$1"']}], "relations": []}]}'
}

@test "BioC: offsets are those of the document, locations may be several" {
    reads 'ORG=EU,' 'text=passages.0.text,spans=passages.0.annotations,begin=locations.0.offset,length=locations.0.length,label=infons.type,id=infons.identifier' \
        bioc "$(bioc '{"infons": {"type": "ORG", "identifier": "Q458"}, "text": "EU", "locations": [{"offset": 13, "length": 2}]},
            {"infons": {"type": "X"}, "text": "t x", "locations": [{"offset": 0, "length": 1}, {"offset": 2, "length": 1}]}')"
    same "$(report discontinuous corpus.json)" 1
    grep -q '"id": "Q458"' spans.jsonl
    same "$(python3 -c 'import json; print(json.loads(open("spans.jsonl").readline())["text"])' | tr '\n' '|')" \
        'A title.|the EU rejects|'
    # A passage that begins where the texts before it do not end.
    printf '%s' "$(bioc '{"infons": {"type": "ORG"}, "text": "EU", "locations": [{"offset": 104, "length": 2}]}' |
        sed 's/"offset": 9/"offset": 100/')" >corpus.json
    same "$(spans corpus.json)" 'ORG=EU,'
    refuses 'line 1: no infon of span 1 is known as its label: kind; --fields' \
        "$(bioc '{"infons": {"kind": "ORG"}, "locations": [{"offset": 13, "length": 2}]}' | tr -d '\n')"
    same "$(spans corpus.json --fields label=infons.kind)" 'ORG=EU,'
    refuses 'line 1: span 1 is "EU" by its offsets and "UE" by its text' \
        "$(bioc '{"infons": {"type": "ORG"}, "text": "UE", "locations": [{"offset": 13, "length": 2}]}' | tr -d '\n')"
}

@test "BioC as XML is read as its JSON is" {
    printf '%s\n' '<?xml version="1.0" encoding="UTF-8"?>' '<!DOCTYPE collection SYSTEM "BioC.dtd">' \
        '<collection><source>x</source><date/><key>k</key>' \
        '<document><id>1</id><passage><infon key="type">t</infon><offset>0</offset><text>A &amp; é &#233;.</text></passage>' \
        '<passage><offset>9</offset><text><![CDATA[the EU]]> rejects</text>' \
        '<annotation id="T1"><infon key="type">ORG</infon><infon key="identifier">Q458</infon><location offset="13" length="2"/>' \
        '<text>EU</text></annotation>' \
        '<annotation id="T2"><infon key="type">X</infon><location offset="9" length="3"/><location offset="16" length="7"/></annotation>' \
        '</passage></document><document><id>2</id><passage><offset>0</offset><text>none</text></passage></document></collection>' >c.xml
    if "$GAZ" harvest c.xml --report 2>&1 | grep -q 'built with libxml2'; then skip "gaz is built without libxml2"; fi
    same "$(spans c.xml)" 'ORG=EU,'
    grep -q '"text": "A & é é.\\nthe EU rejects", .*"id": "Q458"' spans.jsonl
    same "$(report format c.xml) $(report documents c.xml) $(report discontinuous c.xml)" 'bioc 2 1'
    "$GAZ" build c.xml -o m.gaz --quiet # known as a corpus
    sed 's/"13"/"14"/' c.xml >wrong.xml
    fails 1 'wrong.xml: line 4: span 1 is "U " by its offsets and "EU" by its text' "$GAZ" harvest wrong.xml --report --offsets codepoint
    head -c 500 c.xml >cut.xml
    fails 1 'cut.xml: line ' "$GAZ" harvest cut.xml --report
    printf '%s' '<!DOCTYPE collection [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "c.xml">]>' \
        '<collection><document><passage><offset>0</offset><text>&f;</text></passage></document></collection>' >entity.xml
    fails 1 'entity.xml: XML that declares entities' "$GAZ" harvest entity.xml --report
    sed 's/<text>none/<annotation\/><text>none/; s/none<\/text>/none<\/text><annotation\/>/' c.xml >apart.xml
    fails 1 'apart.xml: line 9: elements that belong together are apart' "$GAZ" harvest apart.xml --report
}

@test "Argilla: responses before suggestions, both forms of 2.x, and 1.x" {
    local value='[{"start": 0, "end": 2, "label": "ORG"}]' other='[{"start": 3, "end": 10, "label": "X"}]'
    local fields='text=text,spans=responses,begin=start,end=end,label=label'
    reads 'ORG=EU,' "$fields" argilla '[{"id": "1", "fields": {"text": "EU rejects"}, "metadata": {"a": 1},
        "suggestions": {"q": {"value": '"$other"', "score": null, "agent": "m"}},
        "responses": {"rating": [{"value": 3}], "q": [{"value": '"$value"', "user_id": "u"}]}, "status": "completed"}]'
    reads 'ORG=EU,' "$fields" argilla '{"fields": {"text": "EU rejects"}, "responses": [
        {"values": {"q": {"value": '"$other"'}}, "status": "discarded"},
        {"values": {"q": {"value": '"$value"'}}, "status": "submitted"}], "suggestions": []}'
    reads 'ORG=EU,' "${fields/responses/suggestions}" argilla '{"fields": {"text": "EU rejects"},
        "suggestions": [{"question_name": "q", "value": '"$value"', "score": [0.5]}]}'
    grep -q '"score": 0.5' spans.jsonl
    printf '%s\n' '{"fields": {"text": "EU"}, "responses": {}, "suggestions": {"q": {"value": '"$value"'}}}' >corpus.json
    same "$(report unannotated corpus.json) $(report entities corpus.json)" '1 0'
    reads 'ORG=EU,' 'text=text,spans=annotation,begin=1,end=2,label=0' argilla '{"text": "EU rejects",
        "tokens": ["EU", "rejects"], "prediction": [["X", 3, 10, 0.5]], "annotation": [["ORG", 0, 2]], "status": "Validated"}'
}

@test "Label Studio: HyperText by its globalOffsets, JSON-MIN a text once" {
    local place='"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 0, "endOffset": 2'
    task() { # value
        echo '[{"id": 1, "data": {"text": "<p class=\"a>b\">R&amp;D <!-- x --><b>EU</b>&#32;rejects</p>"}, "annotations": [{"result": [
            {"type": "hypertextlabels", "value": {'"$place, $1"'"hypertextlabels": ["ORG"]}}]}]},
            {"id": 2, "data": {"text": "<p>no</p>"}, "annotations": [{"result": []}]}]'
    }
    reads 'ORG=EU,' 'text=text,spans=annotations.0.result,begin=value.globalOffsets.start,end=value.globalOffsets.end,label=value.labels' \
        label-studio "$(task '"globalOffsets": {"start": 4, "end": 6}, "text": "EU", ')"
    same "$(report tokens corpus.json)" 6
    refuses 'line 1: span 1 is one of hypertext without globalOffsets' "$(task | tr -d '\n')"
    refuses 'line 1: span 1 is " E" by its offsets and "EU" by its text' \
        "$(task '"globalOffsets": {"start": 3, "end": 5}, "text": "EU", ' | tr -d '\n')"
    refuses 'line 1: span 1 is one of "paragraphlabels", which are no spans' \
        '{"data": {"text": "x"}, "annotations": [{"result": [{"value": {"start": "0", "end": "0", "paragraphlabels": ["A"]}}]}]}'
    local region='[{"start": 0, "end": 2, "text": "EU", "labels": ["ORG"]}]'
    printf '%s' "[{\"id\": 1, \"text\": \"EU\", \"label\": $region, \"annotator\": 1, \"annotation_id\": 1}," \
        "{\"id\": 1, \"text\": \"EU\", \"label\": $region, \"annotator\": 2, \"annotation_id\": 2}," \
        "{\"id\": 2, \"text\": \"EU\", \"label\": $region, \"annotator\": 2, \"annotation_id\": 3}]" >corpus.json
    same "$(report entities corpus.json) $(report repeated corpus.json)" '2 1'
    "$GAZ" harvest corpus.json -o lists 2>note >/dev/null
    same "$(cat note)" 'gaz: 1 record of a text read before was left out'
}

@test "doccano before 1.0 has numbers for labels" {
    local record='{"id": 1, "text": "EU rejects", "annotations": [{"label": 7, "start_offset": 0, "end_offset": 2, "user": 1}], "meta": {}}'
    refuses 'line 1: the label of span 1 is the number 7, which has no name; --labels names them' "$record"
    refuses 'line 1: the label of span 1 is the number 7, which has no name; --labels' "$record" --labels A,B
    reads 'ORG=EU,' 'text=text,spans=annotations,begin=start_offset,end=end_offset,label=label' doccano "$record" \
        --labels X,7=ORG,PER
    echo '[{"id": 6, "text": "PER"}, {"id": 7, "text": "ORG"}]' >types.json
    same "$(spans corpus.json --labels types.json)" 'ORG=EU,'
}

@test "tokens with tags: strings in any notation, numbers with names" {
    local tokens='"tokens": ["the", "EU", "Council", "met", "Ann"]'
    reads 'ORG=EU Council,PER=Ann,' 'tokens=tokens,tags=ner_tags' json-tokens \
        "{$tokens, \"ner_tags\": [\"O\", \"B-ORG\", \"I-ORG\", \"O\", \"B-PER\"], \"pos_tags\": [1, 2, 3, 4, 5]}"
    reads 'ORG=EU Council,PER=Ann,' 'tokens=words,tags=labels' json-tokens \
        "{${tokens/tokens/words}, \"labels\": [\"O\", \"B-ORG\", \"E-ORG\", \"O\", \"S-PER\"]}"
    same "$(report scheme corpus.json)" bioes
    reads 'ORG=EU Council,PER=Ann,' 'tokens=sentence,tags=ner' json-tokens \
        "{${tokens/tokens/sentence}, \"ner\": [\"*\", \"(ORG*\", \"*)\", \"*\", \"(PER)\"]}"
    reads 'ORG=EU Council,PER=Ann,' 'tokens=tokens,tags=tags' json-tokens \
        "{$tokens, \"tags\": [\"O\", \"ORG\", \"ORG\", \"O\", \"PER\"]}"
    same "$(report scheme corpus.json)" bare
    refuses 'line 1: "DT" and the others are no tags of entities: none of them is O; --fields' \
        '{"tokens": ["the", "EU"], "tags": ["DT", "DT"]}'
    refuses 'line 1: "x" is no tag as the others of the file are; --lenient leaves it out' \
        '{"tokens": ["the", "EU"], "tags": ["x", "B-ORG"]}'
    refuses 'line 1: tag 1 is a number, which has no name; --labels' "{$tokens, \"ner_tags\": [0, 3, 4, 0, 1]}"
    reads 'ORG=EU Council,PER=Ann,' 'tokens=tokens,tags=ner_tags' json-tokens "{$tokens, \"ner_tags\": [0, 3, 4, 0, 1]}" \
        --labels O,B-PER,I-PER,B-ORG,I-ORG
    echo '{"features": {"pos": {"feature": {"names": ["a"]}}, "ner_tags": {"feature": {"names": ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"],
        "_type": "ClassLabel"}, "_type": "Sequence"}}}' >dataset_info.json
    same "$(spans corpus.json --labels dataset_info.json)" 'ORG=EU Council,PER=Ann,'
    echo '{"id2label": {"0": "O", "1": "B-PER", "3": "B-ORG", "4": "I-ORG"}, "label2id": {}}' >config.json
    same "$(spans corpus.json --labels config.json)" 'ORG=EU Council,PER=Ann,'
    echo '{}' >config.json
    fails 1 'config.json: has no names of labels' "$GAZ" harvest corpus.json --report --labels config.json
    fails 2 'the label 1 has two names' "$GAZ" harvest corpus.json --report --labels A,B,1=C
    # The tokens stay as they are, in eval too.
    printf '%s\n' '{"tokens": ["the", "C++", "x y"], "ner_tags": ["O", "B-L", "I-L"]}' >corpus.json
    same "$("$GAZ" convert corpus.json --to conll | tr '\t\n' ' ,')" 'the O,C++ B-L,x y I-L,,'
    "$GAZ" build corpus.json -o m.gaz --quiet
    same "$("$GAZ" eval m.gaz corpus.json --quiet | head -n 1)" 'processed 3 tokens with 1 phrases; found: 1 phrases; correct: 1.'
}

@test "spans that count in tokens: whether an end is one of them depends on the tool" {
    reads 'ORG=EU Council,' 'tokens=tokens,spans=entities,begin=start,end=end,label=type' json-tokens \
        '[{"tokens": ["the", "EU", "Council"], "entities": [{"type": "ORG", "start": 1, "end": 3}], "relations": []}]'
    reads 'ORG=EU Council,' 'tokens=sentence,spans=ner,begin=0,last=1,label=2' json-tokens \
        '{"doc_key": "1", "sentence": ["the", "EU", "Council"], "ner": [[1, 2, "ORG"]], "relations": []}'
    reads 'ORG=EU Council,' 'tokens=tokenized_text,spans=ner,begin=0,last=1,label=2' json-tokens \
        '{"tokenized_text": ["the", "EU", "Council"], "ner": [[1, 2, "ORG"]]}'
    reads 'ORG=EU Council,PER=Ann,' 'tokens=sentences,spans=ner,begin=0,last=1,label=2' json-tokens \
        '{"doc_key": "1", "sentences": [["the", "EU", "Council"], ["Ann"]], "ner": [[[1, 2, "ORG"]], [[3, 3, "PER"]]]}'
    same "$(report sentences corpus.json) $(report documents corpus.json)" '2 1'
    refuses 'line 1: whether the end of span 1 is a token of it cannot be known' \
        '{"tokens": ["the", "EU"], "ner": [[1, 1, "ORG"]]}'
    same "$(spans corpus.json --fields tokens=tokens,spans=ner,begin=0,last=1,label=2)" 'ORG=EU,'
    refuses 'line 1: span 1 is empty, or beyond the tokens' '{"tokens": ["EU"], "entities": [{"start": 0, "end": 2, "type": "X"}]}'
    refuses 'line 1: span 1 is empty, or beyond the tokens' '{"tokens": ["EU"], "entities": [{"start": 0, "end": 0, "type": "X"}]}'
    printf '%s\n' '{"tokens": ["EU"], "entities": []}' '{"tokens": ["EU"], "tags": ["O"]}' >corpus.json
    fails 1 'line 2: the record has tags, where those before have spans; --lenient' "$GAZ" harvest corpus.json --report
    refuses 'line 1: token 2 is no string, is empty, or has a control' '{"tokens": ["EU", ""], "tags": ["O", "O"]}'
}

@test "files that are one value, however they are laid out, with the right line" {
    local wrap
    for wrap in '%s' '[%s]' '{"data": [%s]}' '{"x": 1, "records": [%s], "y": [2]}' '{"examples": [null, %s]}'; do
        printf "$wrap" '
 {
  "text": "EU rejects",
  "spans": [
   {"start": 0, "end": 2, "label": "ORG"}
  ]
 }' >corpus.json
        same "$(spans corpus.json)" 'ORG=EU,'
        sed -i 's/"end": 2/"end": 20/' corpus.json
        fails 1 'corpus.json: line 2: span 1 ends at 20, beyond the text of 10 code points' \
            "$GAZ" harvest corpus.json --report
    done
    gzip -c corpus.json >corpus.gz
    same "$(spans corpus.gz --lenient)" ''
}

@test "annotations that nobody understands are an error that names the members" {
    refuses 'line 1: no member of the record is known to hold its annotations: text, marks; --fields names the members' \
        '{"text": "EU", "marks": [{"a": 0}]}'
    refuses 'line 1: no member of the record is known to hold its annotations: source, my-labels; --fields' \
        '{"source": "EU", "my-labels": {"annotations": {"entities": [{"label": "ORG", "startOffset": 0, "endOffset": 2}]}}}'
    same "$(spans corpus.json --fields text=source,spans=my-labels.annotations.entities)" 'ORG=EU,'
    refuses 'line 1: no member of the record is known to hold its annotations: data; --fields' '{"data": [{"paragraphs": [{"context": "EU"}]}]}'
    fails 1 'no member of the record is known' "$GAZ" build corpus.json -o m.gaz
    [ ! -e m.gaz ]
    refuses 'line 1: no member of the record is known to hold its annotations: text, entities' '{"text": "EU", "entities": {"ORG": ["EU"]}}'
    refuses 'line 1: no member of the record is known to hold its annotations: text, entities' '{"text": "EU", "entities": ["EU"]}'
    # Texts that have nothing of the kind, and records without spans among others.
    printf '%s\n' '{"text": "EU", "meta": {"source": "x"}, "tags": ["a"]}' >corpus.json
    same "$(report unannotated corpus.json)" 1
    printf '%s\n' '{"text": "EU", "marks": [{"a": 0}]}' '{"text": "EU", "spans": []}' >corpus.json
    same "$(report unannotated corpus.json) $(report documents corpus.json)" '1 1'
}

@test "--lenient leaves out single spans and records, and counts them, in every format" {
    printf '%s\n' '{"text": "EU met Ann", "spans": [{"start": 0, "end": 2, "label": "ORG"}, {"start": 3, "end": 12, "label": "X"},
        7, {"start": 1, "end": 2, "label": "a\tb"}, {"start": 7, "end": 10, "text": "Bob", "label": "X"},
        {"start": 7, "end": 10, "text": "Ann", "label": "PER"}, {"start": 3, "end": 4, "what": "X"}]}' \
        '{"spans": []}' '7' '{"text": "EU", "spans": [{"start": 0, "end": 2, "label": 5}]}' >corpus.json
    same "$(spans corpus.json --lenient)" 'ORG=EU,PER=Ann,'
    same "$(report 'skipped spans' corpus.json --lenient) $(report 'skipped rows' corpus.json --lenient)" '6 2'
    "$GAZ" convert corpus.json --to jsonl --lenient 2>note >/dev/null
    same "$(cat note)" 'gaz: 2 malformed rows or records were left out, 6 malformed spans were left out'
    fails 1 '; --lenient leaves it out' "$GAZ" harvest corpus.json --report
    printf '%s' '[{"data": {"text": "EU rejects"}, "annotations": [{"result": [{"value": {"start": 3, "end": 12, "text": "rejects", "labels": ["X"]}}]}]},' \
        '{"data": {"text": "Bonn is"}, "annotations": [{"result": [{"value": {"start": 0, "end": 4, "text": "Bonn", "labels": ["LOC"]}}]}]}]' >corpus.json
    same "$(spans corpus.json --lenient)" 'LOC=Bonn,'
    same "$(report 'skipped spans' corpus.json --lenient) $(report documents corpus.json --lenient)" '1 2'
    printf '%s\n' '{"tokens": ["EU", "met"], "ner_tags": ["B-ORG", "O"]}' '{"tokens": ["a", ""], "ner_tags": ["O", "O"]}' \
        '{"tokens": ["a"], "ner_tags": ["O", "O"]}' '{"tokens": ["Ann"], "ner_tags": ["x"]}' >corpus.json
    same "$(spans corpus.json --lenient)" 'ORG=EU,'
    same "$(report 'skipped spans' corpus.json --lenient) $(report 'skipped rows' corpus.json --lenient)" '1 2'
    mkdir b
    printf 'EU met Ann' >b/a.txt
    printf 'T1\tORG 0 2\tEU\nT2\tX 3 12\tmet Ann\nT3\tPER 7 10\tBob\nT4\tPER 7 10\tAnn\n' >b/a.ann
    same "$(spans b --lenient)" 'ORG=EU,PER=Ann,'
    same "$(report 'skipped spans' b --lenient)" 2
    fails 1 'b/a.ann: line 2: the span ends at 12, beyond the text of 10 code points; --lenient leaves it out' \
        "$GAZ" harvest b --report
    printf '#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|value\n\n1-1\t0-2\tEU\tORG\t\n1-x\t3-6\tmet\t_\t\n1-3\t7-10\tAnn\tP\001X\t\n' >w.tsv
    same "$(spans w.tsv --lenient)" 'ORG=EU,'
    same "$(report 'skipped spans' w.tsv --lenient) $(report 'skipped rows' w.tsv --lenient)" '1 1'
    fails 1 'w.tsv: line 5: no token: expected SENTENCE-TOKEN, TAB, BEGIN-END, TAB and the token; --lenient leaves it out' \
        "$GAZ" harvest w.tsv --report
}
