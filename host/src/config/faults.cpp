#include "config/faults.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <tuple>

#include "config/load.hpp"

namespace vuedeo::config {
namespace {

constexpr std::size_t kMaxFaults = 50;

// Levenshtein distance, two rows at a time.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

Faults::Faults(const std::filesystem::path& file) : file_(printable(file.string())) {}

void Faults::add(const Position& at, std::string_view key, std::string_view what) {
    if (faults_.size() == kMaxFaults) {
        ++omitted_;
        return;
    }
    std::string text;
    if (!at.setKey.empty()) {
        text = "--set " + printable(at.setKey);
    } else {
        text = file_;
        if (at.line > 0) {
            text += ':' + std::to_string(at.line);
            if (at.column > 0) text += ':' + std::to_string(at.column);
        }
    }
    if (!key.empty() && key != at.setKey) text.append(": ").append(printable(key));
    text.append(": ").append(what);
    faults_.push_back({at, std::move(text)});
}

void Faults::throwIfAny() {
    if (empty()) return;
    const auto order = [](const Fault& fault) {
        return std::make_tuple(!fault.at.setKey.empty(), fault.at.line, fault.at.column);
    };
    std::stable_sort(faults_.begin(), faults_.end(),
                     [&](const Fault& a, const Fault& b) { return order(a) < order(b); });
    std::string all;
    for (const Fault& fault : faults_) {
        if (!all.empty()) all += '\n';
        all += fault.text;
    }
    if (omitted_ > 0) all += "\n... and " + std::to_string(omitted_) + " more";
    throw ConfigError(all);
}

std::string Faults::place(const Position& at) const {
    if (!at.setKey.empty()) return "--set " + printable(at.setKey);
    return at.line > 0 ? file_ + ':' + std::to_string(at.line) : file_;
}

std::string printable(std::string_view text, std::size_t maxBytes) {
    std::string result;
    const bool cut = text.size() > maxBytes;
    if (cut) {
        std::size_t end = maxBytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
        text = text.substr(0, end);
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        const bool c1Control =
            byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (byte >= 0x20 && byte != 0x7F && !c1Control) {
            result += text[i];
            continue;
        }
        if (c1Control) byte = static_cast<unsigned char>(text[++i]);
        std::array<char, 8> escaped{};
        std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(byte));
        result += escaped.data();
    }
    return cut ? result + "..." : result;
}

bool isText(std::string_view text) {
    std::size_t i = 0;
    const auto continues = [&](std::size_t count, unsigned char low, unsigned char high) {
        if (text.size() - i <= count) return false;
        for (std::size_t k = 1; k <= count; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            if (byte < (k == 1 ? low : 0x80) || byte > (k == 1 ? high : 0xBF)) return false;
        }
        i += count + 1;
        return true;
    };
    while (i < text.size()) {
        const auto first = static_cast<unsigned char>(text[i]);
        bool good = first != 0;
        if (good && first < 0x80) {
            ++i;
        } else if (first >= 0xC2 && first <= 0xDF) {
            good = continues(1, 0x80, 0xBF);
        } else if (first >= 0xE0 && first <= 0xEF) {
            good = continues(2, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
        } else if (first >= 0xF0 && first <= 0xF4) {
            good = continues(3, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
        } else {
            good = false;
        }
        if (!good) return false;
    }
    return true;
}

std::string nearest(std::string_view text, const std::vector<std::string>& candidates) {
    constexpr std::size_t kLongestText = 40;
    if (text.size() > kLongestText) return {};
    std::size_t best = std::max<std::size_t>(1, text.size() / 3) + 1;
    std::string found;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = editDistance(text, candidate);
        if (distance < best) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

}  // namespace vuedeo::config
