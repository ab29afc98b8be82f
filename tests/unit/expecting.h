/* Texts of pieces, and what a scan of them must give, worked out in other ways than the scanner's. */
#ifndef UNIT_EXPECTING_H
#define UNIT_EXPECTING_H

#include "scanning.h"

/* ---- Text ---- */

static inline void add_text(struct buffer *text, const char *bytes, size_t size) {
    assert_true(buffer_add(text, bytes, size));
}

/* How many pieces a text has at most: few mostly, now and then enough for a kernel's blocks. */
static inline size_t some_or_many(uint64_t *random) {
    return oracle_below(random, 32) ? 40 : 300;
}

static inline void repeat(struct buffer *text, const char *piece, size_t count) {
    for (size_t i = 0; i < count; i++) assert_true(buffer_add_text(text, piece));
}

/* ---- Tokenized ---- */

/* Blanks separate tokens, LF or CR LF ends a sentence; a last line without an end counts if it holds anything. */
static inline void expect_tokenized(struct result *expected, const char *text, size_t size) {
    clear_result(expected);
    for (size_t line = 0; line < size;) {
        size_t next = line;
        while (next < size && text[next] != '\n') next++;
        bool ended = next < size;
        size_t end = ended && next > line && text[next - 1] == '\r' ? next - 1 : next;
        for (size_t at = line; at < end;) {
            size_t begin = at;
            while (at < end && text[at] != ' ' && text[at] != '\t') at++;
            if (at > begin) add_token(expected, begin, at);
            at++;
        }
        end_sentence(expected, end, ended ? next + 1 : next);
        line = next + 1;
    }
}

/* ---- Words ---- */

/* A last line without an end counts if it holds anything, be it blanks. */
static inline void expect_last_line(struct result *expected, size_t size) {
    size_t begin = expected->sentence_count ? expected->sentences[expected->sentence_count - 1].next : 0;
    if (begin < size) end_sentence(expected, size, size);
}

/* Runs of [A-Za-z0-9_] and each other visible character alone, for text that is ASCII. */
static inline void expect_ascii(struct result *expected, const char *text, size_t size) {
    static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    clear_result(expected);
    for (size_t at = 0; at < size; at++) {
        size_t begin = at;
        if (text[at] == '\n') end_sentence(expected, at && text[at - 1] == '\r' ? at - 1 : at, at + 1);
        if (text[at] <= ' ' || text[at] == 0x7F) continue;
        while (at + 1 < size && strchr(word, text[begin]) && text[at + 1] && strchr(word, text[at + 1])) at++;
        add_token(expected, begin, at + 1);
    }
    expect_last_line(expected, size);
}

/* A blank line ends the sentence that is open; other blank lines belong to none. Returns whether one is left open. */
static inline bool join_lines(struct result *expected, const char *text) {
    size_t kept = 0;
    size_t before = 0;
    bool open = false;
    for (size_t i = 0; i < expected->sentence_count; i++) {
        struct ended line = expected->sentences[i];
        bool blank = line.token_end == before;
        before = line.token_end;
        if (blank && open && text[line.next - 1] == '\n') {
            expected->sentences[kept++] = line;
            open = false;
        }
        open = open || !blank;
    }
    expected->sentence_count = kept;
    return open;
}

static inline void expect_paragraphs(struct result *expected, const char *text, size_t size) {
    if (join_lines(expected, text)) end_sentence(expected, size, size);
}

#endif
