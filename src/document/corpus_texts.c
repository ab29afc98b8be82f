#include "document/corpus_texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

void corpus_texts_free(struct corpus_texts *texts) {
    free(texts->items);
    free(texts->tokens);
    buffer_free(&texts->titles);
    buffer_free(&texts->bytes);
    *texts = (struct corpus_texts){0};
}

static bool add_title(struct buffer *titles, const gaz_document *document) {
    const char *title = document_title(document);
    uint64_t number = document_title_number(document);
    if (!buffer_add(titles, title, strlen(title))) return false;
    if (number && *title && !(buffer_add_byte(titles, ':') && buffer_add_number(titles, number))) return false;
    return buffer_add_byte(titles, 0);
}

static bool add_text(struct corpus_texts *texts, const gaz_document *document) {
    size_t count = document->token_count;
    if (!buffer_add(&texts->bytes, document->text, document->size) ||
        !array_reserve(&texts->tokens, &texts->token_capacity, (size_t)texts->token_count + count,
                       sizeof *texts->tokens))
        return false;
    if (count) memcpy(texts->tokens + texts->token_count, document->tokens, count * sizeof *texts->tokens);
    texts->token_count += count;
    return true;
}

gaz_status corpus_texts_add(struct corpus_texts *texts, const gaz_document *document, gaz_error *error) {
    if (!array_reserve(&texts->items, &texts->capacity, texts->count + 1, sizeof *texts->items))
        return error_memory(error);
    texts->items[texts->count++] = (struct named_text){.title = texts->titles.size,
                                                       .has_id = document->id != NULL,
                                                       .token = texts->token_count,
                                                       .position = texts->bytes.size,
                                                       .size = document->size};
    bool good = add_title(&texts->titles, document) && (!texts->keep || add_text(texts, document));
    return good ? GAZ_OK : error_memory(error);
}

gaz_status corpus_texts_select(struct corpus_texts *texts, const uint64_t *numbers, size_t count, gaz_error *error) {
    struct named_text *chosen = malloc((count + 1) * sizeof *chosen);
    if (!chosen) return error_memory(error);
    for (size_t i = 0; i < count; i++) chosen[i] = texts->items[numbers[i]];
    free(texts->items);
    texts->items = chosen;
    texts->count = count;
    texts->capacity = count + 1;
    return GAZ_OK;
}
