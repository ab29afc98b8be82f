/* Any bytes as a model file: refused with a reason, or safe to tag with.
 *
 * Choices: changes or a model, every match or the longest. Then the text, ====, and either changes to the model of a
 * harvest, four bytes each, or the bytes of a model. Size and checksum are set right, so that what comes behind them is
 * reached. */
#include "harvested.h"

#include "base/hash.h"
#include "model/model.h"

/* Lets the filters pass everything, so that more of the tables is looked at. */
static void open_filters(char *image) {
    struct image_header header;
    struct image_section section;
    memcpy(&header, image, sizeof header);
    for (uint32_t i = 0; i < header.section_count; i++) {
        memcpy(&section, image + sizeof header + i * sizeof section, sizeof section);
        if (section.kind >= SECTION_FILTER_ONES && section.kind <= SECTION_FILTER_ENDS)
            memset(image + section.offset, 0xFF, section.size);
    }
}

static char *good_model(size_t *size) {
    static char *bytes; /* reachable to the end */
    static size_t length;
    if (!bytes) {
        gaz_lexicon *lexicon = fuzz_new_lexicon();
        FUZZ_REQUIRE(gaz_lexicon_read(lexicon, fuzz_harvest(), NULL, NULL) == GAZ_OK);
        FUZZ_REQUIRE(fuzz_check_model(lexicon));
        bytes = fuzz_read(&length, fuzz_path("model.gaz"));
        open_filters(bytes);
        gaz_lexicon_free(lexicon);
    }
    *size = length;
    return bytes;
}

/* The part of the image that a number chooses: header and section table, or a section. */
static char *choose_part(size_t *size, char *image, unsigned number) {
    struct image_header header;
    struct image_section section;
    memcpy(&header, image, sizeof header);
    number %= header.section_count + 1;
    *size = sizeof header + header.section_count * sizeof section;
    if (number == 0) return image;
    memcpy(&section, image + sizeof header + (number - 1) * sizeof section, sizeof section);
    *size = section.size;
    return image + section.offset;
}

/* A change is a part of the good model, a place in it (a word of 32 bits), how, and a value. */
static void change(char *image, char *good, struct fuzz_input input) {
    for (const unsigned char *at = (const void *)input.bytes; input.size >= 4; at += 4, input.size -= 4) {
        size_t size;
        char *place = image + (choose_part(&size, good, at[0]) - good);
        uint32_t word;
        if (size < sizeof word) continue;
        place += (at[1] | (size_t)(at[2] / 4) << 8) % (size / sizeof word) * sizeof word;
        memcpy(&word, place, sizeof word);
        switch (at[2] % 4) {
        case 0: word = at[3]; break;
        case 1: word = ~(uint32_t)at[3]; break;
        case 2: word += at[3]; break;
        default: word ^= (uint32_t)1 << at[3] % 32;
        }
        memcpy(place, &word, sizeof word);
    }
}

static void seal(char *image, size_t size) {
    struct image_header header;
    if (size < sizeof header) return;
    memcpy(&header, image, sizeof header);
    header.file_size = size;
    header.checksum = 0;
    uint64_t seed = hash_bytes(&header, sizeof header, 0);
    header.checksum = hash_bytes(image + sizeof header, size - sizeof header, seed);
    memcpy(image, &header, sizeof header);
}

/* Tags a text whose tokens stand between blanks: without a copy, if there is room behind it. */
static void use_tokenized(const gaz_model *model, const char *text, size_t size, int all) {
    gaz_tagger *tagger;
    gaz_tagger_options options;
    gaz_tagger_options_init(&options);
    options.input.format = GAZ_FORMAT_TOKENIZED;
    options.match.all = all;
    FUZZ_REQUIRE(gaz_tagger_new(&tagger, model, &options, NULL) == GAZ_OK);
    if (gaz_tagger_text(tagger, text, size, NULL) == GAZ_OK) fuzz_check_spans(tagger, model, size);
    gaz_tagger_free(tagger);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    bool is_whole = fuzz_choose(&input, 2) == 1;
    int all = fuzz_choose(&input, 2) == 1;
    struct fuzz_input text = fuzz_part(&input);
    size_t image_size = input.size;
    char *good = is_whole ? NULL : good_model(&image_size);
    char *image = malloc(image_size + !image_size); /* of just this size: a read behind it is noticed */
    FUZZ_REQUIRE(image);
    memcpy(image, good ? good : input.bytes, image_size);
    if (good) change(image, good, input);
    seal(image, image_size);
    gaz_model *model;
    gaz_error error;
    gaz_status status = model_open_memory(&model, image, image_size, false, "model", &error);
    if (status == GAZ_OK) {
        fuzz_use_model(model, text.bytes, text.size, all);
        use_tokenized(model, text.bytes, text.size, all);
        gaz_model_close(model);
    } else {
        FUZZ_REQUIRE((status == GAZ_ERROR_MODEL || status == GAZ_ERROR_VERSION) && error.message[0] && !model);
    }
    free(image);
    return 0;
}
