#include "learn/name_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/normalized.h"

unsigned share_class(uint32_t part, uint32_t occurrences) {
    static const double below[] = {0.02, 0.1, 0.3, 0.7};
    if (occurrences == 0) return SHARE_UNKNOWN;
    unsigned step = part > 0;
    for (unsigned i = 0; part && i < 4 && (double)part >= below[i] * (double)occurrences; i++) step++;
    return step * 3 + (occurrences < 3 ? 0 : occurrences < 10 ? 1 : 2);
}

unsigned name_count_class(uint32_t count) {
    static const uint32_t up_to[] = {0, 1, 2, 4, 9, 24};
    unsigned class = 0;
    while (class < sizeof up_to / sizeof *up_to && count > up_to[class]) class ++;
    return class;
}

struct field name_ending(const char *bytes, size_t size) {
    size_t begin = size;
    for (int characters = 0; characters < 4 && begin > 0; characters++) {
        begin--;
        while (begin > 0 && ((unsigned char)bytes[begin] & 0xC0) == 0x80) begin--;
    }
    return (struct field){bytes + begin, size - begin};
}

static enum name_kind kind_of(const char *bytes, size_t size) {
    static const char *const ands[] = {"and", "or", "/", "&", "y", "und", "oder", "e", "et"};
    const struct field field = {bytes, size};
    if (field_is(&field, ",") || field_is(&field, "、")) return KIND_COMMA;
    for (size_t i = 0; i < sizeof ands / sizeof *ands; i++)
        if (field_is(&field, ands[i])) return KIND_AND;
    return KIND_OTHER;
}

/* A token that is one letter of a script that is written without spaces: 1 + the script's number; else 0. */
static uint8_t script_of(const char *bytes, size_t size) {
    static const struct {
        uint32_t first;
        uint32_t last;
        uint8_t script;
    } ranges[] = {{0x0E00, 0x0E7F, 1} /* Thai */,
                  {0x0E80, 0x0EFF, 2} /* Lao */,
                  {0x1000, 0x109F, 3} /* Myanmar */,
                  {0x1780, 0x17FF, 4} /* Khmer */,
                  {0x3040, 0x309F, 5} /* Hiragana */,
                  {0x30A0, 0x30FF, 6} /* Katakana */,
                  {0x31F0, 0x31FF, 6},
                  {0xFF66, 0xFF9F, 6},
                  {0x3400, 0x9FFF, 7} /* Han */,
                  {0xF900, 0xFAFF, 7},
                  {0x20000, 0x3FFFF, 7}};
    uint32_t code;
    if (size < 3 || size > 4 || unicode_decode(&code, bytes, size) != size) return 0;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].first <= code && code <= ranges[i].last) return ranges[i].script;
    return 0;
}

/* Whether a tenth of what is counted is inside names. */
static bool is_likely(uint32_t inside, uint32_t occurrences) {
    return occurrences && inside >= (occurrences + 9) / 10;
}

/* At most three bytes as a number. */
static uint32_t pack(const char *bytes, size_t size) {
    uint32_t packed = 0;
    for (size_t i = 0; i < size && i < 3; i++) packed = packed << 8 | (unsigned char)bytes[i];
    return packed;
}

void name_token_make(struct name_token *token, const char *bytes, size_t size, const struct field *folded,
                     const struct growth_word *word, const struct ending_count *ending) {
    static const struct growth_word none;
    static const struct ending_count no_ending;
    if (!word) word = &none;
    if (!ending) ending = &no_ending;
    uint32_t all = word->occurrences;
    *token = (struct name_token){.shape = (uint8_t)shape_of(bytes, size),
                                 .first = (uint8_t)share_class(word->first, all),
                                 .last = (uint8_t)share_class(word->last, all),
                                 .inside = (uint8_t)share_class(word->inside, all),
                                 .before = (uint8_t)share_class(word->before, all),
                                 .after = (uint8_t)share_class(word->after, all),
                                 .ending = (uint8_t)share_class(ending->inside, ending->occurrences),
                                 .lower = (uint8_t)name_count_class(word->lower),
                                 .kind = (uint8_t)kind_of(bytes, size),
                                 .script = script_of(bytes, size),
                                 .prefix = pack(folded->bytes, folded->size)};
    size_t begin = folded->size > 3 ? folded->size - 3 : 0;
    token->suffix = pack(folded->bytes + begin, folded->size - begin);
    token->likely = size >= 3 && (all ? is_likely(word->inside, all) : is_likely(ending->inside, ending->occurrences));
}

bool name_fold(struct buffer *room, const char *bytes, size_t size) {
    room->size = 0;
    if (!buffer_reserve(room, unicode_normalized_room(size))) return false;
    room->size = normalize_token(room->bytes, bytes, size, UNICODE_FOLD);
    return true;
}

gaz_status name_words_make(struct name_words *words, const struct growth *growth, gaz_error *error) {
    words->growth = growth;
    words->counts = calloc((size_t)growth->words.count + 1, sizeof *words->counts);
    gaz_status status = words->counts ? GAZ_OK : error_memory(error);
    for (uint32_t i = 0; i < growth->words.count && status == GAZ_OK; i++) {
        const struct string *word = &growth->words.items[i];
        struct field ending = name_ending(word->bytes, word->size);
        uint32_t number;
        status = strings_add(&number, &words->endings, ending.bytes, ending.size, error);
        if (status != GAZ_OK) break;
        words->counts[number].occurrences += growth->counts[i].occurrences;
        words->counts[number].inside += growth->counts[i].inside;
    }
    return status;
}

void name_words_free(struct name_words *words) {
    strings_free(&words->endings);
    free(words->counts);
    *words = (struct name_words){0};
}

bool name_words_token(struct name_token *token, const struct name_words *words, struct buffer *room, const char *bytes,
                      size_t size) {
    uint32_t word;
    uint32_t ending;
    if (!name_fold(room, bytes, size)) return false;
    bool known = strings_find(&word, &words->growth->words, room->bytes, room->size);
    struct field end = name_ending(room->bytes, room->size);
    bool ends = !known && strings_find(&ending, &words->endings, end.bytes, end.size);
    const struct field folded = {room->bytes, room->size};
    name_token_make(token, bytes, size, &folded, known ? &words->growth->counts[word] : NULL,
                    ends ? &words->counts[ending] : NULL);
    token->word = known ? word + 1 : 0;
    return true;
}
