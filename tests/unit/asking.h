/* Requests to gaz serve without HTTP: of a body the answer. */
#ifndef UNIT_ASKING_H
#define UNIT_ASKING_H

#include "folder.h"

#include <stdbool.h>

#include "serve/keeper.h"
#include "serve/routes.h"

#define XMI_HEAD                                                                                                       \
    "<x xmlns:cas='http:///uima/cas.ecore' xmlns:xmi='http://www.omg.org/XMI' "                                        \
    "xmlns:t='http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore' xmlns:a='http:///a.ecore'>"
#define LABELS                                                                                                         \
    "<View><Labels name=\\\"l\\\" toName=\\\"t\\\"><Label value=\\\"OS\\\"/><Label value=\\\"Org\\\"/></Labels>"       \
    "<Text name=\\\"t\\\" value=\\\"$a\\\"/></View>"

static struct models models;
static struct metrics metrics;
static struct request_server server;
static char corpus[192];

static void be_told(const char *message) {
    (void)message;
}

/* A server with one model, which keeps documents and has no lists. Its folder is made. */
static inline void start_server(void) {
    static const char *const name = "m";
    static char path[192];
    static const char *const paths[] = {path};
    gaz_lexicon *lexicon;
    (void)snprintf(path, sizeof path, "%s", path_of("m.gaz"));
    (void)snprintf(corpus, sizeof corpus, "%s", path_of("corpus"));
    write_file("list.tsv",
               "surface\ttype\tid\tname\nlinux kernel\tOS\t\t\nkernel\tOS\tQ1\tKernel\nEU\tOrg\tQ458\tEurope\n");
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_read(lexicon, path_of("list.tsv"), NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build(lexicon, path, NULL, NULL, NULL), GAZ_OK);
    gaz_lexicon_free(lexicon);
    assert_int_equal(models_open(&models, &name, paths, 1, NULL), GAZ_OK);
    assert_true(metrics_init(&metrics, routes_count() + 1));
    server = (struct request_server){.models = &models, .metrics = &metrics, .route_path = routes_path};
    const struct keeper_options options = {.corpus = corpus, .tell = be_told};
    assert_int_equal(keeper_start(&server.keeper, &options, &models, NULL), GAZ_OK);
}

static inline void stop_server(void) {
    keeper_stop(server.keeper);
    keeper_free(server.keeper);
    metrics_free(&metrics);
    models_close(&models);
}

/* Asks; `exchange` has the body, and gets the answer. */
static inline void ask(struct http_exchange *exchange, const char *path, bool get) {
    bool known;
    struct request request = {.exchange = exchange, .server = &server, .slot = &models.slots[0]};
    exchange->method = get ? "GET" : "POST";
    exchange->path = path;
    request.route = routes_find(&known, path, get);
    assert_non_null(request.route);
    request.served = served_take(request.slot);
    request.route->answer(&request);
    served_give_back(request.served);
    buffer_free(&request.text);
}

static inline void end_exchange(struct http_exchange *exchange) {
    buffer_free(&exchange->body);
    buffer_free(&exchange->answer);
}

#endif
