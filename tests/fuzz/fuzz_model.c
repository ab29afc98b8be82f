/* Any bytes as a model file: refused with a reason, or safe to tag with.
 *
 * Choices: changes or a model, every match or the longest. Then the text, ====, and either changes to the model of a
 * harvest, four bytes each, or the bytes of a model. Size and checksum are set right, so that what comes behind them is
 * reached. */
#include "harvested.h"

#include "base/hash.h"
#include "model/model.h"

static const char *good_model(size_t *size) {
    static char *bytes; /* reachable to the end */
    static size_t length;
    if (!bytes) {
        gaz_lexicon *lexicon = fuzz_new_lexicon();
        FUZZ_REQUIRE(gaz_lexicon_read(lexicon, fuzz_harvest(), NULL, NULL) == GAZ_OK);
        FUZZ_REQUIRE(fuzz_check_model(lexicon));
        bytes = fuzz_read(&length, fuzz_path("model.gaz"));
        gaz_lexicon_free(lexicon);
    }
    *size = length;
    return bytes;
}

/* A change is a place (a word of 32 bits, from 0), how, and a value. */
static void change(char *image, size_t size, struct fuzz_input input) {
    for (const unsigned char *at = (const void *)input.bytes; input.size >= 4; at += 4, input.size -= 4) {
        size_t place = (at[0] | (size_t)at[1] << 8) % (size / 4) * 4;
        uint32_t word;
        memcpy(&word, image + place, 4);
        switch (at[2] % 4) {
        case 0: word = at[3]; break;
        case 1: word = ~(uint32_t)at[3]; break;
        case 2: word += at[3]; break;
        default: word ^= (uint32_t)1 << at[3] % 32;
        }
        memcpy(image + place, &word, 4);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    bool is_whole = fuzz_choose(&input, 2) == 1;
    int all = fuzz_choose(&input, 2) == 1;
    struct fuzz_input text = fuzz_part(&input);
    size_t image_size = input.size;
    const char *bytes = is_whole ? input.bytes : good_model(&image_size);
    char *image = malloc(image_size + !image_size); /* of just this size: a read behind it is noticed */
    FUZZ_REQUIRE(image);
    memcpy(image, bytes, image_size);
    if (!is_whole) change(image, image_size, input);
    seal(image, image_size);
    gaz_model *model;
    gaz_error error;
    gaz_status status = model_open_memory(&model, image, image_size, false, "model", &error);
    if (status == GAZ_OK) {
        fuzz_use_model(model, text.bytes, text.size, all);
        gaz_model_close(model);
    } else {
        FUZZ_REQUIRE((status == GAZ_ERROR_MODEL || status == GAZ_ERROR_VERSION) && error.message[0] && !model);
    }
    free(image);
    return 0;
}
