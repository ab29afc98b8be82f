#ifdef GAZ_RAPTOR

#include "lexicon/raptor.h"

#include <dlfcn.h>
#include <string.h>

bool raptor_load(struct raptor *raptor) {
    raptor->library = dlopen("libraptor2.so.0", RTLD_NOW | RTLD_LOCAL);
    void *symbol = raptor->library;
#define FIND(name)                                                                                                     \
    if (symbol) symbol = dlsym(raptor->library, #name);                                                                \
    memcpy(&raptor->name, &symbol, sizeof symbol);
    RAPTOR_FUNCTIONS(FIND)
#undef FIND
    return symbol != NULL;
}

void raptor_unload(struct raptor *raptor) {
    if (raptor->library) dlclose(raptor->library);
}

#else
typedef int raptor_is_absent; /* a file must hold something */
#endif
