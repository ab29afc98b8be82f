// What the C++ peers share: the dictionary and the text as the driver prepared them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "../engine.h"

// The surfaces of a dictionary: one a line, sorted, distinct. Each is given as `surface `, with a space behind it.
inline std::vector<std::string> read_surfaces(const char *path) {
    size_t size;
    char *bytes = engine_read(path, &size);
    std::string_view rest(bytes, size);
    std::vector<std::string> surfaces;
    while (!rest.empty()) {
        size_t end = rest.find('\n');
        surfaces.emplace_back(rest.substr(0, end)).push_back(' ');
        rest.remove_prefix(end + 1);
    }
    free(bytes);
    return surfaces;
}

// Runs `count` over the text each time that the driver says so.
template <typename Count> void run_when_told(Count count) {
    while (engine_ordered()) {
        double wall = engine_clock(CLOCK_MONOTONIC);
        double seconds = engine_clock(CLOCK_THREAD_CPUTIME_ID);
        uint64_t matches = count();
        seconds = engine_clock(CLOCK_THREAD_CPUTIME_ID) - seconds;
        engine_result(seconds, engine_clock(CLOCK_MONOTONIC) - wall, matches);
    }
}
