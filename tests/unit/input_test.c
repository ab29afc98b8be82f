/* Input: how files are packed, what encoding they have, and what they are. */
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/input.h"
#include "folder.h"
#include "packs.h"

/* Packs `size` bytes in `pieces` streams, one behind the other; NULL: they stay as they are. */
static void pack(struct buffer *packed, const struct pack *pack, const char *bytes, size_t size, size_t pieces) {
    packed->size = 0;
    for (size_t i = 0; i < pieces; i++) {
        size_t begin = size * i / pieces;
        size_t length = size * (i + 1) / pieces - begin;
        size_t room = 2 * length + 1000;
        assert_true(buffer_reserve(packed, room));
        size_t got = pack ? pack->pack(packed->bytes + packed->size, room, bytes + begin, length) : length;
        if (!pack && length) memcpy(packed->bytes + packed->size, bytes + begin, length);
        assert_true(got || !pack);
        packed->size += got;
    }
}

static gaz_status read_path(char **bytes, size_t *size, const char *path, gaz_error *error) {
    struct input *input;
    *bytes = NULL;
    gaz_status status = input_open(&input, path, error);
    if (status == GAZ_OK) status = input_read_all(bytes, size, input, error);
    input_close(input);
    return status;
}

static gaz_status read_bytes(char **bytes, size_t *size, const char *packed, size_t packed_size, gaz_error *error) {
    write_bytes("input", packed, packed_size);
    return read_path(bytes, size, path_of("input"), error);
}

static void check_read(const char *packed, size_t packed_size, const char *expected, size_t expected_size) {
    char *bytes;
    size_t size;
    assert_int_equal(read_bytes(&bytes, &size, packed, packed_size, NULL), GAZ_OK);
    assert_int_equal(size, expected_size);
    assert_memory_equal(bytes, expected, size);
    assert_int_equal(bytes[size], 0);
    free(bytes);
}

/* ---- Encodings and kinds ---- */

/* Reads a file in an encoding, `step` bytes at a time; a message if that fails. */
static void check_decoded(const char *encoding, const char *bytes, size_t size, size_t step, const char *expected) {
    char text[256] = "";
    size_t at = 0;
    size_t got = 1;
    struct input *input;
    gaz_error error = {.message = ""};
    write_bytes("input", bytes, size);
    gaz_status status = input_open(&input, path_of("input"), &error);
    if (status == GAZ_OK) status = input_decode(input, encoding, &error);
    while (status == GAZ_OK && got) {
        status = input_read(&got, input, text + at, step, &error);
        if (status == GAZ_OK) at += got;
        assert_true(got <= step);
    }
    input_close(input);
    text[at] = 0;
    assert_string_equal(status == GAZ_OK ? text : error.message, expected);
}

static void text_is_decoded(void **state) {
    (void)state;
    static const struct {
        const char *encoding;
        const char *bytes;
        size_t size;
        const char *expected;
    } cases[] = {
        {NULL, "K\xF6ln", 4, "K\xF6ln"},
        {"latin1", "K\xF6ln", 4, "K\u00F6ln"},
        {"latin1", "", 0, ""},
        {"windows-1252", "\x80", 1, "\u20AC"},
        {"windows-1252", "ab\x81", 3, "the byte 0x81 at offset 2 begins no character in windows-1252"},
        {"UTF-16", "\xFF\xFEK\0\xF6\0", 6, "K\u00F6"},
        {"UTF-16", "\xFE\xFF\0K\0\xF6", 6, "K\u00F6"},
        {"UTF-16", "\xFF\xFE", 2, ""},
        {"UTF-16", "K\0", 2, "has no byte order mark, which UTF-16 needs; UTF-16LE and UTF-16BE do without"},
        {"utf-32", "K\0\0\0", 4, "has no byte order mark, which utf-32 needs; utf-32LE and utf-32BE do without"},
        {"UTF-16LE", "K\0\x3D\xD8\x25\xDD", 6, "K\U0001F525"},
        {"UTF-16LE", "K\0\x3D\xD8", 4, "the byte 0x3D at offset 2 begins no character in UTF-16LE"},
        {"UTF-16LE", "K\0\x3D", 3, "the byte 0x3D at offset 2 begins no character in UTF-16LE"},
        {"UTF-16BE", "\0K", 2, "K"},
        {"SHIFT_JIS", "\x93\x8C\x8B\x9E", 4, "\u6771\u4EAC"},
        {"GB18030", "\x96\x7C\x94\x39\xE6\x37", 6, "\u6771\U0001F525"},
        {"GB18030", "\xFF", 1, "the byte 0xFF at offset 0 begins no character in GB18030"},
        {"ISO-2022-JP", "\x1B$B\x45\x6C\x1B(B.", 9, "\u6771."},
        {"UTF-8", "K\xC3\xB6", 3, "K\u00F6"},
        {"UTF-8", "\xED\xA0\x80", 3, "the byte 0xED at offset 0 begins no character in UTF-8"},
        {"UTF-8//IGNORE", "", 0, "there is no encoding \"UTF-8//IGNORE\""},
        {"", "", 0, "there is no encoding \"\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t step = 1; step <= 100; step = step * 3 + 1)
            check_decoded(cases[i].encoding, cases[i].bytes, cases[i].size, step, cases[i].expected);
}

static void kinds_are_found_by_the_first_bytes(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        enum file_class class;
        const char *name;
    } cases[] = {
        {"", 0, FILE_TEXT, NULL},
        {"kernel", 6, FILE_TEXT, NULL},
        {"ID3 and OTTO", 12, FILE_TEXT, NULL},
        {"ID3\x03\0\0", 6, FILE_BINARY, "an MP3 file"},
        {"\x7F"
         "ELF",
         4, FILE_BINARY, "an ELF program or library"},
        {"\x7F"
         "EL",
         3, FILE_TEXT, NULL},
        {"\xEF\xBB\xBF\n <?XML", 10, FILE_MARKUP, "an XML document"},
        {"< ?xml", 6, FILE_TEXT, NULL},
        {"K\0\xF6\0l\0", 6, FILE_UTF16, "UTF-16LE without a byte order mark"},
        {"\0K\0\xF6", 4, FILE_UTF16, "UTF-16BE without a byte order mark"},
        {"\xFF\xFEK\0", 4, FILE_UTF16, "UTF-16"},
        {"\1\2\3", 3, FILE_TEXT, NULL},
        {"\1\2\3\4", 4, FILE_BINARY, "binary data"},
        {"\x1B[31m\x1B[0m\x1B\x1B\f\r\n\t\b\x1A", 16, FILE_TEXT, NULL},
        {"K\xF6ln \xFF\xFE\xFD", 8, FILE_TEXT, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name;
        char *bytes = malloc(cases[i].size + 1); /* so that a byte too many is noticed */
        memcpy(bytes, cases[i].bytes, cases[i].size);
        bytes = realloc(bytes, cases[i].size ? cases[i].size : 1);
        assert_int_equal(file_kind(&name, bytes, cases[i].size), cases[i].class);
        assert_true(name ? cases[i].name && strcmp(name, cases[i].name) == 0 : !cases[i].name);
        free(bytes);
    }
}

/* ---- Packed files ---- */

static void packed_files_are_unpacked(void **state) {
    (void)state;
    struct buffer packed = {0};
    struct buffer text = {0};
    for (unsigned i = 0; i < 60000; i++) assert_true(buffer_add_number(&text, i * 2654435761u)); /* over one block */
    static const size_t sizes[] = {0, 1, 2, 3, 4, 5, 1000};
    for (size_t row = 0; row <= PACKS; row++) {
        const struct pack *by = row ? &packs[row - 1] : NULL;
        for (size_t pieces = 1; pieces <= 3; pieces++) {
            for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
                pack(&packed, by, text.bytes, sizes[i], pieces);
                check_read(packed.bytes, packed.size, text.bytes, sizes[i]);
            }
            pack(&packed, by, text.bytes, text.size, pieces);
            check_read(packed.bytes, packed.size, text.bytes, text.size);
        }
    }
    check_read("\x1f\x8c x", 4, "\x1f\x8c x", 4); /* nearly magic */
    buffer_free(&packed);
    buffer_free(&text);
}

static void check_refused(const char *packed, size_t size, const char *message) {
    gaz_error error;
    char *bytes;
    assert_int_equal(read_bytes(&bytes, &size, packed, size, &error), GAZ_ERROR_INPUT);
    assert_string_equal(error.file, path_of("input"));
    if (!strstr(error.message, message)) print_error("%s\n", error.message);
    assert_non_null(strstr(error.message, message));
    assert_null(bytes);
}

static void other_kinds_are_refused_with_what_unpacks_them(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *message;
    } cases[] = {
        {"PK\3\4 and more", 13, "is a ZIP archive, as .docx, .xlsx and .jar are, which is not unpacked here; unzip -p"},
        {"7z\xBC\xAF\x27\x1C\0\4", 8, "a 7z archive"},
        {"Rar!\x1A\7\0", 7, "a RAR archive"},
        {"\x1F\x9D\x90", 3, "packed by compress, which is not unpacked here; gzip -dc"},
        {"\x5D\0\0\x80\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0", 14, "packed by LZMA, which is not unpacked here; xz -dc"},
        {"\xFF\6\0\0sNaPpY\1", 11, "packed by Snappy"},
        {"LZIP\1\x0C", 6, "packed by lzip"},
        {"\x89LZO\0\r\n\x1A\n", 9, "packed by lzop"},
        {"\2\x21\x4C\x18", 4, "packed by lz4 as it was before 2013"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_refused(cases[i].bytes, cases[i].size, cases[i].message);
    static const char *const words[] = {"BZh", "BZh9", "BZh9 words", "PK",   "PACK", "LZIP",
                                        "]",   "P*M",  "7z",         "Rar!", "Z"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        check_read(words[i], strlen(words[i]), words[i], strlen(words[i]));
    char *bytes;
    size_t size;
    gaz_error error;
    write_bytes("t.br", "\x8B\2\x80\0\1\3\4\5\6", 9); /* has no magic number */
    assert_int_equal(read_path(&bytes, &size, path_of("t.br"), &error), GAZ_ERROR_INPUT);
    assert_string_equal(error.message, "is packed by brotli, which is not unpacked here; brotli -dc does it");
    write_file("t.br", "a word of Breton: k\u00EAr\n");
    assert_int_equal(read_path(&bytes, &size, path_of("t.br"), &error), GAZ_OK);
    free(bytes);
}

static void endings_of_packed_files_are_no_part_of_names(void **state) {
    (void)state;
    static const char name[] = "a/b.conll";
    for (size_t i = 0; i < PACKS; i++) {
        char path[40];
        sprintf(path, "%s%s", name, packs[i].ending);
        assert_int_equal(file_name_size(path), sizeof name - 1);
        assert_true(file_is_named(path, ".conll"));
    }
    assert_int_equal(file_name_size(".gz"), 3);
    assert_int_equal(file_name_size("a.br"), 4); /* it may be text */
}

static void streams_of_all_kinds_and_padding_follow_each_other(void **state) {
    (void)state;
    static const char skipped[] = "\x5A\x2A\x4D\x18\3\0\0\0abc";
    static const char empty[] = "\x50\x2A\x4D\x18\0\0\0\0";
    struct buffer packed = {0};
    struct buffer all = {0};
    struct buffer text = {0};
    assert_true(buffer_add(&all, skipped, sizeof skipped - 1));
    for (size_t row = 0; row < 2 * (size_t)PACKS; row++) {
        pack(&packed, &packs[row % PACKS], "text", 4, 1);
        assert_true(buffer_add(&all, packed.bytes, packed.size) && buffer_add(&all, empty, sizeof empty - 1));
        for (int zeros = 0; zeros < 70000; zeros++) assert_true(buffer_add_byte(&all, 0));
        assert_true(buffer_add_text(&text, "text"));
    }
    check_read(all.bytes, all.size, text.bytes, text.size);
    check_read(skipped, sizeof skipped - 1, "", 0);
    check_refused(skipped, sizeof skipped - 2, "cut off");
    check_refused(skipped, 7, "cut off");
    buffer_free(&packed);
    buffer_free(&all);
    buffer_free(&text);
}

static void damaged_files_are_refused(void **state) {
    (void)state;
    static const char text[] = "a small text that is packed and cut off at every byte";
    struct buffer packed = {0};
    for (size_t row = 0; row < PACKS; row++) {
        pack(&packed, &packs[row], text, sizeof text / 2, 1);
        size_t first = packed.size;
        pack(&packed, &packs[row], text, sizeof text, 2);
        for (size_t cut = packs[row].known; cut < packed.size; cut++)
            if (cut != first) check_refused(packed.bytes, cut, cut < first ? "cut off" : "");
        assert_true(buffer_add_text(&packed, "garbage"));
        check_refused(packed.bytes, packed.size, "behind its end are bytes that are not");
        pack(&packed, &packs[row], text, sizeof text, 1);
        if (row == 1) continue;                                      /* it has no check sum of its text */
        for (size_t at = packs[row].known; at < packed.size; at++) { /* each bit counts but for some of heads */
            packed.bytes[at] ^= 64;
            char *bytes;
            size_t size;
            gaz_status status = read_bytes(&bytes, &size, packed.bytes, packed.size, NULL);
            assert_true(status == GAZ_ERROR_INPUT || (size == sizeof text && memcmp(bytes, text, size) == 0));
            assert_true(at < packed.size - 8 || status == GAZ_ERROR_INPUT);
            free(bytes);
            packed.bytes[at] ^= 64;
        }
    }
    buffer_free(&packed);
    char *bytes;
    size_t size;
    gaz_error error;
    assert_int_equal(read_path(&bytes, &size, folder, &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, folder);
    assert_int_equal(read_path(&bytes, &size, path_of("missing"), &error), GAZ_ERROR_IO);
}

/* A frame that holds nothing, and says that it holds ten bytes. */
static void a_zstd_frame_holds_what_it_says(void **state) {
    (void)state;
    static const char frame[] = "\x28\xB5\x2F\xFD\x20\x0A\x01\x00\x00";
    check_refused(frame, sizeof frame - 1, "damaged");
    for (size_t room = 1; room < 20; room++) {
        char bytes[20];
        size_t size;
        struct input *input;
        gaz_error error;
        assert_int_equal(input_open(&input, write_bytes("frame", frame, sizeof frame - 1), NULL), GAZ_OK);
        assert_int_equal(input_read(&size, input, bytes, room, &error), GAZ_ERROR_INPUT);
        input_close(input);
    }
}

/* ---- Reads of few bytes ---- */

/* Standard input becomes a socket that gives `step` bytes at each read. */
static int feed_standard_input(const struct buffer *bytes, size_t step) {
    int ends[2];
    int before = dup(STDIN_FILENO);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    for (size_t i = 0; i < bytes->size; i += step) {
        size_t size = bytes->size - i < step ? bytes->size - i : step;
        assert_int_equal(write(ends[1], bytes->bytes + i, size), size);
    }
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    return before;
}

static void few_bytes_at_a_time_are_no_difference(void **state) {
    (void)state;
    static const char text[] = "a pipe gives what it has";
    struct buffer packed = {0};
    for (size_t row = 0; row <= PACKS; row++) {
        const struct pack *by = row ? &packs[row - 1] : NULL;
        for (size_t step = 1; step < 6; step++) {
            char *bytes;
            size_t size;
            pack(&packed, by, text, sizeof text, 2);
            int before = feed_standard_input(&packed, step);
            assert_int_equal(read_path(&bytes, &size, "-", NULL), GAZ_OK);
            assert_int_equal(dup2(before, STDIN_FILENO), STDIN_FILENO);
            close(before);
            if (size != sizeof text)
                print_error("%s in steps of %zu: read as it is\n", by ? by->ending : "plain", step);
            assert_int_equal(size, sizeof text);
            assert_memory_equal(bytes, text, size);
            free(bytes);
        }
    }
    buffer_free(&packed);
}

static void check_small_reads(const char *expected, size_t expected_size, size_t room) {
    struct input *input;
    char got[100];
    size_t size = 0;
    size_t step;
    assert_int_equal(input_open(&input, path_of("input"), NULL), GAZ_OK);
    do {
        assert_int_equal(input_read(&step, input, got + size, room, NULL), GAZ_OK);
        assert_true(step <= room && size + step <= expected_size);
        size += step;
    } while (step);
    assert_memory_equal(got, expected, expected_size);
    uint64_t position[2];
    input_position(&position[0], &position[1], input);
    assert_true(position[0] == position[1] && position[0] > 0);
    input_close(input);
}

static void small_reads_give_the_same(void **state) {
    (void)state;
    static const char text[] = "read in pieces of any size, however small the room";
    struct buffer packed = {0};
    for (size_t row = 0; row <= PACKS; row++) {
        const struct pack *by = row ? &packs[row - 1] : NULL;
        pack(&packed, by, text, sizeof text, 3);
        check_read(packed.bytes, packed.size, text, sizeof text);
        for (size_t room = 1; room < 8; room++) check_small_reads(text, sizeof text, room);
    }
    buffer_free(&packed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(text_is_decoded),
        cmocka_unit_test(kinds_are_found_by_the_first_bytes),
        WITH_FOLDER(packed_files_are_unpacked),
        WITH_FOLDER(damaged_files_are_refused),
        WITH_FOLDER(a_zstd_frame_holds_what_it_says),
        WITH_FOLDER(streams_of_all_kinds_and_padding_follow_each_other),
        WITH_FOLDER(other_kinds_are_refused_with_what_unpacks_them),
        cmocka_unit_test(endings_of_packed_files_are_no_part_of_names),
        WITH_FOLDER(few_bytes_at_a_time_are_no_difference),
        WITH_FOLDER(small_reads_give_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
