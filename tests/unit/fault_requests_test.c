/* Requests to gaz serve while memory is short: they are answered as ever, or told so, and never with a part of the
 * answer. Each allocation fails in turn, for bodies of many lengths, so that each part of an answer comes to be the one
 * that finds no room; and the answer has room for a part of itself only, for each part. */
#include "asking.h"
#include "failing.h"

struct asked {
    const char *path;
    const char *body; /* NULL: GET; ~ stands for what makes it longer */
    bool random;      /* no two answers are the same */
};

static const struct asked asked[] = {
    {"/tag", "{\"text\": \"~ the EU\\u002c\"}", false},
    {"/tag", "{\"texts\": [\"~\", \"linux kernel EU\"]}", false},
    {"/hf", "{\"inputs\": \"~ linux kernel EU\"}", false},
    {"/doccano", "{\"text\": \"~ EU\"}", false},
    {"/rest/annotate", "confidence=0.5&text=~+EU+kernel", false},
    {"/solr/a/tag", "~ EU kernel EU", false},
    {"/explain", "{\"text\": \"~ EU\", \"start\": 0, \"end\": 1}", false},
    {"/explain", "{\"text\": \"EU~ linux kernel\"}", false},
    {"/tag", "{\"text\": ~", false},
    {"/annotations",
     "{\"id\": \"~\", \"text\": \"a EU\", \"spans\": [{\"start\": 2, \"end\": 4, \"label\": \"Org\", \"id\": \"Q\", "
     "\"name\": \"n\"}, {\"start\": 0, \"end\": 1, \"label\": \"X\"}]}",
     false},
    {"/label-studio/setup", "{\"schema\": \"" LABELS "\"}", false},
    {"/label-studio/predict", "{\"tasks\": [{\"data\": {\"a\": \"~ EU\"}}, {}], \"label_config\": \"" LABELS "\"}",
     false},
    {"/label-studio/webhook",
     "{\"action\": \"ANNOTATION_CREATED\", \"annotation\": {\"id\": 3, \"result\": []}, \"task\": {\"id\": 9, "
     "\"data\": "
     "{\"a\": \"~ EU\"}}, \"project\": {\"id\": 7, \"label_config\": \"" LABELS "\"}}",
     false},
    {"/label-studio/versions", NULL, false},
    {"/health", NULL, false},
    {"/models", NULL, false},
    {"/status", NULL, false},
    {"/", NULL, true},
    {"", NULL, false},
#ifdef GAZ_LIBXML2
    {"/inception/predict",
     "{\"document\": {\"xmi\": \"" XMI_HEAD "<cas:Sofa xmi:id='1' sofaString='~ EU &amp; kernel'/></x>\"}, "
     "\"metadata\": {\"layer\": \"a.B\", \"feature\": \"value\", \"anchoringMode\": \"characters\"}}",
     false},
    {"/inception/train",
     "{\"documents\": [{\"documentId\": 4, \"xmi\": \"" XMI_HEAD "<cas:Sofa xmi:id='1' sofaString='EU ~'/>"
     "<a:B sofa='1' begin='0' end='2' value='Org'/></x>\"}], \"metadata\": {\"layer\": \"a.B\", \"feature\": "
     "\"value\"}}",
     false},
#endif
};

/* The body of an exchange, `longer` bytes longer. */
static void fill(struct http_exchange *exchange, const char *body, size_t longer) {
    *exchange = (struct http_exchange){.status = 0};
    for (; body && *body; body++)
        for (size_t i = 0; i < (*body == '~' ? longer + 1 : 1); i++)
            assert_true(buffer_add_byte(&exchange->body, *body == '~' ? 'x' : *body));
}

static bool is_error(const struct buffer *answer) {
    static const char begin[] = "{\"error\": \"";
    return answer->size == 0 || (answer->size > sizeof begin && memcmp(answer->bytes, begin, sizeof begin - 1) == 0);
}

/* Whether the answer is the whole one, or says that memory is short. */
static bool is_right(const struct http_exchange *answered, const struct http_exchange *expected, bool random) {
    const struct buffer *answer = &answered->answer;
    const struct buffer *whole = &expected->answer;
    if (answered->status == HTTP_UNAVAILABLE) return failed && is_error(answer);
    if (failed && answer->size == 0 && expected->status >= 400) return answered->status == expected->status;
    return answered->status == expected->status && answer->size == whole->size &&
           (random || answer->size == 0 || memcmp(answer->bytes, whole->bytes, whole->size) == 0);
}

static void check(const struct asked *one, const struct http_exchange *answered, const struct http_exchange *expected) {
    bool right = is_right(answered, expected, one->random);
    if (!right)
        print_error("%s %.60s: %u, %zu bytes: %.*s\n", one->path, one->body ? one->body : "", answered->status,
                    answered->answer.size, (int)answered->answer.size, answered->answer.bytes);
    assert_true(right);
}

/* Whether an allocation was the n-th, and failed. */
static bool ask_failing(const struct asked *one, size_t longer, long n, const struct http_exchange *expected) {
    struct http_exchange exchange;
    fill(&exchange, one->body, longer);
    failed = false;
    countdown = n;
    armed = CALL_MEMORY;
    ask(&exchange, one->path, !one->body);
    armed = CALL_NONE;
    check(one, &exchange, expected);
    end_exchange(&exchange);
    return failed;
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    size_t step = getenv("GAZ_TEST_LONG") ? 1 : 23;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        for (size_t longer = 0; longer < (asked[i].body && strchr(asked[i].body, '~') ? 200 : 1); longer += step) {
            struct http_exchange expected;
            long n = 1;
            fill(&expected, asked[i].body, longer);
            ask(&expected, asked[i].path, !asked[i].body);
            while (ask_failing(&asked[i], longer, n, &expected)) n++;
            assert_true(n > 1);
            end_exchange(&expected);
        }
}

/* The answer has room for so many bytes. */
static void ask_with_room(const struct asked *one, size_t room, const struct http_exchange *expected) {
    struct http_exchange exchange;
    fill(&exchange, one->body, 0);
    exchange.answer.bytes = malloc(room);
    assert_non_null(exchange.answer.bytes);
    exchange.answer.capacity = room;
    failed = false;
    stuck = exchange.answer.bytes;
    ask(&exchange, one->path, !one->body);
    stuck = NULL;
    check(one, &exchange, expected);
    if (failed && expected->status < 400) assert_int_equal(exchange.status, HTTP_UNAVAILABLE);
    end_exchange(&exchange);
}

static void each_part_of_an_answer_may_find_no_room(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct http_exchange expected;
        fill(&expected, asked[i].body, 0);
        ask(&expected, asked[i].path, !asked[i].body);
        size_t step = expected.answer.size / 400 + 1;
        for (size_t room = 1; room < expected.answer.size; room += step) ask_with_room(&asked[i], room, &expected);
        end_exchange(&expected);
    }
}

static void metrics_may_find_no_room(void **state) {
    struct buffer whole = {0};
    (void)state;
    assert_true(metrics_write(&whole, &metrics, routes_path));
    for (size_t room = 1; room < 3000 && room < whole.size; room++) {
        struct buffer part = {.bytes = malloc(room), .capacity = room};
        stuck = part.bytes;
        assert_false(metrics_write(&part, &metrics, routes_path));
        stuck = NULL;
        buffer_free(&part);
    }
    buffer_free(&whole);
}

static int make_world(void **state) {
    if (make_folder(state) != 0) return -1;
    start_server();
    begin_failing();
    return 0;
}

static int end_world(void **state) {
    stop_server();
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_may_fail),
                                       cmocka_unit_test(each_part_of_an_answer_may_find_no_room),
                                       cmocka_unit_test(metrics_may_find_no_room)};
    return cmocka_run_group_tests(tests, make_world, end_world);
}
