#include "base/json_parse.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/json_repeats.h"
#include "base/json_run.h"
#include "base/json_string.h"
#include "base/unicode.h"

enum { MAX_DEPTH = 2048 };

struct parser {
    const char *text;
    size_t size;
    size_t at;
    struct json_tree *tree;
    struct buffer scratch; /* the digits of a real */
    struct json_repeats repeats;
    struct open { /* the arrays and objects that are open */
        uint32_t node;
        uint32_t member; /* how many members others have that are open */
    } open[MAX_DEPTH];
    size_t depth;
    struct json_failure *failure;
};

static bool fail(const struct parser *parser, enum json_fault fault, const char *what) {
    *parser->failure = (struct json_failure){fault, parser->at, what};
    return false;
}

static bool fail_syntax(const struct parser *parser, const char *what) {
    return fail(parser, JSON_FAULT_SYNTAX,
                parser->at == parser->size ? "the text ends in the middle of a value" : what);
}

static bool fail_memory(const struct parser *parser) {
    return fail(parser, JSON_FAULT_MEMORY, "out of memory");
}

/* The next byte; 0, which stands for nothing in JSON, at the end. */
static char peek(const struct parser *parser) {
    return parser->at < parser->size ? parser->text[parser->at] : 0;
}

static void skip_blanks(struct parser *parser) {
    while (parser->at < parser->size && byte_is_blank(parser->text[parser->at])) parser->at++;
}

/* ---- Strings ---- */

/* Passes over \uXXXX, and over the second one of a pair. */
static bool pass_code(struct parser *parser) {
    const char *escape = parser->text + parser->at;
    size_t left = parser->size - parser->at;
    uint32_t code;
    uint32_t second;
    if (left < 6 || !json_read_code(&code, escape + 2)) return fail_syntax(parser, "an escape that is none");
    parser->at += 6;
    if (code < 0xD800 || code > 0xDFFF) return true;
    bool paired = code < 0xDC00 && left >= 12 && escape[6] == '\\' && escape[7] == 'u' &&
                  json_read_code(&second, escape + 8) && second >= 0xDC00 && second <= 0xDFFF;
    if (!paired) return fail(parser, JSON_FAULT_SURROGATE, "an escape is one half of a pair");
    parser->at += 6;
    return true;
}

static bool pass_escape(struct parser *parser) {
    char kind = parser->size - parser->at > 1 ? parser->text[parser->at + 1] : 0;
    if (kind == 'u') return pass_code(parser);
    if (kind == 0 || !strchr("\"\\/bfnrt", kind)) return fail_syntax(parser, "an escape that is none");
    parser->at += 2;
    return true;
}

/* Passes over a string whose quote is the next byte. Between its quotes it has `*size` bytes at `*inside`. */
static bool pass_string(const char **inside, size_t *size, bool *escaped, struct parser *parser) {
    size_t begin = ++parser->at;
    *escaped = false;
    for (;;) {
        parser->at += json_plain_run(parser->text + parser->at, parser->size - parser->at);
        unsigned char byte = (unsigned char)peek(parser);
        uint32_t code;
        if (byte == '"') break;
        if (byte == '\\') {
            *escaped = true;
            if (!pass_escape(parser)) return false;
        } else if (byte < ' ') {
            return fail_syntax(parser, byte == '\n' ? "a line ends inside of a string" : "a control character");
        } else {
            unsigned length = unicode_decode(&code, parser->text + parser->at, parser->size - parser->at);
            if (length == 0) return fail_syntax(parser, "a byte that is not UTF-8");
            parser->at += length;
        }
    }
    *inside = parser->text + begin;
    *size = parser->at++ - begin;
    return true;
}

/* Adds the node of the value that begins at `at`. */
static bool add_node(struct parser *parser, size_t at, uint32_t size) {
    return json_tree_add(parser->tree, (uint32_t)at, size) || fail_memory(parser);
}

/* Adds what belongs to the node before. */
static bool add_payload(struct parser *parser, const void *payload) {
    struct json_node node;
    memcpy(&node, payload, sizeof node);
    return json_tree_add(parser->tree, node.at, node.size) || fail_memory(parser);
}

static bool read_string(struct parser *parser) {
    const char *inside = "";
    size_t size = 0;
    bool escaped = false;
    size_t begin = parser->at;
    if (!pass_string(&inside, &size, &escaped, parser)) return false;
    if (!escaped) return add_node(parser, begin, (uint32_t)size);
    struct buffer *decoded = &parser->tree->decoded;
    struct json_node place = {.at = (uint32_t)decoded->size};
    if (!json_decode(decoded, inside, size)) return fail_memory(parser);
    place.size = (uint32_t)decoded->size - place.at;
    return add_node(parser, begin, (uint32_t)size | JSON_MARK) && add_payload(parser, &place);
}

/* Keeps the name of the member whose value comes next; the name begins at `begin`. */
static bool keep_name(struct parser *parser, size_t begin, const char *inside, size_t size, bool escaped) {
    struct json_tree *tree = parser->tree;
    uint32_t node = (uint32_t)tree->count;
    if (escaped) {
        size_t at = tree->decoded.size;
        if (!json_decode(&tree->decoded, inside, size)) return fail_memory(parser);
        inside = tree->decoded.bytes + at;
        size = tree->decoded.size - at;
        if (memchr(inside, 0, size)) {
            parser->at = begin;
            return fail(parser, JSON_FAULT_SYNTAX, "the name of a member has a zero byte");
        }
        if (!json_tree_add_name(tree, node, at)) return fail_memory(parser);
    }
    return json_repeats_add(&parser->repeats, node, inside, size) || fail_memory(parser);
}

/* A member's name and its colon. */
static bool read_name(struct parser *parser) {
    const char *inside = "";
    size_t size = 0;
    bool escaped = false;
    if (peek(parser) != '"') return fail_syntax(parser, "expected the name of a member, in quotes");
    size_t begin = parser->at;
    if (!pass_string(&inside, &size, &escaped, parser) || !keep_name(parser, begin, inside, size, escaped))
        return false;
    skip_blanks(parser);
    if (peek(parser) != ':') return fail_syntax(parser, "expected a colon behind the name of a member");
    parser->at++;
    skip_blanks(parser);
    return true;
}

/* ---- Numbers and words ---- */

static bool pass_digits(struct parser *parser) {
    size_t begin = parser->at;
    while (digit_is(peek(parser))) parser->at++;
    return parser->at > begin || fail_syntax(parser, "a number without a digit where one belongs");
}

/* Passes over a number; whole ones have neither a point nor an exponent. */
static bool pass_number(bool *whole, struct parser *parser) {
    *whole = true;
    if (peek(parser) == '-') parser->at++;
    if (peek(parser) == '0') {
        parser->at++;
        if (digit_is(peek(parser))) return fail_syntax(parser, "a number begins with 0");
    } else if (!pass_digits(parser))
        return false;
    if (peek(parser) == '.') {
        *whole = false;
        parser->at++;
        if (!pass_digits(parser)) return false;
    }
    if (peek(parser) == 'e' || peek(parser) == 'E') {
        *whole = false;
        parser->at++;
        if (peek(parser) == '+' || peek(parser) == '-') parser->at++;
        if (!pass_digits(parser)) return false;
    }
    return true;
}

/* Whether a whole number fits into 64 bits. */
static bool is_integer(const char *digits, size_t size) {
    int64_t number = 0;
    bool negative = digits[0] == '-';
    if (size < 19) return true;
    for (size_t i = negative; i < size; i++) {
        int digit = digits[i] - '0';
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, negative ? -digit : digit, &number))
            return false;
    }
    return true;
}

/* strtod wants the decimal point of the locale, which is the program's. False: out of memory. */
static bool read_real(double *number, const char *digits, size_t size, struct buffer *scratch) {
    const char *point = memchr(digits, '.', size);
    size_t before = point ? (size_t)(point - digits) : size;
    scratch->size = 0;
    if (!buffer_add(scratch, digits, before) || (point && !buffer_add_text(scratch, localeconv()->decimal_point)) ||
        (point && !buffer_add(scratch, point + 1, size - before - 1)) || !buffer_add_byte(scratch, 0))
        return false;
    *number = strtod(scratch->bytes, NULL);
    return true;
}

static bool read_number(struct parser *parser) {
    size_t begin = parser->at;
    bool whole;
    double real;
    if (!pass_number(&whole, parser)) return false;
    const char *digits = parser->text + begin;
    size_t size = parser->at - begin;
    if (whole && is_integer(digits, size)) return add_node(parser, begin, (uint32_t)size);
    if (!read_real(&real, digits, size, &parser->scratch)) return fail_memory(parser);
    if (!isfinite(real)) {
        parser->at = begin;
        return fail(parser, JSON_FAULT_NUMBER, "a number that is too large");
    }
    return add_node(parser, begin, (uint32_t)size | JSON_MARK) && add_payload(parser, &real);
}

/* Takes one of the words; it is none if a letter follows. */
static bool take_word(struct parser *parser, const char *word) {
    size_t size = strlen(word);
    if (parser->size - parser->at < size || memcmp(parser->text + parser->at, word, size) != 0) return false;
    char next = parser->at + size < parser->size ? parser->text[parser->at + size] : 0;
    if ((unsigned char)((next | 0x20) - 'a') < 26) return false;
    parser->at += size;
    return true;
}

/* ---- Values ---- */

static bool read_scalar(struct parser *parser) {
    char byte = peek(parser);
    size_t begin = parser->at;
    if (byte == '"') return read_string(parser);
    if (byte == '-' || digit_is(byte)) return read_number(parser);
    if (take_word(parser, "true") || take_word(parser, "false") || take_word(parser, "null"))
        return add_node(parser, begin, 0);
    return fail_syntax(parser, "expected a value");
}

/* Opens an array or object, as far as its first value, if it has one. */
static bool open_value(bool *empty, struct parser *parser, bool array) {
    if (parser->depth == MAX_DEPTH) return fail(parser, JSON_FAULT_DEPTH, "a value inside of over 2,048 others");
    parser->open[parser->depth++] = (struct open){(uint32_t)parser->tree->count, (uint32_t)parser->repeats.count};
    if (!add_node(parser, parser->at, 0)) return false;
    parser->at++;
    skip_blanks(parser);
    *empty = peek(parser) == (array ? ']' : '}');
    return *empty || array || read_name(parser);
}

/* Whether the innermost value that is open is an array. */
static bool is_in_array(const struct parser *parser) {
    const struct open *open = &parser->open[parser->depth - 1];
    return parser->text[parser->tree->nodes[open->node].at] == '[';
}

static bool close_value(struct parser *parser, bool array) {
    const struct open *open = &parser->open[--parser->depth];
    struct json_tree *tree = parser->tree;
    tree->nodes[open->node].size = (uint32_t)(tree->count - open->node - 1);
    return array || json_repeats_mark(&parser->repeats, open->member, tree) || fail_memory(parser);
}

/* Closes what ends behind a value, as far as the next value or the end of the outermost one. */
static bool close_values(struct parser *parser) {
    while (parser->depth) {
        bool array = is_in_array(parser);
        skip_blanks(parser);
        char byte = peek(parser);
        if (byte != ',' && byte != (array ? ']' : '}'))
            return fail_syntax(parser, array ? "expected a comma or ]" : "expected a comma or }");
        parser->at++;
        if (byte == ',') {
            skip_blanks(parser);
            return array || read_name(parser);
        }
        if (!close_value(parser, array)) return false;
    }
    return true;
}

static bool read_values(struct parser *parser) {
    do {
        char byte = peek(parser);
        bool ends = true; /* a value, or one that has none inside is about to */
        if (byte == '[' || byte == '{' ? !open_value(&ends, parser, byte == '[') : !read_scalar(parser)) return false;
        if (ends && !close_values(parser)) return false;
    } while (parser->depth);
    return true;
}

bool json_parse(struct json_tree *tree, const char *text, size_t size, struct json_failure *failure) {
    struct parser parser;
    parser.text = text; /* the many places of `open` are not cleared */
    parser.size = size;
    parser.at = parser.depth = 0;
    parser.tree = tree;
    parser.scratch = (struct buffer){0};
    parser.repeats = (struct json_repeats){0};
    parser.failure = failure;
    json_tree_clear(tree);
    tree->text = text;
    skip_blanks(&parser);
    bool good = read_values(&parser);
    buffer_free(&parser.scratch);
    json_repeats_free(&parser.repeats);
    tree->size = parser.at;
    return good;
}
