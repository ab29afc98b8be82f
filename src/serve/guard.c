#include "serve/guard.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/file_map.h"

/* ---- Hosts ---- */

enum { HOST_MAX = 255 };

/* Takes the name from a Host header: without the port and the brackets of IPv6. False: it is none. */
static bool read_name(char name[HOST_MAX + 1], const char *host) {
    const char *end = host[0] == '[' ? strchr(host, ']') : host + strcspn(host, ":");
    if (!end) return false;
    const char *port = host[0] == '[' ? end + 1 : end;
    host += host[0] == '[';
    if (*port && (*port != ':' || port[1 + strspn(port + 1, "0123456789")] != 0)) return false;
    size_t size = (size_t)(end - host);
    if (size == 0 || size > HOST_MAX) return false;
    memcpy(name, host, size);
    name[size] = 0;
    return true;
}

static bool is_address(const char *name) {
    unsigned char bytes[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, name, bytes) == 1 || inet_pton(AF_INET6, name, bytes) == 1;
}

bool guard_knows_host(const char *host, const char *const *names, size_t name_count) {
    char name[HOST_MAX + 1];
    if (!host) return true;
    if (!read_name(name, host)) return false;
    bool known = strcasecmp(name, "localhost") == 0 || is_address(name);
    for (size_t i = 0; i < name_count; i++) known = known || strcasecmp(name, names[i]) == 0;
    return known;
}

bool guard_is_own_page(const char *origin, const char *site, const char *host) {
    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) return false;
    if (!origin) return true;
    const char *authority = strstr(origin, "://");
    return authority && host && strcasecmp(authority + 3, host) == 0;
}

/* ---- Credentials ---- */

static bool add_base64(struct buffer *out, const char *bytes, size_t size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bool good = true;
    for (size_t i = 0; i < size && good; i += 3) {
        size_t count = size - i < 3 ? size - i : 3;
        uint32_t group = 0;
        for (size_t j = 0; j < 3; j++) group = group << 8 | (j < count ? (unsigned char)bytes[i + j] : 0);
        for (size_t j = 0; j < 4 && good; j++)
            good = buffer_add_byte(out, j <= count ? digits[group >> (18 - 6 * j) & 63] : '=');
    }
    return good;
}

static bool add_line(struct buffer *list, const char *line, size_t size) {
    while (size && byte_is_blank(line[size - 1])) size--;
    while (size && byte_is_blank(*line)) line++, size--;
    if (size == 0 || *line == '#') return true;
    if (memchr(line, ':', size))
        return buffer_add_text(list, "Basic ") && add_base64(list, line, size) && buffer_add_byte(list, 0);
    return buffer_add_text(list, "Bearer ") && buffer_add(list, line, size) && buffer_add_byte(list, 0);
}

gaz_status guard_read(struct guard_credentials *credentials, const char *path, gaz_error *error) {
    struct file_map map;
    struct buffer list = {0};
    gaz_status status = file_copy(&map, path, error);
    if (status != GAZ_OK) return status;
    bool good = true;
    for (size_t at = 0; at < map.size && good;) {
        const char *newline = memchr(map.bytes + at, '\n', map.size - at);
        size_t end = newline ? (size_t)(newline - map.bytes) : map.size;
        good = add_line(&list, map.bytes + at, end - at);
        at = end + 1;
    }
    file_unmap(&map);
    if (!good)
        status = error_memory(error);
    else if (list.size == 0)
        status = error_set(error, GAZ_ERROR_INPUT, path, 0, "the file has no user and no token: a line is one");
    if (status != GAZ_OK) {
        buffer_free(&list);
        return status;
    }
    guard_free(credentials);
    credentials->list = list;
    return GAZ_OK;
}

void guard_free(struct guard_credentials *credentials) {
    if (credentials->list.bytes) explicit_bzero(credentials->list.bytes, credentials->list.size);
    buffer_free(&credentials->list);
}

/* Compares all bytes of `known`, wherever the first difference is. */
static bool is_equal(const char *known, size_t size, const char *given, size_t given_size) {
    unsigned difference = size != given_size;
    for (size_t i = 0; i < size; i++)
        difference |= (unsigned char)known[i] ^ (unsigned char)given[given_size ? i % given_size : 0];
    return difference == 0;
}

bool guard_admits(const struct guard_credentials *credentials, const char *header) {
    bool found = false;
    size_t given = header ? strlen(header) : 0;
    size_t scheme = header ? strcspn(header, " ") : 0;
    for (size_t at = 0; at < credentials->list.size;) {
        const char *known = credentials->list.bytes + at;
        size_t size = strlen(known);
        size_t own = strcspn(known, " ");
        bool kind = header && own == scheme && strncasecmp(known, header, own) == 0;
        bool same = is_equal(known + own, size - own, header ? header + scheme : "", given - scheme);
        found |= kind & same;
        at += size + 1;
    }
    return found;
}
