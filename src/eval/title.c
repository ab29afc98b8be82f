#include "eval/title.h"

#include <string.h>

#include "base/file.h"
#include "scan/excerpt.h"

/* Documents of column files have no names. */
static bool add_file_title(struct buffer *out, const struct pair *pair, uint64_t document) {
    struct buffer stem = {0};
    bool good = file_add_stem(&stem, pair->path) && excerpt_add_plain(out, stem.bytes, stem.size - 1);
    buffer_free(&stem);
    if (!good || pair->gold.document_count < 2) return good;
    return buffer_add_byte(out, ':') && buffer_add_number(out, document + 1);
}

bool title_add(struct buffer *out, const struct pair *pair, uint64_t document) {
    const struct corpus_texts *texts = &pair->gold_texts;
    const char *title = document < texts->count ? corpus_texts_title(texts, (size_t)document) : "";
    return *title ? excerpt_add_plain(out, title, strlen(title)) : add_file_title(out, pair, document);
}
