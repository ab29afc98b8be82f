#include "text/kernel.h"

#include <string.h>

static const struct kernel kernels[] = {
    {"scalar", cut_tokenized, cut_words, cut_paragraphs, fingerprint_tokens},
};

const struct kernel *kernel_find(const char *name) {
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        if (!name || strcmp(name, kernels[i].name) == 0) return &kernels[i];
    return NULL;
}
