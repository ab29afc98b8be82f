# gaz serve as an external recommender of INCEpTION. UIMA itself asks in tests/inception.
source "$BATS_TEST_DIRNAME/helper.bash"
source "$BATS_TEST_DIRNAME/serve.bash"

needs_xml() {
    [[ $(ldd "$GAZ") == *libxml2* ]] || skip "this gaz was built without libxml2"
}

inception_model() {
    printf '%s\n' $'kernel\tOS' $'C++\tLang' $'a b c\tX' >list.tsv
    "$GAZ" build list.tsv -o m.gaz --quiet
    serve m.gaz
}

# predict TEXT [KEY=VALUE]...: prints BEGIN END VALUE TEXT of each prediction. Tokens are runs without blanks, unless
# tokens=B-E,B-E says otherwise; other keys are those of the metadata.
predict() {
    python3 - "$URL" "$@" <<'END'
import json, re, sys, urllib.request, xml.etree.ElementTree as xml
from xml.sax.saxutils import quoteattr
url, text, *rest = sys.argv[1:]
options = dict(option.split("=", 1) for option in rest)
def units(at):
    return len(text[:at].encode("utf-16-le")) // 2
tokens = [(units(m.start()), units(m.end())) for m in re.finditer(r"\S+", text)]
if "tokens" in options:
    tokens = [tuple(map(int, token.split("-"))) for token in options.pop("tokens").split(",") if token]
quoted = quoteattr(text, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
types = "http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
xmi = ('<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
       'xmlns:type5="%s" xmi:version="2.0"><cas:NULL xmi:id="0"/>%s<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" '
       'mimeType="text" sofaString=%s/><cas:View sofa="1" members=""/></xmi:XMI>' %
       (types, "".join('<type5:Token xmi:id="%d" sofa="1" begin="%d" end="%d"/>' % (9 + i, *token) for i, token in enumerate(tokens)), quoted))
metadata = {"layer": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", "feature": "value", "projectId": 7,
            "anchoringMode": "tokens", "crossSentence": False, "range": {"begin": 0, "end": units(len(text))}}
metadata.update({key: json.loads(value) for key, value in options.items()})
body = {"typeSystem": "<?xml version=\"1.0\"?><typeSystemDescription/>" * 1000,
        "document": {"xmi": xmi, "documentId": 42, "userId": "admin"}, "metadata": metadata,
        "tagsets": [{"tags": [{"tag": "OS", "description": ""}]}]}
request = urllib.request.Request(url + "/inception/predict", json.dumps(body).encode(), {"Content-Type": "application/json"})
root = xml.fromstring(json.load(urllib.request.urlopen(request))["document"])
name = metadata["layer"].split(".")
space = "{http:///%s.ecore}%s" % ("/".join(name[:-1]), name[-1])
answered = root.find("{http:///uima/cas.ecore}Sofa").get("sofaString")
assert answered == text, (answered, text)
code = text.encode("utf-16-le")
members = root.find("{http:///uima/cas.ecore}View").get("members").split()
found = root.findall(space)
assert members == [span.get("{http://www.omg.org/XMI}id") for span in found]
for span in found:
    assert span.get("inception_internal_predicted") == "true" and float(span.get(metadata["feature"] + "_score")) == 1
    begin, end = int(span.get("begin")), int(span.get("end"))
    print(begin, end, span.get(metadata["feature"]), code[2 * begin:2 * end].decode("utf-16-le"))
END
}

@test "predictions are the document's tokens, in UTF-16 units" {
    needs_xml
    inception_model
    same "$(predict '😀 the kernel runs C++')" $'7 13 OS kernel\n19 22 Lang C++'
    same "$(predict '👩‍👩‍👧 <kernel> & "C++"')" $'9 17 OS <kernel>\n20 25 Lang "C++"'
    same "$(predict 'no such thing')" ''
    same "$(predict '')" ''
}

@test "how spans are anchored, and the part that is asked for" {
    needs_xml
    inception_model
    same "$(predict 'user-kernel a b c' 'anchoringMode="characters"')" $'5 11 OS kernel\n12 17 X a b c'
    same "$(predict 'user-kernel a b c' 'anchoringMode="singleToken"')" '0 11 OS user-kernel'
    same "$(predict 'user-kernel a b c')" $'0 11 OS user-kernel\n12 17 X a b c'
    same "$(predict 'kernel/kernel kernel')" $'0 13 OS kernel/kernel\n14 20 OS kernel'
    same "$(predict 'kernel kernel' tokens=0-3)" '0 6 OS kernel'
    same "$(predict 'kernel kernel' tokens=)" ''
    same "$(predict 'kernel kernel' 'range={"begin": 7, "end": 13}')" '7 13 OS kernel'
}

@test "another layer and feature; ids for links" {
    needs_xml
    printf 'EU\tOrg\tQ458\tEuropean Union\nkernel\tOS\n' >list.tsv
    "$GAZ" build list.tsv --columns surface=1,type=2,id=3,name=4 -o m.gaz --quiet
    serve m.gaz
    same "$(predict 'the EU kernel' 'layer="webanno.custom.Thing"' 'feature="kind"')" $'4 6 Org EU\n7 13 OS kernel'
    same "$(predict 'the EU kernel' 'feature="identifier"')" '4 6 Q458 EU'
}

@test "hostile and broken documents" {
    needs_xml
    inception_model
    local metadata='"metadata": {"layer": "a.B", "feature": "value"}'
    local sofa="<x xmlns:cas='http:///uima/cas.ecore' xmlns:xmi='http://www.omg.org/XMI' xmlns:t='http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore'><cas:Sofa xmi:id='1' sofaString='kernel'/>"
    refused 400 'no member \"document.xmi\"' /inception/predict "{$metadata}"
    refused 400 'no names of UIMA' /inception/predict '{"document": {"xmi": "<x/>"}, "metadata": {"layer": "a b", "feature": "value"}}'
    refused 400 'no names of UIMA' /inception/predict '{"document": {"xmi": "<x/>"}, "metadata": {"layer": "a.B", "feature": "v\" x=\"1"}}'
    refused 400 'UTF-16 units' '/inception/predict?offsets=byte' "{\"document\": {\"xmi\": \"$sofa</x>\"}, $metadata}"
    refused 400 'no XML' /inception/predict "{\"document\": {\"xmi\": \"<x>\"}, $metadata}"
    refused 400 'without a text' /inception/predict "{\"document\": {\"xmi\": \"<x/>\"}, $metadata}"
    refused 400 'document type declaration' /inception/predict "{\"document\": {\"xmi\": \"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>\"}, $metadata}"
    refused 400 'declares entities' /inception/predict "{\"document\": {\"xmi\": \"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>\"}, $metadata}"
    refused 400 'outside of the text' /inception/predict "{\"document\": {\"xmi\": \"$sofa<t:Token sofa='1' begin='0' end='7'/></x>\"}, $metadata}"
    refused 400 'without begin, end and sofa' /inception/predict "{\"document\": {\"xmi\": \"$sofa<t:Token sofa='1' begin='3' end='2'/></x>\"}, $metadata}"
    refused 400 'without begin, end and sofa' /inception/predict "{\"document\": {\"xmi\": \"$sofa<t:Token sofa='1' begin='3'/></x>\"}, $metadata}"
    python3 "$TESTS/ask.py" 204 "$URL" /inception/train '{"documents": []}'
}
