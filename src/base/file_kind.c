#include "base/file_kind.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/unicode.h"

enum { SAMPLE = 4096 /* bytes that are looked at */ };

#define MAGIC(offset, bytes) offset, bytes, sizeof(bytes) - 1

static const struct kind {
    size_t offset;
    const char *bytes;
    size_t size;
    const char *name;
    enum file_class class;
} kinds[] = {
    {MAGIC(0, "gaz\x1amdl\n"), "a model of gaz", FILE_BINARY},
    {MAGIC(0, "\x7f"
              "ELF"),
     "an ELF program or library", FILE_BINARY},
    {MAGIC(0, "!<arch>\n"), "an archive (.a or .deb)", FILE_BINARY},
    {MAGIC(0, "\xCA\xFE\xBA\xBE"), "a Java class", FILE_BINARY},
    {MAGIC(0, "\0asm"), "a WebAssembly module", FILE_BINARY},
    {MAGIC(0, "\x89PNG\r\n\x1a\n"), "a PNG image", FILE_BINARY},
    {MAGIC(0, "\xFF\xD8\xFF"), "a JPEG image", FILE_BINARY},
    {MAGIC(0, "GIF87a"), "a GIF image", FILE_BINARY},
    {MAGIC(0, "GIF89a"), "a GIF image", FILE_BINARY},
    {MAGIC(0, "II*\0"), "a TIFF image", FILE_BINARY},
    {MAGIC(0, "MM\0*"), "a TIFF image", FILE_BINARY},
    {MAGIC(0, "\0\0\1\0"), "an icon", FILE_BINARY},
    {MAGIC(8, "WEBPVP8"), "a WebP image", FILE_BINARY},
    {MAGIC(0, "RIFF"), "a RIFF file, as of sound or video", FILE_BINARY},
    {MAGIC(0, "OggS"), "an Ogg file", FILE_BINARY},
    {MAGIC(0, "fLaC"), "a FLAC file", FILE_BINARY},
    {MAGIC(0, "ID3"), "an MP3 file", FILE_BINARY},
    {MAGIC(0, "\xFF\xFB"), "an MP3 file", FILE_BINARY},
    {MAGIC(4, "ftyp"), "an MP4 file", FILE_BINARY},
    {MAGIC(0, "\0\1\0\0"), "a font", FILE_BINARY},
    {MAGIC(0, "OTTO"), "a font", FILE_BINARY},
    {MAGIC(0, "wOFF"), "a font", FILE_BINARY},
    {MAGIC(0, "wOF2"), "a font", FILE_BINARY},
    {MAGIC(0, "%PDF-"), "a PDF document", FILE_BINARY},
    {MAGIC(0, "PK\3\4"), "a ZIP archive, as .docx, .xlsx and .jar are", FILE_BINARY},
    {MAGIC(0, "PK\5\6"), "a ZIP archive", FILE_BINARY},
    {MAGIC(0, "\xD0\xCF\x11\xE0"), "a document of an old Office", FILE_BINARY},
    {MAGIC(0, "SQLite format 3"), "an SQLite database", FILE_BINARY},
    {MAGIC(0, "PAR1"), "a Parquet file", FILE_BINARY},
    {MAGIC(0, "ARROW1"), "an Arrow file", FILE_BINARY},
    {MAGIC(0, "\x93NUMPY"), "a NumPy array", FILE_BINARY},
    {MAGIC(257, "ustar"), "a tar archive", FILE_BINARY},
    {MAGIC(0, "\x1f\x8b"), "packed by gzip, in a packed file", FILE_BINARY},
    {MAGIC(0, "\x28\xb5\x2f\xfd"), "packed by zstd, in a packed file", FILE_BINARY},
    {MAGIC(0, "\xFD"
              "7zXZ"),
     "packed by xz, in a packed file", FILE_BINARY},
    {MAGIC(0, "BZh"), "packed by bzip2, in a packed file", FILE_BINARY},
    {MAGIC(0, "\x04\x22\x4D\x18"), "packed by lz4, in a packed file", FILE_BINARY},
    {MAGIC(0, "\x78\x9C"), "packed by zlib, perhaps a DocBin of spaCy (in Python gaz.spacy.read_docbin reads it)",
     FILE_BINARY},
    {MAGIC(0, "7z\xBC\xAF"), "a 7z archive", FILE_BINARY},
    {MAGIC(0, "Rar!\x1a"), "a RAR archive", FILE_BINARY},
    {MAGIC(0, "\x1a\1"), "a terminfo entry", FILE_BINARY},
    {MAGIC(0, "\x1e\2"), "a terminfo entry", FILE_BINARY},
    {MAGIC(0, "\xDE\x12\x04\x95"), "a catalogue of messages", FILE_BINARY},
    {MAGIC(0, "\xFF\xFE"), "UTF-16", FILE_UTF16},
    {MAGIC(0, "\xFE\xFF"), "UTF-16", FILE_UTF16},
    {MAGIC(0, "<?xml"), "an XML document", FILE_MARKUP},
    {MAGIC(0, "<!DOCTYPE"), "an HTML or XML document", FILE_MARKUP},
    {MAGIC(0, "<html"), "an HTML document", FILE_MARKUP},
    {MAGIC(0, "{\\rtf"), "an RTF document", FILE_MARKUP},
    {MAGIC(0, "%!PS"), "a PostScript document", FILE_MARKUP},
    {MAGIC(0, "-----BEGIN "), "a PEM file", FILE_MARKUP},
};

/* A control character that text does not have: not \b to \r, what DOS ends a file with, or what colours begin with. */
static bool is_control(unsigned char byte) {
    return byte < ' ' && (byte < '\b' || byte > '\r') && byte != 0x1A && byte != 0x1B;
}

/* Whether a magic number could be a word: ID3, OTTO and PAR1 are. */
static bool is_word(const struct kind *kind) {
    for (size_t i = 0; i < kind->size; i++)
        if (!isalnum((unsigned char)kind->bytes[i]) && kind->bytes[i] != ' ') return false;
    return true;
}

static bool has_control(const char *bytes, size_t size) {
    size_t i = 0;
    while (i < size && i < SAMPLE && !is_control((unsigned char)bytes[i])) i++;
    return i < size && i < SAMPLE;
}

/* The letters of markup have no case. */
static bool is_kind(const struct kind *kind, const char *bytes, size_t size) {
    if (size < kind->offset + kind->size) return false;
    const char *at = bytes + kind->offset;
    if (kind->class == FILE_MARKUP) return strncasecmp(at, kind->bytes, kind->size) == 0;
    return memcmp(at, kind->bytes, kind->size) == 0 && (!is_word(kind) || has_control(bytes, size));
}

/* Where text begins: markup may have a byte order mark and blanks before it. */
static size_t skip_blanks(const char *bytes, size_t size) {
    size_t at = byte_order_mark(bytes, size);
    while (at < size && (byte_is_blank(bytes[at]) || bytes[at] == '\n' || bytes[at] == '\r')) at++;
    return at;
}

/* By how many bytes are zero, at even and odd places, or another control character that text does not have. */
static enum file_class count_controls(const char **name, const char *bytes, size_t size) {
    size_t zeros[2] = {0, 0};
    size_t controls = 0;
    for (size_t i = 0; i < size; i++) {
        zeros[i % 2] += bytes[i] == 0;
        controls += is_control((unsigned char)bytes[i]);
    }
    for (size_t first = 0; first < 2; first++)
        if (zeros[first] >= 2 && zeros[first] * 4 > size && zeros[1 - first] * 32 < size) {
            *name = first ? "UTF-16LE without a byte order mark" : "UTF-16BE without a byte order mark";
            return FILE_UTF16;
        }
    if (controls < 4 || controls * 50 < size) return FILE_TEXT;
    *name = "binary data";
    return FILE_BINARY;
}

enum file_class file_kind(const char **name, const char *bytes, size_t size) {
    size_t begin = skip_blanks(bytes, size);
    *name = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t skip = kinds[i].class == FILE_MARKUP ? begin : 0;
        if (!is_kind(&kinds[i], bytes + skip, size - skip)) continue;
        *name = kinds[i].name;
        return kinds[i].class;
    }
    return count_controls(name, bytes, size < SAMPLE ? size : SAMPLE);
}

bool file_is_pubtator(const char *text, size_t size) {
    size_t at = skip_blanks(text, size);
    size_t begin = at;
    while (at < size && text[at] != '|' && text[at] != '\t' && text[at] != '\n') at++;
    return at > begin && size - at >= 3 && memcmp(text + at, "|t|", 3) == 0;
}

gaz_status file_check(const char *path, const char *text, size_t size, unsigned accepted, const char *what,
                      gaz_error *error) {
    const char *name;
    enum file_class class = accepted & FILE_CHECK_KIND ? FILE_TEXT : file_kind(&name, text, size);
    const char *file = error_file_name(path);
    if (class == FILE_UTF16)
        return error_hint(error, GAZ_HINT_UTF16,
                          error_set(error, GAZ_ERROR_INPUT, file, 0, "is %s, and UTF-8 is read", name));
    if (class == FILE_BINARY || (class == FILE_MARKUP && !(accepted & FILE_CHECK_MARKUP)))
        return error_set(error, GAZ_ERROR_INPUT, file, 0, "is %s, not a %s", name, what);
    size_t valid = accepted & FILE_CHECK_BYTES ? size : unicode_valid_run(text, size);
    if (valid == size) return GAZ_OK;
    return error_hint(error, GAZ_HINT_ENCODING,
                      error_set(error, GAZ_ERROR_INPUT, file, 1 + bytes_count_lines(text, valid),
                                "the byte 0x%02X is not UTF-8", (unsigned)(unsigned char)text[valid]));
}
