/* The least server on libmicrohttpd, to compare with: reads the body of a request and answers with a fixed text.
 *
 * usage: hello PORT THREADS BYTES-OF-THE-ANSWER */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *answer;
static size_t answer_size;

static enum MHD_Result take(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                            const char *version, const char *bytes, size_t *size, void **request) {
    static int begun;
    (void)context;
    (void)path;
    (void)method;
    (void)version;
    (void)bytes;
    if (!*request) {
        *request = &begun;
        return MHD_YES;
    }
    if (*size) {
        *size = 0;
        return MHD_YES;
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(answer_size, answer, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    answer_size = strtoul(arguments[3], NULL, 10);
    answer = malloc(answer_size + 1);
    if (!answer) return 1;
    memset(answer, 'x', answer_size);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, (unsigned short)strtoul(arguments[1], NULL, 10), NULL, NULL, take, NULL,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)strtoul(arguments[2], NULL, 10), MHD_OPTION_END);
    if (!daemon) return 1;
    puts("ready");
    fflush(stdout);
    for (;;) pause();
}
