// Hyperscan: literals in block mode, over blocks of 256 KiB cut at line ends.
//
//     hyperscan SURFACES TEXT [bare]
//
// Patterns are ` surface `, or with `bare` `surface `, and the callback looks whether a space stands before the match.
// Hyperscan reports every match, by its end; the callback keeps the longest of each start, in order, and the leftmost
// are picked when the block is done.
#include <hs.h>

#include "peer.hpp"

namespace {

constexpr size_t block_size = 256 << 10;

struct Span {
    uint32_t begin;
    uint32_t end;
};

struct Scan {
    const std::vector<uint32_t> &lengths; // of the patterns, without the space before
    bool bare;
    const char *block;
    std::vector<Span> spans;
};

int on_match(unsigned id, unsigned long long, unsigned long long to, unsigned, void *context) {
    Scan &scan = *static_cast<Scan *>(context);
    auto end = static_cast<uint32_t>(to);
    Span span = {end - scan.lengths[id], end};
    if (scan.bare && (span.begin == 0 || scan.block[span.begin - 1] != ' ')) return 0;
    std::vector<Span> &spans = scan.spans;
    size_t place = spans.size();
    while (place > 0 && spans[place - 1].begin > span.begin) place--;
    if (place > 0 && spans[place - 1].begin == span.begin)
        spans[place - 1].end = std::max(spans[place - 1].end, span.end);
    else
        spans.insert(spans.begin() + static_cast<std::ptrdiff_t>(place), span);
    return 0;
}

uint64_t pick(std::vector<Span> &spans) {
    uint64_t matches = 0;
    uint32_t end = 0;
    for (Span span : spans)
        if (span.begin >= end) {
            matches++;
            end = span.end;
        }
    spans.clear();
    return matches;
}

uint64_t count(const hs_database_t *database, hs_scratch_t *scratch, Scan &scan, const char *text, size_t size) {
    uint64_t matches = 0;
    for (size_t begin = 0; begin < size;) {
        size_t end = size;
        if (size - begin > block_size) {
            end = begin + block_size;
            while (end > begin && text[end - 1] != '\n') end--;
            if (end == begin) engine_fail("hyperscan", "a line is longer than a block");
        }
        scan.block = text + begin;
        hs_scan(database, text + begin, static_cast<unsigned>(end - begin), 0, scratch, on_match, &scan);
        matches += pick(scan.spans);
        begin = end;
    }
    return matches;
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 3) engine_fail("hyperscan", "usage: SURFACES TEXT [bare]");
    bool bare = argc > 3 && strcmp(argv[3], "bare") == 0;
    std::vector<std::string> patterns = read_surfaces(argv[1]);
    std::vector<uint32_t> lengths;
    std::vector<const char *> expressions;
    std::vector<size_t> sizes;
    std::vector<unsigned> flags(patterns.size(), 0), ids;
    for (std::string &pattern : patterns) {
        lengths.push_back(static_cast<uint32_t>(pattern.size()));
        if (!bare) pattern.insert(0, 1, ' ');
        expressions.push_back(pattern.data());
        sizes.push_back(pattern.size());
        ids.push_back(static_cast<unsigned>(ids.size()));
    }

    hs_platform_info_t platform;
    hs_populate_platform(&platform);
    hs_database_t *database = nullptr;
    hs_compile_error_t *error = nullptr;
    double begin = engine_clock(CLOCK_MONOTONIC);
    if (hs_compile_lit_multi(expressions.data(), flags.data(), ids.data(), sizes.data(),
                             static_cast<unsigned>(patterns.size()), HS_MODE_BLOCK, &platform, &database, &error))
        engine_fail("hyperscan", error->message);
    double seconds = engine_clock(CLOCK_MONOTONIC) - begin;
    size_t database_size = 0;
    hs_database_size(database, &database_size);
    std::string version = hs_version();
    engine_ready(bare ? "hyperscan, bare" : "hyperscan", version.substr(0, version.find(' ')).c_str(), seconds,
                 engine_peak(), database_size);

    hs_scratch_t *scratch = nullptr;
    if (hs_alloc_scratch(database, &scratch)) engine_fail("hyperscan", "out of memory");
    size_t size;
    const char *text = engine_read(argv[2], &size);
    Scan scan = {lengths, bare, text, {}};
    run_when_told([&] { return count(database, scratch, scan, text, size); });
    hs_free_scratch(scratch);
    hs_free_database(database);
}
