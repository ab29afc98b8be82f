/* What clients may send to gaz serve: each body that cannot be answered is refused with what is wrong with it. */
#include "asking.h"

struct odd {
    const char *path;
    const char *body;
    unsigned status;
    const char *text; /* that the answer has */
};

static void check(const struct odd *odd) {
    struct http_exchange exchange = {.status = 0};
    assert_true(buffer_add_text(&exchange.body, odd->body));
    ask(&exchange, odd->path, false);
    assert_true(buffer_add_byte(&exchange.answer, 0));
    bool right = exchange.status == odd->status && strstr(exchange.answer.bytes, odd->text);
    if (!right) print_error("%s %s: %u %s\n", odd->path, odd->body, exchange.status, exchange.answer.bytes);
    assert_true(right);
    end_exchange(&exchange);
}

#define CHECK_ALL(...)                                                                                                 \
    const struct odd odds[] = {__VA_ARGS__};                                                                           \
    (void)state;                                                                                                       \
    for (size_t i = 0; i < sizeof odds / sizeof *odds; i++) check(&odds[i])

static void texts_to_tag(void **state) {
    CHECK_ALL({"/tag", "{\"text\": \"\"}", 200, "{\"spans\": [], "},
              {"/tag", "{\"texts\": []}", 200, "{\"results\": [], "},
              {"/tag", "{\"text\": \"x\", \"text\": \"EU\"}", 200, "\"label\": \"Org\""}, /* the last one counts */
              {"/tag", "{\"text\": null}", 400, "a text is not a string"},
              {"/tag", "{\"texts\": \"EU\"}", 400, "no member \\\"text\\\""},
              {"/tag", "{\"texts\": [null]}", 400, "a text is not a string"},
              {"/tag", "{\"texts\": [\"EU\", [\"EU\"]]}", 400, "a text is not a string"},
              {"/tag", "{\"text\": \"EU\"", 400, "no JSON"}, {"/tag", "", 400, "not an object"},
              {"/tag", "null", 400, "not an object"}, {"/hf", "{\"inputs\": 1}", 400, "a text is not a string"},
              {"/hf", "{\"inputs\": {}}", 400, "not a string"}, {"/hf", "{\"inputs\": []}", 200, "[]"},
              {"/hf", "{\"text\": \"EU\"}", 400, "no member \\\"inputs\\\""},
              {"/doccano", "{\"texts\": [\"EU\"]}", 200, "[[{\"label\": \"Org\""});
}

static void forms(void **state) {
    CHECK_ALL({"/rest/annotate", "text=the+E%55%", 200, "\"@surfaceForm\": \"EU\""},
              {"/rest/annotate", "text=EU&confidence=1.5", 200, "\"@URI\": \"Q458\""}, /* of no other scale */
              {"/rest/annotate", "text=EU&confidence=high", 200, "\"@URI\": \"Q458\""},
              {"/rest/annotate", "text=kernel%zz%0x%4&&=&a&text", 200, "\"Resources\": []"},
              {"/rest/annotate", "confidence=0.5", 400, "no field \\\"text\\\""},
              {"/rest/annotate", "", 400, "no field"}, {"/solr/a/tag", "", 200, "\"tagsCount\": 0"},
              {"/solr/a/tag", "EU, EU", 200, "\"numFound\": 1"});
}

static void explanations(void **state) {
    CHECK_ALL({"/explain", "{\"text\": \"\"}", 200, "{\"explanations\": [], \"complete\": true"},
              {"/explain", "{\"text\": \"EU\", \"start\": 0, \"end\": 2}", 200, "{\"explanation\": {"},
              {"/explain", "{\"text\": 1}", 400, "no member \\\"text\\\""},
              {"/explain", "{\"text\": \"EU\", \"start\": 0}", 400, "a \\\"start\\\" and an \\\"end\\\""},
              {"/explain", "{\"text\": \"EU\", \"start\": -1, \"end\": 2}", 400, "whole numbers"},
              {"/explain", "{\"text\": \"EU\", \"start\": 1.5, \"end\": 2}", 400, "whole numbers"},
              {"/explain", "{\"text\": \"EU\", \"start\": 0, \"end\": 3}", 400, "the span ends after the text"},
              {"/explain", "{\"text\": \"EU\", \"start\": 2, \"end\": 1}", 400, "the span is empty"},
              {"/explain", "[]", 400, "not an object"});
}

#define DOCUMENT(more) "{\"id\": \"d\", \"text\": \"the EU\", \"spans\": [" more "]}"

static void annotations(void **state) {
    CHECK_ALL(
        {"/annotations", DOCUMENT(""), 200, "{\"id\": \"d\", "},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6, \"label\": \"Org\", \"id\": null}"), 200, "\"d\""},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6, \"label\": \"Org\", \"name\": \"n\"}"), 200, "\"d\""},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 7, \"label\": \"Org\"}"), 400, "span"},
        {"/annotations", DOCUMENT("{\"start\": 6, \"end\": 4, \"label\": \"Org\"}"), 400, "span"},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": \"6\", \"label\": \"Org\"}"), 400, "not a whole number"},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6.5, \"label\": \"Org\"}"), 400, "not a whole number"},
        {"/annotations", DOCUMENT("{\"start\": 4, \"label\": \"Org\"}"), 400, "no member \\\"end\\\""},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6}"), 400, "no member \\\"label\\\""},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6, \"label\": \"\"}"), 400, "is empty"},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6, \"label\": 7}"), 400, "is not a string"},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6, \"label\": \"a\\u0000b\"}"), 400, "zero byte"},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6, \"label\": \"O\", \"id\": 5}"), 400, "not a string"},
        {"/annotations", DOCUMENT("{\"start\": 4, \"end\": 6, \"label\": \"O\", \"id\": \"a\\nb\"}"), 400, "control"},
        {"/annotations", DOCUMENT("5"), 400, "a span is not an object"},
        {"/annotations", "{\"id\": \"d\", \"text\": \"x\", \"spans\": {}}", 400, "\\\"spans\\\" is not an array"},
        {"/annotations", "{\"id\": \"d\", \"text\": \"x\"}", 400, "\\\"spans\\\""},
        {"/annotations", "{\"id\": \"d\", \"text\": 5, \"spans\": []}", 400, "\\\"text\\\" is not a string"},
        {"/annotations", "{\"id\": 12, \"text\": \"x\", \"spans\": []}", 200, "{\"id\": \"12\", "},
        {"/annotations", "{\"id\": 1.5, \"text\": \"x\", \"spans\": []}", 400, "neither a string nor a whole number"},
        {"/annotations", "{\"id\": [], \"text\": \"x\", \"spans\": []}", 400, "neither a string nor a whole number"},
        {"/annotations", "{\"text\": \"x\", \"spans\": []}", 400, "no member \\\"id\\\""});
}

#define PREDICT(tasks) "{\"tasks\": " tasks ", \"label_config\": \"" LABELS "\"}"
#define EVENT(rest)                                                                                                    \
    "{\"action\": \"ANNOTATION_CREATED\", " rest ", \"project\": {\"id\": 7, \"label_config\": \"" LABELS "\"}}"
#define RESULT "\"annotation\": {\"id\": 3, \"task\": 9, \"result\": []}"

static void label_studio(void **state) {
    CHECK_ALL(
        {"/label-studio/setup", "{}", 400, "no labelling configuration"},
        {"/label-studio/setup", "{\"schema\": \"<View\"}", 400, "the labelling configuration"},
        {"/label-studio/predict", "{\"tasks\": []}", 400, "no labelling configuration"},
        {"/label-studio/predict", PREDICT("{}"), 400, "no array \\\"tasks\\\""},
        {"/label-studio/predict", PREDICT("[5]"), 400, "a task is not an object"},
        {"/label-studio/predict", PREDICT("[]"), 200, "{\"results\": ["},
        {"/label-studio/predict", PREDICT("[{\"data\": {\"a\": \"the EU\"}}]"), 200, "\"Org\""},
        {"/label-studio/predict", PREDICT("[{\"data\": {\"a\": 5}}, {\"data\": {}}, {}]"), 200, "\"result\": []"},
        {"/label-studio/webhook", "{}", 400, "the body has no \\\"action\\\""},
        {"/label-studio/webhook", "{\"action\": 5}", 201, "ok"}, /* nobody need know all there is */
        {"/label-studio/webhook", "{\"action\": \"TASKS_CREATED\"}", 201, "ok"},
        {"/label-studio/webhook", "{\"action\": \"ANNOTATION_CREATED\"}", 400, "\\\"project\\\" with an id"},
        {"/label-studio/webhook", EVENT("\"x\": 1"), 400, "a webhook is to send its payload"},
        {"/label-studio/webhook", EVENT("\"annotation\": {}"), 400, "no id of the annotation"},
        {"/label-studio/webhook", EVENT("\"annotation\": {\"id\": 1.5}"), 400, "no id of the annotation"},
        {"/label-studio/webhook", EVENT(RESULT), 400, "\\\"task\\\" of the annotation"},
        {"/label-studio/webhook", EVENT(RESULT ", \"task\": 9"), 400, "\\\"task\\\" of the annotation"},
        {"/label-studio/webhook", EVENT(RESULT ", \"task\": [{\"id\": 8}, {}]"), 400, "\\\"task\\\" of the"},
        {"/label-studio/webhook", EVENT(RESULT ", \"task\": {\"id\": 9, \"data\": {\"a\": 5}}"), 400,
         "no text in the field"},
        {"/label-studio/webhook", EVENT(RESULT ", \"task\": {\"id\": 9, \"data\": {\"a\": \"the EU\"}}"), 201, "ok"});
}

static void what_needs_lists(void **state) {
    CHECK_ALL({"/verdict", "{\"surface\": \"EU\", \"type\": \"Org\", \"verdict\": \"keep\"}", 404, "--lists"});
}

#ifdef GAZ_LIBXML2
#define NAMES         "\"metadata\": {\"projectId\": 5, \"layer\": \"a.B\", \"feature\": \"value\"}"
#define XMI(inside)   "{\"document\": {\"xmi\": \"" XMI_HEAD inside "</x>\"}, " NAMES "}"
#define TRAIN(inside) "{\"documents\": [{\"documentId\": 4, \"xmi\": \"" XMI_HEAD inside "</x>\"}], " NAMES "}"
#define SOFA(more)    "<cas:Sofa xmi:id='1' " more " sofaString='the EU'/>"
#define TOKEN         "<t:Token sofa='1' begin='0' end='3'/><t:Token sofa='1' begin='4' end='6'/>"

static void inception_predicts(void **state) {
    CHECK_ALL(
        {"/inception/predict", XMI(SOFA("") TOKEN), 200, "value=\\\"Org\\\""},
        {"/inception/predict",
         XMI("<cas:Sofa xmi:id='2' sofaID='other' sofaString='EU EU'/>" SOFA("sofaID='_InitialView'") TOKEN), 200,
         "sofaString=\\\"the EU\\\""}, /* the initial view is the document */
        {"/inception/predict", XMI(SOFA("sofaID='_InitialView'") "<cas:Sofa xmi:id='2' sofaString='EU EU'/>" TOKEN),
         200, "sofaString=\\\"the EU\\\""},
        {"/inception/predict",
         XMI(SOFA("") "<t:Token sofa='2' begin='4' end='6'/><t:Token sofa='1' begin='4' end='4'/>"), 200,
         "members=\\\"\\\""}, /* tokens of another text, and without a letter, are none */
        {"/inception/predict", XMI("<cas:Sofa sofaString='EU'/>"), 400, "a text without a number"},
        {"/inception/predict", XMI("<cas:Sofa xmi:id='x' sofaString='EU'/>"), 400, "a text without a number"},
        {"/inception/predict", XMI("<cas:Sofa xmi:id='99999999999' sofaString='EU'/>"), 400, "without a number"},
        {"/inception/predict", XMI("<cas:Sofa xmi:id='1'/>"), 400, "without a text"},
        {"/inception/predict", XMI(SOFA("") "<t:Token sofa='1' begin='-1' end='3'/>"), 400, "begin, end and sofa"},
        {"/inception/predict", XMI(SOFA("") "<t:Token sofa='1' begin='0' end='3x'/>"), 400, "begin, end and sofa"},
        {"/inception/predict", XMI(SOFA("") "<t:Token begin='0' end='3'/>"), 400, "begin, end and sofa"},
        {"/inception/predict", XMI(SOFA("") "<t:Token sofa='1' begin='0' end='99999999999'/>"), 400, "begin, end"},
        {"/inception/predict", XMI(SOFA("") "<t:Token sofa='1' begin='0' end='9'/>"), 400, "outside of the text"},
        {"/inception/predict", "{\"document\": {\"xmi\": 5}, " NAMES "}", 400, "\\\"document.xmi\\\""},
        {"/inception/predict", "{\"document\": {\"xmi\": \"<x/>\"}}", 400, "no names of UIMA"},
        {"/inception/predict", "{\"metadata\": {\"layer\": \"a..B\", \"feature\": \"v\"}}", 400, "no names of UIMA"},
        {"/inception/predict", "{\"metadata\": {\"layer\": \"a.B\", \"feature\": \"9v\"}}", 400, "no names of UIMA"});
}

static void inception_trains(void **state) {
    CHECK_ALL(

        {"/inception/train", TRAIN(SOFA("") "<a:B sofa='1' begin='4' end='6' value=''/>"), 204, ""},
        {"/inception/train", TRAIN(SOFA("") "<a:B sofa='1' begin='3' end='4' value='Org'/>"), 204, ""},
        {"/inception/train", TRAIN(SOFA("") "<a:B sofa='1' begin='6' end='4' value='Org'/>"), 400, "begin, end"},
        {"/inception/train", TRAIN(""), 400, "without a text"},
        {"/inception/train", "{\"documents\": [{\"documentId\": 4}], " NAMES "}", 400, "without xmi and documentId"},
        {"/inception/train", "{\"documents\": [{\"xmi\": \"<x/>\"}], " NAMES "}", 400, "without xmi and documentId"},
        {"/inception/train", "{\"documents\": [5], " NAMES "}", 400, "a document is no object"},
        {"/inception/train", "{\"documents\": 5, " NAMES "}", 400, "no member \\\"documents\\\""},
        {"/inception/train", "{\"documents\": []}", 400, "no names of UIMA"},
        {"/inception/train", TRAIN(SOFA("") TOKEN "<a:B sofa='1' begin='4' end='6' value='Org'/>"), 204, ""});
    FILE *file = fopen(path_of("corpus/inception-5.4.jsonl"), "r");
    assert_non_null(file);
    char line[512] = {0};
    assert_true(fread(line, 1, sizeof line - 1, file) > 0);
    fclose(file);
    assert_non_null(strstr(line, "\"start\": 4, \"end\": 6, \"label\": \"Org\""));
}
#endif

static int make_world(void **state) {
    if (make_folder(state) != 0) return -1;
    start_server();
    return 0;
}

static int end_world(void **state) {
    stop_server();
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_to_tag),       cmocka_unit_test(forms),
        cmocka_unit_test(explanations),       cmocka_unit_test(annotations),
        cmocka_unit_test(label_studio),       cmocka_unit_test(what_needs_lists),
#ifdef GAZ_LIBXML2
        cmocka_unit_test(inception_predicts), cmocka_unit_test(inception_trains),
#endif
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
