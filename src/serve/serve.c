/* The life of a server. Who calls whom:
 *
 *     http.c     connections and requests, in threads of its own
 *       serve.c    begins a request: may it be asked (guard.c), who answers it (routes.c), with which model (models.c)
 *         tag.c ...  answers it
 *         keeper.c   keeps what it brings, and learns from it, in threads of its own
 *     serve.c    the first thread: signals, changed files, slow clients */
#include "serve/serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "serve/guard.h"
#include "serve/keeper.h"
#include "serve/routes.h"

enum { TICK = 200 /* milliseconds */, LAST_SECONDS = 10 /* that answers may take when all ends */ };

struct server {
    const struct serve_options *options;
    struct models models;
    struct metrics metrics;
    struct request_server shared;
    pthread_rwlock_t lock; /* of the credentials */
    struct guard_credentials credentials;
    struct http *http;
};

/* ---- A request begins ---- */

static bool is_admitted(struct server *server, const struct http_exchange *exchange) {
    if (!server->options->credentials) return true;
    pthread_rwlock_rdlock(&server->lock);
    bool admitted = guard_admits(&server->credentials, http_header(exchange, "Authorization"));
    pthread_rwlock_unlock(&server->lock);
    return admitted;
}

/* Finds route and model. False: there is none, and that has been answered. */
static bool find_route(struct server *server, struct request *request) {
    struct http_exchange *exchange = request->exchange;
    const char *path = exchange->path;
    bool get = strcmp(exchange->method, "GET") == 0 || strcmp(exchange->method, "HEAD") == 0;
    bool known = false;
    request->slot = server->models.slots;
    if (strncmp(path, "/m/", 3) == 0) {
        size_t size = strcspn(path + 3, "/");
        request->slot = models_find(&server->models, path + 3, size);
        if (!request->slot) {
            request_fail(request, HTTP_NOT_FOUND, "there is no model \"%.*s\"", (int)(size < 64 ? size : 64), path + 3);
            return false;
        }
        path += 3 + size;
    }
    const struct route *route = routes_find(&known, path, get);
    if (get || strcmp(exchange->method, "POST") == 0) request->route = route;
    if (request->route) return true;
    if (route || known) {
        exchange->allow = get || route ? "POST" : "GET, HEAD";
        request_fail(request, HTTP_METHOD_NOT_ALLOWED, "%s is asked with %s", path, exchange->allow);
    } else {
        request_fail(request, HTTP_NOT_FOUND, "there is nothing at %.200s", path);
    }
    return false;
}

/* Refuses what need not be read. */
static void check(struct server *server, struct request *request) {
    const struct http_exchange *exchange = request->exchange;
    const struct serve_options *options = server->options;
    const char *host = http_header(exchange, "Host");
    const char *length = http_header(exchange, "Content-Length");
    if (!guard_knows_host(host, options->names, options->name_count))
        request_fail(request, HTTP_FORBIDDEN, "this server is not called %.200s; --name says what it is called", host);
    else if (strcmp(exchange->method, "POST") == 0 &&
             !guard_is_own_page(http_header(exchange, "Origin"), http_header(exchange, "Sec-Fetch-Site"), host))
        request_fail(request, HTTP_FORBIDDEN, "the request comes from a page of another server");
    else if (find_route(server, request) && !request->route->open && !is_admitted(server, exchange))
        request_fail(request, HTTP_UNAUTHORIZED, "a user or a token is needed");
    else if (exchange->status == 0 && length && strtoull(length, NULL, 10) > options->body_max)
        request_fail(request, HTTP_TOO_LARGE, "the body is larger than %llu bytes",
                     (unsigned long long)options->body_max);
}

static bool begin_request(void *owner, struct http_exchange *exchange) {
    struct server *server = owner;
    struct request *request = calloc(1, sizeof *request);
    if (!request) return false;
    *request = (struct request){.exchange = exchange, .server = &server->shared};
    exchange->user = request;
    check(server, request);
    return true;
}

static void take_request(void *owner, struct http_exchange *exchange) {
    struct server *server = owner;
    struct request *request = exchange->user;
    if (exchange->oversized) {
        request_fail(request, HTTP_TOO_LARGE, "the body is larger than %llu bytes",
                     (unsigned long long)server->options->body_max);
        return;
    }
    request->served = served_take(request->slot);
    request->route->answer(request);
}

static void end_request(void *owner, struct http_exchange *exchange) {
    struct server *server = owner;
    struct request *request = exchange->user;
    if (!request) return;
    size_t number = request->route ? routes_number(request->route) : routes_count();
    if (exchange->status) metrics_count_answer(&server->metrics, number, exchange->status, http_age(exchange));
    served_give_back(request->served);
    buffer_free(&request->text);
    free(request);
}

/* ---- Files that change ---- */

static void tell_error(const struct server *server, const char *path, const gaz_error *error, const char *rest) {
    char line[2048];
    if (error->line)
        (void)snprintf(line, sizeof line, "%s: line %llu: %s; %s", path, (unsigned long long)error->line,
                       error->message, rest);
    else
        (void)snprintf(line, sizeof line, "%s: %s; %s", path, error->message, rest);
    server->options->tell(line);
}

static void look_at_models(struct server *server, bool asked) {
    for (size_t i = 0; i < server->models.count; i++) {
        struct slot *slot = &server->models.slots[i];
        char line[1024];
        gaz_error error;
        enum models_news news = models_look(slot, asked, &error);
        if (news == MODELS_FAILED) tell_error(server, slot->path, &error, "the model read before stays");
        if (news != MODELS_NEW) continue;
        struct served *served = served_take(slot);
        (void)snprintf(line, sizeof line, "%s: read again: %s", slot->path, served->version);
        served_give_back(served);
        server->options->tell(line);
    }
}

static void read_credentials(struct server *server) {
    struct guard_credentials read = {0};
    gaz_error error;
    if (!server->options->credentials) return;
    if (guard_read(&read, server->options->credentials, &error) != GAZ_OK) {
        tell_error(server, server->options->credentials, &error, "those read before stay");
        return;
    }
    pthread_rwlock_wrlock(&server->lock);
    struct guard_credentials old = server->credentials;
    server->credentials = read;
    pthread_rwlock_unlock(&server->lock);
    guard_free(&old);
}

/* ---- All of it ---- */

static void block_signals(sigset_t *signals) {
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
}

/* Until a signal ends it. */
static void wait_and_look(struct server *server, const sigset_t *signals) {
    const struct timespec tick = {.tv_nsec = TICK * 1000000L};
    for (;;) {
        int signal = sigtimedwait(signals, NULL, &tick);
        if (signal == SIGTERM || signal == SIGINT) return;
        if (signal == SIGHUP) read_credentials(server);
        look_at_models(server, signal == SIGHUP);
        http_tick(server->http);
    }
}

static void say_ready(const struct server *server) {
    const struct serve_options *options = server->options;
    char url[128];
    bool six = strchr(options->address, ':') != NULL;
    (void)snprintf(url, sizeof url, "http://%s%s%s:%u/", six ? "[" : "", options->address, six ? "]" : "",
                   http_port(server->http));
    options->ready(url);
}

static gaz_status open_server(struct server *server, gaz_error *error) {
    const struct serve_options *options = server->options;
    const char **names = calloc(options->model_count, 2 * sizeof *names);
    if (!names || !metrics_init(&server->metrics, routes_count() + 1)) {
        free(names);
        return error_memory(error);
    }
    const char **paths = names + options->model_count;
    for (size_t i = 0; i < options->model_count; i++) {
        names[i] = options->models[i].name;
        paths[i] = options->models[i].path;
    }
    gaz_status status = models_open(&server->models, names, paths, options->model_count, error);
    free(names);
    if (status == GAZ_OK && options->credentials)
        status = guard_read(&server->credentials, options->credentials, error);
    return status;
}

static gaz_status start_keeper(struct server *server, gaz_error *error) {
    const struct serve_options *options = server->options;
    const struct keeper_options keeping = {.lists = options->lists,
                                           .corpus = options->corpus,
                                           .learn = options->learn,
                                           .seconds = options->learn_seconds,
                                           .documents = options->learn_documents,
                                           .tell = options->tell};
    return keeper_start(&server->shared.keeper, &keeping, &server->models, error);
}

gaz_status serve_run(const struct serve_options *options, gaz_error *error) {
    struct server server = {.options = options};
    const struct http_options http = {.address = options->address,
                                      .port = options->port,
                                      .threads = options->threads,
                                      .body_max = options->body_max,
                                      .connection_max = options->connection_max,
                                      .seconds_max = options->seconds_max};
    const struct http_owner owner = {begin_request, take_request, end_request, &server};
    sigset_t signals;
    server.shared =
        (struct request_server){.models = &server.models, .metrics = &server.metrics, .route_path = routes_path};
    pthread_rwlock_init(&server.lock, NULL);
    block_signals(&signals);
    gaz_status status = open_server(&server, error);
    if (status == GAZ_OK) status = start_keeper(&server, error);
    if (status == GAZ_OK) status = http_start(&server.http, &http, &owner, error);
    if (status == GAZ_OK) {
        say_ready(&server);
        wait_and_look(&server, &signals);
    }
    keeper_stop(server.shared.keeper); /* so that no request waits for it */
    http_stop(server.http, LAST_SECONDS);
    keeper_free(server.shared.keeper);
    guard_free(&server.credentials);
    models_close(&server.models);
    metrics_free(&server.metrics);
    pthread_rwlock_destroy(&server.lock);
    return status;
}
