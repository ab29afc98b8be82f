/* Any bytes as the body of a request to each path of gaz serve: refused with a reason, or answered; what is said to be
 * JSON is JSON, XMI is read back, and so is a document that is kept.
 *
 * Choices: the path, and whether the rest is XMI for INCEpTION. */
#include "base/file.h"
#include "base/json.h"
#include "serve/keeper.h"
#include "serve/kept_documents.h"
#include "serve/routes.h"
#include "serve/xmi.h"
#include "tagging.h"

#include <jansson.h>

/* In the order of the seeds: a new one goes to the end. */
static const char *const paths[] = {"/tag",
                                    "/hf",
                                    "/doccano",
                                    "/rest/annotate",
                                    "/solr/any/tag",
                                    "/inception/predict",
                                    "/inception/train",
                                    "/annotations",
                                    "/verdict",
                                    "/explain",
                                    "/label-studio/setup",
                                    "/label-studio/predict",
                                    "/label-studio/webhook"};

/* A server without lists, for good. It keeps documents, and forgets each. */
static struct models models;
static struct metrics metrics;
static struct request_server server;

static char corpus[512];

static void be_told(const char *message) {
    (void)message;
}

static void start_server(void) {
    static const char *const name = "m";
    const char *path = fuzz_path("model.gaz");
    if (models.count) return;
    (void)fuzz_model();
    FUZZ_REQUIRE(metrics_init(&metrics, routes_count() + 1));
    FUZZ_REQUIRE(models_open(&models, &name, &path, 1, NULL) == GAZ_OK);
    server = (struct request_server){.models = &models, .metrics = &metrics, .route_path = routes_path};
    (void)snprintf(corpus, sizeof corpus, "%s", fuzz_path("corpus"));
    const struct keeper_options options = {.corpus = corpus, .tell = be_told};
    FUZZ_REQUIRE(keeper_start(&server.keeper, &options, &models, NULL) == GAZ_OK);
}

/* The file of the document holds one of that id. */
static void check_kept(const char *id) {
    struct buffer name = {0};
    gaz_document_reader *reader;
    const gaz_document *document;
    FUZZ_REQUIRE(kept_documents_add_name(&name, "http", id));
    char *path = file_join(corpus, name.bytes);
    FUZZ_REQUIRE(path && gaz_document_reader_new(&reader, path, NULL, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_document_read(&document, reader, NULL) == GAZ_OK && document);
    FUZZ_REQUIRE(gaz_document_read(&document, reader, NULL) == GAZ_OK && !document);
    gaz_document_reader_free(reader);
    free(path);
    buffer_free(&name);
    FUZZ_REQUIRE(keeper_remove_document(server.keeper, "http", id, NULL) == GAZ_OK);
}

/* Makes the body of a request for predictions of it. */
static void wrap_xmi(struct buffer *body) {
    struct buffer wrapped = {0};
    FUZZ_REQUIRE(buffer_add_text(&wrapped, "{\"document\":{\"xmi\":\"") &&
                 json_add_text(&wrapped, body->size ? body->bytes : "", body->size) &&
                 buffer_add_text(&wrapped, "\"},\"metadata\":{\"layer\":\"a.B\",\"feature\":\"value\"}}"));
    buffer_free(body);
    *body = wrapped;
}

#ifdef GAZ_LIBXML2
static void check_xmi(const json_t *answer) {
    const json_t *document = json_object_get(answer, "document");
    struct xmi xmi = {.has_text = false};
    if (!document) return;
    FUZZ_REQUIRE(xmi_read(&xmi, json_string_value(document), json_string_length(document), "a.B", "value", NULL) ==
                 GAZ_OK);
    xmi_free(&xmi);
}
#else
static void check_xmi(const json_t *answer) {
    (void)answer;
}
#endif

static void check_answer(const struct http_exchange *exchange, const char *path) {
    FUZZ_REQUIRE(exchange->status >= 200 && exchange->status < HTTP_FAILED);
    if (!exchange->type || strcmp(exchange->type, "application/json") != 0) return;
    json_t *answer = json_loadb(exchange->answer.bytes, exchange->answer.size, JSON_ALLOW_NUL, NULL);
    FUZZ_REQUIRE(answer);
    FUZZ_REQUIRE((exchange->status < 400) == !json_object_get(answer, "error"));
    check_xmi(answer);
    if (exchange->status == HTTP_OK && strcmp(path, "/annotations") == 0)
        check_kept(json_string_value(json_object_get(answer, "id")));
    json_decref(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    struct http_exchange exchange = {.method = "POST"};
    struct request request = {.exchange = &exchange, .server = &server};
    bool known;
    start_server();
    const char *path = paths[fuzz_choose(&input, sizeof paths / sizeof *paths)];
    bool wraps = fuzz_choose(&input, 2) == 1;
    request.route = routes_find(&known, path, false);
    FUZZ_REQUIRE(request.route);
    FUZZ_REQUIRE(buffer_add(&exchange.body, input.bytes, input.size));
    if (wraps) {
        request.route = routes_find(&known, "/inception/predict", false);
        wrap_xmi(&exchange.body);
    }
    request.served = served_take(&models.slots[0]);
    request.route->answer(&request);
    served_give_back(request.served);
    check_answer(&exchange, request.route->path);
    buffer_free(&exchange.body);
    buffer_free(&exchange.answer);
    buffer_free(&request.text);
    return 0;
}
