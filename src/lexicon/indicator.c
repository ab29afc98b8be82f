#include "lexicon/indicator.h"
#include "text/digits.h"

#include <arpa/inet.h>
#include <sys/socket.h>

static const struct {
    const char *type;
    const char *fault;
} kinds[INDICATOR_KIND_END] = {
    [INDICATOR_NONE] = {NULL, "no host, address, URL, hash or e-mail address"},
    [INDICATOR_HOST] = {"domain-name", NULL},
    [INDICATOR_IPV4] = {"ipv4-addr", NULL},
    [INDICATOR_IPV6] = {"ipv6-addr", NULL},
    [INDICATOR_URL] = {"url", NULL},
    [INDICATOR_EMAIL] = {"email-addr", NULL},
    [INDICATOR_MD5] = {"md5", NULL},
    [INDICATOR_SHA1] = {"sha1", NULL},
    [INDICATOR_SHA256] = {"sha256", NULL},
    [INDICATOR_SHA512] = {"sha512", NULL},
    [INDICATOR_BLOCK] = {NULL, "a block of addresses, which no entry can express"},
    [INDICATOR_RANGE] = {NULL, "a range of addresses, which no entry can express"},
    [INDICATOR_EXPRESSION] = {NULL, "a regular expression, which no entry can express"},
    [INDICATOR_WILDCARD] = {NULL, "a wildcard, which no entry can express"},
};

const char *indicator_type(enum indicator_kind kind) {
    return kinds[kind].type;
}

const char *indicator_fault(enum indicator_kind kind) {
    return kinds[kind].fault;
}

bool indicator_type_is_known(struct field type) {
    for (int i = 0; i < INDICATOR_KIND_END; i++)
        if (kinds[i].type && field_is(&type, kinds[i].type)) return true;
    return false;
}

/* ---- Bytes ---- */

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

static bool are_digits(struct field text) {
    for (size_t i = 0; i < text.size; i++)
        if (!digit_is(text.bytes[i])) return false;
    return text.size > 0;
}

/* The part before the byte at `at`, and the one behind it. */
static struct field before(struct field text, const char *at) {
    return field_trim((struct field){text.bytes, (size_t)(at - text.bytes)});
}

static struct field behind(struct field text, const char *at) {
    return field_trim((struct field){at + 1, (size_t)(text.bytes + text.size - at - 1)});
}

/* ---- Kinds ---- */

static bool is_address(struct field text, int family) {
    char address[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    if (text.size == 0 || text.size >= sizeof address) return false;
    memcpy(address, text.bytes, text.size);
    address[text.size] = 0;
    return strlen(address) == text.size && inet_pton(family, address, bytes) == 1;
}

static bool is_any_address(struct field text) {
    return is_address(text, AF_INET) || is_address(text, AF_INET6);
}

/* 10.0.0.0/8, 10.0.0.0/255.0.0.0 */
static bool is_block(struct field text) {
    const char *slash = memchr(text.bytes, '/', text.size);
    if (!slash || !is_any_address(before(text, slash))) return false;
    struct field mask = behind(text, slash);
    return (are_digits(mask) && mask.size <= 3) || is_any_address(mask);
}

/* 10.0.0.1 - 10.0.0.9, 10.0.0.1-9 */
static bool is_range(struct field text) {
    const char *sign = memchr(text.bytes, '-', text.size);
    if (!sign || !is_any_address(before(text, sign))) return false;
    struct field last = behind(text, sign);
    return are_digits(last) || is_any_address(last);
}

static bool is_expression(struct field text) {
    size_t size = text.size;
    if (size < 3) return false;
    if (text.bytes[0] == '/') return text.bytes[size - 1] == '/' || memmem(text.bytes + 1, size - 1, "/i", 2);
    return text.bytes[0] == '^' || text.bytes[size - 1] == '$' || memmem(text.bytes, size, "\\.", 2);
}

/* A name of at least two labels whose last one has a letter, as RFC 1123 has it, and _; of any script. */
static bool is_name(struct field text) {
    size_t label = 0;
    size_t labels = 1;
    bool letter = false;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        bool dot = byte == '.';
        if (dot ? label == 0 : !is_letter(byte) && !digit_is(byte) && byte != '-' && byte != '_') return false;
        labels += dot;
        label = dot ? 0 : label + 1;
        letter = !dot && (letter || is_letter(byte));
    }
    return labels > 1 && label > 1 && letter && text.size <= 253 && text.bytes[0] != '-';
}

/* The text without the port that it may have. */
static struct field without_port(struct field text) {
    const char *colon = memchr(text.bytes, ':', text.size);
    return colon && are_digits(behind(text, colon)) ? before(text, colon) : text;
}

static bool is_host(struct field text) {
    return is_name(without_port(text));
}

static bool is_ipv4(struct field text) {
    return is_address(without_port(text), AF_INET);
}

static bool is_ipv6(struct field text) {
    return is_address(text, AF_INET6);
}

/* scheme://..., or host/... */
static bool is_url(struct field text) {
    size_t at = 0;
    for (size_t i = 0; i < text.size; i++)
        if (field_is_blank(text.bytes[i])) return false;
    while (at < text.size &&
           (is_letter(text.bytes[at]) || digit_is(text.bytes[at]) || memchr("+.-", text.bytes[at], 3)))
        at++;
    struct field rest = {text.bytes + at, text.size - at};
    if (at && field_begins(rest, "://")) return rest.size > 3;
    const char *slash = memchr(text.bytes, '/', text.size);
    if (!slash || slash == text.bytes) return false;
    return is_host(before(text, slash)) || is_ipv4(before(text, slash));
}

static bool is_email(struct field text) {
    const char *sign = memchr(text.bytes, '@', text.size);
    if (!sign || sign == text.bytes || memchr(text.bytes, '/', text.size)) return false;
    for (const char *at = text.bytes; at < sign; at++)
        if ((unsigned char)*at <= ' ' || memchr(":;,<>()[]", *at, 9)) return false;
    return is_name(behind(text, sign));
}

/* *.evil.com, .evil.com, http://evil.com/ and * behind it; one in a URL's path stands for itself. */
static bool is_wildcard(struct field text) {
    if (text.bytes[0] == '.') return is_name((struct field){text.bytes + 1, text.size - 1});
    const char *star = memchr(text.bytes, '*', text.size);
    if (!star || !memchr(text.bytes, '.', text.size)) return false;
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.bytes[i] <= ' ') return false;
    const char *scheme = memmem(text.bytes, text.size, "://", 3);
    if (!scheme || star < scheme || text.bytes[text.size - 1] == '*') return true;
    const char *host = scheme + 3;
    const char *path = memchr(host, '/', (size_t)(text.bytes + text.size - host));
    return !path || star < path;
}

static bool is_hash(struct field text, size_t digits) {
    for (size_t i = 0; i < text.size; i++)
        if (!memchr("0123456789abcdefABCDEF", text.bytes[i], 22)) return false;
    return text.size == digits;
}

static bool is_md5(struct field text) {
    return is_hash(text, 32);
}

static bool is_sha1(struct field text) {
    return is_hash(text, 40);
}

static bool is_sha256(struct field text) {
    return is_hash(text, 64);
}

static bool is_sha512(struct field text) {
    return is_hash(text, 128);
}

static enum indicator_kind find_kind(struct field text) {
    static const struct {
        bool (*is)(struct field text);
        enum indicator_kind kind;
    } forms[] = {
        {is_block, INDICATOR_BLOCK},       {is_range, INDICATOR_RANGE},   {is_expression, INDICATOR_EXPRESSION},
        {is_wildcard, INDICATOR_WILDCARD}, {is_ipv4, INDICATOR_IPV4},     {is_ipv6, INDICATOR_IPV6},
        {is_url, INDICATOR_URL},           {is_email, INDICATOR_EMAIL},   {is_md5, INDICATOR_MD5},
        {is_sha1, INDICATOR_SHA1},         {is_sha256, INDICATOR_SHA256}, {is_sha512, INDICATOR_SHA512},
        {is_host, INDICATOR_HOST}};
    if (text.size == 0) return INDICATOR_NONE;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].is(text)) return forms[i].kind;
    return INDICATOR_NONE;
}

/* ---- Defanged forms ---- */

/* Copies a text with what its defanged signs stand for, which is no longer than they are. Returns its size. */
static size_t refang(char *room, struct field text) {
    static const struct {
        const char *from;
        const char *to;
    } signs[] = {{"[.]", "."}, {"(.)", "."},     {"{.}", "."}, {"[dot]", "."}, {"(dot)", "."}, {"[:]", ":"},
                 {"[/]", "/"}, {"[://]", "://"}, {"[@]", "@"}, {"(@)", "@"},   {"[at]", "@"},  {"(at)", "@"}};
    size_t size = 0;
    while (text.size) {
        size_t i = 0;
        while (i < sizeof signs / sizeof *signs && !field_begins(text, signs[i].from)) i++;
        bool found = i < sizeof signs / sizeof *signs;
        struct field to = {text.bytes, 1};
        if (found) to = (struct field){signs[i].to, strlen(signs[i].to)};
        memcpy(room + size, to.bytes, to.size);
        size += to.size;
        size_t read = found ? strlen(signs[i].from) : 1;
        text = (struct field){text.bytes + read, text.size - read};
    }
    return size;
}

/* Gives hxxp:// and its kin their own letters, which are as many. */
static bool refang_scheme(struct field text, char *bytes) {
    static const struct {
        const char *from;
        const char *to;
    } schemes[] = {{"hxxp://", "http://"}, {"hxxps://", "https://"}, {"fxp://", "ftp://"}};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (field_begins(text, schemes[i].from)) {
            memcpy(bytes, schemes[i].to, strlen(schemes[i].to));
            return true;
        }
    return false;
}

void indicator_look(struct indicator *indicator, char *room, struct field text) {
    *indicator = (struct indicator){.value = {room, refang(room, text)}};
    indicator->refanged = indicator->value.size < text.size;
    if (refang_scheme(indicator->value, room)) indicator->refanged = true;
    indicator->kind = find_kind(indicator->value);
}
