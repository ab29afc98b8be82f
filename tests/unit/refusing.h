/* Hostile models, whose checksum is right, are refused; what is not is printed. */
#ifndef UNIT_REFUSING_H
#define UNIT_REFUSING_H

#include "sample.h"

static bool all_refused;

/* Signs a changed image and tries it; it is freed. What is not refused, or not as damaged, is printed. */
static inline void expect_refused(char *bytes, const char *what, uint64_t where, uint64_t value) {
    gaz_error error = {0};
    gaz_model *model;
    sign(bytes, image_size);
    gaz_status status = model_open_memory(&model, bytes, image_size, false, "m", &error);
    bool refused = status == GAZ_ERROR_MODEL && strstr(error.message, "damaged") && strcmp(error.file, "m") == 0;
    if (!refused)
        print_error("%s, number %llu, made %#llx: status %d, \"%s\"\n", what, (unsigned long long)where,
                    (unsigned long long)value, (int)status, error.message);
    all_refused = all_refused && refused;
    gaz_model_close(model);
    free(bytes);
}

static inline bool opens(char *bytes) {
    sign(bytes, image_size);
    return try_open(bytes, image_size) == GAZ_OK;
}

/* One 32-bit word of a section is set, unless it has that value. */
static inline void refuse_word(uint32_t tokenization, uint32_t kind, size_t word, uint32_t value, const char *what) {
    char *copy = copy_image();
    if (words_of(copy, tokenization, kind)[word] == value) {
        free(copy);
        return;
    }
    words_of(copy, tokenization, kind)[word] = value;
    expect_refused(copy, what, word, value);
}

enum { FAR = 0x7FFFFFFF, HUGE = 0x10000000 /* times any item's size it is over 32 bits, or is none */ };

/* The word becomes 0, a bit more, a bit less, and far more. */
static inline void refuse_changes(uint32_t tokenization, uint32_t kind, size_t word, const char *what) {
    uint32_t old = words_of(image, tokenization, kind)[word];
    const uint32_t values[] = {0, old + 1, old - 1, 2 * old, HUGE, FAR, UINT32_MAX};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) refuse_word(tokenization, kind, word, values[i], what);
}

/* Signs a changed image and tries it; it is freed. It opens if it is `allowed`, and is refused if not. */
static inline void expect(char *bytes, bool allowed, const char *what, uint64_t where, uint64_t value) {
    if (!allowed) {
        expect_refused(bytes, what, where, value);
        return;
    }
    bool opened = opens(bytes);
    if (!opened)
        print_error("%s, number %llu, made %#llx: refused\n", what, (unsigned long long)where,
                    (unsigned long long)value);
    all_refused = all_refused && opened;
    free(bytes);
}

#endif
