/* Runs a fuzz target over files, without a fuzzer. */
#include "fuzz.h"

static void replay(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) perror(path);
    FUZZ_REQUIRE(file && fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    FUZZ_REQUIRE(size >= 0 && fseek(file, 0, SEEK_SET) == 0);
    uint8_t *bytes = malloc((size_t)size + !size); /* of just this size: a read behind it is noticed */
    FUZZ_REQUIRE(bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, (size_t)size);
    free(bytes);
    printf("ok %s\n", path);
}

int main(int count, char **paths) {
    for (int i = 1; i < count; i++) replay(paths[i]);
    return count > 1 ? 0 : 1;
}
