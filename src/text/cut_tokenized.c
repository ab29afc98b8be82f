#include "text/cut_plain.h"

static bool ends_token(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n';
}

void cut_tokenized_rest(struct cut *cut, struct cut_state *state, const char *text, uint32_t at, size_t size,
                        bool final) {
    uint32_t limit = (uint32_t)size;
    bool inside = state->in_token;
    while (at < limit && cut->token_count < cut->capacity && cut->sentence_count < cut->capacity) {
        if (!inside && text[at] == '\n') {
            uint32_t text_end = at > 0 && text[at - 1] == '\r' ? at - 1 : at;
            cut_end_sentence(cut, state, text_end, at + 1);
            at++;
            continue;
        }
        if (!inside && ends_token(text[at])) {
            cut->used = ++at;
            continue;
        }
        uint32_t begin = at;
        while (at < limit && !ends_token(text[at])) at++;
        uint32_t end = at;
        if (at == limit && !final) {
            if (begin > 0 || size <= TOKEN_SIZE_MAX) break; /* it may be longer: the next window's */
            cut->last_goes_on = true;
        } else if (at < limit && text[at] == '\n' && end > begin && text[end - 1] == '\r') {
            end--;
        }
        if (end > begin || inside) cut_add_token(cut, state, begin, end);
        cut->used = at;
        if (at < limit && text[at] == '\n') {
            cut_end_sentence(cut, state, end, at + 1);
            at++;
        }
        if (inside) break;
    }
    cut_finish(cut, state, limit, final);
}

void cut_tokenized(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_begin(cut, state);
    cut_tokenized_rest(cut, state, text, 0, size, final);
}
