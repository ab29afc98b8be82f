#include "serve/http_library.h"

#include <dlfcn.h>
#include <string.h>

bool http_library_load(struct http_library *library) {
    library->library = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);
    void *symbol = library->library;
#define FIND(name)                                                                                                     \
    if (symbol) symbol = dlsym(library->library, #name);                                                               \
    memcpy(&library->name, &symbol, sizeof symbol);
    HTTP_FUNCTIONS(FIND)
#undef FIND
    return symbol != NULL;
}

void http_library_unload(struct http_library *library) {
    if (library->library) dlclose(library->library);
}
