#include "serve/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "serve/http_library.h"

/* A connection, for http_tick. */
struct link {
    struct link *next;
    struct link **at; /* what points to it */
    int descriptor;
    _Atomic int64_t due; /* when it is too slow; INT64_MAX: it is its turn to wait */
};

struct http {
    struct http_library library;
    struct http_owner owner;
    struct http_options options;
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock; /* of the links */
    struct link *links;
    atomic_uint link_count;
    atomic_uint exchange_count;
    uint16_t port;
};

static int64_t time_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t time_due(const struct http *http) {
    return time_now() + (int64_t)http->options.seconds_max * 1000000000;
}

/* ---- Connections ---- */

static void add_link(struct http *http, struct MHD_Connection *connection, void **context) {
    const union MHD_ConnectionInfo *about =
        http->library.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct link *link = about ? malloc(sizeof *link) : NULL;
    *context = link;
    if (!link) return; /* it is watched by the library's own limit only */
    link->descriptor = about->connect_fd;
    atomic_init(&link->due, time_due(http));
    pthread_mutex_lock(&http->lock);
    link->next = http->links;
    link->at = &http->links;
    if (link->next) link->next->at = &link->next;
    http->links = link;
    pthread_mutex_unlock(&http->lock);
    atomic_fetch_add(&http->link_count, 1);
}

static void remove_link(struct http *http, void **context) {
    struct link *link = *context;
    *context = NULL;
    if (!link) return;
    pthread_mutex_lock(&http->lock);
    *link->at = link->next;
    if (link->next) link->next->at = link->at;
    pthread_mutex_unlock(&http->lock);
    atomic_fetch_sub(&http->link_count, 1);
    free(link);
}

static void note_connection(void *context, struct MHD_Connection *connection, void **link,
                            enum MHD_ConnectionNotificationCode code) {
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        add_link(context, connection, link);
    else
        remove_link(context, link);
}

static void set_due(const struct http_exchange *exchange, int64_t due) {
    const union MHD_ConnectionInfo *about =
        exchange->http->library.MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct link *link = about ? about->socket_context : NULL;
    if (link) atomic_store(&link->due, due);
}

void http_tick(struct http *http) {
    int64_t now = time_now();
    pthread_mutex_lock(&http->lock);
    for (struct link *link = http->links; link; link = link->next)
        if (atomic_load(&link->due) < now) (void)shutdown(link->descriptor, SHUT_RDWR);
    pthread_mutex_unlock(&http->lock);
}

int64_t http_age(const struct http_exchange *exchange) {
    return time_now() - exchange->begin;
}

unsigned http_connections(const struct http *http) {
    return atomic_load(&http->link_count);
}

/* ---- Requests ---- */

static struct http_exchange *begin_exchange(struct http *http, struct MHD_Connection *connection, const char *path,
                                            const char *method) {
    struct http_exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange) return NULL;
    exchange->http = http;
    exchange->connection = connection;
    exchange->method = method;
    exchange->path = path;
    exchange->begin = time_now();
    atomic_fetch_add(&http->exchange_count, 1);
    if (http->owner.begin(http->owner.owner, exchange)) return exchange;
    http->owner.end(http->owner.owner, exchange);
    atomic_fetch_sub(&http->exchange_count, 1);
    free(exchange);
    return NULL;
}

static void end_exchange(void *context, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code) {
    struct http *http = context;
    struct http_exchange *exchange = *request;
    (void)connection;
    (void)code;
    if (!exchange) return;
    *request = NULL;
    http->owner.end(http->owner.owner, exchange);
    set_due(exchange, time_due(http)); /* the next one must have come by then */
    buffer_free(&exchange->body);
    buffer_free(&exchange->answer);
    free(exchange);
    atomic_fetch_sub(&http->exchange_count, 1);
}

/* No value is no header. */
static bool add_header(const struct http *http, struct MHD_Response *response, const char *name, const char *value) {
    return !value || http->library.MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_headers(struct MHD_Response *response, const struct http_exchange *exchange) {
    const struct http *http = exchange->http;
    bool asks = exchange->status == HTTP_UNAUTHORIZED;
    const char *policy = exchange->policy ? exchange->policy : "default-src 'none'; frame-ancestors 'none'";
    return add_header(http, response, MHD_HTTP_HEADER_CONTENT_TYPE, exchange->type) &&
           add_header(http, response, MHD_HTTP_HEADER_ALLOW, exchange->allow) &&
           add_header(http, response, MHD_HTTP_HEADER_LOCATION, exchange->location) &&
           add_header(http, response, MHD_HTTP_HEADER_WWW_AUTHENTICATE,
                      asks ? "Basic realm=\"gaz\", charset=\"UTF-8\"" : NULL) &&
           add_header(http, response, "Content-Security-Policy", policy) &&
           add_header(http, response, "X-Content-Type-Options", "nosniff") &&
           add_header(http, response, "Referrer-Policy", "no-referrer") &&
           add_header(http, response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
}

static enum MHD_Result send_answer(struct http_exchange *exchange) {
    const struct http_library *library = &exchange->http->library;
    struct buffer *answer = &exchange->answer;
    enum MHD_Result result = MHD_NO;
    enum MHD_ResponseMemoryMode mode = answer->bytes ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT;
    struct MHD_Response *response = library->MHD_create_response_from_buffer(answer->size, answer->bytes, mode);
    if (!response) return MHD_NO;
    *answer = (struct buffer){0};
    set_due(exchange, time_due(exchange->http));
    if (add_headers(response, exchange))
        result = library->MHD_queue_response((struct MHD_Connection *)exchange->connection, exchange->status, response);
    library->MHD_destroy_response(response);
    return result;
}

static void keep_body(struct http_exchange *exchange, const char *bytes, size_t size) {
    if (!exchange->oversized && size <= exchange->http->options.body_max - exchange->body.size &&
        buffer_add(&exchange->body, bytes, size))
        return;
    exchange->oversized = true;
    buffer_free(&exchange->body);
}

/* An exchange without a server says nothing. */
const char *http_header(const struct http_exchange *exchange, const char *name) {
    if (!exchange->http) return NULL;
    return exchange->http->library.MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result take_request(void *context, struct MHD_Connection *connection, const char *path,
                                    const char *method, const char *version, const char *bytes, size_t *size,
                                    void **request) {
    struct http *http = context;
    struct http_exchange *exchange = *request;
    (void)version;
    if (!exchange) {
        *request = exchange = begin_exchange(http, connection, path, method);
        if (!exchange) return MHD_NO;
        if (!exchange->status || !http_header(exchange, MHD_HTTP_HEADER_EXPECT)) return MHD_YES;
        return send_answer(exchange); /* who asks whether to send the body at all */
    }
    if (*size) { /* who is refused while he sends may be cut off before he reads the answer: his body is passed over */
        if (!exchange->status) keep_body(exchange, bytes, *size);
        *size = 0;
        return MHD_YES;
    }
    if (!exchange->taken && !exchange->status) {
        exchange->taken = true;
        set_due(exchange, INT64_MAX);
        http->owner.take(http->owner.owner, exchange);
        if (exchange->waits) return MHD_YES;
    }
    return send_answer(exchange);
}

void http_wait(struct http_exchange *exchange) {
    exchange->waits = true;
    exchange->http->library.MHD_suspend_connection(exchange->connection);
}

void http_resume(struct http_exchange *exchange) {
    exchange->http->library.MHD_resume_connection(exchange->connection);
}

/* ---- What a request says ---- */

struct each {
    bool (*take)(void *user, const char *name, const char *value);
    void *user;
};

static enum MHD_Result take_argument(void *context, enum MHD_ValueKind kind, const char *name, const char *value) {
    const struct each *each = context;
    (void)kind;
    return each->take(each->user, name, value ? value : "") ? MHD_YES : MHD_NO;
}

void http_each_argument(const struct http_exchange *exchange, bool (*take)(void *user, const char *, const char *),
                        void *user) {
    struct each each = {take, user};
    if (!exchange->http) return;
    (void)exchange->http->library.MHD_get_connection_values(exchange->connection, MHD_GET_ARGUMENT_KIND, take_argument,
                                                            &each);
}

/* The value of a hexadecimal digit; -1: it is none. */
static int digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    digit = (char)(digit | 0x20);
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Decodes in place, and ends it with a zero byte. */
static void decode_field(char *text) {
    char *to = text;
    for (const char *at = text; *at; at++) {
        int high = *at == '%' ? digit_value(at[1]) : -1;
        int low = high >= 0 ? digit_value(at[2]) : -1;
        if (low >= 0) at += 2;
        if (high == 0 && low == 0) { /* no text has a zero byte here: U+FFFD, which is as long as %00 */
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
        } else {
            *to++ = (char)(low >= 0 ? high << 4 | low : *at == '+' ? ' ' : *at);
        }
    }
    *to = 0;
}

bool http_each_field(const struct http_exchange *exchange, bool (*take)(void *user, const char *, const char *),
                     void *user) {
    char *form = malloc(exchange->body.size + 1);
    if (!form) return false;
    if (exchange->body.size) memcpy(form, exchange->body.bytes, exchange->body.size);
    form[exchange->body.size] = 0;
    for (char *name = form, *next; name; name = next) {
        next = strchr(name, '&');
        if (next) *next++ = 0;
        char *value = strchr(name, '=');
        if (value) *value++ = 0;
        decode_field(name);
        if (value) decode_field(value);
        if (!take(user, name, value ? value : "")) break;
    }
    free(form);
    return true;
}

/* ---- Beginning and end ---- */

/* Where is listened. False: it is no address. */
static bool read_address(struct sockaddr_storage *storage, const char *address, uint16_t port) {
    struct sockaddr_in *four = (struct sockaddr_in *)(void *)storage;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)storage;
    memset(storage, 0, sizeof *storage);
    if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        return true;
    }
    if (inet_pton(AF_INET6, address, &six->sin6_addr) != 1) return false;
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    return true;
}

static void be_silent(void *context, const char *format, va_list arguments) {
    (void)context;
    (void)format;
    (void)arguments;
}

static struct MHD_Daemon *start(struct http *http, const struct sockaddr_storage *address) {
    const struct http_options *options = &http->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    if (address->ss_family == AF_INET6) flags |= MHD_USE_IPv6;
    return http->library.MHD_start_daemon(flags, options->port, NULL, NULL, take_request, http, /**/
                                          MHD_OPTION_EXTERNAL_LOGGER, be_silent, NULL,          /**/
                                          MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)(const void *)address,
                                          MHD_OPTION_THREAD_POOL_SIZE, options->threads,        /**/
                                          MHD_OPTION_CONNECTION_LIMIT, options->connection_max, /**/
                                          MHD_OPTION_CONNECTION_TIMEOUT, options->seconds_max,
                                          MHD_OPTION_NOTIFY_COMPLETED, end_exchange, http,     /**/
                                          MHD_OPTION_NOTIFY_CONNECTION, note_connection, http, /**/
                                          MHD_OPTION_END);
}

gaz_status http_start(struct http **http, const struct http_options *options, const struct http_owner *owner,
                      gaz_error *error) {
    struct sockaddr_storage address;
    *http = NULL;
    if (!read_address(&address, options->address, options->port))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "%s is no address of IPv4 or IPv6", options->address);
    struct http *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    pthread_mutex_init(&made->lock, NULL);
    if (!http_library_load(&made->library)) {
        http_stop(made, 0);
        return error_set(error, GAZ_ERROR_IO, "libmicrohttpd.so.12", 0, "the library cannot be loaded");
    }
    made->owner = *owner;
    made->options = *options;
    if (made->options.threads > made->options.connection_max) made->options.threads = made->options.connection_max;
    made->daemon = start(made, &address);
    const union MHD_DaemonInfo *about =
        made->daemon ? made->library.MHD_get_daemon_info(made->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!about) {
        int number = errno;
        http_stop(made, 0);
        return error_system(error, NULL, number, "cannot listen");
    }
    made->port = about->port;
    *http = made;
    return GAZ_OK;
}

uint16_t http_port(const struct http *http) {
    return http->port;
}

void http_stop(struct http *http, unsigned seconds) {
    if (!http) return;
    if (http->daemon) {
        MHD_socket listening = http->library.MHD_quiesce_daemon(http->daemon);
        int64_t end = time_now() + (int64_t)seconds * 1000000000;
        const struct timespec moment = {.tv_nsec = 5000000};
        while (atomic_load(&http->exchange_count) && time_now() < end) (void)nanosleep(&moment, NULL);
        http->library.MHD_stop_daemon(http->daemon);
        if (listening != MHD_INVALID_SOCKET) (void)close(listening);
    }
    http_library_unload(&http->library);
    pthread_mutex_destroy(&http->lock);
    free(http);
}
