// The contract's borrowed strings and the host's.
#pragma once
#include <vuedeo/abi.h>

#include <cstddef>
#include <string_view>

namespace vuedeo::plugins {

inline vuedeo_str toStr(std::string_view text) noexcept {
    return {text.data(), text.size()};
}

inline std::string_view toView(vuedeo_str text) noexcept {
    if (text.data == nullptr) return {};
    return {text.data, static_cast<std::size_t>(text.size)};
}

}  // namespace vuedeo::plugins
